<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Probe;

use CotpCli\Service\Target;
use CotpCli\UserError;
use CotpRequest;
use ValueError;

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

    /**
     * @param array<string, string> $wire
     * @throws UserError when an entry or the base URI is invalid
     */
    public function client(array $wire = []): CotpRequest
    {
        try {
            return new CotpRequest($this->apiKey, $this->target->baseUri, timeout: $this->timeout, caFile: $this->caFile, wire: $wire);
        } catch (ValueError $error) {
            throw new UserError('cotp does not accept these settings: ' . $error->getMessage() . '.', previous: $error);
        }
    }

    /** @return array<string, mixed> */
    public function __debugInfo(): array
    {
        return ['target' => $this->target->baseUri];
    }
}
