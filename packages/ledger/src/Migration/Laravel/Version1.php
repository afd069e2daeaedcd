<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Migration\Laravel;

use Cotp\Ledger\Schema;
use Illuminate\Database\Connection;
use Illuminate\Database\Migrations\Migration;
use Illuminate\Support\Facades\DB;

/** Version 1 of the tables, for Laravel: in the database of getConnection(), which a subclass can choose. */
class Version1 extends Migration
{
    public function up(): void
    {
        $connection = $this->database();
        $driver = $connection->getDriverName();
        foreach (Schema::statements(1, $driver === 'mariadb' ? 'mysql' : $driver) as $statement) {
            $connection->unprepared($statement);
        }
    }

    public function down(): void
    {
        foreach (Schema::dropStatements() as $statement) {
            $this->database()->unprepared($statement);
        }
    }

    private function database(): Connection
    {
        return DB::connection($this->getConnection());
    }
}
