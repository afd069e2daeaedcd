--TEST--
CotpForm: omitted fields are null, except the language and the extra fields
--EXTENSIONS--
cotp
--FILE--
<?php
$form = new CotpForm('hotel-42', 'guest@example.com');
foreach (get_object_vars($form) as $name => $value) {
    if ($value !== null) {
        echo $name, ': ', json_encode($value), "\n";
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
email: "***"
language: "EN"
extra: []
