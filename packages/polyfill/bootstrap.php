<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/*
 * Declares the classes of the extension if it is not loaded. Each file is loaded when its class is first used, and no existing class is
 * redeclared. Without Composer, require this file.
 */
(static function (): void {
    if (extension_loaded('cotp')) {
        return;
    }
    $other = defined('COTP_POLYFILL') ? constant('COTP_POLYFILL')
        : (class_exists('CotpCallbackVerifier') ? (new ReflectionClass('CotpCallbackVerifier'))->getFileName() : __FILE__);
    if ($other !== __FILE__) {
        trigger_error("cotp/polyfill was loaded twice: $other is used, " . __FILE__ . ' is not', E_USER_NOTICE);
        return;
    }
    if (defined('COTP_POLYFILL')) {
        return;
    }
    define('COTP_POLYFILL', __FILE__);
    spl_autoload_register(static function (string $class): void {
        $name = str_starts_with($class, 'Cotp\\Polyfill\\') ? substr($class, 14) : $class;
        if (str_starts_with($class, 'Cotp') && preg_match('/\A[A-Za-z0-9]+\z/', $name) === 1
            && ($name !== $class) === !str_starts_with($name, 'Cotp') && is_file(__DIR__ . "/src/$name.php")) {
            require __DIR__ . "/src/$name.php";
        }
    });
})();
