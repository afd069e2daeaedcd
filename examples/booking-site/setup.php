<?php
/* Makes the tables where they are missing; with --demo, also a few bookings to try the site with. */
declare(strict_types=1);

namespace BookingSite;

require __DIR__ . '/src/autoload.php';

$database = Settings::database();
$database->createTables();
$bookings = new Bookings($database);
if (($argv[1] ?? '') === '--demo' && $bookings->all() === []) {
    $arrival = static fn (int $days): string => gmdate('Y-m-d', time() + $days * 86400);
    foreach ([
        ['guest' => 'Grace Hopper', 'email' => 'grace@example.com', 'phone' => '+44 1632 960001', 'arrival' => $arrival(41), 'nights' => 2, 'amount' => '260.00', 'currency' => 'EUR'],
        ['guest' => 'Alan Turing', 'email' => 'alan@example.com', 'phone' => '+44 1632 960002', 'arrival' => $arrival(23), 'nights' => 1, 'amount' => '118.50', 'currency' => 'GBP'],
        ['guest' => 'Ada Lovelace', 'email' => 'ada@example.com', 'phone' => '+44 1632 960003', 'arrival' => $arrival(12), 'nights' => 4, 'amount' => '512.00', 'currency' => 'EUR'],
    ] as $booking) {
        $bookings->add($booking);
    }
}
