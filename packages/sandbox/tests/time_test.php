<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox\Tests;

$advance = static fn (Site $site, float $seconds): mixed => $site->sandbox->control('clock', ['advance' => $seconds])->json();

return [
    'SMS: queued, sent, delivered in this order' => function (Site $site) use ($advance): void {
        $site->sandbox->control('clock', ['freeze' => true]);
        $id = $site->send(Site::SMS);
        same('MessageQueued', $site->status($id), 'at first');
        $advance($site, 1);
        same('MessageSent', $site->status($id), 'then');
        $advance($site, 1);
        same('MessageDelivered', $site->status($id), 'in the end');
        $advance($site, 10);
        same(['MessageQueued', 'MessageSent', 'MessageDelivered'], $site->history($id), 'history');
    },
    'SMS: advances by itself while the clock runs' => function (Site $site): void {
        $id = $site->send(Site::SMS);
        await(fn () => $site->history($id) === ['MessageQueued', 'MessageSent', 'MessageDelivered'], 'delivery');
    },
    'SMS: a clock moved far ahead still records every status with its own time' => function (Site $site) use ($advance): void {
        $start = $site->sandbox->control('clock', ['freeze' => true])->json()['unix'];
        $id = $site->send(Site::SMS);
        $advance($site, 2 * 86400);
        same(['MessageQueued', 'MessageSent', 'MessageDelivered', 'LinkExpired'], $site->history($id), 'history');
        same(gmdate('Y-m-d\TH:i:s', (int) ($start + 86400)), $site->retrieve($id)['LastNotifiedTime'], 'time of the expiry');
    },
    'SMS: a number that ends in 9999 fails, and its link is closed' => function (Site $site) use ($advance): void {
        $site->sandbox->control('clock', ['freeze' => true]);
        $id = $site->send(['RecipientPhone' => '+44 1632 96-99 99'] + Site::SMS);
        $advance($site, 5 * 86400);
        same(['MessageQueued', 'MessageFailed'], $site->history($id), 'history');
        same([410, 410], [$site->open($id)->status, $site->submit($id)->status], 'link');
    },
    'SMS: opening the form ends the statuses of the message' => function (Site $site) use ($advance): void {
        $site->sandbox->control('clock', ['freeze' => true]);
        $id = $site->send(Site::SMS);
        $site->open($id);
        $advance($site, 60);
        same(['MessageQueued', 'FormViewed'], $site->history($id), 'history');
    },
    'e-mail: the status does not change by itself before the link expires' => function (Site $site) use ($advance): void {
        $site->sandbox->control('clock', ['freeze' => true]);
        $id = $site->send();
        $advance($site, 86399);
        same('MessageQueued', $site->status($id), 'shortly before');
        $advance($site, 1);
        same('LinkExpired', $site->status($id), 'then');
        contains('Link Expired', $site->open($id)->body, 'page');
    },
    'expiry: a completed form never expires, an opened one does' => function (Site $site) use ($advance): void {
        $site->submit($done = $site->send());
        $site->open($opened = $site->send());
        $advance($site, 86401);
        same(['CardStored', 'LinkExpired'], [$site->status($done), $site->status($opened)], 'statuses');
    },
    'clock: freezes, advances, and continues from the frozen time' => function (Site $site) use ($advance): void {
        $frozen = $site->sandbox->control('clock', ['freeze' => true])->json();
        same($frozen, $site->sandbox->request('GET', '/sandbox/clock')->json(), 'frozen');
        same($frozen['unix'] + 3600.0, $advance($site, 3600)['unix'], 'advanced');
        $running = $site->sandbox->control('clock', ['freeze' => false])->json();
        same([false, true], [$running['frozen'], $running['unix'] >= $frozen['unix'] + 3600], 'continues');
        same(true, $running['offset'] < 3600, 'without the time that it was frozen');
        await(fn () => $site->sandbox->request('GET', '/sandbox/clock')->json()['unix'] > $running['unix'], 'runs');
        foreach ([['advance' => -1], ['advance' => 'x'], ['freeze' => 1], ['speed' => 2]] as $body) {
            same(400, $site->sandbox->control('clock', $body)->status, shown($body));
        }
    },
];
