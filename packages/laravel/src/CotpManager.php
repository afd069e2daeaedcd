<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel;

use Closure;
use Cotp\Laravel\Configuration\Configuration;
use Cotp\Laravel\Configuration\InvalidConfiguration;
use Cotp\Laravel\Events\Attempted;
use Cotp\Laravel\Events\PsrDispatcher;
use Cotp\Ledger\Account;
use Cotp\Ledger\AccountProvider;
use Cotp\Ledger\Ask;
use Cotp\Ledger\CotpSender;
use Cotp\Ledger\Ledger;
use Cotp\Ledger\Settings;
use CotpAttempt;
use CotpCallbackVerifier;
use CotpForm;
use CotpRequest;
use Illuminate\Contracts\Config\Repository;
use Illuminate\Contracts\Debug\ExceptionHandler;
use Illuminate\Contracts\Events\Dispatcher;
use Illuminate\Contracts\Foundation\Application;
use Illuminate\Database\DatabaseManager;
use InvalidArgumentException;
use PDO;
use PDOException;
use Psr\Log\LoggerInterface;
use SensitiveParameter;
use Throwable;

/** The accounts of config/cotp.php and their ledger. The facade Cotp calls it. */
class CotpManager
{
    /** The database connection that only the ledger uses. */
    public const CONNECTION = 'cotp_ledger';

    private ?Configuration $configuration = null;
    private ?Ledger $ledger = null;
    /** @var array<string, CotpRequest> */
    private array $clients = [];
    /** @var array<string, CotpCallbackVerifier> */
    private array $verifiers = [];

    public function __construct(protected readonly Application $app)
    {
    }

    /**
     * Returns the client, the verifier and the questions of one account.
     *
     * @throws InvalidConfiguration when the account does not exist
     */
    public function account(string $name = 'default'): CotpAccount
    {
        return $this->has($name) ? new CotpAccount($this, $name) : throw new InvalidConfiguration("cotp.accounts.$name", 'does not exist.');
    }

    /** Returns whether the account is configured, or the site's own AccountProvider has it. */
    public function has(string $name): bool
    {
        return in_array($name, $this->accounts(), true) || $this->ownAccount($name) !== null;
    }

    /** @return list<string> the names of the accounts that are configured */
    public function accounts(): array
    {
        return $this->configuration()->accounts();
    }

    public function client(string $account = 'default'): CotpRequest
    {
        return $this->clients[$account] ??= $this->createClient($account);
    }

    public function verifier(string $account = 'default'): CotpCallbackVerifier
    {
        return $this->ownAccount($account)->verifier ?? $this->verifiers[$account] ??= $this->configuration()->verifier($account);
    }

    public function ledger(): Ledger
    {
        return $this->ledger ??= $this->createLedger();
    }

    /**
     * Sends the link to the guest, unless the question was asked before: see Ledger::ask(), also for other accounts.
     *
     * @param Closure(string): CotpForm $form receives the callback URL
     */
    public function ask(string $key, Closure $form, ?string $timeZone = null, #[SensitiveParameter] ?string $fallbackEmail = null): Ask
    {
        return $this->account()->ask($key, $form, $timeZone, $fallbackEmail);
    }

    /**
     * Calls the ledger. If the database is away, the next call connects again, also in a process that lives long.
     *
     * @template T
     * @param Closure(Ledger): T $call
     * @return T
     */
    public function with(Closure $call): mixed
    {
        try {
            return $call($this->ledger());
        } catch (PDOException $fault) {
            $this->reconnect();
            throw $fault;
        }
    }

    /** Closes the database connection of the ledger. The next call of the ledger opens a new one. */
    public function reconnect(): void
    {
        $this->ledger = null;
        $this->app->make(DatabaseManager::class)->purge(self::CONNECTION);
    }

    public function configuration(): Configuration
    {
        return $this->configuration ??= Configuration::of($this->app->make(Repository::class));
    }

    protected function createClient(string $account): CotpRequest
    {
        return $this->configuration()->client($account, function (CotpAttempt $attempt) use ($account): void {
            try {
                $this->app->make(Dispatcher::class)->dispatch(new Attempted($account, $attempt));
            } catch (Throwable $fault) {            // the message may have been sent, so a listener that fails must not end the call
                $this->app->make(ExceptionHandler::class)->report($fault);
            }
        });
    }

    protected function connect(): PDO
    {
        $this->defineConnection();
        return $this->app->make(DatabaseManager::class)->connection(self::CONNECTION)->getPdo();
    }

    protected function settings(): Settings
    {
        return $this->configuration()->settings();
    }

    /** Returns the account as the ledger needs it. */
    protected function ledgerAccount(string $name): Account
    {
        return $this->ownAccount($name) ?? $this->configuration()->account($name, new CotpSender($this->client($name)), $this->verifier($name));
    }

    /** Returns an account that is not configured: a site with many hotels binds Cotp\Ledger\AccountProvider. */
    protected function ownAccount(string $name): ?Account
    {
        if (in_array($name, $this->accounts(), true) || !$this->app->bound(AccountProvider::class)) {
            return null;
        }
        try {
            return $this->app->make(AccountProvider::class)->account($name);
        } catch (InvalidArgumentException) {
            return null;
        }
    }

    private function createLedger(): Ledger
    {
        $configuration = $this->configuration();
        return new Ledger(
            $this->connect(), new AccountDirectory($this->ledgerAccount(...)), $configuration->secret(), events: new PsrDispatcher($this->app),
            logger: $this->app->make(LoggerInterface::class), settings: $this->settings(), policies: $configuration->policies(), vault: $configuration->vault(),
        );
    }

    /**
     * A connection of its own, with the settings of another one: in a transaction of the site, a rollback would erase the
     * memory of a message that was sent. Defined here and not at boot, because a site may choose its database later.
     */
    private function defineConnection(): void
    {
        $config = $this->app->make(Repository::class);
        if ($config->get('database.connections.' . self::CONNECTION) !== null) {
            return;
        }
        $name = $this->configuration()->connection() ?? $config->get('database.default');
        $settings = is_string($name) ? $config->get("database.connections.$name") : null;
        if (!is_array($settings)) {
            throw new InvalidConfiguration('cotp.ledger.connection', 'must be the name of an entry of database.connections.');
        }
        $options = is_array($settings['options'] ?? null) ? $settings['options'] : [];
        unset($options[PDO::ATTR_PERSISTENT]);       // PHP would share a persistent connection with that of the site
        $config->set('database.connections.' . self::CONNECTION, ['options' => $options] + $settings);
    }
}
