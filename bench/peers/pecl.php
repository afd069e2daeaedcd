<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/** pecl_http. With a name, its handles outlive the PHP request (ext-raphf). */
final class PeclPeer extends Peer
{
    private readonly http\Client $client;

    public function __construct(private readonly string $base, ?string $caFile, ?string $persistentName)
    {
        $this->client = new http\Client('curl', $persistentName);
        // The type of TLS authentication stays unused without a user; if it is missing, libcurl 7.88 rejects the whole array.
        $this->client->setOptions(['timeout' => self::SECONDS, 'connecttimeout' => self::SECONDS, 'ssl' => ['verifypeer' => true, 'verifyhost' => true,
            'tlsauthtype' => http\Client\Curl\TLSAUTH_SRP] + ($caFile === null ? [] : ['cainfo' => $caFile])]);
    }

    public function retrieve(string $id): string
    {
        $request = new http\Client\Request('GET', "{$this->base}/cardrequest/$id",
            ['Authorization' => 'APIKEY ' . self::KEY, 'Accept' => 'application/json']);
        $this->client->enqueue($request)->send();
        $status = self::status((string) $this->client->getResponse($request)->getBody());
        $this->client->reset(); // else it keeps every response
        return $status;
    }
}
