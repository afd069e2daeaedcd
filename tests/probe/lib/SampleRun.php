<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpProbeTests;

/** `cotp probe --sample` for one sample. */
final class SampleRun
{
    private const SECONDS = 30;

    public function __construct(private string $root, private string $extension)
    {
    }

    /** @return array{int, list<string>} the number of names that were mapped rightly; the faults */
    public function run(Sample $sample, string $folder): array
    {
        mkdir("$folder/out", 0700, true);
        file_put_contents("$folder/sample.txt", $sample->content);
        $command = [PHP_BINARY, '-d', "extension=$this->extension", "$this->root/bin/cotp", 'probe', '--sample', "$folder/sample.txt", '--out', "$folder/out"];
        $process = new Process($command, "$folder/probe.log", ['NO_COLOR' => '1']);
        $deadline = hrtime(true) + self::SECONDS * 1_000_000_000;
        while ($process->exitCode() === null && hrtime(true) < $deadline) {
            usleep(10_000);
        }
        $file = "$folder/out/cotp-wire.json";
        $wire = is_file($file) ? json_decode((string) file_get_contents($file), true) : null;
        if (!is_array($wire)) {
            return [0, ["no cotp-wire.json (exit code {$process->exitCode()}): " . substr($process->output(), -1000)]];
        }
        $faults = [];
        $found = 0;
        foreach ($wire as $key => $name) {
            if (!str_starts_with($key, 'form.')) {
                continue;
            }
            if (strcasecmp($sample->wire[$key] ?? '', (string) $name) === 0) {
                $found++;
            } else {
                $faults[] = "$key is mapped to \"$name\", but is " . (isset($sample->wire[$key]) ? "\"{$sample->wire[$key]}\"" : 'not in the sample');
            }
        }
        return [$found, $faults];
    }
}
