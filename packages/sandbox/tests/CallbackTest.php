<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox\Tests;

use CotpSandbox\CallbackTarget;
use CotpSandbox\Tests\Support\CallbackReceiver;
use CotpSandbox\Tests\Support\Page;
use CotpSandbox\Tests\Support\SandboxTestCase;
use CotpSandbox\Tests\Support\Site;
use CotpSandbox\Tests\Support\Wait;

/** The callbacks to the site. */
final class CallbackTest extends SandboxTestCase
{
    public function testEveryChangeIsPostedInOrderAsDocumented(): void
    {
        $site = $this->site();
        $receiver = new CallbackReceiver();
        $id = $site->send(['CallbackUrl' => $receiver->url] + Site::EMAIL);
        $first = $receiver->next();
        self::assertStringContainsString("POST /cotp?cotp=v1.k1.a~b HTTP/1.1\r\n", $first['head'], 'request line');
        self::assertStringContainsString("\r\nContent-Type: application/json\r\n", $first['head'], 'type');
        $expected = json_encode(['LastNotifiedStatus' => 'MessageQueued', 'RequestID' => $id, 'LastNotifiedTime' => $site->retrieve($id)['LastNotifiedTime']]);
        self::assertSame($expected, $first['body'], 'body');
        $site->open($id);
        self::assertSame('FormViewed', $receiver->nextStatus(), 'second');
        $site->submit($id, ['card_number' => '1'] + Site::CARD);
        self::assertSame('StoreFailed', $receiver->nextStatus(), 'third');
        $site->submit($id);
        $last = $receiver->next();
        self::assertStringContainsString('CardStored', $last['body'], 'fourth');
        self::assertStringNotContainsString(basename($site->cardUri($id)), $last['body'], 'the token');
        Wait::until(fn () => self::states($site) === array_fill(0, 4, 'delivered'), 'all delivered');
        self::assertFalse($receiver->hasMore(), 'nothing twice');
        $page = new Page($site->sandbox->request('GET', '/callbacks')->body);
        self::assertSame(['CardStored', 'delivered'], [$page->text('//article[1]//h2'), $page->text('//article[1]//*[contains(@class, "status")]')], 'page');
    }

    public function testExpiryAndCancellationArePostedWithoutARequest(): void
    {
        $site = $this->site();
        $receiver = new CallbackReceiver();
        $site->send(['CallbackUrl' => $receiver->url] + Site::SMS);
        $statuses = [$receiver->nextStatus(), $receiver->nextStatus(), $receiver->nextStatus()];
        self::assertSame(['MessageQueued', 'MessageSent', 'MessageDelivered'], $statuses, 'SMS');
        $site->sandbox->control('clock', ['advance' => 86400]);
        self::assertSame('LinkExpired', $receiver->nextStatus(), 'expiry');
        $id = $site->send(['CallbackUrl' => $receiver->url] + Site::EMAIL);
        $receiver->next();
        $site->call('DELETE', "cardrequest/$id");
        self::assertSame('LinkExpired', $receiver->nextStatus(), 'canceled');
    }

    public function testFailedAttemptIsTheOnlyOneByDefault(): void
    {
        $site = $this->site();
        $receiver = new CallbackReceiver('500');
        $site->send(['CallbackUrl' => $receiver->url] + Site::EMAIL);
        $receiver->next();
        Wait::until(fn () => self::states($site) === ['given_up'], 'given up');
        $site->sandbox->control('clock', ['advance' => 86000]);
        $site->status($site->send());
        self::assertSame([1], array_map(static fn (int $index): int => count($site->get('/callbacks.json')->members($index, 'attempts')), array_keys($site->listing('/callbacks.json'))), 'attempts');
    }

    public function testFailedOrRedirectedAttemptIsRetriedIfAsked(): void
    {
        $receiver = new CallbackReceiver('500', '302');
        $site = new Site(self::startSandbox(['--callback-attempts', '6', '--workers', '1']));
        $site->sandbox->control('clock', ['freeze' => true]);
        $site->send(['CallbackUrl' => $receiver->url] + Site::EMAIL);
        foreach ([1, 2] as $attempt) {
            $body = $receiver->next();
            self::assertStringContainsString('POST /cotp', $body['head'], 'the redirect is not followed');
            Wait::until(fn () => count($site->get('/callbacks.json')->members(0, 'attempts')) === $attempt, 'attempt');
            self::assertFalse($receiver->hasMore(), 'not before its time');
            $items = array_map(static fn ($item): string => $item->textContent, (new Page($site->sandbox->request('GET', '/callbacks')->body))->all('//article//li'));
            self::assertCount($attempt + 1, $items, 'attempts on the page');
            self::assertStringEndsWith(' UTC: HTTP/1.1 500 Response', $items[0], 'page');
            self::assertStringEndsWith(' UTC: next attempt', $items[$attempt], 'page');
            $site->sandbox->control('clock', ['advance' => 4]);
        }
        $receiver->next();
        Wait::until(fn () => self::states($site) === ['delivered'], 'delivered');
        $results = array_column($site->get('/callbacks.json')->members(0, 'attempts'), 'result');
        self::assertSame(['HTTP/1.1 500 Response', 'HTTP/1.1 302 Response', 'HTTP/1.1 200 Response'], $results, 'results');
    }

    public function testCallbackIsGivenUpAfterTheLastAttempt(): void
    {
        $site = new Site(self::startSandbox(['--callback-attempts', '6', '--workers', '1']));
        $receiver = new CallbackReceiver();
        $url = $receiver->url;
        unset($receiver);
        $site->sandbox->control('clock', ['freeze' => true]);
        $site->send(['CallbackUrl' => $url] + Site::EMAIL);
        for ($attempt = 1; $attempt <= 6; $attempt++) {
            Wait::until(fn () => count($site->get('/callbacks.json')->members(0, 'attempts')) === $attempt, "attempt $attempt");
            self::assertSame('no response', $site->get('/callbacks.json')->at(0, 'attempts', $attempt - 1, 'result'), 'result');
            $site->sandbox->control('clock', ['advance' => 256]);
        }
        self::assertSame(['given_up'], self::states($site), 'state');
    }

    public function testAnotherMachineIsNeverContacted(): void
    {
        $site = $this->site();
        $site->send(['CallbackUrl' => 'https://hotel.example/cotp'] + Site::EMAIL);
        Wait::until(fn () => self::states($site) === ['refused'], 'refused');
    }

    public function testOnlyThisMachineAndTheHostsOfTheCommandLineAreAllowed(): void
    {
        $target = new CallbackTarget(['Site', '192.0.2.7']);
        foreach (['http://127.0.0.1/', 'https://localhost:8443/a?b=c', 'http://[::1]:80/', 'http://127.9.9.9/x', 'http://site/', 'http://192.0.2.7/'] as $url) {
            self::assertSame($url, $target->allowed($url), $url);
        }
        self::assertSame('http://localhost:81/', $target->allowed('HTTP://LOCALHOST:81'), 'rebuilt');
        foreach (['http://127.0.0.1@evil.example/', 'http://evil.example/', 'http://127.0.0.1.evil.example/', 'http://localhost.evil.example/', 'http://[::2]/',
            'ftp://127.0.0.1/', 'http://127.1/', 'http://0.0.0.0/', 'http://2130706433/', 'http:///x', 'http://user@127.0.0.1/', '//127.0.0.1/', 'file:///etc/passwd'] as $url) {
            self::assertNull($target->allowed($url), $url);
        }
    }

    /** @return list<mixed> of all callbacks, oldest first */
    private static function states(Site $site): array
    {
        return array_column(array_reverse($site->listing('/callbacks.json')), 'state');
    }
}
