<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Internal;

/**
 * One claimed row of cotp_ledger_inbox.
 *
 * @internal
 */
final readonly class Event
{
    public int $id;
    public string $account;
    public string $reference;
    public string $requestId;
    public int $attempts;
    public int $fence;

    /** @param array<string, mixed> $row */
    public function __construct(array $row)
    {
        $this->id = Row::int($row, 'id') ?? 0;
        $this->account = Row::text($row, 'account') ?? '';
        $this->reference = Row::text($row, 'reference') ?? '';
        $this->requestId = Row::text($row, 'request_id') ?? '';
        $this->attempts = Row::int($row, 'attempts') ?? 0;
        $this->fence = Row::int($row, 'fence') ?? 0;
    }
}
