--TEST--
CotpForm: omitted fields are null, except the language and the extra fields
--EXTENSIONS--
cotp
--FILE--
<?php
$form = new CotpForm('hotel-42', 'guest@example.com');
foreach ((new ReflectionClass($form))->getProperties() as $property) {
    $value = $form->{$property->name};
    if ($value !== null) {
        echo $property->name, ': ', json_encode($value), "\n";
    }
}
foreach ((new ReflectionMethod('CotpForm', '__construct'))->getParameters() as $parameter) {
    if ($parameter->isOptional() && $parameter->getDefaultValue() !== $form->{$parameter->name} && $parameter->name !== 'email') {
        echo $parameter->name, " has another default\n";
    }
}
?>
--EXPECT--
bookerId: "hotel-42"
email: "guest@example.com"
language: "EN"
extra: []
