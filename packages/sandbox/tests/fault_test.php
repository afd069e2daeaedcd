<?php
declare(strict_types=1);

namespace CotpSandbox\Tests;

$send = static fn (Site $site): ?Reply => $site->call('POST', 'cardrequest', Site::EMAIL);

return [
    'fault: every documented error with its HTTP status' => function (Site $site) use ($send): void {
        $table = [-112 => 400, -123 => 400, -125 => 400, -150 => 500, -160 => 404, -168 => 409, -174 => 400, -175 => 408, -179 => 400, -180 => 426,
            -1003 => 401, -1004 => 400, -1005 => 400];
        foreach ($table as $code => $status) {
            $site->orderFault(['kind' => 'error', 'code' => $code]);
            $reply = $send($site);
            same([$status, $code], [$reply->status, $reply->errorCode()], "code $code");
        }
        same(['received' => 13, 'processed' => 0], $site->count('send'), 'processed');
        $site->orderFault(['kind' => 'error', 'code' => -125, 'xml' => true]);
        contains('<code>-125</code>', $send($site)->body, 'XML although JSON was asked for');
    },
    'fault: only the next N calls of the operation, only this account' => function (Site $site) use ($send): void {
        $other = new Site($site->sandbox);
        same(201, $site->orderFault(['kind' => 'status', 'status' => 503, 'times' => 2, 'operation' => 'send'])->status, 'order');
        same(['operation' => 'send', 'times' => 2], array_intersect_key($site->listing('/sandbox/faults')[0], ['operation' => 1, 'times' => 1]), 'list');
        same(200, $site->call('POST', 'accounts/authenticate/')->status, 'another operation');
        same(201, $send($other)->status, 'another account');
        same([503, 503, 201], [$send($site)->status, $send($site)->status, $send($site)->status], 'twice');
        same([], $site->listing('/sandbox/faults'), 'used up');
        $site->sandbox->control('faults', ['kind' => 'status', 'status' => 500]);
        same([500, 201], [$send($other)->status, $send($site)->status], 'without a key: whoever comes first');
    },
    'fault: cleared' => function (Site $site) use ($send): void {
        $site->orderFault(['kind' => 'status', 'status' => 500]);
        same(200, $site->sandbox->exchange('DELETE', '/sandbox/faults', $site->authorization())->status, 'clear');
        same(201, $send($site)->status, 'send');
    },
    'fault: a status with Retry-After; processed all the same when the order says so' => function (Site $site) use ($send): void {
        $site->orderFault(['kind' => 'status', 'status' => 429, 'retry_after' => 7]);
        $reply = $send($site);
        same([429, '7', ''], [$reply->status, $reply->headers['retry-after'], $reply->body], 'answer');
        same(0, $site->count('send')['processed'], 'not processed');
        $site->orderFault(['kind' => 'status', 'status' => 504, 'processed' => true]);
        same([504, 1], [$send($site)->status, $site->count('send')['processed']], 'processed');
    },
    'fault: dropped before and after processing' => function (Site $site) use ($send): void {
        $site->orderFault(['kind' => 'drop_before']);
        same(null, $send($site), 'no answer');
        same(['received' => 1, 'processed' => 0], $site->count('send'), 'before');
        $site->orderFault(['kind' => 'drop_after']);
        same(null, $send($site), 'no answer');
        same(['received' => 2, 'processed' => 1], $site->count('send'), 'after');
        same(1, count($site->listing('/outbox.json')), 'messages');
    },
    'fault: dropped on a kept connection' => function (Site $site): void {
        $connection = new Connection($site->sandbox->origin);
        $connection->request('POST', '/api/cardrequest', $site->authorization(), json_encode(Site::EMAIL));
        same(201, $connection->reply()->status, 'first');
        $site->orderFault(['kind' => 'drop_after', 'operation' => 'send']);
        $connection->request('POST', '/api/cardrequest', $site->authorization(), json_encode(Site::EMAIL));
        same(null, $connection->reply(), 'second');
        same(['received' => 2, 'processed' => 2], $site->count('send'), 'processed');
    },
    'fault: cut short' => function (Site $site) use ($send): void {
        $site->orderFault(['kind' => 'cut_short']);
        same([201, false], [($reply = $send($site))->status, $reply->isWhole], 'answer');
        same(1, $site->count('send')['processed'], 'processed');
    },
    'fault: the answer is held back, but other calls are not' => function (Site $site) use ($send): void {
        $site->orderFault(['kind' => 'delay', 'seconds' => 600, 'operation' => 'send', 'times' => 8]);
        $held = [];
        for ($number = 0; $number < 8; $number++) {
            $held[$number] = new Connection($site->sandbox->origin);
            $held[$number]->request('POST', '/api/cardrequest', $site->authorization(), json_encode(Site::EMAIL));
        }
        await(fn () => $site->count('send')['processed'] === 8, 'all processed');
        same(201, $send($site)->status, 'the ninth is answered');
        same([], array_filter($held, static fn (Connection $connection): bool => $connection->hasNews()), 'the eight are not');
        $site->orderFault(['kind' => 'delay', 'seconds' => 0.05]);
        same(201, $send($site)->status, 'a short one is answered in the end');
    },
    'fault: junk, HTML, oversize, redirect, no Location' => function (Site $site) use ($send): void {
        $site->orderFault(['kind' => 'junk', 'operation' => 'retrieve']);
        $id = $site->send();
        same([200, null], [($reply = $site->call('GET', "cardrequest/$id"))->status, $reply->json()], 'junk');
        $site->orderFault(['kind' => 'html']);
        same([200, 'text/html; charset=utf-8'], [($reply = $send($site))->status, $reply->headers['content-type']], 'HTML');
        same(1, $site->count('send')['processed'], 'HTML: not processed');
        $site->orderFault(['kind' => 'oversize']);
        same([201, true], [($reply = $send($site))->status, strlen($reply->body) > 2 * 1024 * 1024 && $reply->isWhole], 'oversize');
        $site->orderFault(['kind' => 'redirect']);
        same([302, "{$site->sandbox->origin}/sandbox/redirected"], [($reply = $send($site))->status, $reply->headers['location']], 'redirect');
        $site->orderFault(['kind' => 'no_location']);
        same([201, false], [($reply = $send($site))->status, isset($reply->headers['location'])], 'no Location');
        same(['received' => 5, 'processed' => 3], $site->count('send'), 'processed');
    },
    'fault: nonsense is refused' => function (Site $site) use ($send): void {
        $orders = [[], ['kind' => 'x'], ['kind' => ['a']], ['kind' => 'delay'], ['kind' => 'delay', 'seconds' => -1], ['kind' => 'error'], ['kind' => 'error', 'code' => -1],
            ['kind' => 'status'], ['kind' => 'status', 'status' => 99], ['kind' => 'status', 'status' => '500'], ['kind' => 'drop_before', 'processed' => true],
            ['kind' => 'junk', 'times' => 0], ['kind' => 'junk', 'operation' => 'x'], ['kind' => 'junk', 'operation' => [1]], ['kind' => 'junk', 'other' => 1]];
        foreach ($orders as $order) {
            same(400, $site->orderFault($order)->status, shown($order));
        }
        same(201, $send($site)->status, 'send');
    },
];
