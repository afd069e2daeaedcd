/*
 * The run: begins attempts, waits in slices, finishes what has ended and repeats what may be repeated.
 */
#include "cotp_http_internal.h"

#include <poll.h>
#include <string.h>

#include <curl/curl.h>

#include "cotp_clock.h"

#define MAX_CONCURRENCY 256
#define MAX_STREAMS     100 /* under way with HTTP/2: what libcurl puts on one connection, and servers commonly allow */
#define SLICE_MS        100 /* how long the caller's hook waits at most to be asked */
#define FIRST_PAUSE     250000  /* microseconds before the first repeat, at most */
#define LONGEST_PAUSE   8000000 /* and before any */

typedef struct http_run {
	cotp_pool *pool;
	const cotp_http_settings *settings;
	const cotp_http_hooks *hooks;
	const cotp_http_source *source;
	bool exhausted; /* the source has no more */
	bool draining;
	cotp_exchange *active[MAX_CONCURRENCY]; /* what the source handed out and has not got back */
	size_t active_count;
	size_t concurrency;
	size_t allowed_concurrency; /* without HTTP/2; each of more streams than fit would open a connection of its own */
	bool connected;             /* an attempt has got a connection, or could not: the others need not wait for it */
	bool may_share;             /* there are many, and the service may speak HTTP/2: it is not known to do otherwise */
	const void *handles;        /* what the pool held when the run began */
	cotp_error_domain end_domain; /* why the run is to end before all is finished */
	const char *end_text;
} http_run;

/* Full jitter, so that twenty machines that failed together do not come back together. */
static int64_t pause_before_retry(const cotp_exchange *exchange)
{
	int failures = exchange->attempts - exchange->stale;
	int64_t longest = failures > 5 ? LONGEST_PAUSE : (int64_t)FIRST_PAUSE << (failures - 1);
	int64_t pause = (int64_t)((double)longest * cotp_clock_random());
	int64_t asked = (int64_t)(exchange->error.retry_after * 1e6); /* negative: nothing was asked */
	return pause > asked ? pause : asked;
}

/*
 * The service had closed a kept connection and nothing left on it: libcurl looks for that once a second only. It says
 * nothing of the service, so one more attempt is made at once, whatever the number of retries.
 */
static bool connection_was_stale(const cotp_exchange *exchange)
{
	bool nothing_left = !exchange->request_sent || exchange->error.outcome == COTP_OUTCOME_NOT_SENT;
	return exchange->reused && exchange->error.domain == COTP_ERROR_TRANSPORT && nothing_left;
}

/* On another kept connection, if our look closed this one, and should that be dead too on a new one: so there are two
 * such attempts at most. */
static bool retry_at_once(cotp_exchange *exchange)
{
	exchange->stale++;
	exchange->fresh = exchange->request_sent || exchange->stale > 1;
	exchange->due = cotp_clock_now();
	return exchange->due < exchange->deadline;
}

/* Whether the attempt is to be repeated; if so, says when. */
static bool schedule_retry(const http_run *run, cotp_exchange *exchange)
{
	if (run->draining) {
		return false;
	}
	if (connection_was_stale(exchange)) {
		return retry_at_once(exchange);
	}
	if (exchange->attempts - exchange->stale > run->settings->retries) {
		return false;
	}
	int64_t due = cotp_clock_now() + pause_before_retry(exchange);
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
	exchange->finished = !cotp_outcome_of_attempt(run->settings, exchange, &end) || !schedule_retry(run, exchange);
	run->connected |= exchange->finished || !connection_was_stale(exchange);
	if (*report.protocol && strcmp(report.protocol, "HTTP/2") != 0) {
		run->concurrency = run->allowed_concurrency;
		run->may_share = false;
	}
	return !run->hooks || !run->hooks->observe || run->hooks->observe(run->hooks->context, &report);
}

static void start_attempt(http_run *run, cotp_exchange *exchange)
{
	if (!exchange->deadline) {
		exchange->deadline = cotp_clock_now() + (int64_t)(run->settings->timeout * 1e6);
	}
	exchange->finished = !cotp_transfer_start(run->pool, run->settings, exchange, &exchange->error);
	if (exchange->finished && exchange->may_have_been_processed) {
		exchange->error.outcome = COTP_OUTCOME_UNKNOWN; /* of an earlier attempt */
	}
}

static bool has_room(const http_run *run)
{
	return !run->exhausted && !run->draining && run->active_count < run->concurrency;
}

static void fill_active(http_run *run)
{
	while (has_room(run)) {
		cotp_exchange *exchange = run->source->next(run->source->context);
		if (exchange) {
			run->active[run->active_count++] = exchange;
		} else {
			run->exhausted = true;
		}
	}
}

static void give_back_finished(http_run *run)
{
	size_t kept = 0;
	for (size_t i = 0; i < run->active_count; i++) {
		if (run->active[i]->finished) {
			run->source->finished(run->source->context, run->active[i]);
		} else {
			run->active[kept++] = run->active[i];
		}
	}
	run->active_count = kept;
}

/*
 * The first attempt goes ahead, so that the others of a batch know whether they can share its connection. libcurl's own
 * waiting (CURLOPT_PIPEWAIT) ends in 8.14 only with the first answer, where the service speaks HTTP/1.1.
 */
static bool must_wait(const http_run *run)
{
	for (size_t i = 0; i < run->active_count && run->may_share && !run->connected; i++) {
		if (run->active[i]->transfer) {
			return true;
		}
	}
	return false;
}

static void note_sent_requests(http_run *run)
{
	for (size_t i = 0; i < run->active_count; i++) {
		run->active[i]->request_sent |= cotp_transfer_has_sent_request(run->active[i]);
		run->connected |= run->active[i]->request_sent;
	}
}

static void start_due(http_run *run)
{
	int64_t now = cotp_clock_now();
	for (size_t i = 0; i < run->active_count && !must_wait(run); i++) {
		cotp_exchange *exchange = run->active[i];
		if (!exchange->transfer && exchange->due <= now) {
			start_attempt(run, exchange);
		}
	}
	give_back_finished(run);
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

/* The parent goes on with the call, so nobody else can say that it was not sent. */
static void end_exchange(http_run *run, cotp_exchange *exchange)
{
	bool is_forked = forked(run);
	exchange->may_have_been_processed |= is_forked;
	cotp_outcome_of_ended(exchange, run->end_domain, run->end_text);
	if (exchange->transfer && is_forked) {
		cotp_transfer_abandon(exchange);
	} else if (exchange->transfer) {
		cotp_transfer_cancel(run->pool, exchange);
	}
	exchange->finished = true;
}

/* Ends all but the sends that have left: whether they were taken, only their answers can tell. */
static bool drain(http_run *run)
{
	end_run(run, COTP_ERROR_INTERRUPTED, "the call was interrupted");
	run->draining = true;
	for (size_t i = 0; i < run->active_count; i++) {
		cotp_exchange *exchange = run->active[i];
		if (!exchange->finished && (exchange->retry_safe || !cotp_outcome_may_have_been_processed(exchange))) {
			end_exchange(run, exchange);
		}
	}
	give_back_finished(run);
	return true;
}

/* After a hook: whether the run goes on. */
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

/* False when the run is to end. */
static bool finish_ended(http_run *run)
{
	for (size_t i = 0; i < run->active_count; i++) {
		cotp_exchange *exchange = run->active[i];
		if (cotp_transfer_has_ended(exchange) &&
			!obey_signal(run, finish_attempt(run, exchange) ? COTP_HTTP_CONTINUE : COTP_HTTP_STOP)) {
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
		const cotp_exchange *exchange = run->active[i];
		int64_t until_due = (exchange->due - now + 999) / 1000;
		if (!exchange->transfer && !waiting && until_due < wait) {
			wait = until_due > 0 ? until_due : 0;
		}
	}
	return (int)wait;
}

/* Before libcurl looks at the time itself. */
static void watch_time(http_run *run)
{
	int64_t margin = (int64_t)(run->settings->timeout * 1e5); /* a tenth, so that the shortest calls may keep theirs */
	int64_t slice = (int64_t)SLICE_MS * 1000;
	int64_t soon = cotp_clock_now() + (margin < slice ? margin : slice);
	for (size_t i = 0; i < run->active_count; i++) {
		if (run->active[i]->transfer && run->active[i]->deadline <= soon) {
			cotp_transfer_use_last(run->active[i]);
		}
	}
}

static cotp_http_signal ask(const cotp_http_hooks *hooks)
{
	return hooks && hooks->check ? hooks->check(hooks->context) : COTP_HTTP_CONTINUE;
}

/* One slice: asks the caller, begins what is due, lets libcurl work, finishes what has ended, waits for more. False
 * when the run is to end. */
static bool run_slice(http_run *run)
{
	CURLM *multi = cotp_pool_multi(run->pool);
	int running;
	if (!obey_signal(run, ask(run->hooks))) {
		return false;
	}
	fill_active(run);
	start_due(run);
	if (!run->active_count) {
		return true;
	}
	watch_time(run);
	if (curl_multi_perform(multi, &running) != CURLM_OK) {
		return end_run(run, COTP_ERROR_TRANSPORT, "curl_multi_perform() failed");
	}
	cotp_transfer_collect(run->pool);
	note_sent_requests(run);
	if (!finish_ended(run)) {
		return false;
	}
	if (!run->active_count) {
		return true;
	}
	if (!has_room(run) && curl_multi_poll(multi, NULL, 0, milliseconds_to_wait(run), NULL) != CURLM_OK) {
		return end_run(run, COTP_ERROR_TRANSPORT, "curl_multi_poll() failed");
	}
	return true;
}

/* Ends all that is not finished, so that every exchange has an outcome. */
static void end_rest(http_run *run)
{
	for (size_t i = 0; i < run->active_count; i++) {
		if (!run->active[i]->finished) {
			end_exchange(run, run->active[i]);
		}
	}
	give_back_finished(run);
}

/* What holds for those that the source was not asked for. */
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

bool cotp_http_run(cotp_pool *pool, const cotp_http_settings *settings, const cotp_http_hooks *hooks,
	const cotp_http_source *source, size_t concurrency, cotp_error *error)
{
	http_run run = { .pool = pool, .settings = settings, .hooks = hooks, .source = source };
	run.allowed_concurrency = concurrency < MAX_CONCURRENCY ? concurrency : MAX_CONCURRENCY;
	if (!cotp_pool_open(pool, error)) {
		return false;
	}
	bool http2 = settings->http2 && !settings->plain_http && cotp_pool_library(pool)->speaks_http2;
	run.may_share = http2 && run.allowed_concurrency > 1;
	bool is_bounded = run.may_share && run.allowed_concurrency > MAX_STREAMS;
	/* cppcheck-suppress knownConditionTrueFalse ; it sees only the call that asks for one */
	run.concurrency = is_bounded ? MAX_STREAMS : run.allowed_concurrency;
	cotp_pool_enter(pool, run.allowed_concurrency);
	run.handles = cotp_pool_handles(pool);
	while ((run.active_count || has_room(&run)) && run_slice(&run)) {
	}
	end_rest(&run);
	bool done = run.exhausted || ended_early(&run, error);
	if (!forked(&run)) {
		cotp_pool_leave(pool);
	}
	return done;
}

/* ---- one ---- */

static cotp_exchange *next_of_one(void *context)
{
	cotp_exchange **waiting = context;
	cotp_exchange *exchange = *waiting;
	*waiting = NULL;
	return exchange;
}

static void finished_of_one(void *context, cotp_exchange *exchange)
{
	(void)context;
	(void)exchange;
}

void cotp_http_run_one(
	cotp_pool *pool, const cotp_http_settings *settings, const cotp_http_hooks *hooks, cotp_exchange *exchange)
{
	cotp_exchange *waiting = exchange;
	cotp_http_source source = { .context = &waiting, .next = next_of_one, .finished = finished_of_one };
	cotp_error error;
	if (!cotp_http_run(pool, settings, hooks, &source, 1, &error) && !exchange->finished) {
		exchange->error = error;
		exchange->finished = true;
	}
}

/* ---- waiting ---- */

bool cotp_http_wait(const cotp_http_hooks *hooks, int64_t until)
{
	for (int64_t left; (left = until - cotp_clock_now()) > 0;) {
		int64_t slice = (left + 999) / 1000;
		poll(NULL, 0, slice < SLICE_MS ? (int)slice : SLICE_MS);
		if (ask(hooks) != COTP_HTTP_CONTINUE) {
			return false;
		}
	}
	return true;
}
