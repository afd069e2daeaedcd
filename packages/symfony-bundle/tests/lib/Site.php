<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Tests\lib;

use Cotp\Ledger\Event\CardStored;
use Cotp\Ledger\Ledger;
use CotpForm;
use Symfony\Component\EventDispatcher\Attribute\AsEventListener;
use Symfony\Component\HttpFoundation\Response;

/** What a site does: asks in a controller, and stores the card in a listener. */
#[AsEventListener]
final class Site
{
    /** @var array<string, string> card URIs by key */
    public array $cards = [];

    public function __construct(private readonly Ledger $ledger)
    {
    }

    public function ask(string $booking): Response
    {
        $this->ledger->ask("$booking/card", static fn (string $url): CotpForm => new CotpForm(bookerId: 'hotel-42', email: "$booking@example.com", callbackUrl: $url));
        return new Response('<html><body>asked</body></html>');
    }

    public function __invoke(CardStored $event): void
    {
        $this->cards[$event->ask->key] = $event->cardUri();
    }
}
