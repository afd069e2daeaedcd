--TEST--
opcache.preload: a preloaded script may call, and its children open their own connections
--EXTENSIONS--
cotp
pcntl
--SKIPIF--
<?php
require __DIR__ . '/../peer/peer.inc';
Peer::skipUnless();
if (!is_file(PHP_EXTENSION_DIR . '/opcache.so') && !extension_loaded('Zend OPcache')) {
    echo 'skip no opcache';
}
?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';
$peer = Peer::start(default: Peer::json(200, ['LastNotifiedStatus' => 'CardStored']));
$preload = tempnam(sys_get_temp_dir(), 'cotp');
file_put_contents($preload, '<?php
    class Preloaded
    {
        public static function call(): string
        {
            return (new CotpRequest("key", "' . $peer->url . '/api", timeout: 60))->retrieve("p" . getmypid())->status->name;
        }
    }
    Preloaded::call();
');
$code = 'echo Preloaded::call(), " in the parent\n";
    if (($child = pcntl_fork()) === 0) {
        echo Preloaded::call(), " in the child, ", json_encode(CotpRequest::pool()["pid"] === getmypid()), "\n";
        exit(0);
    }
    pcntl_waitpid($child, $status);
    echo Preloaded::call(), " in the parent again, child ended with $status\n";';
$opcache = PHP_EXTENSION_DIR . '/opcache.' . PHP_SHLIB_SUFFIX;  // from PHP 8.5 on it is built in
$command = [PHP_BINARY, '-n', ...(is_file($opcache) ? ['-d', "zend_extension=$opcache"] : []), '-d', 'opcache.enable_cli=1',
    '-d', "opcache.preload=$preload", '-d', 'opcache.preload_user=' . get_current_user(),
    '-d', 'extension=' . ini_get('extension_dir') . '/cotp.' . PHP_SHLIB_SUFFIX];
if (is_file(PHP_EXTENSION_DIR . '/pcntl.' . PHP_SHLIB_SUFFIX)) {
    array_push($command, '-d', 'extension=' . PHP_EXTENSION_DIR . '/pcntl.' . PHP_SHLIB_SUFFIX);
}
// If root runs PHP, preloading happens in a process that exits without freeing PHP's functions: not our leak.
$environment = ['LSAN_OPTIONS' => 'detect_leaks=0'] + getenv();
$process = proc_open([...$command, '-r', $code], [1 => ['pipe', 'w'], 2 => ['redirect', 1]], $pipes, null, $environment);
echo stream_get_contents($pipes[1]);
echo proc_close($process), "\n";
unlink($preload);
$processes = count(array_unique(array_column($peer->processed(), 'path'))); // PHP may preload in a separate process
echo count($peer->processed()), ' processed, ', count($peer->connections()) === $processes ? 'one' : count($peer->connections()), " connection(s) for each process\n";
?>
--EXPECT--
CardStored in the parent
CardStored in the child, true
CardStored in the parent again, child ended with 0
0
4 processed, one connection(s) for each process
