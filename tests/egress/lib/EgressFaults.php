<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

/** The campaign of faults (tests/faults), applied to the connections between an egress proxy and the service. */
final class EgressFaults
{
    private const LANES = 6;
    /** Faults on a kept connection after the request was sent: here the forbidden directives send it again. */
    private const AFTER_PROCESSING = ['tls/kept/down/0/cut', 'tls/kept/down/0/reset', 'tls/kept/down/30/cut', 'tls/kept/down/30/reset'];
    private const STEP_OF_SAMPLE = 4;

    public function __construct(private readonly string $extension, private readonly string $program)
    {
    }

    /** @return Generator<string, bool> what must be true, by its name */
    public function checks(bool $isWhole): Generator
    {
        $lanes = $this->lanes(EgressVariants::PUBLISHED);
        $layouts = ['tls' => $lanes->layout('tls')];
        $faults = array_values(array_filter($isWhole ? Campaign::whole($layouts) : Campaign::sample($layouts), self::isOurs(...)));
        $faults = $isWhole ? $faults : self::thinned($faults);
        $figures = ['faults' => 0, 'success' => 0, 'NotSent' => 0, 'Unknown' => 0, 'Answered' => 0, 'response of an earlier request' => 0];
        $untruths = $failures = [];
        foreach ($lanes->play($faults) as $play) {
            $figures['faults'] += (int) $play['isHit'];
            $figures[$play['hit']['did']]++;
            $figures['response of an earlier request'] += (int) EgressJudge::isLimit($play);
            array_push($untruths, ...array_map(fn (string $untruth): string => "$play[fault]: $untruth", EgressJudge::untruthsOfPlay($play)));
            array_push($failures, ...array_map(fn (string $failure): string => "$play[fault]: $failure", EgressJudge::failures($play)));
        }
        $text = implode(', ', array_map(fn (string $name, int $count): string => "$count $name", array_keys($figures), $figures));
        yield "$text: nothing is processed twice, and each report is true" . self::list($untruths) => $untruths === [];
        yield 'after each fault, the undisturbed call succeeds' . self::list($failures) => $failures === [];
        yield 'nearly all faults took place' => $figures['faults'] >= 0.9 * count($faults);
    }

    /** Returns how many of a few faults make this configuration process a form twice. */
    public function twice(string $variant): int
    {
        $plays = iterator_to_array($this->lanes($variant)->play(array_map(Fault::parse(...), self::AFTER_PROCESSING)), false);
        return count(array_filter($plays, fn (array $play): bool => count($play['processed']['hit']) > 1));
    }

    private function lanes(string $variant): Lanes
    {
        $command = [PHP_BINARY, '-n', '-d', 'display_errors=stderr', '-d', 'memory_limit=-1', '-d', 'extension=posix', '-d', "extension=$this->extension",
            __DIR__ . '/../../faults/lane.php', 'cotp', $this->program, $variant];
        return new Lanes($command, self::LANES, EgressJudge::isDoubtful(...));
    }

    private static function isOurs(Fault $fault): bool
    {
        return $fault->transport === 'tls' && $fault->where !== 'frame';
    }

    /**
     * All faults that do not belong to a byte, and every fourth of the others.
     * @param list<Fault> $faults
     * @return list<Fault>
     */
    private static function thinned(array $faults): array
    {
        return array_values(array_filter($faults, fn (Fault $fault, int $number): bool
            => !$fault->isAtByte() || $number % self::STEP_OF_SAMPLE === 0, ARRAY_FILTER_USE_BOTH));
    }

    /** @param list<string> $texts */
    private static function list(array $texts): string
    {
        return implode('', array_map(fn (string $text): string => "\n        $text", $texts));
    }
}
