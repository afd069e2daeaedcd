<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite\Tests;

use PHPUnit\Framework\Attributes\DataProvider;

/** The callback endpoint: attacks, floods, and databases that are away. */
final class CallbackTest extends SiteTestCase
{
    #[DataProvider('databases')]
    public function testAValidCallbackIsStoredOnce(string $database): void
    {
        $lab = Lab::on($database);
        $site = $lab->site();
        $request = $site->newRequest();
        $site->awaitCallback($request['reference'], 'MessageQueued');
        $before = $site->count();
        $url = $site->callbackUrl($request['reference']);
        for ($time = 0; $time < 3; $time++) {
            $reply = Http::post($url, Site::callbackBody($request['request_id'], 'FormViewed'));
            self::assertSame([204, ''], [$reply->status, $reply->body], 'response');
        }
        self::assertSame($before + 1, $site->count(), 'stored');
    }

    #[DataProvider('databases')]
    public function testEveryInvalidCallbackGetsTheSame403AndNothingIsStored(string $database): void
    {
        $lab = Lab::on($database);
        $site = $lab->site();
        [$request, $other] = [$site->newRequest(), $site->newRequest()];
        $site->awaitCallback($request['reference'], 'MessageQueued');
        $site->awaitCallback($other['reference'], 'MessageQueued');
        $before = $site->count();
        $first = null;
        foreach (self::badUrls($site, $request, $other) + self::badBodies($site, $request, $other) as $name => [$url, $body]) {
            $reply = Http::post($url, $body, ['Content-Type: application/json']);
            self::assertSame(403, $reply->status, $name);
            self::assertSame($first ??= $reply->appearance(), $reply->appearance(), "$name: the same response");
            self::assertSame($before, $site->count(), "$name: stored");
        }
        self::assertSame($first, Http::get($site->callbackUrl($request['reference']))->appearance(), 'GET');
        $form = Http::post($site->callbackUrl($request['reference']), '--x--', ['Content-Type: multipart/form-data; boundary=x']);
        self::assertSame($first, $form->appearance(), 'a form with files');
        self::assertSame(204, $site->report($request, 'FormViewed')->status, 'a valid callback afterwards');
    }

    #[DataProvider('databases')]
    public function testASignedReferenceThatNoLedgerCanHaveMadeGetsTheSame403AndOnlyTheLogSaysWhy(string $database): void
    {
        $lab = Lab::on($database);
        $site = $lab->site();
        $request = $site->newRequest();
        $site->awaitCallback($request['reference'], 'MessageQueued');
        $before = $site->count();
        $body = Site::callbackBody($request['request_id'], 'FormViewed');
        $rejected = Http::post($site->callbackUrl($request['reference'], keyId: 'k2'), $body)->appearance();
        foreach (['invoice-4711', 'booking-1', strtoupper(str_repeat('ab', 16)), str_repeat('a', 31)] as $reference) {
            $url = $site->callbackUrl($reference);
            self::assertSame($rejected, Http::post($url, $body)->appearance(), $reference);
        }
        $line = '/callback rejected: its reference is not one of the ledger$/m';
        await(static fn (): bool => preg_match_all($line, $site->server->output()) === 4, 'a line for each');
        self::assertSame($before, $site->count(), 'stored');
        // One that a ledger can have made is stored, although the question does not exist (any more).
        self::assertSame(204, Http::post($site->callbackUrl(str_repeat('a', 32)), $body)->status, 'an unknown question');
        self::assertSame($before + 1, $site->count(), 'stored');
    }

    #[DataProvider('databases')]
    public function testAnExpiredURLIsRejected(string $database): void
    {
        $lab = Lab::on($database);
        $site = $lab->site();
        $request = $site->newRequest();
        $url = $site->callbackUrl($request['reference'], ttl: 1);
        // Always the same event: of different ones, no more than 64 may wait.
        $body = Site::callbackBody($request['request_id'], 'FormViewed');
        $reply = await(static function () use ($url, $body): ?Reply {
            $reply = Http::post($url, $body);
            return $reply->status === 204 ? null : $reply;
        }, 'the URL expires');
        self::assertSame([403, ''], [$reply->status, $reply->body], 'response');
    }

    #[DataProvider('databases')]
    public function testARotatedKeyStillVerifiesARemovedKeyDoesNot(string $database): void
    {
        $lab = Lab::on($database);
        $new = 'k2:' . base64_encode(str_repeat('n', 32));
        $rotated = $lab->site(['COTP_CALLBACK_SECRET' => $new . ' k1:' . base64_encode(Site::SECRET)]);
        $removed = $lab->site(['COTP_CALLBACK_SECRET' => $new]);
        foreach ([[$rotated, 204], [$removed, 403]] as [$site, $status]) {
            $request = $site->newRequest();
            $site->awaitCallback($request['reference'], 'MessageQueued');
            self::assertSame($status, $site->report($request, 'FormViewed')->status, 'old key');
        }
    }

    #[DataProvider('databases')]
    public function testACallbackThatCannotBeStoredIsNotAccepted(string $database): void
    {
        $lab = Lab::on($database);
        $site = $lab->site();
        $request = $site->newRequest();
        $site->awaitCallback($request['reference'], 'MessageQueued');
        $site->database->run('ALTER TABLE cotp_ledger_inbox RENAME TO elsewhere');
        $reply = $site->report($request, 'FormViewed');
        self::assertSame([503, ''], [$reply->status, $reply->body], 'response');
        $site->database->run('ALTER TABLE elsewhere RENAME TO cotp_ledger_inbox');
        self::assertSame(204, $site->report($request, 'FormViewed')->status, 'delivered again');
    }

    public function testARestartOfTheDatabaseLosesNoCallback(): void
    {
        $lab = Lab::on('PostgreSQL');
        $site = $lab->site();
        $request = $site->newRequest();
        $site->awaitCallback($request['reference'], 'MessageQueued');
        $url = $site->callbackUrl($request['reference']);
        $post = static fn (string $time): Reply => Http::post($url, Site::callbackBody($request['request_id'], 'FormViewed', $time));
        foreach (range(1, 20) as $time) {
            self::assertSame(204, $post("before $time")->status, 'every process opens a connection');
        }
        $lab->postgres->program->stop();
        self::assertSame(503, $post('meanwhile')->status, 'no database');
        $lab->postgres->start();
        foreach (range(1, 20) as $time) {
            self::assertSame(204, $post("after $time")->status, "callback $time after the restart");
        }
    }

    #[DataProvider('databases')]
    public function testTheSameCallback50TimesAtOnceIsProcessedOnce(string $database): void
    {
        $lab = Lab::on($database);
        $site = $lab->site();
        $request = $site->newRequest();
        self::assertSame(303, $lab->sandbox->fill($site->link($request['request_id']))->status, 'form');
        $site->awaitCallback($request['reference'], 'CardStored');
        $site->database->run('DELETE FROM cotp_ledger_inbox');
        $post = [$site->callbackUrl($request['reference']), Site::callbackBody($request['request_id'], 'CardStored')];
        self::postAll(array_fill(0, 50, $post));
        self::assertSame(1, $site->count(), 'stored');
        FinishedCallbacks::note($site->database);
        // Delayed, so that the workers call the service at the same time.
        $lab->sandbox->orderFault($site->key, ['kind' => 'delay', 'operation' => 'retrieve', 'seconds' => 0.5, 'times' => 4]);
        $workers = array_map(static fn (): Program => $site->program('worker.php', '--once'), range(1, 4));
        array_map(static fn (Program $worker): array => $worker->awaitEnd(), $workers);
        $site->workAll();
        self::assertSame(1, $site->database->row('SELECT count(*) AS times FROM finished')['times'], 'processed');
        self::assertSame(1, $lab->sandbox->count($site->key, 'retention_set')['received'], 'what follows from it');
        self::assertSame('CardStored', $site->request($request['booking_id'])['status'], 'status');
    }

    #[DataProvider('databases')]
    public function testManyCallbacksOfManyRequestsAtOnceAreAllStored(string $database): void
    {
        $lab = Lab::on($database);
        $site = $lab->site();
        $posts = [];
        foreach (range(1, 8) as $guest) {
            $request = $site->newRequest();
            $site->awaitCallback($request['reference'], 'MessageQueued');
            $url = $site->callbackUrl($request['reference']);
            for ($number = 0; $number < 50; $number++) {
                $posts[] = [$url, Site::callbackBody($request['request_id'], 'FormViewed', "time $number")];
            }
        }
        $before = $site->count();
        shuffle($posts);
        self::postAll($posts);
        self::assertSame($before + 400, $site->count(), 'stored');
    }

    #[DataProvider('databases')]
    public function testAFloodAtOneURLIsNotAcceptedForEver(string $database): void
    {
        $lab = Lab::on($database);
        $site = $lab->site();
        $request = $site->newRequest();
        $url = $site->callbackUrl($request['reference']);
        $post = static fn (int $number): int => Http::post($url, Site::callbackBody($request['request_id'], 'FormViewed', "time $number"))->status;
        $statuses = array_count_values(array_map($post, range(1, 70)));
        self::assertSame(true, ($statuses[503] ?? 0) >= 6 && array_sum($statuses) === $statuses[204] + $statuses[503], shown($statuses));
        $site->workAll();
        self::assertSame(204, $post(0), 'once they are processed');
    }

    #[DataProvider('databases')]
    public function testOneGuestsURLNeitherUsesUpNorCausesAnotherGuestsEvent(string $database): void
    {
        $lab = Lab::on($database);
        $site = $lab->site();
        [$request, $other] = [$site->newRequest(), $site->newRequest()];
        $lab->sandbox->fill($site->link($other['request_id']));
        $site->awaitCallback($other['reference'], 'CardStored');
        $event = Site::callbackBody($other['request_id'], 'CardStored');
        self::assertSame(204, Http::post($site->callbackUrl($request['reference']), $event)->status, 'under the wrong reference');
        self::assertSame(204, Http::post($site->callbackUrl($other['reference']), $event)->status, 'under its own');
        self::assertSame(1, $site->count("raw_status = 'CardStored' AND told_time = '2026-11-22T10:00:00' AND reference = '{$other['reference']}'"), 'the own event is stored');
        $site->workAll();
        self::assertSame(1, $site->count("result = 'the callback is about a different request'"), 'ignored');
        self::assertSame(['MessageQueued', 'CardStored'], [$site->request($request['booking_id'])['status'], $site->request($other['booking_id'])['status']], 'statuses');
    }

    /** Invalid callback URLs. @return array<string, array{string, string}> */
    private static function badUrls(Site $site, array $request, array $other): array
    {
        $url = $site->callbackUrl($request['reference']);
        [$base, $token] = explode('?cotp=', $url);
        $parts = explode('.', $token);
        $changed = static function (int $part, string $value) use ($base, $parts): string {
            $parts[$part] = $value;
            return "$base?cotp=" . implode('.', $parts);
        };
        $body = Site::callbackBody($request['request_id'], 'FormViewed');
        return [
            'no token' => [$base, $body],
            'an empty token' => ["$base?cotp=", $body],
            'a token that is a list' => ["$base?cotp[]=$token", $body],
            'the token twice' => ["$url&cotp=$token", $body],
            'two tokens, the good one last' => ["$base?cotp=x&cotp=$token", $body],
            'two tokens, the good one first' => ["$url&cotp=x", $body],
            'a token cut short' => [substr($url, 0, -1), $body],
            'a token without its signature' => ["$base?cotp=" . implode('.', array_slice($parts, 0, 5)), $body],
            'a token made longer' => [$url . 'A', $body],
            'a token of 7,000 bytes' => ["$base?cotp=v1." . str_repeat('A', 7000), $body],
            'another version' => [$changed(0, 'v2'), $body],
            'a signature of zeros' => [$changed(5, str_repeat('A', 43)), $body],
            'a signature in another case' => [$changed(5, strtolower($parts[5])), $body],
            'a later expiry' => [$changed(2, (string) ($parts[2] + 1)), $body],
            'an expiry with a sign' => [$changed(2, '+' . $parts[2]), $body],
            'an old expiry, unsigned' => [$changed(2, '1000000000'), $body],
            'another nonce' => [$changed(4, str_repeat('A', 22)), $body],
            "another guest's reference" => [$changed(3, explode('.', explode('?cotp=', $site->callbackUrl($other['reference']))[1])[3]), $body],
            'an unknown key' => [$site->callbackUrl($request['reference'], keyId: 'k2'), $body],
            'the right key id, another secret' => [$site->callbackUrl($request['reference'], str_repeat('x', 32)), $body],
        ];
    }

    /** Invalid callback bodies. @return array<string, array{string, string}> */
    private static function badBodies(Site $site, array $request, array $other): array
    {
        $url = $site->callbackUrl($request['reference']);
        $body = Site::callbackBody($request['request_id'], 'FormViewed');
        $nested = str_repeat('{"a":', 40) . '1' . str_repeat('}', 40);
        return [
            'no body' => [$url, ''],
            'not JSON' => [$url, 'LastNotifiedStatus=CardStored'],
            'half of the JSON' => [$url, substr($body, 0, -1)],
            'JSON and more' => [$url, "$body{}"],
            'a list' => [$url, "[$body]"],
            'null' => [$url, 'null'],
            'a name twice' => [$url, substr($body, 0, -1) . ',"RequestID":"' . $request['request_id'] . '"}'],
            'a name twice, written differently' => [$url, substr($body, 0, -1) . ',"Request\u0049D":"' . $other['request_id'] . '"}'],
            'a number for a status' => [$url, str_replace('"FormViewed"', '1', $body)],
            'null for a status' => [$url, str_replace('"FormViewed"', 'null', $body)],
            'a list for a status' => [$url, str_replace('"FormViewed"', '["FormViewed"]', $body)],
            'an empty status' => [$url, str_replace('FormViewed', '', $body)],
            'a long status' => [$url, str_replace('FormViewed', str_repeat('x', 129), $body)],
            'no time' => [$url, '{"LastNotifiedStatus":"FormViewed","RequestID":"' . $request['request_id'] . '"}'],
            'no id' => [$url, '{"LastNotifiedStatus":"FormViewed","LastNotifiedTime":"2026-11-22T10:00:00"}'],
            'a NUL in the id' => [$url, str_replace($request['request_id'], $request['request_id'] . '\u0000', $body)],
            'a NUL after the body' => [$url, "$body\0"],
            'a NUL in the body' => [$url, str_replace('Form', "Form\0", $body)],
            'a line break in the status' => [$url, str_replace('FormViewed', 'FormViewed\n', $body)],
            'bytes that are not UTF-8' => [$url, str_replace('FormViewed', "Form\xff\xfe", $body)],
            'deep nesting' => [$url, substr($body, 0, -1) . ",\"x\":$nested}"],
            'very deep nesting' => [$url, str_repeat('[', 16000)],
            '17 KiB' => [$url, str_pad($body, 17 * 1024)],
            '1 MiB' => [$url, substr($body, 0, -1) . ',"x":"' . str_repeat('x', 1 << 20) . '"}'],
        ];
    }

    /** Posts events eight at a time. @param list<array{string, string}> $posts */
    private static function postAll(array $posts): void
    {
        foreach (Http::postMany($posts, 8) as $reply) {
            self::assertSame(204, $reply->status, 'a valid callback is accepted');
        }
    }
}
