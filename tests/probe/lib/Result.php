<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpProbeTests;

/** What a run of the probe left in its folder. */
final class Result
{
    /**
     * @param ?array<string, mixed> $wire cotp-wire.json; null if it is missing or not a JSON object
     * @param array<string, array{result: string, value: ?string}> $entries of the report, by wire key
     * @param int $mostMessages the announced bound
     * @param list<string> $files their names
     */
    public function __construct(
        public readonly int $exitCode,
        public readonly string $output,
        public readonly ?array $wire,
        public readonly array $entries,
        public readonly int $mostMessages,
        public readonly array $files,
        public readonly string $texts,
    ) {
    }

    public static function read(string $folder, int $exitCode, string $output): self
    {
        $entries = [];
        $most = 2;
        $texts = '';
        foreach (glob("$folder/*") ?: [] as $file) {
            $text = is_file($file) ? (string) file_get_contents($file) : '';
            $value = json_decode($text, true);
            if (basename($file) === 'cotp-wire.json') {
                $wire = is_array($value) ? $value : null;
            } elseif (str_ends_with($file, '.json') && is_array($value) && is_array($value['entries'] ?? $value['findings'] ?? null)) {
                $entries = array_column($value['entries'] ?? $value['findings'], null, 'key');
                $most = $value['mostMessages'] ?? $most;
            }
            $texts .= preg_match('~\.(?:json|md)$~', $file) ? $text : '';
        }
        $files = array_map(basename(...), glob("$folder/{,.}*", GLOB_BRACE) ?: []);
        return new self($exitCode, $output, $wire ?? null, $entries, $most, array_values(array_diff($files, ['.', '..'])), $texts);
    }

    public function isConfirmed(string $key): bool
    {
        return ($this->entries[$key]['result'] ?? null) === 'confirmed';
    }
}
