--TEST--
Frames that an HTTP/2 service sends between two calls cost no connection; a connection that it ended is closed at once
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

const FRAMES = [
    'PING' => "\0\0\x08\x06\0\0\0\0\0of-peers",
    'WINDOW_UPDATE' => "\0\0\x04\x08\0\0\0\0\0\0\0\x10\0",
    'SETTINGS' => "\0\0\x06\x04\0\0\0\0\0\0\x03\0\0\0\x64",
];

foreach (FRAMES as $name => $frame) {
    $peer = Peer::start(tls: true, alpn: 'h2', default: Peer::mirror());
    $cotp = client($peer);
    for ($count = 0; $count < 10; $count++) {
        $cotp->send(form());
        $peer->sendBytes(array_key_last($peer->connections()), $frame);
    }
    echo "$name: ", count($peer->processed()), ' processed on ', count($peer->connections()), "\n";
}

// Otherwise libcurl, which looks for dead connections only once a second, would choose it again and again.
$peer = Peer::start(tls: true, alpn: 'h2', default: Peer::mirror());
$cotp = client($peer);
$cotp->send(form());
$peer->endConnection(1);
for ($count = 0; $count < 9; $count++) {
    $cotp->send(form());
}
echo 'ended: ', count($peer->processed()), ' processed on ', count($peer->connections()), "\n";
?>
--EXPECT--
PING: 10 processed on 1
WINDOW_UPDATE: 10 processed on 1
SETTINGS: 10 processed on 1
ended: 10 processed on 2
