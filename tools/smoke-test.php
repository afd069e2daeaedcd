<?php
// Loads an installed cotp, and has it refuse and fail as it should: smoke-test.php VERSION
declare(strict_types=1);

phpversion('cotp') === $argv[1] or exit('cotp ' . var_export(phpversion('cotp'), true) . " is loaded, not $argv[1]\n");
$cotp = new CotpRequest('smoke-test', baseUri: 'http://127.0.0.1:1/api', retries: 0);
try {
    $cotp->send(new CotpForm(bookerId: 'smoke', email: 'guest@example.com'));
    exit("nothing listens on port 1, and yet a send succeeded\n");
} catch (CotpTransportException $exception) {
    $exception->outcome === CotpOutcome::NotSent or exit("a refused connection is not NotSent\n");
}
try {
    new CotpForm(bookerId: 'smoke', email: 'nobody');
    exit("a bad address was taken\n");
} catch (ValueError) {
    echo "cotp $argv[1] works\n";
}
