--TEST--
A proxy tunnels every request, also plain HTTP, and only the service receives the key
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

foreach (WAYS as $way => $arguments) {
    $peer = Peer::start(...$arguments + ['default' => created('{request}')]);
    $proxy = Peer::proxy();
    $cotp = client($peer, proxy: "http://127.0.0.1:$proxy->port");
    echo "$way: ", outcome(fn () => $cotp->send(form())), ' ', outcome(fn () => $cotp->send(form())), ', ';
    echo count($peer->connections()), ' of peer and ', count($proxy->connections()), " of proxy\n";
    foreach ($proxy->requests() as $request) {
        $names = array_keys($request['headers']);
        sort($names);
        echo '    ', $request['method'], ' ', str_replace((string) $peer->port, 'PORT', $request['path']), ': ', implode(', ', $names), "\n";
    }
    $leaked = array_filter($peer->requests(), fn ($request) => isset($request['headers']['proxy-authorization']));
    $keys = array_filter($peer->requests(), fn ($request) => $request['headers']['authorization'] === 'APIKEY key-4711');
    echo '    ', count($leaked), ' ', count($keys), "\n";
}
?>
--EXPECT--
HTTP/1.1: 000001 000002, 1 of peer and 1 of proxy
    CONNECT 127.0.0.1:PORT: host, proxy-connection, user-agent
    0 2
HTTP/1.1 over TLS: 000001 000002, 1 of peer and 1 of proxy
    CONNECT 127.0.0.1:PORT: host, proxy-connection, user-agent
    0 2
HTTP/2: 000001 000002, 1 of peer and 1 of proxy
    CONNECT 127.0.0.1:PORT: host, proxy-connection, user-agent
    0 2
