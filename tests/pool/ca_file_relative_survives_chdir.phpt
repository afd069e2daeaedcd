--TEST--
A relative caFile keeps the file that it named when the client was created, whatever chdir() does later
--EXTENSIONS--
cotp
--SKIPIF--
<?php
require __DIR__ . '/../peer/peer.inc';
Peer::skipUnless(tls: true);
?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';
$peer = Peer::start(tls: true, default: state('abc'));
$stranger = Peer::start(tls: true, default: state('abc'));

chdir(dirname($peer->caFile));
$trusting = client($peer, caFile: basename($peer->caFile));
chdir(dirname($stranger->caFile));
$distrusting = client($peer, caFile: basename($stranger->caFile));

echo 'created where the CA is: ', outcome(fn () => $trusting->retrieve('abc')), "\n";
echo 'created where another one is: ', outcome(fn () => $distrusting->retrieve('abc')), "\n";
echo basename($peer->caFile) === basename($stranger->caFile) ? 'both have one name' : 'the names differ', "\n";
?>
--EXPECT--
created where the CA is: abc MessageQueued
created where another one is: CotpTransportException NotSent retryable [abc]
both have one name
