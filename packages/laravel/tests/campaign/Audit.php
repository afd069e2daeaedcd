<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Tests\campaign;

use Cotp\Laravel\Tests\lib\Sandbox;
use PDO;

/** Compares what the guests received, what the service knows and what the ledger knows. It knows no queue. */
final class Audit
{
    /** @var array<string, int> messages by address */
    private array $messages = [];
    /** @var array<string, string> the status of the service by request id */
    private array $statuses = [];
    /** @var array<string, string> the request id by address */
    private array $requests = [];
    /** @var array<string, list<string>> the statuses of the callbacks that were accepted, by request id */
    private array $told = [];

    public function __construct(Sandbox $sandbox)
    {
        foreach ($sandbox->get('/outbox.json') as $message) {
            $to = self::text($message, 'to');
            $this->messages[$to] = ($this->messages[$to] ?? 0) + 1;
            $this->statuses[self::text($message, 'request')] = self::text($message, 'status');
            $this->requests[$to] = self::text($message, 'request');
        }
        foreach ($sandbox->get('/callbacks.json') as $callback) {
            $attempts = is_array($callback) && is_array($callback['attempts'] ?? null) ? $callback['attempts'] : [];
            foreach ($attempts as $attempt) {
                if (str_contains(self::text($attempt, 'result'), '204')) {
                    $this->told[self::text($callback, 'request')][] = self::text($callback, 'status');
                }
            }
        }
    }

    /**
     * @param list<Question> $questions
     * @return list<string> the addresses that received more than one message
     */
    public function textedTwice(array $questions): array
    {
        $emails = array_map(static fn (Question $question): string => $question->email, $questions);
        return array_values(array_filter($emails, fn (string $email): bool => ($this->messages[$email] ?? 0) > 1));
    }

    /**
     * @param list<string> $keys
     * @param list<Question> $questions
     * @return list<string> those of the keys whose guest has received a message
     */
    public function received(array $keys, array $questions): array
    {
        $received = array_filter($questions, fn (Question $question): bool => in_array($question->key, $keys, true) && isset($this->messages[$question->email]));
        return array_values(array_map(static fn (Question $question): string => $question->key, $received));
    }

    public function messages(): int
    {
        return array_sum($this->messages);
    }

    public function acceptedCallbacks(): int
    {
        return array_sum(array_map(count(...), $this->told));
    }

    /**
     * @param list<Question> $questions
     * @return array<string, list<string>> the names of the questions by how they ended
     */
    public function ends(array $questions, PDO $ledger): array
    {
        $rows = [];
        foreach (self::rows($ledger, 'SELECT question_key, state, ending FROM cotp_ledger_question ORDER BY attempt') as $row) {
            $rows[self::text($row, 'question_key')] = self::text($row, 'ending') ?: self::text($row, 'state');
        }
        $ends = [];
        foreach ($questions as $question) {
            $ends[$rows[$question->key] ?? 'never asked'][] = $question->key;
        }
        ksort($ends);
        return $ends;
    }

    /**
     * @param list<Question> $questions
     * @return list<string> questions of which a callback was accepted, and whose end is not the status of the service
     */
    public function different(array $questions, PDO $ledger): array
    {
        $known = [];
        foreach (self::rows($ledger, 'SELECT question_key, request_id, raw_status FROM cotp_ledger_question') as $row) {
            $known[self::text($row, 'question_key')] = [self::text($row, 'request_id'), self::text($row, 'raw_status')];
        }
        $different = [];
        foreach ($questions as $question) {
            $id = $this->requests[$question->email] ?? null;
            if ($id !== null && isset($this->told[$id]) && ($known[$question->key] ?? null) !== [$id, $this->statuses[$id]]) {
                $different[] = $question->key;
            }
        }
        return $different;
    }

    /** @return list<string> what is wrong with the accepted callbacks: each must be stored once, and processed */
    public function callbacks(PDO $ledger): array
    {
        $faults = [];
        $stored = [];
        foreach (self::rows($ledger, 'SELECT request_id, raw_status, state, result FROM cotp_ledger_inbox') as $row) {
            $name = self::text($row, 'request_id') . ' ' . self::text($row, 'raw_status');
            $stored[$name] = ($stored[$name] ?? 0) + 1;
            if (!in_array(self::text($row, 'state'), ['done', 'ignored'], true)) {
                $faults[] = "the callback $name is " . self::text($row, 'state') . ': ' . self::text($row, 'result');
            }
        }
        foreach ($this->told as $id => $statuses) {
            foreach ($statuses as $status) {
                ($stored["$id $status"] ?? 0) === 1 || $faults[] = "the callback $id $status was accepted, but is stored " . ($stored["$id $status"] ?? 0) . ' times';
            }
        }
        return $faults;
    }

    /**
     * @param list<Question> $questions
     * @return array<string, int> how many guests received so many messages
     */
    public function counts(array $questions): array
    {
        $counts = [];
        foreach ($questions as $question) {
            $number = $this->messages[$question->email] ?? 0;
            $counts["$number messages"] = ($counts["$number messages"] ?? 0) + 1;
        }
        ksort($counts);
        return $counts;
    }

    /** @return list<array<string, mixed>> */
    private static function rows(PDO $ledger, string $sql): array
    {
        $statement = $ledger->query($sql);
        /** @var list<array<string, mixed>> */
        return $statement === false ? [] : $statement->fetchAll(PDO::FETCH_ASSOC);
    }

    private static function text(mixed $row, string $name): string
    {
        $value = is_array($row) ? $row[$name] ?? '' : '';
        return is_scalar($value) ? (string) $value : '';
    }
}
