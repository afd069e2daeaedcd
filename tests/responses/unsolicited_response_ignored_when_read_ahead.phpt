--TEST--
A second response that arrived in one piece with the first, in its own TLS record, is not the response to the next request
--EXTENSIONS--
cotp
--SKIPIF--
<?php
require __DIR__ . '/../lib/client.inc';
Peer::skipUnless(tls: true, reset: true);
if (version_compare(libcurlVersion(), '7.80.0', '<')) {
    echo 'skip libcurl before 7.80 does not tell when a request is about to leave';
}
?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

// From 8.15 on libcurl lets OpenSSL read both from the kernel, so that the second one cannot be detected there.
const OF_ANOTHER = "HTTP/1.1 201 Scripted\r\nLocation: /api/cardrequest/of-another\r\nContent-Length: 0\r\n\r\n";
$two = Peer::respond(201, ['Location: /api/cardrequest/first', 'Content-Length: 0'], OF_ANOTHER);
$peer = Peer::start([Peer::inOnePiece($two), created('second'), created('third')], tls: true);
$cotp = client($peer);
echo implode(' ', array_map(fn (string $booker) => outcome(fn () => $cotp->send(form($booker))), ['a', 'b', 'c']));
$connections = implode(' ', array_column($peer->processed(), 'connection'));
$expected = extension_loaded('cotp') ? '1 2 2' : '1 2 3'; // in plain PHP, each send has its own
echo ', on ', $connections === $expected ? 'the expected connections' : $connections, "\n";
?>
--EXPECT--
first second third, on the expected connections
