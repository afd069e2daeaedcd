-- SPDX-License-Identifier: BSD-3-Clause
-- Times are Unix seconds of the sandbox's own clock. An account is a digest of the API key, never the key.

CREATE TABLE IF NOT EXISTS setting (
    name  TEXT PRIMARY KEY,
    value REAL NOT NULL
);

CREATE TABLE IF NOT EXISTS card_request (
    number       INTEGER PRIMARY KEY AUTOINCREMENT,
    id           TEXT NOT NULL UNIQUE,
    account      TEXT NOT NULL,
    kind         TEXT NOT NULL,             -- card | cvv
    fields       TEXT NOT NULL,             -- the body as submitted, JSON
    link         TEXT NOT NULL UNIQUE,
    callback_url TEXT,
    source_token TEXT,                      -- cvv only: the stored card whose code is requested
    stored_token TEXT,                      -- the token that the completed form created
    status       TEXT NOT NULL,
    status_time  REAL NOT NULL,
    next_step_at REAL,                      -- SMS only: when the next status is due
    expires_at   REAL                       -- null once the link is closed
);

CREATE TABLE IF NOT EXISTS status_change (
    number  INTEGER PRIMARY KEY AUTOINCREMENT,
    request TEXT NOT NULL,
    status  TEXT NOT NULL,
    time    REAL NOT NULL
);

CREATE TABLE IF NOT EXISTS message (
    number    INTEGER PRIMARY KEY AUTOINCREMENT,
    request   TEXT NOT NULL,
    channel   TEXT NOT NULL,                -- Email | SMS
    recipient TEXT NOT NULL,
    subject   TEXT NOT NULL,
    text      TEXT NOT NULL,
    time      REAL NOT NULL
);

CREATE TABLE IF NOT EXISTS callback (
    number          INTEGER PRIMARY KEY AUTOINCREMENT,
    request         TEXT NOT NULL,
    status          TEXT NOT NULL,          -- the one that the body reports
    url             TEXT NOT NULL,
    body            TEXT NOT NULL,
    state           TEXT NOT NULL,          -- waiting | delivered | given_up | refused
    next_attempt_at REAL
);

CREATE TABLE IF NOT EXISTS callback_attempt (
    number   INTEGER PRIMARY KEY AUTOINCREMENT,
    callback INTEGER NOT NULL,
    time     REAL NOT NULL,
    result   TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS card (
    token              TEXT PRIMARY KEY,
    account            TEXT NOT NULL,
    last_four          TEXT NOT NULL,       -- nothing else of a card number is stored
    first_tokenized_at REAL NOT NULL,
    cvv_captured_at    REAL NOT NULL,
    cvv_until          REAL,                -- null: there is no security code any more
    delete_with_cvv    INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE IF NOT EXISTS destination (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    card   TEXT NOT NULL,
    type   TEXT NOT NULL,
    data   TEXT NOT NULL,
    quota  INTEGER NOT NULL,
    usage  INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE IF NOT EXISTS fault (
    number    INTEGER PRIMARY KEY AUTOINCREMENT,
    account   TEXT,                         -- null: all accounts
    operation TEXT NOT NULL,                -- the name of an operation, or any
    remaining INTEGER NOT NULL,
    details   TEXT NOT NULL                 -- JSON
);

CREATE TABLE IF NOT EXISTS counter (
    account   TEXT NOT NULL,
    operation TEXT NOT NULL,
    received  INTEGER NOT NULL DEFAULT 0,
    processed INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (account, operation)
);

CREATE INDEX IF NOT EXISTS card_request_step ON card_request (next_step_at) WHERE next_step_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS card_request_expiry ON card_request (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS card_cvv_until ON card (cvv_until) WHERE cvv_until IS NOT NULL;
CREATE INDEX IF NOT EXISTS callback_due ON callback (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS status_change_request ON status_change (request);
CREATE INDEX IF NOT EXISTS message_request ON message (request);
CREATE INDEX IF NOT EXISTS callback_request ON callback (request);
CREATE INDEX IF NOT EXISTS callback_attempt_callback ON callback_attempt (callback);
CREATE INDEX IF NOT EXISTS destination_card ON destination (card);
