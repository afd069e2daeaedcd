<?php
// SPDX-License-Identifier: BSD-3-Clause
/* Creates the missing tables, and updates those of an older version; with --demo, also adds a few bookings to try the site with. */
declare(strict_types=1);

namespace BookingSite;

require __DIR__ . '/src/autoload.php';

umask(0077);            // SQLite's file contains addresses and the tokens of cards
$database = Settings::database();
$database->createTables();
$bookings = new Bookings($database);
$bookings->addMissingTerms();
if (($argv[1] ?? '') === '--demo' && $bookings->page()['bookings'] === []) {
    foreach ([
        ['Grace Hopper', 'grace@example.com', '+44 1632 960001', 'EN', 41, 2, '260.00', 'EUR'],
        ['Alan Turing', 'alan@example.com', '+44 1632 960002', 'FR', 23, 1, '118.50', 'GBP'],
        ['Ada Lovelace', 'ada@example.com', '+44 1632 960003', 'EN', 12, 4, '512.00', 'EUR'],
    ] as [$guest, $email, $phone, $language, $days, $nights, $amount, $currency]) {
        $arrival = gmdate('Y-m-d', time() + $days * 86400);
        $bookings->add(compact('guest', 'email', 'phone', 'language', 'arrival', 'nights', 'amount', 'currency'));
    }
}
