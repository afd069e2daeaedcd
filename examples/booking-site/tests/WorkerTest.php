<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite\Tests;

use PHPUnit\Framework\Attributes\DataProvider;

/** The worker, also when it is killed at any moment. */
final class WorkerTest extends SiteTestCase
{
    #[DataProvider('databases')]
    public function testAWorkerKilledAtAnyOfItsStepsLosesNothing(string $database): void
    {
        $lab = Lab::on($database);
        $site = $lab->site();
        $died = 0;
        do {
            $code = self::waitingSecurityCode($lab, $site);
            [$status, $output] = $site->program(dirname(__FILE__) . '/lib/dying_worker.php', (string) $died)->awaitEnd();
            $isAlive = $status === 0;
            self::assertSame($isAlive ? [0, "alive\n"] : [-1, ''], [$status, $output], "step $died");
            $site->workAll();
            self::checkSecurityCodeIsDone($lab, $site, $code, "killed before step $died");
        } while (!$isAlive && ++$died < 500);
        self::assertSame(true, $isAlive && $died > 20, "completed after $died deaths");
    }

    #[DataProvider('databases')]
    public function testAWorkerKilledAtRandomMomentsLosesNothing(string $database): void
    {
        $lab = Lab::on($database);
        $site = $lab->site();
        mt_srand(4713);
        for ($round = 0; $round < 3; $round++) {
            $waiting = [];
            for ($guest = 0; $guest < 3; $guest++) {
                $waiting[] = self::waitingSecurityCode($lab, $site);
            }
            for ($kill = 0; $kill < 10; $kill++) {
                $worker = $site->program('worker.php');
                usleep(mt_rand(20_000, 90_000));        // a random moment
                $worker->stop();
            }
            $site->workAll();
            foreach ($waiting as $code) {
                self::checkSecurityCodeIsDone($lab, $site, $code, "round $round");
            }
        }
    }

    #[DataProvider('databases')]
    public function testAWorkerRunsUntilItReceivesASignal(string $database): void
    {
        $lab = Lab::on($database);
        $site = $lab->site();
        $worker = $site->program('worker.php');
        $request = $site->newRequest();
        $lab->sandbox->fill($site->link($request['request_id']));
        await(static fn (): bool => $site->request($request['booking_id'])['retention_until'] !== null, 'retention is set');
        $worker->signal(SIGTERM);
        self::assertSame([0, ''], $worker->awaitEnd(), 'end');
    }

    public function testAWorkerWhoseIdleConnectionWasClosedByTheDatabaseKeepsTheNextCard(): void
    {
        $lab = Lab::on('PostgreSQL');
        $site = $lab->site();
        $request = $site->newRequest();
        $site->awaitCallback($request['reference'], 'MessageQueued');
        $worker = $site->program('worker.php');
        await(static fn (): bool => in_array('MessageQueued', $site->history($request['booking_id']), true), 'the worker has used the connection of the bookings');
        // It is the newest one: the worker opened that of the ledger at its start, and the desk its own before.
        $newest = 'SELECT pid FROM pg_stat_activity WHERE datname = current_database() ORDER BY backend_start DESC LIMIT 1';
        $process = $site->database->row($newest)['pid'];
        $site->database->run('SELECT pg_terminate_backend(:process)', ['process' => $process]);
        await(static fn (): bool => $site->database->row('SELECT 1 FROM pg_stat_activity WHERE pid = :process', ['process' => $process]) === null, 'it is closed');
        $lab->sandbox->fill($site->link($request['request_id']));
        await(static fn (): bool => $site->request($request['booking_id'])['retention_until'] !== null, 'the card is recorded');
        $worker->signal(SIGTERM);
        [$status, $output] = $worker->awaitEnd();
        self::assertSame([0, 1], [$status, substr_count($output, 'A listener of')], "one statement has failed: $output");
    }

    #[DataProvider('databases')]
    public function testACallbackThatArrivesBeforeTheSendHasReturnedIsKeptAndMatchedLater(string $database): void
    {
        $lab = Lab::on($database);
        $site = $lab->site();
        $booking = $site->book();
        $lab->sandbox->orderFault($site->key, ['kind' => 'delay', 'operation' => 'send', 'seconds' => 2]);
        $fields = http_build_query(['csrf' => $site->csrf(), 'kind' => 'card', 'channel' => 'email', 'replaces' => '0']);
        $asking = self::postElsewhere("$site->url/bookings/$booking/ask", $site->cookie(), $fields);
        $reference = await(static fn (): ?string => $site->count() > 0 ? $site->request($booking)['reference'] : null, 'the callback is here');
        $site->php('worker.php', '--once');
        $request = $site->request($booking);
        self::assertSame(['reserved', null, ''], [$request['state'], $request['request_id'], $request['status']], 'meanwhile');
        self::assertSame(1, $site->count('due_at IS NOT NULL AND attempts = 0'), 'kept');
        $asking->awaitEnd();
        $site->workAll();
        $request = $site->request($booking);
        self::assertSame([$reference, 'sent', 'MessageQueued'], [$request['reference'], $request['state'], $request['status']], 'matched');
        self::assertSame(0, $site->count('due_at IS NOT NULL'), 'waiting');
    }

    #[DataProvider('databases')]
    public function testAnEarlyCallbackWithAnotherRequestIdChangesNothing(string $database): void
    {
        $lab = Lab::on($database);
        $site = $lab->site();
        $other = $site->newRequest();
        $lab->sandbox->fill($site->link($other['request_id']));
        $request = $site->newRequest();
        $site->awaitCallback($request['reference'], 'MessageQueued');
        $site->workAll();
        $site->database->run(
            "UPDATE cotp_ledger_question SET request_id = NULL, state = 'reserved', lease_until = :later WHERE id = :id",
            ['id' => $request['id'], 'later' => (time() + 3600) * 1000],
        );
        self::assertSame(204, Http::post($site->callbackUrl($request['reference']), Site::callbackBody($other['request_id'], 'CardStored', 'early'))->status, 'kept');
        $site->php('worker.php', '--once');
        $site->database->run(
            "UPDATE cotp_ledger_question SET request_id = :request, state = 'sent', lease_until = NULL WHERE id = :id",
            ['id' => $request['id'], 'request' => $request['request_id']],
        );
        $site->workAll();
        self::assertSame('MessageQueued', $site->request($request['booking_id'])['status'], 'status');
        self::assertSame(1, $site->count("state = 'ignored'"), 'ignored');
    }

    #[DataProvider('databases')]
    public function testTheStatusOfACallbackChangesNothingOnlyTheResponseOfTheServiceDoes(string $database): void
    {
        $lab = Lab::on($database);
        $site = $lab->site();
        $request = $site->newRequest();
        self::assertSame(204, $site->report($request, 'CardStored')->status, 'with the right URL');
        $site->workAll();
        $end = $site->request($request['booking_id']);
        self::assertSame(['MessageQueued', null], [$end['status'], $end['card_uri']], 'state');
    }

    #[DataProvider('databases')]
    public function testWithoutAnyCallbackPollingFindsTheCard(string $database): void
    {
        $lab = Lab::on($database);
        $site = $lab->site(['SITE_URL' => 'http://127.0.0.1:1']);
        $request = $site->newRequest();
        $lab->sandbox->fill($site->link($request['request_id']));
        $site->database->run('UPDATE cotp_ledger_question SET due_at = 0');
        $site->workAll();
        $end = $site->request($request['booking_id']);
        self::assertSame(['CardStored', true, null], [$end['status'], $end['retention_until'] !== null, $end['due_at']], 'state');
        self::assertSame(0, $site->count(), 'callbacks');
    }

    #[DataProvider('databases')]
    public function testAFailedCallIsRetriedAndTheDeskShowsIt(string $database): void
    {
        $lab = Lab::on($database);
        $site = $lab->site();
        $request = $site->newRequest();
        $lab->sandbox->fill($site->link($request['request_id']));
        $site->awaitCallback($request['reference'], 'CardStored');
        $lab->sandbox->orderFault($site->key, ['kind' => 'error', 'operation' => 'retention_set', 'code' => -150]);
        $site->php('worker.php', '--once');
        $end = $site->request($request['booking_id']);
        self::assertSame(['CardStored', 0, null], [$end['status'], $end['notified'], $end['card_uri']], 'waiting');
        self::assertStringContainsString('setting …', $site->get("/bookings/{$request['booking_id']}")->body, 'page');
        $site->workAll();
        self::assertSame(true, $site->request($request['booking_id'])['retention_until'] !== null, 'retention');
        self::assertStringNotContainsString('setting …', $site->get("/bookings/{$request['booking_id']}")->body, 'page');
    }

    #[DataProvider('databases')]
    public function testAStoredCardThatIsReportedAgainLateDoesNotReplaceANewerOne(string $database): void
    {
        $lab = Lab::on($database);
        $site = $lab->site();
        $code = self::waitingSecurityCode($lab, $site);
        $site->workAll();
        $site->database->run('UPDATE cotp_ledger_question SET notified = 0, due_at = 0 WHERE attempt = 1');
        $site->php('worker.php', '--once');
        self::assertSame(1, $site->database->row('SELECT notified FROM cotp_ledger_question WHERE attempt = 1')['notified'], 'reported');
        self::checkSecurityCodeIsDone($lab, $site, $code, 'afterwards');
    }

    #[DataProvider('databases')]
    public function testADeskThatDiedDuringASendLeavesAnUnknownSendWhichItsCallbackResolves(string $database): void
    {
        $lab = Lab::on($database);
        $site = $lab->site();
        $request = $site->newRequest();
        $site->awaitCallback($request['reference'], 'MessageQueued');
        $site->database->run("UPDATE cotp_ledger_question SET request_id = NULL, state = 'reserved', due_at = NULL, lease_until = 1");
        $site->php('worker.php', '--once');
        $end = $site->request($request['booking_id']);
        self::assertSame([$request['request_id'], 'sent', 'MessageQueued'], [$end['request_id'], $end['state'], $end['status']], 'identified');
    }

    #[DataProvider('databases')]
    public function testCallbacksInAnyOrderLeadToTheStateOfTheService(string $database): void
    {
        $lab = Lab::on($database);
        $site = $lab->site();
        mt_srand(4712);
        $statuses = ['MessageQueued', 'FormViewed', 'StoreFailed', 'CardStored', 'LinkExpired', 'ANewOne'];
        for ($round = 0; $round < 8; $round++) {
            $request = $site->newRequest();
            $lab->sandbox->fill($site->link($request['request_id']));
            shuffle($statuses);
            foreach ($statuses as $status) {
                self::assertSame(204, $site->report($request, $status)->status, $status);
            }
            $site->workAll();
            $end = $site->request($request['booking_id']);
            self::assertSame(['CardStored', true], [$end['status'], $end['retention_until'] !== null], implode(', ', $statuses));
        }
    }

    public function testOnlyTheUserOfTheSiteCanReadTheSqliteFile(): void
    {
        $site = Lab::on('SQLite')->site();
        $site->book();
        $files = glob(substr($site->environment['DATABASE_DSN'], strlen('sqlite:')) . '*') ?: [];
        self::assertSame(true, $files !== [], 'files');
        foreach ($files as $file) {
            self::assertSame('600', decoct(fileperms($file) & 0777), basename($file));
        }
    }

    public function testBothSchemasHaveTheSameTables(): void
    {
        $columns = static function (string $file): array {
            preg_match_all('/^    ([a-z_]+) |^CREATE (?:UNIQUE )?(?:TABLE|INDEX) .*/m', (string) file_get_contents(Site::folder() . "/$file"), $match);
            return $match[0];
        };
        self::assertSame($columns('schema.sqlite.sql'), $columns('schema.pgsql.sql'), 'tables, columns and indexes');
    }

    /** Returns a security-code request that the guest has completed, for a stored card. Its callbacks are waiting in the queue. */
    private static function waitingSecurityCode(Lab $lab, Site $site): array
    {
        $request = $site->newRequest();
        self::assertSame(303, $lab->sandbox->fill($site->link($request['request_id']))->status, 'card');
        $site->awaitCallback($request['reference'], 'CardStored');
        $site->workAll();
        self::assertSame('asked', $site->ask($request['booking_id'], ['kind' => 'security_code']), 'ask for the code');
        $code = $site->request($request['booking_id']);
        self::assertSame(303, $lab->sandbox->fill($site->link($code['request_id']), ['security_code' => '456'])->status, 'code');
        $site->awaitCallback($code['reference'], 'CardStored');
        return ['original_uri' => $code['card_uri']] + $code;
    }

    /** @param array<string, mixed> $waiting of waitingSecurityCode() */
    private static function checkSecurityCodeIsDone(Lab $lab, Site $site, array $waiting, string $when): void
    {
        $code = $site->request($waiting['booking_id']);
        self::assertSame([$waiting['reference'], 'CardStored', 1, 2], [$code['reference'], $code['status'], $code['notified'], $code['card_attempt']], $when);
        $cards = array_column($lab->sandbox->listing('/sandbox/cards.json', $site->key), null, 'token');
        self::assertSame(false, isset($cards[basename($waiting['original_uri'])]), "$when: original in the vault");
        self::assertSame(gmdate('Y-m-d\TH:i:s', $code['retention_until']), $cards[basename($code['card_uri'])]['cvv_until'], "$when: retention");
        self::assertSame(0, $site->count("state NOT IN ('done', 'ignored')"), "$when: unfinished callbacks");
    }

    /** Posts a form in another process, so that this one can continue meanwhile. */
    private static function postElsewhere(string $url, string $cookie, string $fields): Program
    {
        $http = ['method' => 'POST', 'header' => "Cookie: $cookie\r\nContent-Type: application/x-www-form-urlencoded", 'content' => $fields, 'follow_location' => 0];
        $script = 'file_get_contents($argv[1], false, stream_context_create(["http" => json_decode($argv[2], true)]));';
        return new Program([PHP_BINARY, '-r', $script, '--', $url, json_encode($http)]);
    }
}
