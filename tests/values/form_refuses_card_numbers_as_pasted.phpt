--TEST--
CotpForm refuses card numbers in the notations of pasted text, and no other long numbers
--EXTENSIONS--
cotp
--FILE--
<?php
function refused(array $changes): bool
{
    try {
        new CotpForm(...$changes + ['bookerId' => 'hotel-42', 'email' => 'guest@example.com']);
        return false;
    } catch (ValueError $error) {
        return str_contains($error->getMessage(), 'must not contain a card number');
    }
}
$cards = ['4111111111111111', "4111\u{A0}1111\u{A0}1111\u{A0}1111", "4111\u{2009}1111\u{2009}1111\u{2009}1111",
    "4111\u{200B}1111\u{200B}1111\u{200B}1111", "4111\u{2013}1111\u{2013}1111\u{2013}1111", '4111.1111.1111.1111', '4111  1111  1111  1111',
    "\u{FF14}\u{FF11}\u{FF11}\u{FF11} 1111 1111 1111", "\u{664}\u{661}\u{661}\u{661}1111\u{661}1111111", '3782 822463 10005',
    '41111111 11111111', '2223003122003222', '6759560045005727054'];
foreach ($cards as $card) {
    foreach ([['bookerId' => $card], ['headerText' => "Card: $card, thank you"], ['extra' => ['Note' => ['deep' => [$card]]]], ['extra' => ['Deep' => [$card => 1]]]] as $changes) {
        if (!refused($changes)) {
            echo "accepted: ", json_encode($changes), "\n";
        }
    }
}
foreach (['tok_4111111111111111', '4111_1111_1111_1111', 'https://service.pcibooking.net/api/payments/paycard/tok_4111111111111111',
    'https://service.pcibooking.net/tok?card=4111%201111%201111%201111'] as $uri) {
    if (!refused(['cardUri' => $uri])) {
        echo "accepted: $uri\n";
    }
}
if (!refused(['extra' => ['Note' => [4111111111111111]]])) {
    echo "accepted as an integer\n";
}
$others = ['Stay 2026-01-20 2026-01-30', '20260120 20260130', '30112026 05122026', '+5511912345678', '+549111234567890', '+49 151 2345 6789 +49 151 2345 6780',
    'IBAN DE89 3704 0044 0532 0130 00', 'f47ac10b-58cc-4372-a567-0e02b2c3d479', md5('hotel'), hash('sha256', 'hotel'), '1445000000000000000', '356938035643809',
    '4222222222222', '2205000000000009'];
for ($time = 1767225600; $time < 1767225600 + 366 * 86400; $time += 7919) {
    $others[] = gmdate('YmdHis', $time);
    $others[] = gmdate('dmYHis', $time);
}
foreach ($others as $other) {
    if (refused(['bookerId' => $other]) || refused(['headerText' => $other])) {
        echo "refused: $other\n";
    }
}
echo count($cards), " cards and ", count($others), " other numbers\n";
?>
--EXPECT--
13 cards and 8002 other numbers
