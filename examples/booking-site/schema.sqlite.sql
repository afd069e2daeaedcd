-- SPDX-License-Identifier: BSD-3-Clause
-- Times are Unix seconds. The same tables as in schema.pgsql.sql.

CREATE TABLE IF NOT EXISTS booking (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    guest    TEXT NOT NULL,
    email    TEXT NOT NULL,
    phone    TEXT NOT NULL,
    arrival  TEXT NOT NULL,                 -- YYYY-MM-DD
    nights   INTEGER NOT NULL,
    amount   TEXT NOT NULL,
    currency TEXT NOT NULL,
    card_uri TEXT                           -- the card that is valid now: never shown in full
);

CREATE TABLE IF NOT EXISTS card_request (
    reference        TEXT PRIMARY KEY,      -- random; the callback URL is signed for it
    booking_id       INTEGER NOT NULL REFERENCES booking (id),
    form_token       TEXT NOT NULL UNIQUE,  -- one send per form that the desk has shown, however often it is submitted
    kind             TEXT NOT NULL,         -- card | security_code
    channel          TEXT NOT NULL,         -- email | sms
    callback_digest  TEXT NOT NULL,         -- SHA-256 of the callback URL: identifies a request whose id is not known
    request_id       TEXT UNIQUE,           -- PCI Booking's; null until it is known
    sending          TEXT NOT NULL,         -- sending | sent | unknown | failed | set_aside
    status           TEXT NOT NULL DEFAULT '',
    status_at        INTEGER,
    card_uri         TEXT,                  -- the card that this request stored
    original_uri     TEXT,                  -- security_code: the card whose code is requested
    original_deleted INTEGER NOT NULL DEFAULT 0,
    retention_until  INTEGER,
    canceled         INTEGER NOT NULL DEFAULT 0,
    trouble          TEXT NOT NULL DEFAULT '',
    asked_at         INTEGER NOT NULL,
    poll_at          INTEGER                -- null: no further change is expected
);
CREATE INDEX IF NOT EXISTS card_request_booking ON card_request (booking_id);
CREATE INDEX IF NOT EXISTS card_request_poll ON card_request (poll_at) WHERE poll_at IS NOT NULL;

-- The queue: callbacks as received, and the worker's other jobs.
CREATE TABLE IF NOT EXISTS job (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    kind        TEXT NOT NULL,              -- callback | poll | retention | delete_original
    reference   TEXT NOT NULL,
    dedupe_key  TEXT NOT NULL,              -- callback: CotpCallback::dedupeKey()
    request_id  TEXT,                       -- callback: as received
    raw_status  TEXT,                       -- callback: as received
    told_time   TEXT,                       -- callback: as received
    state       TEXT NOT NULL DEFAULT 'waiting',    -- waiting | done | failed
    result      TEXT NOT NULL DEFAULT '',
    attempts    INTEGER NOT NULL DEFAULT 0,
    created_at  INTEGER NOT NULL,
    due_at      INTEGER NOT NULL,
    finished_at INTEGER
);
-- Per reference, so that a person who knows one guest's URL cannot use up another guest's event.
CREATE UNIQUE INDEX IF NOT EXISTS job_once ON job (dedupe_key, reference);
CREATE INDEX IF NOT EXISTS job_reference ON job (reference);
CREATE INDEX IF NOT EXISTS job_due ON job (due_at, id) WHERE state = 'waiting';
