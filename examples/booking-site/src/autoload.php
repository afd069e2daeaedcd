<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

spl_autoload_register(static function (string $class): void {
    if (str_starts_with($class, 'BookingSite\\')) {
        require __DIR__ . '/' . substr($class, strlen('BookingSite\\')) . '.php';
    }
});
