--TEST--
HTTP/2 is used if the service offers it, and not with http2: false, even while such a connection is open
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$peer = Peer::start(default: created('{request}'), tls: true, alpn: 'h2,http/1.1');
$old = Peer::start(default: created('{request}'), tls: true, alpn: 'http/1.1');
$say = function (CotpAttempt $attempt) {
    echo $attempt->protocol, $attempt->reused ? ' reused' : ' new', "\n";
};
client($peer, observer: $say)->send(form());
client($peer, http2: false, observer: $say)->send(form());
client($peer, http2: false, observer: $say)->send(form());
client($old, observer: $say)->send(form());
echo implode(' ', array_column($peer->requests(), 'version')), ', chosen: ', implode(' ', array_column($peer->connections(), 'alpn')), "\n";
?>
--EXPECT--
HTTP/2 new
HTTP/1.1 new
HTTP/1.1 reused
HTTP/1.1 new
HTTP/2 HTTP/1.1 HTTP/1.1, chosen: h2 http/1.1
