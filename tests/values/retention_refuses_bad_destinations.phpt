--TEST--
CotpRetention accepts any date and at most 50 destinations, which it keeps as its own list
--EXTENSIONS--
cotp
--FILE--
<?php
class MyDate extends DateTime {}
$until = new MyDate('2030-01-01');
$owner = new CotpDestination('Owner');
$host = new CotpDestination('HostName', 'api.example.com');

$given = ['first' => &$owner, 'second' => $host];
$retention = new CotpRetention($until, true, $given);
$owner = 'replaced';
var_dump($retention->until === $until, $retention->deleteCard, array_is_list($retention->destinations));
echo $retention->destinations[0]->type, ' ', $retention->destinations[1]->type, "\n";
$retention = new CotpRetention(until: new DateTimeImmutable());
var_dump($retention->deleteCard, $retention->destinations);
echo count((new CotpRetention($until, false, array_fill(0, 50, $host)))->destinations), "\n";

foreach ([['x'], [$host, null], [$host, new stdClass()], array_fill(0, 51, $host)] as $bad) {
    try {
        new CotpRetention($until, false, $bad);
        echo "let through\n";
    } catch (Error $error) {
        echo get_class($error), ': ', $error->getMessage(), "\n";
    }
}
?>
--EXPECT--
bool(true)
bool(true)
bool(true)
Owner HostName
bool(false)
array(0) {
}
50
TypeError: CotpRetention::__construct(): Argument #3 ($destinations) must contain only CotpDestination objects, string given
TypeError: CotpRetention::__construct(): Argument #3 ($destinations) must contain only CotpDestination objects, null given
TypeError: CotpRetention::__construct(): Argument #3 ($destinations) must contain only CotpDestination objects, stdClass given
ValueError: CotpRetention::__construct(): Argument #3 ($destinations) must contain at most 50 destinations
