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
        $sections = ['a' => $this->onePerRequest(...), 'c' => $this->batches(...), 'd' => $this->instructions(...), 'f' => $this->unused(...)];
        foreach (array_intersect_key($sections, $results) as $section) {
            $section();
        }
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
            $this->atMost("d, against C with libcurl and jansson doing the same$remark", 1.10, $counts['cotp'] / $counts['raw-same'], '×');
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
