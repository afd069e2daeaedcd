--TEST--
Proxies in the environment are ignored
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$trap = Peer::start(default: Peer::respond(502));
foreach (['http_proxy', 'https_proxy', 'all_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'] as $name) {
    putenv("$name=http://127.0.0.1:$trap->port");
}
foreach (WAYS as $way => $arguments) {
    $peer = Peer::start([created('abc')], ...$arguments);
    echo "$way: ", outcome(fn () => client($peer)->send(form())), "\n";
}
// The environment does not disable a proxy of the settings either.
putenv('no_proxy=*');
putenv('NO_PROXY=127.0.0.1');
$peer = Peer::start([created('abc')], tls: true);
$proxy = Peer::proxy();
echo outcome(fn () => client($peer, proxy: "http://127.0.0.1:$proxy->port")->send(form())), "\n";
echo count($trap->connections()), ' ', count($proxy->requests()), "\n";
?>
--EXPECT--
HTTP/1.1: abc
HTTP/1.1 over TLS: abc
HTTP/2: abc
abc
0 1
