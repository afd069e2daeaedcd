<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

/* The callback controller of a site, as in the README. */
use Cotp\Ledger\Account;
use Cotp\Ledger\CotpSender;
use Cotp\Ledger\Ledger;

require dirname(__DIR__, 2) . '/vendor/autoload.php';

$verifier = new CotpCallbackVerifier(['k' => str_repeat('k', 32)]);
$cotp = new CotpRequest('test-key', 'http://127.0.0.1:1/api');      // not used: receive() sends nothing
$ledger = new Ledger(new PDO((string) getenv('SITE_DSN')), new Account(new CotpSender($cotp), $verifier, 'https://site.example/cotp'), str_repeat('s', 32));
try {
    $ledger->receive($verifier->verifyGlobals());
    http_response_code(204);
} catch (CotpCallbackException) {
    http_response_code(403);
} catch (Throwable) {
    http_response_code(503);
}
