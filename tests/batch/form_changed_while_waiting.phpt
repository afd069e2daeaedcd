--TEST--
A form that becomes invalid while it waits fails alone, and the rest of the batch is sent
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

// In the serialized text the array is value 1, the form 2, its 20 fields follow, extra is 23, and the note in it 24.
$text = serialize(form('second', extra: ['note' => 'sound']));
$made = unserialize("a:2:{i:0;{$text}i:1;R:24;}");
$note = &$made[1];

$peer = Peer::start([created('one'), created('two')]);
$service = client($peer, observer: function () use (&$note) {
    $note = new stdClass();
});
$results = $service->sendMany(['first' => form('first'), 'second' => $made[0], 'third' => form('third')], 1);
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
the form was changed before it was sent <- TypeError: CotpRequest::sendMany(): Argument #1 ($forms) is invalid: $extra must contain only null, booleans, numbers, strings and arrays
processed: first
processed: third
