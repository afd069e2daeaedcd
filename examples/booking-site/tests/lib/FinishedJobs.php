<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite\Tests;

use BookingSite\Database;

/** Lets the database record each finished job in the table "finished", so that a job that finishes twice is found. */
final class FinishedJobs
{
    public static function note(Database $database): void
    {
        $database->run('CREATE TABLE finished (job BIGINT NOT NULL)');
        if ($database->isPostgres) {
            $database->run('CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN INSERT INTO finished VALUES (NEW.id); RETURN NEW; END$$');
            $database->run("CREATE TRIGGER note AFTER UPDATE ON job FOR EACH ROW WHEN (NEW.state = 'done') EXECUTE FUNCTION note()");
        } else {
            $database->run("CREATE TRIGGER note AFTER UPDATE ON job WHEN NEW.state = 'done' BEGIN INSERT INTO finished VALUES (NEW.id); END");
        }
    }
}
