<?php
// SPDX-License-Identifier: BSD-3-Clause
/* Creates the missing tables; with --demo, also a few bookings to try the site with. */
declare(strict_types=1);

namespace BookingSite;

require __DIR__ . '/src/autoload.php';

umask(0077);            // SQLite's file contains addresses and the tokens of cards
$database = Settings::database();
$database->createTables();
$bookings = new Bookings($database);
if (($argv[1] ?? '') === '--demo' && $bookings->all() === []) {
    foreach ([
        ['Grace Hopper', 'grace@example.com', '+44 1632 960001', 41, 2, '260.00', 'EUR'],
        ['Alan Turing', 'alan@example.com', '+44 1632 960002', 23, 1, '118.50', 'GBP'],
        ['Ada Lovelace', 'ada@example.com', '+44 1632 960003', 12, 4, '512.00', 'EUR'],
    ] as [$guest, $email, $phone, $days, $nights, $amount, $currency]) {
        $arrival = gmdate('Y-m-d', time() + $days * 86400);
        $bookings->add(compact('guest', 'email', 'phone', 'arrival', 'nights', 'amount', 'currency'));
    }
}
