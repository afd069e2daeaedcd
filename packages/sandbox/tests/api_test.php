<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox\Tests;

return [
    'send: 201, empty, Location is the absolute URI of the request' => function (Site $site): void {
        $reply = $site->call('POST', 'cardrequest', Site::EMAIL);
        same(201, $reply->status, 'status');
        same('', $reply->body, 'body');
        same(1, preg_match("~^{$site->sandbox->origin}/api/cardrequest/[0-9a-f]{32}$~D", $reply->headers['location']), 'Location');
    },
    'retrieve: returns the submitted fields and the status' => function (Site $site): void {
        $fields = Site::EMAIL + ['Amount' => 12.5, 'Currency' => 'EUR', 'ThreeDs' => true, 'RecipientName' => 'Zoë', 'ExtraFlag' => ['a' => 1]];
        $id = $site->send($fields);
        $response = $site->retrieve($id);
        same($fields, array_intersect_key($response, $fields), 'submitted fields');
        same([$id, 'MessageQueued'], [$response['RequestID'], $response['LastNotifiedStatus']], 'id and status');
        same(1, preg_match('/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/D', $response['LastNotifiedTime']), 'time');
        same(false, isset($response['CardUri']), 'no card yet');
    },
    'send: required fields and values are checked' => function (Site $site): void {
        $wrong = [
            'no booker' => [-125, ['BookerId' => '']], 'no delivery' => [-125, ['DeliveryMethod' => '']], 'unknown delivery' => [-125, ['DeliveryMethod' => 'Fax']],
            'no address' => [-125, ['RecipientEmail' => '']], 'bad address' => [-125, ['RecipientEmail' => 'guest@']],
            'SMS without phone' => [-125, ['DeliveryMethod' => 'SMS']], 'bad phone' => [-125, ['RecipientPhone' => '12']],
            'bad language' => [-125, ['Language' => 'English']], 'bad currency' => [-125, ['Currency' => 'eur']],
            'bad amount' => [-125, ['Amount' => 'ten']], 'bad ThreeDs' => [-125, ['ThreeDs' => 'yes']], 'text of another type' => [-125, ['BookerName' => 7]],
            'callback not http' => [-125, ['CallbackUrl' => 'ftp://127.0.0.1/']], 'callback relative' => [-125, ['CallbackUrl' => '/cotp']],
            'callback with user' => [-125, ['CallbackUrl' => 'http://127.0.0.1@evil.example/']],
            'support link not http' => [-125, ['CustomerSupportLink' => 'javascript:alert(1)']],
            'card in a card form' => [-179, ['CardUri' => 'https://h.example/a/b']],
        ];
        foreach ($wrong as $what => [$code, $change]) {
            $reply = $site->call('POST', 'cardrequest', $change + Site::EMAIL);
            same([400, $code], [$reply->status, $reply->errorCode()], $what);
        }
        foreach (['', 'x', '[]', '"a"', '{"a":', '<x/>', str_repeat('{"a":', 20) . '1' . str_repeat('}', 20)] as $text) {
            $reply = $site->call('POST', 'cardrequest', $text);
            same([400, -123], [$reply->status, $reply->errorCode()], "body $text");
        }
        same(['received' => 24, 'processed' => 0], $site->count('send'), 'nothing was sent');
        same([], $site->listing('/outbox.json'), 'outbox');
    },
    'keys: missing, malformed, bad and blocked keys are rejected' => function (Site $site): void {
        $statusOf = static function (array $headers) use ($site): array {
            $reply = $site->sandbox->request('POST', '/api/accounts/authenticate/', $headers);
            return [$reply->status, $reply->errorCode()];
        };
        same([200, null], $statusOf($site->authorization()), 'a good key');
        same([401, -1003], $statusOf([]), 'no key');
        same([401, -1003], $statusOf(['Authorization: Bearer abc']), 'another scheme');
        same([401, -1003], $statusOf(['Authorization: APIKEY a b']), 'a space inside');
        same([401, -1003], $statusOf(['Authorization: APIKEY badkey']), 'a bad key');
        same([426, -180], $statusOf(['Authorization: APIKEY blocked1']), 'a blocked key');
    },
    'errors: JSON unless Accept lists XML first' => function (Site $site): void {
        $reply = $site->call('GET', 'cardrequest/none');
        same(['code', 'message', 'moreInfo'], array_keys($reply->json()), 'members, in the documented order');
        same([404, -160], [$reply->status, $reply->errorCode()], 'code');
        $reply = $site->call('GET', 'cardrequest/none', null, ['Accept: text/html, application/xml;q=0.9']);
        $block = simplexml_load_string(substr($reply->body, 3));
        same(["\u{FEFF}", 'ErrorBlock', '-160'], [substr($reply->body, 0, 3), $block->getName(), (string) $block->code], 'XML');
        same(-160, $site->call('GET', 'cardrequest/none', null, ['Accept: application/json, application/xml'])->errorCode(), 'JSON first');
    },
    'paths: unknown paths return 404, other methods 405' => function (Site $site): void {
        same(-160, $site->call('GET', 'nothing')->errorCode(), 'unknown path');
        same(201, $site->call('POST', 'cardrequest/', Site::EMAIL)->status, 'a trailing slash is ignored');
        $reply = $site->call('PUT', 'cardrequest/abc');
        same([405, 'GET, DELETE'], [$reply->status, $reply->headers['allow']], 'another method');
    },
    'accounts: another key has no access to requests or cards' => function (Site $site): void {
        $other = new Site($site->sandbox);
        $id = $site->send();
        $token = $site->storedToken();
        same(-160, $other->call('GET', "cardrequest/$id")->errorCode(), 'retrieve');
        same(-160, $other->call('DELETE', "cardrequest/$id")->errorCode(), 'delete');
        same(-160, $other->call('GET', "payments/paycard/$token/cvv/Restriction")->errorCode(), 'retention');
        same(-160, $other->call('DELETE', "payments/paycard/$token/cvv")->errorCode(), 'clear');
        same(-160, $other->call('DELETE', "payments/paycard/$token")->errorCode(), 'delete card');
        $fields = Site::EMAIL + ['CardUri' => "{$site->sandbox->origin}/api/payments/paycard/$token"];
        same(-160, $other->call('POST', 'cardrequest/cvv', $fields)->errorCode(), 'security-code form');
        same([[], []], [$other->listing('/outbox.json'), $other->listing('/sandbox/cards.json')], 'lists');
        same('MessageQueued', $site->status($id), 'its owner has access');
    },
    'delete: the link expires, once' => function (Site $site): void {
        $id = $site->send();
        $reply = $site->call('DELETE', "cardrequest/$id");
        same([200, ''], [$reply->status, $reply->body], 'delete');
        same('LinkExpired', $site->status($id), 'status');
        same([404, -160], [($again = $site->call('DELETE', "cardrequest/$id"))->status, $again->errorCode()], 'again');
        $page = $site->open($id);
        same(410, $page->status, 'page');
        contains('Link Expired', $page->body, 'page');
        same(410, $site->submit($id)->status, 'submission');
        same([], $site->listing('/sandbox/cards.json'), 'no card');
        same(['MessageQueued', 'LinkExpired'], $site->history($id), 'history');
    },
    'delete: too late once the card is stored' => function (Site $site): void {
        $id = $site->send();
        $site->submit($id);
        $reply = $site->call('DELETE', "cardrequest/$id");
        same([409, -168], [$reply->status, $reply->errorCode()], 'delete');
        same('CardStored', $site->status($id), 'status');
    },
    'counters: a rejected request is received, but not processed' => function (Site $site): void {
        $id = $site->send();
        $site->call('GET', "cardrequest/$id");
        $site->call('GET', 'cardrequest/none');
        same(['received' => 2, 'processed' => 1], $site->count('retrieve'), 'retrieve');
        same(['received' => 1, 'processed' => 1], $site->count('send'), 'send');
        same(['received' => 0, 'processed' => 0], (new Site($site->sandbox))->count('send'), 'another account');
    },
    'reset: all state is deleted' => function (Site $site, string $folder): void {
        $site->sandbox->control('clock', ['freeze' => true, 'advance' => 60]);
        $site->send(['CallbackUrl' => 'http://hotel.example/'] + Site::EMAIL);
        $site->storedToken();
        $site->scheduleFault(['kind' => 'junk']);
        $lists = ['/outbox.json', '/callbacks.json', '/sandbox/requests.json', '/sandbox/cards.json', '/sandbox/faults'];
        foreach ($lists as $list) {
            same(true, $site->listing($list) !== [], "$list before");
        }
        same(200, $site->sandbox->control('reset')->status, 'reset');
        $clock = $site->sandbox->request('GET', '/sandbox/clock')->json();
        same([0.0, false], [(float) $clock['offset'], $clock['frozen']], 'clock');
        same(['received' => 0, 'processed' => 0], $site->count('send'), 'counters');
        foreach ($lists as $list) {
            same([], $site->listing($list), "$list after");
        }
        // The lists do not show rows without their parent row: count all rows.
        $database = new \PDO("sqlite:$folder/sandbox.sqlite");
        foreach ($database->query("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")->fetchAll(\PDO::FETCH_COLUMN) as $table) {
            same(0, (int) $database->query("SELECT count(*) FROM $table")->fetchColumn(), $table);
        }
    },
];
