<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Probe;

use CotpCli\Interrupt;

/** Waits for the tester to fill in the form, and shows each status as it comes. */
final class FormWait
{
    private const SHORTEST_PAUSE = 0.1;
    private const LONGEST_PAUSE = 3.0;
    /** Seconds for which the callback of the last status is still awaited. */
    private const LAST_CALLBACK = 2.0;
    private const FINAL = ['cardstored', 'linkexpired', 'messagefailed'];

    /** @var list<string> */
    private array $statuses = [];
    /** @var array<string, string> request id => last status */
    private array $last = [];

    public function __construct(
        private readonly StateReader $reader,
        private readonly Findings $findings,
        private readonly Candidates $candidates,
        private readonly Console $console,
        private readonly Interrupt $interrupt,
        private readonly ?CallbackListener $callbacks,
    ) {
    }

    /** @return list<string> the statuses that were seen, in their order */
    public function statuses(): array
    {
        return $this->statuses;
    }

    /**
     * @param list<string> $requestIds
     * @return string|null the URI of the stored card, or null if no form was completed in time
     */
    public function wait(array $requestIds, float $seconds): ?string
    {
        $end = microtime(true) + $seconds;
        $pause = self::SHORTEST_PAUSE;
        while (true) {
            $states = array_filter(array_combine($requestIds, array_map($this->reader->read(...), $requestIds)));
            $pause = $this->show($requestIds, $states) ? self::SHORTEST_PAUSE : $pause;
            foreach ($states as $id => $state) {
                if (strtolower($this->last[$id] ?? '') === 'cardstored') {
                    $this->awaitLastCallback();
                    return $this->cardUri($state);
                }
            }
            $this->collectCallbacks();
            $rest = $end - microtime(true);
            if ($rest <= 0 || $this->isOver($requestIds, $states)) {
                break;
            }
            $this->console->progress(sprintf('Waiting for the form, %d s left (Ctrl-C ends the run with a report)', (int) $rest));
            $this->interrupt->pause(min($pause, $rest));
            $pause = min($pause * 1.3, self::LONGEST_PAUSE);
        }
        $this->console->endProgress();
        return null;
    }

    /**
     * @param list<string> $requestIds
     * @param array<string, Echoed> $states
     * @return bool whether a status changed
     */
    private function show(array $requestIds, array $states): bool
    {
        $hasChanged = false;
        foreach ($requestIds as $i => $id) {
            $status = isset($states[$id]) ? $this->reader->status($states[$id]) : '';
            if ($status !== '' && $status !== ($this->last[$id] ?? '')) {
                $this->console->endProgress();
                $this->console->line('Message ' . ($i + 1) . ": $status");
                $this->last[$id] = $this->statuses[] = $status;
                $hasChanged = true;
            }
        }
        return $hasChanged;
    }

    /**
     * Whether nothing more can happen, or nothing could be seen of it.
     * @param list<string> $requestIds
     * @param array<string, Echoed> $states
     */
    private function isOver(array $requestIds, array $states): bool
    {
        if ($states === []) {
            return $this->callbacks === null || $this->callbacks->hasSeen('CardStored');
        }
        return array_filter($requestIds, fn (string $id): bool => isset($states[$id]) && !in_array(strtolower($this->last[$id] ?? ''), self::FINAL, true)) === [];
    }

    private function awaitLastCallback(): void
    {
        $end = microtime(true) + self::LAST_CALLBACK;
        while ($this->callbacks !== null && !$this->callbacks->hasSeen('CardStored') && microtime(true) < $end) {
            $this->collectCallbacks();
            $this->interrupt->pause(0.05);
        }
    }

    private function collectCallbacks(): void
    {
        foreach ($this->callbacks?->collect() ?? [] as $line) {
            $this->console->endProgress();
            $this->console->line($line);
        }
    }

    private function cardUri(Echoed $state): ?string
    {
        $fits = static fn (mixed $value): bool => is_string($value) && preg_match('~^(?:https://[^\s?#]+/|http://(?:127\.|localhost|\[::1\])[^\s?#]*/)?[A-Za-z0-9_-]{16,128}$~D', $value) === 1;
        $names = $state->namesWith($fits);
        $named = array_values(array_filter($names, fn (string $name): bool => $this->candidates->contains('state.cardUri', $name)));
        $uris = array_values(array_filter($names, static fn (string $name): bool => preg_match('~^https?://[^?#]*(?:card|token)[^?#]*/~i', $state->text($name)) === 1));
        $name = match (1) {
            count($uris) => $uris[0],
            count($named) => $named[0],
            default => null,
        };
        if ($name === null) {
            $this->findings->notTestable('state.cardUri', 'No member, or more than one, looks like the URI of the stored card.');
            return null;
        }
        $this->findings->confirm('state.cardUri', $name, 'Its value is the URI of the card that was stored.');
        return $state->text($name);
    }
}
