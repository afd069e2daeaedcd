<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/*
 * The callback verifier of the extension beside its twin in plain PHP, in one run:
 *
 *   php bench/callback.php path/to/cotp.so [ROUNDS [SECONDS]]
 *
 * Both are started as processes of their own and take turns, so that whatever else the machine does meets both. What is
 * counted is work per second of CPU time, that is per core. OPcache is on for both where it is there, as it is in
 * production; JIT=1 in the environment turns its compiler on too. The last lines show the memory over a million
 * verifications.
 */

const SECRET = "\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f";
const TOKEN = 'v1.k1.4102444800.Ym9va2luZy00NzEx.AQEBAQEBAQEBAQEBAQEBAQ.xTXXXBHiNUF1ysNTFH7x80Kyf_3z0Fhu_RG4UGlRQ3A';
const FORGED = 'v1.k1.4102444800.Ym9va2luZy00NzEx.AQEBAQEBAQEBAQEBAQEBAQ.yTXXXBHiNUF1ysNTFH7x80Kyf_3z0Fhu_RG4UGlRQ3A';
const BODY = '{"LastNotifiedStatus":"CardStored","RequestID":"uC1efRTOpU4p3hmhH7fbY3J6A9LYL3j5","LastNotifiedTime":"2017-12-19T20:07:32"}';
const WORK = ['verify' => 'verify', 'refuse' => 'refuse a forged one', 'url' => 'make a URL'];
const MILLION = 1_000_000;

// ---- one side ----

function cpuSeconds(): float
{
    $usage = getrusage();
    return $usage['ru_utime.tv_sec'] + $usage['ru_stime.tv_sec'] + ($usage['ru_utime.tv_usec'] + $usage['ru_stime.tv_usec']) / 1e6;
}

/** What does this work so many times. */
function workOf(string $name): Closure
{
    $verifier = new CotpCallbackVerifier(['k1' => SECRET]);
    return match ($name) {
        'verify' => static function (int $times) use ($verifier): void {
            for ($i = 0; $i < $times; $i++) {
                $verifier->verify(BODY, TOKEN);
            }
        },
        'refuse' => static function (int $times) use ($verifier): void {
            for ($i = 0; $i < $times; $i++) {
                try {
                    $verifier->verify(BODY, FORGED);
                } catch (CotpCallbackException) {
                }
            }
        },
        'url' => static function (int $times) use ($verifier): void {
            for ($i = 0; $i < $times; $i++) {
                $verifier->url('https://hotel.example/cotp', 'booking-4711');
            }
        },
    };
}

function rate(Closure $work, float $seconds): float
{
    $verified = 0;
    $before = cpuSeconds();
    do {
        $work(1000);
        $verified += 1000;
        $used = cpuSeconds() - $before;
    } while ($used < $seconds);
    return $verified / $used;
}

/** @return array<string, int> kilobytes, after warming up and after a million more */
function memory(Closure $work): array
{
    $resident = static function (): int {
        preg_match('/^VmRSS:\s+(\d+)/m', (string) file_get_contents('/proc/self/status'), $found);
        return (int) ($found[1] ?? 0);
    };
    $work(200000);
    $resident(); // its own first use takes memory too
    $before = [$resident(), memory_get_usage()];
    $work(MILLION);
    return ['before' => $before[0], 'after' => $resident(), 'grown' => memory_get_usage() - $before[1]];
}

/** Responds to each line of its input, "name seconds" or "memory", with a line of JSON. */
function serve(): void
{
    require dirname(__DIR__) . '/packages/polyfill/bootstrap.php';
    $works = array_map(workOf(...), array_combine(array_keys(WORK), array_keys(WORK)));
    while (($line = fgets(STDIN)) !== false) {
        [$name, $seconds] = explode(' ', trim($line) . ' 0');
        echo json_encode($name === 'memory' ? memory($works['verify']) : rate($works[$name], (float) $seconds)), "\n";
    }
}

// ---- both sides ----

final class Side
{
    /** @var resource[] */
    private array $pipes = [];
    /** @var resource */
    private $process;

    /** @param string[] $options of the PHP binary */
    public function __construct(public readonly string $name, array $options)
    {
        $opcache = ['-d', 'opcache.enable_cli=1', ...(getenv('JIT') ? ['-d', 'opcache.jit=tracing', '-d', 'opcache.jit_buffer_size=64M'] : [])];
        exec(PHP_BINARY . ' -n -d zend_extension=opcache -r "exit(extension_loaded(\'Zend OPcache\') ? 0 : 1);" 2>/dev/null', $ignored, $missing);
        $opcache = $missing ? [] : ['-d', 'zend_extension=opcache', ...$opcache];
        $command = [PHP_BINARY, '-n', ...$opcache, ...$options, __FILE__, '--serve'];
        $this->process = proc_open($command, [['pipe', 'r'], ['pipe', 'w'], STDERR], $this->pipes);
    }

    public function ask(string $question): mixed
    {
        fwrite($this->pipes[0], "$question\n");
        return json_decode((string) fgets($this->pipes[1]), true) ?? throw new RuntimeException("$this->name does not respond");
    }
}

function median(array $values): float
{
    sort($values);
    $middle = intdiv(count($values), 2);
    return count($values) % 2 ? $values[$middle] : ($values[$middle - 1] + $values[$middle]) / 2;
}

/** "median (least-most)" in thousands. */
function shown(array $rates): string
{
    return sprintf('%7.1f (%.1f-%.1f)', median($rates) / 1000, min($rates) / 1000, max($rates) / 1000);
}

function compare(string $extension, int $rounds, float $seconds): void
{
    $sides = [new Side('extension', ['-d', 'extension=' . realpath($extension)]), new Side('twin', [])];
    printf("thousands per second of CPU time: median of %d rounds (least-most)\n", $rounds);
    printf("%-20s %-24s %-24s %s\n", '', 'extension', 'twin', 'ratio');
    foreach (WORK as $name => $title) {
        $rates = [[], []];
        for ($round = -1; $round < $rounds; $round++) {
            foreach ($round % 2 ? [1, 0] : [0, 1] as $i) {
                $rate = $sides[$i]->ask("$name $seconds");
                if ($round >= 0) { // the first is for warming up
                    $rates[$i][] = $rate;
                }
            }
        }
        printf("%-20s %-24s %-24s %.2f\n", $title, shown($rates[0]), shown($rates[1]), median($rates[0]) / median($rates[1]));
    }
    foreach ($sides as $side) {
        $memory = $side->ask('memory');
        printf("%s: %d kB resident before, %d kB after a million verifications; PHP's own use changed by %d bytes\n",
            $side->name, $memory['before'], $memory['after'], $memory['grown']);
    }
}

if (($argv[1] ?? '') === '--serve') {
    serve();
} elseif (is_file($argv[1] ?? '')) {
    compare($argv[1], (int) ($argv[2] ?? 15), (float) ($argv[3] ?? 0.2));
} else {
    fwrite(STDERR, "Usage: php bench/callback.php path/to/cotp.so [ROUNDS [SECONDS]]\n");
    exit(2);
}
