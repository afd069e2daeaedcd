--TEST--
The value classes are final and readonly, and their constructors cannot be called again
--EXTENSIONS--
cotp
--FILE--
<?php
$until = new DateTimeImmutable('2030-01-01 UTC');
$made = [
    'CotpForm' => ['bookerId' => 'hotel-42', 'email' => 'guest@example.com'],
    'CotpState' => ['requestId' => 'abc', 'status' => CotpStatus::FormViewed, 'rawStatus' => 'FormViewed'],
    'CotpDestination' => ['type' => 'Owner'],
    'CotpRetention' => ['until' => $until],
    'CotpAttempt' => ['method' => 'GET', 'route' => '/x', 'httpStatus' => 200, 'attempt' => 1, 'reused' => false, 'protocol' => 'HTTP/2',
        'nameLookup' => 0.1, 'connect' => 0.2, 'tls' => 0.3, 'firstByte' => 0.4, 'total' => 0.5],
];
foreach ($made as $class => $arguments) {
    $reflection = new ReflectionClass($class);
    $value = new $class(...$arguments);
    $before = serialize($value);
    echo $class, $reflection->isFinal() ? ' final' : ' open', "\n";
    $attempts = [
        fn () => $value->__construct(...$arguments),
        fn () => $value->{array_key_first($arguments)} = current($arguments),
        function () use ($value, $arguments) { unset($value->{array_key_first($arguments)}); },
        fn () => $value->unheardOf = 1,
    ];
    foreach ($attempts as $attempt) {
        try {
            $attempt();
            echo "let through\n";
        } catch (Error $error) {
            echo '  ', $error->getMessage(), "\n";
        }
    }
    var_dump(serialize($value) === $before);
}
// Half of a form, as only reflection can make it, is not completed either, and no object is unserialized twice.
$half = (new ReflectionClass('CotpForm'))->newInstanceWithoutConstructor();
(new ReflectionProperty('CotpForm', 'phone'))->setValue($half, '+41441234567');
$whole = new CotpForm('hotel-42', 'guest@example.com');
foreach ([fn () => $half->__construct('hotel-42', 'guest@example.com'), fn () => $half->__unserialize($whole->__serialize()),
    fn () => $whole->__unserialize($whole->__serialize()), fn () => serialize($half)] as $attempt) {
    try {
        $attempt();
        echo "let through\n";
    } catch (Error $error) {
        echo $error->getMessage(), "\n";
    }
}
?>
--EXPECTF--
CotpForm final
  Cannot modify readonly property CotpForm::$bookerId
  Cannot modify readonly property CotpForm::$bookerId
  Cannot unset readonly property CotpForm::$bookerId
  Cannot create dynamic property CotpForm::$unheardOf
bool(true)
CotpState final
  Cannot modify readonly property CotpState::$requestId
  Cannot modify readonly property CotpState::$requestId
  Cannot unset readonly property CotpState::$requestId
  Cannot create dynamic property CotpState::$unheardOf
bool(true)
CotpDestination final
  Cannot modify readonly property CotpDestination::$type
  Cannot modify readonly property CotpDestination::$type
  Cannot unset readonly property CotpDestination::$type
  Cannot create dynamic property CotpDestination::$unheardOf
bool(true)
CotpRetention final
  Cannot modify readonly property CotpRetention::$until
  Cannot modify readonly property CotpRetention::$until
  Cannot unset readonly property CotpRetention::$until
  Cannot create dynamic property CotpRetention::$unheardOf
bool(true)
CotpAttempt final
  Cannot modify readonly property CotpAttempt::$method
  Cannot modify readonly property CotpAttempt::$method
  Cannot unset readonly property CotpAttempt::$method
  Cannot create dynamic property CotpAttempt::$unheardOf
bool(true)
Cannot modify readonly property CotpForm::$phone
Cannot modify readonly property CotpForm::$phone
Cannot modify readonly property CotpForm::$bookerId
CotpForm::$bookerId must be initialized with a value of its declared type
