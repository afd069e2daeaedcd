--TEST--
Once the objects are freed and the pool is closed, the memory of the process contains none of their secrets
--EXTENSIONS--
cotp
--SKIPIF--
<?php
require __DIR__ . '/../peer/peer.inc';
Peer::skipUnless(tls: true);
if (PHP_OS_FAMILY !== 'Linux' || glob('/lib/ld-musl-*')) {
    echo 'skip not glibc on Linux';
} elseif (getenv('COTP_EMULATED')) {
    echo 'skip the memory is that of an emulator';
} elseif (PHP_INT_SIZE < 8) {
    echo 'skip a 32-bit PHP cannot read at every address';
} elseif (getenv('USE_ZEND_ALLOC') === '0') {
    echo 'skip under valgrind or a sanitizer, which keep what is freed';
}
?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

/*
 * Libraries do not wipe the memory that they free. Therefore the C library overwrites it here, so that a secret that is found
 * was not freed. tests/unit/test_secrets.c shows that our own code wipes without this help.
 */
const OVERWRITES = ['GLIBC_TUNABLES' => 'glibc.malloc.perturb=165:glibc.malloc.tcache_count=0'];

/** @return list<string> the parts of another process's memory that it can read */
function memoryOf(int $process): array
{
    $memory = fopen("/proc/$process/mem", 'rb');
    stream_set_read_buffer($memory, 0);
    $parts = [];
    foreach (file("/proc/$process/maps") as $line) {
        if (!preg_match('/^([0-9a-f]+)-([0-9a-f]+) r\S+ \S+ \S+ \S+ *(.*)$/', $line, $map) || preg_match('/^\[v/', $map[3])) {
            continue;
        }
        [$begin, $end, $part] = [hexdec($map[1]), hexdec($map[2]), ''];
        fseek($memory, $begin);
        while (strlen($part) < $end - $begin && ($bytes = @fread($memory, min(1 << 20, $end - $begin - strlen($part)))) != '') {
            $part .= $bytes;
        }
        $parts[] = $part;
    }
    return $parts;
}

/**
 * @param array<string, string> $secrets
 * @return array<string, int> how often each was found that was
 */
function foundIn(int $process, array $secrets): array
{
    $memory = memoryOf($process);
    $count = fn (string $secret) => array_sum(array_map(fn (string $part) => substr_count($part, $secret), $memory));
    return array_filter(array_map($count, $secrets));
}

foreach (['HTTP/1.1 over TLS', 'HTTP/2'] as $way) {
    [$key, $password, $email, $card, $callbackKey] = array_map(fn () => bin2hex(random_bytes(20)), range(1, 5));
    $peer = Peer::start([created('abc'), Peer::respond(204)], ...WAYS[$way]);
    $proxy = Peer::proxy("user:$password");
    $given = [$key, "http://user:$password@127.0.0.1:$proxy->port", "$email@example.com", $card, $callbackKey];
    $secrets = ['key' => $key, 'password' => $password, 'basic' => base64_encode("user:$password"), 'email' => $email, 'card' => $card,
        'callback key' => $callbackKey];
    $mask = array_map(fn (string $secret) => random_bytes(strlen($secret)), $given);
    $masked = array_map(fn (string $secret, string $bytes) => $secret ^ $bytes, $given, $mask);

    $command = [PHP_BINARY, '-n', '-d', 'extension=' . ini_get('extension_dir') . '/cotp.' . PHP_SHLIB_SUFFIX,
        __DIR__ . '/memory_child.inc', "$peer->url/api", (string) $peer->caFile];
    $child = proc_open($command, [['pipe', 'r'], ['pipe', 'w']], $pipes, null, OVERWRITES);
    fwrite($pipes[0], base64_encode(serialize([$masked, $mask])) . "\n");
    echo "$way: ";
    while (($stage = fgets($pipes[1])) !== false) {
        $stage = trim($stage);
        $found = foundIn(proc_get_status($child)['pid'], $secrets);
        // libcurl keeps different values beside an open connection in each version, but never the key of a callback.
        $found = $stage === 'freed' ? array_intersect_key($found, ['callback key' => 1]) : $found;
        echo "$stage ", $found ? json_encode($found) : 'nothing', ', ';
        fwrite($pipes[0], "\n");
    }
    echo count($peer->processed()), ' sent, ', proc_close($child), "\n";
}
?>
--EXPECT--
HTTP/1.1 over TLS: begun nothing, made {"key":2,"password":1,"email":1,"card":1,"callback key":1}, freed nothing, closed nothing, 2 sent, 0
HTTP/2: begun nothing, made {"key":2,"password":1,"email":1,"card":1,"callback key":1}, freed nothing, closed nothing, 2 sent, 0
