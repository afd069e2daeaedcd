--TEST--
Bytes that a service sends after its response are never taken for the response to the next call
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$response = fn (string $id) => "HTTP/1.1 201 Created\r\nLocation: /api/cardrequest/$id\r\nContent-Length: 0\r\n\r\n";
foreach (['HTTP/1.1', 'HTTP/1.1 over TLS'] as $way) {
    $peer = Peer::start([Peer::raw($response('one') . $response('smuggled'), 'keep'), created('two'), created('three')], ...WAYS[$way]);
    $cotp = client($peer);
    $seen = [];
    for ($count = 0; $count < 3; $count++) {
        $seen[] = outcome(fn () => $cotp->send(form()));
    }
    echo "$way: ", $seen[0], in_array('smuggled', $seen, true) ? ', believed' : '', "\n";
}
?>
--EXPECT--
HTTP/1.1: one
HTTP/1.1 over TLS: one
