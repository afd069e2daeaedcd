<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

/*
 * A steady stream of guests until SIGTERM; then the guests in progress finish. guests.php NUMBER SEED DESK-URL
 * SANDBOX-URL SANDBOX-FILE FORMS. The last file records the forms that the agents submitted.
 */

namespace CotpSoak;

use PDO;
use Random\Engine\Mt19937;
use Random\Randomizer;

require __DIR__ . '/lib/load.php';

const SECONDS_BETWEEN_GUESTS = 0.8;

[, $number, $seed, $deskUrl, $sandboxUrl, $sandboxFile, $forms] = $argv;
$random = new Randomizer(new Mt19937((int) $seed));
$desk = new Desk($deskUrl);
$messages = (new PDO("sqlite:$sandboxFile", options: [PDO::ATTR_TIMEOUT => 30]))->prepare(
    'SELECT card_request.link FROM message JOIN card_request ON card_request.id = message.request
     WHERE message.recipient = ? AND card_request.kind = ? ORDER BY message.number DESC LIMIT 1',
);
$isOver = false;
$askIsOver = static function () use (&$isOver): bool {
    return $isOver;
};
pcntl_signal(SIGTERM, static function () use (&$isOver): void {
    $isOver = true;
});

$guests = [];
$begun = 0;
$start = hrtime(true);
do {
    while (!$isOver && hrtime(true) - $start > $begun * SECONDS_BETWEEN_GUESTS * 1e9) {
        $name = sprintf('%d%06d', $number, ++$begun);
        $guests[] = (new Guest($desk, $messages, $forms, $askIsOver, $random, $sandboxUrl, $name))->live();
    }
    foreach ($guests as $index => $guest) {
        $guest->valid() ? $guest->next() : null;
        if (!$guest->valid()) {
            unset($guests[$index]);
        }
    }
    usleep(100_000);
} while (!$isOver || $guests !== []);
