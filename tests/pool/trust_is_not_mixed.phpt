--TEST--
The pool never mixes trust: another CA file, a changed certificate and proxy credentials each need their own connection
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
$ok = Peer::json(200, ['LastNotifiedStatus' => 'CardStored', 'RequestID' => 'abc']);
foreach (['http/1.1', 'h2'] as $alpn) {
    echo "$alpn\n";
    $peer = Peer::start(tls: true, alpn: $alpn, default: $ok);
    $stranger = Peer::start(tls: true, alpn: $alpn, default: $ok);
    echo '  trusted: ', outcome(fn () => client($peer)->retrieve('abc')), "\n";
    echo '  another CA file: ', outcome(fn () => client($peer, caFile: $stranger->caFile)->retrieve('abc')), "\n";
    echo '  the system\'s: ', outcome(fn () => client($peer, caFile: null)->retrieve('abc')), "\n";
    echo '  trusted: ', outcome(fn () => client($peer)->retrieve('abc')), ', ', count($peer->processed()), " processed\n";

    // The address stays, and later has another certificate.
    $to = fn (Peer $target): array => Peer::accept('relay', to: "127.0.0.1:$target->port");
    $front = Peer::start(accepts: [$to($peer), $to($stranger), $to($stranger)]);
    $url = "https://127.0.0.1:$front->port/api";
    echo '  first certificate: ', outcome(fn () => client($peer, baseUri: $url)->retrieve('abc')), "\n";
    $front->endConnection(1);
    echo '  another one, unknown: ', get_class(failure(fn () => client($peer, baseUri: $url)->retrieve('abc'))), "\n";
    echo '  another one, known: ', outcome(fn () => client($stranger, baseUri: $url)->retrieve('abc')), "\n";
}

echo "proxy\n";
$peer = Peer::start(tls: true, default: Peer::mirror());
foreach (['' => null, 'user:password@' => 'user:password'] as $userinfo => $credentials) {
    $proxy = Peer::proxy($credentials);
    $service = client($peer, proxy: "http://{$userinfo}127.0.0.1:$proxy->port");
    CotpRequest::closePool();
    $service->retrieve('abc');
    $open = CotpRequest::pool()['connections'];
    $service->retrieveMany(['abc', 'abcd', 'abcde'], 1);
    // A closed connection may stay open until the next call: libcurl 8.14 waits for the close_notify of the service.
    $pooled = $credentials === null || version_compare(libcurlVersion(), '8.19', '>=');
    echo '  ', $credentials === null ? 'without' : 'with', ' credentials: ', in_array([count($proxy->connections()), $open], $pooled ? [[1, 1]] : [[4, 0], [4, 1]], true) ? 'as it should be' : count($proxy->connections()) . " opened, $open kept", "\n";
}
?>
--EXPECT--
http/1.1
  trusted: abc CardStored
  another CA file: CotpTransportException NotSent retryable [abc]
  the system's: CotpTransportException NotSent retryable [abc]
  trusted: abc CardStored, 2 processed
  first certificate: abc CardStored
  another one, unknown: CotpTransportException
  another one, known: abc CardStored
h2
  trusted: abc CardStored
  another CA file: CotpTransportException NotSent retryable [abc]
  the system's: CotpTransportException NotSent retryable [abc]
  trusted: abc CardStored, 2 processed
  first certificate: abc CardStored
  another one, unknown: CotpTransportException
  another one, known: abc CardStored
proxy
  without credentials: as it should be
  with credentials: as it should be
