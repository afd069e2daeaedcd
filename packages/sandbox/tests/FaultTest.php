<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox\Tests;

use CotpSandbox\Tests\Support\Connection;
use CotpSandbox\Tests\Support\Reply;
use CotpSandbox\Tests\Support\SandboxTestCase;
use CotpSandbox\Tests\Support\Site;
use CotpSandbox\Tests\Support\Wait;

/** The faults that a test can schedule. */
final class FaultTest extends SandboxTestCase
{
    public function testEveryDocumentedErrorHasItsHttpStatus(): void
    {
        $site = $this->site();
        $table = [-112 => 400, -123 => 400, -125 => 400, -150 => 500, -160 => 404, -168 => 409, -174 => 400, -175 => 408, -179 => 400, -180 => 426,
            -1003 => 401, -1004 => 400, -1005 => 400];
        foreach ($table as $code => $status) {
            $site->scheduleFault(['kind' => 'error', 'code' => $code]);
            $reply = self::sendTo($site);
            self::assertSame([$status, $code], [$reply->status, $reply->errorCode()], "code $code");
        }
        self::assertSame(['received' => 13, 'processed' => 0], $site->count('send'), 'processed');
        $site->scheduleFault(['kind' => 'error', 'code' => -125, 'xml' => true]);
        self::assertStringContainsString('<code>-125</code>', self::sendTo($site)->body, 'XML although JSON was accepted');
    }

    public function testOnlyTheNextRequestsOfTheOperationAndTheAccountAreAffected(): void
    {
        $site = $this->site();
        $other = new Site($site->sandbox);
        self::assertSame(201, $site->scheduleFault(['kind' => 'status', 'status' => 503, 'times' => 2, 'operation' => 'send'])->status, 'schedule');
        self::assertSame(['operation' => 'send', 'times' => 2], array_intersect_key($site->listing('/sandbox/faults')[0], ['operation' => 1, 'times' => 1]), 'list');
        self::assertSame(200, $site->call('POST', 'accounts/authenticate/')->status, 'another operation');
        self::assertSame(201, self::sendTo($other)->status, 'another account');
        self::assertSame([503, 503, 201], [self::sendTo($site)->status, self::sendTo($site)->status, self::sendTo($site)->status], 'twice');
        self::assertSame([], $site->listing('/sandbox/faults'), 'used up');
        $site->sandbox->control('faults', ['kind' => 'status', 'status' => 500]);
        self::assertSame([500, 201], [self::sendTo($other)->status, self::sendTo($site)->status], 'without a key: the first request, whatever its account');
    }

    public function testFaultsCanBeCleared(): void
    {
        $site = $this->site();
        $site->scheduleFault(['kind' => 'status', 'status' => 500]);
        self::assertSame(200, $site->sandbox->request('DELETE', '/sandbox/faults', $site->authorization())->status, 'clear');
        self::assertSame(201, self::sendTo($site)->status, 'send');
    }

    public function testStatusHasRetryAfterAndIsProcessedIfAsked(): void
    {
        $site = $this->site();
        $site->scheduleFault(['kind' => 'status', 'status' => 429, 'retry_after' => 7]);
        $reply = self::sendTo($site);
        self::assertSame([429, '7', ''], [$reply->status, $reply->headers['retry-after'], $reply->body], 'response');
        self::assertSame(0, $site->count('send')['processed'], 'not processed');
        $site->scheduleFault(['kind' => 'status', 'status' => 504, 'processed' => true]);
        self::assertSame([504, 1], [self::sendTo($site)->status, $site->count('send')['processed']], 'processed');
    }

    public function testResponsesAreDroppedBeforeAndAfterProcessing(): void
    {
        $site = $this->site();
        $site->scheduleFault(['kind' => 'drop_before']);
        self::assertNull($site->callOrNothing('POST', 'cardrequest', Site::EMAIL), 'no response');
        self::assertSame(['received' => 1, 'processed' => 0], $site->count('send'), 'before');
        $site->scheduleFault(['kind' => 'drop_after']);
        self::assertNull($site->callOrNothing('POST', 'cardrequest', Site::EMAIL), 'no response');
        self::assertSame(['received' => 2, 'processed' => 1], $site->count('send'), 'after');
        self::assertSame(1, count($site->listing('/outbox.json')), 'messages');
    }

    public function testKeptConnectionIsDropped(): void
    {
        $site = $this->site();
        $connection = new Connection($site->sandbox->origin);
        $connection->request('POST', '/api/cardrequest', $site->authorization(), json_encode(Site::EMAIL, JSON_THROW_ON_ERROR));
        self::assertSame(201, $connection->reply()->status, 'first');
        $site->scheduleFault(['kind' => 'drop_after', 'operation' => 'send']);
        $connection->request('POST', '/api/cardrequest', $site->authorization(), json_encode(Site::EMAIL, JSON_THROW_ON_ERROR));
        self::assertNull($connection->replyOrNothing(), 'second');
        self::assertSame(['received' => 2, 'processed' => 2], $site->count('send'), 'processed');
    }

    public function testResponseIsCutShort(): void
    {
        $site = $this->site();
        $site->scheduleFault(['kind' => 'cut_short']);
        self::assertSame([201, false], [($reply = self::sendTo($site))->status, $reply->isWhole], 'response');
        self::assertSame(1, $site->count('send')['processed'], 'processed');
    }

    public function testResponseIsDelayedButOthersAreNot(): void
    {
        $site = $this->site();
        $site->scheduleFault(['kind' => 'delay', 'seconds' => 600, 'operation' => 'send', 'times' => 8]);
        $delayed = [];
        for ($number = 0; $number < 8; $number++) {
            $delayed[$number] = new Connection($site->sandbox->origin);
            $delayed[$number]->request('POST', '/api/cardrequest', $site->authorization(), json_encode(Site::EMAIL, JSON_THROW_ON_ERROR));
        }
        Wait::until(fn () => $site->count('send')['processed'] === 8, 'all processed');
        self::assertSame(201, self::sendTo($site)->status, 'the ninth has a response');
        self::assertSame([], array_filter($delayed, static fn (Connection $connection): bool => $connection->hasData()), 'the eight have none');
        $site->scheduleFault(['kind' => 'delay', 'seconds' => 0.05]);
        self::assertSame(201, self::sendTo($site)->status, 'a short delay ends');
    }

    public function testJunkHtmlOversizeRedirectAndNoLocation(): void
    {
        $site = $this->site();
        $site->scheduleFault(['kind' => 'junk', 'operation' => 'retrieve']);
        $id = $site->send();
        self::assertSame([200, null], [($reply = $site->call('GET', "cardrequest/$id"))->status, $reply->json()], 'junk');
        $site->scheduleFault(['kind' => 'html']);
        self::assertSame([200, 'text/html; charset=utf-8'], [($reply = self::sendTo($site))->status, $reply->headers['content-type']], 'HTML');
        self::assertSame(1, $site->count('send')['processed'], 'HTML: not processed');
        $site->scheduleFault(['kind' => 'oversize']);
        self::assertSame([201, true], [($reply = self::sendTo($site))->status, strlen($reply->body) > 2 * 1024 * 1024 && $reply->isWhole], 'oversize');
        $site->scheduleFault(['kind' => 'redirect']);
        self::assertSame([302, "{$site->sandbox->origin}/sandbox/redirected"], [($reply = self::sendTo($site))->status, $reply->headers['location']], 'redirect');
        $site->scheduleFault(['kind' => 'no_location']);
        self::assertSame([201, false], [($reply = self::sendTo($site))->status, isset($reply->headers['location'])], 'no Location');
        self::assertSame(['received' => 5, 'processed' => 3], $site->count('send'), 'processed');
    }

    public function testInvalidFaultsAreRejected(): void
    {
        $site = $this->site();
        $faults = [[], ['kind' => 'x'], ['kind' => ['a']], ['kind' => 'delay'], ['kind' => 'delay', 'seconds' => -1], ['kind' => 'error'], ['kind' => 'error', 'code' => -1],
            ['kind' => 'status'], ['kind' => 'status', 'status' => 99], ['kind' => 'status', 'status' => '500'], ['kind' => 'drop_before', 'processed' => true],
            ['kind' => 'junk', 'times' => 0], ['kind' => 'junk', 'operation' => 'x'], ['kind' => 'junk', 'operation' => [1]], ['kind' => 'junk', 'other' => 1]];
        foreach ($faults as $fault) {
            self::assertSame(400, $site->scheduleFault($fault)->status, (string) json_encode($fault));
        }
        self::assertSame(201, self::sendTo($site)->status, 'send');
    }

    private static function sendTo(Site $site): Reply
    {
        return $site->call('POST', 'cardrequest', Site::EMAIL);
    }
}
