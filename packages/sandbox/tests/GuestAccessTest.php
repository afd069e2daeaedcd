<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox\Tests;

use CotpSandbox\Tests\Support\Reply;
use CotpSandbox\Tests\Support\SandboxTestCase;
use CotpSandbox\Tests\Support\Site;
use PHPUnit\Framework\Attributes\TestWith;

/** The guest's pages in HTTP: methods, headers, and what counts as opening the form. */
final class GuestAccessTest extends SandboxTestCase
{
    private const PAGE = [
        'cache-control' => 'no-store',
        'connection' => 'close',
        'content-security-policy' => "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
        'content-type' => 'text/html; charset=utf-8',
        'referrer-policy' => 'no-referrer',
        'x-content-type-options' => 'nosniff',
    ];

    public function testHeadersOfEachPage(): void
    {
        $site = $this->site();
        $id = $site->send();
        $link = $site->link($id);
        $replies = [200 => $site->open($id), 422 => $site->submit($id, []), 303 => $site->submit($id)];
        $site->call('DELETE', 'cardrequest/' . ($canceled = $site->send()));
        $replies += [410 => $site->open($canceled), 404 => $site->sandbox->request('GET', '/form/none')];
        foreach ($replies as $status => $reply) {
            self::assertSame($status, $reply->status);
            $headers = $status === 303 ? ['cache-control' => 'no-store', 'connection' => 'close', 'location' => $link] : self::PAGE;
            self::assertSame($headers, self::headers($reply), "headers of $status");
        }
        self::assertSame(self::PAGE, self::headers($site->open($id)), 'headers of the last page');
    }

    #[TestWith(['OPTIONS'])]
    #[TestWith(['PUT'])]
    #[TestWith(['PATCH'])]
    #[TestWith(['DELETE'])]
    #[TestWith(['PROPFIND'])]
    #[TestWith(['TRACE'])]
    public function testOtherMethodsAreNotAllowedAndDoNotCountAsAView(string $method): void
    {
        $site = $this->site();
        $id = $site->send();
        $reply = $site->sandbox->request($method, $site->link($id), ['Content-Type: application/x-www-form-urlencoded'], http_build_query(Site::CARD));
        self::assertSame([405, 'GET, HEAD, POST', ''], [$reply->status, $reply->headers['allow'], $reply->body]);
        self::assertSame(['MessageQueued'], $site->history($id));
    }

    #[TestWith(['Sec-Purpose: prefetch'])]
    #[TestWith(['Sec-Purpose: prefetch;prerender'])]
    #[TestWith(['Purpose: prefetch'])]
    #[TestWith(['X-Purpose: preview'])]
    #[TestWith(['X-Moz: Prefetch'])]
    public function testPageThatABrowserLoadsInAdvanceDoesNotCountAsAView(string $header): void
    {
        $site = $this->site();
        $id = $site->send();
        $early = $site->sandbox->request('GET', $site->link($id), [$header]);
        self::assertSame(['MessageQueued'], $site->history($id));
        self::assertSame([200, $site->open($id)->body], [$early->status, $early->body]);
        self::assertSame(['MessageQueued', 'FormViewed'], $site->history($id));
    }

    public function testSubmissionCountsEvenIfItsPageWasLoadedInAdvance(): void
    {
        $site = $this->site();
        $id = $site->send();
        $site->sandbox->request('POST', $site->link($id), ['Purpose: prefetch', 'Content-Type: application/x-www-form-urlencoded'], http_build_query(Site::CARD));
        self::assertSame(['MessageQueued', 'FormViewed', 'CardStored'], $site->history($id));
    }

    public function testHeadReturnsTheStatusAndTheHeadersOfGetAndDoesNotCountAsAView(): void
    {
        $site = $this->site();
        $token = $site->storedToken();
        $security = Site::EMAIL + ['CardUri' => "https://h.example/$token"];
        $ids = ['open' => $site->send(), 'canceled' => $site->send(), 'security code' => $site->send($security, 'cardrequest/cvv')];
        $site->call('DELETE', "cardrequest/{$ids['canceled']}");
        $this->assertHeadIsLikeGet($site, $ids['security code'], 200);
        $ids['card deleted'] = $site->send($security, 'cardrequest/cvv');
        $site->call('DELETE', "payments/paycard/$token");
        foreach (['open' => 200, 'canceled' => 410, 'card deleted' => 410] as $what => $status) {
            $this->assertHeadIsLikeGet($site, $ids[$what], $status);
        }
    }

    public function testLinkWithMoreSegmentsIsUnknown(): void
    {
        $site = $this->site();
        $id = $site->send();
        self::assertSame(404, $site->sandbox->request('GET', $site->link($id) . '/x')->status);
        self::assertSame(['MessageQueued'], $site->history($id));
    }

    private function assertHeadIsLikeGet(Site $site, string $id, int $status): void
    {
        $before = $site->history($id);
        $head = $site->sandbox->request('HEAD', $site->link($id));
        self::assertSame($before, $site->history($id));
        $get = $site->open($id);
        self::assertSame([$status, ''], [$head->status, $head->body]);
        self::assertSame([$get->status, self::headers($get)], [$head->status, self::headers($head)]);
        self::assertSame((string) strlen($get->body), $head->headers['content-length']);
    }

    /** @return array<string, string> all headers but those that differ by nature, sorted by name */
    private static function headers(Reply $reply): array
    {
        $headers = array_diff_key($reply->headers, ['date' => '', 'content-length' => '']);
        ksort($headers);
        return $headers;
    }
}
