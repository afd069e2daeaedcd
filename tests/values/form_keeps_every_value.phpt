--TEST--
CotpForm keeps every value under the name of its argument
--EXTENSIONS--
cotp
--FILE--
<?php
$values = [
    'bookerId' => 'hotel-42',
    'email' => null,
    'phone' => '+41 44 123 45 67',
    'callbackUrl' => 'https://hotel.example/cotp?cotp=abc',
    'cardUri' => 'https://service.pcibooking.net/api/payments/paycard/0123456789abcdef0123456789abcdef',
    'recipientName' => 'Ada Lovelace',
    'bookerName' => 'Hotel Example',
    'language' => 'de',
    'css' => 'hotel-css',
    'amount' => '99.50',
    'currency' => 'CHF',
    'supportLink' => 'https://hotel.example/help',
    'supportLinkText' => 'Help',
    'supportEmail' => 'help@hotel.example',
    'supportPhone' => '0041441234568',
    'threeDs' => true,
    'merchantName' => 'Example Hotels',
    'headerText' => "Dear guest,\n\$~recipient_name~\$",
    'footerText' => 'Grüße',
    'template' => 'short',
    'extra' => ['Note' => 'x', 'Nested' => ['list' => [1, 2.5, null, true], 'map' => [7 => 'seven'], 'none' => []]],
];
$form = new CotpForm(...$values);
foreach ($values as $name => $value) {
    if ($form->$name !== $value) {
        echo "$name differs\n";
    }
}
foreach ((new ReflectionClass('CotpForm'))->getProperties() as $property) {
    if (!array_key_exists($property->name, $values)) {
        echo "$property->name is missing in this test\n";
    }
}
echo implode(',', array_map(fn ($parameter) => $parameter->name, (new ReflectionMethod('CotpForm', '__construct'))->getParameters()))
    === implode(',', array_map(fn ($property) => $property->name, (new ReflectionClass('CotpForm'))->getProperties())) ? 'same order' : 'other order', "\n";

$byPosition = new CotpForm(...array_values($values));
var_dump($byPosition == $form);
?>
--EXPECT--
same order
bool(true)
