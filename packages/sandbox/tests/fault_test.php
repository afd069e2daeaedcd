<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox\Tests;

$send = static fn (Site $site): ?Reply => $site->call('POST', 'cardrequest', Site::EMAIL);

return [
    'fault: every documented error with its HTTP status' => function (Site $site) use ($send): void {
        $table = [-112 => 400, -123 => 400, -125 => 400, -150 => 500, -160 => 404, -168 => 409, -174 => 400, -175 => 408, -179 => 400, -180 => 426,
            -1003 => 401, -1004 => 400, -1005 => 400];
        foreach ($table as $code => $status) {
            $site->scheduleFault(['kind' => 'error', 'code' => $code]);
            $reply = $send($site);
            same([$status, $code], [$reply->status, $reply->errorCode()], "code $code");
        }
        same(['received' => 13, 'processed' => 0], $site->count('send'), 'processed');
        $site->scheduleFault(['kind' => 'error', 'code' => -125, 'xml' => true]);
        contains('<code>-125</code>', $send($site)->body, 'XML although JSON was accepted');
    },
    'fault: only the next N requests of the operation and the account are affected' => function (Site $site) use ($send): void {
        $other = new Site($site->sandbox);
        same(201, $site->scheduleFault(['kind' => 'status', 'status' => 503, 'times' => 2, 'operation' => 'send'])->status, 'schedule');
        same(['operation' => 'send', 'times' => 2], array_intersect_key($site->listing('/sandbox/faults')[0], ['operation' => 1, 'times' => 1]), 'list');
        same(200, $site->call('POST', 'accounts/authenticate/')->status, 'another operation');
        same(201, $send($other)->status, 'another account');
        same([503, 503, 201], [$send($site)->status, $send($site)->status, $send($site)->status], 'twice');
        same([], $site->listing('/sandbox/faults'), 'used up');
        $site->sandbox->control('faults', ['kind' => 'status', 'status' => 500]);
        same([500, 201], [$send($other)->status, $send($site)->status], 'without a key: the first request, whatever its account');
    },
    'fault: cleared' => function (Site $site) use ($send): void {
        $site->scheduleFault(['kind' => 'status', 'status' => 500]);
        same(200, $site->sandbox->request('DELETE', '/sandbox/faults', $site->authorization())->status, 'clear');
        same(201, $send($site)->status, 'send');
    },
    'fault: a status with Retry-After; processed if "processed" is true' => function (Site $site) use ($send): void {
        $site->scheduleFault(['kind' => 'status', 'status' => 429, 'retry_after' => 7]);
        $reply = $send($site);
        same([429, '7', ''], [$reply->status, $reply->headers['retry-after'], $reply->body], 'response');
        same(0, $site->count('send')['processed'], 'not processed');
        $site->scheduleFault(['kind' => 'status', 'status' => 504, 'processed' => true]);
        same([504, 1], [$send($site)->status, $site->count('send')['processed']], 'processed');
    },
    'fault: dropped before and after processing' => function (Site $site) use ($send): void {
        $site->scheduleFault(['kind' => 'drop_before']);
        same(null, $send($site), 'no response');
        same(['received' => 1, 'processed' => 0], $site->count('send'), 'before');
        $site->scheduleFault(['kind' => 'drop_after']);
        same(null, $send($site), 'no response');
        same(['received' => 2, 'processed' => 1], $site->count('send'), 'after');
        same(1, count($site->listing('/outbox.json')), 'messages');
    },
    'fault: a kept connection is dropped' => function (Site $site): void {
        $connection = new Connection($site->sandbox->origin);
        $connection->request('POST', '/api/cardrequest', $site->authorization(), json_encode(Site::EMAIL));
        same(201, $connection->reply()->status, 'first');
        $site->scheduleFault(['kind' => 'drop_after', 'operation' => 'send']);
        $connection->request('POST', '/api/cardrequest', $site->authorization(), json_encode(Site::EMAIL));
        same(null, $connection->reply(), 'second');
        same(['received' => 2, 'processed' => 2], $site->count('send'), 'processed');
    },
    'fault: cut short' => function (Site $site) use ($send): void {
        $site->scheduleFault(['kind' => 'cut_short']);
        same([201, false], [($reply = $send($site))->status, $reply->isWhole], 'response');
        same(1, $site->count('send')['processed'], 'processed');
    },
    'fault: the response is delayed, but others are not' => function (Site $site) use ($send): void {
        $site->scheduleFault(['kind' => 'delay', 'seconds' => 600, 'operation' => 'send', 'times' => 8]);
        $delayed = [];
        for ($number = 0; $number < 8; $number++) {
            $delayed[$number] = new Connection($site->sandbox->origin);
            $delayed[$number]->request('POST', '/api/cardrequest', $site->authorization(), json_encode(Site::EMAIL));
        }
        await(fn () => $site->count('send')['processed'] === 8, 'all processed');
        same(201, $send($site)->status, 'the ninth has a response');
        same([], array_filter($delayed, static fn (Connection $connection): bool => $connection->hasData()), 'the eight have none');
        $site->scheduleFault(['kind' => 'delay', 'seconds' => 0.05]);
        same(201, $send($site)->status, 'a short delay ends');
    },
    'fault: junk, HTML, oversize, redirect, no Location' => function (Site $site) use ($send): void {
        $site->scheduleFault(['kind' => 'junk', 'operation' => 'retrieve']);
        $id = $site->send();
        same([200, null], [($reply = $site->call('GET', "cardrequest/$id"))->status, $reply->json()], 'junk');
        $site->scheduleFault(['kind' => 'html']);
        same([200, 'text/html; charset=utf-8'], [($reply = $send($site))->status, $reply->headers['content-type']], 'HTML');
        same(1, $site->count('send')['processed'], 'HTML: not processed');
        $site->scheduleFault(['kind' => 'oversize']);
        same([201, true], [($reply = $send($site))->status, strlen($reply->body) > 2 * 1024 * 1024 && $reply->isWhole], 'oversize');
        $site->scheduleFault(['kind' => 'redirect']);
        same([302, "{$site->sandbox->origin}/sandbox/redirected"], [($reply = $send($site))->status, $reply->headers['location']], 'redirect');
        $site->scheduleFault(['kind' => 'no_location']);
        same([201, false], [($reply = $send($site))->status, isset($reply->headers['location'])], 'no Location');
        same(['received' => 5, 'processed' => 3], $site->count('send'), 'processed');
    },
    'fault: invalid faults are rejected' => function (Site $site) use ($send): void {
        $faults = [[], ['kind' => 'x'], ['kind' => ['a']], ['kind' => 'delay'], ['kind' => 'delay', 'seconds' => -1], ['kind' => 'error'], ['kind' => 'error', 'code' => -1],
            ['kind' => 'status'], ['kind' => 'status', 'status' => 99], ['kind' => 'status', 'status' => '500'], ['kind' => 'drop_before', 'processed' => true],
            ['kind' => 'junk', 'times' => 0], ['kind' => 'junk', 'operation' => 'x'], ['kind' => 'junk', 'operation' => [1]], ['kind' => 'junk', 'other' => 1]];
        foreach ($faults as $fault) {
            same(400, $site->scheduleFault($fault)->status, shown($fault));
        }
        same(201, $send($site)->status, 'send');
    },
];
