<?php
// SPDX-License-Identifier: BSD-3-Clause
/*
 * The sandbox and the sites that the browser tests use. It prints {"sandbox": URL}, and then replies to each line of JSON with a line:
 *   {"start": {environment}, "demo": bool}      starts a site with a new database, and its worker: {"id", "url", "key"}
 *   {"card": GUEST, "of": ID}                   the token of the card that the booking of that guest has: {"token"}
 *   {"stop": ID}                                ends a site: {}
 * All programs end with it: at the end of its input, or by a signal.
 */
declare(strict_types=1);

namespace CotpBrowserTests;

use BookingSite\Tests\Lab;
use BookingSite\Tests\Program;
use BookingSite\Tests\Site;

require dirname(__DIR__, 2) . '/examples/booking-site/tests/lib/load.php';

final class Sites
{
    /** @var array<int, array{Site, Program}> with their workers */
    private array $running = [];
    private int $started = 0;

    public function __construct(private Lab $lab)
    {
    }

    /** @param array<string, mixed> $command @return array<string, mixed> */
    public function obey(array $command): array
    {
        if (isset($command['start'])) {
            return $this->start($command['start'], $command['demo']);
        }
        if (isset($command['stop'])) {
            unset($this->running[$command['stop']]);
            return [];
        }
        $row = $this->running[$command['of']][0]->database->row('SELECT card_uri FROM booking WHERE guest = :guest', ['guest' => $command['card']]);
        return ['token' => isset($row['card_uri']) ? basename($row['card_uri']) : null];
    }

    /** @param array<string, string> $environment @return array{id: int, url: string, key: string} */
    private function start(array $environment, bool $isDemo): array
    {
        $site = $this->lab->site($environment);
        $isDemo && $site->php('setup.php', '--demo');
        $this->running[++$this->started] = [$site, $site->program('worker.php')];
        return ['id' => $this->started, 'url' => $site->url, 'key' => $site->key];
    }
}

function say(array $reply): void
{
    echo json_encode($reply, JSON_THROW_ON_ERROR | JSON_FORCE_OBJECT), "\n";
}

$lab = Lab::on('SQLite');
$sites = new Sites($lab);
say(['sandbox' => $lab->sandbox->url]);
while (!feof(STDIN)) {
    $line = fgets(STDIN);       // false at the end, and also once a minute if the input is a socket
    $line !== false && say($sites->obey(json_decode($line, true, flags: JSON_THROW_ON_ERROR)));
}
