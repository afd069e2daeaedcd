<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** The scheduled faults that are not used up yet. */
final class Faults
{
    public function __construct(private Store $store)
    {
    }

    /**
     * @param array<mixed> $body
     * @return int the fault's number
     */
    public function add(?string $account, array $body): int
    {
        $operation = $body['operation'] ?? 'any';
        $times = $body['times'] ?? 1;
        unset($body['operation'], $body['times']);
        if ($operation !== 'any' && (!is_string($operation) || Operation::tryFrom($operation) === null)) {
            throw new ApiError(-125, '"operation" must be "any" or the name of an operation.');
        }
        if (!is_int($times) || $times < 1) {
            throw new ApiError(-125, '"times" must be at least 1.');
        }
        Fault::fromArray($body);
        $this->store->write(
            'INSERT INTO fault (account, operation, remaining, details) VALUES (?, ?, ?, ?)',
            $account, $operation, $times, json_encode($body, JSON_THROW_ON_ERROR),
        );
        return $this->store->lastNumber();
    }

    /** Takes the oldest fault that applies to the request. Call it in a transaction. */
    public function take(?Operation $operation, ?string $account): ?Fault
    {
        $row = $this->store->row(
            "SELECT * FROM fault WHERE remaining > 0 AND operation IN ('any', ?) AND (account IS NULL OR account = ?) ORDER BY number LIMIT 1",
            $operation?->value, $account,
        );
        if ($row === null) {
            return null;
        }
        $this->store->write('UPDATE fault SET remaining = remaining - 1 WHERE number = ?', $row['number']);
        return Fault::fromArray(Json::object(Json::text($row['details'])));
    }

    /** @return list<array<string, mixed>> */
    public function waiting(?string $account): array
    {
        return array_map(
            static fn (array $row): array => ['id' => $row['number'], 'operation' => $row['operation'], 'times' => $row['remaining']]
                + Json::object(Json::text($row['details'])),
            $this->store->rows('SELECT * FROM fault WHERE remaining > 0 AND (?1 IS NULL OR account = ?1) ORDER BY number', $account),
        );
    }

    public function clear(?string $account): void
    {
        $this->store->write('DELETE FROM fault WHERE ?1 IS NULL OR account = ?1', $account);
    }
}
