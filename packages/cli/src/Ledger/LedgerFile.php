<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Ledger;

use Cotp\Ledger\Schema;
use CotpCli\AbsolutePath;
use CotpCli\Account\SecretFile;
use CotpCli\AtomicFile;
use CotpCli\Command\AccountOptions;
use CotpCli\Command\ShownCommand;
use CotpCli\UserError;
use PDO;
use PDOException;

/**
 * The ledger of the commands: an SQLite file, and beside it the secret of its digests and the number of its messages. They
 * can be read by their owner alone. What is beside it also shows that there was a ledger: if only the file is missing, its
 * memory is lost.
 */
final readonly class LedgerFile
{
    private const FOLDER_VARIABLE = 'XDG_STATE_HOME';
    /** "cotp", as PRAGMA application_id: the events of a site's ledger belong to the site, so the commands must not use it. */
    private const MARK = 0x636f7470;
    private const WAIT_SECONDS = 30;

    /**
     * @param string $path from the root, because it is shown
     * @param string $service the service of the command
     * @param ShownCommand $shown how commands for this account and this ledger are shown
     */
    private function __construct(public string $path, public string $service, public ShownCommand $shown)
    {
    }

    /**
     * Returns the file that was given, that of the profile, or that of the service.
     * @throws UserError when no folder is known, or the name of the file cannot be shown
     */
    public static function of(?string $given, AccountOptions $account): self
    {
        $path = AbsolutePath::of($given ?? $account->profile->ledger ?? self::defaultPath($account));
        if (preg_match('/[\x00-\x1f\x7f]/', $path) === 1) {
            throw new UserError('The name of the ledger must not contain control characters.');
        }
        return new self($path, $account->target()->service(), new ShownCommand($account->words(), $path));
    }

    private static function defaultPath(AccountOptions $account): string
    {
        [$profile, $target] = [$account->profile, $account->target()];
        $name = $profile !== null ? "profile-$profile->name" : 'service-' . preg_replace('~^[^:]*://([^/:]+|\[[^]]*\])(?::(?:80|443)(?=/|$))?~', '$1', strtolower($target->baseUri));
        return self::folder() . '/ledger-' . rawurlencode($name) . '.sqlite';
    }

    /**
     * Opens the file, and creates it if that is wanted.
     * @throws UserError when it is missing, is not a ledger of the commands, is an older copy, or cannot be used
     */
    public function open(bool $isCreated): PDO
    {
        extension_loaded('pdo_sqlite') || throw new UserError('The ledger requires the PHP extension pdo_sqlite. Install it: apt install php-sqlite3');
        if (!$isCreated && $this->isNeverUsed()) {
            throw new UserError("The ledger $this->path does not exist, so nothing was sent with it. Send a link: " . $this->shown->withLedger('send'));
        }
        $lock = $this->lock();
        try {
            $this->createMissing();
            $pdo = $this->connected();
            (new Progress($this, $pdo))->requireNewest();
            return $pdo;
        } catch (PDOException $fault) {
            throw $this->unusable($fault);
        } finally {
            fclose($lock);
        }
    }

    /** Whether neither the file exists nor what is beside a file that was used. */
    public function isNeverUsed(): bool
    {
        return !$this->hasTraces() && !file_exists($this->path);
    }

    /** The file with the number of messages. */
    public function mark(): string
    {
        return "$this->path.progress";
    }

    /** @throws UserError when it cannot be read, or others can read it */
    public function secret(): string
    {
        return SecretFile::read("$this->path.secret", 'secret of the ledger');
    }

    public function unusable(PDOException $fault): UserError
    {
        return new UserError("The ledger $this->path cannot be used: " . rtrim($fault->getMessage(), '.') . '. See who can write it: ls -ld ' . ShownCommand::word($this->path), previous: $fault);
    }

    private static function folder(): string
    {
        $state = (string) getenv(self::FOLDER_VARIABLE);
        $home = (string) getenv('HOME');
        return match (true) {
            str_starts_with($state, '/') => "$state/cotp",
            $home !== '' => "$home/.local/state/cotp",
            default => throw new UserError('The folder of the ledger is unknown, because HOME is not set. Name a file: --ledger FILE'),
        };
    }

    private function hasTraces(): bool
    {
        return file_exists("$this->path.secret") || file_exists($this->mark());
    }

    /** @return resource lets one process at a time create the file, or note that a message follows */
    public function lock()
    {
        $folder = dirname($this->path);
        is_dir($folder) || @mkdir($folder, 0700, true);
        $umask = umask(0077);
        $lock = @fopen("$this->path.lock", 'cb');
        umask($umask);
        if ($lock === false || !flock($lock, LOCK_EX)) {
            throw new UserError("The ledger $this->path cannot be created or opened. See who can write there: ls -ld " . ShownCommand::word($folder));
        }
        return $lock;
    }

    /** Creates the file, then its secret, so that a process that is killed in between loses nothing. */
    private function createMissing(): void
    {
        if (!file_exists($this->path)) {
            if ($this->hasTraces()) {
                throw new UserError("The ledger $this->path is missing, although it was used, so nothing was sent: without its memory, a guest may get a second message. Restore it only if the copy was made after the last message. To begin without its memory: rm -f "
                    . ShownCommand::word("$this->path.secret") . ' ' . ShownCommand::word($this->mark()));
            }
            $this->createFile();
        }
        file_exists("$this->path.secret") || AtomicFile::write("$this->path.secret", base64_encode(random_bytes(32)) . "\n", 0600);
    }

    private function createFile(): void
    {
        $temporary = "$this->path.new";
        array_map(static fn (string $file): bool => @unlink($file), [$temporary, "$temporary-journal"]);
        $umask = umask(0077);
        try {
            $pdo = self::connect($temporary);
            $pdo->exec('PRAGMA application_id = ' . self::MARK);
            Schema::migrate($pdo);
            Progress::create($pdo, $this->service);
        } finally {
            umask($umask);
        }
        unset($pdo);
        rename($temporary, $this->path) || throw new UserError("The ledger $this->path cannot be created.");
    }

    private function connected(): PDO
    {
        if (((@fileperms($this->path) ?: 0) & 0077) !== 0) {
            throw new UserError("Other users can read the ledger $this->path. Make it private: chmod 600 " . ShownCommand::word($this->path));
        }
        $pdo = self::connect($this->path);
        $mark = $pdo->query('PRAGMA application_id');
        if ($mark === false || $mark->fetchColumn() !== self::MARK) {
            throw new UserError("$this->path is not a ledger of this command. That of a site belongs to the commands of its framework; let this one create its own: --ledger FILE");
        }
        Schema::migrate($pdo);
        return $pdo;
    }

    private static function connect(string $path): PDO
    {
        $pdo = new PDO("sqlite:$path", options: [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION, PDO::ATTR_TIMEOUT => self::WAIT_SECONDS]);
        $pdo->exec('PRAGMA synchronous = EXTRA');
        return $pdo;
    }
}
