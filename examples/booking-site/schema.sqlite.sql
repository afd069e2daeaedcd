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
    reference        TEXT PRIMARY KEY,      -- random; what the callback's URL is signed for
    booking_id       INTEGER NOT NULL REFERENCES booking (id),
    form_token       TEXT NOT NULL UNIQUE,  -- one send per form that the desk showed, however often it is submitted
    kind             TEXT NOT NULL,         -- card | security_code
    channel          TEXT NOT NULL,         -- email | sms
    callback_digest  TEXT NOT NULL,         -- SHA-256 of the callback's URL: how a request is recognised whose id is not known
    request_id       TEXT UNIQUE,           -- PCI Booking's; null until it is known
    sending          TEXT NOT NULL,         -- sending | sent | unknown | failed | set_aside
    status           TEXT NOT NULL DEFAULT '',
    status_at        INTEGER,
    card_uri         TEXT,                  -- the card that this request brought
    original_uri     TEXT,                  -- security_code: the card that was asked about
    original_deleted INTEGER NOT NULL DEFAULT 0,
    retention_until  INTEGER,
    cancelled        INTEGER NOT NULL DEFAULT 0,
    trouble          TEXT NOT NULL DEFAULT '',
    asked_at         INTEGER NOT NULL,
    poll_at          INTEGER                -- null: nothing more is expected
);
CREATE INDEX IF NOT EXISTS card_request_booking ON card_request (booking_id);
CREATE INDEX IF NOT EXISTS card_request_poll ON card_request (poll_at) WHERE poll_at IS NOT NULL;

-- The queue: callbacks as they came, and what the worker has still to do.
CREATE TABLE IF NOT EXISTS job (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    kind        TEXT NOT NULL,              -- callback | poll | retention | delete_original
    reference   TEXT NOT NULL,
    dedupe_key  TEXT NOT NULL,              -- of a callback, CotpCallback::dedupeKey()
    request_id  TEXT,                       -- callback: as told
    raw_status  TEXT,                       -- callback: as told
    told_time   TEXT,                       -- callback: as told
    state       TEXT NOT NULL DEFAULT 'waiting',    -- waiting | done | failed
    result      TEXT NOT NULL DEFAULT '',
    attempts    INTEGER NOT NULL DEFAULT 0,
    created_at  INTEGER NOT NULL,
    due_at      INTEGER NOT NULL,
    finished_at INTEGER
);
-- Per reference, so that whoever knows one guest's URL cannot use up another guest's event.
CREATE UNIQUE INDEX IF NOT EXISTS job_once ON job (dedupe_key, reference);
CREATE INDEX IF NOT EXISTS job_reference ON job (reference);
CREATE INDEX IF NOT EXISTS job_due ON job (due_at, id) WHERE state = 'waiting';
