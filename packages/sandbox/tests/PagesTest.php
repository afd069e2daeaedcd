<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox\Tests;

use CotpSandbox\Html;
use CotpSandbox\Pages;
use CotpSandbox\TestCards;
use CotpSandbox\Tests\Support\Page;
use CotpSandbox\Tests\Support\SandboxTestCase;
use CotpSandbox\Tests\Support\Site;
use CotpSandbox\Tests\Support\Wait;
use PHPUnit\Framework\Attributes\TestWith;

/** The pages for the developer. */
final class PagesTest extends SandboxTestCase
{
    #[TestWith(['/', 200])]
    #[TestWith(['/outbox', 200])]
    #[TestWith(['/callbacks', 200])]
    #[TestWith(['/nothing', 404])]
    public function testEachPageHasLandmarksOneMainHeadingAndNoReload(string $path, int $status): void
    {
        $site = $this->site();
        $site->send(['CallbackUrl' => 'http://127.0.0.1:9/'] + Site::EMAIL);
        $reply = $site->sandbox->request('GET', $path);
        self::assertSame($status, $reply->status);
        $page = new Page($reply->body);
        self::assertSame('en', $page->one('/html')->getAttribute('lang'));
        self::assertCount(1, $page->all('//h1'));
        self::assertCount(1, $page->all('//body/main'));
        self::assertCount(3, $page->all('//body/header/nav//a'));
        self::assertCount($status === 200 ? 1 : 0, $page->all('//nav//a[@aria-current="page"]'), 'where the reader is');
        self::assertSame([], $page->all('//meta[@http-equiv]'), 'a page that reloads by itself takes the reader\'s place away');
        self::assertSame([], $page->all('//script|//*[@style]'), 'the policy forbids both');
        self::assertStringContainsString('Never enter real card details', $page->text('//*[@class="banner"]'));
    }

    public function testStartPageListsTheTestCards(): void
    {
        $page = new Page($this->site()->sandbox->request('GET', '/')->body);
        self::assertSame(array_map(strval(...), array_keys(TestCards::NUMBERS)), array_map(static fn ($code): string => $code->textContent, $page->all('//td/code')));
    }

    public function testReadmeListsTheTestCards(): void
    {
        preg_match_all('/^\| ([A-Z][A-Za-z ]+) \| (\d{12,19}(?:, \d{12,19})*) \|$/m', (string) file_get_contents(__DIR__ . '/../README.md'), $rows, PREG_SET_ORDER);
        $cards = [];
        foreach ($rows as [, $scheme, $numbers]) {
            $cards += array_fill_keys(explode(', ', $numbers), $scheme);
        }
        self::assertSame(TestCards::NUMBERS, $cards);
    }

    public function testTextsAreEscapedForElementsAndForAttributesInEitherQuotes(): void
    {
        self::assertSame('&lt;a b=&quot;&apos;&amp;&gt;', Html::text('<a b="\'&>'));
    }

    public function testCallbacksPageShowsWhatWasAttemptedAsText(): void
    {
        $site = $this->site();
        $url = 'http://hotel.example/"><i>x</i>?a=1&amp;b=\'';
        $id = $site->send(['CallbackUrl' => $url] + Site::EMAIL);
        Wait::until(static fn (): bool => $site->get('/callbacks.json')->at(0, 'state') === 'refused', 'refused');
        $page = new Page($site->sandbox->request('GET', '/callbacks')->body);
        self::assertSame(['MessageQueued', 'rejected'], [$page->text('//article//h2'), $page->text('//article//*[contains(@class, "status")]')]);
        self::assertSame("POST $url", $page->text('//article//p[@class="url"]'));
        $callback = $site->get('/callbacks.json');
        self::assertSame(json_encode($callback->members(0, 'body')), $page->text('//article//pre'));
        self::assertStringContainsString($id, $page->text('//article//pre'));
        self::assertStringEndsWith(' UTC: ' . $callback->text(0, 'attempts', 0, 'result'), $page->text('//article//li'));
        self::assertNotSame('', $callback->text(0, 'attempts', 0, 'result'));
    }

    public function testOutboxShowsAHostileRecipientAsText(): void
    {
        $site = $this->site();
        $site->send(['RecipientEmail' => '"<i>&amp;\'"@example.com'] + Site::EMAIL);
        $page = new Page($site->sandbox->request('GET', '/outbox')->body);
        self::assertSame('E-mail to "<i>&amp;\'"@example.com', $page->text('//article//h2'));
    }

    public function testEachLinkOfTheStartPageLeadsSomewhere(): void
    {
        $sandbox = $this->site()->sandbox;
        $links = array_map(static fn ($link): string => $link->getAttribute('href'), (new Page($sandbox->request('GET', '/')->body))->all('//a'));
        self::assertGreaterThan(9, count($links));
        foreach (array_unique($links) as $path) {
            self::assertSame(200, $sandbox->request('GET', $path)->status, $path);
        }
    }

    public function testOutboxShowsMessagesAsAPhoneOrAMailProgramDoesNewestFirst(): void
    {
        $site = $this->site();
        $site->send(['RecipientName' => '<i>Ann</i>'] + Site::EMAIL);
        $site->send(['RecipientName' => 'ليلى'] + Site::SMS);
        $page = new Page($site->sandbox->request('GET', '/outbox')->body);
        self::assertSame(['Text message to +44 1632 960001', 'E-mail to guest@example.com'], array_map(static fn ($heading): string => $heading->textContent, $page->all('//article//h2')));
        self::assertCount(1, $page->all('//article[1]//*[@class="message sms"]'));
        self::assertCount(1, $page->all('//article[2]//*[@class="message email"]/p[@class="subject"]'));
        self::assertCount(2, $page->all('//article//p[@class="text" and @dir="auto"]'), 'a text of unknown direction');
        self::assertStringContainsString('Hello <i>Ann</i>,', $page->text('//article[2]//p[@class="text"]'));
        $links = array_map(static fn ($link): string => $link->getAttribute('href'), $page->all('//article//a[1]'));
        self::assertSame($site->get('/outbox.json')->texts('link'), $links);
    }

    public function testPagesShowOnlyTheNewestEntriesAndSayHowManyThereAre(): void
    {
        $site = $this->site();
        for ($number = 0; $number <= Pages::MOST_ENTRIES; $number++) {
            $site->send(['RecipientEmail' => "guest-$number@example.com", 'CallbackUrl' => 'http://callback.example/'] + Site::EMAIL);
        }
        $outbox = new Page($site->sandbox->request('GET', '/outbox')->body);
        self::assertCount(Pages::MOST_ENTRIES, $outbox->all('//article'));
        self::assertSame('E-mail to guest-50@example.com', $outbox->text('//article[1]//h2'));
        self::assertStringStartsWith('The newest 50 of 51 messages (all as JSON).', $outbox->text('//p[@class="about"]'));
        self::assertSame('/outbox.json', $outbox->one('//p[@class="about"]/a[1]')->getAttribute('href'));
        self::assertCount(51, $site->listing('/outbox.json'));
        $callbacks = new Page($site->sandbox->request('GET', '/callbacks')->body);
        self::assertCount(Pages::MOST_ENTRIES, $callbacks->all('//article'));
        self::assertStringStartsWith('The newest 50 of 51 callbacks', $callbacks->text('//p[@class="about"]'));
        self::assertCount(51, $site->listing('/callbacks.json'));
    }
}
