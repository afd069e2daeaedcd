--TEST--
A form whose $extra contains a reference, and that becomes invalid while it waits, costs the batch nothing but itself
--EXTENSIONS--
cotp
--SKIPIF--
<?php
require __DIR__ . '/../peer/peer.inc';
Peer::skipUnless();
?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

// An array keeps the references that it was given.
$note = 'sound';
$second = form('second', extra: ['note' => &$note]);

$peer = Peer::start([created('one'), created('two')]);
$service = client($peer, observer: function () use (&$note) {
    $note = new ArrayObject();
});
$results = $service->sendMany(['first' => form('first'), 'second' => $second, 'third' => form('third')], 1);
foreach ($results as $key => $result) {
    echo "$key: ", is_string($result) ? $result : outcome(fn () => throw $result), "\n";
}
echo $results['second']->getMessage(), ' <- ', get_class($results['second']->getPrevious()), ': ', $results['second']->getPrevious()->getMessage(), "\n";
foreach ($peer->processed() as $request) {
    echo 'processed: ', json_decode($request['body'])->BookerId, "\n";
}
?>
--EXPECT--
first: one
second: CotpTransportException NotSent
third: two
the form was changed before it was sent <- TypeError: CotpRequest::sendMany(): Argument #1 ($forms) is invalid: $extra must contain only null, booleans, numbers, strings, arrays and stdClass objects
processed: first
processed: third
