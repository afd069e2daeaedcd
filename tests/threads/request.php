<?php
// SPDX-License-Identifier: BSD-3-Clause
/*
 * One request of one thread: calls of every kind. Each must get its own response, and none may be counted for
 * another thread. Prints one line: the request ids by booker id, and the faults.
 */
declare(strict_types=1);

const ATTEMPTS = 13; // of one PHP request

final class Request
{
    public array $sent = [];
    public array $faults = [];
    private int $observed = 0;
    private readonly CotpRequest $cotp;

    public function __construct(string $baseUri, string $caFile, private readonly string $name, private readonly int $number)
    {
        $this->cotp = new CotpRequest("key-$name", $baseUri, timeout: 60, connectTimeout: 60, retries: 0,
            caFile: $caFile === '' ? null : $caFile, observer: function (): void { $this->observed++; });
    }

    public function run(): void
    {
        $this->checkPool(0);
        $this->send();
        $this->retrieve();
        $this->fail();
        $this->verify();
        $this->expect('observed', ATTEMPTS, $this->observed);
        $this->checkPool(ATTEMPTS);
        if ($this->number % 4 === 3) {
            CotpRequest::closePool();
            $this->expect('connections of a closed pool', 0, CotpRequest::pool()['connections']);
        }
    }

    private function expect(string $what, mixed $wanted, mixed $seen): void
    {
        if ($wanted !== $seen) {
            $this->faults[] = "$this->name: $what: " . json_encode($seen) . ' for ' . json_encode($wanted);
        }
    }

    /** Expects the calls of this thread, of this request and earlier ones, and no others. */
    private function checkPool(int $made): void
    {
        $pool = CotpRequest::pool();
        $this->expect('calls counted', $this->number * ATTEMPTS + $made, $pool['hits'] + $pool['misses']);
        ob_start();
        (new ReflectionExtension('cotp'))->info();
        preg_match_all('~(?:Open connections|Requests on a )[^<]*</td><td class="v">(\d+)~', (string) ob_get_clean(), $shown);
        $this->expect('phpinfo', [$pool['connections'], $pool['hits'], $pool['misses']], array_map(intval(...), $shown[1]));
    }

    private function form(string $booker): CotpForm
    {
        return new CotpForm("$this->name-$booker", email: "$this->name@example.com");
    }

    private function send(): void
    {
        foreach (['a', 'b'] as $booker) {
            $this->sent["$this->name-$booker"] = $this->cotp->send($this->form($booker));
        }
        $forms = array_map($this->form(...), ['many-0', 'many-1', 'many-2', 'many-3']);
        foreach ($this->cotp->sendMany($forms, 2) as $number => $id) {
            $this->sent["$this->name-many-$number"] = is_string($id) ? $id : $id->getMessage();
        }
    }

    private function retrieve(): void
    {
        $ids = array_map(fn (int $number): string => "$this->name-state-$number", range(0, 4));
        $states = [$this->cotp->retrieve($ids[0]), $this->cotp->retrieve($ids[1])];
        foreach ([...$states, ...$this->cotp->retrieveMany(array_slice($ids, 2), 2)] as $number => $state) {
            $this->expect('state', [$ids[$number], CotpStatus::FormViewed], [$state->requestId ?? null, $state->status ?? null]);
        }
    }

    private function fail(): void
    {
        $absent = "absent-$this->name";
        try {
            $this->cotp->retrieve($absent);
            $this->faults[] = "$this->name: $absent is there";
        } catch (CotpNotFoundException $exception) {
            $this->expect('error', [true, $absent], [str_contains($exception->getMessage(), $absent), $exception->requestId]);
        }
        try {
            $this->cotp->retrieve('../' . $this->name);
            $this->faults[] = "$this->name: a bad id was taken";
        } catch (ValueError) {
        }
        $this->cotp->delete($this->name);
    }

    private function verify(): void
    {
        $verifier = new CotpCallbackVerifier(['k' => str_pad($this->name, 32, '.')]);
        $url = $verifier->url('https://example.com/', $this->name);
        $body = json_encode(['RequestID' => $this->name, 'LastNotifiedStatus' => 'CardStored', 'LastNotifiedTime' => '2026-11-22T12:00:00']);
        $callback = $verifier->verify($body, substr($url, strpos($url, 'cotp=') + 5));
        $this->expect('callback', [$this->name, $this->name, CotpStatus::CardStored], [$callback->reference, $callback->requestId, $callback->status]);
    }
}

[, $baseUri, $caFile, $life, $thread, $number] = $argv;
$request = new Request($baseUri, $caFile, "l$life-t$thread-r$number", (int) $number);
try {
    $request->run();
} catch (Throwable $fault) {
    $request->faults[] = (string) $fault;
}
echo json_encode(['sent' => $request->sent, 'faults' => $request->faults]) . "\n"; // in one piece: other threads print too
