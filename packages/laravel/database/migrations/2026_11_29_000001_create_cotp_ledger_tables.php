<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

use Cotp\Ledger\Migration\Laravel\Version1;

/** Version 1 of the tables of cotp/ledger, in the database of the entry cotp.ledger.connection. */
return new class () extends Version1 {
    public function getConnection(): ?string
    {
        $name = config('cotp.ledger.connection');
        return is_string($name) && $name !== '' ? $name : null;
    }
};
