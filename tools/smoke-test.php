<?php
// SPDX-License-Identifier: BSD-3-Clause
// Uses an installed cotp: one refused connection, one invalid address: smoke-test.php VERSION
declare(strict_types=1);

function fail(string $why): never
{
    fwrite(STDERR, "$why\n");
    exit(1);
}

phpversion('cotp') === $argv[1] or fail('cotp ' . var_export(phpversion('cotp'), true) . " is loaded, not $argv[1]");
$cotp = new CotpRequest('smoke-test', baseUri: 'http://127.0.0.1:1/api', retries: 0);
try {
    $cotp->send(new CotpForm(bookerId: 'smoke', email: 'guest@example.com'));
    fail('a send succeeded although nothing listens on port 1');
} catch (CotpTransportException $exception) {
    $exception->outcome === CotpOutcome::NotSent or fail('a refused connection is not NotSent');
}
try {
    new CotpForm(bookerId: 'smoke', email: 'nobody');
    fail('an invalid address was accepted');
} catch (ValueError) {
    echo "cotp $argv[1] works\n";
}
