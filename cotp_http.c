/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The run: starts attempts, waits in slices, reads their ends and retries what may be retried.
 */
#include "cotp_http.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>

#include "cotp_clock.h"
#include "cotp_http_attempt.h"
#include "cotp_http_outcome.h"
#include "cotp_http_retry.h"

#define MAX_CONCURRENCY COTP_MAX_CONCURRENCY
#define MAX_STREAMS     100 /* with HTTP/2: what libcurl puts on one connection, and servers commonly allow */
#define SLICE_MS        100 /* the longest time between two calls of the check hook */

/* A request in progress. */
typedef struct active_request {
	cotp_http_item item;
	cotp_http_attempt attempt;
	cotp_http_retry retry;
	bool finished;
} active_request;

typedef struct http_run {
	cotp_pool *pool;
	const cotp_http_settings *settings;
	const cotp_http_hooks *hooks;
	const cotp_http_source *source;
	bool exhausted; /* the source has no more requests */
	bool draining;
	active_request *slots;
	active_request *active[MAX_CONCURRENCY]; /* all slots; the first active_count are in use, in the source's order */
	size_t active_count;
	size_t concurrency;
	size_t allowed_concurrency;   /* without HTTP/2; more streams than fit would each open a connection of their own */
	bool connected;               /* an attempt got a connection, or failed to: the others need not wait for it */
	bool may_share;               /* several requests, and nothing shows yet that the service lacks HTTP/2 */
	const void *handles;          /* the pool's, when the run began */
	cotp_error_domain end_domain; /* why the run must end before all requests have finished */
	char end_text[128];
} http_run;

/* ---- attempts ---- */

static bool schedule_retry(const http_run *run, active_request *active)
{
	cotp_http_moment moment = { .now = cotp_clock_now(), .random = cotp_clock_random(), .draining = run->draining };
	return cotp_http_retry_schedule(run->settings, &active->attempt, &active->retry, moment);
}

/* Returns false if the observer wants the run to end. */
static bool finish_attempt(http_run *run, active_request *active)
{
	cotp_http_attempt *attempt = &active->attempt;
	cotp_http_attempt_end end;
	cotp_http_report report;
	cotp_http_attempt_finish(attempt, &end, &report);
	bool may_be_retried = cotp_http_outcome_of_attempt(run->settings, attempt, &end);
	cotp_http_outcome_fill_report(attempt, &report);
	active->finished = !may_be_retried || !schedule_retry(run, active);
	run->connected |= active->finished || !cotp_http_retry_connection_was_stale(attempt);
	if (*report.protocol && strcmp(report.protocol, "HTTP/2") != 0) {
		run->concurrency = run->allowed_concurrency;
		run->may_share = false;
	}
	return !run->hooks || !run->hooks->observe || run->hooks->observe(run->hooks->context, &report);
}

static void start_attempt(http_run *run, active_request *active)
{
	cotp_http_attempt *attempt = &active->attempt;
	cotp_error *error = &attempt->response->error;
	if (!attempt->deadline) {
		attempt->deadline = cotp_clock_now() + (int64_t)(run->settings->timeout * 1e6);
	} else if (!cotp_http_retry_is_in_time(run->settings, attempt, cotp_clock_now())) {
		active->finished = true; /* with the error of the last attempt */
		return;
	}
	bool is_distrusted = cotp_http_hosts_contain(cotp_pool_hosts(run->pool), attempt->request->url, cotp_clock_now());
	attempt->fresh |= is_distrusted && !attempt->request->retry_safe; /* other operations are retried */
	active->finished = !cotp_http_attempt_start(run->pool, run->settings, attempt, error);
	if (active->finished && attempt->response->may_have_been_processed) {
		error->outcome = COTP_OUTCOME_UNKNOWN; /* because of an earlier attempt */
	}
}

/* ---- the source ---- */

static bool has_room(const http_run *run)
{
	return !run->exhausted && !run->draining && run->active_count < run->concurrency;
}

static void fill_active(http_run *run)
{
	while (has_room(run)) {
		active_request *active = run->active[run->active_count];
		*active = (active_request){ .finished = false };
		run->exhausted = !run->source->next(run->source->context, &active->item);
		if (!run->exhausted) {
			active->attempt.request = active->item.request;
			active->attempt.response = active->item.response;
			run->active_count++;
		}
	}
}

static void give_back_finished(http_run *run)
{
	size_t kept = 0;
	for (size_t i = 0; i < run->active_count; i++) {
		active_request *active = run->active[i];
		if (active->finished) {
			run->source->finished(run->source->context, &active->item);
		} else {
			run->active[i] = run->active[kept];
			run->active[kept++] = active;
		}
	}
	run->active_count = kept;
}

/* ---- starting what is due ---- */

/*
 * The first attempt goes ahead, which shows whether the others of a batch can share its connection. libcurl's own
 * waiting (CURLOPT_PIPEWAIT) ends in 8.14 only with the first response if the service uses HTTP/1.1.
 */
static bool must_wait(const http_run *run)
{
	for (size_t i = 0; i < run->active_count && run->may_share && !run->connected; i++) {
		if (cotp_http_attempt_is_in_progress(&run->active[i]->attempt)) {
			return true;
		}
	}
	return false;
}

static void note_sent_requests(http_run *run)
{
	for (size_t i = 0; i < run->active_count; i++) {
		cotp_http_attempt *attempt = &run->active[i]->attempt;
		attempt->request_sent |= cotp_http_attempt_has_sent_request(attempt);
		run->connected |= attempt->request_sent;
	}
}

static void start_due(http_run *run)
{
	int64_t now = cotp_clock_now();
	for (size_t i = 0; i < run->active_count && !must_wait(run); i++) {
		active_request *active = run->active[i];
		if (!cotp_http_attempt_is_in_progress(&active->attempt) && active->retry.due <= now) {
			start_attempt(run, active);
		}
	}
	give_back_finished(run);
}

/* ---- ending early ---- */

/* A hook may have forked and even made a call: then this process must not touch the handles of the run. */
static bool forked(const http_run *run)
{
	return cotp_pool_handles(run->pool) != run->handles || cotp_pool_is_foreign(run->pool);
}

/* Returns false. */
static bool end_run(http_run *run, cotp_error_domain domain, const char *text)
{
	run->end_domain = domain;
	cotp_error_copy(run->end_text, sizeof(run->end_text), text);
	return false;
}

/* Returns false. */
static bool end_failed_run(http_run *run, const char *function, CURLMcode code)
{
	run->end_domain = COTP_ERROR_TRANSPORT;
	snprintf(run->end_text, sizeof(run->end_text), "%s() failed: %s", function, curl_multi_strerror(code));
	return false;
}

/* After a fork the parent process continues the call, so the child cannot say that nothing was sent. */
static void end_request(http_run *run, active_request *active)
{
	cotp_http_attempt *attempt = &active->attempt;
	bool is_forked = forked(run);
	attempt->response->may_have_been_processed |= is_forked;
	cotp_http_outcome_of_ended(attempt, run->end_domain, run->end_text);
	if (cotp_http_attempt_is_in_progress(attempt) && is_forked) {
		cotp_http_attempt_abandon(attempt);
	} else if (cotp_http_attempt_is_in_progress(attempt)) {
		cotp_http_attempt_cancel(attempt);
	}
	active->finished = true;
}

/* Ends everything except sends that were already sent: only their responses show whether they were processed. */
static bool drain(http_run *run)
{
	end_run(run, COTP_ERROR_INTERRUPTED, "the call was interrupted");
	run->draining = true;
	for (size_t i = 0; i < run->active_count; i++) {
		active_request *active = run->active[i];
		const cotp_http_attempt *attempt = &active->attempt;
		if (!active->finished &&
			(attempt->request->retry_safe || !cotp_http_outcome_may_have_been_processed(attempt))) {
			end_request(run, active);
		}
	}
	give_back_finished(run);
	return true;
}

/* ---- the slice ---- */

static cotp_http_signal check(const cotp_http_hooks *hooks)
{
	return hooks && hooks->check ? hooks->check(hooks->context) : COTP_HTTP_CONTINUE;
}

/* Called after a hook. Returns whether the run continues. */
static bool obey_signal(http_run *run, cotp_http_signal signal)
{
	if (forked(run)) {
		return end_run(
			run, COTP_ERROR_TRANSPORT, "the process forked during the call, which the parent process continues");
	}
	if (signal == COTP_HTTP_CONTINUE) {
		return true;
	}
	if (signal == COTP_HTTP_DRAIN && !run->draining) {
		return drain(run);
	}
	return end_run(run, COTP_ERROR_INTERRUPTED, "the call was interrupted");
}

/* Returns false if the run must end. */
static bool finish_ended(http_run *run)
{
	for (size_t i = 0; i < run->active_count; i++) {
		active_request *active = run->active[i];
		if (cotp_http_attempt_has_ended(&active->attempt) &&
			!obey_signal(run, finish_attempt(run, active) ? COTP_HTTP_CONTINUE : COTP_HTTP_STOP)) {
			return false;
		}
	}
	give_back_finished(run);
	return true;
}

static int milliseconds_to_wait(const http_run *run)
{
	int64_t wait = SLICE_MS;
	int64_t now = cotp_clock_now();
	bool waiting = must_wait(run);
	for (size_t i = 0; i < run->active_count; i++) {
		const active_request *active = run->active[i];
		int64_t until_due = (active->retry.due - now + 999) / 1000;
		if (!cotp_http_attempt_is_in_progress(&active->attempt) && !waiting && until_due < wait) {
			wait = until_due > 0 ? until_due : 0;
		}
	}
	return (int)wait;
}

/* Must run before libcurl itself checks the time. */
static void watch_time(http_run *run)
{
	/* a tenth of the timeout, so that the shortest calls may keep their connections */
	int64_t margin = (int64_t)(run->settings->timeout * 1e5);
	int64_t slice = (int64_t)SLICE_MS * 1000;
	int64_t soon = cotp_clock_now() + (margin < slice ? margin : slice);
	for (size_t i = 0; i < run->active_count; i++) {
		cotp_http_attempt *attempt = &run->active[i]->attempt;
		if (cotp_http_attempt_is_in_progress(attempt) && attempt->deadline <= soon) {
			cotp_http_attempt_use_last(attempt);
		}
	}
}

static bool perform(http_run *run)
{
	int running;
	watch_time(run);
	CURLMcode code = curl_multi_perform(cotp_pool_multi(run->pool), &running);
	if (code != CURLM_OK) {
		return end_failed_run(run, "curl_multi_perform", code);
	}
	cotp_http_attempt_collect(run->pool);
	note_sent_requests(run);
	return finish_ended(run);
}

static bool wait_for_more(http_run *run)
{
	CURLMcode code = curl_multi_poll(cotp_pool_multi(run->pool), NULL, 0, milliseconds_to_wait(run), NULL);
	return code == CURLM_OK || end_failed_run(run, "curl_multi_poll", code);
}

/* Calls the check hook, starts what is due, lets libcurl work, and waits. Returns false if the run must end. */
static bool run_slice(http_run *run)
{
	if (!obey_signal(run, check(run->hooks))) {
		return false;
	}
	fill_active(run);
	start_due(run);
	if (run->active_count && !perform(run)) {
		return false;
	}
	return !run->active_count || has_room(run) || wait_for_more(run);
}

/* ---- the run ---- */

static void end_rest(http_run *run)
{
	for (size_t i = 0; i < run->active_count; i++) {
		if (!run->active[i]->finished) {
			end_request(run, run->active[i]);
		}
	}
	give_back_finished(run);
}

/* Returns false and fills the error that applies to all requests that were never taken from the source. */
static bool ended_early(const http_run *run, cotp_error *error)
{
	bool is_forked = forked(run);
	cotp_error_clear(error);
	error->domain = run->end_domain;
	error->interrupted = run->end_domain == COTP_ERROR_INTERRUPTED;
	error->outcome = is_forked ? COTP_OUTCOME_UNKNOWN : COTP_OUTCOME_NOT_SENT;
	error->retryable = !is_forked;
	cotp_error_copy(error->message, sizeof(error->message), run->end_text);
	return false;
}

static bool make_slots(http_run *run)
{
	run->slots = calloc(run->allowed_concurrency, sizeof(*run->slots));
	for (size_t i = 0; i < run->allowed_concurrency && run->slots; i++) {
		run->active[i] = &run->slots[i];
	}
	return run->slots != NULL;
}

static void choose_concurrency(http_run *run)
{
	const cotp_http_settings *settings = run->settings;
	bool http2 = settings->http2 && !settings->plain_http && cotp_pool_library(run->pool)->supports_http2;
	run->may_share = http2 && run->allowed_concurrency > 1;
	bool is_bounded = run->may_share && run->allowed_concurrency > MAX_STREAMS;
	run->concurrency = is_bounded ? MAX_STREAMS : run->allowed_concurrency;
}

bool cotp_http_run(const cotp_call *call, const cotp_http_settings *settings, const cotp_http_source *source,
	size_t concurrency, cotp_error *error)
{
	http_run run = { .pool = call->pool, .settings = settings, .hooks = call->hooks, .source = source };
	run.allowed_concurrency = concurrency < MAX_CONCURRENCY ? concurrency : MAX_CONCURRENCY;
	if (!cotp_pool_open(run.pool, error)) {
		return false;
	}
	if (!make_slots(&run)) {
		return cotp_error_memory(error);
	}
	choose_concurrency(&run);
	cotp_pool_begin_run(run.pool, run.allowed_concurrency);
	run.handles = cotp_pool_handles(run.pool);
	while ((run.active_count || has_room(&run)) && run_slice(&run)) {
	}
	end_rest(&run);
	bool done = run.exhausted || ended_early(&run, error);
	if (!forked(&run)) {
		cotp_pool_end_run(run.pool);
	}
	free(run.slots);
	return done;
}

/* ---- a single request ---- */

typedef struct single_source {
	cotp_http_item item;
	bool taken;
} single_source;

static bool next_single(void *context, cotp_http_item *item)
{
	single_source *source = context;
	bool is_first = !source->taken;
	*item = source->item;
	source->taken = true;
	return is_first;
}

static void finished_single(void *context, const cotp_http_item *item)
{
	(void)context;
	(void)item;
}

void cotp_http_run_one(const cotp_call *call, const cotp_http_settings *settings, const cotp_http_request *request,
	cotp_http_response *response)
{
	single_source single = { .item = { .request = request, .response = response } };
	cotp_http_source source = { .context = &single, .next = next_single, .finished = finished_single };
	cotp_error error;
	if (!cotp_http_run(call, settings, &source, 1, &error) && !single.taken) {
		response->error = error;
	}
}

void cotp_http_response_free(cotp_http_response *response)
{
	cotp_buffer_free(&response->body);
	cotp_secret_free(response->location);
	response->location = NULL;
}

/* ---- waiting ---- */

bool cotp_http_wait(const cotp_http_hooks *hooks, int64_t until)
{
	for (int64_t rest; (rest = until - cotp_clock_now()) > 0;) {
		int64_t slice = (rest + 999) / 1000;
		poll(NULL, 0, slice < SLICE_MS ? (int)slice : SLICE_MS);
		if (check(hooks) != COTP_HTTP_CONTINUE) {
			return false;
		}
	}
	return true;
}
