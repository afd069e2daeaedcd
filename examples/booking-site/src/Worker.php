<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite;

use Closure;
use CotpNotFoundException;
use CotpRequest;
use CotpRetention;
use CotpState;
use CotpStatus;
use DateTimeImmutable;
use UnexpectedValueException;

/**
 * Processes the queue. A callback is only a hint: the worker retrieves the actual state, with the request id that is stored
 * for the reference. All its calls can safely be made twice, so a worker may die at any point.
 */
final class Worker
{
    public function __construct(
        private Database $database,
        private Bookings $bookings,
        private Queue $queue,
        private CotpRequest $service,
    ) {
    }

    /** @return bool whether a job was due */
    public function workOne(int $now): bool
    {
        return $this->queue->takeNext($now, fn (array $job): Closure => match ($job['kind']) {
            'callback', 'poll' => $this->look($job, $now),
            'retention' => $this->setRetention($job, $now),
            'delete_original' => $this->deleteOriginal($job, $now),
        });
    }

    /** A callback may never arrive, so open requests are polled from time to time. */
    public function sweep(int $now): void
    {
        $this->bookings->giveUpLostSends($now);
        $this->database->transaction(function () use ($now): void {
            foreach ($this->bookings->takeDueForPoll($now) as $reference) {
                $this->queue->add('poll', $reference, 'poll', $now);
            }
        });
    }

    /** @param array<string, mixed> $job */
    private function look(array $job, int $now): Closure
    {
        $request = $this->bookings->request($job['reference']);
        if ($request === null) {
            return fn () => $this->queue->finish($job, $now, 'ignored: there is no request with this reference');
        }
        if ($request['request_id'] === null) {
            return $this->identify($job, $request, $now);
        }
        if ($job['request_id'] !== null && $job['request_id'] !== $request['request_id']) {
            return fn () => $this->queue->finish($job, $now, 'ignored: the callback is about a different request');
        }
        $state = $this->state($request);
        return function () use ($job, $request, $state, $now): void {
            $this->apply($request, $state, $now);
            $this->queue->finish($job, $now);
        };
    }

    /**
     * The callback is authentic, but the request id is not known: send() has not returned yet, or its response was lost. In the
     * latter case, the id of the callback is used if the service returns, for that id, the URL that we signed for the reference.
     * @param array<string, mixed> $job
     * @param array<string, mixed> $request
     */
    private function identify(array $job, array $request, int $now): Closure
    {
        if ($request['sending'] === 'sending' || $job['request_id'] === null) {
            return fn () => $this->queue->postpone($job, $now + 1, 'too early: send() has not returned yet');
        }
        $state = $this->service->retrieve($job['request_id']);
        if (!self::contains($state->details, $request['callback_digest'])) {
            return fn () => $this->queue->finish($job, $now, 'ignored: the request was sent with a different callback URL');
        }
        return function () use ($job, $request, $state, $now): void {
            $this->bookings->sent($request['reference'], $state->requestId, $now + Settings::pollSeconds());
            $this->apply($request, $state, $now);
            $this->queue->finish($job, $now);
        };
    }

    /** @param array<array-key, mixed> $details */
    private static function contains(array $details, string $digest): bool
    {
        $found = false;
        array_walk_recursive($details, static function (mixed $value) use ($digest, &$found): void {
            $found = $found || (is_string($value) && hash_equals($digest, hash('sha256', $value)));
        });
        return $found;
    }

    /** @param array<string, mixed> $request */
    private function state(array $request): CotpState
    {
        try {
            return $this->service->retrieve($request['request_id']);
        } catch (CotpNotFoundException $exception) {
            if ($request['canceled'] === 1) {
                // It is not documented whether a canceled request can still be retrieved.
                return new CotpState($request['request_id'], CotpStatus::LinkExpired, CotpStatus::LinkExpired->value);
            }
            throw $exception;
        }
    }

    /**
     * Call it in a transaction: the jobs that follow from a stored card are queued together with the status, or not at all.
     * @param array<string, mixed> $request
     */
    private function apply(array $request, CotpState $state, int $now): void
    {
        if (!$this->bookings->moveStatus($request['reference'], $state, $now) || $state->status !== CotpStatus::CardStored) {
            return;
        }
        if ($state->cardUri === null) {
            throw new UnexpectedValueException('the card is stored, but the response has no card URI');
        }
        $this->bookings->cardIsNow($request['booking_id'], $state->cardUri);
        $this->queue->add('retention', $request['reference'], 'retention', $now);
        // The security code is stored with a copy of the card. If it ever is not, do not delete the only card.
        if ($request['original_uri'] !== null && basename($request['original_uri']) !== basename($state->cardUri)) {
            $this->queue->add('delete_original', $request['reference'], 'delete_original', $now);
        }
    }

    /** @param array<string, mixed> $job */
    private function setRetention(array $job, int $now): Closure
    {
        $request = $this->bookings->request($job['reference']);
        // The period begins when the card was stored, so that a retry sets the same end; but the end must be in the future.
        $until = max($request['status_at'] + Settings::retentionDays() * 86400, $now + 3600);
        $this->service->setRetention($request['card_uri'], new CotpRetention(until: new DateTimeImmutable("@$until")));
        $policy = $this->service->getRetention($request['card_uri']);
        return function () use ($job, $policy, $now): void {
            $this->bookings->retentionIs($job['reference'], $policy->until->getTimestamp());
            $this->queue->finish($job, $now);
        };
    }

    /** @param array<string, mixed> $job */
    private function deleteOriginal(array $job, int $now): Closure
    {
        $request = $this->bookings->request($job['reference']);
        try {
            $this->service->deleteCard($request['original_uri']);
        } catch (CotpNotFoundException) {
            // Already deleted: an earlier worker may have died before it recorded that.
        }
        return function () use ($job, $now): void {
            $this->bookings->originalIsDeleted($job['reference']);
            $this->queue->finish($job, $now);
        };
    }
}
