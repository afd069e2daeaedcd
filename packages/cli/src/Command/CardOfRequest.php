<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use CotpCli\UserError;
use CotpRequest;

/**
 * The stored card of a request. Commands take the request id instead of the URI of the card, because that URI contains a
 * token, and others can read the list of processes.
 */
final class CardOfRequest
{
    /** @throws UserError when no card is stored */
    public static function uri(CotpRequest $client, string $requestId): string
    {
        return $client->retrieve($requestId)->cardUri
            ?? throw new UserError("No card is stored for this request yet. See its status: cotp show $requestId");
    }
}
