<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\DependencyInjection;

use Symfony\Component\Config\Definition\Builder\ArrayNodeDefinition;
use Symfony\Component\Config\Definition\Builder\NodeBuilder;
use Symfony\Component\Config\Definition\Configurator\DefinitionConfigurator;

/**
 * The configuration "cotp". Entries that are not set come from the environment: see Entries.
 *
 * @internal
 */
final class Definition
{
    public static function build(DefinitionConfigurator $definition): void
    {
        /** @var ArrayNodeDefinition $root */
        $root = $definition->rootNode();
        $children = $root->children();
        $children->scalarNode('environment')->defaultNull()->info('Separates the questions of staging from those of production. Default: COTP_ENVIRONMENT, or "production".');
        $children->scalarNode('fake')->defaultNull()->info('Whether Cotp\Testing\FakeCotp replaces the client, so that nothing is sent. Default: true in the environment "test", if cotp/testing is installed.');
        $children->booleanNode('messenger')->defaultTrue()->info('Whether the middleware is added to all buses of Messenger, and Retry-After is honored.');
        $children->variableNode('message_keys')->defaultNull()->info('Encrypts messages with the serializer cotp.messenger.serializer: "id:key" with 32 random bytes in base64; the first key encrypts. Default: COTP_MESSAGE_KEYS, if it is set.');
        $children->scalarNode('account_provider')->defaultNull()->info('A service that implements Cotp\Ledger\AccountProvider, instead of "accounts".');
        self::accounts($children);
        self::ledger($children);
    }

    private static function accounts(NodeBuilder $children): void
    {
        $accounts = $children->arrayNode('accounts');
        $accounts->useAttributeAsKey('name')->normalizeKeys(false)->addDefaultChildrenIfNoneSet('default');
        $account = $accounts->arrayPrototype()->children();
        $account->scalarNode('api_key')->defaultNull()->info('Default: COTP_API_KEY, or COTP_LODGE_API_KEY for the account "lodge".');
        $account->scalarNode('base_uri')->defaultNull()->info('Default: COTP_BASE_URI, or the production service.');
        $account->scalarNode('timeout')->defaultNull();
        $account->scalarNode('connect_timeout')->defaultNull();
        $account->scalarNode('retries')->defaultNull();
        $account->scalarNode('ca_file')->defaultNull();
        $account->scalarNode('proxy')->defaultNull();
        $account->scalarNode('http2')->defaultNull();
        $account->scalarNode('socket')->defaultNull();
        $account->variableNode('wire')->defaultValue([])->info('Names that differ for your account: docs/wire.md.');
        $account->variableNode('callback_keys')->defaultNull()->info('"id:secret", separated by commas, or an array: the first signs. Default: COTP_CALLBACK_KEYS.');
        $account->scalarNode('callback_url')->defaultNull()->info('The public URL of the callback route. Default: COTP_CALLBACK_URL.');
        $account->scalarNode('callback_lifetime')->defaultNull()->info('Seconds.');
    }

    private static function ledger(NodeBuilder $children): void
    {
        $ledger = $children->arrayNode('ledger')->addDefaultsIfNotSet()->children();
        $ledger->scalarNode('dsn')->defaultNull()->info('A PDO DSN. Default: COTP_LEDGER_DSN.');
        $ledger->scalarNode('user')->defaultNull()->info('Default: COTP_LEDGER_USER.');
        $ledger->scalarNode('password')->defaultNull()->info('Default: COTP_LEDGER_PASSWORD.');
        $ledger->scalarNode('connection')->defaultNull()->info('A connection of DoctrineBundle that only the ledger uses, instead of a DSN.');
        $ledger->scalarNode('secret')->defaultNull()->info('At least 32 random bytes. Default: COTP_LEDGER_SECRET.');
        $ledger->variableNode('vault_keys')->defaultNull()->info('Encrypts the forms that policies need: as message_keys. Default: COTP_VAULT_KEYS, if it is set.');
        $settings = $ledger->arrayNode('settings')->children();
        foreach (['lease', 'first_look_up', 'longest_interval', 'waiting_per_reference', 'attempts_per_callback'] as $name) {
            $settings->integerNode($name);
        }
        $settings->floatNode('look_ups_per_second');
        $settings->booleanNode('check_durability');
        $policies = $ledger->arrayNode('policies')->children();
        foreach (['remind_after', 'reminders', 'expire_after', 'messages_per_recipient', 'recipient_window', 'quiet_from', 'quiet_until', 'after_viewed'] as $name) {
            $policies->integerNode($name);
        }
        $policies->booleanNode('email_on_message_failed');
        $policies->booleanNode('delete_original');
    }
}
