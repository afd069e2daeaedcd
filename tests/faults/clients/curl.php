<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

/** ext-curl, with one handle for all calls. */
final class CurlClient extends Client
{
    private ?CurlHandle $handle;
    private string $location = '';

    public function __construct(string $base, ?string $caFile, bool $http2, float $timeout)
    {
        $this->handle = curl_init("$base/cardrequest");
        curl_setopt_array($this->handle, [
            CURLOPT_HTTPHEADER => ['Authorization: APIKEY ' . self::KEY, 'Accept: application/json', 'Content-Type: application/json'],
            CURLOPT_RETURNTRANSFER => true,
            CURLOPT_CAINFO => $caFile ?? '',
            CURLOPT_TIMEOUT_MS => (int) ($timeout * 1000),
            CURLOPT_HEADERFUNCTION => function (CurlHandle $handle, string $line): int {
                $this->location = preg_match('~^location: *(\S+)~i', $line, $match) ? $match[1] : $this->location;
                return strlen($line);
            },
        ]);
    }

    public function send(string $booker): array
    {
        $this->location = '';
        curl_setopt($this->handle, CURLOPT_POSTFIELDS, json_encode(self::fields($booker)));
        return curl_exec($this->handle) === false
            ? self::failure('threw', curl_error($this->handle))
            : self::outcome(curl_getinfo($this->handle, CURLINFO_RESPONSE_CODE), $this->location);
    }

    public function close(): void
    {
        curl_setopt($this->handle, CURLOPT_HEADERFUNCTION, null); // because it refers to this object
        $this->handle = null;
    }
}
