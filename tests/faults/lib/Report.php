<?php
declare(strict_types=1);

/** Counts plays, prints those of cotp that must not be, and makes the tables. */
final class Report
{
    private const NAMES = ['cotp' => 'cotp', 'curl' => 'ext-curl, kept handle', 'guzzle' => 'Guzzle', 'symfony' => 'Symfony HttpClient'];
    private const DETAIL = ['client', 'transport', 'phase', 'fault'];
    private const ZERO = ['tried' => 0, 'success' => 0, 'NotSent' => 0, 'Unknown' => 0, 'Answered' => 0, 'threw' => 0, 'not processed' => 0, 'once' => 0,
        'twice' => 0, 'twice and told as one' => 0, 'threw, though processed' => 0, 'told wrong' => 0, 'limit of plain HTTP' => 0, 'too long' => 0,
        'next call failed' => 0, 'not reached' => 0, 'violations' => 0];

    /** @var array<string, array<string, int>> counts by client, transport, phase and fault */
    private array $counts = [];

    /** @param array<string, mixed> $play */
    public function add(string $client, array $play): void
    {
        $fault = Fault::parse($play['fault']);
        $key = implode("\t", [$client, $fault->transport, $play['phase'], self::kind($fault)]);
        $this->counts[$key] ??= self::ZERO;
        $faults = [...Judge::untruths($play), ...Judge::doubts($play)];
        foreach (self::marks($play, $faults) as $name => $is) {
            $this->counts[$key][$name] += (int) $is;
        }
        if ($client === 'cotp' && $faults !== []) {
            echo 'FAILED  ', implode('; ', $faults), "\n        tests/faults/run --only=$play[fault]\n        ", $play['struck']['did'], ' ', $play['struck']['text'], "\n";
        }
    }

    public function violations(string $client): int
    {
        return $this->sum($client)['violations'];
    }

    public function tried(string $client): int
    {
        return $this->sum($client)['tried'];
    }

    /** For people, and for tools/test, which adds the last line up. */
    public function text(): string
    {
        $text = '';
        foreach ($this->clients() as $client) {
            $text .= "\n" . self::NAMES[$client] . "\n" . self::columns($this->detail($client)) . "\n";
        }
        $cotp = $this->sum('cotp');
        return $text . self::columns($this->comparison()) . "\n" . ($cotp['tried'] - $cotp['violations']) . " passed, $cotp[violations] failed\n";
    }

    public function markdown(): string
    {
        $tables = [self::markdownTable($this->comparison())];
        foreach ($this->clients() as $client) {
            $tables[] = '### ' . self::NAMES[$client] . "\n\n" . self::markdownTable($this->detail($client));
        }
        return implode("\n", $tables);
    }

    /** @return array<string, bool> */
    private static function marks(array $play, array $faults): array
    {
        $did = $play['struck']['did'];
        $processed = count($play['processed']['struck']);
        $isTooLong = (bool) preg_grep('~longer~', $faults);
        return ['tried' => $play['isStruck'], $did => true, 'not processed' => $processed === 0, 'once' => $processed === 1,
            'twice' => $processed > 1, 'twice and told as one' => $processed > 1 && $did === 'success',
            'threw, though processed' => $processed > 0 && $did === 'threw',
            'told wrong' => (bool) preg_grep("~^answered|^the call got~", $faults), 'limit of plain HTTP' => Judge::isLimitOfPlainHttp($play),
            'too long' => $isTooLong, 'next call failed' => $play['next']['did'] !== 'success', 'not reached' => !$play['isStruck'],
            'violations' => $faults !== []];
    }

    private static function kind(Fault $fault): string
    {
        return match (true) {
            $fault->where === 'frame' => strtok($fault->kind, '-') === 'reset' ? 'RST_STREAM' : 'GOAWAY',
            $fault->where === 'idle' && !in_array($fault->kind, ['close', 'reset', 'half-close'], true) => 'unasked bytes',
            default => $fault->kind,
        };
    }

    /** @return list<string> */
    private function clients(): array
    {
        return array_values(array_unique(array_map(fn (string $key): string => strtok($key, "\t"), array_keys($this->counts))));
    }

    /** @return array<string, int> */
    private function sum(string $prefix): array
    {
        $sum = self::ZERO;
        foreach ($this->counts as $key => $counts) {
            foreach (str_starts_with($key, $prefix) ? $counts : [] as $name => $count) {
                $sum[$name] += $count;
            }
        }
        return $sum;
    }

    /** @return list<array<string, string|int>> a row for each phase, fault and transport */
    private function detail(string $client): array
    {
        $shown = $client === 'cotp'
            ? ['tried', 'not processed', 'once', 'twice', 'success', 'NotSent', 'Unknown', 'Answered', 'limit of plain HTTP', 'violations']
            : ['tried', 'not processed', 'once', 'twice', 'twice and told as one', 'success', 'threw', 'threw, though processed', 'told wrong', 'limit of plain HTTP'];
        $rows = [];
        foreach ($this->counts as $key => $counts) {
            $place = array_combine(self::DETAIL, explode("\t", $key));
            if ($place['client'] === $client) {
                $rows[] = ['transport' => $place['transport'], 'phase' => $place['phase'], 'fault' => $place['fault']] + array_intersect_key($counts, array_flip($shown));
            }
        }
        usort($rows, fn (array $a, array $b): int => [array_search($a['transport'], Fault::TRANSPORTS), $a['phase'], $a['fault']]
            <=> [array_search($b['transport'], Fault::TRANSPORTS), $b['phase'], $b['fault']]);
        return $rows;
    }

    /** @return list<array<string, string|int>> a row for each client */
    private function comparison(): array
    {
        return array_map(function (string $client): array {
            $sum = $this->sum("$client\t");
            return ['client' => self::NAMES[$client], 'faults' => $sum['tried'], 'processed once' => $sum['once'], 'processed twice' => $sum['twice'],
                'told as one success' => $sum['twice and told as one'],
                'failed, and tells that it was not sent' => $client === 'cotp' ? $sum['NotSent'] : 'cannot tell',
                'of these it was' => $client === 'cotp' ? 0 : $sum['threw, though processed'] . " of $sum[threw]",
                'told another answer' => $sum['told wrong'], 'too long' => $sum['too long'], 'next call failed' => $sum['next call failed']];
        }, $this->clients());
    }

    /** @param list<array<string, string|int>> $rows */
    private static function columns(array $rows): string
    {
        $widths = array_map(fn (string $name): int => max(array_map(fn (array $row): int => strlen((string) $row[$name]), $rows) + [-1 => strlen($name)]), array_combine($names = array_keys($rows[0]), $names));
        $line = fn (array $cells): string => implode('  ', array_map(fn (string $name): string => str_pad((string) $cells[$name], $widths[$name]), $names));
        return implode("\n", array_map($line, [array_combine($names, $names), ...$rows])) . "\n";
    }

    /** @param list<array<string, string|int>> $rows */
    private static function markdownTable(array $rows): string
    {
        $lines = [array_keys($rows[0]), array_fill(0, count($rows[0]), '---'), ...array_map(array_values(...), $rows)];
        return implode('', array_map(fn (array $cells): string => '| ' . implode(' | ', $cells) . " |\n", $lines));
    }
}
