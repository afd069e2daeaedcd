<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox\Tests;

return [
    'outbox: the message has its texts and its link' => function (Site $site): void {
        $id = $site->send(['RecipientName' => 'Ann <b>', 'BookerName' => 'Hotel "X"', 'HeaderText' => 'Dear $~recipient_name~$, $~amount~$ to $~booker_name~$',
            'FooterText' => '$~cs_phone~$ $~cs_email~$ $~cs_link~$', 'Amount' => 70, 'Currency' => 'EUR', 'CustomerSupportPhone' => '+44 1632 960002',
            'CustomerSupportEmail' => 'help@example.com', 'CustomerSupportLink' => 'https://help.example/'] + Site::EMAIL);
        $message = $site->listing('/outbox.json')[0];
        same([$id, 'Email', 'guest@example.com', 'card'], [$message['request'], $message['channel'], $message['to'], $message['kind']], 'message');
        contains('Dear Ann <b>, 70 EUR to Hotel "X"', $message['text'], 'header text');
        contains('+44 1632 960002 help@example.com https://help.example/', $message['text'], 'footer text');
        $page = $site->sandbox->request('GET', '/outbox')->body;
        contains('Dear Ann &lt;b&gt;, 70 EUR to Hotel &quot;X&quot;', $page, 'escaped');
        contains('href="' . $message['link'] . '"', $page, 'link');
        contains('SANDBOX', $page, 'banner');
    },
    'form: the fields of the site are escaped, the warning is shown' => function (Site $site): void {
        $id = $site->send(['HeaderText' => '<script>alert(1)</script>', 'CustomerSupportLink' => 'https://h.example/"><i>', 'CustomerSupportLinkText' => '<u>',
            'CustomerSupportPhone' => '<s>', 'Amount' => 5] + Site::EMAIL);
        $page = $site->open($id);
        same(200, $page->status, 'page');
        foreach (['<script', '<i>', '<u>', '<s>'] as $tag) {
            lacks($tag, $page->body, 'page');
        }
        contains('SANDBOX</strong> Nothing here is real. Never enter a real card.', $page->body, 'warning');
        contains("default-src 'none'", $page->headers['content-security-policy'], 'policy');
    },
    'form: opened, stored, thanked; the status of an e-mail changes from queued to viewed' => function (Site $site): void {
        $id = $site->send();
        $site->open($id);
        same('FormViewed', $site->status($id), 'status');
        $site->open($id);
        $reply = $site->submit($id);
        same([303, $site->link($id)], [$reply->status, $reply->headers['location']], 'submission');
        same(['MessageQueued', 'FormViewed', 'CardStored'], $site->history($id), 'history');
        contains('Thank you', $site->open($id)->body, 'page');
        $uri = $site->retrieve($id)['CardUri'];
        same(1, preg_match("~^{$site->sandbox->origin}/api/payments/paycard/[0-9a-f]{32}$~D", $uri), 'CardUri');
        same(['1111', true], [($card = $site->listing('/sandbox/cards.json')[0])['last_four'], $card['cvv']], 'card');
        same(basename($uri), $card['token'], 'token');
    },
    'form: a submission without opening counts as viewed' => function (Site $site): void {
        $site->submit($id = $site->send());
        same(['MessageQueued', 'FormViewed', 'CardStored'], $site->history($id), 'history');
    },
    'form: a HEAD request does not count as a view' => function (Site $site): void {
        $id = $site->send();
        same([200, ''], [($reply = $site->sandbox->request('HEAD', $site->link($id)))->status, $reply->body], 'HEAD');
        same('MessageQueued', $site->status($id), 'status');
    },
    'form: invalid input fails with a clear message, and the guest may retry' => function (Site $site): void {
        $id = $site->send();
        $wrong = [
            [['card_number' => '4111111111111112'], 'not a valid card number'],
            [['card_number' => '4111'], 'not a valid card number'],
            [['card_number' => ['4111111111111111']], 'not a valid card number'],
            [['card_number' => '4000000000000002'], 'only the test cards'],
            [['expiry' => '13/39'], 'MM/YY'],
            [['expiry' => '01/20'], 'has expired'],
            [['security_code' => '12'], 'has 3 digits'],
            [['security_code' => '1234'], 'has 3 digits'],
            [['card_number' => '378282246310005'], 'has 4 digits'],
        ];
        foreach ($wrong as [$change, $message]) {
            $reply = $site->submit($id, $change + Site::CARD);
            same(422, $reply->status, $message);
            contains($message, $reply->body, 'page');
            lacks('value=', $reply->body, 'nothing typed comes back');
        }
        same(['MessageQueued', 'FormViewed', 'StoreFailed'], $site->history($id), 'history so far');
        same([], $site->listing('/sandbox/cards.json'), 'no card');
        $site->open($id);
        same('StoreFailed', $site->status($id), 'opening it again changes nothing');
        same(303, $site->submit($id, ['card_number' => '3782 822463 10005', 'security_code' => '1234', 'expiry' => '02/2041'] + Site::CARD)->status, 'retry');
        same(['MessageQueued', 'FormViewed', 'StoreFailed', 'CardStored'], $site->history($id), 'history');
        same('0005', $site->listing('/sandbox/cards.json')[0]['last_four'], 'card');
    },
    'form: every listed test card is accepted' => function (Site $site): void {
        foreach (array_keys(\CotpSandbox\TestCards::NUMBERS) as $number) {
            $id = $site->send();
            $code = in_array((string) $number, ['378282246310005', '371449635398431'], true) ? '1234' : '123';
            same(303, $site->submit($id, ['card_number' => $number, 'security_code' => $code] + Site::CARD)->status, (string) $number);
        }
        same(11, count(array_unique(array_column($site->listing('/sandbox/cards.json'), 'last_four'))), 'different last four digits');
    },
    'form: a card is valid through its last month, by the sandbox\'s clock' => function (Site $site): void {
        $id = $site->send();
        same(422, $site->submit($id, ['expiry' => gmdate('m/y', strtotime('first day of last month'))] + Site::CARD)->status, 'last month');
        same(303, $site->submit($id, ['expiry' => gmdate('m/y')] + Site::CARD)->status, 'this month');
    },
    'form: two submissions at once store one card' => function (Site $site): void {
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
            same([200, 200, 200, 303], $statuses, 'one succeeds');
            same(['MessageQueued', 'FormViewed', 'CardStored'], $site->history($id), 'history');
        }
        same(10, count($site->listing('/sandbox/cards.json')), 'cards');
    },
    'form: an unknown link returns 404' => function (Site $site): void {
        $reply = $site->sandbox->request('GET', '/form/' . str_repeat('0', 32));
        same(404, $reply->status, 'status');
        contains('Unknown Link', $reply->body, 'page');
    },
    'security code: a new token duplicates the card, the old one stays' => function (Site $site): void {
        $old = $site->storedToken();
        same(200, $site->call('DELETE', "payments/paycard/$old/cvv")->status, 'delete the code of the first');
        $id = $site->send(Site::EMAIL + ['CardUri' => "https://secure.example/api/paycards/bankcard/$old"], 'cardrequest/cvv');
        $page = $site->open($id)->body;
        contains('1111', $page, 'the last four digits');
        lacks('card_number', $page, 'no other input');
        same(422, $site->submit($id, ['security_code' => '12'])->status, 'too short');
        same(303, $site->submit($id, ['security_code' => '123'])->status, 'submission');
        $new = basename($site->retrieve($id)['CardUri']);
        same(32, strlen($new), 'token');
        same([[$new, '1111', true], [$old, '1111', false]], array_map(
            static fn (array $card): array => [$card['token'], $card['last_four'], $card['cvv']], $site->listing('/sandbox/cards.json')), 'cards');
        same(['MessageQueued', 'FormViewed', 'StoreFailed', 'CardStored'], $site->history($id), 'history');
        same(200, $site->call('DELETE', "payments/paycard/$old")->status, 'the site deletes the original');
        same([$new], array_column($site->listing('/sandbox/cards.json'), 'token'), 'the new one stays');
    },
    'security code: requires the URI of a stored card' => function (Site $site): void {
        same(-125, $site->call('POST', 'cardrequest/cvv', Site::EMAIL)->errorCode(), 'none');
        foreach (['abc', 'https://h.example/', 'ftp://h.example/a/b', 'https://h.example/a/b c'] as $uri) {
            same(-179, $site->call('POST', 'cardrequest/cvv', Site::EMAIL + ['CardUri' => $uri])->errorCode(), $uri);
        }
        same(-160, $site->call('POST', 'cardrequest/cvv', Site::EMAIL + ['CardUri' => 'https://h.example/api/' . str_repeat('0', 32)])->errorCode(), 'unknown');
    },
    'security code: the card was deleted meanwhile' => function (Site $site): void {
        $token = $site->storedToken();
        $id = $site->send(Site::EMAIL + ['CardUri' => "https://h.example/$token"], 'cardrequest/cvv');
        $site->call('DELETE', "payments/paycard/$token");
        $reply = $site->submit($id, ['security_code' => '123']);
        same(422, $reply->status, 'status');
        contains('no longer stored', $reply->body, 'page');
        same('StoreFailed', $site->status($id), 'status');
    },
    'secrecy: no file contains the number, the code or the key' => function (Site $site, string $folder): void {
        $number = '5105105105105100';
        $id = $site->send();
        $site->open($id);
        $site->submit($id, ['card_number' => $number, 'security_code' => 'code-83917'] + Site::CARD);
        $site->submit($id, ['card_number' => '5105105105105109', 'security_code' => 'code-83917'] + Site::CARD);
        same(303, $site->submit($id, ['card_number' => '5105-1051-0510-5100', 'security_code' => '839'] + Site::CARD)->status, 'submission');
        $files = implode('', array_map(file_get_contents(...), glob("$folder/*")));
        contains($id, $files, 'the files are the right ones');
        contains('5100', $files, 'the last four digits');
        $files = preg_replace('/[0-9a-f]{16,}/', '', str_replace([$number, '5105105105105109'], 'FOUND', $files));     // random ids contain any few digits
        foreach (['FOUND', '5105-1051', '510510', 'code-83917', $site->key] as $secret) {
            lacks($secret, $files, 'files');
        }
        $database = new \PDO("sqlite:$folder/sandbox.sqlite");
        $rows = '';
        foreach ($database->query("SELECT name FROM sqlite_master WHERE type = 'table'")->fetchAll(\PDO::FETCH_COLUMN) as $table) {
            $rows .= json_encode($database->query("SELECT * FROM $table")->fetchAll(\PDO::FETCH_ASSOC));
        }
        contains('"last_four":"5100"', $rows, 'the rows are the right ones');
        same(0, preg_match('/(?<![0-9a-z.])839(?![0-9a-z.])/', $rows), 'the code on its own');
    },
    'secrecy: a form that PHP would write to a file is rejected' => function (Site $site): void {
        same(413, $site->submit($site->send(), ['padding' => str_repeat('x', 9000)] + Site::CARD)->status, 'status');
    },
];
