<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Probe;

/**
 * The findings of a run, one for each wire key. A value is confirmed; or the default is refuted (the service does
 * not use it, and no other candidate was found either); or the entry is not testable.
 */
final class Findings
{
    /** @var array<string, Finding> */
    private array $byKey = [];

    public function __construct(private readonly Candidates $candidates)
    {
    }

    public function confirm(string $key, string $value, string $evidence): void
    {
        $this->byKey[$key] = new Finding($key, Finding::CONFIRMED, $value, $evidence);
    }

    public function refute(string $key, string $evidence): void
    {
        $this->byKey[$key] = new Finding($key, Finding::REFUTED, null, $evidence);
    }

    public function notTestable(string $key, string $evidence): void
    {
        $this->byKey[$key] = new Finding($key, Finding::NOT_TESTABLE, null, $evidence);
    }

    public function isConfirmed(string $key): bool
    {
        return ($this->byKey[$key] ?? null)?->result === Finding::CONFIRMED;
    }

    /** Returns the confirmed value, or null. */
    public function value(string $key): ?string
    {
        return ($this->byKey[$key] ?? null)?->value;
    }

    public function of(string $key): ?Finding
    {
        return $this->byKey[$key] ?? null;
    }

    /** @return list<Finding> one for each wire key, in the order of the table */
    public function all(): array
    {
        return array_map(
            fn (string $key): Finding => $this->byKey[$key] ?? new Finding($key, Finding::NOT_TESTABLE, null, self::whyNotTried($key)),
            $this->candidates->keys(),
        );
    }

    private static function whyNotTried(string $key): string
    {
        return match (true) {
            $key === 'phone.format' => 'Only a message to a phone number shows it: --phone.',
            str_starts_with($key, 'callback.') => 'No callback was received: --callback-url.',
            $key === 'state.cardUri' => 'No card was stored.',
            default => 'The run ended before this entry was tried.',
        };
    }

    /** @return array<string, string> the confirmed values by wire key, as CotpRequest takes them */
    public function wire(): array
    {
        $wire = [];
        foreach ($this->candidates->keys() as $key) {
            $value = $this->value($key);
            if ($value !== null && WireKeys::isKnown($key)) {
                $wire[$key] = $value;
            }
        }
        return $wire;
    }
}
