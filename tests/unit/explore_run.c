/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Every path of the run through one call: the run of cotp_http.c with a libcurl and a clock of its own, which choose
 * how each attempt ends, and a caller that interrupts, drains or forks at each point. The path is repeated with the
 * next choice until there is none left.
 */
#include "explore_run.h"

#include <curl/curl.h>

#include "../../cotp_http.h"
#include "../../cotp_http_attempt.h"
#include "explore_model.h"
#include "unit.h"

#define MOST_CHOICES 256
#define MOST_KEYS    65536
#define RETRIES      2
#define TIMEOUT      10.0
#define BODY_LENGTH  7

/* ---- choices ---- */

typedef struct choice {
	int taken, count;
} choice;

static choice choices[MOST_CHOICES];
static size_t choice_count, choice_depth;
static bool is_known; /* the rest of the path was taken before */

static int choose(int count)
{
	if (is_known) {
		return 0;
	}
	if (choice_depth == choice_count) {
		assert_true(choice_count < MOST_CHOICES);
		choices[choice_count++] = (choice){ .count = count };
	}
	return choices[choice_depth++].taken;
}

/* Returns false if all paths have been taken. */
static bool next_path(void)
{
	choice_depth = 0;
	is_known = false;
	while (choice_count && choices[choice_count - 1].taken + 1 == choices[choice_count - 1].count) {
		choice_count--;
	}
	if (choice_count) {
		choices[choice_count - 1].taken++;
	}
	return choice_count > 0;
}

/* ---- the path ---- */

typedef struct path {
	const model_operation *operation;
	model_history history; /* its count is the most that the service can have processed */
	model_attempt now;     /* the attempt in progress, or the last one */
	model_end expected;    /* what the last attempt means */
	int64_t clock;
	int64_t started;
	size_t event;
	int attempts;
	int stale;
	bool had_foreign;
	bool in_progress, has_stayed;
	bool is_draining, is_stopped, has_forked, start_failed;
	bool was_ended; /* during an attempt */
} path;

static path p;

static void violated(const char *rule)
{
	fail_msg(
		"%s: \"%s\" with %d attempts, the last: code %d, status %d, block %d, body %d, request_sent %d, reused %d; "
		"draining %d, stopped %d, forked %d",
		p.operation->name, rule, p.attempts, p.now.code, p.now.status, p.now.block, p.now.body, p.now.request_sent,
		p.now.reused, p.is_draining, p.is_stopped, p.has_forked);
}

/* ---- the ends of an attempt ---- */

typedef struct event {
	int code, status, block;
	double retry_after;
	bool too_large, time_is_up;
	bool is_foreign;
	bool is_late; /* only when the time is nearly up */
} event;

/* Before the request was sent. The first needs a kept connection. */
static const event early[] = {
	{ .code = CURLE_ABORTED_BY_CALLBACK },
	{ .code = CURLE_COULDNT_CONNECT },
	{ .code = CURLE_COULDNT_CONNECT, .is_late = true },
	{ .code = CURLE_OPERATION_TIMEDOUT },
	{ .code = CURLE_OPERATION_TIMEDOUT, .is_late = true, .time_is_up = true },
};

static const event later[] = {
	{ .code = CURLE_RECV_ERROR },
	{ .code = CURLE_PARTIAL_FILE, .status = 201 },
	{ .code = CURLE_OPERATION_TIMEDOUT, .is_late = true, .time_is_up = true },
	{ .code = CURLE_WRITE_ERROR, .status = 200, .too_large = true },
	{ .status = 201 },
	{ .status = 200, .is_foreign = true },
	{ .status = 302 },
	{ .status = 400 },
	{ .status = 404, .block = -125 },
	{ .status = 408, .block = -175 },
	{ .status = 429, .retry_after = 0.05 },
	{ .status = 500 },
	{ .status = 503 },
	{ .status = 503, .is_late = true },
};

static const event *chosen_event(void)
{
	return p.now.request_sent ? &later[p.event] : &early[p.event];
}

/* ---- the clock ---- */

int64_t __wrap_cotp_clock_now(void)
{
	return p.clock;
}

double __wrap_cotp_clock_random(void)
{
	return 0.0;
}

/* ---- the attempt ---- */

static cotp_http_attempt *current;

/* What an attempt starts with. Two paths that have come to the same go on in the same ways. */
typedef struct start {
	int attempts, stale;
	int64_t late; /* the clock, once that matters */
	bool may_have_been_processed, response_lost, fresh, could, unknown, had_foreign;
} start;

static start starts[MOST_KEYS];
static size_t start_count;

static bool starts_are_equal(const start *a, const start *b)
{
	return a->attempts == b->attempts && a->stale == b->stale && a->late == b->late &&
		   a->may_have_been_processed == b->may_have_been_processed && a->response_lost == b->response_lost &&
		   a->fresh == b->fresh && a->could == b->could && a->had_foreign == b->had_foreign && a->unknown == b->unknown;
}

/* Ends the path at a start that other choices have led to. A path that is repeated up to its last choice continues. */
static void look_up_start(const cotp_http_attempt *attempt)
{
	start found = { .attempts = p.attempts,
		.stale = p.stale,
		.late = p.clock > p.started + 5000000 ? p.clock : 0,
		.may_have_been_processed = attempt->response->may_have_been_processed,
		.response_lost = attempt->response->response_lost,
		.fresh = attempt->fresh,
		.could = p.history.could,
		.had_foreign = p.had_foreign,
		.unknown = p.history.unknown };
	if (is_known || choice_depth < choice_count) {
		return;
	}
	for (size_t i = 0; i < start_count && !is_known; i++) {
		is_known = starts_are_equal(&starts[i], &found);
	}
	if (!is_known) {
		assert_true(start_count < MOST_KEYS);
		starts[start_count++] = found;
	}
}

bool __wrap_cotp_http_attempt_start(
	cotp_pool *pool, const cotp_http_settings *settings, cotp_http_attempt *attempt, cotp_error *error)
{
	if (p.is_draining || p.is_stopped || p.has_forked) {
		violated("nothing is started after a signal");
	}
	int64_t needed = p.operation->retry_safe ? 1 : 2000000;
	if (p.attempts && p.clock > p.started + (int64_t)(settings->timeout * 1e6) - needed) {
		violated("a retry starts before the deadline, and that of a send with enough time left");
	}
	if (!p.operation->retry_safe && p.history.could) {
		violated("a send is not retried after it may have been processed");
	}
	current = attempt;
	look_up_start(attempt);
	attempt->pool = pool;
	attempt->response->status = 0;
	attempt->response->body = (cotp_buffer){ .limit = 0 };
	attempt->body_bytes_sent = 0;
	attempt->request_sent = attempt->reused = attempt->too_large = attempt->ended = false;
	attempt->fit = COTP_HTTP_FITS;
	attempt->response->attempts++;
	p.attempts++;
	p.now = (model_attempt){ .code = CURLE_ABORTED_BY_CALLBACK };
	p.start_failed = choose(2);
	if (p.start_failed) {
		return cotp_error_memory(error);
	}
	p.now.reused = !attempt->fresh && choose(2);
	p.in_progress = true;
	p.has_stayed = false;
	attempt->easy = &p;
	return true;
}

/* Whether only the response can show what happened. */
static bool must_be_awaited(void)
{
	return !p.operation->retry_safe && (p.history.could || model_can_be_processed(p.operation, &p.now));
}

/* How far the attempt gets until libcurl gives the control back. */
static void make_progress(void)
{
	int steps = choose(p.operation->has_body ? 3 : 2);
	p.now.request_sent = steps > 0;
	p.now.body = steps > 1 ? MODEL_BODY_ALL : MODEL_BODY_NONE;
	current->request_sent = p.now.request_sent;
	current->body_bytes_sent = steps > 1 ? BODY_LENGTH : 0;
	current->reused = p.now.reused;
}

static void end_attempt(void)
{
	int first = p.now.request_sent || p.now.reused ? 0 : 1;
	int events = (int)(p.now.request_sent ? COUNT_OF(later) : COUNT_OF(early)) - first;
	p.event = (size_t)first + (size_t)choose(events);
	current->ended = true;
	if (chosen_event()->is_late) {
		p.clock = p.started + (int64_t)(TIMEOUT * 1e6) - (chosen_event()->time_is_up ? 0 : 1);
	}
}

CURLMcode __wrap_curl_multi_perform(CURLM *multi, int *running)
{
	(void)multi;
	*running = p.in_progress;
	if (p.is_stopped || p.has_forked) {
		violated("nothing continues after the run was stopped");
	}
	if (p.in_progress && p.is_draining && !must_be_awaited()) {
		violated("a drain ends what is safe to retry or was not sent");
	}
	if (p.in_progress && !p.has_stayed) {
		make_progress();
		p.has_stayed = true;
		if (choose(2)) {
			return CURLM_OK;
		}
	}
	if (p.in_progress) {
		end_attempt();
	}
	return CURLM_OK;
}

/* NOLINTBEGIN(readability-non-const-parameter): libcurl's signature */
CURLMcode __wrap_curl_multi_poll(
	CURLM *multi, struct curl_waitfd *extra, unsigned extra_count, int timeout_ms, int *ready)
{
	(void)multi;
	(void)extra;
	(void)extra_count;
	(void)ready;
	p.clock += (int64_t)timeout_ms * 1000;
	return CURLM_OK;
}
/* NOLINTEND(readability-non-const-parameter) */

void __wrap_cotp_http_attempt_collect(cotp_pool *pool)
{
	(void)pool;
}

/* Before libcurl 7.80, the real function asks libcurl. */
bool __wrap_cotp_http_attempt_has_sent_request(const cotp_http_attempt *attempt)
{
	return attempt->easy && attempt->request_sent;
}

void __wrap_cotp_http_attempt_use_last(cotp_http_attempt *attempt)
{
	(void)attempt;
}

/* Leaves the worst case in the history: everything that can have been processed was. */
static void note_end(void)
{
	bool can_be_processed = model_can_be_processed(p.operation, &p.now);
	p.expected = model_expected(p.operation, p.history, &p.now);
	p.stale += model_is_stale(p.operation, p.history, &p.now) && p.stale < 2;
	p.history = model_after(p.operation, p.history, &p.now, can_be_processed);
	p.in_progress = false;
}

void __wrap_cotp_http_finish(cotp_http_attempt *attempt, cotp_http_attempt_end *end, cotp_http_report *report)
{
	static char nothing_done[] = "{\"code\":-175}";
	static char other[] = "{\"code\":-125}";
	const event *chosen = chosen_event();
	char *body = chosen->block == -175 ? nothing_done : other;
	p.now.code = chosen->code;
	p.now.status = chosen->status;
	p.now.block = chosen->block;
	p.now.too_large = chosen->too_large;
	p.now.time_is_up = chosen->time_is_up;
	p.now.is_foreign = chosen->is_foreign;
	*end = (cotp_http_attempt_end){ .code = chosen->code,
		.text = "text",
		.retry_after = chosen->retry_after > 0 ? chosen->retry_after : -1.0,
		.time_is_up = chosen->time_is_up };
	*report = (cotp_http_report){ .protocol = "" };
	attempt->response->status = chosen->status;
	attempt->response->body = (cotp_buffer){ .data = body, .length = chosen->block ? strlen(body) : 0 };
	attempt->too_large = chosen->too_large;
	attempt->fit = chosen->is_foreign ? COTP_HTTP_FOREIGN : COTP_HTTP_FITS;
	p.had_foreign |= chosen->is_foreign;
	attempt->easy = NULL;
	note_end();
}

/* The run ends the attempt in progress. */
static void note_ended(void)
{
	cotp_error_domain domain = p.has_forked ? COTP_ERROR_TRANSPORT : COTP_ERROR_INTERRUPTED;
	p.expected = model_expected_ended(p.operation, p.history, &p.now, domain, p.has_forked);
	p.history = model_after(p.operation, p.history, &p.now, model_can_be_processed(p.operation, &p.now));
	p.in_progress = false;
	p.was_ended = true;
}

void __wrap_cotp_http_attempt_cancel(cotp_http_attempt *attempt)
{
	if (p.has_forked) {
		violated("the child of a fork does not touch the parent's handle");
	}
	if (!p.is_stopped && must_be_awaited()) {
		violated("a drain awaits a send that may have been processed");
	}
	attempt->easy = NULL;
	note_ended();
}

void __wrap_cotp_http_attempt_abandon(cotp_http_attempt *attempt)
{
	if (!p.has_forked) {
		violated("a handle is abandoned only in the child of a fork");
	}
	attempt->easy = NULL;
	note_ended();
}

/* ---- the pool ---- */

bool __wrap_cotp_pool_is_foreign(const cotp_pool *pool)
{
	(void)pool;
	return p.has_forked;
}

void __wrap_cotp_pool_begin_run(cotp_pool *pool, size_t concurrency)
{
	(void)pool;
	(void)concurrency;
}

void __wrap_cotp_pool_end_run(cotp_pool *pool)
{
	(void)pool;
	if (p.has_forked) {
		violated("the child of a fork does not touch the parent's pool");
	}
}

/* ---- the caller ---- */

static bool was_signalled(void)
{
	return p.is_draining || p.is_stopped || p.has_forked;
}

static cotp_http_signal check(void *context)
{
	(void)context;
	if (p.is_stopped || p.has_forked) {
		violated("nothing continues after the run was stopped");
	}
	if (p.is_draining && choose(2)) {
		p.is_stopped = true;
		return COTP_HTTP_DRAIN; /* the second time */
	}
	if (p.is_draining) {
		return COTP_HTTP_CONTINUE;
	}
	int chosen = choose(4);
	p.has_forked = chosen == 1;
	p.is_draining = chosen == 2;
	p.is_stopped = chosen == 3;
	return chosen < 2 ? COTP_HTTP_CONTINUE : chosen == 2 ? COTP_HTTP_DRAIN : COTP_HTTP_STOP;
}

static bool observe(void *context, const cotp_http_report *report)
{
	(void)context;
	(void)report;
	int chosen = choose(5);
	p.has_forked = chosen == 1;
	p.is_stopped = chosen == 2;
	if (chosen > 2) { /* which takes time */
		p.clock = p.started + (int64_t)(TIMEOUT * 1e6) - (chosen == 3 ? 1000000 : 0);
	}
	return chosen != 2;
}

static bool is_as_expected(const cotp_error *error, model_end expected)
{
	return error->domain == expected.domain &&
		   (error->domain == COTP_ERROR_NONE ||
			   (error->outcome == expected.outcome && error->retryable == expected.retryable));
}

/* Nothing was sent, but after a fork the parent process may still send it. */
static void check_unstarted(const cotp_error *error)
{
	cotp_outcome outcome = p.has_forked ? COTP_OUTCOME_UNKNOWN : COTP_OUTCOME_NOT_SENT;
	if (error->domain == COTP_ERROR_NONE || error->outcome != outcome || (error->retryable && p.has_forked)) {
		violated("a request that was not started is NotSent, or Unknown in the child of a fork");
	}
}

static void check_start_failed(const cotp_error *error)
{
	cotp_outcome outcome = p.history.could ? COTP_OUTCOME_UNKNOWN : COTP_OUTCOME_NOT_SENT;
	if (error->domain != COTP_ERROR_MEMORY || error->outcome != outcome || error->retryable) {
		violated("a start that failed does not hide what was sent before");
	}
}

/* Before a retry, the run may have ended the request, or decided against the retry. */
static void check_started(const cotp_error *error)
{
	static const model_attempt nothing = { .code = CURLE_ABORTED_BY_CALLBACK };
	cotp_error_domain domain = p.has_forked ? COTP_ERROR_TRANSPORT : COTP_ERROR_INTERRUPTED;
	model_end ended = model_expected_ended(p.operation, p.history, &nothing, domain, p.has_forked);
	bool can_be_ended = was_signalled() && !p.was_ended && p.expected.may_retry;
	if (!is_as_expected(error, p.expected) && !(can_be_ended && is_as_expected(error, ended))) {
		violated("a call has the error of the table");
	}
}

static void check_result(const cotp_http_response *response)
{
	const cotp_error *error = &response->error;
	bool has_failed = error->domain != COTP_ERROR_NONE;
	if (p.in_progress || response->attempts != p.attempts || p.attempts > 1 + RETRIES + 2 + p.had_foreign) {
		violated("every attempt is counted and ended");
	}
	if (has_failed && error->outcome == COTP_OUTCOME_NOT_SENT && p.history.processed) {
		violated("an outcome is NotSent only if nothing was processed");
	}
	if (!p.operation->retry_safe && p.history.processed > 1) {
		violated("a send is processed once at most");
	}
	if (has_failed && !p.operation->retry_safe && error->retryable && p.history.could) {
		violated("a send is retryable only if it cannot have been processed");
	}
	if (!p.attempts) {
		check_unstarted(error);
	} else if (p.start_failed) {
		check_start_failed(error);
	} else {
		check_started(error);
	}
}

uint64_t explore_run(const model_operation *operation)
{
	static const cotp_http_hooks hooks = { .check = check, .observe = observe };
	static const cotp_pool_options options = { .size = 8, .idle = 30, .lifetime = 300, .dns_ttl = 60 };
	const cotp_call call = { .pool = cotp_pool_new(&options), .hooks = &hooks };
	const cotp_http_settings settings = { .timeout = TIMEOUT, .connect_timeout = 1.0, .retries = RETRIES };
	const cotp_http_request request = { .method = "POST",
		.url = "https://service.example/api",
		.route = "/route",
		.body = { operation->has_body ? "{\"a\":1}" : NULL, operation->has_body ? BODY_LENGTH : 0 },
		.retry_safe = operation->retry_safe };
	uint64_t paths = 0;
	int most_attempts = 0;
	choice_count = 0;
	start_count = 0;
	do {
		cotp_http_response response = { .status = 0 };
		p = (path){ .operation = operation, .clock = 1000000, .started = 1000000 };
		cotp_http_run_one(&call, &settings, &request, &response);
		check_result(&response);
		paths += !is_known;
		most_attempts = p.attempts > most_attempts ? p.attempts : most_attempts;
	} while (next_path());
	cotp_pool_free(call.pool);
	assert_int_equal(most_attempts, 1 + RETRIES + 2 + operation->retry_safe);
	return paths;
}
