<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Tests\lib;

use PDO;

/** Many rows, and the plans of the statements that must not become slower with them. */
final readonly class Volume
{
    private const NOW = 1_795_953_600_000;
    private PDO $pdo;

    public function __construct(private Engine $engine)
    {
        $this->pdo = $engine->connect();
    }

    /** Adds so many ended questions, with a callback and an action of a policy each. One in a thousand is open, unknown, or due. */
    public function fill(int $count): void
    {
        $start = (int) $this->scalar('SELECT coalesce(max(id), 0) FROM cotp_ledger_question');
        for ($done = 0; $done < $count; $done += 50_000) {
            $numbers = $this->numbers(min(50_000, $count - $done), $start + $done);
            $text = $this->engine->name === 'mysql' ? "concat('%s', n)" : "'%s' || n";
            [$key, $request, $recipient] = array_map(static fn (string $prefix): string => sprintf($text, $prefix), ['volume/', 'volume-', '1:recipient']);
            $reference = match ($this->engine->name) {
                'sqlite' => "printf('%032d', n)",
                'pgsql' => "lpad(n::text, 32, '0')",
                default => "lpad(n, 32, '0')",
            };
            $isOpen = 'CASE WHEN n % 1000 = 0 THEN';
            $this->pdo->exec('INSERT INTO cotp_ledger_question (account, question_key, attempt, reference, origin, state, ending, form_digest, callback_digest,'
                . ' recipient_digest, request_id, status, raw_status, asked_at, state_at, ended_at, notified, due_at, fence, epoch)'
                . " SELECT 'production/default', $key, 1, $reference, 'ask', $isOpen 'sent' ELSE 'ended' END, $isOpen NULL ELSE 'card_stored' END,"
                . " '1:digest', '1:digest', $recipient, $request, 'CardStored', 'CardStored', " . self::NOW . ', ' . self::NOW . ", $isOpen NULL ELSE " . self::NOW . ' END,'
                . " 1, $isOpen " . self::NOW * 2 . " ELSE NULL END, 1, 1 FROM $numbers");
            $this->pdo->exec('INSERT INTO cotp_ledger_inbox (account, reference, dedupe_key, request_id, raw_status, told_time, state, received_at, due_at, done_at)'
                . " SELECT 'production/default', $reference, $reference, $request, 'CardStored', '2026', 'done', " . self::NOW . ', NULL, ' . self::NOW . " FROM $numbers");
            $this->pdo->exec('INSERT INTO cotp_ledger_history (account, question_key, attempt, happened_at, actor, action)'
                . " SELECT 'production/default', $key, 1, " . self::NOW . ", 'policy', 'remind' FROM $numbers");
        }
        foreach (['question', 'inbox', 'history'] as $table) {
            $statement = $this->pdo->query($this->engine->name === 'mysql' ? "ANALYZE TABLE cotp_ledger_$table" : "ANALYZE cotp_ledger_$table");
            $statement === false || $statement->fetchAll();
        }
    }

    /** @return array<string, string> the plans by the name of the statement */
    public function plans(): array
    {
        $now = self::NOW;
        $where = "account = 'production/default'";
        return array_map($this->explain(...), [
            'newest attempt' => "SELECT * FROM cotp_ledger_question q WHERE q.$where AND q.question_key IN ('volume/17') ORDER BY q.attempt",
            'newest attempts' => "SELECT * FROM cotp_ledger_question q WHERE q.$where AND q.question_key IN ('volume/17', 'volume/4711') ORDER BY q.attempt",
            'one attempt' => "SELECT * FROM cotp_ledger_question q WHERE q.$where AND q.question_key = 'volume/17' AND q.attempt = 1",
            'newest attempt of the site' => "SELECT * FROM cotp_ledger_question q WHERE q.$where AND q.question_key = 'volume/17'"
                . " AND q.origin NOT IN ('remind', 'switch') ORDER BY q.attempt DESC LIMIT 1",
            'reminders of a question' => "SELECT count(*) FROM cotp_ledger_history WHERE $where AND question_key = 'volume/17' AND actor = 'policy' AND action = 'remind'",
            'archived attempts' => "SELECT * FROM cotp_ledger_archive WHERE $where AND question_key IN ('volume/17', 'volume/4711') ORDER BY attempt",
            'by reference' => "SELECT * FROM cotp_ledger_question q WHERE q.$where AND q.reference = '00000000000000000000000000000017'",
            'recipient' => "SELECT count(*) FROM cotp_ledger_question WHERE recipient_digest IN ('1:recipient17', '2:recipient17') AND asked_at > 17 AND state <> 'not_sent'",
            'due question' => "SELECT id FROM cotp_ledger_question WHERE due_at <= $now AND (lease_until IS NULL OR lease_until <= $now) ORDER BY due_at LIMIT 1",
            'due policy' => "SELECT id FROM cotp_ledger_question WHERE policy_at <= $now AND (lease_until IS NULL OR lease_until <= $now) ORDER BY policy_at LIMIT 1",
            'dead reservations' => "SELECT * FROM cotp_ledger_question q WHERE q.state = 'reserved' AND q.lease_until <= $now ORDER BY q.lease_until LIMIT 100",
            'ended questions' => "SELECT * FROM cotp_ledger_question q WHERE q.ended_at < 17 AND q.state = 'ended' ORDER BY q.ended_at LIMIT 1000",
            'due callback' => "SELECT * FROM cotp_ledger_inbox WHERE due_at <= $now AND (lease_until IS NULL OR lease_until <= $now) ORDER BY due_at, id LIMIT 1",
            'callbacks of a reference' => "SELECT count(due_at) FROM cotp_ledger_inbox WHERE reference = '00000000000000000000000000000017' AND $where",
        ]);
    }

    public function explain(string $sql): string
    {
        $statement = $this->pdo->query(($this->engine->name === 'sqlite' ? 'EXPLAIN QUERY PLAN ' : 'EXPLAIN ') . $sql);
        $lines = [];
        foreach ($statement === false ? [] : $statement->fetchAll(PDO::FETCH_ASSOC) as $row) {
            $lines[] = implode(' ', array_map(static fn (mixed $value): string => is_scalar($value) ? (string) $value : '-', is_array($row) ? $row : []));
        }
        return implode("\n", $lines);
    }

    /** Returns whether a plan reads only a part of its table. */
    public static function usesIndex(string $plan): bool
    {
        return preg_match('~Seq Scan|\bSCAN \w+(?! USING)|SIMPLE \S+ ALL ~', $plan) === 0;
    }

    private function numbers(int $count, int $start): string
    {
        return match ($this->engine->name) {
            'pgsql' => "(SELECT generate_series($start + 1, $start + $count) AS n) AS numbers",
            'sqlite' => "(WITH RECURSIVE numbers (n) AS (SELECT $start + 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < $start + $count) SELECT n FROM numbers) AS numbers",
            default => "(SELECT seq AS n FROM seq_" . ($start + 1) . '_to_' . ($start + $count) . ') AS numbers',
        };
    }

    private function scalar(string $sql): string
    {
        $value = $this->pdo->query($sql);
        $value = $value === false ? null : $value->fetchColumn();
        return is_scalar($value) ? (string) $value : '';
    }
}
