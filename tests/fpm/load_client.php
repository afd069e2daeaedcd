<?php
// SPDX-License-Identifier: BSD-3-Clause
/*
 * Requests a page from php-fpm again and again, each time with a new reference: load_client.php SOCKET NAME PAGES QUERY.
 * Prints the report of each page, or null if it died.
 */
declare(strict_types=1);

require __DIR__ . '/Fpm.inc';

set_error_handler(fn (int $level, string $message) => throw new RuntimeException($message));
[, $socket, $name, $pages, $query] = $argv;
$web = new FastCgi($socket);
for ($number = 0; $number < $pages; $number++) {
    $reference = "$name-$number";
    try {
        $page = Fpm::read($web->request(__DIR__ . '/load_page.php', "$query&reference=$reference"));
    } catch (RuntimeException) {
        $page = null; // php-fpm closed the connection
    }
    echo json_encode(['reference' => $reference, 'page' => $page]) . "\n";
}
