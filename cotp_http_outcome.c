/*
 * What the end of an attempt means: success, an error with the truth about what was sent, or one more attempt. No I/O
 * here.
 */
#include "cotp_http_internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <curl/curl.h>

#include "cotp_wire_error.h"
#include "cotp_wire_names.h"

/*
 * A service cannot act on a body that it never got; where there is no body, the departure counts. An operation that may
 * not be repeated has a body always.
 */
static bool may_have_acted(const cotp_exchange *exchange)
{
	return exchange->body.length ? exchange->body_bytes_sent > 0 : exchange->request_sent;
}

/* No later event softens Unknown. */
static cotp_outcome outcome_without_answer(const cotp_exchange *exchange)
{
	return may_have_acted(exchange) || exchange->may_have_been_processed ? COTP_OUTCOME_UNKNOWN : COTP_OUTCOME_NOT_SENT;
}

/* For a send, only a refusal that the service words itself says that nothing happened. */
static cotp_outcome outcome_with_unclear_answer(const cotp_exchange *exchange)
{
	return exchange->retry_safe && !exchange->response_lost ? COTP_OUTCOME_ANSWERED : COTP_OUTCOME_UNKNOWN;
}

static void error_begin(cotp_exchange *exchange, cotp_error_domain domain, cotp_outcome outcome)
{
	cotp_error_clear(&exchange->error);
	exchange->error.domain = domain;
	exchange->error.outcome = outcome;
	exchange->error.http_status = exchange->http_status;
}

__attribute__((format(printf, 2, 3))) static void error_say(cotp_exchange *exchange, const char *format, ...)
{
	cotp_error *error = &exchange->error;
	int used = snprintf(error->message, sizeof(error->message), "%s %s: ", exchange->method, exchange->route);
	if (used < 0 || (size_t)used >= sizeof(error->message)) {
		return;
	}
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(error->message + used, sizeof(error->message) - (size_t)used, format, arguments);
	va_end(arguments);
}

static void say_outcome_unknown(cotp_exchange *exchange, const char *why)
{
	error_begin(exchange, COTP_ERROR_OUTCOME_UNKNOWN, COTP_OUTCOME_UNKNOWN);
	exchange->error.http_status = 0;
	error_say(exchange, "the request was sent, but no complete response was received (%s), " COTP_MAY_BE_SENT, why);
}

/* "host" or "host:port" of a URL that was made of a checked base URI, so without userinfo. */
static cotp_text authority_of(const char *url)
{
	const char *start = strstr(url, "://");
	start = start ? start + 3 : url;
	return (cotp_text){ start, strcspn(start, "/") };
}

/* Who failed, when, why, and libcurl's words, which differ from version to version, last. */
static void say_failure(const cotp_http_settings *settings, cotp_exchange *exchange, const cotp_attempt_end *end)
{
	bool sent = exchange->error.outcome == COTP_OUTCOME_UNKNOWN;
	const char *when = sent ? "after the request was sent" : "before anything was sent";
	const char *reason = cotp_reason(settings, end);
	cotp_text host = authority_of(exchange->url);
	if (end->code == CURLE_OPERATION_TIMEDOUT) {
		error_say(exchange, "the call timed out %s (%s)", when, end->text);
	} else if (cotp_reason_is_proxy(settings, end)) {
		error_say(exchange, "the connection to the proxy failed %s: %s (%s)", when, reason, end->text);
	} else {
		error_say(exchange, "the connection to %.*s failed %s%s%s (%s)", (int)host.length, host.data, when,
			reason ? ": " : "", reason ? reason : "", end->text);
	}
}

static bool verdict_without_answer(
	const cotp_http_settings *settings, cotp_exchange *exchange, const cotp_attempt_end *end)
{
	if (!exchange->retry_safe && may_have_acted(exchange)) {
		const char *reason = cotp_reason(settings, end);
		say_outcome_unknown(exchange, reason ? reason : end->text);
		return false;
	}
	bool timed_out = end->code == CURLE_OPERATION_TIMEDOUT;
	error_begin(exchange, timed_out ? COTP_ERROR_TIMEOUT : COTP_ERROR_TRANSPORT, outcome_without_answer(exchange));
	exchange->error.http_status = 0;
	exchange->error.retryable = true;
	say_failure(settings, exchange, end);
	exchange->fresh = true; /* what the pool keeps may be as dead */
	exchange->response_lost |= may_have_acted(exchange);
	exchange->may_have_been_processed |= exchange->response_lost;
	return !end->time_is_up;
}

static bool verdict_too_large(cotp_exchange *exchange)
{
	error_begin(exchange, COTP_ERROR_PROTOCOL, outcome_with_unclear_answer(exchange));
	error_say(exchange, "the response body is larger than %zu KiB, or its headers are larger than %zu KiB",
		COTP_MAX_RESPONSE_BYTES / 1024, COTP_MAX_HEADER_BYTES / 1024);
	return false;
}

/* ---- a whole answer that is no success ---- */

/* A service that repeats what it was sent must not bring a guest's address into a log. Before the texts are cut, since
 * half a secret would not be found. */
static void redact_secrets(const cotp_exchange *exchange, cotp_wire_error_block *block)
{
	if (exchange->redact) {
		exchange->redact(exchange->owner, block->message);
		exchange->redact(exchange->owner, block->more_info);
	}
}

static void say_refusal(cotp_exchange *exchange, const cotp_wire_error_block *block)
{
	char code[32] = "";
	char message[400]; /* cut at a character's edge */
	cotp_error_copy(message, sizeof(message), block->message);
	if (block->code) {
		snprintf(code, sizeof(code), ", code %d", block->code);
	}
	bool wrong_path =
		exchange->path_key && (exchange->http_status == 404 || exchange->http_status == 405) && !block->code;
	error_say(exchange, "the service responded with HTTP %d%s%s%s%s%s%s", exchange->http_status, code,
		*message ? ": " : "", message,
		wrong_path ? ". The path is inferred, not documented; override it with the wire entry \"" : "",
		wrong_path ? exchange->path_key : "", wrong_path ? "\"" : "");
	exchange->error.api_code = block->code;
	cotp_error_copy(exchange->error.more_info, sizeof(exchange->error.more_info), block->more_info);
}

static bool verdict_refusal(cotp_exchange *exchange, const cotp_attempt_end *end)
{
	int status = exchange->http_status;
	cotp_wire_error_block block;
	cotp_wire_read_error_block((cotp_text){ exchange->response.data, exchange->response.length }, &block);
	redact_secrets(exchange, &block);

	bool nothing_done = status == 429 || (status == 408 && block.code == COTP_WIRE_CODE_REQUEST_TIMEOUT);
	bool gateway = status == 502 || status == 503 || status == 504;
	bool failed = status >= 500 || status == 408;
	cotp_outcome outcome = exchange->response_lost ? COTP_OUTCOME_UNKNOWN : COTP_OUTCOME_ANSWERED;
	if (failed && !nothing_done) {
		outcome = outcome_with_unclear_answer(exchange);
	}
	error_begin(exchange, COTP_ERROR_API, outcome);
	exchange->error.retryable = nothing_done || (gateway && exchange->retry_safe);
	exchange->error.retry_after = end->retry_after;
	say_refusal(exchange, &block);
	exchange->may_have_been_processed |= gateway;
	if (nothing_done) {
		/* so that an interruption of the pause before the repeat does not say otherwise */
		exchange->body_bytes_sent = 0;
		exchange->request_sent = false;
	}
	return exchange->error.retryable;
}

bool cotp_outcome_of_attempt(const cotp_http_settings *settings, cotp_exchange *exchange, const cotp_attempt_end *end)
{
	int status = exchange->http_status;
	if (exchange->too_large) {
		return verdict_too_large(exchange);
	}
	if (end->code != CURLE_OK) {
		return verdict_without_answer(settings, exchange, end);
	}
	exchange->fresh = false; /* the connection lives */
	if (status >= 200 && status < 300) {
		cotp_error_clear(&exchange->error);
		return false;
	}
	if (status < 400) {
		error_begin(exchange, COTP_ERROR_PROTOCOL, outcome_with_unclear_answer(exchange));
		error_say(exchange, "the service responded with HTTP %d, which is neither a success nor an error", status);
		return false;
	}
	return verdict_refusal(exchange, end);
}

bool cotp_outcome_may_have_been_processed(const cotp_exchange *exchange)
{
	return outcome_without_answer(exchange) == COTP_OUTCOME_UNKNOWN;
}

void cotp_outcome_of_ended(cotp_exchange *exchange, cotp_error_domain domain, const char *text)
{
	cotp_outcome outcome = outcome_without_answer(exchange);
	if (!exchange->retry_safe && outcome == COTP_OUTCOME_UNKNOWN) {
		say_outcome_unknown(exchange, text);
	} else {
		error_begin(exchange, domain, outcome);
		exchange->error.http_status = 0;
		exchange->error.retryable = true;
		error_say(exchange, "%s", text);
	}
	exchange->error.interrupted = domain == COTP_ERROR_INTERRUPTED;
}
