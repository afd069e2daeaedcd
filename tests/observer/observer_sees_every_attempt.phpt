--TEST--
The observer is called for every attempt, retries included, and may use the service again
--EXTENSIONS--
cotp
--SKIPIF--
<?php
require __DIR__ . '/../peer/peer.inc';
Peer::skipUnless();
?>
--FILE--
<?php
require __DIR__ . '/../peer/peer.inc';
$state = Peer::json(200, ['RequestID' => 'abc', 'Status' => 'FormViewed']);
$peer = Peer::start([
    Peer::respond(201, ['Location: /api/cardrequest/abc']),
    Peer::respond(503),
    $state,
    Peer::respond(503),          // for the second retrieve
    $state,                     // for the call of the observer
    $state,
    Peer::close(),              // for the second send
    Peer::respond(503),          // with the defaults of the constructor
    Peer::respond(503),
    $state,
]);
$nested = false;
$observer = function (CotpAttempt $attempt) use (&$service, &$nested) {
    $times = [$attempt->nameLookup, $attempt->connect, $attempt->tls, $attempt->firstByte, $attempt->total];
    $isInOrder = min($times) >= 0 && $attempt->firstByte <= $attempt->total && $attempt->tls === 0.0;
    echo $nested ? '  ' : '', "$attempt->method $attempt->route $attempt->httpStatus \"$attempt->protocol\" attempt $attempt->attempt",
        $isInOrder ? '' : ' times out of order', "\n";
    if ($nested === null) {
        $nested = true;
        echo $service->retrieve('abc')->status->name, "\n";
        $nested = false;
    }
};
$service = new CotpRequest('key', "$peer->url/api", observer: $observer);
$form = new CotpForm('hotel-42', 'guest@example.com');
echo $service->send($form), "\n";
echo $service->retrieve('abc')->status->name, "\n";
$nested = null;
echo $service->retrieve('abc')->status->name, "\n";
try {
    $service->send($form);
} catch (CotpOutcomeUnknownException $exception) {
    echo get_class($exception), "\n";
}
echo (new CotpRequest('key', "$peer->url/api"))->retrieve('abc')->status->name, " at the third attempt\n";
?>
--EXPECT--
POST /cardrequest 201 "HTTP/1.1" attempt 1
abc
GET /cardrequest/{id} 503 "HTTP/1.1" attempt 1
GET /cardrequest/{id} 200 "HTTP/1.1" attempt 2
FormViewed
GET /cardrequest/{id} 503 "HTTP/1.1" attempt 1
  GET /cardrequest/{id} 200 "HTTP/1.1" attempt 1
FormViewed
GET /cardrequest/{id} 200 "HTTP/1.1" attempt 2
FormViewed
POST /cardrequest 0 "" attempt 1
CotpOutcomeUnknownException
FormViewed at the third attempt
