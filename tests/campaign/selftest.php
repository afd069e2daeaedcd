<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCampaign;

use PDO;

/* Each check of the audit must find its planted fault: php tests/campaign/selftest.php */

require __DIR__ . '/lib/load.php';

/** A world in which all is well: question 1 has no fault, 3 a lost response, 12 was not processed. */
const SANDBOX = "
    INSERT INTO card_request (id, account, kind, fields, link, status, status_time) VALUES ('r1', 'a', 'card', '{}', 'l1', 'CardStored', 1), ('r3', 'a', 'card', '{}', 'l3', 'CardStored', 1);
    INSERT INTO message (request, channel, recipient, subject, text, time) VALUES ('r1', 'Email', 'q1+card-stored@example.com', '', '', 1), ('r3', 'Email', 'q3+card-stored@example.com', '', '', 1);
    INSERT INTO callback (number, request, status, url, body, state) VALUES (1, 'r1', 'CardStored', 'u', '{\"RequestID\": \"r1\", \"LastNotifiedStatus\": \"CardStored\"}', 'delivered'),
        (2, 'r3', 'CardStored', 'u', '{\"RequestID\": \"r3\", \"LastNotifiedStatus\": \"CardStored\"}', 'delivered');
    INSERT INTO callback_attempt (callback, time, result) VALUES (1, 1, '204'), (2, 1, '204');
";
const LEDGER = "
    INSERT INTO cotp_ledger_question (account, question_key, attempt, reference, origin, state, ending, request_id, status, asked_at, state_at, notified, epoch, trouble) VALUES
        ('a', 'question-1', 1, 'a', 'ask', 'ended', 'card_stored', 'r1', 'CardStored', 1, 1, 1, 1, ''),
        ('a', 'question-3', 1, 'b', 'ask', 'ended', 'card_stored', 'r3', 'CardStored', 1, 1, 1, 1, ''),
        ('a', 'question-12', 1, 'c', 'ask', 'unknown', NULL, NULL, '', 1, 1, 0, 1, 'the request was sent, but no complete response was received');
    INSERT INTO cotp_ledger_inbox (account, reference, dedupe_key, request_id, raw_status, told_time, state, received_at) VALUES ('a', 'a', 'd1', 'r1', 'CardStored', 't', 'done', 1), ('a', 'b', 'd3', 'r3', 'CardStored', 't', 'done', 1);
";
/** Check => the fault, in the sandbox or in the ledger. */
const PLANTED = [
    ['no guest was texted twice', "INSERT INTO message (request, channel, recipient, subject, text, time) VALUES ('r1', 'Email', 'q1+card-stored@example.com', '', '', 2)", ''],
    ['every confirmed question has a row', '', "DELETE FROM cotp_ledger_question WHERE question_key = 'question-12'"],
    ['every question without a fault has a stored card', '', "UPDATE cotp_ledger_question SET state = 'unknown', ending = NULL WHERE question_key = 'question-1'"],
    ['every question without a fault has a stored card', 'DELETE FROM message WHERE number = 1', "UPDATE cotp_ledger_question SET state = 'unknown', ending = NULL WHERE question_key = 'question-1'"],
    ['every processed question ends with the status of the service', '', "UPDATE cotp_ledger_question SET status = 'FormViewed' WHERE question_key = 'question-3'"],
    ['an unknown outcome is one of a question that was not processed', '', "UPDATE cotp_ledger_question SET state = 'unknown' WHERE question_key = 'question-3'"],
    ['every processed question ends with the status of the service', 'DELETE FROM callback_attempt', "UPDATE cotp_ledger_question SET status = 'FormViewed' WHERE question_key = 'question-3'"],
    ['every accepted callback was processed once', '', 'DELETE FROM cotp_ledger_inbox'],
    ['every accepted callback was processed once', '', "UPDATE cotp_ledger_inbox SET state = 'failed'"],
    ['every accepted callback was processed once', '', "INSERT INTO cotp_ledger_inbox SELECT id + 10, account, 'z', dedupe_key, request_id, raw_status, told_time, state, '', 0, 1, NULL, NULL, NULL, NULL, 0 FROM cotp_ledger_inbox"],
];
const UNREST = [
    ['questions without a row', '', 'DELETE FROM cotp_ledger_question'],
    ['open questions', '', "UPDATE cotp_ledger_question SET state = 'sent' WHERE question_key = 'question-1'"],
    ['processed messages whose callback is to come', '', "UPDATE cotp_ledger_question SET state = 'unknown' WHERE question_key = 'question-3'"],
    ['callbacks of the sandbox', "UPDATE callback SET state = 'waiting'", ''],
    ['callbacks of the ledger', '', 'UPDATE cotp_ledger_inbox SET due_at = 1'],
    ['ends without their listeners', '', 'UPDATE cotp_ledger_question SET notified = 0'],
];

function audit(string $folder, string $inSandbox, string $inLedger): Audit
{
    array_map(unlink(...), glob("$folder/*.db") ?: []);
    $root = dirname(__DIR__, 2);
    (new PDO("sqlite:$folder/sandbox.db"))->exec(file_get_contents("$root/packages/sandbox/schema.sql") . SANDBOX . $inSandbox);
    (new PDO("sqlite:$folder/ledger.db"))->exec(file_get_contents("$root/packages/ledger/migrations/sql/0001.sqlite.sql") . LEDGER . $inLedger);
    return new Audit(new Records("$folder/sandbox.db"), "sqlite:$folder/ledger.db", [1 => true, 3 => true, 12 => true]);
}

$folder = sys_get_temp_dir() . '/cotp-campaign-selftest-' . bin2hex(random_bytes(4));
mkdir($folder);
register_shutdown_function(static fn () => exec('rm -rf --one-file-system ' . escapeshellarg($folder)));
$good = audit($folder, '', '');
$lost = audit($folder, "UPDATE callback_attempt SET result = '503'", "UPDATE cotp_ledger_question SET state = 'unknown', ending = NULL, status = ''");
$wrong = array_filter([...$good->checks(), ...$good->unrest(), ...$lost->checks(), ...$lost->unrest()]);
foreach (PLANTED as [$check, $inSandbox, $inLedger]) {
    $found = array_filter(audit($folder, $inSandbox, $inLedger)->checks(), static fn (array $faults, string $name): bool => $faults !== [] && str_starts_with($name, $check), ARRAY_FILTER_USE_BOTH);
    $found !== [] || $wrong[] = "not found: $check";
}
foreach (UNREST as [$name, $inSandbox, $inLedger]) {
    in_array($name, audit($folder, $inSandbox, $inLedger)->unrest(), true) || $wrong[] = "not found: $name";
}
echo $wrong === [] ? '' : json_encode($wrong, JSON_PRETTY_PRINT) . "\n", count(PLANTED) + count(UNREST) + 1 - count($wrong), ' passed, ', count($wrong), " failed\n";
exit($wrong === [] ? 0 : 1);
