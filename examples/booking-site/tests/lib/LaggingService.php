<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite\Tests;

use CotpRequest;
use CotpRetention;
use CotpState;
use CotpStatus;
use DateTimeImmutable;

/** A service with outdated responses: each Retrieve returns the next of the statuses, in any order. */
final class LaggingService extends CotpRequest
{
    /** @var list<CotpStatus> */
    public array $statuses = [];

    public function __construct()
    {
        parent::__construct('a-key', 'http://127.0.0.1:1/api');
    }

    public function retrieve(string $request): CotpState
    {
        $status = array_shift($this->statuses);
        return new CotpState($request, $status, $status->value, $status === CotpStatus::CardStored ? 'https://vault.example/card-of-' . $request : null);
    }

    public function setRetention(string $cardUri, CotpRetention $policy): void
    {
    }

    public function getRetention(string $cardUri): CotpRetention
    {
        return new CotpRetention(new DateTimeImmutable('2030-01-01T00:00:00Z'));
    }
}
