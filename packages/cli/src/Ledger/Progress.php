<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Ledger;

use CotpCli\AtomicFile;
use CotpCli\UserError;
use PDO;

/**
 * The service of a ledger, and how many messages it has begun to send. That number is also in a file beside the ledger:
 * if it is greater there, the ledger is an older copy, which would send again what it does not know.
 */
final readonly class Progress
{
    public function __construct(private LedgerFile $file, private PDO $pdo)
    {
    }

    /** Creates the table with its only row. */
    public static function create(PDO $pdo, string $service): void
    {
        $pdo->exec('CREATE TABLE cotp_cli_progress (service TEXT NOT NULL, messages INTEGER NOT NULL)');
        $pdo->prepare('INSERT INTO cotp_cli_progress VALUES (?, 0)')->execute([$service]);
    }

    /** Whether the ledger remembers no message. */
    public function isNew(): bool
    {
        return $this->messages() === 0;
    }

    /** @throws UserError when the ledger belongs to another service */
    public function requireService(): void
    {
        $own = $this->value('service');
        if ($own !== $this->file->service) {
            throw new UserError("The ledger {$this->file->path} belongs to the service $own, not to {$this->file->service}, so nothing was sent. Name another file: --ledger FILE");
        }
    }

    /** @throws UserError when the ledger is an older copy */
    public function requireNewest(): void
    {
        if ($this->messages() < $this->mark()) {
            throw new UserError("The ledger {$this->file->path} is an older copy: it does not know what was sent last, so nothing was sent or changed. Restore the newest copy. If there is none, find out what was sent after this copy was made, then: rm "
                . escapeshellarg($this->file->mark()));
        }
    }

    /**
     * Notes that a message follows: first in the ledger, then beside it.
     * @throws UserError when that fails, or the ledger was replaced by an older copy
     */
    public function advance(): void
    {
        $lock = $this->file->lock();
        try {
            $this->requireNewest();
            $this->pdo->exec('UPDATE cotp_cli_progress SET messages = messages + 1');
            AtomicFile::write($this->file->mark(), $this->messages() . "\n", 0600);
        } catch (UserError $fault) {
            throw new UserError("The message was not sent, but counts as unknown. Correct this, then run cotp ledger reconcile REFERENCE --not-sent: {$fault->getMessage()}", previous: $fault);
        } finally {
            fclose($lock);
        }
    }

    private function messages(): int
    {
        return (int) $this->value('messages');
    }

    private function value(string $column): string
    {
        $result = $this->pdo->query("SELECT $column FROM cotp_cli_progress");
        $value = $result === false ? null : $result->fetchColumn();
        return is_scalar($value) ? (string) $value : '';
    }

    private function mark(): int
    {
        if (!file_exists($this->file->mark())) {
            return 0;
        }
        $text = trim((string) @file_get_contents($this->file->mark()));
        return ctype_digit($text) ? (int) $text : PHP_INT_MAX;      // what cannot be read proves nothing
    }
}
