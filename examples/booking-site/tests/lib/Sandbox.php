<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite\Tests;

/** A running bin/cotp-sandbox, and its guests. */
final class Sandbox
{
    public const CARD = ['card_number' => '4111111111111111', 'expiry' => '12/39', 'security_code' => '123'];

    public readonly Program $program;
    public readonly string $url;

    /** @param list<string> $options of the command */
    public function __construct(array $options = [])
    {
        // SIGTERM, so that the sandbox removes its files.
        $this->program = new Program([PHP_BINARY, dirname(__DIR__, 4) . '/bin/cotp-sandbox', ...$options], stopSignal: SIGTERM);
        $this->url = $this->program->awaitOutput('~listening on (http://127[.\d]+:\d+)\n~')[1];
    }

    /** @return mixed one of the sandbox's lists, only the entries of the key's account */
    public function listing(string $path, string $key): mixed
    {
        return Http::get($this->url . $path, ["Authorization: APIKEY $key"])->json();
    }

    /** @param array<string, mixed> $fault */
    public function orderFault(string $key, array $fault): void
    {
        Http::post("$this->url/sandbox/faults", json_encode($fault), ["Authorization: APIKEY $key"])->require(201, 'a fault');
    }

    /** @return array{received: int, processed: int} */
    public function count(string $key, string $operation): array
    {
        return $this->listing('/sandbox/stats.json', $key)[$operation] ?? ['received' => 0, 'processed' => 0];
    }

    /** @param array<string, string> $fields */
    public function fill(string $link, array $fields = self::CARD): Reply
    {
        return Http::post($link, http_build_query($fields));
    }
}
