<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** The lists that the pages and the JSON documents show. An account of null means all accounts. */
final class Overview
{
    public function __construct(private Store $store)
    {
    }

    /** @return list<array<string, mixed>> newest first */
    public function outbox(?string $account, string $origin): array
    {
        $rows = $this->store->rows(
            'SELECT message.*, card_request.account, card_request.kind, card_request.link, card_request.status
             FROM message JOIN card_request ON card_request.id = message.request
             WHERE card_request.account = coalesce(?, card_request.account) ORDER BY message.number DESC', $account,
        );
        return array_map(static fn (array $row): array => [
            'request' => $row['request'],
            'account' => $row['account'],
            'kind' => $row['kind'],
            'channel' => $row['channel'],
            'to' => $row['recipient'],
            'subject' => $row['subject'],
            'text' => $row['text'],
            'link' => "$origin/form/" . Json::text($row['link']),
            'time' => self::time($row['time']),
            'status' => $row['status'],
        ], $rows);
    }

    /** @return list<array<string, mixed>> the newest messages of all accounts with their requests, newest first */
    public function newestMessages(int $limit): array
    {
        return $this->store->rows(
            'SELECT message.*, card_request.fields, card_request.link, card_request.status
             FROM message JOIN card_request ON card_request.id = message.request ORDER BY message.number DESC LIMIT ?', $limit,
        );
    }

    /** @param 'message'|'callback' $table */
    public function count(string $table): int
    {
        return (int) Json::text($this->store->row("SELECT count(*) AS count FROM $table")['count'] ?? null);
    }

    /** @return list<array<string, mixed>> newest first */
    public function requests(?string $account, string $origin): array
    {
        $rows = $this->store->rows('SELECT * FROM card_request WHERE account = coalesce(?, account) ORDER BY number DESC', $account);
        return array_map(fn (array $row): array => [
            'request' => $row['id'],
            'account' => $row['account'],
            'kind' => $row['kind'],
            'status' => $row['status'],
            'history' => array_map(
                static fn (array $change): array => ['status' => $change['status'], 'time' => self::time($change['time'])],
                $this->store->rows('SELECT status, time FROM status_change WHERE request = ? ORDER BY number', $row['id']),
            ),
            'link' => "$origin/form/" . Json::text($row['link']),
            'fields' => Json::object(Json::text($row['fields'])),
        ], $rows);
    }

    /**
     * @param int $limit of the entries; -1 for all
     * @return list<array<string, mixed>> newest first
     */
    public function callbacks(?string $account, int $limit = -1): array
    {
        $rows = $this->store->rows(
            'SELECT callback.* FROM callback JOIN card_request ON card_request.id = callback.request
             WHERE card_request.account = coalesce(?, card_request.account) ORDER BY callback.number DESC LIMIT ?', $account, $limit,
        );
        return array_map(fn (array $row): array => [
            'request' => $row['request'],
            'status' => $row['status'],
            'url' => $row['url'],
            'body' => Json::object(Json::text($row['body'])),
            'state' => $row['state'],
            'attempts' => array_map(
                static fn (array $attempt): array => ['time' => self::time($attempt['time']), 'result' => $attempt['result']],
                $this->store->rows('SELECT time, result FROM callback_attempt WHERE callback = ? ORDER BY number', $row['number']),
            ),
            'next_attempt' => $row['next_attempt_at'] === null ? null : self::time($row['next_attempt_at']),
        ], $rows);
    }

    /** @return list<array<string, mixed>> */
    public function cards(?string $account): array
    {
        $rows = $this->store->rows('SELECT * FROM card WHERE account = coalesce(?, account) ORDER BY rowid DESC', $account);
        return array_map(static fn (array $row): array => [
            'token' => $row['token'],
            'account' => $row['account'],
            'last_four' => $row['last_four'],
            'cvv' => $row['cvv_until'] !== null,
            'cvv_until' => $row['cvv_until'] === null ? null : self::time($row['cvv_until']),
        ], $rows);
    }

    public static function time(mixed $value): string
    {
        return Clock::text(is_numeric($value) ? (float) $value : 0.0);
    }
}
