<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox\Tests;

use CotpSandbox\ApiError;
use CotpSandbox\ControlRoute;
use CotpSandbox\Fault;
use CotpSandbox\Operation;
use CotpSandbox\Options;
use CotpSandbox\Routes;
use CotpSandbox\Tests\Support\CallbackReceiver;
use CotpSandbox\Tests\Support\OpenApi;
use CotpSandbox\Tests\Support\Reply;
use CotpSandbox\Tests\Support\SandboxTestCase;
use CotpSandbox\Tests\Support\Site;
use CotpSandbox\Tests\Support\Wait;
use CotpSandbox\Variant;

/** The file openapi.yaml, against its standard, the routes and the responses of a sandbox. */
final class OpenApiTest extends SandboxTestCase
{
    private const BLOCKED = ['Authorization: APIKEY blocked'];
    private const RESTRICTION = '/api/payments/paycard/{token}/cvv/Restriction';
    private const OF_TYPE = self::RESTRICTION . '/{type}';
    private const OF_DESTINATION = self::OF_TYPE . '/{data}';
    private const POLICY = ['CvvRetentionPolicyList' => [['DestinationType' => 'HostName', 'DestinationData' => 'a.example', 'Quota' => 2]]];

    private OpenApi $api;
    private Site $site;

    protected function setUp(): void
    {
        parent::setUp();
        $this->api = new OpenApi();
        $this->site = $this->site();
    }

    public function testFileIsValid(): void
    {
        exec(escapeshellarg(__DIR__ . '/openapi-schema'), $output, $code);
        self::assertSame(0, $code);
        $this->api->assertValid($output[0]);
    }

    public function testEveryRouteIsDescribedAndNoOther(): void
    {
        $routes = ['GET /outbox.json', 'GET /callbacks.json', 'GET /form/{link}', 'POST /form/{link}'];
        foreach (array_keys((new Routes(new Variant()))->all()) as $route) {
            $routes[] = str_replace(' ', ' /api', $route);
        }
        foreach (ControlRoute::cases() as $route) {
            $routes[] = str_replace(' ', ' /sandbox/', $route->value);
        }
        $described = array_map(static fn (string $operation): string => rtrim($operation, '/'), $this->api->operations());
        self::assertEqualsCanonicalizing($routes, $described);
    }

    public function testTablesAreThoseOfTheSandbox(): void
    {
        self::assertSame(Options::VERSION, $this->api->at('info', 'version'));
        self::assertSame(array_keys(ApiError::TABLE), $this->api->at('components', 'schemas', 'ErrorBlock', 'properties', 'code', 'enum'));
        self::assertSame(array_column(Operation::cases(), 'value'), $this->api->at('components', 'schemas', 'OperationName', 'enum'));
        self::assertSame(array_keys(Fault::KINDS), $this->api->at('components', 'schemas', 'FaultMembers', 'properties', 'kind', 'enum'));
    }

    public function testEveryDescribedResponseIsReal(): void
    {
        $this->refuseKeys();
        $this->followRequests();
        $this->followCards();
        $this->followGuest();
        $this->showLists();
        $this->controlTests();
        self::assertEqualsCanonicalizing($this->api->responses(), $this->api->seen());
    }

    public function testErrorsInXmlAndCallbacksAreDescribed(): void
    {
        $reply = $this->ask('GET /api/cardrequest/{id}', ['id' => 'none'], headers: [...$this->site->authorization(), 'Accept: application/xml']);
        self::assertSame('application/xml; charset=utf-8', $reply->headers['content-type']);
        $receiver = new CallbackReceiver();
        $this->site->submit($this->site->send(['CallbackUrl' => $receiver->url] + Site::EMAIL));
        foreach (['MessageQueued', 'FormViewed', 'CardStored'] as $status) {
            $body = $receiver->next()['body'];
            self::assertStringContainsString($status, $body);
            $this->api->assertDescribesCallback($body);
        }
        $this->site->send(['CallbackUrl' => 'https://elsewhere.example/'] + Site::EMAIL);
        Wait::until(fn (): bool => $this->site->get('/callbacks.json')->at(0, 'state') === 'refused', 'refused');
        $this->ask('GET /callbacks.json');
    }

    public function testBodiesThatTheSandboxRefusesAreRefusedByTheFile(): void
    {
        $token = $this->site->storedToken();
        $refused = [
            'POST /api/cardrequest' => array_map(static fn (array $change): array => $change + Site::EMAIL, [
                ['BookerId' => ''], ['BookerId' => 7], ['DeliveryMethod' => 'Fax'], ['Language' => 'English'], ['Currency' => 'eur'], ['Amount' => 'ten'], ['Amount' => -5], ['Amount' => 1e15], ['Amount' => '-5'],
                ['Amount' => true], ['ThreeDs' => 'yes'], ['CardUri' => 'https://h.example/a'], ['RecipientEmail' => 'guest@'], ['HeaderText' => str_repeat('x', 4097)],
            ]),
            'POST /api/cardrequest/cvv' => [Site::EMAIL],
            'PUT ' . self::RESTRICTION => array_map(self::policy(...), [
                ['CvvEndRetentionDate' => '2030-01-01'], ['CvvEndRetentionDate' => null], ['DeleteCardUponCvvCleanup' => 'true'], ['CvvRetentionPolicyList' => ['a' => 1]],
                ['CvvRetentionPolicyList' => array_fill(0, 51, ['DestinationType' => 'Owner', 'Quota' => 1])],
                ['CvvRetentionPolicyList' => [['DestinationType' => 'Fax', 'Quota' => 1]]], ['CvvRetentionPolicyList' => [['DestinationType' => 'Owner', 'Quota' => 51]]],
            ]),
            'POST /sandbox/clock' => [['advance' => -1], ['freeze' => 1], ['speed' => 2]],
            'POST /sandbox/faults' => [['kind' => 'x'], ['kind' => 'junk', 'times' => 0], ['kind' => 'junk', 'operation' => 'x'], ['kind' => 'status', 'status' => 99], ['kind' => 'junk', 'other' => 1]],
            'POST /sandbox/use-cvv' => [['token' => 7, 'type' => 'Owner']],
        ];
        foreach ($refused as $operation => $bodies) {
            foreach ($bodies as $body) {
                self::assertSame(400, $this->ask($operation, ['token' => $token], $body)->status, (string) json_encode($body));
                self::assertTrue($this->api->rejects($operation, $body), (string) json_encode($body));
            }
        }
    }

    private function refuseKeys(): void
    {
        $arguments = ['id' => 'none', 'token' => 'none', 'type' => 'Owner', 'data' => 'x'];
        foreach ($this->api->operations() as $operation) {
            if (str_contains($operation, ' /api/')) {
                self::assertSame(401, $this->ask($operation, $arguments, headers: [])->status);
                self::assertSame(426, $this->ask($operation, $arguments, headers: self::BLOCKED)->status);
            }
        }
        $this->ask('POST /api/accounts/authenticate/');
    }

    private function followRequests(): void
    {
        $fields = ['CallbackUrl' => 'http://127.0.0.1:9/', 'Amount' => '12.50', 'Currency' => 'EUR', 'ThreeDs' => true, 'Language' => 'DE', 'ExtraFlag' => [1]];
        foreach ([Site::EMAIL + $fields, ['Amount' => 7] + Site::SMS] as $body) {
            $this->api->assertAccepts('POST /api/cardrequest', $body);
            $id = $this->ask('POST /api/cardrequest', [], $body)->locationId();
            $this->ask('GET /api/cardrequest/{id}', ['id' => $id]);
        }
        $this->site->submit($id);
        $state = $this->ask('GET /api/cardrequest/{id}', ['id' => $id]);
        self::assertSame('CardStored', $state->at('LastNotifiedStatus'));
        self::assertSame(409, $this->ask('DELETE /api/cardrequest/{id}', ['id' => $id])->status);
        $security = ['CardUri' => $state->text('CardUri')] + Site::EMAIL;
        $this->api->assertAccepts('POST /api/cardrequest/cvv', $security);
        $id = $this->ask('POST /api/cardrequest/cvv', [], $security)->locationId();
        $this->ask('GET /api/cardrequest/{id}', ['id' => $id]);
        $this->ask('DELETE /api/cardrequest/{id}', ['id' => $id]);
        self::assertSame(404, $this->ask('DELETE /api/cardrequest/{id}', ['id' => $id])->status);
        self::assertSame(404, $this->ask('GET /api/cardrequest/{id}', ['id' => 'none'])->status);
        self::assertSame(404, $this->ask('POST /api/cardrequest/cvv', [], ['CardUri' => 'https://h.example/none'] + Site::EMAIL)->status);
        $this->ask('POST /api/cardrequest/cvv', [], Site::EMAIL);
        $this->ask('POST /api/cardrequest', [], []);
    }

    private function followCards(): void
    {
        $one = ['token' => $this->site->storedToken(), 'type' => 'HostName', 'data' => 'a.example'];
        $this->api->assertAccepts('PUT ' . self::RESTRICTION, self::policy());
        $paths = [self::OF_DESTINATION, self::OF_TYPE, self::RESTRICTION];
        foreach ($paths as $path) {
            self::assertSame(200, $this->ask('PUT ' . self::RESTRICTION, $one, self::policy())->status);
            self::assertSame('a.example', $this->ask("GET $path", $one)->at('CvvRetentionPolicyList', 0, 'DestinationData'));
            self::assertSame(200, $this->ask("DELETE $path", $one)->status);
        }
        $this->ask('PUT ' . self::RESTRICTION, $one, ['CvvEndRetentionDate' => 'never']);
        self::assertSame(200, $this->ask('DELETE /api/payments/paycard/{token}/cvv', $one)->status);
        self::assertSame(409, $this->ask('PUT ' . self::RESTRICTION, $one, self::policy())->status);
        self::assertSame(200, $this->ask('DELETE /api/payments/paycard/{token}', $one)->status);
        foreach (['DELETE /api/payments/paycard/{token}/cvv', 'DELETE /api/payments/paycard/{token}'] as $operation) {
            self::assertSame(404, $this->ask($operation, $one)->status);
        }
        self::assertSame(404, $this->ask('PUT ' . self::RESTRICTION, $one, self::policy())->status);
        foreach ($paths as $path) {
            self::assertSame([404, 404], [$this->ask("GET $path", $one)->status, $this->ask("DELETE $path", $one)->status]);
        }
    }

    private function followGuest(): void
    {
        $id = $this->site->send();
        $link = ['link' => basename($this->site->link($id))];
        self::assertSame(200, $this->ask('GET /form/{link}', $link)->status);
        self::assertSame(422, $this->ask('POST /form/{link}', $link, ['expiry' => '12/39', 'security_code' => '1'] + Site::CARD)->status);
        $this->api->assertAccepts('POST /form/{link}', Site::CARD);
        self::assertSame(303, $this->ask('POST /form/{link}', $link, Site::CARD)->status);
        self::assertSame(200, $this->ask('POST /form/{link}', $link, Site::CARD)->status);
        $id = $this->site->send();
        $this->site->call('DELETE', "cardrequest/$id");
        foreach ([410 => basename($this->site->link($id)), 404 => 'none'] as $status => $link) {
            self::assertSame($status, $this->ask('GET /form/{link}', ['link' => $link])->status);
            self::assertSame($status, $this->ask('POST /form/{link}', ['link' => $link], Site::CARD)->status);
        }
    }

    private function showLists(): void
    {
        foreach (['/outbox.json', '/callbacks.json', '/sandbox/requests.json', '/sandbox/cards.json', '/sandbox/stats.json'] as $list) {
            self::assertNotSame([], $this->ask("GET $list")->members(), $list);
        }
        self::assertNull($this->ask('GET /callbacks.json')->at(0, 'attempts', 1));
    }

    private function controlTests(): void
    {
        foreach (array_keys(Fault::KINDS) as $kind) {
            $fault = ['kind' => $kind, 'seconds' => 0.5, 'operation' => 'send'] + match ($kind) {
                'error' => ['code' => -125, 'xml' => true], 'status' => ['status' => 503, 'retry_after' => 3], default => [],
            };
            $this->api->assertAccepts('POST /sandbox/faults', $fault);
            self::assertSame(201, $this->ask('POST /sandbox/faults', [], $fault)->status);
        }
        self::assertCount(count(Fault::KINDS), $this->ask('GET /sandbox/faults')->members());
        $this->ask('POST /sandbox/faults', [], ['kind' => 'none']);
        $this->ask('DELETE /sandbox/faults');
        $use = ['token' => $this->site->storedToken(), 'type' => 'HostName', 'data' => 'a.example'];
        $this->ask('PUT ' . self::RESTRICTION, $use, self::policy());
        $this->api->assertAccepts('POST /sandbox/use-cvv', $use);
        $statuses = [$this->ask('POST /sandbox/use-cvv', [], $use)->status, $this->ask('POST /sandbox/use-cvv', [], ['token' => 'none', 'type' => 'Owner'])->status];
        self::assertSame([200, 404], $statuses);
        $this->ask('POST /sandbox/use-cvv', [], ['token' => 7]);
        $this->api->assertAccepts('POST /sandbox/clock', ['freeze' => true, 'advance' => 1.5]);
        $this->ask('POST /sandbox/clock', [], ['freeze' => true, 'advance' => 1.5]);
        $this->ask('POST /sandbox/clock', [], ['advance' => 'x']);
        $this->ask('GET /sandbox/clock');
        $this->ask('POST /sandbox/reset');
    }

    /**
     * Sends a request, and checks its response against the file.
     * @param array<string, string> $arguments of the path
     * @param ?array<array-key, mixed> $body
     * @param ?list<string> $headers in place of the key
     */
    private function ask(string $operation, array $arguments = [], ?array $body = null, ?array $headers = null): Reply
    {
        [$method, $template] = explode(' ', $operation);
        $path = (string) preg_replace_callback('~\{(\w+)\}~', static fn (array $match): string => rawurlencode($arguments[$match[1]]), $template);
        $isForm = str_starts_with($path, '/form/');
        $text = match (true) {
            $body === null => '',
            $isForm => http_build_query($body),
            default => json_encode($body, JSON_THROW_ON_ERROR | ($body === [] ? JSON_FORCE_OBJECT : 0)),
        };
        $type = $isForm ? 'application/x-www-form-urlencoded' : 'application/json';
        $reply = $this->site->sandbox->request($method, $path, [...($headers ?? $this->site->authorization()), "Content-Type: $type"], $text);
        $this->api->assertDescribes($operation, $reply);
        return $reply;
    }

    /**
     * @param array<string, mixed> $change
     * @return array<string, mixed>
     */
    private static function policy(array $change = []): array
    {
        return $change + ['CvvEndRetentionDate' => gmdate('Y-m-d\TH:i:s', time() + 86400)] + self::POLICY;
    }
}
