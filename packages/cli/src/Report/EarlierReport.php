<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Report;

use CotpCli\Probe\Finding;
use CotpCli\Probe\Findings;

/** What an earlier run in the same folder found out: a run that only looks must not forget it. */
final readonly class EarlierReport
{
    /** @param list<array{string, string, string}> $confirmed key, value and evidence */
    private function __construct(private array $confirmed)
    {
    }

    public static function read(string $folder): self
    {
        $report = is_file("$folder/report.json") ? json_decode((string) file_get_contents("$folder/report.json"), true) : null;
        $entries = is_array($report) && is_array($report['entries'] ?? null) ? $report['entries'] : [];
        $confirmed = [];
        foreach ($entries as $entry) {
            if (!is_array($entry) || ($entry['result'] ?? null) !== Finding::CONFIRMED) {
                continue;
            }
            [$key, $value, $evidence] = [$entry['key'] ?? null, $entry['value'] ?? null, $entry['evidence'] ?? ''];
            if (is_string($key) && is_string($value) && is_string($evidence)) {
                $confirmed[] = [$key, $value, $evidence];
            }
        }
        return new self($confirmed);
    }

    /** Adds what was confirmed earlier and is not confirmed now. */
    public function addTo(Findings $findings): void
    {
        foreach ($this->confirmed as [$key, $value, $evidence]) {
            $findings->isConfirmed($key) || $findings->confirm($key, $value, $evidence);
        }
    }
}
