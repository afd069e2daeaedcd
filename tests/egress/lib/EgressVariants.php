<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

/** The published configurations, and the changes that docs/egress.md forbids. */
final class EgressVariants
{
    public const PUBLISHED = 'published';

    /** Changes of the configuration, by program and name. */
    private const CHANGES = [
        'nginx' => [
            self::PUBLISHED => [],
            'next-upstream-non-idempotent' => ['proxy_next_upstream off;' => 'proxy_next_upstream error timeout non_idempotent;'],
            'next-upstream-default' => ['proxy_next_upstream off;' => ''],
            'without-verification' => ['proxy_ssl_verify on;' => ''],
            'error-log-error' => ['error.log emerg;' => 'error.log error;'],
            'error-log-crit' => ['error.log emerg;' => 'error.log crit;'],
            'two-workers' => ['worker_processes 1;' => 'worker_processes 4;'],
            'short-idle' => ['keepalive_timeout 50s;' => 'keepalive_timeout 1s;'],
            'two-servers-default-fails' => [' max_fails=0;' => '; server service.pcibooking.net:443;'],
        ],
        'haproxy' => [
            self::PUBLISHED => [],
            'retry-all-retryable-errors' => ['retries 0 ' => 'retries 3 ', 'retry-on none' => 'retry-on all-retryable-errors'],
            'retry-empty-response' => ['retries 0 ' => 'retries 3 ', 'retry-on none' => 'retry-on empty-response'],
            'retry-connection' => ['retries 0 ' => 'retries 3 ', 'retry-on none' => 'retry-on conn-failure'],
            'without-verification' => ['ssl verify required' => 'ssl verify none', 'ssl-server-verify required' => ''],
            'reuse-safe' => ['http-reuse always' => 'http-reuse safe'],
            'short-idle' => ['pool-purge-delay 15s' => 'pool-purge-delay 1s'],
        ],
    ];

    /** @param array<string, string> $more changes */
    public static function start(string $program, string $variant, string $service, ?string $caFile, array $more = []): Egress
    {
        return new Egress($program, $service, $caFile, self::CHANGES[$program][$variant] + $more);
    }
}
