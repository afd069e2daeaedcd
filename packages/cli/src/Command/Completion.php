<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use Closure;
use CotpCli\Account\Profile;
use CotpCli\Account\Profiles;
use CotpCli\Ledger\LedgerFile;
use CotpCli\UserError;
use PDO;
use PDOException;
use Symfony\Component\Console\Completion\CompletionInput;

/** What a shell suggests for a word. It only reads, waits for nothing, and whatever is wrong suggests nothing. */
final class Completion
{
    private const MOST = 200;

    /** @return Closure(): list<string> the names of the profiles */
    public static function profiles(): Closure
    {
        return static function (): array {
            try {
                return array_map(static fn (Profile $profile): string => $profile->name, Profiles::read()->all());
            } catch (UserError) {
                return [];
            }
        };
    }

    /**
     * @param bool $isUnknown whether only references whose outcome may be unknown are suggested
     * @return Closure(CompletionInput): list<string> the newest references of the ledger that the line names
     */
    public static function references(bool $isUnknown = false): Closure
    {
        return static function (CompletionInput $input) use ($isUnknown): array {
            try {
                $account = new AccountOptions($input);
                $given = $input->getOption('ledger');
                $file = LedgerFile::of(is_string($given) ? $given : null, $account);
                return self::read($file->path, $isUnknown ? "WHERE state IN ('unknown', 'reserved')" : '');
            } catch (UserError | PDOException) {
                return [];
            }
        };
    }

    /** @return list<string> */
    private static function read(string $path, string $condition): array
    {
        if (!extension_loaded('pdo_sqlite') || !is_file($path)) {
            return [];
        }
        $pdo = new PDO("sqlite:$path", options: [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION, PDO::ATTR_TIMEOUT => 0, PDO::SQLITE_ATTR_OPEN_FLAGS => PDO::SQLITE_OPEN_READONLY]);
        $rows = $pdo->query("SELECT question_key FROM cotp_ledger_question $condition GROUP BY question_key ORDER BY max(id) DESC LIMIT " . self::MOST);
        return $rows === false ? [] : array_values(array_filter($rows->fetchAll(PDO::FETCH_COLUMN), is_string(...)));
    }
}
