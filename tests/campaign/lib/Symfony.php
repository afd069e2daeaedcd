<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCampaign;

use RuntimeException;

final class Symfony implements Framework
{
    private const FOLDER = __DIR__ . '/../symfony';

    public function name(): string
    {
        return 'Symfony Messenger';
    }

    public function brokers(): array
    {
        return ['redis', 'rabbitmq', 'pgsql'];
    }

    public function packages(string $broker): array
    {
        return match ($broker) {
            'redis' => ['php-redis', 'php-symfony-redis-messenger'],
            'rabbitmq' => ['php-amqp', 'php-symfony-amqp-messenger'],
            default => ['php-pgsql'],
        };
    }

    public function install(): void
    {
        if (!is_file(self::FOLDER . '/vendor/autoload.php')) {
            exec('COMPOSER_ALLOW_SUPERUSER=1 composer --quiet --no-interaction --no-progress --working-dir=' . escapeshellarg(self::FOLDER) . ' update 2>&1', $output, $status);
            $status === 0 || throw new RuntimeException(implode("\n", $output));
        }
    }

    public function variables(string $broker, string $address): array
    {
        return [
            'CAMPAIGN_TRANSPORT_DSN' => match ($broker) {
                'redis' => "redis://$address/sends/workers/{process}?redeliver_timeout=5&claim_interval=1000&delete_after_ack=true",
                'rabbitmq' => "amqp://guest:guest@$address/%2f/sends?confirm_timeout=10",
                'pgsql' => 'doctrine://default?redeliver_timeout=5',
                default => throw new RuntimeException("unknown broker $broker"),
            },
            'CAMPAIGN_DATABASE_URL' => 'pgsql://campaign@localhost/site?serverVersion=15&host=' . rawurlencode($address),
        ];
    }

    public function prepare(): array
    {
        return [self::FOLDER . '/console.php', 'cotp:ledger:migrate'];
    }

    public function producer(): array
    {
        return [self::FOLDER . '/console.php', 'campaign:ask'];
    }

    public function worker(): array
    {
        return [self::FOLDER . '/console.php', 'messenger:consume', 'sends', '--sleep=0.05'];
    }

    public function ledgerWorker(): array
    {
        return [self::FOLDER . '/console.php', 'cotp:ledger:work', '--watch', '--pause=0.2'];
    }

    public function web(): string
    {
        return self::FOLDER . '/index.php';
    }

    public function callbackPath(string $account): string
    {
        return "/cotp/callback/$account";
    }
}
