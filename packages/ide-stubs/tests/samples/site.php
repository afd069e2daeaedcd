<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

/* A site that uses all of the API as it should: no tool reports anything. */

final class Site
{
    public function __construct(private readonly CotpRequest $cotp, private readonly CotpCallbackVerifier $callbacks)
    {
    }

    public static function create(string $key, string $secret): self
    {
        $log = static function (CotpAttempt $attempt): void {
            error_log("$attempt->operation $attempt->httpStatus " . ($attempt->errorType ?? ''));
        };
        $cotp = new CotpRequest($key, CotpRequest::STAGING, wire: ['form.language' => 'Lang'], observer: $log);
        return new self($cotp, new CotpCallbackVerifier(['2026-11' => $secret], ['callback.status' => 'Status']));
    }

    public function ask(string $booking, string $email): string
    {
        $form = new CotpForm(bookerId: 'hotel-42', email: $email, amount: '120.00', currency: 'EUR', extra: ['Floor' => 3, 'Rooms' => ['a', 'b']]);
        return $this->cotp->send($form->with(callbackUrl: $this->callbacks->url('https://hotel.example/cotp', $booking)));
    }

    /**
     * @param array<string, CotpForm> $forms by booking
     * @return array<string, string> request ids by booking
     */
    public function askMany(array $forms): array
    {
        $ids = [];
        foreach ($this->cotp->sendMany($forms, 20) as $booking => $result) {
            if ($result instanceof CotpException) {
                error_log($booking . ' ' . $result->outcome->name . ($result->retryable ? ' later' : '') . ' ' . ($result->retryAfter ?? 0.0));
            } else {
                $ids[$booking] = $result;
            }
        }
        return $ids;
    }

    /** @param list<string> $ids */
    public function countStored(array $ids): int
    {
        $states = $this->cotp->retrieveMany($ids);
        return count(array_filter($states, static fn (CotpState|CotpException $state): bool => $state instanceof CotpState && $state->status->isFinal()));
    }

    public function receive(string $body, string $token): ?string
    {
        try {
            $event = $this->callbacks->verify($body, $token, static fn (string $reference): ?string => $reference === 'booking-1' ? 'request-1' : null);
        } catch (CotpCallbackException $fault) {
            error_log($fault->reason);
            return null;
        }
        return $event->status === CotpStatus::CardStored ? $this->keepCard($this->cotp->retrieve($event->requestId)) : null;
    }

    private function keepCard(CotpState $state): ?string
    {
        if ($state->cardUri === null) {
            return null;
        }
        $this->cotp->setRetention($state->cardUri, new CotpRetention(new DateTimeImmutable('+7 days'), destinations: [new CotpDestination('Owner')]));
        foreach ($this->cotp->getRetention($state->cardUri)->destinations as $destination) {
            error_log("$destination->type " . ($destination->usage ?? 0));
        }
        return $state->cardUri;
    }

    public function openConnections(): int
    {
        return CotpRequest::pool()['connections'];
    }
}
