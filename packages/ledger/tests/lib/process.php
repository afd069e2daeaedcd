<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

use Cotp\Ledger\Account;
use Cotp\Ledger\FormVault;
use Cotp\Ledger\Ledger;
use Cotp\Ledger\Policies;
use Cotp\Ledger\Settings;
use Cotp\Ledger\Tests\lib\FileService;
use Cotp\Ledger\Tests\lib\Process;
use Cotp\Ledger\Tests\lib\Wait;

/* A worker of the concurrency tests: does what its argument says, and prints the outcome. */
require dirname(__DIR__, 2) . '/vendor/autoload.php';

[$task, $dsn, $folder, $at, $wait, $key, $reminder] = Process::readArgument($argv[1] ?? '');
$ledger = new Ledger(
    new PDO($dsn), new Account(new FileService($folder, $at), new CotpCallbackVerifier(['k' => str_repeat('k', 32)]), 'https://site.example/cotp'),
    'a secret of the tests, longer than 32 bytes', settings: new Settings(lookUpsPerSecond: 100.0),
    policies: new Policies(remindAfter: $reminder, reminders: 1), vault: new FormVault(str_repeat('v', 32)),
);
$form = static fn (string $url): CotpForm => new CotpForm(bookerId: 'hotel-42', email: 'guest@example.com', callbackUrl: $url);
if ($wait !== '') {
    touch("$folder/ready-" . getmypid());
    Wait::until(static fn (): bool => file_exists("$folder/$wait"), "the file $wait exists");
}
try {
    $result = match ($task) {
        'ask' => $ledger->ask($key, $form)->requestId,
        'again' => $ledger->askAgain($key, 1, $form)->requestId,
        default => 'worked ' . $ledger->work(1000, 20)->callbacks,
    };
    echo "result $result\n";
} catch (Throwable $fault) {
    echo 'exception ', $fault::class, ' ', $fault->getMessage(), "\n";
}
