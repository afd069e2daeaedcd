<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox\Tests;

use CotpSandbox\Tests\Support\Database;
use CotpSandbox\Tests\Support\SandboxTestCase;
use CotpSandbox\Tests\Support\Site;

/** The operations of the API. */
final class ApiTest extends SandboxTestCase
{
    public function testSendReturns201WithTheUriOfTheRequest(): void
    {
        $site = $this->site();
        $reply = $site->call('POST', 'cardrequest', Site::EMAIL);
        self::assertSame(201, $reply->status, 'status');
        self::assertSame('', $reply->body, 'body');
        self::assertSame(1, preg_match("~^{$site->sandbox->origin}/api/cardrequest/[0-9a-f]{32}$~D", $reply->headers['location']), 'Location');
    }

    public function testRetrieveReturnsTheSubmittedFieldsAndTheStatus(): void
    {
        $site = $this->site();
        $fields = Site::EMAIL + ['Amount' => 12.5, 'Currency' => 'EUR', 'ThreeDs' => true, 'RecipientName' => 'Zoë', 'ExtraFlag' => ['a' => 1]];
        $id = $site->send($fields);
        $response = $site->retrieve($id);
        self::assertSame($fields, array_intersect_key($response, $fields), 'submitted fields');
        self::assertSame([$id, 'MessageQueued'], [$response['RequestID'], $response['LastNotifiedStatus']], 'id and status');
        self::assertIsString($response['LastNotifiedTime']);
        self::assertMatchesRegularExpression('/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/D', $response['LastNotifiedTime'], 'time');
        self::assertFalse(isset($response['CardUri']), 'no card yet');
    }

    public function testRequiredFieldsAndValuesAreChecked(): void
    {
        $site = $this->site();
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
            self::assertSame([400, $code], [$reply->status, $reply->errorCode()], $what);
        }
        foreach (['', 'x', '[]', '"a"', '{"a":', '<x/>', str_repeat('{"a":', 20) . '1' . str_repeat('}', 20)] as $text) {
            $reply = $site->call('POST', 'cardrequest', $text);
            self::assertSame([400, -123], [$reply->status, $reply->errorCode()], "body $text");
        }
        self::assertSame(['received' => 24, 'processed' => 0], $site->count('send'), 'nothing was sent');
        self::assertSame([], $site->listing('/outbox.json'), 'outbox');
    }

    public function testAmountHasOneRuleForNumbersAndStrings(): void
    {
        $site = $this->site();
        foreach (['0', '7', '12.5', '12.3456', '999999999999999', '123456789012345.67'] as $amount) {
            foreach ([$amount, "\"$amount\""] as $json) {
                $reply = $site->call('POST', 'cardrequest', self::withAmount($json));
                self::assertSame(201, $reply->status, $json);
                self::assertEquals(json_decode($json), $site->retrieve($reply->locationId())['Amount'], $json);
            }
        }
        foreach (['-5', '-0.5', '1000000000000000', '12345678901234567890', '1e15', '0.12345', '0.00001'] as $amount) {
            foreach ([$amount, "\"$amount\""] as $json) {
                $reply = $site->call('POST', 'cardrequest', self::withAmount($json));
                self::assertSame([400, -125], [$reply->status, $reply->errorCode()], $json);
            }
        }
        foreach (['true', '[]', '{}', '""', '"1e3"', '" 1"', '"1,5"', '"+1"'] as $json) {
            self::assertSame(-125, $site->call('POST', 'cardrequest', self::withAmount($json))->errorCode(), $json);
        }
    }

    public function testNumberThatPhpCannotStoreIsRefused(): void
    {
        $site = $this->site();
        foreach (['"Amount": 1e400', '"ExtraPrice": -1e400', '"ExtraPrices": [{"a": 1e400}]'] as $member) {
            $reply = $site->call('POST', 'cardrequest', str_replace('{', "{{$member}, ", json_encode(Site::EMAIL, JSON_THROW_ON_ERROR)));
            self::assertSame([400, -123], [$reply->status, $reply->errorCode()], $member);
        }
    }

    public function testMissingMalformedBadAndBlockedKeysAreRejected(): void
    {
        $site = $this->site();
        $statusOf = static function (string ...$headers) use ($site): array {
            $reply = $site->sandbox->request('POST', '/api/accounts/authenticate/', array_values($headers));
            return [$reply->status, $reply->errorCode()];
        };
        self::assertSame([200, null], $statusOf(...$site->authorization()), 'a good key');
        self::assertSame([401, -1003], $statusOf(), 'no key');
        self::assertSame([401, -1003], $statusOf('Authorization: Bearer abc'), 'another scheme');
        self::assertSame([401, -1003], $statusOf('Authorization: APIKEY a b'), 'a space inside');
        self::assertSame([401, -1003], $statusOf('Authorization: APIKEY badkey'), 'a bad key');
        self::assertSame([426, -180], $statusOf('Authorization: APIKEY blocked1'), 'a blocked key');
    }

    public function testErrorsAreJsonUnlessAcceptListsXmlFirst(): void
    {
        $site = $this->site();
        $reply = $site->call('GET', 'cardrequest/none');
        self::assertSame(['code', 'message', 'moreInfo'], array_keys($reply->members()), 'members, in the documented order');
        self::assertSame([404, -160], [$reply->status, $reply->errorCode()], 'code');
        $reply = $site->call('GET', 'cardrequest/none', null, ['Accept: text/html, application/xml;q=0.9']);
        self::assertSame(['ErrorBlock', '-160'], [$reply->xml()->getName(), (string) $reply->xml()->code], 'XML');
        self::assertSame(-160, $site->call('GET', 'cardrequest/none', null, ['Accept: application/json, application/xml'])->errorCode(), 'JSON first');
    }

    public function testUnknownPathsReturn404AndOtherMethods405(): void
    {
        $site = $this->site();
        self::assertSame(-160, $site->call('GET', 'nothing')->errorCode(), 'unknown path');
        self::assertSame(201, $site->call('POST', 'cardrequest/', Site::EMAIL)->status, 'a trailing slash is ignored');
        $reply = $site->call('PUT', 'cardrequest/abc');
        self::assertSame([405, 'GET, DELETE'], [$reply->status, $reply->headers['allow']], 'another method');
    }

    public function testAnotherKeyHasNoAccessToRequestsOrCards(): void
    {
        $site = $this->site();
        $other = new Site($site->sandbox);
        $id = $site->send();
        $token = $site->storedToken();
        self::assertSame(-160, $other->call('GET', "cardrequest/$id")->errorCode(), 'retrieve');
        self::assertSame(-160, $other->call('DELETE', "cardrequest/$id")->errorCode(), 'delete');
        self::assertSame(-160, $other->call('GET', "payments/paycard/$token/cvv/Restriction")->errorCode(), 'retention');
        self::assertSame(-160, $other->call('DELETE', "payments/paycard/$token/cvv")->errorCode(), 'clear');
        self::assertSame(-160, $other->call('DELETE', "payments/paycard/$token")->errorCode(), 'delete card');
        $fields = Site::EMAIL + ['CardUri' => "{$site->sandbox->origin}/api/payments/paycard/$token"];
        self::assertSame(-160, $other->call('POST', 'cardrequest/cvv', $fields)->errorCode(), 'security-code form');
        self::assertSame([[], []], [$other->listing('/outbox.json'), $other->listing('/sandbox/cards.json')], 'lists');
        self::assertSame('MessageQueued', $site->status($id), 'its owner has access');
    }

    public function testDeleteExpiresTheLinkOnce(): void
    {
        $site = $this->site();
        $id = $site->send();
        $reply = $site->call('DELETE', "cardrequest/$id");
        self::assertSame([200, ''], [$reply->status, $reply->body], 'delete');
        self::assertSame('LinkExpired', $site->status($id), 'status');
        self::assertSame([404, -160], [($again = $site->call('DELETE', "cardrequest/$id"))->status, $again->errorCode()], 'again');
        $page = $site->open($id);
        self::assertSame(410, $page->status, 'page');
        self::assertStringContainsString('Link Expired', $page->body, 'page');
        self::assertSame(410, $site->submit($id)->status, 'submission');
        self::assertSame([], $site->listing('/sandbox/cards.json'), 'no card');
        self::assertSame(['MessageQueued', 'LinkExpired'], $site->history($id), 'history');
    }

    public function testDeleteIsTooLateOnceTheCardIsStored(): void
    {
        $site = $this->site();
        $id = $site->send();
        $site->submit($id);
        $reply = $site->call('DELETE', "cardrequest/$id");
        self::assertSame([409, -168], [$reply->status, $reply->errorCode()], 'delete');
        self::assertSame('CardStored', $site->status($id), 'status');
    }

    public function testRejectedRequestIsReceivedButNotProcessed(): void
    {
        $site = $this->site();
        $id = $site->send();
        $site->call('GET', "cardrequest/$id");
        $site->call('GET', 'cardrequest/none');
        self::assertSame(['received' => 2, 'processed' => 1], $site->count('retrieve'), 'retrieve');
        self::assertSame(['received' => 1, 'processed' => 1], $site->count('send'), 'send');
        self::assertSame(['received' => 0, 'processed' => 0], (new Site($site->sandbox))->count('send'), 'another account');
    }

    public function testResetDeletesAllState(): void
    {
        $site = $this->site();
        $site->sandbox->control('clock', ['freeze' => true, 'advance' => 60]);
        $site->send(['CallbackUrl' => 'http://hotel.example/'] + Site::EMAIL);
        $site->storedToken();
        $site->scheduleFault(['kind' => 'junk']);
        $lists = ['/outbox.json', '/callbacks.json', '/sandbox/requests.json', '/sandbox/cards.json', '/sandbox/faults'];
        foreach ($lists as $list) {
            self::assertTrue($site->listing($list) !== [], "$list before");
        }
        self::assertSame(200, $site->sandbox->control('reset')->status, 'reset');
        $clock = $site->get('/sandbox/clock');
        self::assertSame([0.0, false], [$clock->number('offset'), $clock->at('frozen')], 'clock');
        self::assertSame(['received' => 0, 'processed' => 0], $site->count('send'), 'counters');
        foreach ($lists as $list) {
            self::assertSame([], $site->listing($list), "$list after");
        }
        // The lists do not show rows without their parent row: count all rows.
        foreach (Database::rows("{$this->folder}/sandbox.sqlite") as $table => $rows) {
            self::assertTrue($rows === [] || str_starts_with($table, 'sqlite'), $table);
        }
    }

    /** Returns the body of a send request with a member that is written as it is. */
    private static function withAmount(string $json): string
    {
        return str_replace('{', "{\"Amount\": $json, ", json_encode(Site::EMAIL, JSON_THROW_ON_ERROR));
    }
}
