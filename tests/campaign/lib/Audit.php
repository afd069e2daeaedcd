<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCampaign;

use PDO;

/** Compares what the ledger, the sandbox and the producer know. */
final class Audit
{
    /** @var array<int, array<string, mixed>> the newest attempt of each question */
    private array $rows = [];
    /** @var array<int, int> */
    private array $messages;
    /** @var array<int, string> */
    private array $statuses;
    /** @var array<int, int> questions of which the site accepted a callback */
    private array $heard;

    /** @param array<int, true> $confirmed */
    public function __construct(private readonly Records $records, private readonly ?string $ledgerDsn, private readonly array $confirmed)
    {
        $this->messages = $records->messages();
        $this->statuses = $records->statuses();
        $this->heard = $records->accepted();
        foreach ($this->ledger('SELECT * FROM cotp_ledger_question ORDER BY attempt') as $row) {
            $this->rows[(int) substr((string) $row['question_key'], strlen('question-'))] = $row;
        }
    }

    /** @return list<string> what is still to come */
    public function unrest(): array
    {
        return array_keys(array_filter([
            'questions without a row' => array_diff_key($this->confirmed, $this->rows),
            'open questions' => array_filter($this->rows, fn (array $row): bool => !in_array($row['state'], ['ended', 'unknown'], true)),
            'processed messages whose callback is to come' => array_filter($this->rows, fn (array $row, int $question): bool => $row['state'] === 'unknown' && isset($this->heard[$question]), ARRAY_FILTER_USE_BOTH),
            'callbacks of the sandbox' => $this->records->rows("SELECT 1 FROM callback WHERE state = 'waiting'"),
            'callbacks of the ledger' => $this->ledger('SELECT 1 FROM cotp_ledger_inbox WHERE due_at IS NOT NULL'),
            'ends without their listeners' => $this->ledger("SELECT 1 FROM cotp_ledger_question WHERE state = 'ended' AND notified = 0"),
        ]));
    }

    /** @return array<int, int> the questions whose guest was texted more than once */
    public function textedTwice(): array
    {
        return array_filter($this->messages, static fn (int $count): bool => $count > 1);
    }

    /** @return array<string, list<mixed>> what must hold, and what contradicts it */
    public function checks(): array
    {
        $confirmed = array_keys($this->confirmed);
        return [
            'no guest was texted twice' => array_keys($this->textedTwice()),
            'every confirmed question has a row' => array_values(array_diff($confirmed, array_keys($this->rows))),
            'every question without a fault has a stored card, unless its worker was killed before the service processed it, or its outcome and all its callbacks were lost' => array_values(array_filter(
                $confirmed, fn (int $question): bool => Sandbox::accountOf($question) === 'plain' && !$this->isCardStored($question)
                    && !$this->isInterrupted($question) && !$this->isUnheard($question),
            )),
            'every processed question ends with the status of the service, unless all its callbacks were lost' => array_values(array_filter(
                array_keys($this->messages), fn (int $question): bool => !$this->isUnheard($question) && ($this->rows[$question]['status'] ?? '') !== ($this->statuses[$question] ?? null),
            )),
            'an unknown outcome is one of a question that was not processed, or all of whose callbacks were lost' => array_values(array_intersect($this->unknown(), array_keys($this->heard))),
            'every accepted callback was processed once' => $this->callbacks(),
        ];
    }

    /** @return array<string, int> */
    public function totals(): array
    {
        $totals = [
            'questions confirmed' => count($this->confirmed), 'messages sent to guests' => array_sum($this->messages),
            'guests texted more than once' => count($this->textedTwice()), 'cards stored' => count(array_filter(array_keys($this->rows), $this->isCardStored(...))),
        ];
        foreach ($this->unknown() as $question) {
            $name = $this->isUnheard($question) ? 'unknown: processed, but all callbacks were lost while the database was away' : 'unknown: ' . (Sandbox::FAULTS[Sandbox::accountOf($question)]['kind'] ?? 'worker killed before the service processed it');
            $totals[$name] = ($totals[$name] ?? 0) + 1;
        }
        return $totals + ['callbacks accepted' => count($this->accepted())];
    }

    /** @return list<int> */
    private function unknown(): array
    {
        return array_keys(array_filter($this->rows, static fn (array $row): bool => $row['state'] === 'unknown'));
    }

    private function isCardStored(int $question): bool
    {
        return ($this->rows[$question]['ending'] ?? null) === 'card_stored';
    }

    /** The response and all callbacks were lost: the site cannot know. */
    private function isUnheard(int $question): bool
    {
        return ($this->rows[$question]['state'] ?? '') === 'unknown' && isset($this->messages[$question]) && !isset($this->heard[$question]);
    }

    private function isInterrupted(int $question): bool
    {
        return ($this->rows[$question]['state'] ?? '') === 'unknown' && !isset($this->messages[$question])
            && str_contains((string) $this->rows[$question]['trouble'], 'The sending process ended');
    }

    /** @return list<array<string, mixed>> the callbacks to which the site responded with 2xx */
    private function accepted(): array
    {
        return $this->records->rows("SELECT c.number, c.body FROM callback c JOIN callback_attempt a ON a.callback = c.number WHERE a.result LIKE '%204%' GROUP BY c.number");
    }

    /** @return list<string> */
    private function callbacks(): array
    {
        $stored = [];
        foreach ($this->ledger('SELECT request_id, raw_status, state FROM cotp_ledger_inbox') as $row) {
            $stored["$row[request_id] $row[raw_status]"][] = $row['state'];
        }
        $faults = [];
        foreach ($this->accepted() as $callback) {
            $body = json_decode((string) $callback['body'], true);
            $name = "{$body['RequestID']} {$body['LastNotifiedStatus']}";
            if (($stored[$name] ?? []) !== ['done']) {
                $faults[] = "$name: " . implode(', ', $stored[$name] ?? ['not stored']);
            }
        }
        return $faults;
    }

    /** @return list<array<string, mixed>> */
    private function ledger(string $sql): array
    {
        return $this->ledgerDsn === null ? [] : (new PDO($this->ledgerDsn))->query($sql)->fetchAll(PDO::FETCH_ASSOC);
    }
}
