<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCampaign;

use PDO;

/** What the sandbox has recorded. */
final readonly class Records
{
    public function __construct(private string $file)
    {
    }

    /** @return list<array<string, mixed>> */
    public function rows(string $sql): array
    {
        $pdo = new PDO("sqlite:$this->file", options: [PDO::SQLITE_ATTR_OPEN_FLAGS => PDO::SQLITE_OPEN_READONLY]);
        return $pdo->query($sql)->fetchAll(PDO::FETCH_ASSOC);
    }

    /** @return array<int, int> how many messages the guest of each question received */
    public function messages(): array
    {
        $counts = [];
        foreach ($this->rows('SELECT recipient, count(*) AS n FROM message GROUP BY recipient') as $row) {
            preg_match('~\Aq(\d+)\+~', (string) $row['recipient'], $match);
            $counts[(int) ($match[1] ?? 0)] = (int) $row['n'];
        }
        return $counts;
    }

    /** @return array<int, int> of each question, the callbacks that the site accepted */
    public function accepted(): array
    {
        $counts = [];
        $sql = "SELECT m.recipient, count(DISTINCT c.number) AS n FROM callback c JOIN callback_attempt a ON a.callback = c.number JOIN message m ON m.request = c.request"
            . " WHERE a.result LIKE '%204%' GROUP BY m.recipient";
        foreach ($this->rows($sql) as $row) {
            preg_match('~\Aq(\d+)\+~', (string) $row['recipient'], $match);
            $counts[(int) ($match[1] ?? 0)] = (int) $row['n'];
        }
        return $counts;
    }

    /** @return array<int, string> the status of the newest request of each question */
    public function statuses(): array
    {
        $statuses = [];
        foreach ($this->rows('SELECT m.recipient, r.status FROM card_request r JOIN message m ON m.request = r.id ORDER BY r.number') as $row) {
            preg_match('~\Aq(\d+)\+~', (string) $row['recipient'], $match);
            $statuses[(int) ($match[1] ?? 0)] = (string) $row['status'];
        }
        return $statuses;
    }
}
