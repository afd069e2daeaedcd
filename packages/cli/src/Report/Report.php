<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Report;

use CotpCli\AtomicFile;
use CotpCli\Probe\Candidates;
use CotpCli\Probe\Finding;
use CotpCli\Probe\Findings;
use CotpCli\Probe\WireKeys;

/** What a run found out, as files that can be given to others: neither contains a key, a token, an id or an address. */
final readonly class Report
{
    /**
     * @param array<string, string> $facts heading => text
     * @param list<string> $statuses
     */
    public function __construct(private Findings $findings, private Candidates $candidates, private int $mostMessages, private array $facts, private array $statuses)
    {
    }

    /** @return list<string> the files that were written */
    public function write(string $folder): array
    {
        AtomicFile::writeJson("$folder/cotp-wire.json", (object) WireFile::accepted($this->findings->wire()));
        AtomicFile::write("$folder/report.md", $this->markdown());
        AtomicFile::writeJson("$folder/report.json", $this->json());
        return ["$folder/cotp-wire.json", "$folder/report.md", "$folder/report.json"];
    }

    public function count(string $result): int
    {
        return count(array_filter($this->findings->all(), static fn (Finding $finding): bool => $finding->result === $result));
    }

    /** @return array<string, mixed> */
    public function json(): array
    {
        return [
            'mostMessages' => $this->mostMessages,
            'facts' => $this->facts,
            'statuses' => $this->statuses,
            'entries' => array_map(fn (Finding $finding): array => [
                'key' => $finding->key,
                'result' => $finding->result,
                'value' => $finding->value,
                'default' => $this->candidates->default($finding->key),
                'evidence' => $finding->evidence,
            ], $this->findings->all()),
        ];
    }

    public function markdown(): string
    {
        $lines = ['# What my account showed', ''];
        foreach ($this->facts as $heading => $text) {
            $lines[] = "* $heading: $text";
        }
        $lines[] = '* Statuses seen: ' . ($this->statuses === [] ? 'none' : implode(', ', $this->statuses));
        foreach ([Finding::CONFIRMED, Finding::REFUTED, Finding::NOT_TESTABLE] as $result) {
            array_push($lines, ...$this->table($result));
        }
        return implode("\n", $lines) . "\n";
    }

    /** @return list<string> */
    private function table(string $result): array
    {
        $lines = ['', '## ' . ucfirst($result) . ' (' . $this->count($result) . ')', ''];
        $lines[] = $result === Finding::CONFIRMED ? '| Entry | Value | Default | Evidence |' : '| Entry | Default | Evidence |';
        $lines[] = $result === Finding::CONFIRMED ? '|---|---|---|---|' : '|---|---|---|';
        foreach ($this->findings->all() as $finding) {
            if ($finding->result !== $result) {
                continue;
            }
            $default = $this->candidates->default($finding->key);
            $value = $finding->value === null ? [] : [$finding->value === $default ? "`$finding->value`" : "**`$finding->value`**"];
            $note = WireKeys::isKnown($finding->key) ? '' : ' (the extension that was used has no such entry)';
            $lines[] = '| ' . implode(' | ', ["`$finding->key`", ...$value, "`$default`", str_replace('|', '\\|', $finding->evidence) . $note]) . ' |';
        }
        return $lines;
    }
}
