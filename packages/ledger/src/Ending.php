<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger;

use CotpStatus;

/** How a question ended. */
enum Ending: string
{
    case CardStored = 'card_stored';
    /** The link expired. */
    case Expired = 'expired';
    /** The message could not be delivered. */
    case Failed = 'failed';
    /** The link was deleted: by Ledger::cancel(), by a policy, or because a new link replaced it. */
    case Canceled = 'canceled';

    /** @internal */
    public static function ofStatus(CotpStatus $status, bool $isCanceled): ?self
    {
        return match ($status) {
            CotpStatus::CardStored => self::CardStored,
            CotpStatus::LinkExpired => $isCanceled ? self::Canceled : self::Expired,
            CotpStatus::MessageFailed => self::Failed,
            default => null,
        };
    }
}
