--TEST--
CotpStatus: supersedes() is a strict total order, some are final, and an unknown name is Unknown
--EXTENSIONS--
cotp
--FILE--
<?php
$cases = CotpStatus::cases();
foreach ($cases as $a) {
    foreach ($cases as $b) {
        if ($a->supersedes($b) === $b->supersedes($a) && $a !== $b || $a === $b && $a->supersedes($b)) {
            echo "{$a->name} and {$b->name} are not ordered\n";
        }
    }
}
usort($cases, fn ($a, $b) => $a->supersedes($b) <=> $b->supersedes($a));
foreach ($cases as $case) {
    echo $case->name, ' ', $case->isFinal() ? 'final' : 'open', ' ', CotpStatus::fromWire($case->value) === $case ? 'known' : 'unknown', "\n";
}
var_dump(CotpStatus::fromWire('Brandnew'), CotpStatus::fromWire('cardSTORED'), CotpStatus::fromWire("CardStored\0"), CotpStatus::fromWire('Unknown'));
?>
--EXPECT--
Unknown open known
MessageQueued open known
MessageSent open known
MessageDelivered open known
MessageFailed final known
FormViewed open known
StoreFailed open known
LinkExpired final known
CardStored final known
enum(CotpStatus::Unknown)
enum(CotpStatus::CardStored)
enum(CotpStatus::Unknown)
enum(CotpStatus::Unknown)
