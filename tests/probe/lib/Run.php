<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpProbeTests;

use Generator;

/** One variant: a sandbox, its guest, and `cotp probe`. A generator, so that several run side by side. */
final class Run
{
    private const START_SECONDS = 30;
    private const PROBE_SECONDS = 180;
    /** The seconds that the probe waits for the form at most. */
    private const WAIT = '30';

    public function __construct(private string $root, private string $extension, private Names $names, private Variation $variation)
    {
    }

    /** @return Generator<int, null, null, list<string>> pauses while it waits; returns the faults */
    public function faults(string $folder): Generator
    {
        mkdir("$folder/out", 0700, true);
        $command = [PHP_BINARY, "$this->root/bin/cotp-sandbox", ...$this->variation->options("$folder/wire.json")];
        $sandbox = new Process($command, "$folder/sandbox.log");
        $deadline = hrtime(true) + self::START_SECONDS * 1_000_000_000;
        while (!preg_match('~listening on (http://127\.0\.0\.1:\d+)\n~', $sandbox->output(), $match)) {
            if ($sandbox->exitCode() !== null || hrtime(true) > $deadline) {
                return ['the sandbox did not start: ' . $sandbox->output()];
            }
            yield null;
        }
        $guest = new Guest($match[1]);
        $key = 'key-' . bin2hex(random_bytes(12));
        $probe = $this->startProbe($match[1], $key, $folder);
        $deadline = hrtime(true) + self::PROBE_SECONDS * 1_000_000_000;
        while ($probe->exitCode() === null) {
            if (hrtime(true) > $deadline) {
                return ['the probe did not end: ' . $probe->output()];
            }
            $guest->look();
            yield null;
        }
        $this->keep($guest, $folder);
        $loading = $this->loadingFault("$folder/out/cotp-wire.json");
        return [...$loading, ...(new Audit($this->names, $this->variation))->faults(
            Result::read("$folder/out", (int) $probe->exitCode(), $probe->output()),
            $guest->messages(),
            [$key, ...array_map('strval', array_keys($guest->tokens))],
        )];
    }

    private function startProbe(string $origin, string $key, string $folder): Process
    {
        $command = [
            PHP_BINARY, '-d', "extension=$this->extension", "$this->root/bin/cotp", 'probe', '--base-uri', "$origin/api",
            $this->variation->isEmail ? '--email' : '--phone', $this->variation->tester, '--yes', '--wait', self::WAIT, '--out', "$folder/out",
        ];
        if ($this->variation->hasCallback) {
            array_push($command, '--callback-url', 'http://127.0.0.1:' . self::freePort() . '/cotp');
        }
        return new Process($command, "$folder/probe.log", ['PCIBOOKING_API_KEY' => $key, 'NO_COLOR' => '1']);
    }

    /** Returns a port on which the probe can receive callbacks. */
    private static function freePort(): int
    {
        $socket = stream_socket_server('tcp://127.0.0.1:0');
        $name = $socket === false ? '' : (string) stream_socket_get_name($socket, false);
        return (int) substr((string) strrchr($name, ':'), 1);
    }

    /** @return list<string> why the extension does not take the overrides */
    private function loadingFault(string $file): array
    {
        $code = '$wire = json_decode((string) @file_get_contents($argv[1]), true) ?? []; new CotpRequest("key", "http://127.0.0.1/api", wire: $wire);';
        exec(implode(' ', array_map(escapeshellarg(...), [PHP_BINARY, '-d', "extension=$this->extension", '-r', $code, '--', $file])) . ' 2>&1', $output, $exitCode);
        return $exitCode === 0 ? [] : ['CotpRequest does not take cotp-wire.json: ' . implode(' ', array_slice($output, 0, 3))];
    }

    /** Keeps what the sandbox knows, for the reader of a fault. */
    private function keep(Guest $guest, string $folder): void
    {
        file_put_contents("$folder/requests.json", json_encode($guest->list('/sandbox/requests.json'), JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES));
        file_put_contents("$folder/stats.json", json_encode($guest->list('/sandbox/stats.json')));
    }
}
