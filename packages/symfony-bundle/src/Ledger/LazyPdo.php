<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Ledger;

use Closure;
use Cotp\SymfonyBundle\Exception\ConfigurationException;
use PDO;
use PDOException;
use PDOStatement;
use SensitiveParameter;
use SensitiveParameterValue;
use Symfony\Contracts\Service\ResetInterface;

/**
 * The connection of the ledger: opened when it is first used, and opened again by reset() if the server has closed it,
 * so that a worker outlives a restart of its database. It has the methods of PDO that the ledger uses.
 */
final class LazyPdo extends PDO implements ResetInterface
{
    private ?PDO $pdo = null;

    /**
     * @param Closure(): PDO $connect
     * @param Closure(): void|null $close called for a connection that is lost
     */
    public function __construct(private readonly string $driver, private readonly Closure $connect, private readonly ?Closure $close = null)
    {
        // The constructor of PDO would connect.
    }

    /** @throws ConfigurationException when the DSN is invalid */
    public static function fromDsn(
        #[SensitiveParameter] ?string $dsn,
        #[SensitiveParameter] ?string $user = null,
        #[SensitiveParameter] ?string $password = null,
    ): self {
        if (preg_match('~\A(sqlite|pgsql|mysql):.~', $dsn ?? '', $match) !== 1) {
            throw new ConfigurationException('The entry "cotp.ledger.dsn" must be a PDO DSN that begins with "sqlite:", "pgsql:" or "mysql:".'
                . ' It is usually set by the environment variable COTP_LEDGER_DSN.');
        }
        // Dumps show the variables of closures.
        $arguments = new SensitiveParameterValue([$dsn, $user === '' ? null : $user, $password]);
        $connect = static function () use ($arguments): PDO {
            /** @var array{string, ?string, ?string} $values */
            $values = $arguments->getValue();
            return new PDO(...$values, options: [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]);
        };
        return new self($match[1], $connect);
    }

    /** Closes the connection if it is lost. A connection to a database in memory stays. */
    public function reset(): void
    {
        try {
            $this->pdo?->query('SELECT 1');
        } catch (PDOException) {
            $this->pdo = null;
            if ($this->close !== null) {
                ($this->close)();
            }
        }
    }

    public function getAttribute(int $attribute): mixed
    {
        // The ledger asks for it when it is created.
        return $attribute === PDO::ATTR_DRIVER_NAME ? $this->driver : match (true) {
            $this->pdo !== null => $this->pdo->getAttribute($attribute),
            $attribute === PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
            $attribute === PDO::ATTR_CASE => PDO::CASE_NATURAL,
            $attribute === PDO::ATTR_AUTOCOMMIT => 1,
            default => $this->inner()->getAttribute($attribute),
        };
    }

    /**
     * Dumps call it, also before the connection is open.
     *
     * @return array{string, ?int, ?string}
     */
    public function errorInfo(): array
    {
        /** @var array{string, ?int, ?string} */
        return $this->pdo?->errorInfo() ?? ['', null, null];
    }

    /** As errorInfo(). */
    public function setAttribute(int $attribute, mixed $value): bool
    {
        return $this->pdo?->setAttribute($attribute, $value) ?? false;
    }

    public function inTransaction(): bool
    {
        return $this->pdo?->inTransaction() ?? false;
    }

    public function exec(string $statement): int|false
    {
        return $this->inner()->exec($statement);
    }

    /** @param array<int, mixed> $options */
    public function prepare(string $query, array $options = []): PDOStatement|false
    {
        return $this->inner()->prepare($query, $options);
    }

    public function query(string $query, ?int $fetchMode = null, mixed ...$fetchModeArgs): PDOStatement|false
    {
        return $this->inner()->query($query, $fetchMode, ...$fetchModeArgs);
    }

    private function inner(): PDO
    {
        return $this->pdo ??= ($this->connect)();
    }
}
