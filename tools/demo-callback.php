<?php
/* The demo's callback controller: verifies, stores, answers. It reads nothing of the database of bookings, since the demo
 * asks for the truth itself. */
declare(strict_types=1);

$callbacks = new CotpCallbackVerifier(['2026-11' => base64_decode(getenv('COTP_CALLBACK_SECRET'), true)]);
try {
    $event = $callbacks->verifyGlobals();
} catch (CotpCallbackException) {
    http_response_code(403);
    exit;
}
$file = getenv('COTP_DEMO_FOLDER') . '/' . $event->dedupeKey();
file_put_contents("$file.new", json_encode([
    'reference' => $event->reference,
    'requestId' => $event->requestId,
    'status' => $event->status->value,
]));
rename("$file.new", "$file.json");
http_response_code(204);
