<?php
declare(strict_types=1);

// One class a file, namespace CotpSandbox, no Composer: the sandbox must run from a bare checkout.
spl_autoload_register(static function (string $class): void {
    if (str_starts_with($class, 'CotpSandbox\\')) {
        require __DIR__ . '/src/' . substr($class, strlen('CotpSandbox\\')) . '.php';
    }
});
