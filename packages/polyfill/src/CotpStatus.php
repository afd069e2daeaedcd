<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

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
        return match ($this) {
            self::CardStored, self::LinkExpired, self::MessageFailed => true,
            default => false,
        };
    }

    /** The order is strict and total, so events lead to the same status in whatever order they arrive. */
    public function supersedes(self $known): bool
    {
        return $this->rank() > $known->rank();
    }

    private function rank(): int
    {
        return match ($this) {
            self::Unknown => 0,
            self::MessageQueued => 10,
            self::MessageSent => 20,
            self::MessageDelivered => 30,
            self::MessageFailed => 35,
            self::FormViewed => 40,
            self::StoreFailed => 50,
            self::LinkExpired => 60,
            self::CardStored => 100,
        };
    }
}
