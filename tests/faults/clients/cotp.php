<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

final class CotpClient extends Client
{
    private readonly CotpRequest $cotp;

    public function __construct(string $base, ?string $caFile, bool $http2, float $timeout, ?string $socket = null)
    {
        $more = $socket === null ? [] : ['socket' => $socket]; // without it, the campaign runs with any build
        $this->cotp = new CotpRequest(self::KEY, $base, ...['timeout' => $timeout, 'caFile' => $caFile, 'http2' => $http2] + $more);
    }

    public function send(string $booker): array
    {
        try {
            return self::success($this->cotp->send(new CotpForm(bookerId: $booker, email: 'guest@example.com')));
        } catch (CotpException $exception) {
            return self::failure($exception->outcome->name, $exception::class . ': ' . $exception->getMessage());
        }
    }

    public function close(): void
    {
        CotpRequest::closePool();
    }
}
