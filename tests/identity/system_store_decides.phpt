--TEST--
The system's CA directory and its bundle are both trusted; a certificate that only the second one knows costs one attempt, once in a process
--EXTENSIONS--
cotp
--SKIPIF--
<?php
require __DIR__ . '/system_store.inc';
Peer::skipUnless(tls: true);
skipUnlessMountable();
?>
--FILE--
<?php
require __DIR__ . '/system_store.inc';

$closing = Peer::respond(201, ['Location: /api/cardrequest/abc', 'Connection: close']);
$peer = Peer::start(tls: true, default: $closing);
$stranger = Peer::start(tls: true, certificate: ['caName' => 'Stranger']);
$twice = 'attempt(cotp($argv[1])); CotpRequest::closePool(); attempt(cotp($argv[1])); shown();';
$cases = [
    'in both' => [$peer->caFile, $peer->caFile],
    'only in the directory' => [$peer->caFile, $stranger->caFile],
    'in the directory, without a bundle' => [$peer->caFile, null],
    'only in the bundle' => [$stranger->caFile, $peer->caFile],
    'in the bundle, without hashed names' => [null, $peer->caFile],
    'in neither' => [$stranger->caFile, $stranger->caFile],
    'in neither, without hashed names' => [null, $stranger->caFile],
    'nothing there' => [null, null],
];
foreach ($cases as $case => $files) {
    echo "$case: ", implode('; ', (new Store(...$files))->run($twice, $peer->url)), "\n";
}

$dangling = new Store(null, $peer->caFile);
symlink('/nowhere', "$dangling->folder/0123abcd.0");
echo 'a hashed name without a file: ', implode('; ', $dangling->run($twice, $peer->url)), "\n";

// An https proxy is checked with the system's certificates too, whatever caFile is.
$proxy = Peer::start(tls: true, default: Peer::tunnel(), certificate: ['caName' => 'Proxy CA']);
$through = 'attempt(cotp($argv[1], proxy: $argv[2], caFile: $argv[3]));';
foreach (['directory' => [$proxy->caFile, $stranger->caFile], 'bundle' => [$stranger->caFile, $proxy->caFile], 'neither' => [$stranger->caFile, $stranger->caFile]] as $case => $files) {
    echo "a proxy in $case: ", implode((new Store(...$files))->run($through, $peer->url, $proxy->url, $peer->caFile)), "\n";
}
// Other hosts are still checked with the first store.
$other = Peer::start(tls: true, default: $closing, certificate: ['caName' => 'Other CA']);
$both = new Store($other->caFile, $peer->caFile);
echo 'one in each: ', implode('; ', $both->run('foreach ([1, 2, 1] as $host) { attempt(cotp($argv[$host])); } shown();', $peer->url, $other->url)), "\n";

// The first item of a batch finds the store for all.
echo 'a batch: ', implode((new Store($stranger->caFile, $peer->caFile))->run(
    'echo implode(", ", array_map(fn ($result) => is_string($result) ? $result : $result::class,
        cotp($argv[1])->sendMany(array_fill(0, 4, new CotpForm("h", "guest@example.com"))))), "; attempts: ", $GLOBALS["attempts"];',
    $peer->url,
)), "\n";
?>
--EXPECT--
in both: abc, attempts: 1; abc, attempts: 1; shown: directory
only in the directory: abc, attempts: 1; abc, attempts: 1; shown: directory
in the directory, without a bundle: abc, attempts: 1; abc, attempts: 1; shown: directory
only in the bundle: abc, attempts: 2; abc, attempts: 1; shown: bundle
in the bundle, without hashed names: abc, attempts: 1; abc, attempts: 1; shown: bundle
in neither: CotpTransportException NotSent, attempts: 2; CotpTransportException NotSent, attempts: 2; shown: directory
in neither, without hashed names: CotpTransportException NotSent, attempts: 1; CotpTransportException NotSent, attempts: 1; shown: bundle
nothing there: CotpTransportException NotSent, attempts: 1; CotpTransportException NotSent, attempts: 1; shown: bundle
a hashed name without a file: abc, attempts: 1; abc, attempts: 1; shown: bundle
a proxy in directory: abc, attempts: 1
a proxy in bundle: abc, attempts: 1
a proxy in neither: CotpTransportException NotSent, attempts: 1
one in each: abc, attempts: 2; abc, attempts: 2; abc, attempts: 2; shown: bundle
a batch: abc, abc, abc, abc; attempts: 5
