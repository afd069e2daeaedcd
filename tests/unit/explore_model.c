/* SPDX-License-Identifier: BSD-3-Clause */
#include "explore_model.h"

#include <curl/curl.h>

#define CODE_NOTHING_DONE (-175) /* the vendor's code of a 408 that was refused before it was processed */
#define STALE_AT_MOST     2

/* A service cannot act on a body of which it has received nothing. One that acts on half a body is thinkable. */
static bool has_reached_the_service(const model_operation *operation, const model_attempt *attempt)
{
	return operation->has_body ? attempt->body != MODEL_BODY_NONE : attempt->request_sent;
}

static bool is_complete(const model_attempt *attempt)
{
	return attempt->code == CURLE_OK && !attempt->too_large;
}

static bool is_status(const model_attempt *attempt, int from, int to)
{
	return is_complete(attempt) && attempt->status >= from && attempt->status <= to;
}

static bool is_success(const model_attempt *attempt)
{
	return is_status(attempt, 200, 299) && !attempt->is_foreign;
}

static bool is_foreign(const model_attempt *attempt)
{
	return is_status(attempt, 200, 299) && attempt->is_foreign;
}

/* The service says in its own words that it did nothing, and invites another attempt. */
static bool says_nothing_done(const model_attempt *attempt)
{
	return is_status(attempt, 429, 429) || (is_status(attempt, 408, 408) && attempt->block == CODE_NOTHING_DONE);
}

static bool is_gateway_error(const model_attempt *attempt)
{
	return is_status(attempt, 502, 504);
}

/* Other statuses of 4xx: the service rejected the request. */
static bool is_rejection(const model_attempt *attempt)
{
	return is_status(attempt, 400, 499) && attempt->status != 408 && attempt->status != 429;
}

bool model_can_be_processed(const model_operation *operation, const model_attempt *attempt)
{
	if (is_complete(attempt)) {
		return !says_nothing_done(attempt) && !is_rejection(attempt);
	}
	return has_reached_the_service(operation, attempt);
}

bool model_can_be_unprocessed(const model_attempt *attempt)
{
	return !is_success(attempt);
}

model_history model_after(
	const model_operation *operation, model_history before, const model_attempt *attempt, bool is_processed)
{
	model_history after = before;
	bool could_be_processed = model_can_be_processed(operation, attempt);
	after.could |= could_be_processed;
	after.unknown |= !is_complete(attempt) && !attempt->too_large && after.could;
	after.processed += is_processed && after.processed < 2;
	return after;
}

bool model_is_done_if_absent(const model_operation *operation, model_history before, const model_attempt *attempt)
{
	return operation->absent_is_done && before.could && is_status(attempt, 404, 404) && attempt->block;
}

/* ---- the table ---- */

static model_end end_of_failure(const model_operation *operation, model_history before, const model_attempt *attempt)
{
	bool has_reached = has_reached_the_service(operation, attempt);
	bool is_timeout = attempt->code == CURLE_OPERATION_TIMEDOUT;
	if (has_reached && !operation->retry_safe) {
		return (model_end){ .domain = COTP_ERROR_OUTCOME_UNKNOWN, .outcome = COTP_OUTCOME_UNKNOWN };
	}
	return (model_end){
		.domain = is_timeout ? COTP_ERROR_TIMEOUT : COTP_ERROR_TRANSPORT,
		.outcome = has_reached || before.could ? COTP_OUTCOME_UNKNOWN : COTP_OUTCOME_NOT_SENT,
		.retryable = true,
		.may_retry = !attempt->time_is_up,
	};
}

/* A response that does not say what happened. */
static model_end end_of_unclear(
	const model_operation *operation, model_history before, const model_attempt *attempt, cotp_error_domain domain)
{
	bool is_known = operation->retry_safe && !before.unknown;
	bool may_retry = operation->retry_safe && is_gateway_error(attempt);
	return (model_end){
		.domain = domain,
		.outcome = is_known ? COTP_OUTCOME_ANSWERED : COTP_OUTCOME_UNKNOWN,
		.http_status = attempt->status,
		.retryable = may_retry,
		.may_retry = may_retry,
	};
}

/* The response to this request may still arrive. A send must not be made again, another operation once. */
static model_end end_of_foreign(const model_operation *operation, model_history before, const model_attempt *attempt)
{
	model_end end = end_of_unclear(operation, before, attempt, COTP_ERROR_PROTOCOL);
	end.domain = operation->retry_safe ? COTP_ERROR_PROTOCOL : COTP_ERROR_OUTCOME_UNKNOWN;
	end.may_retry = operation->retry_safe;
	return end;
}

/* A response that says that nothing was done. */
static model_end end_of_refusal(model_history before, const model_attempt *attempt)
{
	bool may_retry = says_nothing_done(attempt);
	return (model_end){
		.domain = COTP_ERROR_API,
		.outcome = before.unknown ? COTP_OUTCOME_UNKNOWN : COTP_OUTCOME_ANSWERED,
		.http_status = attempt->status,
		.retryable = may_retry,
		.may_retry = may_retry,
	};
}

model_end model_expected(const model_operation *operation, model_history before, const model_attempt *attempt)
{
	if (attempt->too_large) {
		return end_of_unclear(operation, before, attempt, COTP_ERROR_PROTOCOL);
	}
	if (!is_complete(attempt)) {
		return end_of_failure(operation, before, attempt);
	}
	if (is_success(attempt)) {
		return (model_end){ .domain = COTP_ERROR_NONE };
	}
	if (is_foreign(attempt)) {
		return end_of_foreign(operation, before, attempt);
	}
	if (says_nothing_done(attempt) || is_rejection(attempt)) {
		return end_of_refusal(before, attempt);
	}
	bool is_error = attempt->status >= 400;
	return end_of_unclear(operation, before, attempt, is_error ? COTP_ERROR_API : COTP_ERROR_PROTOCOL);
}

model_end model_expected_ended(const model_operation *operation, model_history before, const model_attempt *attempt,
	cotp_error_domain domain, bool has_forked)
{
	bool is_unknown = has_forked || before.could || has_reached_the_service(operation, attempt);
	bool is_lost_send = is_unknown && !operation->retry_safe;
	return (model_end){
		.domain = is_lost_send ? COTP_ERROR_OUTCOME_UNKNOWN : domain,
		.outcome = is_unknown ? COTP_OUTCOME_UNKNOWN : COTP_OUTCOME_NOT_SENT,
		.retryable = !is_lost_send,
	};
}

/* ---- the rules ---- */

/* The rules that hold for every end, however it came about. */
static const char *broken_by_any_end(const model_operation *operation, model_history after, const model_end *end)
{
	bool has_failed = end->domain != COTP_ERROR_NONE;
	if (has_failed && end->outcome == COTP_OUTCOME_NOT_SENT && after.processed) {
		return "an outcome is NotSent only if nothing was processed";
	}
	if (!operation->retry_safe && after.processed > 1) {
		return "a send is processed once at most";
	}
	if (has_failed && !operation->retry_safe && end->retryable && (after.processed || after.could)) {
		return "a send is retryable only if it cannot have been processed";
	}
	if (has_failed && !operation->retry_safe && end->outcome == COTP_OUTCOME_ANSWERED && after.processed) {
		return "a send is Answered only if the service refused it";
	}
	return NULL;
}

const char *model_rule_broken_by_end(const model_operation *operation, model_history before,
	const model_attempt *attempt, model_history after, const model_end *end)
{
	bool has_failed = end->domain != COTP_ERROR_NONE;
	bool has_sent_body = attempt->body != MODEL_BODY_NONE && !says_nothing_done(attempt);
	if (!has_failed && !is_success(attempt)) {
		return "a success is a complete 2xx response";
	}
	if (has_failed && is_success(attempt)) {
		return "a complete 2xx response is a success";
	}
	if (has_failed && before.unknown && end->outcome != COTP_OUTCOME_UNKNOWN) {
		return "only a success ends Unknown";
	}
	if (has_failed && end->outcome == COTP_OUTCOME_ANSWERED && !is_complete(attempt) && !attempt->too_large) {
		return "an outcome is Answered only after a complete response";
	}
	if (!operation->retry_safe && end->may_retry && (has_sent_body || after.could)) {
		return "a send is not retried after a byte of its body was sent";
	}
	return broken_by_any_end(operation, after, end);
}

const char *model_rule_broken_by_ended(
	const model_operation *operation, const model_attempt *attempt, model_history after, const model_end *end)
{
	if (end->domain == COTP_ERROR_NONE || end->outcome == COTP_OUTCOME_ANSWERED) {
		return "a request that was ended has neither succeeded nor got a response";
	}
	if (!operation->retry_safe && end->retryable && has_reached_the_service(operation, attempt)) {
		return "a send is retryable only if it cannot have been processed";
	}
	return broken_by_any_end(operation, after, end);
}

/* ---- retries ---- */

bool model_is_stale(const model_operation *operation, model_history before, const model_attempt *attempt)
{
	bool has_sent = attempt->request_sent && (has_reached_the_service(operation, attempt) || before.could);
	return attempt->reused && !has_sent && !is_complete(attempt) && !attempt->too_large &&
		   attempt->code != CURLE_OPERATION_TIMEDOUT;
}

/* The longest pause before a retry: exponential, at most 8 seconds, and at least what the service asked for. */
static int64_t longest_pause(const model_decision *decision, int failures)
{
	int64_t pause = 250000;
	for (int i = 1; i < failures && pause < 8000000; i++) {
		pause *= 2;
	}
	int64_t asked = decision->retry_after > 0 ? (int64_t)(decision->retry_after * 1e6) : 0;
	return pause > asked ? pause : asked;
}

/* A send that is stopped by its deadline would be Unknown. */
static int64_t latest_start(const model_operation *operation, const model_decision *decision)
{
	int64_t half = decision->timeout / 2;
	int64_t needed = half < 2000000 ? half : 2000000;
	return decision->deadline - (operation->retry_safe ? 1 : needed);
}

/* A retry that is made at once and does not count. */
static bool is_free(const model_decision *decision, const model_attempt *attempt, bool is_stale)
{
	return is_foreign(attempt) || (decision->is_unknown && !decision->had_other_store) ||
		   (is_stale && decision->stale < STALE_AT_MOST);
}

static const char *broken_by_retry(const model_operation *operation, const model_decision *decision,
	const model_attempt *attempt, bool is_stale, int failures)
{
	if (decision->draining) {
		return "nothing is retried while the run drains";
	}
	bool has_foreign = decision->had_foreign || is_foreign(attempt);
	bool has_unknown = decision->had_other_store || decision->is_unknown;
	if (decision->attempts + 1 > 1 + decision->retries + STALE_AT_MOST + has_foreign + has_unknown) {
		return "there are at most 1 + retries + 2 attempts, and one more after a foreign response or an unknown issuer";
	}
	if (decision->changed_store != (decision->is_unknown && !decision->had_other_store)) {
		return "the other store of CA certificates is tried once, if the issuer is unknown";
	}
	if (decision->had_foreign && is_foreign(attempt)) {
		return "only one foreign response is followed by another attempt at once";
	}
	if (!is_free(decision, attempt, is_stale) && failures > decision->retries) {
		return "there are no more retries than the setting allows";
	}
	if (decision->due < decision->now || decision->due >= decision->deadline) {
		return "a retry starts before the deadline";
	}
	if (decision->due > latest_start(operation, decision)) {
		return "a send is retried only with enough time left";
	}
	if ((double)(decision->due - decision->now) < decision->retry_after * 1e6 - 1.0) {
		return "a retry waits as long as Retry-After says";
	}
	if (decision->due - decision->now > longest_pause(decision, failures)) {
		return "a pause has a limit";
	}
	if (is_foreign(attempt) && !decision->fresh) {
		return "after a foreign response, a new connection is used";
	}
	if (!is_complete(attempt) && (!is_stale || decision->stale > 0) && !decision->fresh) {
		return "after a failure, only one more kept connection is tried";
	}
	return NULL;
}

static const char *broken_by_giving_up(const model_operation *operation, const model_decision *decision,
	const model_attempt *attempt, bool is_stale, int failures)
{
	bool free = is_free(decision, attempt, is_stale);
	if (is_foreign(attempt) && decision->had_foreign) {
		return NULL;
	}
	int64_t latest = decision->now + (free ? 0 : longest_pause(decision, failures));
	bool is_in_time = latest <= latest_start(operation, decision);
	if (!decision->draining && is_in_time && (free || failures <= decision->retries)) {
		return "what may be retried is retried while attempts and time are left";
	}
	return NULL;
}

const char *model_rule_broken_by_decision(const model_operation *operation, const model_attempt *attempt, bool is_stale,
	model_history after, const model_decision *decision)
{
	int failures = decision->attempts - decision->stale - decision->had_foreign - decision->had_other_store;
	if (!operation->retry_safe && decision->retried && (after.could || after.processed)) {
		return "a send is not retried after it may have been processed";
	}
	return decision->retried ? broken_by_retry(operation, decision, attempt, is_stale, failures)
							 : broken_by_giving_up(operation, decision, attempt, is_stale, failures);
}
