<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Tests\lib;

use RuntimeException;

/** A sandbox on a free port, and the guests. */
final class Sandbox
{
    private readonly Program $program;
    public readonly string $url;

    /** @param list<string> $options of cotp-sandbox */
    public function __construct(string $log, array $options = [])
    {
        $this->program = new Program([PHP_BINARY, dirname(__DIR__, 3) . '/sandbox/bin/cotp-sandbox', ...$options], $log);
        $this->url = $this->program->url();
    }

    public function reset(): void
    {
        $this->post('/sandbox/reset', []);
    }

    /**
     * @param array<string, mixed> $fault
     * @param string|null $apiKey null: for all accounts
     */
    public function fault(array $fault, ?string $apiKey = null): void
    {
        $this->post('/sandbox/faults', $fault, $apiKey === null ? '' : "Authorization: APIKEY $apiKey");
    }

    /** @return array<array-key, mixed> */
    public function get(string $path): array
    {
        $decoded = json_decode(self::http('GET', $this->url . $path)[1], true);
        return is_array($decoded) ? $decoded : throw new RuntimeException("$path is not JSON");
    }

    /** How many requests of an operation took effect. */
    public function processed(string $operation): int
    {
        $stats = $this->get('/sandbox/stats.json')[$operation] ?? [];
        $processed = is_array($stats) ? $stats['processed'] ?? 0 : 0;
        return is_int($processed) ? $processed : throw new RuntimeException('The statistics of the sandbox are not numbers.');
    }

    /** Opens the link of the newest message, and stores a card. */
    public function guestEntersCard(): void
    {
        $message = $this->get('/outbox.json')[0] ?? null;
        $link = is_array($message) ? $message['link'] ?? null : null;
        is_string($link) || throw new RuntimeException('There is no message.');
        self::enterCard($link);
    }

    public static function enterCard(string $link): void
    {
        $status = self::http('POST', $link, 'card_number=4111111111111111&expiry=12/39&security_code=123', 'application/x-www-form-urlencoded')[0];
        $status === 303 || throw new RuntimeException("The form responded with HTTP $status.");
    }

    /** @param array<string, mixed> $body */
    private function post(string $path, array $body, string $header = ''): void
    {
        $status = self::http('POST', $this->url . $path, json_encode((object) $body, JSON_THROW_ON_ERROR), header: $header)[0];
        $status < 300 || throw new RuntimeException("$path responded with HTTP $status.");
    }

    /** @return array{int, string} the status code and the body */
    public static function http(string $method, string $url, string $body = '', string $type = 'application/json', string $header = ''): array
    {
        $context = stream_context_create(['http' => [
            'method' => $method, 'content' => $body, 'header' => "Content-Type: $type\r\nConnection: close" . ($header === '' ? '' : "\r\n$header"), 'ignore_errors' => true, 'follow_location' => 0, 'timeout' => 30,
        ]]);
        $content = @file_get_contents($url, false, $context);
        preg_match('~\AHTTP/\S+ (\d+)~', $http_response_header[0] ?? '', $match);
        return [(int) ($match[1] ?? 0), (string) $content];
    }
}
