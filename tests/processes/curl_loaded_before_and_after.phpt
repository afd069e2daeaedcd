--TEST--
ext-curl, loaded before or after: one libcurl, each extension keeps its connections, and PHP ends cleanly
--EXTENSIONS--
cotp
--SKIPIF--
<?php
require __DIR__ . '/../peer/peer.inc';
Peer::skipUnless(tls: true);
if (!is_file(PHP_EXTENSION_DIR . '/curl.' . PHP_SHLIB_SUFFIX)) {
    echo 'skip ext-curl is missing, or built in';
}
?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

/** Uses both extensions, each with connections open at the end. The parts decide what runs. */
const PROGRAM = [
    'shared' => <<<'PHP'
        $cotp = new CotpRequest('key', "$url/api", timeout: 60, caFile: $caFile);
        $ours = fn (string $id): string => $cotp->retrieve($id)->requestId;
        $handle = curl_init();
        $theirs = function (string $id) use ($handle, $url, $caFile): string {
            curl_setopt_array($handle, [CURLOPT_URL => "$url/api/$id", CURLOPT_RETURNTRANSFER => true, CURLOPT_CAINFO => $caFile, CURLOPT_PROXY => '']);
            return json_decode((string) curl_exec($handle))->RequestID ?? curl_error($handle);
        };
        PHP,
    'neither calls' => 'echo "-";',
    'ours' => 'echo $ours("a");',
    'theirs' => 'echo $theirs("b");',
    'by turns' => 'echo $ours("a"), $theirs("b"), $ours("c"), $theirs("d"), " ", curl_getinfo($handle, CURLINFO_NUM_CONNECTS), CotpRequest::pool()["hits"];',
    'ours is closed' => 'echo $theirs("a"), $ours("b"); CotpRequest::closePool(); echo $theirs("c"), $ours("d"), " ", curl_getinfo($handle, CURLINFO_NUM_CONNECTS);',
    'theirs is closed' => 'echo $ours("a"), $theirs("b"); unset($theirs); $handle = null; echo $ours("c"), " ", CotpRequest::pool()["hits"];',
    'a batch between theirs' => 'echo $theirs("a"), count(array_filter($cotp->retrieveMany(["b", "c", "d"]), fn ($state) => $state instanceof CotpState)), $theirs("e");',
    'exit in our observer' => '(new CotpRequest("key", "$url/api", caFile: $caFile, observer: function () use ($theirs) { echo $theirs("a"); exit(0); }))->retrieve("b");',
    'the library' => <<<'PHP'
        ob_start();
        (new ReflectionExtension('cotp'))->info();
        preg_match('/^libcurl => \S+ => (\S+)$/m', ob_get_clean(), $match);
        $theirs('a');
        $ours('b');
        preg_match_all('~/\S*libcurl[^/\n]*\.so\S*~', file_get_contents('/proc/self/maps'), $maps);
        echo $match[1] === curl_version()['version'] ? 'same version' : "$match[1] here", ', files mapped: ', count(array_unique($maps[0]));
        PHP,
];

/** @param list<string> $extensions in the order of loading */
function run(array $extensions, Peer $peer, string $part): string
{
    $command = [PHP_BINARY, '-n', '-d', 'pcre.jit=0']; // a compiled pattern reads past its text, which valgrind reports
    foreach ($extensions as $extension) {
        array_push($command, '-d', "extension=$extension");
    }
    $code = '[$url, $caFile] = array_slice($argv, 1);' . PROGRAM['shared'] . PROGRAM[$part];
    $process = proc_open([...$command, '-r', $code, '--', $peer->url, $peer->caFile], [1 => ['pipe', 'w'], 2 => ['pipe', 'w']], $pipes);
    return stream_get_contents($pipes[1]) . stream_get_contents($pipes[2]) . ' ends with ' . proc_close($process);
}

$peer = Peer::start(tls: true, alpn: 'h2,http/1.1', default: Peer::mirror());
$ours = ini_get('extension_dir') . '/cotp.' . PHP_SHLIB_SUFFIX;
$theirs = PHP_EXTENSION_DIR . '/curl.' . PHP_SHLIB_SUFFIX;
foreach (array_slice(array_keys(PROGRAM), 1) as $part) {
    $seen = [run([$theirs, $ours], $peer, $part), run([$ours, $theirs], $peer, $part)];
    echo "$part: ", implode(' / ', array_unique($seen)), "\n";
}
?>
--EXPECT--
neither calls: - ends with 0
ours: a ends with 0
theirs: b ends with 0
by turns: abcd 01 ends with 0
ours is closed: abcd 0 ends with 0
theirs is closed: abc 1 ends with 0
a batch between theirs: a3e ends with 0
exit in our observer: a ends with 0
the library: same version, files mapped: 1 ends with 0
