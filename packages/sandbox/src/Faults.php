<?php
declare(strict_types=1);

namespace CotpSandbox;

/** The faults that were ordered and not yet used up. */
final class Faults
{
    public function __construct(private Store $store)
    {
    }

    /**
     * @param array<string, mixed> $order
     * @return int the fault's number
     */
    public function add(?string $account, array $order): int
    {
        $operation = $order['operation'] ?? 'any';
        $times = $order['times'] ?? 1;
        unset($order['operation'], $order['times']);
        if ($operation !== 'any' && (!is_string($operation) || Operation::tryFrom($operation) === null)) {
            throw new ApiError(-125, '"operation" must be "any" or the name of an operation.');
        }
        if (!is_int($times) || $times < 1) {
            throw new ApiError(-125, '"times" must be at least 1.');
        }
        Fault::fromOrder($order);
        $this->store->write(
            'INSERT INTO fault (account, operation, remaining, details) VALUES (?, ?, ?, ?)',
            $account, $operation, $times, json_encode($order, JSON_THROW_ON_ERROR),
        );
        return $this->store->lastNumber();
    }

    /** Takes the oldest fault that suits the call; part of the caller's transaction. */
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
        return Fault::fromOrder(json_decode($row['details'], true));
    }

    /** @return list<array<string, mixed>> */
    public function waiting(?string $account): array
    {
        return array_map(
            static fn (array $row): array => ['id' => $row['number'], 'operation' => $row['operation'], 'times' => $row['remaining']]
                + json_decode($row['details'], true),
            $this->store->rows('SELECT * FROM fault WHERE remaining > 0 AND (?1 IS NULL OR account = ?1) ORDER BY number', $account),
        );
    }

    public function clear(?string $account): void
    {
        $this->store->write('DELETE FROM fault WHERE ?1 IS NULL OR account = ?1', $account);
    }
}
