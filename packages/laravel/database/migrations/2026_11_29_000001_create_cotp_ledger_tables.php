<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

use Cotp\Ledger\Schema;
use Illuminate\Database\Connection;
use Illuminate\Database\Migrations\Migration;
use Illuminate\Support\Facades\DB;

/** Version 1 of the tables of cotp/ledger, in the database of the entry cotp.ledger.connection. */
return new class () extends Migration {
    public function getConnection(): ?string
    {
        $name = config('cotp.ledger.connection');
        return is_string($name) && $name !== '' ? $name : null;
    }

    public function up(): void
    {
        $connection = $this->connection();
        $driver = $connection->getDriverName();
        foreach (Schema::statements(1, $driver === 'mariadb' ? 'mysql' : $driver) as $statement) {
            $connection->unprepared($statement);
        }
    }

    public function down(): void
    {
        foreach (Schema::dropStatements() as $statement) {
            $this->connection()->unprepared($statement);
        }
    }

    private function connection(): Connection
    {
        return DB::connection($this->getConnection());
    }
};
