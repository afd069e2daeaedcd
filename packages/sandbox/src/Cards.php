<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/**
 * The vault: tokens and their retention policies. It stores only the last four digits of a card, and whether there is a code.
 *
 * @phpstan-type CardRow array{token: string, account: string, last_four: string, first_tokenized_at: float, cvv_captured_at: float, cvv_until: ?float, delete_with_cvv: int}
 * @phpstan-type DestinationRow array{number: int, type: string, data: string, quota: int, usage: int}
 */
final class Cards
{
    public function __construct(private Store $store, private Clock $clock, private Variant $variant)
    {
    }

    public function store(string $account, string $lastFour): string
    {
        return $this->insert($account, $lastFour, $this->clock->now());
    }

    /**
     * Creates the second token of a security-code form. The first one is unchanged.
     * @param CardRow $card
     */
    public function duplicate(array $card): string
    {
        return $this->insert($card['account'], $card['last_four'], $card['first_tokenized_at']);
    }

    /** @return CardRow */
    public function find(string $account, string $token): array
    {
        /** @var ?CardRow $card */
        $card = $this->store->row('SELECT * FROM card WHERE token = ? AND account = ?', $token, $account);
        return $card ?? throw new ApiError(-160, 'This account has no such card.');
    }

    /** @param array<mixed> $body */
    public function setPolicy(string $account, string $token, array $body): void
    {
        $card = $this->findWithCvv($account, $token, -168);
        $policy = RetentionPolicy::checked($body, $card['first_tokenized_at'], $this->variant);
        $this->store->write('UPDATE card SET cvv_until = ?, delete_with_cvv = ? WHERE token = ?', $policy->until, (int) $policy->deleteCard, $token);
        $this->store->write('DELETE FROM destination WHERE card = ?', $token);
        foreach ($policy->destinations as $destination) {
            $this->store->write(
                'INSERT INTO destination (card, type, data, quota) VALUES (?, ?, ?, ?)',
                $token, $destination['DestinationType'], $destination['DestinationData'], $destination['Quota'],
            );
        }
    }

    /** @return array<string, mixed> */
    public function policy(string $account, string $token, ?string $type, ?string $data): array
    {
        $card = $this->findWithCvv($account, $token, -160);
        return $this->withCasing([
            'CvvEndRetentionDate' => Clock::text((float) $card['cvv_until']),
            'DeleteCardUponCvvCleanup' => (bool) $card['delete_with_cvv'],
            'CvvRetentionPolicyList' => array_map(fn (array $row): array => $this->withCasing([
                'DestinationType' => $row['type'], 'DestinationData' => $row['data'], 'Quota' => $row['quota'], 'Usage' => $row['usage'],
            ]), $this->destinations($token, $type, $data)),
        ]);
    }

    /** Deletes the destinations of a type, or without a type the whole policy: then the default of one month applies. */
    public function deletePolicy(string $account, string $token, ?string $type, ?string $data): void
    {
        $card = $this->findWithCvv($account, $token, -160);
        foreach ($this->destinations($token, $type, $data) as $row) {
            $this->store->write('DELETE FROM destination WHERE number = ?', $row['number']);
        }
        if ($type === null) {
            $default = RetentionPolicy::monthsAfter($card['cvv_captured_at'], 1);
            $this->store->write('UPDATE card SET cvv_until = ?, delete_with_cvv = 0 WHERE token = ?', $default, $token);
        }
    }

    public function clearCvv(string $account, string $token): void
    {
        $this->findWithCvv($account, $token, -160);
        $this->forgetCvv($token);
    }

    public function delete(string $account, string $token): void
    {
        $this->find($account, $token);
        $this->remove($token);
    }

    /** Deletes the security code because the end date is reached or every quota is used up. */
    public function cleanUpCvv(string $token): void
    {
        if ($this->store->row('SELECT token FROM card WHERE token = ? AND delete_with_cvv = 1', $token) !== null) {
            $this->remove($token);
        } else {
            $this->forgetCvv($token);
        }
    }

    /** Simulates sending the code to a destination once. Returns false if there is no such destination or its quota is used up. */
    public function useCvv(string $token, string $type, string $data): bool
    {
        $row = $this->store->row(
            'SELECT number FROM destination JOIN card ON card.token = destination.card
             WHERE card = ? AND type = ? AND data = ? AND usage < quota AND cvv_until IS NOT NULL', $token, $type, $data,
        );
        if ($row === null) {
            return false;
        }
        $this->store->write('UPDATE destination SET usage = usage + 1 WHERE number = ?', $row['number']);
        if ($this->store->row('SELECT 1 FROM destination WHERE card = ? AND usage < quota', $token) === null) {
            $this->cleanUpCvv($token);
        }
        return true;
    }

    /**
     * @param array<string, mixed> $members
     * @return array<string, mixed>
     */
    private function withCasing(array $members): array
    {
        return array_combine(array_map($this->variant->cased(...), array_keys($members)), $members);
    }

    private function insert(string $account, string $lastFour, float $firstTokenizedAt): string
    {
        $token = bin2hex(random_bytes(16));
        $now = $this->clock->now();
        $this->store->write(
            'INSERT INTO card (token, account, last_four, first_tokenized_at, cvv_captured_at, cvv_until) VALUES (?, ?, ?, ?, ?, ?)',
            $token, $account, $lastFour, $firstTokenizedAt, $now, RetentionPolicy::monthsAfter($now, 1),
        );
        return $token;
    }

    /** @return CardRow */
    private function findWithCvv(string $account, string $token, int $otherwise): array
    {
        $card = $this->find($account, $token);
        return $card['cvv_until'] === null ? throw new ApiError($otherwise, 'The security code of this card is no longer stored.') : $card;
    }

    /** @return list<DestinationRow> */
    private function destinations(string $token, ?string $type, ?string $data): array
    {
        /** @var list<DestinationRow> $rows */
        $rows = $this->store->rows(
            'SELECT number, type, data, quota, usage FROM destination WHERE card = ?1 AND type = coalesce(?2, type) AND data = coalesce(?3, data) ORDER BY number',
            $token, $type, $data,
        );
        if ($rows === [] && $type !== null) {
            throw new ApiError(-160, 'The policy has no such destination.');
        }
        return $rows;
    }

    private function forgetCvv(string $token): void
    {
        $this->store->write('UPDATE card SET cvv_until = NULL, delete_with_cvv = 0 WHERE token = ?', $token);
        $this->store->write('DELETE FROM destination WHERE card = ?', $token);
    }

    private function remove(string $token): void
    {
        $this->store->write('DELETE FROM card WHERE token = ?', $token);
        $this->store->write('DELETE FROM destination WHERE card = ?', $token);
    }
}
