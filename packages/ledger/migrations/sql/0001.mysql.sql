-- SPDX-License-Identifier: BSD-3-Clause
-- cotp/ledger, schema version 1, MariaDB and MySQL.
-- Times are Unix milliseconds. lease_until and viewed_at come from the clock of the database, all others from that of the site.

-- The version of the schema, the epoch, and the time of the next look-up.
CREATE TABLE cotp_ledger_meta (
    name  VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    value VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- One row per attempt at a question. The row is committed before the message is sent.
CREATE TABLE cotp_ledger_question (
    id               BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    account          VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- environment/name
    question_key     VARCHAR(191) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    attempt          INTEGER NOT NULL,                                        -- 1, and one more for each askAgain()
    reference        VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL UNIQUE, -- random; the callback URL is signed for it
    origin           VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- ask | again | remind | switch
    state            VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- reserved | not_sent | sent | unknown | ended
    ending           VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,  -- card_stored | expired | failed | canceled
    form_digest      VARCHAR(90) CHARACTER SET ascii COLLATE ascii_bin NULL,  -- keyed; without the callback URL
    callback_digest  VARCHAR(90) CHARACTER SET ascii COLLATE ascii_bin NULL,  -- keyed; identifies a request whose id is not known
    recipient_digest VARCHAR(90) CHARACTER SET ascii COLLATE ascii_bin NULL,  -- keyed
    form_encrypted   MEDIUMTEXT NULL,                                         -- only while a policy may need the form
    request_id       VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NULL,
    unconfirmed_id   VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NULL, -- from a callback, without an echo of our reference
    status           VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    raw_status       VARCHAR(128) NOT NULL DEFAULT '',
    trouble          VARCHAR(255) NOT NULL DEFAULT '',
    asked_at         BIGINT NOT NULL,
    state_at         BIGINT NOT NULL,
    viewed_at        BIGINT NULL,                                             -- when the guest was last seen at the form
    ended_at         BIGINT NULL,
    cancel_started   INTEGER NOT NULL DEFAULT 0,
    notified         INTEGER NOT NULL DEFAULT 0,                              -- whether the listeners of the end have returned
    look_ups         INTEGER NOT NULL DEFAULT 0,
    due_at           BIGINT NULL,                                             -- the next look-up, or the next attempt to notify
    policy_at        BIGINT NULL,
    policy_step      VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,  -- what a policy has begun: remind | switch, or stopped (by cancel())
    time_zone        VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,  -- the guest's, for quiet hours
    lease_owner      VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    lease_until      BIGINT NULL,
    fence            INTEGER NOT NULL DEFAULT 1,                              -- grows with each owner
    epoch            INTEGER NOT NULL,
    UNIQUE (account, question_key, attempt),
    UNIQUE (account, request_id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX cotp_ledger_question_due ON cotp_ledger_question (due_at);
CREATE INDEX cotp_ledger_question_policy ON cotp_ledger_question (policy_at);
CREATE INDEX cotp_ledger_question_lease ON cotp_ledger_question (state, lease_until);
CREATE INDEX cotp_ledger_question_recipient ON cotp_ledger_question (recipient_digest, asked_at);
CREATE INDEX cotp_ledger_question_ended ON cotp_ledger_question (ended_at);

-- Callbacks as received. Unique per reference: the owner of one callback URL cannot use up an event of another.
CREATE TABLE cotp_ledger_inbox (
    id          BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    account     VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    reference   VARCHAR(96) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    dedupe_key  VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    request_id  VARCHAR(128) NOT NULL,  -- as received
    raw_status  VARCHAR(128) NOT NULL,                                        -- as received
    told_time   VARCHAR(128) NOT NULL,                                        -- as received
    state       VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'waiting', -- waiting | done | ignored | failed
    result      VARCHAR(255) NOT NULL DEFAULT '',
    attempts    INTEGER NOT NULL DEFAULT 0,
    received_at BIGINT NOT NULL,
    due_at      BIGINT NULL,                                                  -- null: processed
    done_at     BIGINT NULL,
    lease_owner VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    lease_until BIGINT NULL,
    fence       INTEGER NOT NULL DEFAULT 0,
    UNIQUE (reference, account, dedupe_key)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX cotp_ledger_inbox_due ON cotp_ledger_inbox (due_at, id);
CREATE INDEX cotp_ledger_inbox_done ON cotp_ledger_inbox (done_at);

-- Decisions of persons and policies.
CREATE TABLE cotp_ledger_history (
    id           BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    account      VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    question_key VARCHAR(191) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    attempt      INTEGER NOT NULL,
    happened_at  BIGINT NOT NULL,
    actor        VARCHAR(128) NOT NULL,                                       -- a person, or "policy"
    action       VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    detail       VARCHAR(255) NOT NULL DEFAULT ''
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX cotp_ledger_history_key ON cotp_ledger_history (account, question_key);

-- Ended questions after archive(): their keys stay known for ever.
CREATE TABLE cotp_ledger_archive (
    account      VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    question_key VARCHAR(191) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    attempt      INTEGER NOT NULL,
    reference    VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    request_id   VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ending       VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    status       VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    asked_at     BIGINT NOT NULL,
    ended_at     BIGINT NOT NULL,
    PRIMARY KEY (account, question_key, attempt)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- One row per recipient, locked while messages to the recipient are counted. Only with Policies::$messagesPerRecipient.
CREATE TABLE cotp_ledger_recipient (
    recipient_digest VARCHAR(90) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    asked_at         BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Keys that a person released after the database was restored.
CREATE TABLE cotp_ledger_release (
    account      VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    question_key VARCHAR(191) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- * for all keys of the account
    epoch        INTEGER NOT NULL,
    released_by  VARCHAR(128) NOT NULL,
    released_at  BIGINT NOT NULL,
    PRIMARY KEY (account, question_key, epoch)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

INSERT INTO cotp_ledger_meta (name, value) VALUES ('epoch', '1');
INSERT INTO cotp_ledger_meta (name, value) VALUES ('next_look_up', '0');
INSERT INTO cotp_ledger_meta (name, value) VALUES ('version', '1');
