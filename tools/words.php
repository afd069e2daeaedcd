<?php
// SPDX-License-Identifier: BSD-3-Clause

/*
 * The words that this project does not use, for tools/check-style: what to write instead => [pattern, allowed pattern…]. An allowed
 * pattern removes the legitimate uses from a line before it is searched. Everyday words (over, left, done, task) are not here: they
 * are reviewed by eye. CONTRIBUTING.md, "Writing", has the reasons.
 */
declare(strict_types=1);

return [
    // HTTP and the life of a request
    'response, respond' => ['~answer~i', '~\bCotpOutcome::Answered\b|\bCOTP_(?:OUTCOME_)?ANSWERED\b|\bAnswered\b~'],
    'method' => ['~(?<![a-z])verbs?(?![a-z])~i', '~\bverb form\b~'],
    'request and response; attempt' => ['~exchange~i', '~\b(?:key|Diffie-Hellman) exchange\b|\bexchange rates?\b|\bAMQP\b.*\bexchange\b|\batomic_(?:compare_)?exchange~i'],
    'sent' => ['~depart(?:s|ed|ing|ures?)?(?![a-z])~i', '~arrival.*departure|departure_date~i'],
    'sent, returned, given' => ['~(?<![a-z])hand(?:s|ed|ing)?[ _-]out(?![a-z])~i'],
    'retry, retry_safe' => ['~repeatable|schedule_repeat|repeat_at_once|pause_before_repeat~i'],
    'finished' => ['~(?<![a-z])settle[sd]?(?![a-z])|(?<![a-z])settling(?![a-z])~i'],
    'in progress' => ['~\bunder[ -]?way\b~i'],
    'may_have_been_processed, response_lost' => ['~perhaps_done|(?:->|\.)lost\b~', '~\.lost\b(?! =)(?=[^;]*\$)~'],
    'outcome' => ['~verdict~i'],
    'operation, cotp_operation_kind' => ['~\bcotp_task|\bCOTP_TASK|cotp_client_task|\bbatch_task|\bcard_task~'],
    'cotp_http_signal: CONTINUE, DRAIN, STOP' => ['~(?<![a-z])(?:wish(?:es|ed)?|go_on|wind(?:s|ing)?_up|wound[ _]up|winding up|winds? up)(?![a-z])~i'],
    'redact' => ['~(?<![a-z])str(?:ike|ikes|uck|iking)[ _-]out(?![a-z])~i'],
    'invalid' => ['~(?<![a-z])unfit(?![a-z])~i'],
    'utc_time' => ['~(?<![a-z])civil(?![a-z])~i'],
    'certificate authority (CA), signed by' => ['~authorit(?:y|ies)(?![a-z])|(?<![a-z])vouch~i',
        '~certificate authorit(?:y|ies)|:authority\b|\bauthority component\b|\$authority\b|authority(?:Info|Key)~i'],
    'CotpAttempt' => ['~CotpExchange|cotp_ce_exchange~'],
    'the new name of the file' => ['~cotp_http_transfer\.[ch]|cotp_http_verdict|cotp_client_task|cotp_wire_answer|(?<![\w/.@-])(?:sandbox|polyfill)/(?!\$)~'],

    // plain English
    'has no, is not a, does not' => ['~\bnames no(?:ne|thing)?\b|\bis none\b|\bare none\b|\bis no\b(?! longer| more| less)~i',
        '~\bthere (?:is|was|are) no(?:ne)?\b~i'],
    'contain, have room for, own' => ['~\bmust (?:not )?hold (?:a|an|the|valid|no|only)\b|\bholds (?:a |an |the )?(?:card|valid|value|text|number|key|secret)~i'],
    'anyone who, a caller that' => ['~\bfor who(?:ever)? wants?\b|\bwho(?:ever)? passes\b|^\W*(?:Who|Whoever) [a-z]+s\b~'],
    'out of memory' => ['~\bmemory (?:is|was|runs) short\b~i'],
    'if it cannot be had: is not available' => ['~\bnot to be had\b|\bto be had\b~i'],
    'US spelling' => ['~(?:serial|author|initial|normal|recogn|minim|maxim|optim|organ|util|synchron|general|capital|token|sanit|neutral|final|real|custom)is(?:e[srd]?|ing|ation|able)\b'
        . '|behaviour|honour|(?<![a-z])colours?\b|\bcancelled\b|\banalys(?:e[srd]?|ing)\b|\bcentre\b|\blicence\b|\bcatalogue\b|\bfavour|\bneighbour~i'],
];
