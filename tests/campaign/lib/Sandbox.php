<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCampaign;

/** The sandbox, with one account for each kind of fault: every send of such an account meets its fault. */
final class Sandbox
{
    /** Account => the fault of its sends. A third of the questions belongs to the accounts with a fault. */
    public const FAULTS = [
        'plain' => null,
        'before' => ['kind' => 'drop_before'],
        'after' => ['kind' => 'drop_after'],
        'refused' => ['kind' => 'status', 'status' => 503],
        'slow' => ['kind' => 'delay', 'seconds' => 3],
    ];
    public readonly string $url;
    public readonly Records $records;
    private readonly Process $program;

    public function __construct(string $folder, string $root)
    {
        $this->records = new Records("$folder/sandbox.db");
        $this->program = new Process('sandbox', [PHP_BINARY, "$root/packages/sandbox/bin/cotp-sandbox", '--db', "$folder/sandbox.db"], [], $folder);
        $this->url = Process::until(fn (): string => preg_match('~http://\S+~', $this->program->output(), $match) === 1 ? $match[0] : '', 'the sandbox starts');
    }

    /** Returns the account of a question. */
    public static function accountOf(int $question): string
    {
        $faulty = array_keys(array_filter(self::FAULTS));
        return $question % 3 === 0 ? $faulty[intdiv($question, 3) % count($faulty)] : 'plain';
    }

    /** @param array<string, mixed>|null $fault that of the account by default */
    public function schedule(string $account, ?array $fault = null): void
    {
        $fault ??= self::FAULTS[$account];
        if ($fault !== null) {
            $this->post('/sandbox/faults', $fault + ['operation' => 'send', 'times' => 1_000_000], ["Authorization: APIKEY key-$account"]);
        }
    }

    /** @param array<string, mixed> $body @param list<string> $headers */
    private function post(string $path, array $body, array $headers): void
    {
        $context = stream_context_create(['http' => ['method' => 'POST', 'content' => json_encode($body), 'header' => ['Content-Type: application/json', ...$headers]]]);
        file_get_contents($this->url . $path, false, $context) !== false || throw new \RuntimeException("$path failed");
    }
}
