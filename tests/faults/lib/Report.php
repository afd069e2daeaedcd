<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

/** Counts plays, prints the violations by cotp, and makes the tables. */
final class Report
{
    private const NAMES = ['cotp' => 'cotp', 'curl' => 'ext-curl, kept handle', 'guzzle' => 'Guzzle', 'symfony' => 'Symfony HttpClient'];
    private const OF_REFUSAL = ' (error response)';
    private const PHASES = ['connect', 'TLS handshake', 'HTTP/2 control', 'request headers', 'request body', 'response headers', 'response body',
        'after the last byte', 'response headers' . self::OF_REFUSAL, 'response body' . self::OF_REFUSAL, 'after the last byte' . self::OF_REFUSAL,
        'between two requests', 'HTTP/2 frames'];
    private const SHOWN = [
        'cotp' => ['faults', 'not processed', 'once', 'twice', 'success', 'NotSent', 'Unknown', 'Answered', 'limit of plain HTTP', 'next call failed', 'violations'],
        'others' => ['faults', 'not processed', 'once', 'twice', 'twice, reported as success', 'wrong response', 'limit of plain HTTP'],
    ];

    /** @var array<string, array<string, array<string, int>>> counts by client, and there by transport, phase and fault */
    private array $counts = [];
    /** @var array<string, int> by client: the attempt was a byte or two shorter than the one that was measured */
    private array $notReached = [];
    /** @var array<string, array<string, int>> by client: how often a fault was played again, by why */
    private array $again = [];

    /** @param array<string, mixed> $play */
    public function add(string $client, array $play): void
    {
        $violations = [...Judge::untruths($play), ...Judge::doubts($play)];
        if ($client === 'cotp' && $violations !== []) {
            $calls = array_map(fn (string $call): string => "        $call: {$play[$call]['did']} {$play[$call]['text']}\n", ['hit', 'late', 'next']);
            echo 'FAILED  ', implode('; ', $violations), "\n        tests/faults/run --only=$play[fault]\n", implode('', $calls);
        }
        $fault = Fault::parse($play['fault']);
        $ofRefusal = $play['phase'] . self::OF_REFUSAL; // a fault may hit the handshake, if it is longer than the measured one
        $phase = $fault->where === 'refusal' && in_array($ofRefusal, self::PHASES, true) ? $ofRefusal : $play['phase'];
        $row = "$fault->transport\t$phase\t" . self::kind($fault);
        $this->notReached[$client] = ($this->notReached[$client] ?? 0) + (int) !$play['isHit'];
        foreach ($play['isHit'] || $violations !== [] ? self::marks($play, $violations) : [] as $name => $is) {
            $this->counts[$client][$row][$name] = ($this->counts[$client][$row][$name] ?? 0) + (int) $is;
        }
    }

    /** @param array<string, int> $reasons */
    public function addAgain(string $client, array $reasons): void
    {
        arsort($reasons);
        $this->again[$client] = $reasons;
    }

    public function count(string $client, string $what, string $transport = ''): int
    {
        $rows = array_filter($this->counts[$client] ?? [], fn (string $row): bool => str_starts_with($row, $transport), ARRAY_FILTER_USE_KEY);
        return array_sum(array_column($rows, $what));
    }

    /** For people, and for tools/test, which reads the last line. */
    public function text(): string
    {
        $text = '';
        foreach ($this->tables() as $title => $rows) {
            $text .= "\n$title\n" . self::columns($rows);
        }
        $failed = $this->count('cotp', 'violations');
        return sprintf("%s\n%d passed, %d failed\n", $text, $this->count('cotp', 'faults') - $failed, $failed);
    }

    public function markdown(): string
    {
        $text = '';
        foreach ($this->tables() as $title => $rows) {
            $text .= "### $title\n\n" . self::markdownTable($rows) . "\n";
        }
        return $text;
    }

    /** @return array<string, list<array<string, string|int>>> rows for tools/record-result, by block */
    public function results(): array
    {
        $phases = [];
        foreach ($this->rows('cotp', self::SHOWN['cotp']) as $row) {
            foreach (self::SHOWN['cotp'] as $what) {
                foreach ([$row['transport'] . "\t" . $row['phase'], "\tall"] as $key) {
                    $phases[$key][$what] = ($phases[$key][$what] ?? 0) + $row[$what];
                }
            }
        }
        $all = $phases["\tall"] ?? [];
        unset($phases["\tall"]);
        $named = fn (string $key, array $counts): array => array_combine(['protocol', 'phase'], explode("\t", strtr($key, ["plain\t" => "HTTP/1.1\t", "tls\t" => "HTTP/1.1, TLS\t", "h2\t" => "HTTP/2\t"]))) + $counts;
        $rows = ['faults-clients' => array_map($this->summary(...), array_keys($this->again)),
            'faults-phases' => array_map($named, [...array_keys($phases), "\tall"], [...array_values($phases), $all])];
        $headed = fn (array $row): array => array_combine(array_map(ucfirst(...), array_keys($row)), $row);
        return array_map(fn (array $ofBlock): array => array_map($headed, $ofBlock), $rows);
    }

    /** @return array<string, bool> */
    private static function marks(array $play, array $violations): array
    {
        $did = $play['hit']['did'];
        $times = count($play['processed']['hit']);
        return ['faults' => true, 'success' => false, 'NotSent' => false, 'Unknown' => false, 'Answered' => false, $did => true,
            'not processed' => $times === 0, 'once' => $times === 1, 'twice' => $times > 1, 'twice, reported as success' => $times > 1 && $did === 'success',
            'failed' => $did !== 'success', 'failed, processed' => $did !== 'success' && $times > 0,
            'wrong response' => (bool) preg_grep("~^Answered|^the call got~", $violations), 'limit of plain HTTP' => Judge::isLimitOfPlainHttp($play),
            'too long' => (bool) preg_grep('~longer~', $violations), 'next call failed' => $play['late']['did'] !== 'success', 'undisturbed call failed' => $play['next']['did'] !== 'success',
            'violations' => $violations !== []];
    }

    private static function kind(Fault $fault): string
    {
        return match (true) {
            $fault->where === 'frame' => strtok($fault->kind, '-') === 'reset' ? 'RST_STREAM' : 'GOAWAY',
            $fault->where === 'idle' && !in_array($fault->kind, ['close', 'reset', 'half-close'], true) => 'unasked bytes',
            default => $fault->kind,
        };
    }

    /** @return Generator<string, list<array<string, string|int>>> title => rows */
    private function tables(): Generator
    {
        yield 'Side by side' => array_map($this->summary(...), array_keys($this->again));
        $again = [];
        foreach ($this->again as $client => $reasons) {
            foreach ($reasons as $why => $times) {
                $again[] = ['client' => self::NAMES[$client], 'why' => $why, 'times' => $times];
            }
        }
        if ($again !== []) {
            yield 'Played again, because a busy machine may have been the cause (the last of up to three plays counts)' => $again;
        }
        foreach (array_keys($this->counts) as $client) {
            $rows = $this->rows($client, self::SHOWN[$client] ?? self::SHOWN['others']);
            $shown = array_values(array_filter($rows, fn (array $row): bool => $client === 'cotp' || $row['twice'] + $row['wrong response'] > 0));
            if ($shown !== []) {
                yield self::NAMES[$client] . ($client === 'cotp' ? '' : ': where it sent twice or reported a wrong response') => $shown;
            }
        }
    }

    /** @return array<string, string|int> */
    private function summary(string $client): array
    {
        $counted = ['faults', 'twice', 'twice, reported as success', 'wrong response', 'failed', 'failed, processed'];
        $counts = array_combine($counted, array_map(fn (string $what): int => $this->count($client, $what), $counted));
        $counts['failed, reported as not sent'] = $client === 'cotp' ? $this->count($client, 'NotSent') : 'cannot report';
        foreach (['limit of plain HTTP', 'too long', 'next call failed', 'undisturbed call failed'] as $what) {
            $counts[$what] = $this->count($client, $what);
        }
        return ['client' => self::NAMES[$client]] + $counts + ['not reached' => $this->notReached[$client], 'played again' => array_sum($this->again[$client])];
    }

    /**
     * @param list<string> $shown
     * @return list<array<string, string|int>> one for each transport, phase and fault
     */
    private function rows(string $client, array $shown): array
    {
        $rows = [];
        foreach ($this->counts[$client] ?? [] as $key => $counts) {
            [$transport, $phase, $fault] = explode("\t", $key);
            $rows[] = compact('transport', 'phase', 'fault') + array_intersect_key(array_replace(array_flip($shown), $counts), array_flip($shown));
        }
        $rank = fn (array $row): array => [array_search($row['transport'], Fault::TRANSPORTS, true), array_search($row['phase'], self::PHASES, true), $row['fault']];
        usort($rows, fn (array $a, array $b): int => $rank($a) <=> $rank($b));
        return $rows;
    }

    /** @param list<array<string, string|int>> $rows */
    private static function columns(array $rows): string
    {
        $lines = [array_keys($rows[0]), ...array_map(array_values(...), $rows)];
        $widths = array_map(fn (int $column): int => max(array_map(strlen(...), array_map(strval(...), array_column($lines, $column)))), array_keys($lines[0]));
        return implode('', array_map(fn (array $cells): string => implode('  ', array_map(str_pad(...), array_map(strval(...), $cells), $widths)) . "\n", $lines));
    }

    /** @param list<array<string, string|int>> $rows */
    private static function markdownTable(array $rows): string
    {
        $lines = [array_keys($rows[0]), array_fill(0, count($rows[0]), '---'), ...array_map(array_values(...), $rows)];
        return implode('', array_map(fn (array $cells): string => '| ' . implode(' | ', $cells) . " |\n", $lines));
    }
}
