<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox\Tests;

use CotpSandbox\ErrorForm;
use CotpSandbox\Operation;
use CotpSandbox\Routes;
use CotpSandbox\Tests\Support\CallbackReceiver;
use CotpSandbox\Tests\Support\Reply;
use CotpSandbox\Tests\Support\SandboxTestCase;
use CotpSandbox\Tests\Support\Site;
use CotpSandbox\Variant;
use CotpSandbox\WireDefaults;

/** The options that make the sandbox spell the service differently, and magic addresses. */
final class VariantTest extends SandboxTestCase
{
    private const RENAMED = [
        'form.bookerId' => 'UserId', 'form.deliveryMethod' => 'SendBy', 'form.email' => 'GuestMail', 'form.phone' => 'GuestMobile', 'delivery.email' => 'mail',
        'delivery.sms' => 'text', 'form.callbackUrl' => 'NotifyUrl', 'form.cardUri' => 'StoredCard', 'state.requestId' => 'Id', 'state.status' => 'State',
        'state.time' => 'Since', 'state.cardUri' => 'TokenUri', 'callback.requestId' => 'Request', 'callback.status' => 'NewState', 'callback.time' => 'At',
    ];
    private const FIELDS = ['UserId' => 'hotel-42', 'SendBy' => 'mail', 'GuestMail' => 'guest@example.com'];

    public function testWireRenamesFieldsStatesAndCallbacksWhateverTheirCasing(): void
    {
        $receiver = new CallbackReceiver();
        $site = $this->variant(self::RENAMED);
        $id = $site->send(['userid' => 'hotel-42', 'SENDBY' => 'MAIL', 'guestMail' => 'guest@example.com', 'NotifyUrl' => $receiver->url, 'CSS' => 'a']);
        self::assertSame(['NewState', 'Request', 'At'], array_keys($callback = $receiver->nextBody()), 'callback');
        self::assertSame(['MessageQueued', $id], [$callback['NewState'], $callback['Request']], 'callback');
        $site->submit($id);
        $state = $site->retrieve($id);
        self::assertSame(self::FIELDS + ['Css' => 'a', 'Id' => $id, 'State' => 'CardStored'], array_intersect_key($state, self::FIELDS + ['Css' => 1, 'Id' => 1, 'State' => 1]), 'retrieve');
        self::assertSame([true, 9], [isset($state['Since'], $state['TokenUri']), count($state)], 'retrieve');
        $code = $site->send(self::FIELDS + ['StoredCard' => $state['TokenUri']], 'cardrequest/cvv');
        self::assertSame($state['TokenUri'], $site->retrieve($code)['StoredCard'], 'security-code form');
        self::assertSame('GuestMail is required.', $site->call('POST', 'cardrequest', ['GuestMail' => ''] + self::FIELDS)->at('moreInfo'), 'error');
        self::assertSame('hotel-42', $site->get('/sandbox/requests.json')->at(1, 'fields', 'BookerId'), 'the lists have the default names');
    }

    public function testAddressAndNumberMayHaveOneField(): void
    {
        $site = $this->variant(['form.email' => 'Destination', 'form.phone' => 'destination']);
        $send = static fn (string $method, string $to): Reply => $site->call('POST', 'cardrequest', ['BookerId' => 'b', 'DeliveryMethod' => $method, 'Destination' => $to]);
        self::assertSame([201, 201], [$send('Email', 'guest@example.com')->status, ($sms = $send('SMS', '441632960001'))->status], 'status');
        self::assertSame(['441632960001', 'guest@example.com'], array_column($site->listing('/outbox.json'), 'to'), 'recipients');
        self::assertSame('441632960001', $site->retrieve($sms->locationId())['destination'], 'retrieve');
        self::assertSame('destination must be an international phone number.', $send('SMS', 'guest@example.com')->at('moreInfo'), 'an address as a number');
        self::assertSame('Destination is required.', $send('Email', '')->at('moreInfo'), 'no address');
    }

    public function testWireMovesPathsAndMethods(): void
    {
        $site = $this->variant([
            'send.path' => '/v2/links', 'retrieve.path' => '/v2/links/{id}/state', 'delete.path' => '/v2/links/{id}/cancel', 'delete.method' => 'POST',
            'retention.set.path' => '/v2/cards/{token}/policy', 'retention.set.method' => 'POST', 'retention.get.path' => '/v2/cards/{token}/policy',
            'retention.delete.path' => '/v2/cards/{token}/policy/{type}/{data}', 'cvv.clear.path' => '/v2/cards/{token}/forget', 'cvv.clear.method' => 'POST',
            'card.delete.path' => '/v2/cards/{token}',
        ]);
        self::assertSame(404, $site->call('POST', 'cardrequest', Site::EMAIL)->status, 'the old path');
        $reply = $site->call('POST', 'V2/Links', Site::EMAIL);
        self::assertSame(1, preg_match("~^{$site->sandbox->origin}/api/v2/links/([0-9a-f]{32})$~D", $reply->headers['location'], $match), 'Location');
        self::assertSame('MessageQueued', $site->call('GET', "v2/links/$match[1]/state")->at('LastNotifiedStatus'), 'retrieve');
        self::assertSame([405, 'POST'], [($other = $site->call('DELETE', "v2/links/$match[1]/cancel"))->status, $other->headers['allow']], 'another method');
        $site->submit($match[1]);
        $card = $site->call('GET', "v2/links/$match[1]/state")->text('CardUri');
        self::assertSame(409, $site->call('POST', "v2/links/$match[1]/cancel")->status, 'delete');
        self::assertSame(1, preg_match("~^{$site->sandbox->origin}/api/(v2/cards/[0-9a-f]{32})$~D", $card, $match), 'CardUri');
        $policy = ['CvvEndRetentionDate' => gmdate('Y-m-d\TH:i:s', time() + 86400), 'CvvRetentionPolicyList' => [['DestinationType' => 'Owner', 'Quota' => 1]]];
        self::assertSame(200, $site->call('POST', "$match[1]/policy", $policy)->status, 'set');
        self::assertSame('Owner', $site->call('GET', "$match[1]/policy/Owner")->at('CvvRetentionPolicyList', 0, 'DestinationType'), 'get');
        self::assertSame(200, $site->call('DELETE', "$match[1]/policy/Owner")->status, 'delete destination');
        self::assertSame(405, $site->call('GET', "$match[1]/forget")->status, 'clear with another method');
        self::assertSame(200, $site->call('POST', "$match[1]/forget")->status, 'clear');
        self::assertSame(200, $site->call('DELETE', $match[1])->status, 'delete card');
    }

    public function testPathOfAnOperationPrecedesThoseDerivedFromAnotherOne(): void
    {
        $routes = new Routes(new Variant([
            'retention.set.path' => '/c/{token}/keep', 'retention.set.method' => 'PUT', 'retention.get.path' => '/c/{token}/get', 'retention.get.method' => 'POST',
            'retention.delete.path' => '/c/{token}/keep/{type}/{data}', 'retention.delete.method' => 'PUT', 'cvv.clear.path' => '/c/get/{token}/a/b', 'cvv.clear.method' => 'POST',
        ]));
        self::assertSame(Operation::SetRetention, $routes->onPath(['c', 't', 'keep'])['PUT']->operation, 'set');
        self::assertSame(Operation::DeleteRetention, $routes->onPath(['c', 't', 'keep', 'Owner'])['PUT']->operation, 'delete');
        self::assertSame(['token' => 't', 'type' => 'Owner', 'data' => 'x'], $routes->onPath(['c', 't', 'get', 'Owner', 'x'])['POST']->arguments, 'get');
        self::assertSame([], $routes->onPath(['c', 't', 'get', 'Owner', 'x', 'y']), 'a longer path');
    }

    public function testCasingCamelWritesEveryNameSoAndReadsBoth(): void
    {
        $receiver = new CallbackReceiver();
        $site = $this->variant([], '--casing', 'camel');
        $id = $site->send(['CallbackUrl' => $receiver->url, 'css' => 'a', 'ExtraFlag' => 1] + Site::EMAIL);
        self::assertSame(['lastNotifiedStatus', 'requestID', 'lastNotifiedTime'], array_keys($receiver->nextBody()), 'callback');
        $names = ['bookerId', 'deliveryMethod', 'recipientEmail', 'callbackUrl', 'css', 'ExtraFlag', 'requestID', 'lastNotifiedStatus', 'lastNotifiedTime'];
        $written = array_keys($site->retrieve($id));
        sort($written);
        sort($names);
        self::assertSame($names, $written, 'retrieve');
        $site->submit($id);
        $token = basename($site->call('GET', "cardrequest/$id")->text('cardUri'));
        $one = ['destinationType' => 'HostName', 'destinationData' => 'a.example', 'quota' => 1];
        $policy = ['cvvEndRetentionDate' => gmdate('Y-m-d\TH:i:s', time() + 86400), 'deleteCardUponCvvCleanup' => true, 'cvvRetentionPolicyList' => [$one]];
        self::assertSame(200, $site->call('PUT', "payments/paycard/$token/cvv/Restriction", $policy)->status, 'set');
        $policy['cvvRetentionPolicyList'][0]['usage'] = 0;
        self::assertSame($policy, $site->call('GET', "payments/paycard/$token/cvv/Restriction")->json(), 'get');
        self::assertSame('bookerId is required.', $site->call('POST', 'cardrequest', '{}')->at('moreInfo'), 'error');
    }

    public function testCamelCaseIsThatOfDotNet(): void
    {
        $variant = new Variant(isCamelCase: true);
        foreach (['RequestID' => 'requestID', 'SMSNumber' => 'smsNumber', 'URL' => 'url', 'ThreeDs' => 'threeDs', '3DS' => '3DS', 'already' => 'already', 'A' => 'a'] as $name => $cased) {
            self::assertSame($cased, $variant->cased((string) $name), (string) $name);
        }
        self::assertSame('RequestID', (new Variant())->cased('RequestID'), 'without it');
    }

    public function testUnknownFieldsAreIgnoredByDefaultAndNotReturned(): void
    {
        $site = $this->site();
        $id = $site->send(['Booker' => 'x', 'Until' => 1] + Site::EMAIL);
        self::assertSame([], array_intersect(['Booker', 'Until'], array_keys($site->retrieve($id))), 'retrieve');
        $path = 'payments/paycard/' . $site->storedToken() . '/cvv/Restriction';
        $policy = ['CvvEndRetentionDate' => gmdate('Y-m-d\TH:i:s', time() + 86400), 'Until' => 1];
        self::assertSame(200, $site->call('PUT', $path, $policy)->status, 'policy');
    }

    public function testUnknownFieldsRefuseNamesThemAllAndSendsNothing(): void
    {
        $site = $this->variant([], '--unknown-fields', 'refuse');
        $reply = $site->call('POST', 'cardrequest', ['Booker' => 'x', 'ExtraFlag' => 1, 'Lang' => 'en'] + Site::EMAIL);
        self::assertSame([400, -179, 'These fields are not known: Booker, Lang.'], [$reply->status, $reply->errorCode(), $reply->at('moreInfo')], 'send');
        self::assertSame([], $site->listing('/outbox.json'), 'outbox');
        self::assertSame(201, $site->call('POST', 'cardrequest', ['ExtraFlag' => 1] + Site::EMAIL)->status, 'Extra');
        $path = 'payments/paycard/' . $site->storedToken() . '/cvv/Restriction';
        $date = ['CvvEndRetentionDate' => gmdate('Y-m-d\TH:i:s', time() + 86400)];
        self::assertSame(-179, $site->call('PUT', $path, ['Until' => 1] + $date)->errorCode(), 'policy');
        self::assertSame(-179, $site->call('PUT', $path, $date + ['CvvRetentionPolicyList' => [['Usage' => 0, 'DestinationType' => 'Owner', 'Quota' => 1]]])->errorCode(), 'destination');
        self::assertSame(200, $site->call('PUT', $path, $date)->status, 'a policy of known names');
    }

    public function testPhoneAcceptsOneFormatOnly(): void
    {
        $site = $this->site();
        $status = static fn (Site $site, string $phone): int => $site->call('POST', 'cardrequest', ['RecipientPhone' => $phone] + Site::SMS)->status;
        self::assertSame([201, 201, 201], [$status($site, '+441632960001'), $status($site, '441632960001'), $status($site, '+44 (1632) 960-001')], 'any');
        $digits = $this->variant([], '--phone', 'digits');
        self::assertSame([400, 201, 400], [$status($digits, '+441632960001'), $status($digits, '441632960001'), $status($digits, '44 1632 960001')], 'digits');
        $plus = $this->variant(['phone.format' => 'plus']);
        self::assertSame([201, 400, 400], [$status($plus, '+441632960001'), $status($plus, '441632960001'), $status($plus, '+44 1632 960001')], 'plus, by --wire');
        self::assertSame('441632960001', $digits->retrieve($digits->send(['RecipientPhone' => '441632960001'] + Site::SMS))['RecipientPhone'], 'retrieve');
    }

    public function testErrorsWritesXmlProblemsOrABareString(): void
    {
        $json = ['Accept: application/json'];
        $site = $this->variant([], '--errors', 'xml');
        $block = $site->call('POST', 'cardrequest', '{}', $json)->xml();
        self::assertSame(['-125', 'BookerId is required.'], [(string) $block->code, (string) $block->moreInfo], 'XML although JSON is accepted');
        $site = $this->variant(['form.bookerId' => 'User'], '--errors', 'problem', '--casing', 'camel', '--unknown-fields', 'refuse');
        $reply = $site->call('POST', 'cardrequest', '{}', $json);
        self::assertSame('application/problem+json; charset=utf-8', $reply->headers['content-type'], 'type');
        self::assertSame([400, 400, ['user' => ['user is required.']]], [$reply->status, $reply->at('status'), $reply->at('errors')], 'a field');
        self::assertSame(['A', 'B'], array_keys($site->call('POST', 'cardrequest', '{"A":1,"B":2}')->members('errors')), 'unknown fields');
        $reply = $site->call('GET', 'cardrequest/none');
        self::assertSame([404, 'URI not found', 'This account has no such request.'], [$reply->status, $reply->at('title'), $reply->at('detail')], 'no field');
        self::assertSame(401, $site->sandbox->request('POST', '/api/accounts/authenticate/')->at('status'), 'no key');
        $site = $this->variant([], '--errors', 'string');
        $reply = $site->call('POST', 'cardrequest', '{}', $json);
        self::assertSame([400, '"BookerId is required."'], [$reply->status, $reply->body], 'string');
        $site->scheduleFault(['kind' => 'error', 'code' => -168]);
        self::assertSame([409, '"A simulated fault of the sandbox."'], [($reply = $site->call('GET', 'cardrequest/none'))->status, $reply->body], 'a fault');
    }

    public function testErrorDetailsNoneWithholdsWhatIsWrong(): void
    {
        $site = $this->variant([], '--error-details', 'none', '--unknown-fields', 'refuse');
        self::assertSame(['code' => -125, 'message' => 'Bad input data', 'moreInfo' => ''], $site->call('POST', 'cardrequest', '{}')->json(), 'block');
        self::assertSame('These fields are not known: A.', $site->call('POST', 'cardrequest', '{"A":1}')->at('moreInfo'), 'unknown fields are named');
        $site = $this->variant([], '--error-details', 'none', '--errors', 'problem');
        self::assertSame(['type', 'title', 'status', 'traceId'], array_keys($site->call('POST', 'cardrequest', '{}')->members()), 'problem');
        $site = $this->variant([], '--error-details', 'none', '--errors', 'string');
        self::assertSame('"Bad input data"', $site->call('POST', 'cardrequest', '{}')->body, 'string');
    }

    public function testUnknownPathsEmptyHasNoBody(): void
    {
        $site = $this->variant([], '--unknown-paths', 'empty');
        self::assertSame([404, ''], [($reply = $site->call('GET', 'nothing'))->status, $reply->body], 'unknown path');
        self::assertSame(-160, $site->call('GET', 'cardrequest/none')->errorCode(), 'unknown request');
        self::assertSame(405, $site->call('PUT', 'cardrequest/none')->status, 'another method');
    }

    public function testInvalidWireEntriesAreRefusedAtTheStart(): void
    {
        $wrong = [
            ['form.nothing' => 'X'], ['form.language' => ''], ['form.language' => "A\n"], ['form.language' => 'bookerid'], ['send.method' => 'FETCH'],
            ['send.path' => 'cardrequest'], ['send.path' => '/a//b'], ['send.path' => '/a?b=c'], ['retrieve.path' => '/cardrequest'],
            ['send.path' => '/cardrequest/{id}'], ['retrieve.path' => '/{id}/{id}'], ['securityCode.path' => '/CardRequest/'], ['phone.format' => 'e164'],
            ['state.time' => 'RequestID'], ['form.language' => 7], ['X'],
        ];
        foreach ($wrong as $wire) {
            file_put_contents("{$this->folder}/wire.json", (string) json_encode($wire));
            exec(PHP_BINARY . ' ' . escapeshellarg(dirname(__DIR__) . '/bin/cotp-sandbox') . ' --wire ' . escapeshellarg("{$this->folder}/wire.json") . ' 2>&1', $output, $code);
            self::assertSame(2, $code, (string) json_encode($wire));
        }
        self::assertStringContainsString('cotp-sandbox: "form.nothing" is not a wire entry', $output[0], 'message');
    }

    public function testEveryOperationHasItsWireEntriesAndOnePath(): void
    {
        $routes = new Routes($variant = new Variant());
        foreach (Operation::cases() as $operation) {
            $path = strtr($variant->value("{$operation->wireKey()}.path"), ['{id}' => 'i', '{token}' => 't', '{type}' => 'y', '{data}' => 'd']);
            $route = $routes->onPath(explode('/', trim($path, '/')))[$variant->value("{$operation->wireKey()}.method")] ?? null;
            self::assertSame($operation, $route?->operation, $operation->name);
        }
        self::assertSame(2 * count(Operation::cases()), count((array) preg_grep('~\.(?:path|method)$~', array_keys(WireDefaults::VALUES))), 'entries');
        self::assertSame(['block', 'xml', 'problem', 'string'], array_column(ErrorForm::cases(), 'value'), 'forms of errors');
    }

    public function testMagicAddressesDecideHowARequestEnds(): void
    {
        $site = $this->site();
        $sms = static fn (string $end): array => ['RecipientPhone' => "44163296$end"] + Site::SMS;
        $mail = static fn (string $address): array => ['RecipientEmail' => $address] + Site::EMAIL;
        $delivered = ['MessageQueued', 'MessageSent', 'MessageDelivered'];
        $ends = [
            [$mail('card-stored@example.com'), ['MessageQueued', 'FormViewed', 'CardStored']],
            [$mail('me+card-stored@example.com'), ['MessageQueued', 'FormViewed', 'CardStored']],
            [$mail('me+Store-Failed@example.com'), ['MessageQueued', 'FormViewed', 'StoreFailed']],
            [$mail('me+link-expired@example.com'), ['MessageQueued', 'LinkExpired']],
            [$mail('me.card-stored@example.com'), ['MessageQueued']],
            [$sms('9999'), ['MessageQueued', 'MessageFailed']],
            [$sms('9998'), [...$delivered, 'LinkExpired']],
            [$sms('9997'), [...$delivered, 'FormViewed', 'StoreFailed']],
            [$sms('9996'), [...$delivered, 'FormViewed', 'CardStored']],
            [$sms('9995'), $delivered],
        ];
        $site->sandbox->control('clock', ['freeze' => true]);
        $ids = array_map(static fn (array $end): string => $site->send($end[0]), $ends);
        $site->sandbox->control('clock', ['advance' => 60]);
        $token = basename($site->cardUri($ids[0]));
        foreach ($ends as $number => [$fields, $history]) {
            self::assertSame($history, $site->history($ids[$number]), (string) json_encode($fields));
        }
        $code = $site->send($mail('card-stored@example.com') + ['CardUri' => "https://h.example/$token"], 'cardrequest/cvv');
        $lost = $site->send($mail('card-stored@example.com') + ['CardUri' => $site->cardUri($ids[1])], 'cardrequest/cvv');
        $site->call('DELETE', 'payments/paycard/' . basename($site->cardUri($ids[1])));
        $site->sandbox->control('clock', ['advance' => 60]);
        self::assertSame(['CardStored', 'StoreFailed'], [$site->status($code), $site->status($lost)], 'security-code forms');
        self::assertSame(200, $site->call('GET', "payments/paycard/$token/cvv/Restriction")->status, 'the card has a code');
    }

    /** @param array<string, string> $wire */
    private function variant(array $wire, string ...$options): Site
    {
        file_put_contents("{$this->folder}/wire.json", json_encode($wire, JSON_FORCE_OBJECT));
        return new Site(self::startSandbox(['--wire', "{$this->folder}/wire.json", '--workers', '1', ...array_values($options)]));
    }
}
