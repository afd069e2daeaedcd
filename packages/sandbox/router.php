<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

// Entry point of the workers: PHP's built-in server runs this file for every request that the front passes on.

namespace CotpSandbox;

use Throwable;

require __DIR__ . '/autoload.php';

$request = HttpRequest::fromGlobals();
try {
    $variant = Variant::fromJson((string) getenv('COTP_SANDBOX_VARIANT'));
    $response = (new Router(new Store((string) getenv('COTP_SANDBOX_DB')), $variant))->handle($request);
} catch (Throwable $fault) {
    // The trace has no arguments (zend.exception_ignore_args), because the fields of a form must not reach a log.
    error_log('cotp-sandbox: ' . $fault);
    $response = ErrorForm::Block->response(new ApiError(-150, 'The sandbox failed; see its standard error output.'), $request);
}
$response->emit();
return true;
