<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/** What it costs to have the extension and not to use it. */
final class Unused
{
    private const STARTS = 200;
    private const REQUESTS = 1000;

    public function __construct(private readonly Bench $bench)
    {
    }

    /** @return array{start: array<string, array>, request: array<string, array>, instructions: int} microseconds */
    public function measure(): array
    {
        return ['start' => $this->starts(), 'request' => $this->requests(), 'instructions' => $this->moduleStart()];
    }

    private function starts(): array
    {
        Bench::say('f: starting php with and without the extension');
        $cotp = ['-d', "extension={$this->bench->tools->extension}"];
        $options = ['php -n' => [], 'with cotp' => $cotp, 'with ext-curl' => ['-d', 'extension=curl'],
            'with ext-curl and cotp' => ['-d', 'extension=curl', ...$cotp]];
        $samples = [];
        for ($round = 0; $round < self::STARTS; $round++) {
            foreach (Bench::shuffled(array_keys($options)) as $name) {
                $samples[$name][] = $this->start($options[$name]);
            }
        }
        return array_map(Statistics::summary(...), array_replace($options, $samples, [
            'cotp adds' => self::differences($samples['with cotp'], $samples['php -n']),
            'cotp adds to ext-curl' => self::differences($samples['with ext-curl and cotp'], $samples['with ext-curl']),
        ]));
    }

    /**
     * Within each round, so that what disturbs a whole round does not count.
     *
     * @param list<float> $with
     * @param list<float> $without
     * @return list<float>
     */
    private static function differences(array $with, array $without): array
    {
        return array_map(static fn (float $one, float $other): float => $one - $other, $with, $without);
    }

    /** @param list<string> $options */
    private function start(array $options): float
    {
        $start = hrtime(true);
        (new Process([PHP_BINARY, '-n', ...$options, '-r', ''], '/dev/null'))->finish();
        return (hrtime(true) - $start) / 1e3;
    }

    /** An empty request, by two php-fpm that differ in nothing else: not in the processor either, which would count for more. */
    private function requests(): array
    {
        Bench::say('f: an empty FPM request with and without the extension');
        $fpm = ['without cotp' => new FastCgi($this->bench->servers->startFpm('without', $this->bench->tools->iniFile(false), true)),
            'with cotp' => new FastCgi($this->bench->servers->startFpm('with', $this->bench->tools->iniFile(true), true))];
        $samples = [];
        for ($round = -20; $round < self::REQUESTS; $round++) {
            foreach (Bench::shuffled(array_keys($fpm)) as $name) {
                $start = hrtime(true);
                $fpm[$name]->request(dirname(__DIR__) . '/fpm.php', '');
                if ($round >= 0) {
                    $samples[$name][] = (hrtime(true) - $start) / 1e3;
                }
            }
        }
        return array_map(Statistics::summary(...), array_replace($fpm, $samples));
    }

    /** Instructions of the module's own start. */
    private function moduleStart(): int
    {
        $log = "{$this->bench->directory}/start.log";
        (new Process(['valgrind', '--tool=callgrind', '--toggle-collect=zm_startup_cotp', "--log-file=$log",
            "--callgrind-out-file={$this->bench->directory}/start.out", PHP_BINARY, '-n', '-d',
            "extension={$this->bench->tools->extension}", '-r', ''], '/dev/null'))->finish();
        preg_match('/Collected : (\d+)/', file_get_contents($log), $match);
        return (int) $match[1];
    }
}
