<?php
declare(strict_types=1);

// Entry of the workers: PHP's built-in server runs this file for every request that the front passes on.

namespace CotpSandbox;

use Throwable;

require __DIR__ . '/autoload.php';

$request = HttpRequest::fromGlobals();
try {
    $answer = (new Router(new Store((string) getenv('COTP_SANDBOX_DB'))))->answer($request);
} catch (Throwable $fault) {
    // Without arguments in the trace (zend.exception_ignore_args): a form's fields must not reach a log.
    error_log('cotp-sandbox: ' . $fault);
    $answer = (new ApiError(-150, 'The sandbox failed; see its standard error output.'))->answer($request);
}
$answer->emit();
return true;
