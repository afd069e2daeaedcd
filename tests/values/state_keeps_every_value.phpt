--TEST--
CotpState and CotpAttempt keep their values, so that tests can build the results of a mock
--EXTENSIONS--
cotp
--FILE--
<?php
$state = new CotpState('abc', CotpStatus::CardStored, 'CardStored', 'https://x.example/token', '2017-12-19T20:07:32', ['a' => [1]]);
var_dump($state->requestId, $state->status, $state->rawStatus, $state->cardUri, $state->time, $state->details);
$state = new CotpState(requestId: 'abc', status: CotpStatus::Unknown, rawStatus: 'Brandnew');
var_dump($state->cardUri, $state->time, $state->details);
var_dump(unserialize(serialize($state)) == $state);

$values = ['method' => 'GET', 'route' => '/cardrequest/{id}', 'httpStatus' => 200, 'attempt' => 2, 'reused' => true,
    'protocol' => 'HTTP/2', 'nameLookup' => 0.1, 'connect' => 0.2, 'tls' => 0.3, 'firstByte' => 0.4, 'total' => 0.5];
$new = ['startTime' => 0.0, 'host' => '', 'operation' => '', 'outcome' => CotpOutcome::Answered, 'errorType' => null, 'key' => null];
var_dump(get_object_vars(new CotpAttempt(...$values)) === $values + $new);
$new = ['startTime' => 1.5, 'host' => 'a:1', 'operation' => 'send', 'outcome' => CotpOutcome::Unknown, 'errorType' => 'X', 'key' => 7];
var_dump(get_object_vars(new CotpAttempt(...$values + $new)) === $values + $new, (new CotpAttempt(...['key' => 'k'] + $values + $new))->key);
?>
--EXPECT--
string(3) "abc"
enum(CotpStatus::CardStored)
string(10) "CardStored"
string(23) "https://x.example/token"
string(19) "2017-12-19T20:07:32"
array(1) {
  ["a"]=>
  array(1) {
    [0]=>
    int(1)
  }
}
NULL
NULL
array(0) {
}
bool(true)
bool(true)
bool(true)
string(1) "k"
