<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox\Tests;

use CotpSandbox\CallbackTarget;

$states = static fn (Site $site): array => array_column(array_reverse($site->listing('/callbacks.json')), 'state');

return [
    'callback: every change is posted in order, as documented' => function (Site $site) use ($states): void {
        $receiver = new CallbackReceiver();
        $id = $site->send(['CallbackUrl' => $receiver->url] + Site::EMAIL);
        $first = $receiver->next();
        contains("POST /cotp?cotp=v1.k1.a~b HTTP/1.1\r\n", $first['head'], 'request line');
        contains("\r\nContent-Type: application/json\r\n", $first['head'], 'type');
        $expected = json_encode(['LastNotifiedStatus' => 'MessageQueued', 'RequestID' => $id, 'LastNotifiedTime' => $site->retrieve($id)['LastNotifiedTime']]);
        same($expected, $first['body'], 'body');
        $site->open($id);
        same('FormViewed', $receiver->nextStatus(), 'second');
        $site->submit($id, ['card_number' => '1'] + Site::CARD);
        same('StoreFailed', $receiver->nextStatus(), 'third');
        $site->submit($id);
        $last = $receiver->next();
        contains('CardStored', $last['body'], 'fourth');
        lacks(basename($site->retrieve($id)['CardUri']), $last['body'], 'the token');
        await(fn () => $states($site) === array_fill(0, 4, 'delivered'), 'all delivered');
        same(false, $receiver->hasMore(), 'nothing twice');
        contains('CardStored: delivered', $site->sandbox->request('GET', '/callbacks')->body, 'page');
    },
    'callback: expiry and cancellation are posted without a request' => function (Site $site): void {
        $receiver = new CallbackReceiver();
        $site->send(['CallbackUrl' => $receiver->url] + Site::SMS);
        $statuses = [$receiver->nextStatus(), $receiver->nextStatus(), $receiver->nextStatus()];
        same(['MessageQueued', 'MessageSent', 'MessageDelivered'], $statuses, 'SMS');
        $site->sandbox->control('clock', ['advance' => 86400]);
        same('LinkExpired', $receiver->nextStatus(), 'expiry');
        $id = $site->send(['CallbackUrl' => $receiver->url] + Site::EMAIL);
        $receiver->next();
        $site->call('DELETE', "cardrequest/$id");
        same('LinkExpired', $receiver->nextStatus(), 'canceled');
    },
    'callback: a failed attempt is the only one by default' => function (Site $site) use ($states): void {
        $receiver = new CallbackReceiver('500');
        $site->send(['CallbackUrl' => $receiver->url] + Site::EMAIL);
        $receiver->next();
        await(fn () => $states($site) === ['given_up'], 'given up');
        $site->sandbox->control('clock', ['advance' => 86000]);
        $site->status($site->send());
        same([1], array_map(count(...), array_column($site->listing('/callbacks.json'), 'attempts')), 'attempts');
    },
    'callback: with --callback-attempts, a failed or redirected attempt is retried' => function (Site $site, string $folder) use ($states): void {
        $receiver = new CallbackReceiver('500', '302');
        $site = new Site(new SandboxProcess(['--callback-attempts', '6', '--workers', '1'], "$folder/errors.txt"));
        $site->sandbox->control('clock', ['freeze' => true]);
        $site->send(['CallbackUrl' => $receiver->url] + Site::EMAIL);
        foreach ([1, 2] as $attempt) {
            $body = $receiver->next();
            contains('POST /cotp', $body['head'], 'the redirect is not followed');
            await(fn () => count($site->listing('/callbacks.json')[0]['attempts']) === $attempt, 'attempt');
            same(false, $receiver->hasMore(), 'not before its time');
            $site->sandbox->control('clock', ['advance' => 4]);
        }
        $receiver->next();
        await(fn () => $states($site) === ['delivered'], 'delivered');
        $results = array_column($site->listing('/callbacks.json')[0]['attempts'], 'result');
        same(['HTTP/1.1 500 Response', 'HTTP/1.1 302 Response', 'HTTP/1.1 200 Response'], $results, 'results');
    },
    'callback: with --callback-attempts 6, given up after six attempts' => function (Site $site, string $folder) use ($states): void {
        $site = new Site(new SandboxProcess(['--callback-attempts', '6', '--workers', '1'], "$folder/errors.txt"));
        $receiver = new CallbackReceiver();
        $url = $receiver->url;
        unset($receiver);
        $site->sandbox->control('clock', ['freeze' => true]);
        $site->send(['CallbackUrl' => $url] + Site::EMAIL);
        for ($attempt = 1; $attempt <= 6; $attempt++) {
            $attempts = await(fn () => count($list = $site->listing('/callbacks.json')[0]['attempts']) === $attempt ? $list : null, "attempt $attempt");
            same('no response', end($attempts)['result'], 'result');
            $site->sandbox->control('clock', ['advance' => 256]);
        }
        same(['given_up'], $states($site), 'state');
    },
    'callback: another machine is never contacted' => function (Site $site) use ($states): void {
        $site->send(['CallbackUrl' => 'https://hotel.example/cotp'] + Site::EMAIL);
        await(fn () => $states($site) === ['refused'], 'refused');
    },
    'callback target: only this machine and the hosts of the command line are allowed' => function (): void {
        $target = new CallbackTarget(['Site', '192.0.2.7']);
        foreach (['http://127.0.0.1/', 'https://localhost:8443/a?b=c', 'http://[::1]:80/', 'http://127.9.9.9/x', 'http://site/', 'http://192.0.2.7/'] as $url) {
            same($url, $target->allowed($url), $url);
        }
        same('http://localhost:81/', $target->allowed('HTTP://LOCALHOST:81'), 'rebuilt');
        foreach (['http://127.0.0.1@evil.example/', 'http://evil.example/', 'http://127.0.0.1.evil.example/', 'http://localhost.evil.example/', 'http://[::2]/',
            'ftp://127.0.0.1/', 'http://127.1/', 'http://0.0.0.0/', 'http://2130706433/', 'http:///x', 'http://user@127.0.0.1/', '//127.0.0.1/', 'file:///etc/passwd'] as $url) {
            same(null, $target->allowed($url), $url);
        }
    },
];
