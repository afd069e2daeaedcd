<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Probe;

use CotpCli\Service\Target;
use CotpRequest;

/** Creates clients for the service under test. Neither dumps nor messages show the key. */
final readonly class Connection
{
    public function __construct(
        public Target $target,
        #[\SensitiveParameter] private string $apiKey,
        private ?string $caFile = null,
        private float $timeout = 10.0,
    ) {
    }

    /** @param array<string, string> $wire */
    public function client(array $wire = []): CotpRequest
    {
        return new CotpRequest($this->apiKey, $this->target->baseUri, timeout: $this->timeout, caFile: $this->caFile, wire: $wire);
    }

    /** @return array<string, mixed> */
    public function __debugInfo(): array
    {
        return ['target' => $this->target->baseUri];
    }
}
