<?php
/*
 * PCI Booking posts here on every change of a request. Verify, store, answer: what the event means is the worker's business.
 * Every bad callback gets the same 403, whatever is wrong with it. 2xx says that the event is stored and cannot be lost;
 * 503 asks to tell it again.
 */
declare(strict_types=1);

namespace BookingSite;

use CotpCallbackException;
use Throwable;

require dirname(__DIR__) . '/src/autoload.php';

const LONGEST_BODY = 16384;

/** The parameter cotp, when there is exactly one. Of several, PHP would take the last, and a proxy perhaps the first. */
function token(string $query): string
{
    return preg_match_all('/(?:^|&)cotp=([^&]*)/', $query, $match) === 1 ? rawurldecode($match[1][0]) : '';
}

ini_set('display_errors', '0');
try {
    // One byte more than the verifier takes, so that it can refuse what is longer.
    $body = $_SERVER['REQUEST_METHOD'] === 'POST' ? (string) file_get_contents('php://input', length: LONGEST_BODY + 1) : '';
    $database = Settings::database();
    $event = Settings::callbacks()->verify($body, token($_SERVER['QUERY_STRING'] ?? ''), (new Bookings($database))->requestIdOf(...));
    (new Queue($database))->addCallback($event, time());
    http_response_code(204);
} catch (CotpCallbackException $refusal) {
    error_log("callback rejected: $refusal->reason");
    http_response_code(403);
} catch (Throwable $fault) {
    error_log('callback not stored: ' . $fault::class . ': ' . $fault->getMessage());
    http_response_code(503);
}
