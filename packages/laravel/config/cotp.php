<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

return [

    // Keeps the questions of staging apart from those of production.
    'environment' => env('COTP_ENVIRONMENT', env('APP_ENV', 'production')),

    // One entry for each account at PCI Booking. "default" is used where no account is named.
    'accounts' => [
        'default' => [
            'api_key' => env('COTP_API_KEY'),
            'base_uri' => env('COTP_BASE_URI', 'production'),       // "production", "staging", or the URI of a sandbox or proxy
            'callback_keys' => env('COTP_CALLBACK_KEYS'),           // "2026-12:secret,2026-11:secret": the first signs, all verify
            'callback_url' => env('COTP_CALLBACK_URL'),             // null: APP_URL and the path below
            // Also: callback_lifetime, timeout, connect_timeout, retries, ca_file, proxy, http2, socket, wire
        ],
    ],

    'ledger' => [
        'connection' => env('COTP_LEDGER_CONNECTION'),              // null: the settings of the default connection
        'secret' => env('COTP_LEDGER_SECRET'),                      // at least 32 random bytes
        'vault_keys' => env('COTP_VAULT_KEYS'),                     // "id:" and 32 random bytes in base64, for policies that send again
        'settings' => [],                                           // such as 'lease' => 60: see Cotp\Ledger\Settings
        'policies' => [],                                           // such as 'remind_after' => 86400: see Cotp\Ledger\Policies
    ],

    'callback' => [
        'path' => 'cotp/callback',                                  // null: no route
        'middleware' => [],                                         // neither sessions nor CSRF tokens
    ],

    // Lets the scheduler run cotp:work every minute.
    'schedule' => env('COTP_SCHEDULE', true),

    // Redacts callback tokens in all log channels, and adds the outcome of cotp exceptions.
    'log' => true,

];
