<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpProbeTests;

use Generator;
use RuntimeException;

/** A sandbox that plays a variant, its guest, and the probe. Its methods are generators that pause while they wait. */
final class Scene
{
    private const START_SECONDS = 30;
    private const PROBE_SECONDS = 180;
    /** The seconds that the probe waits for the form at most. */
    private const WAIT = '30';

    public readonly string $key;
    private Process $sandbox;
    public readonly string $origin;
    public readonly Guest $guest;
    /** @var list<string> */
    private array $options;
    private int $callbackPort;

    public function __construct(private string $root, private string $extension, private Variation $variation, private string $folder, string $keyPrefix = 'key-')
    {
        mkdir("$folder/out", 0700, true);
        $this->key = $keyPrefix . bin2hex(random_bytes(12));
        $this->options = ['--db', "$folder/sandbox.sqlite", ...$variation->options("$folder/wire.json")];
        $this->callbackPort = self::freePort();
    }

    /** @return Generator<int, null, null, void> */
    public function start(): Generator
    {
        $log = "$this->folder/sandbox.log";
        file_put_contents($log, '');
        $port = isset($this->origin) ? ['--port', (string) parse_url($this->origin, PHP_URL_PORT)] : [];
        $this->sandbox = new Process([PHP_BINARY, "$this->root/bin/cotp-sandbox", ...$port, ...$this->options], $log);
        $deadline = hrtime(true) + self::START_SECONDS * 1_000_000_000;
        while (!preg_match('~listening on (http://127\.0\.0\.1:\d+)\n~', $this->sandbox->output(), $match)) {
            if ($this->sandbox->exitCode() !== null || hrtime(true) > $deadline) {
                throw new RuntimeException('the sandbox did not start: ' . $this->sandbox->output());
            }
            yield null;
        }
        if ($port === []) {
            $this->origin = $match[1];
            $this->guest = new Guest($this->origin);
        }
    }

    public function stop(): void
    {
        $this->sandbox->stop();
    }

    public function probe(): Process
    {
        $command = [
            PHP_BINARY, '-d', "extension=$this->extension", "$this->root/bin/cotp", 'probe', '--base-uri', "$this->origin/api",
            $this->variation->isEmail ? '--email' : '--phone', $this->variation->tester, '--yes', '--wait', self::WAIT, '--out', "$this->folder/out",
        ];
        if ($this->variation->hasCallback) {
            array_push($command, '--callback-url', "http://127.0.0.1:$this->callbackPort/cotp");
        }
        return new Process($command, "$this->folder/probe.log", ['PCIBOOKING_API_KEY' => $this->key, 'NO_COLOR' => '1']);
    }

    /**
     * Lets the guest look at the messages until the probe ends, or until the condition is met.
     * @param ?\Closure(): bool $condition
     * @return Generator<int, null, null, void>
     */
    public function play(Process $probe, ?\Closure $condition = null): Generator
    {
        $deadline = hrtime(true) + self::PROBE_SECONDS * 1_000_000_000;
        while ($probe->exitCode() === null && ($condition === null || !$condition())) {
            if (hrtime(true) > $deadline) {
                throw new RuntimeException('the probe did not end: ' . substr($probe->output(), -2000));
            }
            $this->guest->look();
            yield null;
        }
    }

    public function result(Process $probe): Result
    {
        return Result::read("$this->folder/out", (int) $probe->exitCode(), $probe->output());
    }

    /** @return list<string> the files of the probe that are not whole */
    public function brokenFiles(): array
    {
        return array_values(array_filter(
            glob("$this->folder/out/{,.}*", GLOB_BRACE) ?: [],
            static fn (string $file): bool => (str_ends_with($file, '.json') && json_decode((string) file_get_contents($file)) === null) || (bool) preg_match('~\.tmp$~', $file),
        ));
    }

    /** @return list<string> what no report may contain */
    public function secrets(): array
    {
        return [$this->key, ...array_map('strval', array_keys($this->guest->tokens))];
    }

    /** @return list<string> why the extension does not take the overrides */
    public function loadingFault(): array
    {
        $code = '$wire = json_decode((string) @file_get_contents($argv[1]), true) ?? []; new CotpRequest("key", "http://127.0.0.1/api", wire: $wire);';
        $command = [PHP_BINARY, '-d', "extension=$this->extension", '-r', $code, '--', "$this->folder/out/cotp-wire.json"];
        exec(implode(' ', array_map(escapeshellarg(...), $command)) . ' 2>&1', $output, $exitCode);
        return $exitCode === 0 ? [] : ['CotpRequest does not take cotp-wire.json: ' . implode(' ', array_slice($output, 0, 3))];
    }

    /** Keeps what the sandbox knows, for the reader of a fault. */
    public function keep(): void
    {
        file_put_contents("$this->folder/requests.json", json_encode($this->guest->list('/sandbox/requests.json'), JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES));
        file_put_contents("$this->folder/stats.json", json_encode($this->guest->list('/sandbox/stats.json')));
    }

    /** Returns a port on which the probe can receive callbacks. */
    private static function freePort(): int
    {
        $socket = stream_socket_server('tcp://127.0.0.1:0');
        $name = $socket === false ? '' : (string) stream_socket_get_name($socket, false);
        return (int) substr((string) strrchr($name, ':'), 1);
    }
}
