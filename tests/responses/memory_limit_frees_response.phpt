--TEST--
The memory limit, met while a response becomes PHP values, ends the script and leaks nothing
--EXTENSIONS--
cotp
--SKIPIF--
<?php
require __DIR__ . '/../peer/peer.inc';
Peer::skipUnless();
if (getenv('USE_ZEND_ALLOC') === '0') {
    echo 'skip without the Zend allocator there is no memory limit';
}
?>
--FILE--
<?php
register_shutdown_function(function () {
    global $peer, $service;
    ini_set('memory_limit', '-1');
    $peer->append(Peer::json(200, ['Status' => 'FormViewed']));
    echo $service->retrieve('abc')->status->name, ' in the shutdown function';
    $connections = count($peer->connections());
    $expected = extension_loaded('cotp') ? 1 : 2; // plain PHP keeps none between calls
    echo $connections === $expected ? '' : ", over $connections connections", "\n";
});
require __DIR__ . '/../peer/peer.inc';
$peer = Peer::start([Peer::respond(200, [], '{"Status":"FormViewed","filler":[' . str_repeat('"ab",', 100000) . '"ab"]}')]);
$service = new CotpRequest('key', "$peer->url/api");
ini_set('memory_limit', memory_get_usage(true) + (1 << 20));
$service->retrieve('abc');
echo "went on\n";
?>
--EXPECTF--
Fatal error: Allowed memory size of %d bytes exhausted%s(tried to allocate %d bytes) in %s on line %d
FormViewed in the shutdown function
