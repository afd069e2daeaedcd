<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite;

use Cotp\Ledger\Event\CardStored;
use Cotp\Ledger\Event\LedgerEvent;
use Cotp\Ledger\Event\StatusChanged;
use CotpRequest;
use CotpRetention;
use DateTimeImmutable;
use Psr\EventDispatcher\EventDispatcherInterface;

/** What the site does when the ledger reports something. Use the event dispatcher of your framework, if you have one. */
final class Cards implements EventDispatcherInterface
{
    public function __construct(private Bookings $bookings, private CotpRequest $service)
    {
    }

    public function dispatch(object $event): object
    {
        match (true) {
            $event instanceof CardStored => $this->keep($event),
            $event instanceof StatusChanged => $this->bookings->note(self::bookingOf($event), $event->ask->rawStatus),
            default => null,
        };
        return $event;
    }

    /** Sets the retention policy, then records the card. The ledger calls this until it has succeeded, so everything may be done twice. */
    private function keep(CardStored $event): void
    {
        $booking = $this->bookings->find(self::bookingOf($event));
        if ($booking === null || $booking['card_attempt'] >= $event->ask->attempt) {
            return;             // done before, and a later attempt may have replaced the card
        }
        // The period begins when the card was stored, so that a second call sets the same end; but the end must be in the future.
        $until = max($event->ask->since->getTimestamp() + Settings::retentionDays() * 86400, time() + 3600);
        $this->service->setRetention($event->cardUri(), new CotpRetention(until: new DateTimeImmutable("@$until")));
        $policy = $this->service->getRetention($event->cardUri());
        $this->bookings->cardIsNow($booking['id'], $event->ask->attempt, $event->cardUri(), $policy->until->getTimestamp());
    }

    private static function bookingOf(LedgerEvent $event): int
    {
        return Bookings::idOfKey($event->ask->key);
    }
}
