/* SPDX-License-Identifier: BSD-3-Clause */
/* Every attempt in every situation. */
#include "explore.h"

#include "../../cotp_http_outcome.h"

#define FIRST_STATUS 100
#define LAST_STATUS  599
#define STATUSES     (1 + LAST_STATUS - FIRST_STATUS + 1) /* 0: none */
#define BODY_LENGTH  7

/* ---- failing ---- */

void explore_violated(const exploration *e, situation from, const model_attempt *attempt, const char *rule)
{
	const cotp_error *error = &e->response.error;
	fail_msg(
		"%s: \"%s\"\n  before: may_have_been_processed %d, response_lost %d, could %d, unknown %d, processed %d\n"
		"  attempt: code %d, status %d, block %d, body %d, request_sent %d, reused %d, too_large %d, time_is_up %d\n"
		"  result: domain %d, outcome %d, http_status %d, retryable %d: %s",
		e->operation->name, rule, from.may_have_been_processed, from.response_lost, from.history.could,
		from.history.unknown, from.history.processed, attempt->code, attempt->status, attempt->block, attempt->body,
		attempt->request_sent, attempt->reused, attempt->too_large, attempt->time_is_up, error->domain, error->outcome,
		error->http_status, error->retryable, error->message);
}

/* ---- the code under test ---- */

static cotp_buffer body_with(int code)
{
	static char nothing_done[] = "{\"code\":-175,\"message\":\"m\"}";
	static char other[] = "{\"code\":-125,\"message\":\"m\"}";
	char *data = code == -175 ? nothing_done : code ? other : NULL;
	return (cotp_buffer){ .data = data, .length = data ? strlen(data) : 0 };
}

static void set_up_attempt(exploration *e, situation from, const model_attempt *attempt, double retry_after)
{
	static const size_t bytes[] = { 0, 1, BODY_LENGTH };
	cotp_error_clear(&e->response.error);
	e->response.status = attempt->status;
	e->response.body = body_with(attempt->block);
	e->response.may_have_been_processed = from.may_have_been_processed;
	e->response.response_lost = from.response_lost;
	e->attempt.body_bytes_sent = bytes[attempt->body];
	e->attempt.request_sent = attempt->request_sent;
	e->attempt.reused = attempt->reused;
	e->attempt.too_large = attempt->too_large;
	e->attempt.fit = attempt->is_foreign ? COTP_HTTP_FOREIGN : COTP_HTTP_FITS;
	e->attempt.fresh = !attempt->reused;
	e->end.code = attempt->code;
	e->end.time_is_up = attempt->time_is_up;
	e->end.retry_after = retry_after;
}

static model_end end_of(const exploration *e, bool may_retry)
{
	const cotp_error *error = &e->response.error;
	return (model_end){ error->domain, error->outcome, error->http_status, error->retryable, may_retry };
}

static bool ends_are_equal(model_end a, model_end b)
{
	return a.domain == b.domain && (a.domain == COTP_ERROR_NONE || a.outcome == b.outcome) &&
		   a.http_status == b.http_status && a.retryable == b.retryable && a.may_retry == b.may_retry;
}

/* ---- requests that the run ends ---- */

/* Expects e->attempt to be an attempt in progress, or one that will be followed by another. */
static void explore_ended(exploration *e, situation from, const model_attempt *progress, bool has_forked)
{
	static const cotp_error_domain domains[] = { COTP_ERROR_INTERRUPTED, COTP_ERROR_TRANSPORT };
	bool is_processed = from.history.could || has_forked || model_can_be_processed(e->operation, progress);
	model_history after = model_after(e->operation, from.history, progress, is_processed); /* at worst */
	for (size_t i = 0; i < COUNT_OF(domains); i++) {
		e->response.may_have_been_processed = from.may_have_been_processed || has_forked;
		bool is_awaited = cotp_http_outcome_may_have_been_processed(&e->attempt);
		cotp_http_outcome_of_ended(&e->attempt, domains[i], "reason");
		model_end end = end_of(e, false);
		const char *broken = model_rule_broken_by_ended(e->operation, progress, after, &end);
		if (broken) {
			explore_violated(e, from, progress, broken);
		}
		if (!ends_are_equal(end, model_expected_ended(e->operation, from.history, progress, domains[i], has_forked)) ||
			e->response.error.interrupted != (domains[i] == COTP_ERROR_INTERRUPTED)) {
			explore_violated(e, from, progress, "a request that was ended has the error of the table");
		}
		if (is_awaited != (after.could || has_forked)) {
			explore_violated(e, from, progress, "a run that drains awaits what may have been processed");
		}
		e->ended++;
	}
}

static void explore_ended_in_attempt(exploration *e, situation from)
{
	model_body bodies = e->operation->has_body ? MODEL_BODY_ALL : MODEL_BODY_NONE;
	for (int flags = 0; flags < 8; flags++) {
		for (model_body body = MODEL_BODY_NONE; body <= bodies; body++) {
			model_attempt progress = {
				.code = CURLE_ABORTED_BY_CALLBACK, .body = body, .request_sent = flags & 1, .reused = flags & 2
			};
			set_up_attempt(e, from, &progress, -1.0);
			explore_ended(e, from, &progress, flags & 4);
		}
	}
}

/* In the pause after an attempt, the fields of the attempt are still set. */
static void explore_ended_in_pause(exploration *e, const consequence *found)
{
	static const model_attempt nothing = { .code = CURLE_ABORTED_BY_CALLBACK };
	for (int has_forked = 0; has_forked < 2; has_forked++) {
		explore_ended(e, e->situations[found->to], &nothing, has_forked);
	}
}

/* ---- attempts ---- */

static bool situations_are_equal(const situation *a, const situation *b)
{
	return a->may_have_been_processed == b->may_have_been_processed && a->response_lost == b->response_lost &&
		   a->history.could == b->history.could && a->history.unknown == b->history.unknown;
}

static size_t situation_of(exploration *e, situation wanted)
{
	for (size_t i = 0; i < e->situation_count; i++) {
		if (situations_are_equal(&e->situations[i], &wanted)) {
			return i;
		}
	}
	assert_true(e->situation_count < EXPLORE_SITUATIONS);
	e->situations[e->situation_count] = wanted;
	return e->situation_count++;
}

static size_t key_of(const consequence *found)
{
	size_t key = found->to;
	key = key << 1 | found->is_stale;
	key = key << 4 | found->domain;
	key = key << 2 | found->outcome;
	key = key << 2 | (found->retry_after > 1.0 ? 2U : found->retry_after > 0.0);
	key = key << 1 | found->request_sent;
	key = key << 1 | found->reused;
	key = key << 1 | found->fresh;
	key = key << 1 | found->is_foreign;
	key = key << 2 | (found->body_bytes_sent > 1 ? 2U : found->body_bytes_sent > 0);
	return key << 1 | (found->example.code == CURLE_OK);
}

static void keep_consequence(exploration *e, size_t from, const model_attempt *attempt)
{
	situation after = { e->response.may_have_been_processed, e->response.response_lost,
		model_after(e->operation, e->situations[from].history, attempt, false) };
	consequence found = { .from = from,
		.to = situation_of(e, after),
		.example = *attempt,
		.is_stale = model_is_stale(e->operation, e->situations[from].history, attempt),
		.domain = e->response.error.domain,
		.outcome = e->response.error.outcome,
		.retry_after = e->response.error.retry_after,
		.request_sent = e->attempt.request_sent,
		.reused = e->attempt.reused,
		.fresh = e->attempt.fresh,
		.is_foreign = attempt->is_foreign,
		.body_bytes_sent = e->attempt.body_bytes_sent };
	bool *seen = &e->seen[key_of(&found)];
	if (!*seen) {
		*seen = true;
		assert_true(e->consequence_count < EXPLORE_CONSEQUENCES);
		e->consequences[e->consequence_count++] = found;
		explore_ended_in_pause(e, &found);
	}
}

/* The service may have processed each attempt before, and this one, or not. */
static void check_worlds(exploration *e, situation from, const model_attempt *attempt, const model_end *end)
{
	bool can[] = { model_can_be_unprocessed(attempt), model_can_be_processed(e->operation, attempt) };
	for (int processed = 0; processed <= (from.history.could ? 2 : 0); processed++) {
		for (int now = 0; now < 2; now++) {
			if (can[now]) {
				from.history.processed = processed;
				model_history after = model_after(e->operation, from.history, attempt, now);
				const char *broken = model_rule_broken_by_end(e->operation, from.history, attempt, after, end);
				if (broken) {
					explore_violated(e, from, attempt, broken);
				}
				e->states++;
			}
		}
	}
}

static void check_details(const exploration *e, situation from, const model_attempt *attempt, double retry_after)
{
	const cotp_error *error = &e->response.error;
	bool is_api = error->domain == COTP_ERROR_API;
	if (error->api_code != (is_api ? attempt->block : 0) || error->retry_after != (is_api ? retry_after : -1.0)) {
		explore_violated(e, from, attempt, "the code and Retry-After are those of the response");
	}
	if ((error->domain == COTP_ERROR_NONE) != !*error->message || error->interrupted) {
		explore_violated(e, from, attempt, "an error has a message, and a success has none");
	}
}

/* A delete that finds nothing; the other operations never take that for a success. */
static void check_absent(const exploration *e, situation from, const model_attempt *attempt)
{
	static cotp_operation operation;
	static cotp_error error;
	operation.kind = e->kind;
	operation.response = e->response;
	bool has_failed = e->response.error.domain != COTP_ERROR_NONE;
	bool is_done = cotp_operation_conclude(&operation, &error);
	if (has_failed && is_done && !from.history.could) {
		explore_violated(e, from, attempt, "what is absent is done only if an earlier attempt may have been processed");
	}
	if (is_done != (!has_failed || model_is_done_if_absent(e->operation, from.history, attempt))) {
		explore_violated(e, from, attempt, "what is absent is done if an earlier attempt may have been processed");
	}
}

void explore_attempt(exploration *e, size_t index, const model_attempt *attempt, double retry_after)
{
	situation from = e->situations[index];
	set_up_attempt(e, from, attempt, retry_after);
	bool may_retry = cotp_http_outcome_of_attempt(&e->settings, &e->attempt, &e->end);
	model_end end = end_of(e, may_retry);
	check_worlds(e, from, attempt, &end);
	if (!ends_are_equal(end, model_expected(e->operation, from.history, attempt))) {
		explore_violated(e, from, attempt, "an attempt's end has the error of the table");
	}
	check_details(e, from, attempt, retry_after);
	check_absent(e, from, attempt);
	if (may_retry) {
		keep_consequence(e, index, attempt);
	}
	e->attempts++;
}

/* ---- every attempt ---- */

static int status_at(int index)
{
	return index ? FIRST_STATUS + index - 1 : 0;
}

static void explore_complete(exploration *e, size_t from, model_attempt *attempt)
{
	static const int blocks[] = { 0, -175, -125 };
	static const double retry_afters[] = { -1.0, 1.0, 31536000.0 };
	attempt->code = CURLE_OK;
	attempt->request_sent = true;
	for (size_t i = 0; i < COUNT_OF(blocks) * COUNT_OF(retry_afters); i++) {
		attempt->block = blocks[i % COUNT_OF(blocks)];
		explore_attempt(e, from, attempt, retry_afters[i / COUNT_OF(blocks)]);
	}
	attempt->is_foreign = attempt->status >= 200 && attempt->status < 300;
	if (attempt->is_foreign) {
		explore_attempt(e, from, attempt, -1.0);
	}
	attempt->is_foreign = false;
	attempt->block = 0;
}

/* Whatever is in an incomplete response must not count. */
static void explore_incomplete(exploration *e, size_t from, model_attempt *attempt)
{
	for (attempt->code = CURLE_OK + 1; attempt->code < CURL_LAST; attempt->code++) {
		int ends = attempt->code == CURLE_OPERATION_TIMEDOUT ? 8 : 4;
		for (int flags = 0; flags < ends; flags++) {
			attempt->request_sent = flags & 1;
			attempt->block = flags & 2 ? -175 : 0;
			attempt->time_is_up = flags & 4;
			explore_attempt(e, from, attempt, flags & 2 ? 1.0 : -1.0);
		}
	}
	attempt->time_is_up = false;
	attempt->block = 0;
}

static void explore_too_large(exploration *e, size_t from, model_attempt *attempt)
{
	attempt->too_large = true;
	attempt->request_sent = true;
	for (attempt->code = CURLE_OK; attempt->code < CURL_LAST; attempt->code++) {
		explore_attempt(e, from, attempt, -1.0);
	}
	attempt->too_large = false;
}

static int bodies_of(const exploration *e)
{
	return e->operation->has_body ? MODEL_BODY_ALL + 1 : 1;
}

static void explore_situation(exploration *e, size_t from)
{
	memset(e->seen, 0, sizeof(e->seen));
	explore_ended_in_attempt(e, e->situations[from]);
	for (int i = 0; i < STATUSES * 2 * bodies_of(e); i++) {
		model_attempt attempt = {
			.status = status_at(i % STATUSES), .reused = i / STATUSES % 2, .body = (model_body)(i / STATUSES / 2)
		};
		explore_complete(e, from, &attempt);
		explore_incomplete(e, from, &attempt);
		explore_too_large(e, from, &attempt);
	}
}

void explore_begin(exploration *e, const model_operation *operation, cotp_operation_kind kind)
{
	memset(e, 0, sizeof(*e));
	e->operation = operation;
	e->kind = kind;
	e->situation_count = 1;
	e->settings.timeout = 10.0;
	e->request = (cotp_http_request){ .method = "POST",
		.url = "https://service.example/api",
		.route = "/route",
		.body = { operation->has_body ? "{\"a\":1}" : NULL, operation->has_body ? BODY_LENGTH : 0 },
		.retry_safe = operation->retry_safe };
	e->attempt.request = &e->request;
	e->attempt.response = &e->response;
	strcpy(e->end.text, "text");
}

void explore_attempts(exploration *e)
{
	for (size_t i = 0; i < e->situation_count; i++) {
		explore_situation(e, i);
	}
}
