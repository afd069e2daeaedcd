<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

// Loads the classes of the tests and of the site, for every program that starts sites; PHPUnit's bootstrap. The classes have to do
// without Composer's development packages, because only the tests have them.

require __DIR__ . '/functions.php';

function installLibraries(): void
{
    $site = dirname(__DIR__, 2);
    if (!is_file("$site/vendor/autoload.php")) {
        putenv('COMPOSER_ALLOW_SUPERUSER=1');
        passthru('composer --no-interaction --no-progress --quiet --no-dev install --working-dir=' . escapeshellarg($site), $status);
        $status === 0 || exit(1);
    }
}

if (!class_exists('CotpRequest')) {
    if (getenv('COTP_TESTS_STARTED') !== false) {
        fwrite(STDERR, BookingSite\Tests\extensionFile() . " does not provide cotp's classes\n");
        exit(1);
    }
    putenv('COTP_TESTS_STARTED=1');
    pcntl_exec(PHP_BINARY, [...BookingSite\Tests\providerOptions(), ...$_SERVER['argv']]);
}
installLibraries();
require dirname(__DIR__, 2) . '/src/autoload.php';
spl_autoload_register(static function (string $class): void {
    $file = __DIR__ . '/' . substr($class, strlen('BookingSite\Tests\\')) . '.php';
    str_starts_with($class, 'BookingSite\Tests\\') && is_file($file) && require $file;
});

// Ctrl-C also ends the programs that were started.
pcntl_async_signals(true);
foreach ([SIGINT, SIGTERM, SIGHUP] as $signal) {
    pcntl_signal($signal, static fn () => exit(130));
}
