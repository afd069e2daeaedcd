<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

use Cotp\Polyfill\Tables;

/** The status of a request. The names are PCI Booking's. */
enum CotpStatus: string
{
    case MessageQueued = 'MessageQueued';
    case MessageSent = 'MessageSent';
    case MessageDelivered = 'MessageDelivered';
    case MessageFailed = 'MessageFailed';
    case FormViewed = 'FormViewed';
    case CardStored = 'CardStored';
    case LinkExpired = 'LinkExpired';
    case StoreFailed = 'StoreFailed';
    case Unknown = '';

    /**
     * Returns the case with this name, without regard to ASCII case, or Unknown, so that a status added by the service
     * later breaks nothing.
     */
    public static function fromWire(string $raw): self
    {
        foreach (self::cases() as $case) {
            if (strcasecmp($case->value, $raw) === 0) {
                return $case;
            }
        }
        return self::Unknown;
    }

    public function isFinal(): bool
    {
        return $this->facts()[1];
    }

    /** The order is strict and total, so events lead to the same status in whatever order they arrive. */
    public function supersedes(self $known): bool
    {
        return $this->facts()[0] > $known->facts()[0];
    }

    /**
     * Compares the identity of the case, because an ArrayObject over a case can change its value.
     *
     * @return array{int, bool} rank, final
     */
    private function facts(): array
    {
        foreach (Tables::STATUSES as $name => $facts) {
            if (constant('self::' . ($name === '' ? 'Unknown' : $name)) === $this) {
                return $facts;
            }
        }
        return Tables::STATUSES[''];
    }
}
