--TEST--
cotp.pool_idle and cotp.pool_lifetime: a connection older than either is not used again
--EXTENSIONS--
cotp
--SKIPIF--
<?php
require __DIR__ . '/../peer/peer.inc';
Peer::skipUnless();
?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';
$peer = Peer::start(default: Peer::json(200, ['LastNotifiedStatus' => 'CardStored'], ['Location: /r/{request}']));

/** Runs $code in another process with other settings. */
function connections(string $settings, string $code): int
{
    global $peer;
    $before = count($peer->connections());
    $code = '$service = new CotpRequest("key", "' . $peer->url . '/api", timeout: 60); ' . $code;
    $command = [PHP_BINARY, '-n', '-d', 'extension=' . ini_get('extension_dir') . '/cotp.' . PHP_SHLIB_SUFFIX];
    foreach (explode(' ', $settings) as $setting) {
        array_push($command, '-d', "cotp.$setting");
    }
    proc_close(proc_open([...$command, '-r', $code], [], $pipes));
    return count($peer->connections()) - $before;
}
// Only time makes a connection too old, here more than a second: there is no condition to await.
$calls = '$form = new CotpForm("h", "guest@example.com"); $service->send($form); sleep(2); $service->send($form); $service->retrieve("a");';
echo 'idle for too long: ', connections('pool_idle=1 pool_lifetime=60', $calls), "\n";
echo 'not idle for too long: ', connections('pool_idle=60 pool_lifetime=60', $calls), "\n";
// Until the connection is replaced once: new versions of libcurl count its age in milliseconds, older ones in whole seconds.
$busy = 'for ($end = time() + %d; CotpRequest::pool()["misses"] < 2 && time() < $end; usleep(100000)) { $service->retrieve("a"); }';
$limited = version_compare(libcurlVersion(), '7.80', '>=');
echo 'old, though busy: ', connections('pool_idle=60 pool_lifetime=1', sprintf($busy, $limited ? 60 : 4)) === ($limited ? 2 : 1) ? 'renewed' : 'not renewed', "\n";
?>
--EXPECT--
idle for too long: 2
not idle for too long: 1
old, though busy: renewed
