--TEST--
A daemon that closed its standard streams: no descriptor of ours takes the number of one, and nothing that is logged gets into a connection
--EXTENSIONS--
cotp
--SKIPIF--
<?php
require __DIR__ . '/../peer/peer.inc';
Peer::skipUnless(tls: true);
if (!is_dir('/proc/self/fd')) {
    echo 'skip no /proc';
}
?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';
require __DIR__ . '/../lib/await.inc';

$daemon = tempnam(sys_get_temp_dir(), 'cotp');
$said = tempnam(sys_get_temp_dir(), 'cotp');
file_put_contents($daemon, '<?php
[, $when, $url, $caFile, $said] = $argv;
ini_set("error_log", "");
function log_a_line(): void
{
    for ($number = 0; $number < 3; $number++) {
        $target = (string) @readlink("/proc/self/fd/$number");
        if (preg_match("/socket|eventfd|pipe/", $target)) {
            file_put_contents($GLOBALS["said"], "descriptor $number is $target\n", FILE_APPEND);
        }
    }
    error_log("secret line of the log");
}
function close_streams(): void
{
    fclose(STDIN) && fclose(STDOUT) && fclose(STDERR);
}
$closed = false;
$observer = function () use ($when, &$closed): void {
    if ($when === "during" && !$closed) {
        $closed = true;
        close_streams();
    }
    log_a_line();
};
$cotp = new CotpRequest("key", "$url/api", caFile: $caFile ?: null, observer: $observer, timeout: 60.0, connectTimeout: 60.0);
if ($when === "after") {
    $cotp->send(new CotpForm("hotel", email: "guest@example.com"));
    CotpRequest::closePool();
}
if ($when !== "during") {
    close_streams();
}
log_a_line();
foreach (range(1, 3) as $round) {
    $forms = array_fill(0, 4, new CotpForm("hotel", email: "guest@example.com"));
    foreach ($cotp->sendMany($forms, 2) as $result) {
        file_put_contents($said, is_string($result) ? "." : $result::class, FILE_APPEND);
        log_a_line();
    }
    if ($round === 1) {
        CotpRequest::closePool();
    }
}
');

foreach (WAYS as $way => $arguments) {
    foreach (['before', 'during', 'after'] as $when) {
        // The name is looked up, for which libcurl opens further descriptors.
        $peer = Peer::start(...$arguments, default: Peer::mirror(), keepPlaintext: true);
        $url = str_replace('127.0.0.1', 'localhost', $peer->url);
        file_put_contents($said, '');
        $command = [PHP_BINARY, '-n', '-d', 'extension=' . ini_get('extension_dir') . '/cotp.' . PHP_SHLIB_SUFFIX,
            $daemon, $when, $url, (string) $peer->caFile, $said];
        $process = proc_open($command, [['file', '/dev/null', 'r'], ['file', '/dev/null', 'w'], ['file', '/dev/null', 'w']], $pipes);
        await('the daemon ends', fn () => !proc_get_status($process)['running']);
        $peer->wait(fn ($peer) => !in_array(null, array_column($peer->connections(), 'closed'), true));
        $received = implode('', array_map(fn ($connection) => $connection['plaintext']['up'], $peer->connections()));
        echo "$way, $when: ", file_get_contents($said), str_contains($received, 'secret') ? ' and the log reached the service' : '', "\n";
    }
}
unlink($daemon);
unlink($said);
?>
--EXPECT--
HTTP/1.1, before: ............
HTTP/1.1, during: ............
HTTP/1.1, after: ............
HTTP/1.1 over TLS, before: ............
HTTP/1.1 over TLS, during: ............
HTTP/1.1 over TLS, after: ............
HTTP/2, before: ............
HTTP/2, during: ............
HTTP/2, after: ............
