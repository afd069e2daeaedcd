<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox\Tests;

$path = static fn (string $token, string $rest = ''): string => "payments/paycard/$token/cvv/Restriction$rest";
$policy = static fn (array $change = []): array => array_replace([
    'CvvEndRetentionDate' => gmdate('Y-m-d\TH:i:s', time() + 7 * 86400),
    'DeleteCardUponCvvCleanup' => false,
    'CvvRetentionPolicyList' => [['DestinationType' => 'HostName', 'DestinationData' => 'a.example', 'Quota' => 2], ['DestinationType' => 'Owner', 'Quota' => 1]],
], $change);

return [
    'retention: the default is one month without destinations' => function (Site $site) use ($path): void {
        $start = $site->sandbox->control('clock', ['freeze' => true])->json()['unix'];
        $response = $site->call('GET', $path($site->storedToken()))->json();
        $month = (new \DateTimeImmutable('@' . (int) $start))->modify('+1 month')->format('Y-m-d\TH:i:s');
        same(['CvvEndRetentionDate' => $month, 'DeleteCardUponCvvCleanup' => false, 'CvvRetentionPolicyList' => []], $response, 'policy');
    },
    'retention: set, get, one destination, delete' => function (Site $site) use ($path, $policy): void {
        $token = $site->storedToken();
        $default = $site->call('GET', $path($token))->json();
        $wanted = $policy(['DeleteCardUponCvvCleanup' => true]);
        $reply = $site->call('PUT', $path($token), $wanted);
        same([200, ''], [$reply->status, $reply->body], 'set');
        $response = $site->call('GET', $path($token))->json();
        $list = [
            ['DestinationType' => 'HostName', 'DestinationData' => 'a.example', 'Quota' => 2, 'Usage' => 0],
            ['DestinationType' => 'Owner', 'DestinationData' => '', 'Quota' => 1, 'Usage' => 0],
        ];
        same(array_replace($wanted, ['CvvRetentionPolicyList' => $list]), $response, 'get');
        same([$list[0]], $site->call('GET', $path($token, '/HostName'))->json()['CvvRetentionPolicyList'], 'one type');
        same([$list[0]], $site->call('GET', $path($token, '/HostName/a%2Eexample'))->json()['CvvRetentionPolicyList'], 'one destination');
        same(-160, $site->call('GET', $path($token, '/HostName/b.example'))->errorCode(), 'another destination');
        same(-160, $site->call('GET', $path($token, '/HostName/a.example/b'))->errorCode(), 'a longer path');
        same(200, $site->call('DELETE', $path($token, '/HostName/a.example'))->status, 'delete one');
        same([$list[1]], $site->call('GET', $path($token))->json()['CvvRetentionPolicyList'], 'the other one remains');
        same(-160, $site->call('DELETE', $path($token, '/HostName'))->errorCode(), 'again');
        same(200, $site->call('DELETE', $path($token))->status, 'delete all');
        same($default, $site->call('GET', $path($token))->json(), 'the default again');
    },
    'retention: destination data with a slash is percent-encoded' => function (Site $site) use ($path, $policy): void {
        $token = $site->storedToken();
        $site->call('PUT', $path($token), $policy(['CvvRetentionPolicyList' => [['DestinationType' => 'SFTP', 'DestinationData' => 'sftp://h.example/in box', 'Quota' => 1]]]));
        same(200, $site->call('DELETE', $path($token, '/SFTP/sftp%3A%2F%2Fh.example%2Fin%20box'))->status, 'delete');
    },
    'retention: limits and types are checked' => function (Site $site) use ($path, $policy): void {
        $token = $site->storedToken();
        $one = static fn (array $change): array => ['CvvRetentionPolicyList' => [$change + ['DestinationType' => 'HostName', 'DestinationData' => 'a', 'Quota' => 1]]];
        $many = array_map(static fn (int $n): array => ['DestinationType' => 'HostName', 'DestinationData' => "h$n", 'Quota' => 50], range(1, 51));
        $wrong = [
            'no date' => [-125, ['CvvEndRetentionDate' => null]], 'a date without time' => [-125, ['CvvEndRetentionDate' => '2030-01-01']],
            'an invalid date' => [-125, ['CvvEndRetentionDate' => '2027-02-30T00:00:00']], 'a zone' => [-125, ['CvvEndRetentionDate' => '2027-02-03T00:00:00Z']],
            'too late' => [-125, ['CvvEndRetentionDate' => gmdate('Y-m-d\TH:i:s', strtotime('+48 months +1 day'))]],
            'flag of another type' => [-125, ['DeleteCardUponCvvCleanup' => 'true']],
            'not a list' => [-125, ['CvvRetentionPolicyList' => ['a' => 1]]], 'not an object' => [-125, ['CvvRetentionPolicyList' => [1]]],
            '51 destinations' => [-174, ['CvvRetentionPolicyList' => $many]],
            'the same twice' => [-125, ['CvvRetentionPolicyList' => [$many[0], $many[0]]]],
            'unknown type' => [-125, $one(['DestinationType' => 'Fax'])],
            'data missing' => [-125, $one(['DestinationData' => ''])], 'data for Owner' => [-125, $one(['DestinationType' => 'Owner'])],
            'quota 0' => [-125, $one(['Quota' => 0])], 'quota 51' => [-125, $one(['Quota' => 51])], 'quota as text' => [-125, $one(['Quota' => '1'])],
            'GeneralProperty 6' => [-125, $one(['DestinationType' => 'GeneralProperty', 'Quota' => 6])],
        ];
        foreach ($wrong as $what => [$code, $change]) {
            $reply = $site->call('PUT', $path($token), $policy($change));
            same([400, $code], [$reply->status, $reply->errorCode()], $what);
        }
        same([], $site->call('GET', $path($token))->json()['CvvRetentionPolicyList'], 'nothing was set');
        same(200, $site->call('PUT', $path($token), $policy(['CvvRetentionPolicyList' => array_slice($many, 1)]))->status, '50 destinations of quota 50');
        same(200, $site->call('PUT', $path($token), $policy($one(['DestinationType' => 'GeneralProperty', 'Quota' => 5])))->status, 'GeneralProperty 5');
        $bare = ['CvvEndRetentionDate' => gmdate('Y-m-d\TH:i:s', strtotime('+48 months -1 day'))];
        same(200, $site->call('PUT', $path($token), $bare)->status, 'a bare date, just early enough');
    },
    'retention: the 48 months begin with the first token of the card' => function (Site $site) use ($path, $policy): void {
        $old = $site->storedToken();
        $site->sandbox->control('clock', ['advance' => 40 * 31 * 86400]);
        $site->submit($id = $site->send(Site::EMAIL + ['CardUri' => "https://h.example/$old"], 'cardrequest/cvv'), ['security_code' => '123']);
        $new = basename($site->retrieve($id)['CardUri']);
        same(-125, $site->call('PUT', $path($new), $policy(['CvvEndRetentionDate' => gmdate('Y-m-d\TH:i:s', strtotime('+49 months'))]))->errorCode(), 'too late');
    },
    'retention: the end date deletes the code, not the card' => function (Site $site) use ($path, $policy): void {
        $token = $site->storedToken();
        $site->call('PUT', $path($token), $policy());
        $site->sandbox->control('clock', ['advance' => 6 * 86400]);
        same(200, $site->call('GET', $path($token))->status, 'before');
        $site->sandbox->control('clock', ['advance' => 86400]);
        same(-160, $site->call('GET', $path($token))->errorCode(), 'after');
        same(-168, $site->call('PUT', $path($token), $policy())->errorCode(), 'it cannot be restored');
        same([$token, false], [($card = $site->listing('/sandbox/cards.json')[0])['token'], $card['cvv']], 'card');
    },
    'retention: DeleteCardUponCvvCleanup also deletes the card' => function (Site $site) use ($path, $policy): void {
        $token = $site->storedToken();
        $site->call('PUT', $path($token), $policy(['DeleteCardUponCvvCleanup' => true]));
        $site->sandbox->control('clock', ['advance' => 8 * 86400]);
        same([], $site->listing('/sandbox/cards.json'), 'cards');
    },
    'retention: the last used quota deletes the code early' => function (Site $site) use ($path, $policy): void {
        $token = $site->storedToken();
        $site->call('PUT', $path($token), $policy());
        $use = static fn (string $type, string $data): int => $site->sandbox->control('use-cvv', ['token' => $token, 'type' => $type, 'data' => $data])->status;
        same([200, 200, 404], [$use('HostName', 'a.example'), $use('HostName', 'a.example'), $use('HostName', 'a.example')], 'quota of 2');
        same(2, $site->call('GET', $path($token, '/HostName'))->json()['CvvRetentionPolicyList'][0]['Usage'], 'usage');
        same(200, $use('Owner', ''), 'the last one');
        same(-160, $site->call('GET', $path($token))->errorCode(), 'no code');
    },
    'clear: deletes the code, not the card' => function (Site $site): void {
        $token = $site->storedToken();
        same([200, 404], [$site->call('DELETE', "payments/paycard/$token/cvv")->status, $site->call('DELETE', "payments/paycard/$token/cvv")->status], 'clear, twice');
        same(false, $site->listing('/sandbox/cards.json')[0]['cvv'], 'card');
    },
    'delete card: once' => function (Site $site): void {
        $token = $site->storedToken();
        same([200, 404], [$site->call('DELETE', "payments/paycard/$token")->status, $site->call('DELETE', "payments/paycard/$token")->status], 'delete, twice');
        same([], $site->listing('/sandbox/cards.json'), 'cards');
    },
];
