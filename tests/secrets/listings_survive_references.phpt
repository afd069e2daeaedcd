--TEST--
Writing through references to the elements of a listing changes neither the object nor its next listing
--EXTENSIONS--
cotp
--FILE--
<?php
$values = [
    new CotpForm('hotel-42', 'guest@example.com', extra: ['Note' => 'private']),
    new CotpState('abc', CotpStatus::CardStored, 'CardStored', 'https://service.example/token'),
];
foreach ($values as $value) {
    $before = serialize($value);
    $shown = get_object_vars($value);
    foreach ($value as &$element) {
        $element = 'changed';
    }
    unset($element);
    var_dump(get_object_vars($value) === $shown);
    array_walk($value, function (&$element) use ($value, $shown) {
        $element = 'changed';
        echo get_object_vars($value) === $shown ? '' : "differs within\n";
    });
    var_dump(get_object_vars($value) === $shown, get_mangled_object_vars($value) === $shown, serialize($value) === $before, $value == unserialize($before));
    foreach ($value as $name => &$element) {
        echo $name, ' ';
        get_object_vars($value);
        $element = $value;
    }
    unset($element);
    gc_collect_cycles();
    var_dump(get_object_vars($value) === $shown);
}
?>
--EXPECTF--
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bookerId email phone callbackUrl cardUri recipientName bookerName language css amount currency supportLink supportLinkText supportEmail supportPhone threeDs merchantName headerText footerText template %Sextra bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
requestId status rawStatus cardUri time details bool(true)
