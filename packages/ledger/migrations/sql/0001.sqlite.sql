-- SPDX-License-Identifier: BSD-3-Clause
-- cotp/ledger, schema version 1, SQLite.
-- Times are Unix milliseconds. lease_until and viewed_at come from the clock of the database, all others from that of the site.

-- The version of the schema, the epoch, and the time of the next look-up.
CREATE TABLE cotp_ledger_meta (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- One row per attempt at a question. The row is committed before the message is sent.
CREATE TABLE cotp_ledger_question (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    account          TEXT NOT NULL,                                           -- environment/name
    question_key     TEXT NOT NULL,
    attempt          INTEGER NOT NULL,                                        -- 1, and one more for each askAgain()
    reference        TEXT NOT NULL UNIQUE,                                    -- random; the callback URL is signed for it
    origin           TEXT NOT NULL,                                           -- ask | again | remind | switch
    state            TEXT NOT NULL,                                           -- reserved | not_sent | sent | unknown | ended
    ending           TEXT NULL,                                               -- card_stored | expired | failed | canceled
    form_digest      TEXT NULL,                                               -- keyed; without the callback URL
    callback_digest  TEXT NULL,                                               -- keyed; identifies a request whose id is not known
    recipient_digest TEXT NULL,                                               -- keyed
    form_encrypted   TEXT NULL,                                               -- only while a policy may need the form
    request_id       TEXT NULL,
    unconfirmed_id   TEXT NULL,                                               -- from a callback, without an echo of our reference
    status           TEXT NOT NULL DEFAULT '',
    raw_status       TEXT NOT NULL DEFAULT '',
    trouble          TEXT NOT NULL DEFAULT '',
    asked_at         INTEGER NOT NULL,
    state_at         INTEGER NOT NULL,
    viewed_at        INTEGER NULL,                                            -- when the guest was last seen at the form
    ended_at         INTEGER NULL,
    cancel_started   INTEGER NOT NULL DEFAULT 0,
    notified         INTEGER NOT NULL DEFAULT 0,                              -- whether the listeners of the end have returned
    look_ups         INTEGER NOT NULL DEFAULT 0,
    due_at           INTEGER NULL,                                            -- the next look-up, or the next attempt to notify
    policy_at        INTEGER NULL,
    policy_step      TEXT NULL,                                               -- what a policy has begun: remind | switch, or stopped (by cancel())
    time_zone        TEXT NULL,                                               -- the guest's, for quiet hours
    lease_owner      TEXT NULL,
    lease_until      INTEGER NULL,
    fence            INTEGER NOT NULL DEFAULT 1,                              -- grows with each owner
    epoch            INTEGER NOT NULL,
    UNIQUE (account, question_key, attempt),
    UNIQUE (account, request_id)
);
CREATE INDEX cotp_ledger_question_due ON cotp_ledger_question (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX cotp_ledger_question_policy ON cotp_ledger_question (policy_at) WHERE policy_at IS NOT NULL;
CREATE INDEX cotp_ledger_question_lease ON cotp_ledger_question (state, lease_until) WHERE state = 'reserved';
CREATE INDEX cotp_ledger_question_unknown ON cotp_ledger_question (account, id) WHERE state = 'unknown';
CREATE INDEX cotp_ledger_question_recipient ON cotp_ledger_question (recipient_digest, asked_at) WHERE recipient_digest IS NOT NULL;
CREATE INDEX cotp_ledger_question_ended ON cotp_ledger_question (ended_at) WHERE ended_at IS NOT NULL;

-- Callbacks as received. Unique per reference: the owner of one callback URL cannot use up an event of another.
CREATE TABLE cotp_ledger_inbox (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    account     TEXT NOT NULL,
    reference   TEXT NOT NULL,
    dedupe_key  TEXT NOT NULL,
    request_id  TEXT NOT NULL,                                                -- as received
    raw_status  TEXT NOT NULL,                                                -- as received
    told_time   TEXT NOT NULL,                                                -- as received
    state       TEXT NOT NULL DEFAULT 'waiting',                              -- waiting | done | ignored | failed
    result      TEXT NOT NULL DEFAULT '',
    attempts    INTEGER NOT NULL DEFAULT 0,
    received_at INTEGER NOT NULL,
    due_at      INTEGER NULL,                                                 -- null: processed
    done_at     INTEGER NULL,
    lease_owner TEXT NULL,
    lease_until INTEGER NULL,
    fence       INTEGER NOT NULL DEFAULT 0,
    UNIQUE (reference, account, dedupe_key)
);
CREATE INDEX cotp_ledger_inbox_due ON cotp_ledger_inbox (due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX cotp_ledger_inbox_done ON cotp_ledger_inbox (done_at) WHERE done_at IS NOT NULL;

-- Decisions of persons and policies.
CREATE TABLE cotp_ledger_history (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    account      TEXT NOT NULL,
    question_key TEXT NOT NULL,
    attempt      INTEGER NOT NULL,
    happened_at  INTEGER NOT NULL,
    actor        TEXT NOT NULL,                                               -- a person, or "policy"
    action       TEXT NOT NULL,
    detail       TEXT NOT NULL DEFAULT ''
);
CREATE INDEX cotp_ledger_history_key ON cotp_ledger_history (account, question_key);

-- Ended questions after archive(): their keys stay known for ever.
CREATE TABLE cotp_ledger_archive (
    account      TEXT NOT NULL,
    question_key TEXT NOT NULL,
    attempt      INTEGER NOT NULL,
    reference    TEXT NOT NULL,
    request_id   TEXT NULL,
    ending       TEXT NOT NULL,
    status       TEXT NOT NULL,
    asked_at     INTEGER NOT NULL,
    ended_at     INTEGER NOT NULL,
    PRIMARY KEY (account, question_key, attempt)
);

-- One row per recipient, locked while messages to the recipient are counted. Only with Policies::$messagesPerRecipient.
CREATE TABLE cotp_ledger_recipient (
    recipient_digest TEXT NOT NULL PRIMARY KEY,
    asked_at         INTEGER NOT NULL
);

-- Keys that a person released after the database was restored.
CREATE TABLE cotp_ledger_release (
    account      TEXT NOT NULL,
    question_key TEXT NOT NULL,                                               -- * for all keys of the account
    epoch        INTEGER NOT NULL,
    released_by  TEXT NOT NULL,
    released_at  INTEGER NOT NULL,
    PRIMARY KEY (account, question_key, epoch)
);

INSERT INTO cotp_ledger_meta (name, value) VALUES ('epoch', '1');
INSERT INTO cotp_ledger_meta (name, value) VALUES ('next_look_up', '0');
INSERT INTO cotp_ledger_meta (name, value) VALUES ('version', '1');
