--TEST--
CotpForm refuses extra fields that JSON cannot represent
--EXTENSIONS--
cotp
--FILE--
<?php
enum Color: string { case Red = 'red'; }
function nested(int $levels): array
{
    return $levels === 1 ? ['x' => 1] : ['x' => nested($levels - 1)];
}
$itself = ['x' => 1];
$itself['itself'] = &$itself;
$twice = ['x' => 1];
$twice['a'] = &$twice;
$twice['b'] = &$twice;

$object = new stdClass();
$object->itself = $object;

$bad = [
    'object' => ['x' => new ArrayObject()],
    'object inside an object' => ['x' => (object) ['y' => new ArrayObject()]],
    'object that contains itself' => ['x' => $object],
    'object inside' => ['x' => [1, ['y' => new DateTimeImmutable()]]],
    'enum' => ['x' => Color::Red],
    'closure' => ['x' => strlen(...)],
    'resource' => ['x' => STDIN],
    'INF' => ['x' => INF],
    'NAN' => ['x' => [-NAN]],
    'array that holds itself' => $itself,
    'array that holds itself twice' => $twice,
    '65 levels' => nested(65),
    'too many values' => ['x' => array_fill(0, 10000, null)],
    'too long' => ['x' => str_repeat('x', 256 * 1024)],
    'UTF-8' => ['x' => "\xC3\x28"],
    'NUL' => ['x' => "a\0b"],
    'UTF-8 in a name' => ["\xFF" => 1],
    'NUL in a name' => ["a\0b" => 1],
    'UTF-8 in a name inside' => ['x' => ["\xFF" => 1]],
    'NUL in a name inside' => ['x' => ["a\0b" => 1]],
    'empty name' => ['' => 1],
    'control in a name' => ["a\nb" => 1],
    'list' => ['x'],
    'text of a dump' => ['x' => ['y' => '*** 0123456789ab']],
    'number as a name' => ['x' => 1, '42' => 2],
];
foreach ($bad as $what => $extra) {
    try {
        new CotpForm('hotel-42', 'guest@example.com', extra: $extra);
        echo "$what: let through\n";
    } catch (Error $error) {
        echo $what, ': ', get_class($error), ': ', str_replace('CotpForm::__construct(): Argument #21 ($extra) ', '', $error->getMessage()), "\n";
    }
}
$good = [nested(64), ['x' => array_fill(0, 100, ['y' => [1]])], ['x' => array_fill(0, 9000, null)], ['x' => []], ['x' => ['' => 1]], ['x' => [5 => 'five', -1 => 'minus']], []];
foreach ($good as $extra) {
    var_dump((new CotpForm('hotel-42', 'guest@example.com', extra: $extra))->extra === $extra);
}
?>
--EXPECT--
object: TypeError: must contain only null, booleans, numbers, strings, arrays and stdClass objects
object inside an object: TypeError: must contain only null, booleans, numbers, strings, arrays and stdClass objects
object that contains itself: ValueError: must not be nested deeper than 64 levels
object inside: TypeError: must contain only null, booleans, numbers, strings, arrays and stdClass objects
enum: TypeError: must contain only null, booleans, numbers, strings, arrays and stdClass objects
closure: TypeError: must contain only null, booleans, numbers, strings, arrays and stdClass objects
resource: TypeError: must contain only null, booleans, numbers, strings, arrays and stdClass objects
INF: TypeError: must contain only finite numbers
NAN: TypeError: must contain only finite numbers
array that holds itself: ValueError: must not be nested deeper than 64 levels
array that holds itself twice: ValueError: must not be nested deeper than 64 levels
65 levels: ValueError: must not be nested deeper than 64 levels
too many values: ValueError: must not contain more than 10000 values
too long: ValueError: must not be longer than 262144 bytes when encoded as JSON
UTF-8: ValueError: must contain only valid UTF-8 without null bytes
NUL: ValueError: must contain only valid UTF-8 without null bytes
UTF-8 in a name: ValueError: must contain only names in valid UTF-8 without null bytes
NUL in a name: ValueError: must contain only names in valid UTF-8 without null bytes
UTF-8 in a name inside: ValueError: must contain only names in valid UTF-8 without null bytes
NUL in a name inside: ValueError: must contain only names in valid UTF-8 without null bytes
empty name: ValueError: must contain only names of 1 to 128 bytes without control characters
control in a name: ValueError: must contain only names of 1 to 128 bytes without control characters
list: ValueError: must have only string keys: the names of body fields
text of a dump: ValueError: must not contain texts that begin with "***", as in dumps and listings
number as a name: ValueError: must have only string keys: the names of body fields
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
