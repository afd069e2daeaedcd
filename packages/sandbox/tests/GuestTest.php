<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox\Tests;

use CotpSandbox\TestCards;
use CotpSandbox\Tests\Support\Connection;
use CotpSandbox\Tests\Support\Database;
use CotpSandbox\Tests\Support\Page;
use CotpSandbox\Tests\Support\SandboxTestCase;
use CotpSandbox\Tests\Support\Site;

/** The outbox, and the guest's form. */
final class GuestTest extends SandboxTestCase
{
    public function testMessageHasItsTextsAndItsLink(): void
    {
        $site = $this->site();
        $id = $site->send(['RecipientName' => 'Ann <b>', 'BookerName' => 'Hotel "X"', 'HeaderText' => 'Dear $~recipient_name~$, $~amount~$ to $~booker_name~$',
            'FooterText' => '$~cs_phone~$ $~cs_email~$ $~cs_link~$', 'Amount' => 70, 'Currency' => 'EUR', 'CustomerSupportPhone' => '+44 1632 960002',
            'CustomerSupportEmail' => 'help@example.com', 'CustomerSupportLink' => 'https://help.example/'] + Site::EMAIL);
        $message = $site->get('/outbox.json');
        self::assertSame([$id, 'Email', 'guest@example.com', 'card'], [$message->at(0, 'request'), $message->at(0, 'channel'), $message->at(0, 'to'), $message->at(0, 'kind')], 'message');
        self::assertStringContainsString('Dear Ann <b>, 70.00 EUR to Hotel "X"', $message->text(0, 'text'), 'header text');
        self::assertStringContainsString('+44 1632 960002 help@example.com https://help.example/', $message->text(0, 'text'), 'footer text');
        $page = $site->sandbox->request('GET', '/outbox')->body;
        self::assertStringContainsString('Dear Ann &lt;b&gt;, 70.00 EUR to Hotel &quot;X&quot;', $page, 'escaped');
        self::assertStringContainsString('href="' . $message->text(0, 'link') . '"', $page, 'link');
        self::assertStringContainsString('SANDBOX', $page, 'banner');
    }

    public function testFieldsOfTheSiteAreEscapedAndTheWarningIsShown(): void
    {
        $site = $this->site();
        $id = $site->send(['HeaderText' => '<script>alert(1)</script>', 'CustomerSupportLink' => 'https://h.example/"><i>', 'CustomerSupportLinkText' => '<u>',
            'CustomerSupportPhone' => '<s>', 'Amount' => 5] + Site::EMAIL);
        $page = $site->open($id);
        self::assertSame(200, $page->status, 'page');
        foreach (['<script', '<i>', '<u>', '<s>'] as $tag) {
            self::assertStringNotContainsString($tag, $page->body, 'page');
        }
        self::assertStringContainsString('SANDBOX</strong></a> Nothing here is real. Never enter real card details.', $page->body, 'warning');
        self::assertStringContainsString("default-src 'none'", $page->headers['content-security-policy'], 'policy');
    }

    public function testFormIsOpenedStoredAndThanked(): void
    {
        $site = $this->site();
        $id = $site->send();
        $site->open($id);
        self::assertSame('FormViewed', $site->status($id), 'status');
        $site->open($id);
        $reply = $site->submit($id);
        self::assertSame([303, $site->link($id)], [$reply->status, $reply->headers['location']], 'submission');
        self::assertSame(['MessageQueued', 'FormViewed', 'CardStored'], $site->history($id), 'history');
        self::assertStringContainsString('Thank you', $site->open($id)->body, 'page');
        $uri = $site->cardUri($id);
        self::assertSame(1, preg_match("~^{$site->sandbox->origin}/api/payments/paycard/[0-9a-f]{32}$~D", $uri), 'CardUri');
        self::assertSame(['1111', true], [($card = $site->listing('/sandbox/cards.json')[0])['last_four'], $card['cvv']], 'card');
        self::assertSame(basename($uri), $card['token'], 'token');
    }

    public function testSubmissionWithoutOpeningCountsAsViewed(): void
    {
        $site = $this->site();
        $site->submit($id = $site->send());
        self::assertSame(['MessageQueued', 'FormViewed', 'CardStored'], $site->history($id), 'history');
    }

    public function testInvalidInputFailsWithAClearMessageAndTheGuestMayRetry(): void
    {
        $site = $this->site();
        $id = $site->send();
        $wrong = [
            [['card_number' => '4111111111111112'], 'not a valid card number'],
            [['card_number' => '4111'], 'not a valid card number'],
            [['card_number' => ['4111111111111111']], 'enter the card number'],
            [['card_number' => '4000000000000002'], 'only the test cards'],
            [['expiry' => '13/39'], 'expiry date as month and year'],
            [['expiry' => '01/20'], 'has expired'],
            [['security_code' => '12'], 'has 3 digits'],
            [['security_code' => '1234'], 'has 3 digits'],
            [['card_number' => '378282246310005'], 'has 4 digits'],
        ];
        foreach ($wrong as [$change, $message]) {
            $reply = $site->submit($id, $change + Site::CARD);
            self::assertSame(422, $reply->status, $message);
            self::assertStringContainsString($message, $reply->body, 'page');
            $inputs = (new Page($reply->body))->all('//input');
            self::assertSame(['card_number', 'expiry', 'security_code'], array_map(static fn ($input): string => $input->getAttribute('name'), $inputs));
            self::assertFalse($inputs[0]->hasAttribute('value') || $inputs[2]->hasAttribute('value'), "number and code: $message");
            self::assertMatchesRegularExpression('~^(\d\d/\d\d)?$~D', $inputs[1]->getAttribute('value'), "date: $message");
        }
        self::assertSame(['MessageQueued', 'FormViewed', 'StoreFailed'], $site->history($id), 'history so far');
        self::assertSame([], $site->listing('/sandbox/cards.json'), 'no card');
        $site->open($id);
        self::assertSame('StoreFailed', $site->status($id), 'opening it again changes nothing');
        self::assertSame(303, $site->submit($id, ['card_number' => '3782 822463 10005', 'security_code' => '1234', 'expiry' => '02/2041'] + Site::CARD)->status, 'retry');
        self::assertSame(['MessageQueued', 'FormViewed', 'StoreFailed', 'CardStored'], $site->history($id), 'history');
        self::assertSame('0005', $site->get('/sandbox/cards.json')->at(0, 'last_four'), 'card');
    }

    public function testEveryListedTestCardIsAccepted(): void
    {
        $site = $this->site();
        foreach (array_keys(TestCards::NUMBERS) as $number) {
            $id = $site->send();
            $code = in_array((string) $number, ['378282246310005', '371449635398431'], true) ? '1234' : '123';
            self::assertSame(303, $site->submit($id, ['card_number' => $number, 'security_code' => $code] + Site::CARD)->status, (string) $number);
        }
        self::assertSame(11, count(array_unique($site->get('/sandbox/cards.json')->texts('last_four'))), 'different last four digits');
    }

    public function testCardIsValidThroughItsLastMonthByTheClockOfTheSandbox(): void
    {
        $site = $this->site();
        $id = $site->send();
        self::assertSame(422, $site->submit($id, ['expiry' => gmdate('m/y', strtotime('first day of last month'))] + Site::CARD)->status, 'last month');
        self::assertSame(303, $site->submit($id, ['expiry' => gmdate('m/y')] + Site::CARD)->status, 'this month');
    }

    public function testTwoSubmissionsAtOnceStoreOneCard(): void
    {
        $site = $this->site();
        for ($round = 0; $round < 10; $round++) {
            $id = $site->send();
            $link = $site->link($id);
            $connections = [];
            for ($guest = 0; $guest < 4; $guest++) {
                $connections[] = new Connection($site->sandbox->origin);
            }
            foreach ($connections as $connection) {
                $connection->request('POST', $link, ['Content-Type: application/x-www-form-urlencoded', 'Connection: close'], http_build_query(Site::CARD));
            }
            $statuses = array_map(static fn (Connection $connection): int => $connection->reply()->status, $connections);
            sort($statuses);
            self::assertSame([200, 200, 200, 303], $statuses, 'one succeeds');
            self::assertSame(['MessageQueued', 'FormViewed', 'CardStored'], $site->history($id), 'history');
        }
        self::assertSame(10, count($site->listing('/sandbox/cards.json')), 'cards');
    }

    public function testUnknownLinkReturns404(): void
    {
        $site = $this->site();
        $reply = $site->sandbox->request('GET', '/form/' . str_repeat('0', 32));
        self::assertSame(404, $reply->status, 'status');
        self::assertStringContainsString('Unknown link', $reply->body, 'page');
    }

    public function testSecurityCodeFormCreatesANewTokenAndTheOldOneStays(): void
    {
        $site = $this->site();
        $old = $site->storedToken();
        self::assertSame(200, $site->call('DELETE', "payments/paycard/$old/cvv")->status, 'delete the code of the first');
        $id = $site->send(Site::EMAIL + ['CardUri' => "https://secure.example/api/paycards/bankcard/$old"], 'cardrequest/cvv');
        $page = $site->open($id)->body;
        self::assertStringContainsString('1111', $page, 'the last four digits');
        self::assertStringNotContainsString('card_number', $page, 'no other input');
        self::assertSame(422, $site->submit($id, ['security_code' => '12'])->status, 'too short');
        self::assertSame(303, $site->submit($id, ['security_code' => '123'])->status, 'submission');
        $new = basename($site->cardUri($id));
        self::assertSame(32, strlen($new), 'token');
        self::assertSame([[$new, '1111', true], [$old, '1111', false]], array_map(
            static fn (array $card): array => [$card['token'], $card['last_four'], $card['cvv']], $site->listing('/sandbox/cards.json')), 'cards');
        self::assertSame(['MessageQueued', 'FormViewed', 'StoreFailed', 'CardStored'], $site->history($id), 'history');
        self::assertSame(200, $site->call('DELETE', "payments/paycard/$old")->status, 'the site deletes the original');
        self::assertSame([$new], array_column($site->listing('/sandbox/cards.json'), 'token'), 'the new one stays');
    }

    public function testSecurityCodeFormRequiresTheUriOfAStoredCard(): void
    {
        $site = $this->site();
        self::assertSame(-125, $site->call('POST', 'cardrequest/cvv', Site::EMAIL)->errorCode(), 'none');
        foreach (['abc', 'https://h.example/', 'ftp://h.example/a/b', 'https://h.example/a/b c'] as $uri) {
            self::assertSame(-179, $site->call('POST', 'cardrequest/cvv', Site::EMAIL + ['CardUri' => $uri])->errorCode(), $uri);
        }
        self::assertSame(-160, $site->call('POST', 'cardrequest/cvv', Site::EMAIL + ['CardUri' => 'https://h.example/api/' . str_repeat('0', 32)])->errorCode(), 'unknown');
    }

    public function testSecurityCodeFormSaysThatTheCardWasDeleted(): void
    {
        $site = $this->site();
        $token = $site->storedToken();
        $id = $site->send(Site::EMAIL + ['CardUri' => "https://h.example/$token"], 'cardrequest/cvv');
        $site->call('DELETE', "payments/paycard/$token");
        $page = $site->open($id);
        self::assertSame(410, $page->status, 'page');
        self::assertStringContainsString('no longer stored', $page->body, 'page');
        $reply = $site->submit($id, ['security_code' => '123']);
        self::assertSame(422, $reply->status, 'status');
        self::assertStringContainsString('no longer stored', $reply->body, 'page');
        self::assertSame('StoreFailed', $site->status($id), 'status');
    }

    public function testNoFileContainsTheNumberTheCodeOrTheKey(): void
    {
        $site = $this->site();
        $number = '5105105105105100';
        $id = $site->send();
        $site->open($id);
        $site->submit($id, ['card_number' => $number, 'security_code' => 'code-83917'] + Site::CARD);
        $site->submit($id, ['card_number' => '5105105105105109', 'security_code' => 'code-83917'] + Site::CARD);
        self::assertSame(303, $site->submit($id, ['card_number' => '5105-1051-0510-5100', 'security_code' => '839'] + Site::CARD)->status, 'submission');
        $files = implode('', array_map(file_get_contents(...), glob("{$this->folder}/*") ?: []));
        self::assertStringContainsString($id, $files, 'the files are the right ones');
        self::assertStringContainsString('5100', $files, 'the last four digits');
        $files = (string) preg_replace('/[0-9a-f]{16,}/', '', str_replace([$number, '5105105105105109'], 'FOUND', $files));     // random ids contain any few digits
        foreach (['FOUND', '5105-1051', '510510', 'code-83917', $site->key] as $secret) {
            self::assertStringNotContainsString($secret, $files, 'files');
        }
        $rows = json_encode(Database::rows("{$this->folder}/sandbox.sqlite"), JSON_THROW_ON_ERROR);
        self::assertStringContainsString('"last_four":"5100"', $rows, 'the rows are the right ones');
        self::assertSame(0, preg_match('/(?<![0-9a-z.])839(?![0-9a-z.])/', $rows), 'the code on its own');
    }

    public function testFormThatPhpWouldWriteToAFileIsRejected(): void
    {
        $site = $this->site();
        self::assertSame(413, $site->submit($site->send(), ['padding' => str_repeat('x', 9000)] + Site::CARD)->status, 'status');
    }
}
