<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite;

use Cotp\Ledger\Ask;
use Cotp\Ledger\AskState;
use Cotp\Ledger\Ending;
use CotpStatus;

/** What the newest request of a booking has come to, in words. */
final class Progress
{
    /** @param array<string, mixed> $booking */
    public function __construct(private array $booking, private ?Ask $ask)
    {
    }

    /** Once a card is stored, only its security code is asked for. */
    public function kind(): string
    {
        $isCode = $this->booking['card_uri'] !== null && ($this->ask?->attempt > $this->booking['card_attempt'] || $this->booking['card_renewed'] === 1);
        return $isCode ? 'Security code' : 'Card';
    }

    /** @return array{string, string, string} class, label, explanation */
    public function badge(): array
    {
        return match ($this->ask?->state) {
            null => ['none', 'No card yet', ''],
            AskState::Reserved => ['open', 'Sending', ''],
            AskState::Unknown => [
                'warn', 'Unknown – waiting for callback',
                'The link may have been sent to the guest, so it is not sent again. When the guest opens the link, this page shows it.',
            ],
            AskState::NotSent => ['bad', 'Not sent', ''],
            default => $this->statusBadge($this->ask),
        };
    }

    /** @return array{string, string, string} class, label, explanation */
    private function statusBadge(Ask $ask): array
    {
        if ($ask->ending === Ending::Canceled) {
            return ['none', 'Canceled', 'The link shows "Link Expired".'];
        }
        return match ($ask->status) {
            CotpStatus::MessageQueued => ['open', 'Message queued', ''],
            CotpStatus::MessageSent => ['open', 'Message sent', ''],
            CotpStatus::MessageDelivered => ['open', 'Message delivered', ''],
            CotpStatus::MessageFailed => ['bad', 'Message failed', 'The message did not reach the guest. Correct the phone number below, or send the link by e-mail.'],
            CotpStatus::FormViewed => ['open', 'Form opened', 'The guest may be entering the card now: a new link would close the form.'],
            CotpStatus::StoreFailed => ['warn', 'Entry rejected', 'The card details were rejected. The guest may be able to correct them on the same page.'],
            CotpStatus::CardStored => ['good', "{$this->kind()} stored", ''],
            CotpStatus::LinkExpired => ['none', 'Link expired', 'The guest did not complete the form in time.'],
            default => ['open', 'Requested', ''],
        };
    }
}
