<?php
// SPDX-License-Identifier: BSD-3-Clause
/*
 * PCI Booking posts every status change here. This script only verifies and stores the event; the worker processes it.
 * Every invalid callback gets the same 403, whatever the reason. 204 means that the event is stored and cannot be lost,
 * 503 that PCI Booking should send it again.
 */
declare(strict_types=1);

namespace BookingSite;

use CotpCallbackException;
use Throwable;

require dirname(__DIR__) . '/src/autoload.php';

const LONGEST_BODY = 16384;

/** Returns the parameter "cotp" if there is exactly one. Of several, PHP uses the last one, but a proxy might use the first. */
function token(string $query): string
{
    return preg_match_all('/(?:^|&)cotp=([^&]*)/', $query, $match) === 1 ? rawurldecode($match[1][0]) : '';
}

ini_set('display_errors', '0');
try {
    // One byte more than the verifier accepts, so that it can reject a longer body.
    $body = $_SERVER['REQUEST_METHOD'] === 'POST' ? (string) file_get_contents('php://input', length: LONGEST_BODY + 1) : '';
    $event = Settings::callbacks()->verify($body, token($_SERVER['QUERY_STRING'] ?? ''));
    $isStored = Settings::ledger(Settings::database())->receive($event);
    $isStored || error_log('callback rejected: its reference is not one of the ledger');      // another program has signed it with our key
    http_response_code($isStored ? 204 : 403);
} catch (CotpCallbackException $rejected) {
    error_log("callback rejected: $rejected->reason");
    http_response_code(403);
} catch (Throwable $fault) {
    error_log('callback not stored: ' . $fault::class . ': ' . $fault->getMessage());
    http_response_code(503);
}
