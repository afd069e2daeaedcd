<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

// PSR-4 without Composer: the sandbox also runs from a bare checkout.
spl_autoload_register(static function (string $class): void {
    if (str_starts_with($class, 'CotpSandbox\\')) {
        require __DIR__ . '/src/' . substr($class, strlen('CotpSandbox\\')) . '.php';
    }
});
