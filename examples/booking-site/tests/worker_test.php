<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite\Tests;

/** Returns a security-code request that the guest has completed, for a stored card. Its callbacks are waiting in the queue. */
function waitingSecurityCode(Lab $lab, Site $site): array
{
    $request = $site->newRequest();
    same(303, $lab->sandbox->fill($site->link($request['request_id']))->status, 'card');
    $site->awaitCallback($request['reference'], 'CardStored');
    $site->workAll();
    same('asked', $site->ask($request['booking_id'], ['kind' => 'security_code']), 'ask for the code');
    $code = $site->database->row("SELECT * FROM card_request WHERE booking_id = :id AND kind = 'security_code'", ['id' => $request['booking_id']]);
    same(303, $lab->sandbox->fill($site->link($code['request_id']), ['security_code' => '456'])->status, 'code');
    $site->awaitCallback($code['reference'], 'CardStored');
    return $code;
}

function checkSecurityCodeIsDone(Lab $lab, Site $site, string $reference, string $when): void
{
    $code = $site->database->row('SELECT * FROM card_request WHERE reference = :reference', ['reference' => $reference]);
    same(['CardStored', 1], [$code['status'], $code['original_deleted']], $when);
    $cards = array_column($lab->sandbox->listing('/sandbox/cards.json', $site->key), null, 'token');
    same(false, isset($cards[basename($code['original_uri'])]), "$when: original in the vault");
    same(gmdate('Y-m-d\TH:i:s', $code['retention_until']), $cards[basename($code['card_uri'])]['cvv_until'], "$when: retention");
    same(0, $site->count("state <> 'done'"), "$when: unfinished jobs");
}

/** Posts a form in another process, so that this one can continue meanwhile. */
function postElsewhere(string $url, string $cookie, string $fields): Program
{
    $http = ['method' => 'POST', 'header' => "Cookie: $cookie\r\nContent-Type: application/x-www-form-urlencoded", 'content' => $fields, 'follow_location' => 0];
    $script = 'file_get_contents($argv[1], false, stream_context_create(["http" => json_decode($argv[2], true)]));';
    return new Program([PHP_BINARY, '-r', $script, '--', $url, json_encode($http)]);
}

return [
    'a worker killed before any of its steps loses nothing' => static function (Lab $lab): void {
        $site = $lab->site();
        $died = 0;
        do {
            $code = waitingSecurityCode($lab, $site);
            [$status, $output] = $site->program(dirname(__FILE__) . '/lib/dying_worker.php', (string) $died)->awaitEnd();
            $isAlive = $status === 0;
            same($isAlive ? [0, "alive\n"] : [-1, ''], [$status, $output], "step $died");
            $site->workAll();
            checkSecurityCodeIsDone($lab, $site, $code['reference'], "killed before step $died");
        } while (!$isAlive && ++$died < 500);
        same(true, $isAlive && $died > 30, "completed after $died deaths");
    },

    'a worker killed at random moments loses nothing' => static function (Lab $lab): void {
        $site = $lab->site();
        mt_srand(4713);
        for ($round = 0; $round < 3; $round++) {
            $references = [];
            for ($guest = 0; $guest < 3; $guest++) {
                $references[] = waitingSecurityCode($lab, $site)['reference'];
            }
            for ($kill = 0; $kill < 10; $kill++) {
                $worker = $site->program('worker.php');
                usleep(mt_rand(20_000, 90_000));        // a random moment
                $worker->stop();
            }
            $site->workAll();
            foreach ($references as $reference) {
                checkSecurityCodeIsDone($lab, $site, $reference, "round $round");
            }
        }
    },

    'a worker runs until it receives a signal' => static function (Lab $lab): void {
        $site = $lab->site();
        $worker = $site->program('worker.php');
        $request = $site->newRequest();
        $lab->sandbox->fill($site->link($request['request_id']));
        await(static fn (): bool => $site->request($request['booking_id'])['retention_until'] !== null, 'retention is set');
        $worker->signal(SIGTERM);
        same([0, ''], $worker->awaitEnd(), 'end');
    },

    'a callback that arrives before the send has returned is kept and matched later' => static function (Lab $lab): void {
        $site = $lab->site();
        $booking = $site->book();
        $lab->sandbox->orderFault($site->key, ['kind' => 'delay', 'operation' => 'send', 'seconds' => 2]);
        $fields = http_build_query(['csrf' => $site->csrf(), 'kind' => 'card', 'channel' => 'email', 'form_token' => str_repeat('c', 32)]);
        $asking = postElsewhere("$site->url/bookings/$booking/ask", $site->cookie(), $fields);
        $reference = await(static fn (): ?string => $site->count() > 0 ? $site->request($booking)['reference'] : null, 'the callback is here');
        $site->php('worker.php', '--once');
        $request = $site->request($booking);
        same(['sending', null, ''], [$request['sending'], $request['request_id'], $request['status']], 'meanwhile');
        same(1, $site->count("state = 'waiting' AND kind = 'callback' AND attempts = 0"), 'kept');
        $asking->awaitEnd();
        $site->php('worker.php', '--once');
        $request = $site->request($booking);
        same([$reference, 'sent', 'MessageQueued'], [$request['reference'], $request['sending'], $request['status']], 'matched');
        same(0, $site->count("state = 'waiting'"), 'waiting');
    },

    "an early callback with another request id changes nothing" => static function (Lab $lab): void {
        $site = $lab->site();
        $other = $site->newRequest();
        $lab->sandbox->fill($site->link($other['request_id']));
        $request = $site->newRequest();
        $site->awaitCallback($request['reference'], 'MessageQueued');
        $site->workAll();
        $site->database->run("UPDATE card_request SET request_id = NULL, sending = 'sending' WHERE reference = :reference", ['reference' => $request['reference']]);
        same(204, Http::post($site->callbackUrl($request['reference']), Site::callbackBody($other['request_id'], 'CardStored', 'early'))->status, 'kept');
        $site->php('worker.php', '--once');
        $site->database->run(
            "UPDATE card_request SET request_id = :id, sending = 'sent' WHERE reference = :reference", ['id' => $request['request_id'], 'reference' => $request['reference']],
        );
        $site->workAll();
        same('MessageQueued', $site->request($request['booking_id'])['status'], 'status');
        same(1, $site->count("state = 'done' AND result LIKE 'ignored%'"), 'ignored');
    },

    'the status of a callback changes nothing, only the response of the service does' => static function (Lab $lab): void {
        $site = $lab->site();
        $request = $site->newRequest();
        same(204, Http::post($site->callbackUrl($request['reference']), Site::callbackBody($request['request_id'], 'CardStored'))->status, 'with the right URL');
        $site->workAll();
        $end = $site->request($request['booking_id']);
        same(['MessageQueued', null], [$end['status'], $end['card_uri']], 'state');
    },

    'without any callback, polling finds the card' => static function (Lab $lab): void {
        $site = $lab->site(['SITE_URL' => 'http://127.0.0.1:1']);
        $request = $site->newRequest();
        $lab->sandbox->fill($site->link($request['request_id']));
        $site->database->run('UPDATE card_request SET poll_at = 0');
        $site->workAll();
        $end = $site->request($request['booking_id']);
        same(['CardStored', true, null], [$end['status'], $end['retention_until'] !== null, $end['poll_at']], 'state');
        same(0, $site->count("kind IN ('callback', 'poll')"), 'callbacks and unfinished polls');
    },

    'a failed call is retried, and the desk shows it' => static function (Lab $lab): void {
        $site = $lab->site();
        $request = $site->newRequest();
        $lab->sandbox->fill($site->link($request['request_id']));
        $site->awaitCallback($request['reference'], 'CardStored');
        $lab->sandbox->orderFault($site->key, ['kind' => 'error', 'operation' => 'retention_set', 'code' => -150]);
        $site->php('worker.php', '--once');
        same(1, $site->count("kind = 'retention' AND state = 'waiting' AND attempts = 1"), 'waiting');
        $page = $site->get("/bookings/{$request['booking_id']}")->body;
        contains('Retrying: retention', $page, 'page');
        lacks(basename($site->request($request['booking_id'])['card_uri']), $page, 'page');
        $site->workAll();
        same(true, $site->request($request['booking_id'])['retention_until'] !== null, 'retention');
        lacks('Retrying', $site->get("/bookings/{$request['booking_id']}")->body, 'page');
    },

    'a desk that died during a send leaves an unknown send, which its callback resolves' => static function (Lab $lab): void {
        $site = $lab->site();
        $request = $site->newRequest();
        $site->awaitCallback($request['reference'], 'MessageQueued');
        $site->database->run("UPDATE card_request SET request_id = NULL, sending = 'sending', poll_at = NULL, asked_at = asked_at - 61");
        $site->php('worker.php', '--once');
        $end = $site->request($request['booking_id']);
        same([$request['request_id'], 'sent', 'MessageQueued'], [$end['request_id'], $end['sending'], $end['status']], 'identified');
    },

    'both schemas have the same tables' => static function (Lab $lab): void {
        $columns = static function (string $file): array {
            preg_match_all('/^    ([a-z_]+) |^CREATE (?:UNIQUE )?(?:TABLE|INDEX) .*/m', (string) file_get_contents(Site::folder() . "/$file"), $match);
            return $match[0];
        };
        same($columns('schema.sqlite.sql'), $columns('schema.pgsql.sql'), 'tables, columns and indexes');
    },
];
