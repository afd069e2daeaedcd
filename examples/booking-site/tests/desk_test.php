<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite\Tests;

use CotpForm;
use CotpRequest;

return [
    'a form without the page\'s secret does nothing' => static function (Lab $lab): void {
        $site = $lab->site();
        $booking = $site->book();
        $fields = http_build_query(['kind' => 'card', 'channel' => 'email', 'replaces' => '0']);
        $cookie = ['Cookie: ' . $site->cookie()];
        same(403, Http::post("$site->url/bookings/$booking/ask", $fields, $cookie)->status, 'none');
        same(403, Http::post("$site->url/bookings/$booking/ask", "$fields&csrf=" . str_repeat('0', 32), $cookie)->status, 'a wrong one');
        same(403, Http::post("$site->url/bookings/$booking/ask", "$fields&csrf[]=" . $site->csrf(), $cookie)->status, 'a list');
        same(403, Http::post("$site->url/bookings/$booking/ask", "$fields&csrf=" . $site->csrf())->status, 'from another browser');
        same(0, $lab->sandbox->count($site->key, 'send')['received'], 'sends');
    },

    'a form that is submitted twice sends once' => static function (Lab $lab): void {
        $site = $lab->site();
        $booking = $site->book();
        same('asked', $site->ask($booking, ['replaces' => '0']), 'first');
        same('asked-already', $site->ask($booking, ['replaces' => '0']), 'second');
        same('asked-already', $site->ask($booking, ['replaces' => '1']), 'in place of the open one');
        same('sent', $site->request($booking)['state'], 'whose link stays');
        // Not even after the first request has finished.
        same('canceled', $site->click($booking, 'cancel', $site->sendId($booking)), 'cancel');
        $site->workAll();
        same('asked-already', $site->ask($booking, ['replaces' => '0']), 'after it has finished');
        same(1, $lab->sandbox->count($site->key, 'send')['received'], 'sends');
    },

    'a double click and two agents at once send once' => static function (Lab $lab): void {
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
            same(['asked' => 1, 'asked-already' => 7], $notices, $case);
            same($before + 1, $lab->sandbox->count($site->key, 'send')['received'], "$case: sends");
        }
    },

    'a send without a response stays unknown, is not retried, and is identified by its callback' => static function (Lab $lab): void {
        $site = $lab->site();
        $booking = $site->book();
        $lab->sandbox->orderFault($site->key, ['kind' => 'drop_after', 'operation' => 'send']);
        same('unknown', $site->ask($booking), 'notice');
        same('unknown', $site->request($booking)['state'], 'state');
        contains('Unknown – waiting for callback', $site->get("/bookings/$booking")->body, 'page');
        same('asked-already', $site->ask($booking), 'asking again');
        $id = $lab->sandbox->listing('/outbox.json', $site->key)[0]['request'];
        $site->awaitCallback($site->request($booking)['reference'], 'MessageQueued');
        $site->workAll();
        $request = $site->request($booking);
        same([$id, 'sent', 'MessageQueued'], [$request['request_id'], $request['state'], $request['status']], 'identified');
        $lab->sandbox->fill($site->link($id));
        $site->awaitCallback($request['reference'], 'CardStored');
        $site->workAll();
        same('CardStored', $site->request($booking)['status'], 'the end');
        same(['received' => 1, 'processed' => 1], $lab->sandbox->count($site->key, 'send'), 'sends');
    },

    "an unknown send does not take another guest's request" => static function (Lab $lab): void {
        $site = $lab->site();
        $known = $site->newRequest()['request_id'];
        // Of the same account, but not sent by this site.
        $foreign = (new CotpRequest($site->key, "{$lab->sandbox->url}/api"))->send(new CotpForm('another-desk', email: 'bob@example.com'));
        $booking = $site->book();
        $lab->sandbox->orderFault($site->key, ['kind' => 'drop_before', 'operation' => 'send']);
        same('unknown', $site->ask($booking), 'notice');
        $reference = $site->request($booking)['reference'];
        foreach ([$known, $foreign, 'no-such-id'] as $id) {
            same(204, Http::post($site->callbackUrl($reference), Site::callbackBody($id, 'CardStored'))->status, 'kept');
        }
        $site->workAll();
        $request = $site->request($booking);
        same([null, 'unknown', ''], [$request['request_id'], $request['state'], $request['status']], 'not taken');
        same(2, $site->count("result = 'Retrieve does not show that the request is ours'"), 'looked at and ignored');
        same('set-aside', $site->click($booking, 'set-aside', $site->sendId($booking)), 'set aside by a person');
        same('asked', $site->ask($booking), 'asked again');
    },

    'a late click on "set aside" does not decide about a newer send' => static function (Lab $lab): void {
        $site = $lab->site();
        $booking = $site->book();
        $lab->sandbox->orderFault($site->key, ['kind' => 'drop_before', 'operation' => 'send', 'times' => 2]);
        $version = static function () use ($site, $booking): string {
            $site->database->run('DELETE FROM event');          // whatever the history shows
            return preg_match('/data-version="(\w+)"/', $site->get("/bookings/$booking/live")->body, $match) === 1 ? $match[1] : '';
        };
        same('unknown', $site->ask($booking), 'the first send');
        [$old, $oldVersion, $reference] = [$site->sendId($booking), $version(), $site->request($booking)['reference']];
        same('set-aside', $site->click($booking, 'set-aside', $old), 'one agent');
        same('outdated', $site->click($booking, 'set-aside', $old), 'another agent, while nothing was sent');
        same('unknown', $site->ask($booking), 'the second send');
        same($reference, $site->request($booking)['reference'], 'the same attempt');
        same([false, false], [$old === $site->sendId($booking), $oldVersion === $version()], 'the button and the version of the page');
        foreach ([$old, $reference, '', "$reference@"] as $send) {
            same('outdated', $site->click($booking, 'set-aside', $send), "another agent, with $send");
        }
        same(['unknown', 'asked-already'], [$site->request($booking)['state'], $site->ask($booking)], 'afterwards');
        same(2, $lab->sandbox->count($site->key, 'send')['received'], 'sends');
    },

    'a send that was rejected or not sent may be made again' => static function (Lab $lab): void {
        $site = $lab->site();
        $booking = $site->book();
        $lab->sandbox->orderFault($site->key, ['kind' => 'error', 'operation' => 'send', 'code' => -125]);
        same('failed', $site->ask($booking), 'rejected');
        same('asked', $site->ask($booking), 'again');
        $booking = $site->book();
        $lab->sandbox->orderFault($site->key, ['kind' => 'error', 'operation' => 'send', 'code' => -125]);
        same('failed', $site->ask($booking, ['channel' => 'sms']), 'rejected');
        same('asked', $site->ask($booking, ['channel' => 'email']), 'on the other channel');
        same('asked-already', $site->ask($booking), 'once');
        $offline = $lab->site(['PCIBOOKING_BASE_URI' => 'http://127.0.0.1:1/api']);
        same('failed', $offline->ask($offline->book()), 'no server');
    },

    'a canceled link expires for the guest, and the desk shows it' => static function (Lab $lab): void {
        $site = $lab->site();
        $request = $site->newRequest();
        $booking = $request['booking_id'];
        $send = $site->sendId($booking);
        same('nothing-to-cancel', $site->click($site->book(), 'cancel', $send), "from another booking's page");
        same('canceled', $site->click($booking, 'cancel', $send), 'cancel');
        contains('Link Expired', Http::get($site->link($request['request_id']))->body, 'guest');
        same('LinkExpired', $site->request($booking)['status'], 'status');
        contains('Canceled', $site->get("/bookings/$booking/live")->body, 'desk');
    },

    'a card that is stored before the cancellation counts' => static function (Lab $lab): void {
        $site = $lab->site();
        $request = $site->newRequest();
        $send = $site->sendId($request['booking_id']);
        $lab->sandbox->fill($site->link($request['request_id']));
        same('nothing-to-cancel', $site->click($request['booking_id'], 'cancel', $send), 'cancel');
        $site->workAll();
        same('CardStored', $site->request($request['booking_id'])['status'], 'status');
    },

    'after a security code is stored, the original card is deleted' => static function (Lab $lab): void {
        $site = $lab->site();
        $request = $site->newRequest();
        $booking = $request['booking_id'];
        $lab->sandbox->fill($site->link($request['request_id']));
        $site->awaitCallback($request['reference'], 'CardStored');
        $site->workAll();
        same('asked-already', $site->ask($booking), 'a card is stored already');
        $first = $site->request($booking)['card_uri'];
        same('asked', $site->ask($booking, ['kind' => 'security_code', 'channel' => 'sms']), 'ask for the code');
        $code = $site->request($booking);
        $lab->sandbox->fill($site->link($code['request_id']), ['security_code' => '456']);
        $site->awaitCallback($code['reference'], 'CardStored');
        $site->workAll();
        $code = $site->request($booking);
        same([2, 2, false], [$code['attempt'], $code['card_attempt'], $code['card_uri'] === $first], 'a new card');
        same([basename($code['card_uri'])], array_column($lab->sandbox->listing('/sandbox/cards.json', $site->key), 'token'), 'cards in the vault');
        $page = $site->get("/bookings/$booking")->body;
        contains('Security code stored', $page, 'page');
        lacks(basename($first), $page, 'page');
        lacks(basename($code['card_uri']), $page, 'page');
    },

    'pages escape names, forbid foreign scripts, and show SANDBOX' => static function (Lab $lab): void {
        $site = $lab->site();
        $booking = $site->book(['guest' => '<script>alert("x")</script>\' & Co']);
        foreach (['/', '/live', "/bookings/$booking", "/bookings/$booking/live"] as $path) {
            $reply = $site->get($path);
            same(200, $reply->status, $path);
            lacks('<script>', $reply->body, $path);
            contains("script-src 'self'", $reply->header('Content-Security-Policy'), "$path: policy");
            contains("frame-ancestors 'none'", $reply->header('Content-Security-Policy'), "$path: policy");
            same(['nosniff', 'no-store', ''], [$reply->header('X-Content-Type-Options'), $reply->header('Cache-Control'), $reply->header('X-Powered-By')], "$path: headers");
        }
        contains('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&apos; &amp; Co', $site->get("/bookings/$booking")->body, 'the name');
        contains('<strong>SANDBOX</strong>', $site->get('/')->body, 'banner');
        contains('HttpOnly; SameSite=Strict', Http::get("$site->url/")->header('Set-Cookie'), 'cookie');
    },

    'invalid input is rejected' => static function (Lab $lab): void {
        $site = $lab->site();
        $booking = $site->book();
        foreach (['/nowhere', '/bookings', '/bookings/0', '/bookings/99999', '/bookings/1x', "/bookings/$booking/nowhere", '/live/live', '/bookings/99999999999999999999'] as $path) {
            same(404, $site->get($path)->status, $path);
        }
        foreach ([['kind' => 'gift'], ['channel' => 'pigeon'], ['replaces' => 'x'], ['replaces' => ''], ['replaces' => '-1']] as $fields) {
            same('not-understood', $site->ask($booking, $fields), shown($fields));
        }
        foreach ([['guest' => ''], ['email' => 'nobody'], ['nights' => '0'], ['amount' => '-1.00'], ['currency' => 'eur'], ['arrival' => 'soon'],
            ['guest' => '4111 1111 1111 1111'], ['phone' => '+4111 1111 1111 1111'], ['phone' => '+4111111111111111'], ['phone' => '+()()()']] as $fields) {
            same('/?notice=not-booked', $site->post('/bookings', $fields + Site::BOOKING)->header('Location'), shown($fields));
        }
        foreach (array_keys(Site::BOOKING) as $name) {
            $isOptional = $name === 'phone';
            foreach (['missing' => array_diff_key(Site::BOOKING, [$name => '']), 'a list' => [$name => ['x']] + Site::BOOKING] as $case => $fields) {
                $location = $site->post('/bookings', $fields)->header('Location');
                same($isOptional ? 1 : 0, preg_match('/notice=booked$/', $location), "$name is $case: $location");
            }
        }
        same(0, $site->database->row("SELECT count(*) AS number FROM booking WHERE guest LIKE '%4111%' OR phone LIKE '%4111%'")['number'], 'card numbers');
        $booking = $site->book(['phone' => '']);
        same('invalid-phone', $site->ask($booking, ['channel' => 'sms']), 'no phone');
        contains("the guest's phone number is invalid", $site->get("/bookings/$booking?notice=invalid-phone")->body, 'the notice shows the argument');
        contains('the form is invalid', $site->get("/bookings/$booking?notice=invalid-<script>")->body, 'an unknown argument');
        same(0, $lab->sandbox->count($site->key, 'send')['received'], 'sends');
    },

    'outside the sandbox, the desk requires a password' => static function (Lab $lab): void {
        $production = ['PCIBOOKING_BASE_URI' => 'https://service.pcibooking.net/api'];
        same(500, $lab->site($production)->get('/')->status, 'without a setting, no access');
        $site = $lab->site($production + ['DESK_PASSWORD' => 'open sesame']);
        same(401, $site->get('/')->status, 'nobody');
        same(401, Http::get("$site->url/", ['Authorization: Basic ' . base64_encode('agent:guess')])->status, 'a guess');
        $reply = Http::get("$site->url/", ['Authorization: Basic ' . base64_encode('agent:open sesame')]);
        same(200, $reply->status, 'the password');
        lacks('SANDBOX', $reply->body, 'banner');
    },
];
