<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/** The results as Markdown, and their plots. */
final class Report
{
    /** @var array<string, string> file name => SVG */
    public array $plots = [];

    public function __construct(private readonly array $results)
    {
    }

    public function markdown(): string
    {
        $sections = ['cold' => $this->cold(...), 'shared' => $this->shared(...), 'sends' => $this->sends(...), 'a' => $this->onePerRequest(...), 'b' => $this->longRunning(...), 'c' => $this->batches(...), 'd' => $this->instructions(...),
            'e' => $this->resources(...), 'f' => $this->unused(...), 'g' => $this->growth(...)];
        $text = $this->targets();
        foreach (array_intersect_key($sections, $this->results) as $section) {
            $text .= $section();
        }
        return $text;
    }

    public function machine(): string
    {
        $machine = $this->results['machine'];
        return "Measured {$this->results['started']}.\n\n"
            . self::table(['', ''], array_map(static fn (string $name, string $value): array => [$name, $value], array_keys($machine), $machine));
    }

    private function targets(): string
    {
        $rows = array_map(static fn (array $row): array => [$row[0], $row[1], $row[2], $row[3] ? 'met' : '**not met**'], (new Targets($this->results))->rows);
        return $rows ? "## Targets\n\n" . self::table(['Measure', 'Target', 'Measured', ''], $rows) : '';
    }

    /** Whether all sections were measured. */
    public function isWhole(): bool
    {
        return !array_diff(['cold', 'shared', 'sends', 'a', 'b', 'c', 'd', 'e', 'f', 'g'], array_keys($this->results));
    }

    private function cold(): string
    {
        ['times' => $times, 'bytes' => $bytes, 'instructions' => $instructions] = $this->results['cold'];
        $text = "## As users run it\n\nThe system's CAs, PHP-FPM, one call per page, a service whose certificate is signed by an intermediate. Wall time and processor time "
            . "(user and kernel) of the call, in milliseconds: median (quartiles). Instructions in user space, in millions, counted by callgrind in a process without FPM. "
            . "Bytes that TCP carries in both directions.\n\n";
        $groups = [];
        foreach (Cold::KINDS as $kind => $title) {
            $rows = [];
            foreach ($times[$kind][0] as $peer => $near) {
                $far = $times[$kind][40][$peer];
                $count = $instructions[$kind][$peer] ?? null;
                $rows[] = [Bench::NAMES[$peer], self::milliseconds($near['call']), self::ratio($near['call'], $times[$kind][0]['cotp']['call']), self::milliseconds($near['processor']),
                    $count === null ? '' : Plot::number($count / 1e6), number_format($bytes[$kind][$peer]), self::milliseconds($far['call'])];
                $groups[str_replace('`', '', ucfirst($title))][$peer] = $near['call']['median'] / 1e3;
            }
            $text .= '**' . ucfirst($title) . "**\n\n" . self::table(['', 'Wall, R = 0', 'cotp = 1', 'Processor', 'Instructions', 'Bytes', 'Wall, R = 40 ms'], $rows);
        }
        return $text . $this->plot('cold', Plot::bars("One call per page, the system's CAs, R = 0", $groups, 'ms'));
    }

    private function shared(): string
    {
        ['scale' => $scale, 'calls' => $ways] = $this->results['shared'];
        $seconds = Plot::number(60 / Shared::WORKERS / $scale);
        $text = '### ' . Shared::WORKERS . " workers that call once a minute\n\nPHP-FPM with " . Shared::WORKERS . ' workers, R = ' . Shared::DISTANCE . " ms, one call each $seconds s in the mean, at random moments"
            . ($scale > 1 ? ": all times but R, idle limits too, are divided by $scale" : '') . ', after the first call of each worker. The proxies are those of [egress.md](egress.md). "One round trip" is at most 1.25 R. Milliseconds.' . "\n\n";
        $rows = [];
        foreach ($ways as $way => $calls) {
            $rows[] = [Shared::NAMES[$way], (string) count($calls), self::milliseconds(Statistics::summary($calls)), Plot::number(Statistics::quantile($calls, 0.95) / 1e3),
                sprintf('%.0f %%', 100 * Shared::shareInOneRoundTrip($calls))];
        }
        return $text . self::table(['', 'Calls', 'Wall', '95th percentile', 'In one round trip'], $rows);
    }

    private function sends(): string
    {
        $rows = [];
        foreach ($this->results['sends'] as $peer => $times) {
            $rows[] = [Bench::NAMES[$peer], self::milliseconds($times), self::ratio($times, $this->results['sends']['cotp'])];
        }
        return '### ' . number_format(BatchOfSends::ITEMS) . ' sends, R = ' . BatchOfSends::DISTANCE . " ms\n\nOne batch over a warm HTTP/2 connection, " . Batches::CONCURRENCY
            . " in flight at most. Milliseconds: median (quartiles).\n\n" . self::table(['', 'Wall', 'cotp = 1'], $rows);
    }

    private function onePerRequest(): string
    {
        $text = "## a. One call in one PHP-FPM request\n\nThe call itself, from making the client to the decoded response, and the whole request as the web server sees it. "
            . "The line in C is not an FPM request: it is a process that keeps its connection and calls at the same intervals, and shows the cost of the network and of waking up. Milliseconds: median (quartiles).\n\n";
        $groups = [];
        foreach ($this->results['a'] as $at => $peers) {
            $title = $at === 'system CAs' ? "R = 0, and the system's CAs are read, as a cold call to the real service must" : "R = $at ms";
            $rows = [];
            foreach ($peers as $peer => $times) {
                $rows[] = [Bench::NAMES[$peer], self::milliseconds($times['call']), isset($times['request']) ? self::milliseconds($times['request']) : '',
                    self::ratio($times['call'], $peers['cotp']['call'])];
                $groups[$title][$peer] = $times['call']['median'] / 1e3;
            }
            $text .= "**$title**\n\n" . self::table(['', 'Call', 'Whole request', 'Call, cotp = 1'], $rows);
        }
        return $text . $this->plot('one-call', Plot::bars('One call in one PHP-FPM request', $groups, 'ms'));
    }

    private function longRunning(): string
    {
        $text = "## b. Calls in one long-running process\n\nOne after the other, warm but for the fresh handle. Milliseconds: median (quartiles).\n\n";
        $rows = [];
        foreach ($this->results['b'][0] as $peer => $times) {
            $far = $this->results['b'][20][$peer];
            $rows[] = [Bench::NAMES[$peer], self::milliseconds($times), self::ratio($times, $this->results['b'][0]['cotp']), self::milliseconds($far)];
        }
        return $text . self::table(['', 'R = 0', 'cotp = 1', 'R = 20 ms'], $rows);
    }

    private function batches(): string
    {
        $text = "## c. Batches\n\nOver a warm connection, " . Batches::CONCURRENCY . " in flight at most, HTTP/2 for all. Milliseconds: median (quartiles).\n\n";
        foreach ($this->results['c'] as $kind => $sizes) {
            foreach ($sizes as $items => $distances) {
                $rows = [];
                foreach (Batches::PEERS as $peer) {
                    $rows[] = [Bench::NAMES[$peer], ...array_map(static fn (array $peers): string => self::milliseconds($peers[$peer]), $distances)];
                }
                $titles = array_map(static fn (int $distance): string => "R = $distance ms", array_keys($distances));
                $text .= '**' . number_format($items) . " $kind**\n\n" . self::table(['', ...$titles], $rows);
            }
        }
        $groups = [];
        foreach ($this->results['c']['retrieves'][100] as $distance => $peers) {
            $groups["R = $distance ms"] = array_map(static fn (array $times): float => $times['median'] / 1e3, $peers);
        }
        return $text . $this->plot('batches', Plot::bars('100 retrieves over a warm connection', $groups, 'ms'));
    }

    private function instructions(): string
    {
        $text = "## d. Instructions per warm call\n\nIn user space, counted by callgrind as the difference between 400 calls and 200, thousands: median (lowest and highest quarter "
            . "of three). The counts vary because libcurl may be called several times before the response arrives.\n\n";
        $groups = [];
        foreach (['long' => 'Response of 11 members', 'short' => 'Response of the 4 documented members'] as $kind => $title) {
            $counts = $this->results['d'][$kind];
            $rows = [];
            foreach ($counts as $peer => $count) {
                $rows[] = [Bench::NAMES[$peer], self::milliseconds($count), self::ratio($count, $counts['cotp'])];
                $groups[$title][$peer] = $count['median'] / 1e3;
            }
            $text .= "**$title**\n\n" . self::table(['', 'Thousands', 'cotp = 1'], $rows);
        }
        return $text . $this->plot('instructions', Plot::bars('Instructions per warm call', $groups, 'thousand'));
    }

    private function resources(): string
    {
        $rows = [];
        foreach ($this->results['e'] as $peer => $used) {
            $rows[] = [Bench::NAMES[$peer], sprintf('%.2f', $used['cpu']), sprintf('%.1f', $used['peak'])];
        }
        return "## e. Processor time and memory of 10,000 calls\n\nUser and kernel, of the calling process alone; the fresh handle's time is ten times that of 1,000. "
            . "The memory is the process's largest, PHP and its extensions included.\n\n" . self::table(['', 'Seconds', 'MiB'], $rows);
    }

    private function unused(): string
    {
        $starts = $requests = [];
        foreach ($this->results['f']['start'] as $name => $times) {
            $starts[] = [str_starts_with($name, 'with') ? "`php -n` $name" : str_replace('php -n', '`php -n`', $name), self::milliseconds($times)];
        }
        foreach ($this->results['f']['request'] as $name => $times) {
            $requests[] = [$name, self::milliseconds($times)];
        }
        return "## f. Loaded and not used\n\nThe extension registers nothing that runs at the start or end of a request, and opens nothing when it is loaded. Its own start takes "
            . number_format($this->results['f']['instructions']) . " instructions, about a tenth of a millisecond; the rest is the loader's work. PHP-FPM pays it once, in its master.\n\n"
            . self::table(['Start and end of a process', 'Milliseconds'], $starts) . self::table(['Empty FPM request', 'Milliseconds'], $requests);
    }

    private function growth(): string
    {
        $rows = $lines = [];
        foreach ($this->results['g'] as $items => $peers) {
            $rows[] = [number_format($items), ...array_map(static fn (array $used): string
                => self::milliseconds($used['time']) . sprintf(', %.0f MiB', $used['peak']), array_values($peers))];
            foreach ($peers as $peer => $used) {
                $lines[$peer][$items] = $used['time']['median'] / 1e3;
            }
        }
        $titles = array_map(static fn (string $peer): string => Bench::NAMES[$peer], array_keys($lines));
        return "## g. From 1 to 10,000 items\n\nRetrieves in one batch, R = 0, " . Batches::CONCURRENCY . " in flight at most. Milliseconds: median (quartiles), and the process's largest memory. "
            . "cotp returns all states at the end; the others only count the successful ones.\n\n"
            . self::table(['Items', ...$titles], $rows) . $this->plot('growth', Plot::lines('Retrieves in one batch', $lines, 'items', 'milliseconds'));
    }

    private function plot(string $name, string $svg): string
    {
        $this->plots["performance-$name.svg"] = $svg;
        return "![](images/performance-$name.svg)\n\n";
    }

    /** Thousandths of what was measured: microseconds become milliseconds. */
    private static function milliseconds(array $summary): string
    {
        return sprintf('%s (%s – %s)', ...array_map(static fn (string $key): string => Plot::number($summary[$key] / 1e3), ['median', 'low', 'high']));
    }

    private static function ratio(array $summary, array $cotp): string
    {
        return sprintf('%.2f', $summary['median'] / $cotp['median']);
    }

    /**
     * @param list<string> $titles
     * @param list<list<string>> $rows
     */
    private static function table(array $titles, array $rows): string
    {
        $numbers = str_repeat('---:|', count($titles) - 1);
        $lines = array_map(static fn (array $row): string => '| ' . implode(' | ', $row) . ' |', [$titles, ...$rows]);
        array_splice($lines, 1, 0, ["|---|$numbers"]);
        return implode("\n", $lines) . "\n\n";
    }
}
