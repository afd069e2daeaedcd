<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** Addresses that decide how a request ends, without a guest. */
final class MagicAddress
{
    /** @var array<int|string, string> the last digits of a phone number => status */
    public const PHONE_ENDS = ['9999' => 'MessageFailed', '9998' => 'LinkExpired', '9997' => 'StoreFailed', '9996' => 'CardStored'];
    /** @var array<string, string> what the part before the @ is, or ends with after a + => status */
    public const MAILBOXES = ['link-expired' => 'LinkExpired', 'store-failed' => 'StoreFailed', 'card-stored' => 'CardStored'];
    /** The last digits of the card that such a guest enters. */
    public const LAST_FOUR = '1111';

    /**
     * Returns the status that a request ends with by itself; null for all other addresses.
     * @param array<string, mixed> $fields
     */
    public static function finalStatus(array $fields): ?string
    {
        if ($fields['DeliveryMethod'] === 'SMS') {
            return self::PHONE_ENDS[substr((string) preg_replace('/\D/', '', Json::text($fields['RecipientPhone'])), -4)] ?? null;
        }
        $mailbox = strtolower(explode('@', Json::text($fields['RecipientEmail']))[0]);
        return self::MAILBOXES[substr((string) strrchr("+$mailbox", '+'), 1)] ?? null;
    }

    /** Returns the status after $status; null if only the guest or time changes it. */
    public static function next(string $status, bool $isSms, ?string $final): ?string
    {
        return match (true) {
            $status === 'MessageQueued' && $isSms => $final === 'MessageFailed' ? $final : 'MessageSent',
            $status === 'MessageSent' => 'MessageDelivered',
            $final === null => null,
            $status === 'FormViewed' => $final,
            $status === 'MessageQueued', $status === 'MessageDelivered' => $final === 'LinkExpired' ? $final : 'FormViewed',
            default => null,
        };
    }
}
