<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite\Tests;

use CurlHandle;

/** An HTTP client that follows no redirects and keeps no state. */
final class Http
{
    /** @param list<string> $headers */
    public static function get(string $url, array $headers = []): Reply
    {
        return self::many([self::handle($url, $headers)], 1)[0];
    }

    /** @param list<string> $headers */
    public static function post(string $url, string $body, array $headers = []): Reply
    {
        return self::many([self::handle($url, $headers, $body)], 1)[0];
    }

    public static function delete(string $url): Reply
    {
        $handle = self::handle($url, []);
        curl_setopt($handle, CURLOPT_CUSTOMREQUEST, 'DELETE');
        return self::many([$handle], 1)[0];
    }

    /**
     * @param list<array{string, string}> $posts URL and body each
     * @return list<Reply>
     */
    public static function postMany(array $posts, int $atOnce, array $headers = []): array
    {
        return self::many(array_map(static fn (array $post): CurlHandle => self::handle($post[0], $headers, $post[1]), $posts), $atOnce);
    }

    /** @param list<string> $headers */
    private static function handle(string $url, array $headers, ?string $body = null): CurlHandle
    {
        $handle = curl_init($url);
        curl_setopt_array($handle, [CURLOPT_RETURNTRANSFER => true, CURLOPT_HEADER => true, CURLOPT_TIMEOUT => 60, CURLOPT_PROXY => '']);
        if ($body !== null) {
            curl_setopt_array($handle, [CURLOPT_CUSTOMREQUEST => 'POST', CURLOPT_POSTFIELDS => $body]);
            $headers[] = 'Expect:';
        }
        curl_setopt($handle, CURLOPT_HTTPHEADER, $headers);
        return $handle;
    }

    /** @param list<CurlHandle> $handles @return list<Reply> */
    private static function many(array $handles, int $atOnce): array
    {
        $multi = curl_multi_init();
        $waiting = $handles;
        $running = 0;
        do {
            while ($running < $atOnce && $waiting !== []) {
                curl_multi_add_handle($multi, array_shift($waiting));
                $running++;
            }
            curl_multi_exec($multi, $active);
            while ($done = curl_multi_info_read($multi)) {
                curl_multi_remove_handle($multi, $done['handle']);
                $running--;
            }
            $running > 0 && curl_multi_select($multi, 0.05);
        } while ($running > 0 || $waiting !== []);
        return array_map(self::reply(...), $handles);
    }

    private static function reply(CurlHandle $handle): Reply
    {
        $size = curl_getinfo($handle, CURLINFO_HEADER_SIZE);
        $response = (string) curl_multi_getcontent($handle);
        return new Reply(curl_getinfo($handle, CURLINFO_RESPONSE_CODE), substr($response, 0, $size), substr($response, $size));
    }
}
