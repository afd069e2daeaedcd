<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

use Cotp\Ledger\Migration\Laravel\Version1;

/** Version 1 of the tables, for Laravel: $this->loadMigrationsFrom('vendor/cotp/ledger/migrations/laravel'). */
return new Version1();
