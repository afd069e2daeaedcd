<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Probe;

use CotpCli\Interrupt;
use CotpStatus;

/** Waits for the tester to fill in the form, and shows each status as it comes. */
final class FormWait
{
    private const SHORTEST_PAUSE = 0.1;
    private const LONGEST_PAUSE = 3.0;

    /** @var list<string> */
    private array $statuses = [];

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
        $last = [];
        do {
            $open = 0;
            foreach ($requestIds as $i => $id) {
                $state = $this->reader->read($id);
                $status = $state === null ? '' : $this->reader->status($state);
                if ($status !== '' && $status !== ($last[$id] ?? '')) {
                    $this->console->endProgress();
                    $this->console->line('Message ' . ($i + 1) . ": $status");
                    $this->statuses[] = $status;
                    $pause = self::SHORTEST_PAUSE;
                }
                $last[$id] = $status;
                if ($state !== null && strcasecmp($status, CotpStatus::CardStored->value) === 0) {
                    $this->collectCallbacks();
                    return $this->cardUri($state);
                }
                $open += in_array(strtolower($status), ['linkexpired', 'messagefailed'], true) ? 0 : 1;
            }
            $this->collectCallbacks();
            $rest = $end - microtime(true);
            if ($open === 0 || $rest <= 0) {
                break;
            }
            $this->console->progress(sprintf('Waiting for the form, %d s left (Ctrl-C ends the run with a report)', (int) $rest));
            $this->interrupt->pause(min($pause, $rest));
            $pause = min($pause * 1.3, self::LONGEST_PAUSE);
        } while (true);
        $this->console->endProgress();
        return null;
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
            count($named) => $named[0],
            count($uris) => $uris[0],
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
