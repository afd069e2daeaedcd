<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox\Tests;

use CotpSandbox\Tests\Support\SandboxTestCase;
use CotpSandbox\Tests\Support\Site;
use DateTimeImmutable;

/** Retention policies, security codes and cards. */
final class RetentionTest extends SandboxTestCase
{
    public function testDefaultPolicyIsOneMonthWithoutDestinations(): void
    {
        $site = $this->site();
        $start = $site->sandbox->control('clock', ['freeze' => true])->number('unix');
        $response = $site->call('GET', self::path($site->storedToken()))->json();
        $month = (new DateTimeImmutable('@' . (int) $start))->modify('+1 month')->format('Y-m-d\TH:i:s');
        self::assertSame(['CvvEndRetentionDate' => $month, 'DeleteCardUponCvvCleanup' => false, 'CvvRetentionPolicyList' => []], $response, 'policy');
    }

    public function testPolicyIsSetReadAndDeletedAsAWholeAndByDestination(): void
    {
        $site = $this->site();
        $token = $site->storedToken();
        $default = $site->call('GET', self::path($token))->json();
        $wanted = self::policy(['DeleteCardUponCvvCleanup' => true]);
        $reply = $site->call('PUT', self::path($token), $wanted);
        self::assertSame([200, ''], [$reply->status, $reply->body], 'set');
        $response = $site->call('GET', self::path($token))->json();
        $list = [
            ['DestinationType' => 'HostName', 'DestinationData' => 'a.example', 'Quota' => 2, 'Usage' => 0],
            ['DestinationType' => 'Owner', 'DestinationData' => '', 'Quota' => 1, 'Usage' => 0],
        ];
        self::assertSame(array_replace($wanted, ['CvvRetentionPolicyList' => $list]), $response, 'get');
        self::assertSame([$list[0]], $site->call('GET', self::path($token, '/HostName'))->at('CvvRetentionPolicyList'), 'one type');
        self::assertSame([$list[0]], $site->call('GET', self::path($token, '/HostName/a%2Eexample'))->at('CvvRetentionPolicyList'), 'one destination');
        self::assertSame(-160, $site->call('GET', self::path($token, '/HostName/b.example'))->errorCode(), 'another destination');
        self::assertSame(-160, $site->call('GET', self::path($token, '/HostName/a.example/b'))->errorCode(), 'a longer path');
        self::assertSame(200, $site->call('DELETE', self::path($token, '/HostName/a.example'))->status, 'delete one');
        self::assertSame([$list[1]], $site->call('GET', self::path($token))->at('CvvRetentionPolicyList'), 'the other one remains');
        self::assertSame(-160, $site->call('DELETE', self::path($token, '/HostName'))->errorCode(), 'again');
        self::assertSame(200, $site->call('DELETE', self::path($token))->status, 'delete all');
        self::assertSame($default, $site->call('GET', self::path($token))->json(), 'the default again');
    }

    public function testDestinationDataWithASlashIsPercentEncoded(): void
    {
        $site = $this->site();
        $token = $site->storedToken();
        $site->call('PUT', self::path($token), self::policy(['CvvRetentionPolicyList' => [['DestinationType' => 'SFTP', 'DestinationData' => 'sftp://h.example/in box', 'Quota' => 1]]]));
        self::assertSame(200, $site->call('DELETE', self::path($token, '/SFTP/sftp%3A%2F%2Fh.example%2Fin%20box'))->status, 'delete');
    }

    public function testLimitsAndTypesAreChecked(): void
    {
        $site = $this->site();
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
            $reply = $site->call('PUT', self::path($token), self::policy($change));
            self::assertSame([400, $code], [$reply->status, $reply->errorCode()], $what);
        }
        self::assertSame([], $site->call('GET', self::path($token))->at('CvvRetentionPolicyList'), 'nothing was set');
        self::assertSame(200, $site->call('PUT', self::path($token), self::policy(['CvvRetentionPolicyList' => array_slice($many, 1)]))->status, '50 destinations of quota 50');
        self::assertSame(200, $site->call('PUT', self::path($token), self::policy($one(['DestinationType' => 'GeneralProperty', 'Quota' => 5])))->status, 'GeneralProperty 5');
        $bare = ['CvvEndRetentionDate' => gmdate('Y-m-d\TH:i:s', strtotime('+48 months -1 day'))];
        self::assertSame(200, $site->call('PUT', self::path($token), $bare)->status, 'a bare date, just early enough');
    }

    public function testFortyEightMonthsBeginWithTheFirstTokenOfTheCard(): void
    {
        $site = $this->site();
        $old = $site->storedToken();
        $site->sandbox->control('clock', ['advance' => 40 * 31 * 86400]);
        $site->submit($id = $site->send(Site::EMAIL + ['CardUri' => "https://h.example/$old"], 'cardrequest/cvv'), ['security_code' => '123']);
        $new = basename($site->cardUri($id));
        self::assertSame(-125, $site->call('PUT', self::path($new), self::policy(['CvvEndRetentionDate' => gmdate('Y-m-d\TH:i:s', strtotime('+49 months'))]))->errorCode(), 'too late');
    }

    public function testEndDateDeletesTheCodeNotTheCard(): void
    {
        $site = $this->site();
        $token = $site->storedToken();
        $site->call('PUT', self::path($token), self::policy());
        $site->sandbox->control('clock', ['advance' => 6 * 86400]);
        self::assertSame(200, $site->call('GET', self::path($token))->status, 'before');
        $site->sandbox->control('clock', ['advance' => 86400]);
        self::assertSame(-160, $site->call('GET', self::path($token))->errorCode(), 'after');
        self::assertSame(-168, $site->call('PUT', self::path($token), self::policy())->errorCode(), 'it cannot be restored');
        self::assertSame([$token, false], [($card = $site->listing('/sandbox/cards.json')[0])['token'], $card['cvv']], 'card');
    }

    public function testDeleteCardUponCvvCleanupAlsoDeletesTheCard(): void
    {
        $site = $this->site();
        $token = $site->storedToken();
        $site->call('PUT', self::path($token), self::policy(['DeleteCardUponCvvCleanup' => true]));
        $site->sandbox->control('clock', ['advance' => 8 * 86400]);
        self::assertSame([], $site->listing('/sandbox/cards.json'), 'cards');
    }

    public function testLastUsedQuotaDeletesTheCodeEarly(): void
    {
        $site = $this->site();
        $token = $site->storedToken();
        $site->call('PUT', self::path($token), self::policy());
        $use = static fn (string $type, string $data): int => $site->sandbox->control('use-cvv', ['token' => $token, 'type' => $type, 'data' => $data])->status;
        self::assertSame([200, 200, 404], [$use('HostName', 'a.example'), $use('HostName', 'a.example'), $use('HostName', 'a.example')], 'quota of 2');
        self::assertSame(2, $site->call('GET', self::path($token, '/HostName'))->at('CvvRetentionPolicyList', 0, 'Usage'), 'usage');
        self::assertSame(200, $use('Owner', ''), 'the last one');
        self::assertSame(-160, $site->call('GET', self::path($token))->errorCode(), 'no code');
    }

    public function testClearDeletesTheCodeNotTheCard(): void
    {
        $site = $this->site();
        $token = $site->storedToken();
        self::assertSame([200, 404], [$site->call('DELETE', "payments/paycard/$token/cvv")->status, $site->call('DELETE', "payments/paycard/$token/cvv")->status], 'clear, twice');
        self::assertFalse($site->listing('/sandbox/cards.json')[0]['cvv'], 'card');
    }

    public function testCardIsDeletedOnce(): void
    {
        $site = $this->site();
        $token = $site->storedToken();
        self::assertSame([200, 404], [$site->call('DELETE', "payments/paycard/$token")->status, $site->call('DELETE', "payments/paycard/$token")->status], 'delete, twice');
        self::assertSame([], $site->listing('/sandbox/cards.json'), 'cards');
    }

    private static function path(string $token, string $rest = ''): string
    {
        return "payments/paycard/$token/cvv/Restriction$rest";
    }

    /**
     * @param array<string, mixed> $change
     * @return array<string, mixed>
     */
    private static function policy(array $change = []): array
    {
        return array_replace([
            'CvvEndRetentionDate' => gmdate('Y-m-d\TH:i:s', time() + 7 * 86400),
            'DeleteCardUponCvvCleanup' => false,
            'CvvRetentionPolicyList' => [['DestinationType' => 'HostName', 'DestinationData' => 'a.example', 'Quota' => 2], ['DestinationType' => 'Owner', 'Quota' => 1]],
        ], $change);
    }
}
