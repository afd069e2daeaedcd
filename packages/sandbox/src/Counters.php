<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** Counts how often each operation arrived and how often it took effect, to prove that it happened once. */
final class Counters
{
    public function __construct(private Store $store)
    {
    }

    public function received(string $account, Operation $operation): void
    {
        $this->store->write(
            'INSERT INTO counter (account, operation, received) VALUES (?, ?, 1) ON CONFLICT (account, operation) DO UPDATE SET received = received + 1',
            $account, $operation->value,
        );
    }

    /** Call it in the operation's transaction: an operation that is rolled back is not counted. */
    public function processed(string $account, Operation $operation): void
    {
        $this->store->write('UPDATE counter SET processed = processed + 1 WHERE account = ? AND operation = ?', $account, $operation->value);
    }

    /** @return array<string, array{received: int, processed: int}> all operations, including those without requests */
    public function totals(?string $account): array
    {
        $totals = [];
        foreach (Operation::cases() as $operation) {
            $totals[$operation->value] = ['received' => 0, 'processed' => 0];
        }
        $rows = $this->store->rows(
            'SELECT operation, sum(received) AS received, sum(processed) AS processed FROM counter WHERE account = coalesce(?, account) GROUP BY operation',
            $account,
        );
        foreach ($rows as $row) {
            $totals[Json::text($row['operation'])] = ['received' => (int) Json::text($row['received']), 'processed' => (int) Json::text($row['processed'])];
        }
        return $totals;
    }
}
