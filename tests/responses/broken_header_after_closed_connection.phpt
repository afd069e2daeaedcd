--TEST--
A response that begins with a folded header, after one whose connection was closed, does not end the process
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(); ?>
--FILE--
<?php
// libcurl 7.83 to 8.0 keeps a pointer to the last header of the first response, which is freed, in the easy handle.
require __DIR__ . '/../lib/client.inc';

$closing = Peer::raw("HTTP/1.1 200 OK\r\nX-One: 1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
$folded = Peer::raw("HTTP/1.1 200 OK\r\n folded: first\r\nContent-Length: 0\r\n\r\n");
$peer = Peer::start([$closing, $folded, created('next')]);
$cotp = client($peer, retries: 0);
foreach (range(1, 2) as $number) {
    failure(fn () => $cotp->retrieve('abc'));
}
CotpRequest::closePool(); // the peer may close its connection only now
echo outcome(fn () => $cotp->send(form())), "\n";
?>
--EXPECT--
next
