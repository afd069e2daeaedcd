/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Whether a request is retried, and when. No I/O, clock or chance of its own.
 */
#include "cotp_http_retry.h"

#define FIRST_PAUSE   250000  /* microseconds before the first retry, at most */
#define LONGEST_PAUSE 8000000 /* before any retry */
#define SEND_NEEDS    2000000 /* microseconds before the deadline of a send, or half its timeout if that is less */

#define MOST_STALE_CONNECTIONS 2

/* Full jitter keeps machines that failed together from coming back together. */
static int64_t pause_before_retry(const cotp_http_response *response, int failures, double random)
{
	int64_t longest = failures > 5 ? LONGEST_PAUSE : (int64_t)FIRST_PAUSE << (failures - 1);
	int64_t pause = (int64_t)((double)longest * random);
	int64_t requested = (int64_t)(response->error.retry_after * 1e6); /* negative: no Retry-After */
	return pause > requested ? pause : requested;
}

bool cotp_http_retry_connection_was_stale(const cotp_http_attempt *attempt)
{
	const cotp_error *error = &attempt->response->error;
	bool nothing_sent = !attempt->request_sent || error->outcome == COTP_OUTCOME_NOT_SENT;
	return attempt->reused && error->domain == COTP_ERROR_TRANSPORT && nothing_sent;
}

/*
 * If our own check rejected the connection, the next attempt may use another kept one. If that is dead too, it uses a
 * new connection. A later retry may meet a dead one again, which counts like any failure: otherwise a service that
 * closes after each response would cause more attempts than the caller allowed.
 */
static bool retry_at_once(cotp_http_attempt *attempt, cotp_http_retry *retry, int64_t now)
{
	retry->stale_connections++;
	attempt->fresh = attempt->request_sent || retry->stale_connections == MOST_STALE_CONNECTIONS;
	retry->due = now;
	return true;
}

/* The response to this request may have been late, so another connection shows. */
static bool ask_again(cotp_http_attempt *attempt, cotp_http_retry *retry, int64_t now)
{
	bool is_first = !retry->asked_again;
	retry->asked_again = true;
	attempt->fresh = true;
	retry->due = now;
	return is_first;
}

bool cotp_http_retry_needs_other_store(const cotp_http_attempt *attempt)
{
	return attempt->issuer_unknown && attempt->other_store != COTP_HTTP_STORE_NONE;
}

static bool change_store(cotp_http_attempt *attempt, cotp_http_retry *retry, int64_t now)
{
	attempt->store = attempt->other_store;
	attempt->other_store = COTP_HTTP_STORE_NONE;
	attempt->fresh = true;
	retry->changed_store = true;
	retry->due = now;
	return true;
}

/* A send that runs into its deadline would turn a safe refusal into an unknown outcome. */
bool cotp_http_retry_is_in_time(const cotp_http_settings *settings, const cotp_http_attempt *attempt, int64_t start)
{
	int64_t half = (int64_t)(settings->timeout * 0.5e6);
	int64_t needed = half < SEND_NEEDS ? half : SEND_NEEDS;
	return attempt->deadline - start >= (attempt->request->retry_safe ? 1 : needed);
}

static bool is_another(
	const cotp_http_settings *settings, cotp_http_attempt *attempt, cotp_http_retry *retry, cotp_http_moment moment)
{
	if (cotp_http_retry_connection_was_stale(attempt) && retry->stale_connections < MOST_STALE_CONNECTIONS) {
		return retry_at_once(attempt, retry, moment.now);
	}
	if (cotp_http_retry_needs_other_store(attempt)) {
		return change_store(attempt, retry, moment.now);
	}
	if (attempt->fit == COTP_HTTP_FOREIGN) {
		return ask_again(attempt, retry, moment.now);
	}
	int not_counted = retry->stale_connections + (retry->asked_again ? 1 : 0) + (retry->changed_store ? 1 : 0);
	int failures = attempt->response->attempts - not_counted;
	if (failures > settings->retries) {
		return false;
	}
	retry->due = moment.now + pause_before_retry(attempt->response, failures, moment.random);
	return true;
}

bool cotp_http_retry_schedule(
	const cotp_http_settings *settings, cotp_http_attempt *attempt, cotp_http_retry *retry, cotp_http_moment moment)
{
	return !moment.draining && is_another(settings, attempt, retry, moment) &&
		   cotp_http_retry_is_in_time(settings, attempt, retry->due);
}
