<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSoak;

use BookingSite\Database;
use BookingSite\Tests\FinishedCallbacks;

/** Notes that the site's database makes by itself, in the same transactions. */
final class Notes
{
    public static function begin(Database $database): void
    {
        FinishedCallbacks::note($database);
        // Sends with an unknown outcome.
        $database->run('CREATE TABLE unknown (reference TEXT NOT NULL)');
        $database->run('CREATE FUNCTION note_unknown() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN INSERT INTO unknown VALUES (NEW.reference); RETURN NEW; END$$');
        $database->run("CREATE TRIGGER note_unknown AFTER UPDATE ON cotp_ledger_question FOR EACH ROW
            WHEN (NEW.state = 'unknown' AND OLD.state <> 'unknown') EXECUTE FUNCTION note_unknown()");
    }
}
