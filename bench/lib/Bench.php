<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/** What the sections share: the servers, the peers' processes, and a fair order. */
final class Bench
{
    /** How the report calls the peers. */
    public const NAMES = [
        'cotp' => 'cotp',
        'polyfill' => 'cotp/polyfill',
        'raw-same' => 'C: libcurl + jansson, the same work',
        'raw-kept' => 'C: libcurl + jansson, one kept handle',
        'curl-fresh' => 'ext-curl, fresh handle',
        'curl-kept' => 'ext-curl, kept handle',
        'guzzle' => 'Guzzle',
        'symfony' => 'Symfony HttpClient',
        'pecl' => 'pecl_http',
        'pecl-persistent' => 'pecl_http, persistent handle',
        'share' => 'ext-curl, persistent share',
    ];

    public readonly Tools $tools;
    public readonly Servers $servers;

    public function __construct(public readonly string $directory)
    {
        $this->tools = new Tools($directory);
        $this->servers = new Servers($directory, $this->tools);
    }

    public function worker(string $peer, int $distance): Worker
    {
        return new Worker($this->tools, $peer, $this->servers->bases[$distance], $this->servers->caFile, "{$this->directory}/errors.log");
    }

    /**
     * Without those that are not installed, or that this PHP does not have.
     *
     * @return list<string>
     */
    public function available(string ...$peers): array
    {
        return array_values(array_filter($peers, fn (string $peer): bool => match (strtok($peer, '-')) {
            'pecl' => $this->tools->hasPecl,
            'share' => function_exists('curl_share_init_persistent'),
            default => true,
        }));
    }

    /**
     * Asks each worker once a round, each round in another order, so that a disturbance meets all of them.
     *
     * @param array<string, Worker> $workers
     * @param Closure(Worker, string): list<float> $sample
     * @return array<string, list<float>> all samples of each
     */
    public static function interleave(array $workers, int $rounds, Closure $sample): array
    {
        $samples = array_fill_keys(array_keys($workers), []);
        for ($round = 0; $round < $rounds; $round++) {
            foreach (self::shuffled(array_keys($workers)) as $peer) {
                array_push($samples[$peer], ...$sample($workers[$peer], $peer));
            }
        }
        return $samples;
    }

    /**
     * @param list<string> $peers
     * @return list<string>
     */
    public static function shuffled(array $peers): array
    {
        shuffle($peers);
        return $peers;
    }

    public static function say(string $text): void
    {
        fwrite(STDERR, sprintf("%s %s\n", date('H:i:s'), $text));
    }
}
