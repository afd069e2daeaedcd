--TEST--
With proxy credentials no connection is used for a second call, and only the proxy receives them
--EXTENSIONS--
cotp
--SKIPIF--
<?php
require __DIR__ . '/../lib/client.inc';
Peer::skipUnless(tls: true);
if (version_compare(libcurlVersion(), '8.19.0', '>=')) {
    echo 'skip connections with proxy credentials are shared from libcurl 8.19 on';
}
?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

foreach (WAYS as $way => $arguments) {
    $peer = Peer::start(...$arguments + ['default' => created('abc')]);
    $proxy = Peer::proxy('user:se cret');
    $cotp = client($peer, proxy: "http://user:se%20cret@127.0.0.1:$proxy->port");
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
HTTP/1.1: abc abc, 2 of peer and 2 of proxy
    CONNECT 127.0.0.1:PORT: host, proxy-authorization, proxy-connection, user-agent
    CONNECT 127.0.0.1:PORT: host, proxy-authorization, proxy-connection, user-agent
    0 2
HTTP/1.1 over TLS: abc abc, 2 of peer and 2 of proxy
    CONNECT 127.0.0.1:PORT: host, proxy-authorization, proxy-connection, user-agent
    CONNECT 127.0.0.1:PORT: host, proxy-authorization, proxy-connection, user-agent
    0 2
HTTP/2: abc abc, 2 of peer and 2 of proxy
    CONNECT 127.0.0.1:PORT: host, proxy-authorization, proxy-connection, user-agent
    CONNECT 127.0.0.1:PORT: host, proxy-authorization, proxy-connection, user-agent
    0 2
