<?php
// Loads an installed cotp, and has it refuse and fail as it should: smoke-test.php VERSION
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
    fail('nothing listens on port 1, and yet a send succeeded');
} catch (CotpTransportException $exception) {
    $exception->outcome === CotpOutcome::NotSent or fail('a refused connection is not NotSent');
}
try {
    new CotpForm(bookerId: 'smoke', email: 'nobody');
    fail('a bad address was taken');
} catch (ValueError) {
    echo "cotp $argv[1] works\n";
}
