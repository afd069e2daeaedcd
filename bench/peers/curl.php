<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/** ext-curl, with a new handle for each call or with one that is kept. */
final class CurlPeer extends Peer
{
    private ?CurlHandle $kept = null;
    private ?CurlMultiHandle $multi = null;
    /** @var list<CurlHandle> */
    private array $idle = [];

    public function __construct(private readonly string $base, private readonly ?string $caFile, private readonly bool $keeps)
    {
    }

    public function retrieve(string $id): string
    {
        $handle = $this->kept ?? $this->handle();
        if ($this->keeps) {
            $this->kept = $handle;
        }
        curl_setopt($handle, CURLOPT_URL, "{$this->base}/cardrequest/$id");
        $body = curl_exec($handle);
        if ($body === false || curl_getinfo($handle, CURLINFO_RESPONSE_CODE) !== 200) {
            throw new RuntimeException(curl_error($handle));
        }
        return self::status($body);
    }

    public function retrieveMany(array $ids, int $concurrency): int
    {
        $start = function (CurlHandle $handle) use (&$ids): void {
            curl_setopt_array($handle, [CURLOPT_URL => "{$this->base}/cardrequest/" . array_shift($ids), CURLOPT_HTTPGET => true,
                CURLOPT_HEADER => false, CURLOPT_HTTPHEADER => $this->headers()]);
        };
        $is_good = static fn (CurlHandle $handle): bool => self::status(curl_multi_getcontent($handle)) === 'CardStored';
        return $this->many(count($ids), $concurrency, $start, $is_good);
    }

    public function sendMany(int $count, int $concurrency): int
    {
        $start = function (CurlHandle $handle): void {
            curl_setopt_array($handle, [CURLOPT_URL => "{$this->base}/cardrequest", CURLOPT_POSTFIELDS => json_encode(self::FORM),
                CURLOPT_HEADER => true, CURLOPT_HTTPHEADER => [...$this->headers(), 'Content-Type: application/json']]);
        };
        $is_good = static fn (CurlHandle $handle): bool
            => preg_match('/^location: \S+/mi', curl_multi_getcontent($handle)) === 1;
        return $this->many($count, $concurrency, $start, $is_good);
    }

    /** @return list<string> */
    private function headers(): array
    {
        return ['Authorization: APIKEY ' . self::KEY, 'Accept: application/json'];
    }

    private function handle(): CurlHandle
    {
        $handle = curl_init();
        curl_setopt_array($handle, [CURLOPT_HTTPHEADER => $this->headers(), CURLOPT_RETURNTRANSFER => true,
            CURLOPT_TIMEOUT => self::SECONDS, CURLOPT_CONNECTTIMEOUT => self::SECONDS, CURLOPT_PIPEWAIT => true]
            + ($this->caFile === null ? [] : [CURLOPT_CAINFO => $this->caFile]));
        return $handle;
    }

    /**
     * @param Closure(CurlHandle): void $start
     * @param Closure(CurlHandle): bool $isGood
     */
    private function many(int $count, int $concurrency, Closure $start, Closure $isGood): int
    {
        $this->multi ??= curl_multi_init();
        $started = $ended = $good = 0;
        while ($ended < $count) {
            for (; $started < $count && $started - $ended < $concurrency; $started++) {
                $handle = array_pop($this->idle) ?? $this->handle();
                $start($handle);
                curl_multi_add_handle($this->multi, $handle);
            }
            curl_multi_exec($this->multi, $running);
            $before = $ended;
            while ($message = curl_multi_info_read($this->multi)) {
                $ended++;
                $good += (int) ($message['result'] === CURLE_OK && $isGood($message['handle']));
                curl_multi_remove_handle($this->multi, $message['handle']);
                $this->idle[] = $message['handle'];
            }
            if ($ended === $before) {
                curl_multi_select($this->multi, 1.0);
            }
        }
        return $good;
    }
}
