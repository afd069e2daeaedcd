<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite\Tests;

use BookingSite\Bookings;
use BookingSite\Money;
use PHPUnit\Framework\Attributes\DataProvider;

/** What an agent types: bookings, contact details, and a new link in place of one that did not arrive. */
final class FormTest extends SiteTestCase
{
    /** @return array<string, array<string, mixed>> the fields that the sandbox received, by request, newest first */
    private static function sent(Site $site): array
    {
        return array_column($site->sandbox->listing('/sandbox/requests.json', $site->key), 'fields', 'request');
    }

    /** Returns a field of a form as HTML. */
    private static function field(string $page, string $name): string
    {
        return preg_match("~<(?:input|select) name=\"$name\"[^>]*>.*?</div>~s", $page, $match) === 1 ? $match[0] : '';
    }

    #[DataProvider('databases')]
    public function testARefusedBookingKeepsWhatWasTypedAndMarksTheFields(string $database): void
    {
        $site = Lab::on($database)->site();
        $reply = $site->post('/bookings', ['guest' => 'Ada <King>', 'nights' => '0', 'amount' => '1,234', 'language' => 'FR'] + Site::BOOKING);
        self::assertSame(422, $reply->status);
        self::assertStringContainsString('please correct the 2 marked fields', $reply->body);
        self::assertStringContainsString('<details class="panel" open>', $reply->body);
        self::assertStringContainsString('value="Ada &lt;King&gt;"', self::field($reply->body, 'guest'));
        self::assertStringContainsString('value="FR" lang="fr" dir="auto" selected', self::field($reply->body, 'language'));
        self::assertStringNotContainsString('aria-invalid', self::field($reply->body, 'guest'));
        $amount = self::field($reply->body, 'amount');
        self::assertStringContainsString('value="1,234"', $amount);
        self::assertStringContainsString('aria-invalid="true" aria-describedby="amount-error"', $amount);
        self::assertStringContainsString('<p class="error" id="amount-error">The amount must be', $amount);
        self::assertStringContainsString('Write 1234, not 1,234', $amount);
        self::assertStringContainsString('autofocus', self::field($reply->body, 'nights'), 'the first refused field');
        self::assertSame(1, substr_count($reply->body, 'autofocus'));
        self::assertSame(0, $site->database->row('SELECT count(*) AS number FROM booking')['number']);
        self::assertStringContainsString('correct the marked field.', $site->post('/bookings', ['language' => 'XX'] + Site::BOOKING)->body);
    }

    #[DataProvider('databases')]
    public function testACardNumberIsNeitherStoredNorShownAgain(string $database): void
    {
        $site = Lab::on($database)->site();
        $numbers = [
            '4111 1111 1111 1111', '4111-1111-1111-1111', '4111111111111111', '4111.1111.1111.1111', '4111  1111  1111  1111', '4111_1111_1111_1111', '4111/1111/1111/1111',
            '４１１１１１１１１１１１１１１１', '٤١١١ ١١١١ ١١١١ ١١١١', '4111/1111/1111/1111 12/39 123', '4,111,111,111,111,111', '4111+1111+1111+1111',
        ];
        foreach ($numbers as $number) {
            foreach (['guest' => "Ada $number", 'email' => "$number@example.com", 'phone' => "+$number", 'amount' => $number, 'language' => $number] as $name => $value) {
                $reply = $site->post('/bookings', [$name => $value] + Site::BOOKING);
                self::assertSame(422, $reply->status, "$name: $value");
                self::assertStringContainsString('aria-invalid', self::field($reply->body, $name), "$name: $value");
                self::assertStringNotContainsString($number, $reply->body, $name);
                !in_array($name, ['guest', 'email'], true) || self::assertStringContainsString('Never enter a card number', $reply->body, $value);
            }
        }
        self::assertStringContainsString(str_repeat('1', 999), $site->post('/bookings', ['guest' => str_repeat('1', 999)] + Site::BOOKING)->body, 'no card number');
        self::assertStringNotContainsString(str_repeat('1', 999), $site->post('/bookings', ['guest' => str_repeat('1', 2000)] + Site::BOOKING)->body, 'too long to be searched');
        foreach (['Ada (ref 2026-1130-1234)', 'Ada 4111 and 1111 and 1111 1111'] as $guest) {
            self::assertSame(303, $site->post('/bookings', ['guest' => $guest] + Site::BOOKING)->status, $guest);
        }
        self::assertStringContainsString('Never enter a card number', $site->post('/bookings', ['guest' => '4111 1111 1111 1111'] + Site::BOOKING)->body);
    }

    /** @return list<array{string, string, ?string}> */
    public static function amounts(): array
    {
        return [
            ['120', 'EUR', '120.00'], ['120,00', 'EUR', '120.00'], ['120.00', 'EUR', '120.00'], ['0,50', 'GBP', '0.50'], ['0120.5', 'EUR', null], ['0120.50', 'EUR', '120.50'],
            ['1,234', 'EUR', null], ['1.234', 'USD', null], ['1.234,50', 'EUR', null], ['1,234.50', 'USD', null], ['1 234', 'EUR', null], ['120.0', 'EUR', null], ['120,', 'EUR', null],
            [',50', 'EUR', null], ['0', 'EUR', null], ['0,00', 'EUR', null], ['0', 'JPY', null], ['0.01', 'EUR', '0.01'], ['-1', 'EUR', null], ['1e3', 'EUR', null], ['12345678', 'EUR', null], ['', 'EUR', null], ["120\n", 'EUR', null], ['١٢٠', 'EUR', null],
            ['12000', 'JPY', '12000'], ['120,00', 'JPY', null], ['120.00', 'JPY', null],
        ];
    }

    #[DataProvider('amounts')]
    public function testAnAmountHasOneMeaningOrIsRefused(string $typed, string $currency, ?string $expected): void
    {
        self::assertSame($expected, Money::parse($typed, $currency));
    }

    #[DataProvider('databases')]
    public function testAnAmountWithACommaIsSentWithAPoint(string $database): void
    {
        $site = Lab::on($database)->site();
        $booking = $site->book(['amount' => '99,50']);
        self::assertSame('asked', $site->ask($booking));
        $fields = current(self::sent($site));
        self::assertSame(['99.50', 'EUR'], [$fields['Amount'], $fields['Currency']]);
        self::assertStringContainsString('99.50 EUR', $site->get('/')->body);
        self::assertStringContainsString('9900 JPY', $site->get('/bookings/' . $site->book(['amount' => '9900', 'currency' => 'JPY']))->body);
    }

    #[DataProvider('databases')]
    public function testTheGuestIsAskedInTheirLanguage(string $database): void
    {
        $site = Lab::on($database)->site();
        foreach (['AR' => 'العربية', 'DE' => 'Deutsch'] as $language => $name) {
            $booking = $site->book(['language' => $language]);
            self::assertSame('asked', $site->ask($booking));
            self::assertStringContainsString("<dt>Language</dt><dd><bdi>$name</bdi></dd>", $site->get("/bookings/$booking")->body);
        }
        self::assertSame('asked', $site->ask($site->book()));
        self::assertSame(['EN', 'DE', 'AR'], array_column(self::sent($site), 'Language'));
    }

    #[DataProvider('databases')]
    public function testALinkThatDidNotArriveIsReplacedOnce(string $database): void
    {
        $lab = Lab::on($database);
        $site = $lab->site();
        $booking = $site->book(['email' => 'wrong@example.com']);
        self::assertSame('asked', $site->ask($booking));
        $old = $site->link($site->request($booking)['request_id']);
        $send = $site->sendId($booking);
        self::assertSame('/bookings/' . $booking . '?notice=corrected', $site->correct($booking, ['email' => 'right@example.com', 'phone' => '', 'language' => 'NL'])->header('Location'));
        self::assertSame(200, Http::get($old)->status, 'a correction leaves the link open');
        $post = ["$site->url/bookings/$booking/send-again", http_build_query(['csrf' => $site->csrf(), 'send' => $send, 'channel' => 'email'])];
        $notices = array_map(
            static fn (Reply $reply): string => explode('notice=', $reply->header('Location'))[1], Http::postMany(array_fill(0, 6, $post), 6, ['Cookie: ' . $site->cookie()]),
        );
        self::assertCount(1, array_keys($notices, 'asked', true), 'a double click: ' . shown($notices));
        self::assertSame([], array_diff($notices, ['asked', 'asked-already', 'outdated', 'old-link-open']), shown($notices));
        self::assertSame('outdated', $site->click($booking, 'send-again', $send, ['channel' => 'sms']), 'a late click on the old page');
        self::assertSame(2, $lab->sandbox->count($site->key, 'send')['received'], 'sends');
        self::assertSame([2, 'sent'], [$site->request($booking)['attempt'], $site->request($booking)['state']]);
        self::assertSame(410, Http::get($old)->status, 'the old link no longer works');
        $outbox = array_column($site->sandbox->listing('/outbox.json', $site->key), 'to', 'request');
        self::assertSame('right@example.com', $outbox[$site->request($booking)['request_id']] ?? null);
        self::assertSame('NL', current(self::sent($site))['Language']);
    }

    #[DataProvider('databases')]
    public function testNothingIsSentWhileTheOldLinkMayWork(string $database): void
    {
        $lab = Lab::on($database);
        $site = $lab->site();
        $request = $site->newRequest();
        $booking = $request['booking_id'];
        $lab->sandbox->orderFault($site->key, ['kind' => 'error', 'operation' => 'delete', 'code' => -125, 'times' => 5]);
        self::assertSame('old-link-open', $site->click($booking, 'send-again', $site->sendId($booking), ['channel' => 'sms']), 'the link cannot be canceled');
        self::assertSame([1, 'sent'], [$site->request($booking)['attempt'], $site->request($booking)['state']]);
        self::assertSame('not-understood', $site->click($booking, 'send-again', $site->sendId($booking), ['channel' => 'pigeon']));
        self::assertSame('invalid-phone', (static function () use ($site): string {
            $other = $site->book(['phone' => '']);
            $site->ask($other);
            return $site->click($other, 'send-again', $site->sendId($other), ['channel' => 'sms']);
        })(), 'no phone: the old link stays');
        $sends = $lab->sandbox->count($site->key, 'send')['received'];
        $site = $lab->site();
        $request = $site->newRequest();
        $lab->sandbox->fill($site->link($request['request_id']));
        self::assertSame('card-stored', $site->click($request['booking_id'], 'send-again', $site->sendId($request['booking_id']), ['channel' => 'email']), 'the guest was faster');
        self::assertSame([2, 1], [$sends, $lab->sandbox->count($site->key, 'send')['received']], 'sends');
        $unknown = $site->book();
        $lab->sandbox->orderFault($site->key, ['kind' => 'drop_before', 'operation' => 'send']);
        self::assertSame('unknown', $site->ask($unknown));
        self::assertSame('outdated', $site->click($unknown, 'send-again', $site->sendId($unknown), ['channel' => 'email']), 'the outcome is unknown');
    }

    #[DataProvider('databases')]
    public function testAFailedMessageIsSentToTheCorrectedPhone(string $database): void
    {
        $site = Lab::on($database)->site();
        $booking = $site->book(['phone' => '+44 1632 969999']);         // the sandbox lets messages to it fail
        self::assertSame('asked', $site->ask($booking, ['channel' => 'sms']));
        $lab = Lab::on($database);
        $site->awaitCallback($site->request($booking)['reference'], 'MessageFailed');
        $site->workAll();
        self::assertSame(['ended', 'MessageFailed'], [$site->request($booking)['state'], $site->request($booking)['status']]);
        $page = $site->correct($booking, ['phone' => '0123']);
        self::assertSame(422, $page->status, 'a wrong correction');
        self::assertStringContainsString('value="0123"', self::field($page->body, 'phone'));
        self::assertStringContainsString('with its country code', self::field($page->body, 'phone'));
        self::assertStringEndsWith('notice=corrected', $site->correct($booking, ['phone' => '0044 1632 960055'])->header('Location'));
        self::assertSame('asked', $site->ask($booking, ['channel' => 'sms']));
        self::assertSame(['441632960055', '441632969999'], array_column(self::sent($site), 'RecipientPhone'));
        self::assertStringContainsString('#' . $booking . '<', $site->get('/?q=960055')->body, 'the search finds the new number');
        self::assertStringContainsString('No bookings here match', $site->get('/?q=969999')->body, 'and not the old one');
        self::assertSame(403, Http::post("$site->url/bookings/$booking/contact", 'email=a@example.com')->status, 'without the secret of the page');
        self::assertSame(['Contact details corrected'], array_values(array_filter($site->history($booking), static fn (string $text): bool => str_contains($text, 'corrected'))));
        self::assertSame(2, $lab->sandbox->count($site->key, 'send')['received'], 'sends');
    }

    #[DataProvider('databases')]
    public function testACorrectionOfAnOldPageUndoesNoOther(string $database): void
    {
        $site = Lab::on($database)->site();
        $booking = $site->book(['email' => 'wrong@example.com']);
        $old = $site->seen($booking);
        self::assertStringEndsWith('notice=corrected', $site->correct($booking, ['email' => 'right@example.com'])->header('Location'));
        $refused = $site->correct($booking, ['email' => 'wrong@example.com', 'phone' => '0123', 'seen' => $old]);
        self::assertSame([422, true], [$refused->status, str_contains($refused->body, "name=\"seen\" value=\"$old\"")], 'a refused form stays old');
        foreach ([$old, '', 'x'] as $seen) {
            $reply = $site->correct($booking, ['email' => 'wrong@example.com', 'language' => 'FR', 'seen' => $seen]);
            self::assertSame("/bookings/$booking?notice=contact-outdated", $reply->header('Location'), $seen);
        }
        $page = $site->get("/bookings/$booking?notice=contact-outdated")->body;
        self::assertStringContainsString('value="right@example.com"', self::field($page, 'email'));
        self::assertStringContainsString('Nothing was saved: the contact details have been corrected', $page);
        self::assertSame('EN', $site->database->row('SELECT language FROM booking WHERE id = :id', ['id' => $booking])['language']);
        // Another agent was faster by less than a request.
        $bookings = new Bookings($site->database);
        $read = (array) $bookings->find($booking);
        $contact = ['email' => 'a@example.com', 'phone' => '', 'language' => 'EN'];
        self::assertSame([true, false], [$bookings->correct($read, $contact), $bookings->correct($read, ['email' => 'b@example.com'] + $contact)]);
        self::assertSame('a@example.com', $bookings->find($booking)['email'] ?? null);
    }

    #[DataProvider('databases')]
    public function testACorrectionKeepsALanguageThatIsNotOfferedAndNeverChangesItByItself(string $database): void
    {
        $site = Lab::on($database)->site();
        $booking = $site->book(['language' => 'FR']);
        self::assertSame(422, $site->post("/bookings/$booking/contact", ['email' => 'b@example.com', 'phone' => '', 'seen' => $site->seen($booking)])->status, 'without a language');
        $site->database->run("UPDATE booking SET language = 'S\"V' WHERE id = :id", ['id' => $booking]);
        self::assertStringContainsString('<option value="S&quot;V" lang="s&quot;v" dir="auto" selected>S&quot;V</option>', self::field($site->get("/bookings/$booking")->body, 'language'));
        self::assertStringEndsWith('notice=corrected', $site->correct($booking, ['language' => 'S"V', 'email' => 'b@example.com'])->header('Location'));
        self::assertSame(422, $site->correct($booking, ['language' => 'XX'])->status, 'another one');
    }
}
