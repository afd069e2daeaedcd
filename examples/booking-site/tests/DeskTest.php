<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite\Tests;

use CotpForm;
use CotpRequest;
use PHPUnit\Framework\Attributes\DataProvider;

/** The agents' pages. */
final class DeskTest extends SiteTestCase
{
    #[DataProvider('databases')]
    public function testAFormWithoutThePagesSecretDoesNothing(string $database): void
    {
        $lab = Lab::on($database);
        $site = $lab->site();
        $booking = $site->book();
        $fields = http_build_query(['kind' => 'card', 'channel' => 'email', 'replaces' => '0']);
        $cookie = ['Cookie: ' . $site->cookie()];
        self::assertSame(403, Http::post("$site->url/bookings/$booking/ask", $fields, $cookie)->status, 'none');
        self::assertSame(403, Http::post("$site->url/bookings/$booking/ask", "$fields&csrf=" . str_repeat('0', 32), $cookie)->status, 'a wrong one');
        self::assertSame(403, Http::post("$site->url/bookings/$booking/ask", "$fields&csrf[]=" . $site->csrf(), $cookie)->status, 'a list');
        self::assertSame(403, Http::post("$site->url/bookings/$booking/ask", "$fields&csrf=" . $site->csrf())->status, 'from another browser');
        self::assertSame(0, $lab->sandbox->count($site->key, 'send')['received'], 'sends');
    }

    #[DataProvider('databases')]
    public function testAFormThatIsSubmittedTwiceSendsOnce(string $database): void
    {
        $lab = Lab::on($database);
        $site = $lab->site();
        $booking = $site->book();
        self::assertSame('asked', $site->ask($booking, ['replaces' => '0']), 'first');
        self::assertSame('asked-already', $site->ask($booking, ['replaces' => '0']), 'second');
        self::assertSame('asked-already', $site->ask($booking, ['replaces' => '1']), 'in place of the open one');
        self::assertSame('sent', $site->request($booking)['state'], 'whose link stays');
        // Not even after the first request has finished.
        self::assertSame('canceled', $site->click($booking, 'cancel', $site->sendId($booking)), 'cancel');
        $site->workAll();
        self::assertSame('asked-already', $site->ask($booking, ['replaces' => '0']), 'after it has finished');
        self::assertSame(1, $lab->sandbox->count($site->key, 'send')['received'], 'sends');
    }

    #[DataProvider('databases')]
    public function testADoubleClickAndTwoAgentsAtOnceSendOnce(string $database): void
    {
        $lab = Lab::on($database);
        $site = $lab->site();
        foreach (['one form' => ['email'], 'two forms' => ['email', 'sms']] as $case => $channels) {
            $booking = $site->book();
            $before = $lab->sandbox->count($site->key, 'send')['received'];
            $lab->sandbox->orderFault($site->key, ['kind' => 'delay', 'operation' => 'send', 'seconds' => 0.3]);
            $posts = [];
            for ($click = 0; $click < 8; $click++) {
                $fields = ['csrf' => $site->csrf(), 'kind' => 'card', 'channel' => $channels[$click % count($channels)], 'replaces' => '0'];
                $posts[] = ["$site->url/bookings/$booking/ask", http_build_query($fields)];
            }
            $notices = array_count_values(array_map(
                static fn (Reply $reply): string => explode('notice=', $reply->header('Location'))[1],
                Http::postMany($posts, 8, ['Cookie: ' . $site->cookie()]),
            ));
            ksort($notices);
            self::assertSame(['asked' => 1, 'asked-already' => 7], $notices, $case);
            self::assertSame($before + 1, $lab->sandbox->count($site->key, 'send')['received'], "$case: sends");
        }
    }

    #[DataProvider('databases')]
    public function testASendWithoutAResponseStaysUnknownIsNotRetriedAndIsIdentifiedByItsCallback(string $database): void
    {
        $lab = Lab::on($database);
        $site = $lab->site();
        $booking = $site->book();
        $lab->sandbox->orderFault($site->key, ['kind' => 'drop_after', 'operation' => 'send']);
        self::assertSame('unknown', $site->ask($booking), 'notice');
        self::assertSame('unknown', $site->request($booking)['state'], 'state');
        self::assertStringContainsString('Unknown – waiting for callback', $site->get("/bookings/$booking")->body, 'page');
        self::assertSame('asked-already', $site->ask($booking), 'asking again');
        $id = $lab->sandbox->listing('/outbox.json', $site->key)[0]['request'];
        $site->awaitCallback($site->request($booking)['reference'], 'MessageQueued');
        $site->workAll();
        $request = $site->request($booking);
        self::assertSame([$id, 'sent', 'MessageQueued'], [$request['request_id'], $request['state'], $request['status']], 'identified');
        $lab->sandbox->fill($site->link($id));
        $site->awaitCallback($request['reference'], 'CardStored');
        $site->workAll();
        self::assertSame('CardStored', $site->request($booking)['status'], 'the end');
        self::assertSame(['received' => 1, 'processed' => 1], $lab->sandbox->count($site->key, 'send'), 'sends');
    }

    #[DataProvider('databases')]
    public function testAnUnknownSendDoesNotTakeAnotherGuestsRequest(string $database): void
    {
        $lab = Lab::on($database);
        $site = $lab->site();
        $known = $site->newRequest()['request_id'];
        // Of the same account, but not sent by this site.
        $foreign = (new CotpRequest($site->key, "{$lab->sandbox->url}/api"))->send(new CotpForm('another-desk', email: 'bob@example.com'));
        $booking = $site->book();
        $lab->sandbox->orderFault($site->key, ['kind' => 'drop_before', 'operation' => 'send']);
        self::assertSame('unknown', $site->ask($booking), 'notice');
        $reference = $site->request($booking)['reference'];
        foreach ([$known, $foreign, 'no-such-id'] as $id) {
            self::assertSame(204, Http::post($site->callbackUrl($reference), Site::callbackBody($id, 'CardStored'))->status, 'kept');
        }
        $site->workAll();
        $request = $site->request($booking);
        self::assertSame([null, 'unknown', ''], [$request['request_id'], $request['state'], $request['status']], 'not taken');
        self::assertSame(2, $site->count("result = 'Retrieve does not show that the request is ours'"), 'looked at and ignored');
        self::assertSame('set-aside', $site->click($booking, 'set-aside', $site->sendId($booking)), 'set aside by a person');
        self::assertSame('asked', $site->ask($booking), 'asked again');
    }

    #[DataProvider('databases')]
    public function testALateClickOnSetAsideDoesNotDecideAboutANewerSend(string $database): void
    {
        $lab = Lab::on($database);
        $site = $lab->site();
        $booking = $site->book();
        $lab->sandbox->orderFault($site->key, ['kind' => 'drop_before', 'operation' => 'send', 'times' => 2]);
        $version = static function () use ($site, $booking): string {
            $site->database->run('DELETE FROM event');          // whatever the history shows
            return preg_match('/data-version="(\w+)"/', $site->get("/bookings/$booking/live")->body, $match) === 1 ? $match[1] : '';
        };
        self::assertSame('unknown', $site->ask($booking), 'the first send');
        [$old, $oldVersion, $reference] = [$site->sendId($booking), $version(), $site->request($booking)['reference']];
        self::assertSame('set-aside', $site->click($booking, 'set-aside', $old), 'one agent');
        self::assertSame('outdated', $site->click($booking, 'set-aside', $old), 'another agent, while nothing was sent');
        self::assertSame('unknown', $site->ask($booking), 'the second send');
        self::assertSame($reference, $site->request($booking)['reference'], 'the same attempt');
        self::assertSame([false, false], [$old === $site->sendId($booking), $oldVersion === $version()], 'the button and the version of the page');
        foreach ([$old, $reference, '', "$reference@"] as $send) {
            self::assertSame('outdated', $site->click($booking, 'set-aside', $send), "another agent, with $send");
        }
        self::assertSame(['unknown', 'asked-already'], [$site->request($booking)['state'], $site->ask($booking)], 'afterwards');
        self::assertSame(2, $lab->sandbox->count($site->key, 'send')['received'], 'sends');
    }

    #[DataProvider('databases')]
    public function testASendThatWasRejectedOrNotSentMayBeMadeAgain(string $database): void
    {
        $lab = Lab::on($database);
        $site = $lab->site();
        $booking = $site->book();
        $lab->sandbox->orderFault($site->key, ['kind' => 'error', 'operation' => 'send', 'code' => -125]);
        self::assertSame('failed', $site->ask($booking), 'rejected');
        self::assertSame('asked', $site->ask($booking), 'again');
        $booking = $site->book();
        $lab->sandbox->orderFault($site->key, ['kind' => 'error', 'operation' => 'send', 'code' => -125]);
        self::assertSame('failed', $site->ask($booking, ['channel' => 'sms']), 'rejected');
        self::assertSame('asked', $site->ask($booking, ['channel' => 'email']), 'on the other channel');
        self::assertSame('asked-already', $site->ask($booking), 'once');
        $offline = $lab->site(['PCIBOOKING_BASE_URI' => 'http://127.0.0.1:1/api']);
        self::assertSame('failed', $offline->ask($offline->book()), 'no server');
    }

    #[DataProvider('databases')]
    public function testACanceledLinkExpiresForTheGuestAndTheDeskShowsIt(string $database): void
    {
        $lab = Lab::on($database);
        $site = $lab->site();
        $request = $site->newRequest();
        $booking = $request['booking_id'];
        $send = $site->sendId($booking);
        self::assertSame('nothing-to-cancel', $site->click($site->book(), 'cancel', $send), "from another booking's page");
        self::assertSame('canceled', $site->click($booking, 'cancel', $send), 'cancel');
        self::assertStringContainsString('Link Expired', Http::get($site->link($request['request_id']))->body, 'guest');
        self::assertSame('LinkExpired', $site->request($booking)['status'], 'status');
        self::assertStringContainsString('Canceled', $site->get("/bookings/$booking/live")->body, 'desk');
    }

    #[DataProvider('databases')]
    public function testACardThatIsStoredBeforeTheCancellationCounts(string $database): void
    {
        $lab = Lab::on($database);
        $site = $lab->site();
        $request = $site->newRequest();
        $send = $site->sendId($request['booking_id']);
        $lab->sandbox->fill($site->link($request['request_id']));
        self::assertSame('nothing-to-cancel', $site->click($request['booking_id'], 'cancel', $send), 'cancel');
        $site->workAll();
        self::assertSame('CardStored', $site->request($request['booking_id'])['status'], 'status');
    }

    #[DataProvider('databases')]
    public function testAfterASecurityCodeIsStoredTheOriginalCardIsDeleted(string $database): void
    {
        $lab = Lab::on($database);
        $site = $lab->site();
        $request = $site->newRequest();
        $booking = $request['booking_id'];
        $lab->sandbox->fill($site->link($request['request_id']));
        $site->awaitCallback($request['reference'], 'CardStored');
        $site->workAll();
        self::assertSame('asked-already', $site->ask($booking), 'a card is stored already');
        $first = $site->request($booking)['card_uri'];
        self::assertSame('asked', $site->ask($booking, ['kind' => 'security_code', 'channel' => 'sms']), 'ask for the code');
        $code = $site->request($booking);
        $lab->sandbox->fill($site->link($code['request_id']), ['security_code' => '456']);
        $site->awaitCallback($code['reference'], 'CardStored');
        $site->workAll();
        $code = $site->request($booking);
        self::assertSame([2, 2, false], [$code['attempt'], $code['card_attempt'], $code['card_uri'] === $first], 'a new card');
        self::assertSame([basename($code['card_uri'])], array_column($lab->sandbox->listing('/sandbox/cards.json', $site->key), 'token'), 'cards in the vault');
        $page = $site->get("/bookings/$booking")->body;
        self::assertStringContainsString('Security code stored', $page, 'page');
        self::assertStringNotContainsString(basename($first), $page, 'page');
        self::assertStringNotContainsString(basename($code['card_uri']), $page, 'page');
    }

    #[DataProvider('databases')]
    public function testPagesEscapeNamesForbidForeignScriptsAndShowSANDBOX(string $database): void
    {
        $lab = Lab::on($database);
        $site = $lab->site();
        $booking = $site->book(['guest' => '<script>alert("x")</script>\' & Co']);
        foreach (['/', '/live', "/bookings/$booking", "/bookings/$booking/live"] as $path) {
            $reply = $site->get($path);
            self::assertSame(200, $reply->status, $path);
            self::assertStringNotContainsString('<script>', $reply->body, $path);
            self::assertStringContainsString("script-src 'self'", $reply->header('Content-Security-Policy'), "$path: policy");
            self::assertStringContainsString("frame-ancestors 'none'", $reply->header('Content-Security-Policy'), "$path: policy");
            self::assertSame('no-referrer', $reply->header('Referrer-Policy'), "$path: what was searched stays here");
            self::assertSame(['nosniff', 'no-store', ''], [$reply->header('X-Content-Type-Options'), $reply->header('Cache-Control'), $reply->header('X-Powered-By')], "$path: headers");
        }
        self::assertStringContainsString('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&apos; &amp; Co', $site->get("/bookings/$booking")->body, 'the name');
        self::assertStringContainsString('<strong>SANDBOX</strong>', $site->get('/')->body, 'banner');
        self::assertStringContainsString('HttpOnly; SameSite=Strict', Http::get("$site->url/")->header('Set-Cookie'), 'cookie');
    }

    #[DataProvider('databases')]
    public function testInvalidInputIsRejected(string $database): void
    {
        $lab = Lab::on($database);
        $site = $lab->site();
        $booking = $site->book();
        foreach (['/nowhere', '/bookings', '/bookings/0', '/bookings/99999', '/bookings/1x', "/bookings/$booking/nowhere", '/live/live', '/bookings/99999999999999999999'] as $path) {
            self::assertSame(404, $site->get($path)->status, $path);
        }
        foreach ([['kind' => 'gift'], ['channel' => 'pigeon'], ['replaces' => 'x'], ['replaces' => ''], ['replaces' => '-1']] as $fields) {
            self::assertSame('not-understood', $site->ask($booking, $fields), shown($fields));
        }
        foreach ([['guest' => ''], ['guest' => str_repeat('é', 101)], ['arrival' => '2030-02-30'], ['email' => 'nobody'], ['nights' => '0'], ['amount' => '-1.00'], ['currency' => 'eur'], ['arrival' => 'soon'],
            ['guest' => '4111 1111 1111 1111'], ['phone' => '+4111 1111 1111 1111'], ['phone' => '+4111111111111111'], ['phone' => '+()()()']] as $fields) {
            self::assertSame(422, $site->post('/bookings', $fields + Site::BOOKING)->status, shown($fields));
        }
        foreach (array_keys(Site::BOOKING) as $name) {
            $isOptional = $name === 'phone';
            foreach (['missing' => array_diff_key(Site::BOOKING, [$name => '']), 'a list' => [$name => ['x']] + Site::BOOKING] as $case => $fields) {
                $location = $site->post('/bookings', $fields)->header('Location');
                self::assertSame($isOptional ? 1 : 0, preg_match('/notice=booked$/', $location), "$name is $case: $location");
            }
        }
        self::assertSame(0, $site->database->row("SELECT count(*) AS number FROM booking WHERE guest LIKE '%4111%' OR phone LIKE '%4111%'")['number'], 'card numbers');
        $booking = $site->book(['phone' => '']);
        self::assertSame('invalid-phone', $site->ask($booking, ['channel' => 'sms']), 'no phone');
        self::assertStringContainsString("the guest's phone number is invalid", $site->get("/bookings/$booking?notice=invalid-phone")->body, 'the notice shows the argument');
        self::assertStringContainsString('the form is invalid', $site->get("/bookings/$booking?notice=invalid-<script>")->body, 'an unknown argument');
        self::assertSame(0, $lab->sandbox->count($site->key, 'send')['received'], 'sends');
    }

    #[DataProvider('databases')]
    public function testOutsideTheSandboxTheDeskRequiresAPassword(string $database): void
    {
        $lab = Lab::on($database);
        $production = ['PCIBOOKING_BASE_URI' => 'https://service.pcibooking.net/api'];
        self::assertSame(500, $lab->site($production)->get('/')->status, 'without a setting, no access');
        $site = $lab->site($production + ['DESK_PASSWORD' => 'open sesame']);
        self::assertSame(401, $site->get('/')->status, 'nobody');
        self::assertSame(401, Http::get("$site->url/", ['Authorization: Basic ' . base64_encode('agent:guess')])->status, 'a guess');
        $reply = Http::get("$site->url/", ['Authorization: Basic ' . base64_encode('agent:open sesame')]);
        self::assertSame(200, $reply->status, 'the password');
        self::assertStringNotContainsString('SANDBOX', $reply->body, 'banner');
    }
}
