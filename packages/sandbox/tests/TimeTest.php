<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox\Tests;

use CotpSandbox\Tests\Support\Reply;
use CotpSandbox\Tests\Support\SandboxTestCase;
use CotpSandbox\Tests\Support\Site;
use CotpSandbox\Tests\Support\Wait;

/** What happens as the clock of the sandbox advances. */
final class TimeTest extends SandboxTestCase
{
    public function testSmsIsQueuedSentAndDeliveredInThisOrder(): void
    {
        $site = $this->site();
        $site->sandbox->control('clock', ['freeze' => true]);
        $id = $site->send(Site::SMS);
        self::assertSame('MessageQueued', $site->status($id), 'at first');
        self::advance($site, 1);
        self::assertSame('MessageSent', $site->status($id), 'then');
        self::advance($site, 1);
        self::assertSame('MessageDelivered', $site->status($id), 'in the end');
        self::advance($site, 10);
        self::assertSame(['MessageQueued', 'MessageSent', 'MessageDelivered'], $site->history($id), 'history');
    }

    public function testSmsAdvancesByItselfWhileTheClockRuns(): void
    {
        $site = $this->site();
        $id = $site->send(Site::SMS);
        Wait::until(fn () => $site->history($id) === ['MessageQueued', 'MessageSent', 'MessageDelivered'], 'delivery');
    }

    public function testClockMovedFarAheadStillRecordsEveryStatusWithItsOwnTime(): void
    {
        $site = $this->site();
        $start = $site->sandbox->control('clock', ['freeze' => true])->number('unix');
        $id = $site->send(Site::SMS);
        self::advance($site, 2 * 86400);
        self::assertSame(['MessageQueued', 'MessageSent', 'MessageDelivered', 'LinkExpired'], $site->history($id), 'history');
        self::assertSame(gmdate('Y-m-d\TH:i:s', (int) ($start + 86400)), $site->retrieve($id)['LastNotifiedTime'], 'time of the expiry');
    }

    public function testSmsToANumberThatEndsIn9999FailsAndItsLinkIsClosed(): void
    {
        $site = $this->site();
        $site->sandbox->control('clock', ['freeze' => true]);
        $id = $site->send(['RecipientPhone' => '+44 1632 96-99 99'] + Site::SMS);
        self::advance($site, 5 * 86400);
        self::assertSame(['MessageQueued', 'MessageFailed'], $site->history($id), 'history');
        self::assertSame([410, 410], [$site->open($id)->status, $site->submit($id)->status], 'link');
    }

    public function testOpeningTheFormEndsTheStatusesOfTheSms(): void
    {
        $site = $this->site();
        $site->sandbox->control('clock', ['freeze' => true]);
        $id = $site->send(Site::SMS);
        $site->open($id);
        self::advance($site, 60);
        self::assertSame(['MessageQueued', 'FormViewed'], $site->history($id), 'history');
    }

    public function testEmailDoesNotChangeByItselfBeforeTheLinkExpires(): void
    {
        $site = $this->site();
        $site->sandbox->control('clock', ['freeze' => true]);
        $id = $site->send();
        self::advance($site, 86399);
        self::assertSame('MessageQueued', $site->status($id), 'shortly before');
        self::advance($site, 1);
        self::assertSame('LinkExpired', $site->status($id), 'then');
        self::assertStringContainsString('Link Expired', $site->open($id)->body, 'page');
    }

    public function testCompletedFormNeverExpiresButAnOpenedOneDoes(): void
    {
        $site = $this->site();
        $site->submit($done = $site->send());
        $site->open($opened = $site->send());
        self::advance($site, 86401);
        self::assertSame(['CardStored', 'LinkExpired'], [$site->status($done), $site->status($opened)], 'statuses');
    }

    public function testClockFreezesAdvancesAndContinuesFromTheFrozenTime(): void
    {
        $site = $this->site();
        $frozen = $site->sandbox->control('clock', ['freeze' => true]);
        self::assertSame($frozen->json(), $site->sandbox->request('GET', '/sandbox/clock')->json(), 'frozen');
        self::assertSame($frozen->number('unix') + 3600.0, self::advance($site, 3600)->number('unix'), 'advanced');
        $running = $site->sandbox->control('clock', ['freeze' => false]);
        self::assertSame([false, true], [$running->at('frozen'), $running->number('unix') >= $frozen->number('unix') + 3600], 'continues');
        self::assertTrue($running->number('offset') < 3600, 'without the time that it was frozen');
        Wait::until(fn () => $site->sandbox->request('GET', '/sandbox/clock')->number('unix') > $running->number('unix'), 'runs');
        foreach ([['advance' => -1], ['advance' => 'x'], ['freeze' => 1], ['speed' => 2]] as $body) {
            self::assertSame(400, $site->sandbox->control('clock', $body)->status, (string) json_encode($body));
        }
    }

    private static function advance(Site $site, float $seconds): Reply
    {
        return $site->sandbox->control('clock', ['advance' => $seconds]);
    }
}
