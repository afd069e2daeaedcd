<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Ledger;

use CotpCli\AtomicFile;
use CotpCli\Command\ShownCommand;
use CotpCli\UserError;
use PDO;

/**
 * The service of a ledger, and how many messages it has begun to send. That number is also in a file beside the ledger:
 * if it is greater there, the ledger is an older copy, which would send again what it does not know. If the file is
 * missing, the ledger was restored or moved alone.
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
        [$mark, $messages] = [$this->mark(), $this->messages()];
        $path = $this->file->path;
        if ($mark === null ? $messages > 0 : $messages < $mark) {
            throw new UserError(($mark === null
                ? "The ledger $path may be an older copy, because {$this->file->mark()} is missing or damaged, so nothing was sent or changed."
                : "The ledger $path is an older copy: it does not know what was sent last, so nothing was sent or changed. Restore the newest copy, if there is one.")
                . " Find out what was sent after this copy was made, then: (umask 077; echo $messages > " . ShownCommand::word($this->file->mark()) . ')');
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
            $this->mark() !== null || $this->store();      // else a process that is killed in between would leave a number without its file
            $this->pdo->exec('UPDATE cotp_cli_progress SET messages = messages + 1');
            $this->store();
        } catch (UserError $fault) {
            throw new UserError("The message was not sent, but counts as unknown. Correct this, then run the line for --not-sent that is shown by \"{$this->file->shown->withLedger('ledger unknown')}\": {$fault->getMessage()}", previous: $fault);
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

    private function store(): void
    {
        AtomicFile::write($this->file->mark(), $this->messages() . "\n", 0600);
    }

    private function mark(): ?int
    {
        $text = trim((string) @file_get_contents($this->file->mark()));
        return ctype_digit($text) ? (int) $text : null;
    }
}
