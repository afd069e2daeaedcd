/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The exploration of what an attempt's end means. A situation is what is left of all earlier attempts, as far as it
 * matters to later ones. Every possible attempt is made in every situation that can be reached, and the consequences
 * that differ are kept; then every decision about a retry is made after each of them. So every sequence of attempts is
 * explored, whatever its length, and no part of one twice.
 */
#ifndef EXPLORE_H
#define EXPLORE_H

#include <curl/curl.h>

#include "../../cotp_client_operation.h"
#include "../../cotp_http_attempt.h"
#include "explore_model.h"
#include "unit.h"

#define EXPLORE_RETRIES      10 /* the highest setting */
#define EXPLORE_SITUATIONS   16
#define EXPLORE_CONSEQUENCES 1024
#define EXPLORE_KEY_BITS     20

typedef struct situation {
	bool may_have_been_processed, response_lost; /* of the code */
	model_history history;                       /* of the model; its count is not part of it */
} situation;

/* An attempt that may be followed by another. The first one found stands for all that look alike to what follows. */
typedef struct consequence {
	size_t from, to; /* situations */
	model_attempt example;
	bool is_stale;
	cotp_error_domain domain;
	cotp_outcome outcome;
	double retry_after;
	bool request_sent, reused, fresh, is_foreign;
	size_t body_bytes_sent;
} consequence;

typedef struct exploration {
	const model_operation *operation;
	cotp_operation_kind kind;
	situation situations[EXPLORE_SITUATIONS];
	size_t situation_count;
	consequence consequences[EXPLORE_CONSEQUENCES];
	size_t consequence_count;
	bool seen[1 << EXPLORE_KEY_BITS]; /* consequences of the current situation, by key */
	/* the code under test */
	cotp_http_settings settings;
	cotp_http_request request;
	cotp_http_response response;
	cotp_http_attempt attempt;
	cotp_http_attempt_end end;
	/* what was explored */
	uint64_t attempts, ended, states, decisions, paths;
} exploration;

void explore_begin(exploration *e, const model_operation *operation, cotp_operation_kind kind);

/* Makes one attempt in a situation, as it is set up in e, and checks what its end means. */
void explore_attempt(exploration *e, size_t situation, const model_attempt *attempt, double retry_after);

/* Makes every attempt in every situation. */
void explore_attempts(exploration *e);

/* Makes every decision about a retry with these settings. Needs the consequences of explore_attempts(). */
void explore_retries(exploration *e, int retries, double timeout);

/* Fails the test with a rule and the state that breaks it. */
void explore_violated(const exploration *e, situation from, const model_attempt *attempt, const char *rule);

#endif
