<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpProbeTests;

use RuntimeException;

/** The checks of Audit have to accept a perfect result, and to find each fault that is planted in it. */
final class Planted
{
    private const SECRET = 'key-0123456789abcdef';

    /** @return int the number of planted faults that were found */
    public static function findAll(Names $names): int
    {
        $strict = self::variation($names, static fn (Variation $one): bool => $one->isEmail && $one->outside !== [] && $one->variant->refusesUnknownFields);
        $plain = self::variation($names, static fn (Variation $one): bool => $one->isEmail && $one->outside === [] && !$one->variant->refusesUnknownFields);
        $message = ['channel' => 'Email', 'to' => $plain->tester];
        $planted = [
            'a third message' => self::faults($names, $plain, messages: [$message, $message, $message]),
            'more messages than announced' => self::faults($names, $strict, messages: array_fill(0, 6, ['channel' => 'Email', 'to' => $strict->tester])),
            'a message to somebody else' => self::faults($names, $plain, messages: [['to' => 'other@probe.example'] + $message]),
            'a message in another channel' => self::faults($names, $plain, messages: [['channel' => 'SMS'] + $message]),
            'a wrong name' => self::faults($names, $plain, ['form.css' => 'Wrong']),
            'a wrong name only in the wire file' => self::faults($names, $plain, onlyInFile: ['form.css' => 'Wrong']),
            'an entry that does not exist' => self::faults($names, $plain, onlyInFile: ['form.nothing' => 'X']),
            'an entry that the report does not confirm' => self::faults($names, $plain, onlyInFile: ['form.cardUri' => $plain->wire['form.cardUri']]),
            'an entry that is only in the report' => self::faults($names, $plain, missing: ['form.css']),
            'a candidate that was not found' => self::faults($names, $plain, ['form.css' => null]),
            'a path that was not found' => self::faults($names, $plain, ['cvv.clear.path' => null]),
            'a name outside the candidates, guessed wrongly' => self::faults($names, $strict, [$strict->outside[0] => $names->inside($strict->outside[0])[0]]),
            'the key in a report' => self::faults($names, $plain, texts: 'x' . self::SECRET),
            'the address in a report' => self::faults($names, $plain, texts: strtoupper($plain->tester)),
            'a half-written file' => self::faults($names, $plain, files: ['report.md', 'report.json.tmp']),
            'no Markdown' => self::faults($names, $plain, files: []),
            'no report' => (new Audit($plain))->faults(new Result(1, '', null, [], 2, [], ''), [], []),
        ];
        foreach (['perfect' => $plain, 'perfect, with names outside' => $strict] as $what => $variation) {
            self::faults($names, $variation) === [] || throw new RuntimeException("a $what result has faults: " . implode('; ', self::faults($names, $variation)));
        }
        $unseen = array_keys(array_filter($planted, static fn (array $faults): bool => $faults === []));
        return $unseen === [] ? count($planted) : throw new RuntimeException('the checks do not find: ' . implode('; ', $unseen));
    }

    /** @param \Closure(Variation): bool $fits */
    private static function variation(Names $names, \Closure $fits): Variation
    {
        for ($number = 1; ; $number++) {
            $variation = Variation::draw($names, 0, $number);
            if ($fits($variation)) {
                return $variation;
            }
        }
    }

    /**
     * Returns the faults of a result that is perfect except for the changes.
     * @param array<string, ?string> $entries in the report and in the wire file; null: not found
     * @param array<string, string> $onlyInFile only in the wire file
     * @param ?list<array<string, string>> $messages
     * @param list<string> $missing keys that are only in the report
     * @param list<string> $files
     * @return list<string>
     */
    private static function faults(
        Names $names,
        Variation $variation,
        array $entries = [],
        array $onlyInFile = [],
        ?array $messages = null,
        string $texts = '',
        array $files = ['report.md'],
        array $missing = [],
    ): array {
        $report = [];
        foreach ($variation->wire as $key => $name) {
            $isFound = $names->isInside($key, $name) && $key !== 'form.cardUri';
            $value = array_key_exists($key, $entries) ? $entries[$key] : ($isFound ? $name : null);
            $report[$key] = ['key' => $key, 'result' => $value === null ? 'not testable' : 'confirmed', 'value' => $value];
        }
        $wire = array_diff_key(array_filter(array_column($report, 'value', 'key'), is_string(...)), array_flip($missing));
        $wire = $onlyInFile + $wire;
        $messages ??= [['channel' => $variation->isEmail ? 'Email' : 'SMS', 'to' => $variation->tester]];
        return (new Audit($variation))->faults(new Result(0, '', $wire, $report, 5, $files, $texts), $messages, [self::SECRET]);
    }
}
