<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite\Tests;

use BookingSite\Database;

/** Lets the database record each processed callback in the table "finished", so that one that is processed twice is found. */
final class FinishedCallbacks
{
    public static function note(Database $database): void
    {
        $database->run('CREATE TABLE finished (callback BIGINT NOT NULL)');
        if ($database->isPostgres) {
            $database->run('CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN INSERT INTO finished VALUES (NEW.id); RETURN NEW; END$$');
            $database->run("CREATE TRIGGER note AFTER UPDATE ON cotp_ledger_inbox FOR EACH ROW WHEN (NEW.due_at IS NULL) EXECUTE FUNCTION note()");
        } else {
            $database->run("CREATE TRIGGER note AFTER UPDATE ON cotp_ledger_inbox WHEN NEW.due_at IS NULL BEGIN INSERT INTO finished VALUES (NEW.id); END");
        }
    }
}
