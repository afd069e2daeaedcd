--TEST--
A name server that never responds delays neither the end of a call nor that of the process
--EXTENSIONS--
cotp
pcntl
--SKIPIF--
<?php
require __DIR__ . '/../peer/peer.inc';
Peer::skipUnless();
if (getenv('USE_ZEND_ALLOC') === '0') {
    die('skip under valgrind or a sanitizer, which refuses the mounts, or finds the memory of a thread that is left behind');
}
exec('unshare --mount mount --bind /etc/hosts /etc/resolv.conf 2>&1', $output, $status);
if ($status !== 0) {
    echo 'skip needs mounts of its own, which this machine refuses';
} elseif (!@stream_socket_server('udp://127.83.7.1:53', $code, $message, STREAM_SERVER_BIND)) {
    echo 'skip needs the port of a name server, which this machine refuses';
} elseif (!preg_match('/^hosts:.*\bdns\b/m', (string) @file_get_contents('/etc/nsswitch.conf'))) {
    echo 'skip names are not looked up with DNS';
}
?>
--FILE--
<?php
require __DIR__ . '/../peer/peer.inc';

// The resolver gives up after 40 seconds; without a wait for it, each step takes a second or two.
const GENEROUS_SECONDS = 20;

$address = sprintf('127.83.%d.%d', random_int(8, 255), random_int(1, 254));
$nameServer = stream_socket_server("udp://$address:53", $code, $message, STREAM_SERVER_BIND);
$folder = sys_get_temp_dir() . '/cotp-' . bin2hex(random_bytes(8));
mkdir($folder);
file_put_contents("$folder/hosts", "127.0.0.1 known.example\n::1 known.example\n");
file_put_contents("$folder/resolv.conf", "nameserver $address\noptions timeout:20 attempts:2\n");
file_put_contents("$folder/script.php", <<<'PHP'
    <?php
    function client(float $timeout): CotpRequest
    {
        static $number = 0;
        $number++;
        return new CotpRequest('key', "https://silent-$number.example/api", $timeout, 60.0, retries: 0);
    }
    function step(string $name, Closure $call): void
    {
        $begun = hrtime(true);
        $result = $call();
        echo "$name: $result", hrtime(true) - $begun < (int) $_SERVER['argv'][1] * 1_000_000_000 ? '' : ', late', "\n";
    }
    function outcome(mixed $result): string
    {
        return $result instanceof CotpException ? $result::class . ' ' . $result->outcome->name : get_debug_type($result);
    }
    $form = new CotpForm('hotel', email: 'guest@example.com');
    $call = function () use ($form): string {
        try {
            return client(1.0)->send($form);
        } catch (CotpException $exception) {
            return outcome($exception);
        }
    };
    step('a call', $call);
    if ($argc === 3) {
        // Ends threads of libcurl that are idle or at work, while PHP unloads the extension.
        $cotp = new CotpRequest('key', "https://known.example:$argv[2]/api", retries: 0);
        step('a known name', fn () => outcome(array_values($cotp->sendMany([$form, $form], 2))[1]));
    } else {
        step('a batch', fn () => implode(', ', array_unique(array_map(outcome(...), client(1.0)->sendMany(array_fill(0, 20, $form), 20)))));
        step('a signal', function () use ($form): string {
            pcntl_async_signals(true);
            pcntl_signal(SIGALRM, fn () => throw new LogicException('interrupted'));
            pcntl_alarm(1);
            try {
                return client(60.0)->send($form);
            } catch (LogicException $exception) {
                return $exception->getMessage();
            }
        });
        step('closePool()', fn () => get_debug_type(CotpRequest::closePool()));
        step('the next call', $call);
    }
    PHP);

/** Runs the script with that resolver. */
function start(mixed ...$arguments): array
{
    global $folder;
    $command = [PHP_BINARY, '-n', '-d', 'pcre.jit=0', '-d', 'extension=' . ini_get('extension_dir') . '/cotp.' . PHP_SHLIB_SUFFIX, "$folder/script.php", GENEROUS_SECONDS, ...$arguments];
    $inside = 'mount --bind "$0/resolv.conf" /etc/resolv.conf && mount --bind "$0/hosts" /etc/hosts && exec "$@"';
    $process = proc_open(['unshare', '--mount', 'sh', '-c', $inside, $folder, ...array_map(strval(...), $command)], [1 => ['pipe', 'w']], $pipes);
    return [$process, $pipes[1]];
}

/** Reads what the script prints, and waits for its end. */
function finish(array $started): string
{
    [$process, $output] = $started;
    $lines = '';
    for ($last = hrtime(true); ($line = fgets($output)) !== false; $last = hrtime(true)) {
        $lines .= $line;
    }
    $status = proc_close($process);
    return $lines . 'the end: ' . ($status === 0 ? 'good' : "status $status") . (hrtime(true) - $last < GENEROUS_SECONDS * 1e9 ? '' : ', late') . "\n";
}

echo finish(start());
$port = Peer::closedPort();
$ends = array_map(fn () => start($port), range(1, getenv('USE_ZEND_ALLOC') === '0' ? 2 : 10));
$ends = array_map(finish(...), $ends);
echo implode('', array_unique($ends));
// The name server was asked, so the threads did wait for it.
stream_set_blocking($nameServer, false);
echo strlen((string) stream_socket_recvfrom($nameServer, 512)) > 12 ? "asked\n" : "not asked\n";
array_map(unlink(...), glob("$folder/*"));
rmdir($folder);
?>
--EXPECT--
a call: CotpTimeoutException NotSent
a batch: CotpTimeoutException NotSent
a signal: interrupted
closePool(): null
the next call: CotpTimeoutException NotSent
the end: good
a call: CotpTimeoutException NotSent
a known name: CotpTransportException NotSent
the end: good
asked
