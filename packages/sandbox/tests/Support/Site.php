<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox\Tests\Support;

use PHPUnit\Framework\Assert;

/** A booking site with a key of its own, and its guests. */
final class Site
{
    public const EMAIL = ['BookerId' => 'hotel-42', 'DeliveryMethod' => 'Email', 'RecipientEmail' => 'guest@example.com'];
    public const SMS = ['BookerId' => 'hotel-42', 'DeliveryMethod' => 'SMS', 'RecipientPhone' => '+44 1632 960001'];
    public const CARD = ['card_number' => '4111 1111 1111 1111', 'expiry' => '12/39', 'security_code' => '737'];

    public readonly string $key;

    public function __construct(public readonly SandboxProcess $sandbox, ?string $key = null)
    {
        $this->key = $key ?? 'key-' . bin2hex(random_bytes(8));
    }

    /** @return list<string> */
    public function authorization(): array
    {
        return ["Authorization: APIKEY {$this->key}"];
    }

    /** @param list<string> $headers */
    public function call(string $method, string $path, mixed $body = null, array $headers = []): Reply
    {
        return $this->callOrNothing($method, $path, $body, $headers) ?? Assert::fail("$method $path: no response");
    }

    /**
     * @param list<string> $headers
     * @return ?Reply null if the connection was closed without a response
     */
    public function callOrNothing(string $method, string $path, mixed $body = null, array $headers = []): ?Reply
    {
        $text = is_string($body) || $body === null ? (string) $body : json_encode($body, JSON_THROW_ON_ERROR);
        return $this->sandbox->requestOrNothing($method, "/api/$path", [...$this->authorization(), 'Content-Type: application/json', ...$headers], $text);
    }

    /**
     * @param array<string, mixed> $fields
     * @return string the request's id
     */
    public function send(array $fields = self::EMAIL, string $path = 'cardrequest'): string
    {
        $reply = $this->call('POST', $path, $fields);
        Assert::assertSame(201, $reply->status, 'send: ' . $reply->body);
        return $reply->locationId();
    }

    /** @return array<array-key, mixed> */
    public function retrieve(string $id): array
    {
        return $this->retrieved($id)->members();
    }

    public function status(string $id): string
    {
        return $this->retrieved($id)->text('LastNotifiedStatus');
    }

    /** @return string the URI of the card that the guest entered */
    public function cardUri(string $id): string
    {
        return $this->retrieved($id)->text('CardUri');
    }

    private function retrieved(string $id): Reply
    {
        $reply = $this->call('GET', "cardrequest/$id");
        Assert::assertSame(200, $reply->status, 'retrieve');
        return $reply;
    }

    /** Returns a page or a list of the sandbox, as this site sees it. */
    public function get(string $path): Reply
    {
        return $this->sandbox->request('GET', $path, $this->authorization());
    }

    /** @return list<array<string, mixed>> one of the sandbox's lists, only the entries of this site */
    public function listing(string $path): array
    {
        /** @var list<array<string, mixed>> */
        return $this->get($path)->members();
    }

    /** @return list<string> all statuses of the request, oldest first */
    public function history(string $id): array
    {
        /** @var list<array{request: string, history: list<array{status: string}>}> $requests */
        $requests = $this->listing('/sandbox/requests.json');
        foreach ($requests as $request) {
            if ($request['request'] === $id) {
                return array_column($request['history'], 'status');
            }
        }
        Assert::fail("no request $id in the list");
    }

    /** @return string the path of the link in the guest's message */
    public function link(string $id): string
    {
        /** @var list<array{request: string, link: string}> $messages */
        $messages = $this->listing('/outbox.json');
        foreach ($messages as $message) {
            if ($message['request'] === $id) {
                return (string) parse_url($message['link'], PHP_URL_PATH);
            }
        }
        Assert::fail("no message for $id in the outbox");
    }

    public function open(string $id): Reply
    {
        return $this->sandbox->request('GET', $this->link($id));
    }

    /** @param array<string, mixed> $input */
    public function submit(string $id, array $input = self::CARD): Reply
    {
        return $this->sandbox->request('POST', $this->link($id), ['Content-Type: application/x-www-form-urlencoded'], http_build_query($input));
    }

    /** @return string the token of a newly stored card */
    public function storedToken(): string
    {
        $id = $this->send();
        Assert::assertSame(303, $this->submit($id)->status, 'submission');
        return basename($this->cardUri($id));
    }

    /** @param array<string, mixed> $fault */
    public function scheduleFault(array $fault): Reply
    {
        return $this->sandbox->request('POST', '/sandbox/faults', $this->authorization(), json_encode($fault, JSON_THROW_ON_ERROR));
    }

    /** @return array{received: int, processed: int} */
    public function count(string $operation): array
    {
        $counters = $this->get('/sandbox/stats.json');
        return ['received' => (int) $counters->number($operation, 'received'), 'processed' => (int) $counters->number($operation, 'processed')];
    }
}
