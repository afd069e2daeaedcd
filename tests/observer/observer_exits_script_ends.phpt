--TEST--
exit() in an observer ends the script: finally blocks do not run, shutdown functions do
--EXTENSIONS--
cotp
--SKIPIF--
<?php
require __DIR__ . '/../peer/peer.inc';
Peer::skipUnless();
?>
--FILE--
<?php
// Registered before the shutdown function of the peer, which stops the peer.
register_shutdown_function(fn () => print($GLOBALS['other']->retrieve('abc')->status->name . " in the shutdown function\n"));
require __DIR__ . '/../peer/peer.inc';
$peer = Peer::start(default: Peer::json(200, ['Status' => 'FormViewed']));
$other = new CotpRequest('key', "$peer->url/api");
$service = new CotpRequest('key', "$peer->url/api", observer: function () {
    echo "observed\n";
    exit(0);
});
try {
    $service->retrieve('abc');
    echo "went on\n";
} finally {
    echo "finally\n";
}
?>
--EXPECT--
observed
FormViewed in the shutdown function
