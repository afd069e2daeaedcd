<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/*
 * Declares the callback classes if the extension is not loaded. Each file is loaded when its class is first used, and no
 * existing class is redeclared. Without Composer, require this file.
 */
if (!extension_loaded('cotp')) {
    spl_autoload_register(static function (string $class): void {
        $files = [
            'CotpCallback' => 'CotpCallback.php',
            'CotpCallbackException' => 'CotpCallbackException.php',
            'CotpCallbackVerifier' => 'CotpCallbackVerifier.php',
            'CotpException' => 'CotpException.php',
            'CotpOutcome' => 'CotpOutcome.php',
            'CotpStatus' => 'CotpStatus.php',
            'Cotp\Polyfill\BaseUrl' => 'BaseUrl.php',
            'Cotp\Polyfill\Body' => 'Body.php',
            'Cotp\Polyfill\JsonObject' => 'JsonObject.php',
            'Cotp\Polyfill\Names' => 'Names.php',
            'Cotp\Polyfill\Text' => 'Text.php',
            'Cotp\Polyfill\Token' => 'Token.php',
        ];
        if (isset($files[$class])) {
            require __DIR__ . '/src/' . $files[$class];
        }
    });
}
