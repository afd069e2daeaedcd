<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSoak;

use BookingSite\Database;
use BookingSite\Tests\FinishedJobs;

/** Notes that the site's database makes by itself, in the same transactions. */
final class Notes
{
    public static function begin(Database $database): void
    {
        FinishedJobs::note($database);
        // Each delivery of an event, also of an event that is stored already.
        $database->run('CREATE TABLE told (job_key TEXT NOT NULL)');
        $database->run("CREATE FUNCTION note_told() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN INSERT INTO told VALUES (NEW.dedupe_key || NEW.reference); RETURN NEW; END$$");
        $database->run("CREATE TRIGGER note_told BEFORE INSERT ON job FOR EACH ROW WHEN (NEW.kind = 'callback') EXECUTE FUNCTION note_told()");
        // Sends with an unknown outcome.
        $database->run('CREATE TABLE unknown (reference TEXT NOT NULL)');
        $database->run('CREATE FUNCTION note_unknown() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN INSERT INTO unknown VALUES (NEW.reference); RETURN NEW; END$$');
        $database->run("CREATE TRIGGER note_unknown AFTER UPDATE ON card_request FOR EACH ROW
            WHEN (NEW.sending = 'unknown' AND OLD.sending <> 'unknown') EXECUTE FUNCTION note_unknown()");
    }
}
