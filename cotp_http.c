/*
 * The run: begins attempts, waits in slices, settles what has ended and repeats what may be repeated.
 */
#include "cotp_http_internal.h"

#include <string.h>
#include <time.h>

#include <curl/curl.h>
#include <openssl/rand.h>

#define MAX_CONCURRENCY 256
#define SLICE_MS        100     /* how long the caller's hook waits at most to be asked */
#define FIRST_PAUSE     250000  /* microseconds before the first repeat, at most */
#define LONGEST_PAUSE   8000000 /* and before any */

typedef struct http_run {
	cotp_pool *pool;
	const cotp_http_settings *settings;
	const cotp_http_hooks *hooks;
	cotp_exchange *exchanges;
	size_t count;
	size_t next; /* the first that was not begun */
	cotp_exchange *active[MAX_CONCURRENCY];
	size_t active_count;
	size_t concurrency;
	const void *handles;          /* what the pool held when the run began */
	cotp_error_domain end_domain; /* why the run is to end before all is settled */
	const char *end_text;
} http_run;

int64_t cotp_http_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* Full jitter, so that twenty machines that failed together do not come back together. */
static int64_t pause_before_repeat(const cotp_exchange *exchange)
{
	int64_t longest = exchange->attempts > 5 ? LONGEST_PAUSE : (int64_t)FIRST_PAUSE << (exchange->attempts - 1);
	uint32_t random;
	int64_t pause = longest;
	if (RAND_bytes((unsigned char *)&random, sizeof(random)) == 1) {
		pause = (int64_t)((double)longest * ((double)random / (double)UINT32_MAX));
	}
	int64_t asked = (int64_t)(exchange->error.retry_after * 1e6); /* negative: nothing was asked */
	return pause > asked ? pause : asked;
}

static void settle(cotp_exchange *exchange)
{
	exchange->settled = true;
}

/*
 * The service had closed a kept connection and nothing left on it: libcurl looks for that once a second only. It says
 * nothing of the service, so a new connection is tried at once, whatever the number of retries. That one is not from
 * the pool, so there is no second time.
 */
static bool connection_was_stale(const cotp_exchange *exchange)
{
	return exchange->reused && exchange->error.domain == COTP_ERROR_TRANSPORT &&
		   exchange->error.outcome == COTP_OUTCOME_NOT_SENT;
}

/* Whether the attempt is to be repeated; if so, says when. */
static bool schedule_repeat(const http_run *run, cotp_exchange *exchange)
{
	if (connection_was_stale(exchange)) {
		exchange->due = cotp_http_now();
		return exchange->due < exchange->deadline;
	}
	if (exchange->attempts > run->settings->retries) {
		return false;
	}
	int64_t due = cotp_http_now() + pause_before_repeat(exchange);
	if (due >= exchange->deadline) {
		return false;
	}
	exchange->due = due;
	return true;
}

/* False when the observer wants the run to end. */
static bool finish_attempt(http_run *run, cotp_exchange *exchange)
{
	cotp_attempt_end end;
	cotp_http_report report;
	cotp_transfer_finish(run->pool, exchange, &end, &report);
	if (!cotp_verdict(exchange, &end) || !schedule_repeat(run, exchange)) {
		settle(exchange);
	}
	return !run->hooks || !run->hooks->observe || run->hooks->observe(run->hooks->context, &report);
}

static void start_attempt(http_run *run, cotp_exchange *exchange)
{
	if (!exchange->deadline) {
		exchange->deadline = cotp_http_now() + (int64_t)(run->settings->timeout * 1e6);
	}
	if (!cotp_transfer_start(run->pool, run->settings, exchange, &exchange->error)) {
		settle(exchange);
	}
}

static void fill_active(http_run *run)
{
	while (run->active_count < run->concurrency && run->next < run->count) {
		run->active[run->active_count++] = &run->exchanges[run->next++];
	}
}

static void drop_settled(http_run *run)
{
	size_t kept = 0;
	for (size_t i = 0; i < run->active_count; i++) {
		if (!run->active[i]->settled) {
			run->active[kept++] = run->active[i];
		}
	}
	run->active_count = kept;
}

static void start_due(http_run *run)
{
	int64_t now = cotp_http_now();
	for (size_t i = 0; i < run->active_count; i++) {
		cotp_exchange *exchange = run->active[i];
		if (!exchange->transfer && !exchange->settled && exchange->due <= now) {
			start_attempt(run, exchange);
		}
	}
	drop_settled(run);
}

/* A hook may have forked, and even made a call since: then this process has no business with the run's handles. */
static bool forked(const http_run *run)
{
	return cotp_pool_handles(run->pool) != run->handles || cotp_pool_is_foreign(run->pool);
}

static bool end_run(http_run *run, cotp_error_domain domain, const char *text)
{
	run->end_domain = domain;
	run->end_text = text;
	return false;
}

/* After a hook: whether the run goes on. */
static bool may_go_on(http_run *run, bool hook_agrees)
{
	if (forked(run)) {
		return end_run(run, COTP_ERROR_TRANSPORT, "the process forked, and its parent goes on with the call");
	}
	return hook_agrees || end_run(run, COTP_ERROR_INTERRUPTED, "the call was interrupted");
}

/* False when the run is to end. */
static bool finish_ended(http_run *run)
{
	for (size_t i = 0; i < run->active_count; i++) {
		if (cotp_transfer_has_ended(run->active[i]) && !may_go_on(run, finish_attempt(run, run->active[i]))) {
			return false;
		}
	}
	drop_settled(run);
	return true;
}

static int milliseconds_to_wait(const http_run *run)
{
	int64_t wait = SLICE_MS;
	int64_t now = cotp_http_now();
	for (size_t i = 0; i < run->active_count; i++) {
		const cotp_exchange *exchange = run->active[i];
		int64_t until_due = (exchange->due - now + 999) / 1000;
		if (!exchange->transfer && until_due < wait) {
			wait = until_due > 0 ? until_due : 0;
		}
	}
	return (int)wait;
}

/* One slice: lets libcurl work, settles what has ended, waits for more. False when the run is to end. */
static bool run_slice(http_run *run)
{
	CURLM *multi = cotp_pool_multi(run->pool);
	int running;
	if (curl_multi_perform(multi, &running) != CURLM_OK) {
		return end_run(run, COTP_ERROR_TRANSPORT, "libcurl could not go on");
	}
	cotp_transfer_collect(run->pool);
	if (!finish_ended(run)) {
		return false;
	}
	fill_active(run);
	start_due(run);
	if (!run->active_count) {
		return true;
	}
	if (curl_multi_poll(multi, NULL, 0, milliseconds_to_wait(run), NULL) != CURLM_OK) {
		return end_run(run, COTP_ERROR_TRANSPORT, "libcurl could not wait");
	}
	return may_go_on(run, !run->hooks || !run->hooks->go_on || run->hooks->go_on(run->hooks->context));
}

/* Ends all that is not settled, so that every exchange has an outcome. */
static void end_rest(http_run *run)
{
	bool is_forked = forked(run);
	for (size_t i = 0; i < run->count; i++) {
		cotp_exchange *exchange = &run->exchanges[i];
		if (exchange->settled) {
			continue;
		}
		cotp_verdict_ended(exchange, run->end_domain, run->end_text);
		if (exchange->transfer && is_forked) {
			cotp_transfer_abandon(exchange);
		} else if (exchange->transfer) {
			cotp_transfer_cancel(run->pool, exchange);
		}
		settle(exchange);
	}
}

void cotp_http_run(cotp_pool *pool, const cotp_http_settings *settings, const cotp_http_hooks *hooks,
	cotp_exchange *exchanges, size_t count, size_t concurrency)
{
	http_run run = { .pool = pool, .settings = settings, .hooks = hooks, .exchanges = exchanges, .count = count };
	run.concurrency = concurrency < MAX_CONCURRENCY ? concurrency : MAX_CONCURRENCY;
	cotp_error error;
	if (!cotp_pool_open(pool, &error)) {
		for (size_t i = 0; i < count; i++) {
			exchanges[i].error = error;
			settle(&exchanges[i]);
		}
		return;
	}
	run.handles = cotp_pool_handles(pool);
	fill_active(&run);
	start_due(&run);
	while (run.active_count && run_slice(&run)) {
	}
	end_rest(&run);
}
