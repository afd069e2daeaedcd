<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpProbeTests;

use Generator;

/** `cotp probe --sample` for one sample. */
final class SampleRun
{
    private const SECONDS = 30;

    /** The number of names that were mapped rightly. */
    public int $found = 0;

    public function __construct(private string $root, private string $extension)
    {
    }

    /** @return Generator<int, null, null, list<string>> pauses while it waits; returns the faults */
    public function faults(Sample $sample, string $folder): Generator
    {
        mkdir("$folder/out", 0700, true);
        file_put_contents("$folder/sample.txt", $sample->content);
        $command = [PHP_BINARY, '-d', "extension=$this->extension", "$this->root/bin/cotp", 'probe', '--sample', "$folder/sample.txt", '--out', "$folder/out"];
        $process = new Process($command, "$folder/probe.log", ['NO_COLOR' => '1']);
        $deadline = hrtime(true) + self::SECONDS * 1_000_000_000;
        while ($process->exitCode() === null && hrtime(true) < $deadline) {
            yield null;
        }
        $file = "$folder/out/cotp-wire.json";
        $wire = is_file($file) ? json_decode((string) file_get_contents($file), true) : null;
        if (!is_array($wire)) {
            return ["no cotp-wire.json (exit code {$process->exitCode()}): " . substr($process->output(), -1000)];
        }
        $faults = [];
        foreach ($wire as $key => $name) {
            if (!str_starts_with($key, 'form.')) {
                continue;
            }
            if (strcasecmp($sample->wire[$key] ?? '', (string) $name) === 0) {
                $this->found++;
            } else {
                $faults[] = "$key is mapped to \"$name\", but is " . (isset($sample->wire[$key]) ? "\"{$sample->wire[$key]}\"" : 'not in the sample');
            }
        }
        return $faults;
    }
}
