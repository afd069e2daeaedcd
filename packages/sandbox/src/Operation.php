<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** The operations of the API; the values name them in faults and counters. */
enum Operation: string
{
    case Send = 'send';
    case SendSecurityCode = 'send_cvv';
    case Retrieve = 'retrieve';
    case Delete = 'delete';
    case SetRetention = 'retention_set';
    case GetRetention = 'retention_get';
    case DeleteRetention = 'retention_delete';
    case ClearCvv = 'cvv_clear';
    case DeleteCard = 'card_delete';
    case Authenticate = 'authenticate';

    /** Returns the key of the operation's wire entries, which ".path" and ".method" follow. */
    public function wireKey(): string
    {
        return match ($this) {
            self::Send => 'send',
            self::SendSecurityCode => 'securityCode',
            self::Retrieve => 'retrieve',
            self::Delete => 'delete',
            self::SetRetention => 'retention.set',
            self::GetRetention => 'retention.get',
            self::DeleteRetention => 'retention.delete',
            self::ClearCvv => 'cvv.clear',
            self::DeleteCard => 'card.delete',
            self::Authenticate => 'authenticate',
        };
    }
}
