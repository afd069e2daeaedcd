--TEST--
A CA file is parsed once for all connections of a process, and again after closePool(): the system's bundle as well as caFile
--EXTENSIONS--
cotp
--SKIPIF--
<?php
require __DIR__ . '/system_store.inc';
Peer::skipUnless(tls: true);
skipUnlessMountable();
if (version_compare(libcurlVersion(), '7.87.0', '<')) {
    echo 'skip this libcurl has no cache of CA certificates';
}
?>
--FILE--
<?php
require __DIR__ . '/system_store.inc';

// The peer never resumes a session, so each connection needs the certificates.
$peer = Peer::start(tls: true, default: Peer::respond(201, ['Location: /api/cardrequest/abc', 'Connection: close']));
$stranger = Peer::start(tls: true, certificate: ['caName' => 'Stranger']);
$script = '
    $cotp = cotp($argv[1], caFile: $argv[2] ?: null);
    attempt($cotp);
    copy($argv[4], $argv[3]);
    attempt($cotp);
    CotpRequest::closePool();
    attempt($cotp);
';
$store = new Store(null, $peer->caFile);
echo 'bundle: ', implode('; ', $store->run($script, $peer->url, '', $store->bundle(), $stranger->caFile)), "\n";

$store = new Store(null, $stranger->caFile);
copy($peer->caFile, $file = "$store->folder/file.pem");
echo 'caFile: ', implode('; ', $store->run($script, $peer->url, $file, $file, $stranger->caFile)), "\n";
?>
--EXPECT--
bundle: abc, attempts: 1; abc, attempts: 1; CotpTransportException NotSent, attempts: 1
caFile: abc, attempts: 1; abc, attempts: 1; CotpTransportException NotSent, attempts: 1
