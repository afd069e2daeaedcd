-- SPDX-License-Identifier: BSD-3-Clause
-- Times are Unix seconds. The same tables as in schema.pgsql.sql. The questions to the guests are in the tables of cotp/ledger.

CREATE TABLE IF NOT EXISTS booking (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    guest           TEXT NOT NULL,
    email           TEXT NOT NULL,
    phone           TEXT NOT NULL,
    arrival         TEXT NOT NULL,                 -- YYYY-MM-DD
    nights          INTEGER NOT NULL,
    amount          TEXT NOT NULL,
    currency        TEXT NOT NULL,
    card_uri        TEXT,                          -- the card that is valid now: never shown in full
    card_attempt    INTEGER NOT NULL DEFAULT 0,   -- the attempt of the ledger that stored it
    card_renewed    INTEGER NOT NULL DEFAULT 0,   -- whether it replaced an earlier copy, to get the security code
    retention_until INTEGER,
    language        TEXT NOT NULL DEFAULT 'EN'     -- of the guest: ISO 639-1
);

-- The words by which bookings are found: see src/Search.php. A search reads a range of this table, in binary order.
CREATE TABLE IF NOT EXISTS booking_term (
    term       TEXT NOT NULL,
    booking_id INTEGER NOT NULL REFERENCES booking (id),
    PRIMARY KEY (term, booking_id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS booking_term_booking ON booking_term (booking_id, term);

-- What happened, for the agent to read: nothing is decided by it.
CREATE TABLE IF NOT EXISTS event (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    booking_id  INTEGER NOT NULL REFERENCES booking (id),
    happened_at INTEGER NOT NULL,
    text        TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS event_booking ON event (booking_id, id);
