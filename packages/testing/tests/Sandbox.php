<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Testing\Tests;

use RuntimeException;

/** A running sandbox, and its guest. It ends with the object. */
final class Sandbox
{
    /** @var resource */
    private $process;
    public readonly string $url;

    public function __construct()
    {
        $command = ['setpriv', '--pdeathsig=TERM', PHP_BINARY, dirname(__DIR__, 2) . '/sandbox/bin/cotp-sandbox'];
        $process = proc_open($command, [['file', '/dev/null', 'r'], ['pipe', 'w'], ['file', 'php://stderr', 'w']], $pipes);
        $this->process = is_resource($process) ? $process : throw new RuntimeException('cannot start the sandbox');
        $line = is_resource($pipes[1] ?? null) ? (string) fgets($pipes[1]) : '';
        preg_match('~http://\S+~', $line, $match);
        $this->url = $match[0] ?? throw new RuntimeException('The sandbox prints no address.');
    }

    public function __destruct()
    {
        proc_terminate($this->process, SIGTERM);
        proc_close($this->process);
    }

    public function guestOpensForm(): void
    {
        self::http('GET', $this->link());
    }

    public function guestEntersCard(): void
    {
        self::http('POST', $this->link(), 'card_number=4111111111111111&expiry=12/39&security_code=123');
    }

    /** @return list<string> the bodies of the callbacks that were posted, oldest first */
    public function callbacks(): array
    {
        $bodies = [];
        foreach (self::list("$this->url/callbacks.json") as $callback) {
            $bodies[] = is_string($callback['body'] ?? null) ? $callback['body'] : '';
        }
        return array_reverse($bodies);
    }

    /** Returns the link of the newest message. */
    private function link(): string
    {
        $link = self::list("$this->url/outbox.json")[0]['link'] ?? null;
        return is_string($link) ? $link : throw new RuntimeException('The sandbox has no message.');
    }

    /** @return list<array<mixed>> */
    private static function list(string $url): array
    {
        $list = json_decode(self::http('GET', $url), true);
        return is_array($list) ? array_values(array_filter($list, is_array(...))) : [];
    }

    private static function http(string $method, string $url, string $body = ''): string
    {
        return (string) file_get_contents($url, false, stream_context_create(['http' => [
            'method' => $method, 'content' => $body, 'follow_location' => 0, 'timeout' => 20, 'header' => 'Content-Type: application/x-www-form-urlencoded',
        ]]));
    }
}
