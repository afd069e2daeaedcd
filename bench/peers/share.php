<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/** ext-curl with the persistent share of PHP 8.5: connections outlive the PHP request. */
final class SharePeer extends Peer
{
    public function __construct(private readonly string $base, private readonly ?string $caFile)
    {
    }

    public function retrieve(string $id): string
    {
        $handle = curl_init("{$this->base}/cardrequest/$id");
        curl_setopt_array($handle, [CURLOPT_HTTPHEADER => ['Authorization: APIKEY ' . self::KEY, 'Accept: application/json'],
            CURLOPT_RETURNTRANSFER => true, CURLOPT_TIMEOUT => self::SECONDS, CURLOPT_CONNECTTIMEOUT => self::SECONDS,
            CURLOPT_SHARE => curl_share_init_persistent([CURL_LOCK_DATA_DNS, CURL_LOCK_DATA_CONNECT, CURL_LOCK_DATA_SSL_SESSION])]
            + ($this->caFile === null ? [] : [CURLOPT_CAINFO => $this->caFile]));
        $body = curl_exec($handle);
        return $body === false ? throw new RuntimeException(curl_error($handle)) : self::status($body);
    }
}
