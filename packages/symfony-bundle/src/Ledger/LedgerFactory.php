<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Ledger;

use Cotp\Ledger\AccountProvider;
use Cotp\Ledger\FormVault;
use Cotp\Ledger\Ledger;
use Cotp\Ledger\Policies;
use Cotp\Ledger\Schema;
use Cotp\Ledger\Settings;
use Cotp\SymfonyBundle\DependencyInjection\Values;
use Cotp\SymfonyBundle\Exception\ConfigurationException;
use Psr\Clock\ClockInterface;
use Psr\EventDispatcher\EventDispatcherInterface;
use Psr\Log\LoggerInterface;
use ReflectionClass;
use SensitiveParameter;
use TypeError;
use ValueError;

/**
 * Creates the ledger.
 *
 * @internal
 */
final readonly class LedgerFactory
{
    /**
     * @param array<string, mixed> $settings
     * @param array<string, mixed> $policies
     */
    public function __construct(
        #[SensitiveParameter] private mixed $secret,
        #[SensitiveParameter] private mixed $vaultKeys,
        private array $settings,
        private array $policies,
        private bool $isFake,
    ) {
    }

    public function create(LazyPdo $pdo, AccountProvider $accounts, EventDispatcherInterface $events, ?LoggerInterface $logger = null, ?ClockInterface $clock = null): Ledger
    {
        $values = new Values('cotp.ledger', ['secret' => $this->secret], 'COTP_LEDGER');
        $secret = is_array($this->secret) ? $values->texts('secret') : $values->required('secret');
        $keys = (new Values('cotp.ledger', ['vault_keys' => $this->vaultKeys], 'COTP'))->binaryKeys('vault_keys');
        $policies = self::policies($this->policies);
        if ($keys === null && $policies->needForm()) {
            throw (new Values('cotp.ledger', [], 'COTP'))->invalid('vault_keys', 'must be set, because the policies need the form again');
        }
        $this->isFake && Schema::migrate($pdo);
        try {
            return new Ledger($pdo, $accounts, $secret, $clock, $events, $logger, self::settings($this->settings), $policies, $keys === null ? null : new FormVault($keys));
        } catch (ValueError $fault) {
            throw ConfigurationException::ofArgument('cotp.ledger', $fault, ['keys' => 'vault_keys']);
        }
    }

    /** @param array<string, mixed> $entries */
    public static function settings(array $entries): Settings
    {
        return self::of('cotp.ledger.settings', $entries, Settings::class);
    }

    /** @param array<string, mixed> $entries */
    public static function policies(array $entries): Policies
    {
        return self::of('cotp.ledger.policies', $entries, Policies::class);
    }

    /**
     * @template T of object
     * @param array<string, mixed> $entries
     * @param class-string<T> $class
     * @return T
     */
    private static function of(string $path, array $entries, string $class): object
    {
        $arguments = [];
        foreach ($entries as $name => $value) {
            $arguments[lcfirst(str_replace(' ', '', ucwords(strtr($name, '_', ' '))))] = $value;
        }
        try {
            return (new ReflectionClass($class))->newInstanceArgs($arguments);
        } catch (ValueError $fault) {
            throw ConfigurationException::ofArgument($path, $fault);
        } catch (TypeError $fault) {
            throw new ConfigurationException("The entry \"$path\" has a value of the wrong type.", 0, $fault);
        }
    }
}
