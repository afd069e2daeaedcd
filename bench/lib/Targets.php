<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/** What was to be reached, and whether it was. */
final class Targets
{
    /** @var list<array{string, string, string, bool}> measure, target, measured, met */
    public array $rows = [];

    public function __construct(private readonly array $results)
    {
        $sections = ['cold' => $this->cold(...), 'shared' => $this->shared(...), 'sends' => $this->sends(...), 'a' => $this->onePerRequest(...), 'c' => $this->batches(...), 'd' => $this->instructions(...), 'f' => $this->unused(...)];
        foreach (array_intersect_key($sections, $results) as $section) {
            $section();
        }
    }

    private function cold(): void
    {
        ['times' => $times, 'instructions' => $instructions] = $this->results['cold'];
        $calls = fn (string $kind): array => array_map(static fn (array $measured): float => $measured['call']['median'], $times[$kind][0]);
        $best = fn (string $kind): float => min(array_diff_key($calls($kind), array_flip(['cotp', ...Cold::PERSISTENT])));
        foreach (['first' => 0.10, 'later' => 0.05] as $kind => $target) {
            $this->atMost(Cold::KINDS[$kind] . ', instructions, against ext-curl', $target, $instructions[$kind]['cotp'] / $instructions[$kind]['curl-fresh'], '×');
        }
        $this->atMost(Cold::KINDS['first'] . ', R = 0, wall time, against the best peer', 0.25, $calls('first')['cotp'] / $best('first'), '×');
        $this->atLeast('warm call, R = 0, against the best peer without persistent handles', 50, $best('warm') / $calls('warm')['cotp'], 'times as fast');
        if (isset($calls('warm')['pecl-persistent'])) {
            $this->atLeast("warm call, R = 0, against pecl_http's persistent handle", 1.3, $calls('warm')['pecl-persistent'] / $calls('warm')['cotp'], 'times as fast');
        }
    }

    private function shared(): void
    {
        foreach (array_diff_key($this->results['shared']['calls'], ['direct' => true]) as $way => $calls) {
            $name = Shared::WORKERS . ' workers, ' . Shared::NAMES[$way] . ', R = ' . Shared::DISTANCE . ' ms';
            $this->atMost("$name: the median", 1.10, Statistics::quantile($calls, 0.5) / 1e3 / Shared::DISTANCE, '× R');
            $this->atLeast("$name: calls in at most 1.25 R", 95, 100 * Shared::shareInOneRoundTrip($calls), '%');
        }
    }

    private function sends(): void
    {
        $sends = $this->results['sends'];
        $this->atMost(number_format(BatchOfSends::ITEMS) . ' sends at R = ' . BatchOfSends::DISTANCE . ' ms, against raw libcurl multi', 1.15, $sends['cotp']['median'] / $sends['raw-same']['median'], '×');
    }

    private function onePerRequest(): void
    {
        $call = fn (string|int $at, string $peer): float => $this->results['a'][$at][$peer]['call']['median'];
        foreach (['0' => '', 'system CAs' => ", the system's CAs read"] as $at => $remark) {
            $best = min(array_map(static fn (string $peer): float => $call($at, $peer), array_diff(array_keys($this->results['a'][$at]), ['cotp', 'raw-same', 'pecl-persistent', 'share'])));
            $this->atLeast("a, R = 0, against the best peer without persistent handles$remark", 8.0, $best / $call($at, 'cotp'), 'times as fast');
        }
        if (isset($this->results['a']['0']['share'])) {
            $this->atLeast("a, R = 0, against PHP's persistent share", 1.0, $call('0', 'share') / $call('0', 'cotp'), 'times as fast');
        }
        foreach ([20, 80] as $distance) {
            $this->atMost("a, R = $distance ms: the call", 1.10, $call($distance, 'cotp') / 1e3 / $distance, '× R');
            foreach (['curl-fresh', 'guzzle', 'symfony'] as $peer) {
                $this->atLeast("a, R = $distance ms, against " . Bench::NAMES[$peer], 2.7, $call($distance, $peer) / $call($distance, 'cotp'), 'times as fast');
            }
        }
    }

    private function batches(): void
    {
        $batch = $this->results['c']['retrieves'][100][80];
        $this->atMost('c, 100 retrieves at R = 80 ms, warm HTTP/2', 1.5, $batch['cotp']['median'] / 80e3, '× R');
        $this->atMost('c, the same, against raw libcurl multi', 1.15, $batch['cotp']['median'] / $batch['raw-same']['median'], '×');
    }

    private function instructions(): void
    {
        foreach (['long' => '', 'short' => ', response of 4 members'] as $kind => $remark) {
            $counts = array_map(static fn (array $summary): float => $summary['median'], $this->results['d'][$kind]);
            $this->atMost("d, against C with libcurl and jansson doing the same$remark", 1.08, $counts['cotp'] / $counts['raw-same'], '×');
            $this->atMost("d, against Guzzle$remark", 0.40, $counts['cotp'] / $counts['guzzle'], '×');
        }
    }

    private function unused(): void
    {
        $start = array_map(static fn (array $summary): float => $summary['median'] / 1e3, $this->results['f']['start']);
        $this->atMost('f, start of a PHP that has ext-curl', 1.0, $start['cotp adds to ext-curl'], 'ms more');
        $this->atMost('f, start of a bare PHP: libcurl and what it needs is loaded too', 1.0, $start['cotp adds'], 'ms more');
    }

    private function atLeast(string $measure, float $target, float $value, string $unit): void
    {
        $this->rows[] = [$measure, "at least $target $unit", sprintf('%s %s', Plot::number($value), $unit), $value >= $target];
    }

    private function atMost(string $measure, float $target, float $value, string $unit): void
    {
        $this->rows[] = [$measure, sprintf('at most %.2f %s', $target, $unit), sprintf('%.3f %s', $value, $unit), $value <= $target];
    }
}
