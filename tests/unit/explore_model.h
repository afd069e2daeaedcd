/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A model of a service that knows whether it processed a request, and of what a client may say and do about it. It was
 * written from the rules of docs/technotes.md ("Never twice"), not from the code: of the code it uses only the enums of
 * cotp_error.h.
 */
#ifndef EXPLORE_MODEL_H
#define EXPLORE_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#include "../../cotp_error.h"

typedef struct model_operation {
	const char *name;
	bool has_body;
	bool retry_safe;
	bool absent_is_done;
} model_operation;

typedef enum model_body { MODEL_BODY_NONE, MODEL_BODY_SOME, MODEL_BODY_ALL } model_body;

/* What happens in one attempt. Zeroed: nothing yet. */
typedef struct model_attempt {
	int code;   /* libcurl's */
	int status; /* the last one that arrived; 0: none */
	int block;  /* the code of the error block; 0: none */
	model_body body;
	bool request_sent;
	bool reused;
	bool too_large;
	bool time_is_up;
	bool is_foreign; /* a 2xx response that belongs to another request */
} model_attempt;

/* What happened before the attempt. Only the service knows the count. */
typedef struct model_history {
	bool could;    /* an attempt may have been processed, as far as the client can know */
	bool unknown;  /* the outcome was Unknown at some point */
	int processed; /* how many attempts the service processed; 2: two or more */
} model_history;

/* What the client says and does. */
typedef struct model_end {
	cotp_error_domain domain;
	cotp_outcome outcome;
	int http_status;
	bool retryable;
	bool may_retry;
} model_end;

/* Returns whether the service can have processed the attempt, or can have not. */
bool model_can_be_processed(const model_operation *operation, const model_attempt *attempt);
bool model_can_be_unprocessed(const model_attempt *attempt);

model_history model_after(
	const model_operation *operation, model_history before, const model_attempt *attempt, bool is_processed);

/* Returns the table of docs/technotes.md for this attempt. */
model_end model_expected(const model_operation *operation, model_history before, const model_attempt *attempt);

/* Returns the same for a request that the run ends during the attempt, or with a zeroed attempt before or after it. */
model_end model_expected_ended(const model_operation *operation, model_history before, const model_attempt *attempt,
	cotp_error_domain domain, bool has_forked);

/* Returns whether a 404 with a code means that the operation is done. */
bool model_is_done_if_absent(const model_operation *operation, model_history before, const model_attempt *attempt);

/* Returns the rule that this end breaks, or NULL. after is one of the histories to which the attempt can lead. */
const char *model_rule_broken_by_end(const model_operation *operation, model_history before,
	const model_attempt *attempt, model_history after, const model_end *end);
const char *model_rule_broken_by_ended(
	const model_operation *operation, const model_attempt *attempt, model_history after, const model_end *end);

/* A decision about a retry. Times in microseconds. */
typedef struct model_decision {
	int retries; /* the setting */
	int64_t timeout;
	int attempts;         /* made so far */
	int stale;            /* of these, on dead kept connections, before this one */
	bool had_foreign;     /* one of these had a foreign response, before this one */
	bool had_other_store; /* after one of these the other store of CA certificates was tried, before this one */
	bool is_unknown;      /* the store that was used does not contain the issuer of the certificate */
	double retry_after;
	int64_t now;
	int64_t deadline;
	bool draining;
	/* the result */
	bool retried;
	int64_t due;
	bool fresh; /* the next attempt must open a new connection */
	bool changed_store;
	int stale_after;
} model_decision;

/* Returns whether a dead kept connection was met and nothing was sent on it. */
bool model_is_stale(const model_operation *operation, model_history before, const model_attempt *attempt);

/* Returns the rule that this decision about an attempt breaks, or NULL. after is the history with the attempt. */
const char *model_rule_broken_by_decision(const model_operation *operation, const model_attempt *attempt, bool is_stale,
	model_history after, const model_decision *decision);

#endif
