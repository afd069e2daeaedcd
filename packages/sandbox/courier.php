<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

// Entry point of the courier: delivers callbacks and applies due changes until bin/cotp-sandbox ends it.
// Another file requires it, because PHP cannot start a file in a phar. Arguments: this file, the database, the variant, the extra
// callback hosts (comma-separated), the folder to remove or '', the process ids of the workers.

namespace CotpSandbox;

require __DIR__ . '/autoload.php';

[, , $databaseFile, $variant, $extraHosts, $temporaryFolder] = $argv;
$courier = new Courier(new Store($databaseFile), Variant::fromJson($variant), new CallbackTarget(array_filter(explode(',', $extraHosts))));
$courier->runUntilEndOf(STDIN);

// Standard input ends only if bin/cotp-sandbox was killed before it could clean up, so do it here.
foreach (array_slice($argv, 6) as $processId) {
    posix_kill((int) $processId, SIGTERM);
}
TemporaryFolder::remove($temporaryFolder);
