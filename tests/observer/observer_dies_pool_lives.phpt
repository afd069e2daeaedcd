--TEST--
A fatal error in an observer ends the script, and the pool stays usable
--EXTENSIONS--
cotp
--SKIPIF--
<?php
require __DIR__ . '/../peer/peer.inc';
Peer::skipUnless();
?>
--FILE--
<?php
register_shutdown_function(function () {
    global $peer, $other;
    echo $other->retrieve('abc')->status->name, ' in the shutdown function, over ', count($peer->connections()), " connections\n";
});
require __DIR__ . '/../peer/peer.inc';
$peer = Peer::start(default: Peer::json(200, ['Status' => 'FormViewed', 'filler' => array_fill(0, 1000, 'x')]));
$other = new CotpRequest('key', "$peer->url/api");
$service = new CotpRequest('key', "$peer->url/api", observer: function () use ($other) {
    echo $other->retrieve('abc')->status->name, " inside\n";
    eval('class CotpRequest {}');
});
$service->retrieve('abc');
echo "went on\n";
?>
--EXPECTF--
FormViewed inside

Fatal error: Cannot %rdeclare class CotpRequest, because the name is already in use|redeclare class CotpRequest(?: \(previously declared in \S+\))?%r in %s on line 1
FormViewed in the shutdown function, over %d connections
