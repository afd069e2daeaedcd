--TEST--
Each class has the properties of its constructor, in their order, and each gets the value of its own argument
--EXTENSIONS--
cotp
--FILE--
<?php
/* The C code sets properties by their number: a number that is out of step would show as another property's value. */
function sample(ReflectionParameter $parameter, int $number): mixed
{
    return match ($parameter->getName()) {
        'email', 'supportEmail' => "guest$number@example.com",
        'phone' => null,
        'supportPhone' => '+4930123456',
        'callbackUrl', 'supportLink' => "https://hotel.example/$number",
        'language' => 'DE',
        'currency' => 'EUR',
        'amount' => '12.50',
        'destinations' => [new CotpDestination('Owner')],
        default => match (ltrim((string) $parameter->getType(), '?')) {
            'string', 'string|int|null' => "text$number",
            'int' => $number,
            'float' => $number + 0.5,
            'bool' => $number % 2 === 1,
            'array' => ["name$number" => $number],
            'CotpStatus' => CotpStatus::FormViewed,
            'CotpOutcome' => CotpOutcome::Unknown,
            'DateTimeInterface' => new DateTimeImmutable('2030-01-01'),
            'Throwable' => null,
        },
    };
}

$classes = ['CotpForm', 'CotpState', 'CotpDestination', 'CotpRetention', 'CotpAttempt', 'CotpCallback',
    'CotpApiException', 'CotpCallbackException'];
foreach ($classes as $class) {
    $arguments = [];
    foreach ((new ReflectionMethod($class, '__construct'))->getParameters() as $number => $parameter) {
        $arguments[$parameter->getName()] = sample($parameter, $number + 1);
    }
    $object = new $class(...$arguments);
    unset($arguments['message'], $arguments['previous']);
    $names = [];
    foreach ((new ReflectionClass($class))->getProperties() as $property) {
        if ($property->isReadOnly()) {
            $names[] = $property->getName();
        }
    }
    if ($class === 'CotpCallbackException') {
        $names = ['reason'];
    }
    if ($names !== array_keys($arguments)) {
        echo "$class: ", implode(' ', $names), ' instead of ', implode(' ', array_keys($arguments)), "\n";
    }
    foreach ($names as $name) {
        if ($object->$name !== $arguments[$name]) {
            echo "$class::\$$name is ", var_export($object->$name, true), "\n";
        }
    }
    printf("%s: %s\n", $class, $names === [] ? 'no property' : 'compared');
}
?>
--EXPECT--
CotpForm: compared
CotpState: compared
CotpDestination: compared
CotpRetention: compared
CotpAttempt: compared
CotpCallback: compared
CotpApiException: compared
CotpCallbackException: compared
