/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The meaning of an attempt's end: success, a retry, or an error that says whether the service may have processed the
 * request. No I/O here.
 */
#include "cotp_http_outcome.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <curl/curl.h>

#include "cotp_http_info.h"
#include "cotp_http_reason.h"
#include "cotp_wire_error.h"
#include "cotp_wire_names.h"

/*
 * A service cannot act on a body that it never received. Without a body, the sent request counts. An operation that is
 * not retry-safe always has a body.
 */
static bool may_have_been_processed(const cotp_http_attempt *attempt)
{
	return attempt->request->body.length ? attempt->body_bytes_sent > 0 : attempt->request_sent;
}

/* No later event softens Unknown. */
static cotp_outcome outcome_without_response(const cotp_http_attempt *attempt)
{
	return may_have_been_processed(attempt) || attempt->response->may_have_been_processed ? COTP_OUTCOME_UNKNOWN
																						  : COTP_OUTCOME_NOT_SENT;
}

/* For a send, only a refusal in the service's own words proves that nothing happened. */
static cotp_outcome outcome_with_unclear_response(const cotp_http_attempt *attempt)
{
	return attempt->request->retry_safe && !attempt->response->response_lost ? COTP_OUTCOME_ANSWERED
																			 : COTP_OUTCOME_UNKNOWN;
}

/* ---- the error ---- */

static void error_begin(cotp_http_attempt *attempt, cotp_error_domain domain, cotp_outcome outcome, int http_status)
{
	cotp_error *error = &attempt->response->error;
	cotp_error_clear(error);
	error->domain = domain;
	error->outcome = outcome;
	error->http_status = http_status;
}

__attribute__((format(printf, 2, 3))) static void error_say(cotp_http_attempt *attempt, const char *format, ...)
{
	const cotp_http_request *request = attempt->request;
	cotp_error *error = &attempt->response->error;
	size_t used = cotp_error_print(error->message, sizeof(error->message), "%s %s: ", request->method, request->route);
	va_list arguments;
	va_start(arguments, format);
	cotp_error_vprint(error->message + used, sizeof(error->message) - used, format, arguments);
	va_end(arguments);
}

/* ---- no complete response ---- */

static void say_outcome_unknown(cotp_http_attempt *attempt, const char *why, const char *consequence)
{
	error_begin(attempt, COTP_ERROR_OUTCOME_UNKNOWN, COTP_OUTCOME_UNKNOWN, 0);
	error_say(attempt, "the request was sent, but no complete response was received (%s%s), " COTP_MAY_BE_SENT, why,
		consequence);
}

/* Writes which connection failed, when, why, and last libcurl's text, which differs from version to version. */
static void say_failure(
	const cotp_http_settings *settings, cotp_http_attempt *attempt, const cotp_http_attempt_end *end)
{
	bool sent = attempt->response->error.outcome == COTP_OUTCOME_UNKNOWN;
	const char *when = sent ? "after the request was sent" : "before anything was sent";
	const char *reason = cotp_http_reason(settings, end);
	cotp_text host = cotp_http_host_of(attempt->request->url);
	if (end->socket_fault != COTP_HTTP_SOCKET_WORKS) {
		error_say(attempt, "the connection to the socket %s failed %s: %s", settings->socket, when, reason);
	} else if (reason && cotp_http_reason_is_complete(end)) {
		error_say(attempt, "the connection to %.*s failed %s: %s", (int)host.length, host.data, when, reason);
	} else if (end->code == CURLE_OPERATION_TIMEDOUT) {
		error_say(attempt, "the call timed out %s (%s)", when, end->text);
	} else if (cotp_http_reason_is_proxy(settings, end)) {
		error_say(attempt, "the connection to the proxy failed %s: %s (%s)", when, reason, end->text);
	} else {
		error_say(attempt, "the connection to %.*s failed %s%s%s (%s)", (int)host.length, host.data, when,
			reason ? ": " : "", reason ? reason : "", end->text);
	}
}

static bool outcome_of_failure(
	const cotp_http_settings *settings, cotp_http_attempt *attempt, const cotp_http_attempt_end *end)
{
	cotp_http_response *response = attempt->response;
	if (!attempt->request->retry_safe && may_have_been_processed(attempt)) {
		const char *reason = cotp_http_reason(settings, end);
		bool is_refusal = cotp_http_reason_is_refusal(end);
		say_outcome_unknown(attempt, reason ? reason : end->text, is_refusal ? "; the request is not sent again" : "");
		return false;
	}
	bool timed_out = end->code == CURLE_OPERATION_TIMEDOUT;
	error_begin(attempt, timed_out ? COTP_ERROR_TIMEOUT : COTP_ERROR_TRANSPORT, outcome_without_response(attempt), 0);
	response->error.retryable = true;
	say_failure(settings, attempt, end);
	attempt->fresh = true; /* the kept connections may be just as dead */
	response->response_lost |= response->error.outcome == COTP_OUTCOME_UNKNOWN;
	response->may_have_been_processed |= response->response_lost;
	return !end->time_is_up;
}

static bool outcome_of_too_large(cotp_http_attempt *attempt)
{
	error_begin(attempt, COTP_ERROR_PROTOCOL, outcome_with_unclear_response(attempt), attempt->response->status);
	error_say(attempt, "the response body is larger than %zu KiB, or its headers are larger than %zu KiB",
		COTP_MAX_RESPONSE_BYTES / 1024, COTP_MAX_HEADER_BYTES / 1024);
	return false;
}

/* ---- error responses ---- */

/* A service that echoes the request must not bring a guest's address into a log. Redacts before the texts are cut,
 * because half a secret would not be found. */
static void redact_secrets(const cotp_http_request *request, cotp_wire_error_block *block)
{
	if (request->redact) {
		request->redact(request->owner, block->message);
		request->redact(request->owner, block->more_info);
	}
}

/* Writes what follows the status: the vendor's code, the methods that the service allows, or that the base URI may be
 * wrong, which is likelier than a wrong path. */
static void write_detail(
	const cotp_http_attempt *attempt, const cotp_wire_error_block *block, char *detail, size_t size)
{
	const cotp_http_response *response = attempt->response;
	const char *base_path = attempt->request->base_path;
	*detail = '\0';
	if (block->code) {
		snprintf(detail, size, ", code %d", block->code);
	} else if (response->status == 404 && base_path) {
		snprintf(detail, size, ", and the path of the base URI is not \"%s\"", base_path);
	} else if (response->status == 405 && *response->allow) {
		snprintf(detail, size, " (allowed: %s)", response->allow);
	}
}

/* Writes which wire entry may be wrong. A negative code shows that the vendor's own software responded, so the entry is
 * right; a positive one is a gateway's. */
static void write_hint(const cotp_http_attempt *attempt, const cotp_wire_error_block *block, char *hint, size_t size)
{
	int status = attempt->response->status;
	bool wrong_path = status == 404; /* else the method, if the path exists: a 405 */
	const char *key = wrong_path ? attempt->request->path_key : status == 405 ? attempt->request->method_key : NULL;
	*hint = '\0';
	if (key && block->code >= 0) {
		snprintf(hint, size, ". The %s is inferred, not documented; override it with the wire entry \"%s\"",
			wrong_path ? "path" : "method", key);
	}
}

static void say_refusal(cotp_http_attempt *attempt, const cotp_wire_error_block *block)
{
	cotp_error *error = &attempt->response->error;
	char detail[100];
	char hint[160];
	char message[400]; /* cut between two characters */
	write_detail(attempt, block, detail, sizeof(detail));
	write_hint(attempt, block, hint, sizeof(hint));
	cotp_error_copy(message, *hint ? sizeof(message) / 2 : sizeof(message), block->message); /* leaves room for it */
	size_t length = strlen(message);
	bool has_period = *hint && length && message[length - 1] == '.'; /* the hint begins with one */
	error_say(attempt, "the service responded with HTTP %d%s%s%s%s", error->http_status, detail, *message ? ": " : "",
		message, hint + has_period);
	error->api_code = block->code;
	cotp_error_copy(error->more_info, sizeof(error->more_info), block->more_info);
}

/* Keeps an interruption of the pause before the retry from reporting that the request was sent. */
static void note_nothing_done(cotp_http_attempt *attempt)
{
	attempt->body_bytes_sent = 0;
	attempt->request_sent = false;
}

static bool outcome_of_refusal(cotp_http_attempt *attempt, const cotp_http_attempt_end *end)
{
	cotp_http_response *response = attempt->response;
	int status = response->status;
	cotp_wire_error_block block;
	cotp_wire_read_error_block((cotp_text){ response->body.data, response->body.length }, &block);
	redact_secrets(attempt->request, &block);

	bool nothing_done = status == 429 || (status == 408 && block.code == COTP_WIRE_CODE_REQUEST_TIMEOUT);
	bool gateway = status == 502 || status == 503 || status == 504;
	bool failed = status >= 500 || status == 408;
	cotp_outcome outcome = response->response_lost ? COTP_OUTCOME_UNKNOWN : COTP_OUTCOME_ANSWERED;
	if (failed && !nothing_done) {
		outcome = outcome_with_unclear_response(attempt);
	}
	error_begin(attempt, COTP_ERROR_API, outcome, status);
	response->error.retryable = nothing_done || (gateway && attempt->request->retry_safe);
	response->error.retry_after = end->retry_after;
	say_refusal(attempt, &block);
	response->may_have_been_processed |= gateway;
	if (nothing_done) {
		note_nothing_done(attempt);
	}
	return response->error.retryable;
}

/* ---- success ---- */

/* The caller reads the response and says what it does not understand. */
static bool outcome_of_success(cotp_http_attempt *attempt)
{
	bool is_send = !attempt->request->retry_safe;
	cotp_error_clear(&attempt->response->error);
	if (attempt->fit != COTP_HTTP_FOREIGN) {
		return false;
	}
	int status = attempt->response->status;
	if (is_send) {
		error_begin(attempt, COTP_ERROR_OUTCOME_UNKNOWN, COTP_OUTCOME_UNKNOWN, status);
		error_say(attempt, "the response %s, so it %s the response to this request, " COTP_MAY_BE_SENT,
			attempt->id_is_repeated ? "repeats the request id of an earlier send on the same connection"
									: "arrived on a connection whose last response belonged to another request",
			attempt->id_is_repeated ? "is not" : "may not be");
	} else {
		error_begin(attempt, COTP_ERROR_PROTOCOL, outcome_with_unclear_response(attempt), status);
		error_say(attempt, "the response is about a different request");
		attempt->response->may_have_been_processed = true;
	}
	return !is_send;
}

/* ---- the functions of the header ---- */

bool cotp_http_outcome_of_attempt(
	const cotp_http_settings *settings, cotp_http_attempt *attempt, const cotp_http_attempt_end *end)
{
	int status = attempt->response->status;
	if (attempt->too_large) {
		return outcome_of_too_large(attempt);
	}
	if (end->code != CURLE_OK) {
		return outcome_of_failure(settings, attempt, end);
	}
	attempt->fresh = false; /* the connection works */
	if (status >= 200 && status < 300) {
		return outcome_of_success(attempt);
	}
	if (status < 400) {
		error_begin(attempt, COTP_ERROR_PROTOCOL, outcome_with_unclear_response(attempt), status);
		error_say(attempt, "the service responded with HTTP %d, which is neither a success nor an error", status);
		return false;
	}
	return outcome_of_refusal(attempt, end);
}

bool cotp_http_outcome_may_have_been_processed(const cotp_http_attempt *attempt)
{
	return outcome_without_response(attempt) == COTP_OUTCOME_UNKNOWN;
}

void cotp_http_outcome_fill_report(const cotp_http_attempt *attempt, cotp_http_report *report)
{
	const cotp_error *error = &attempt->response->error;
	report->domain = error->domain;
	report->outcome = error->outcome;
	if (error->domain == COTP_ERROR_NONE) {
		report->domain = attempt->is_understood ? COTP_ERROR_NONE : COTP_ERROR_PROTOCOL;
		report->outcome = attempt->is_understood ? COTP_OUTCOME_ANSWERED : outcome_with_unclear_response(attempt);
	}
}

void cotp_http_outcome_of_ended(cotp_http_attempt *attempt, cotp_error_domain domain, const char *text)
{
	cotp_outcome outcome = outcome_without_response(attempt);
	if (!attempt->request->retry_safe && outcome == COTP_OUTCOME_UNKNOWN) {
		say_outcome_unknown(attempt, text, "");
	} else {
		error_begin(attempt, domain, outcome, 0);
		attempt->response->error.retryable = true;
		error_say(attempt, "%s", text);
	}
	attempt->response->error.interrupted = domain == COTP_ERROR_INTERRUPTED;
}
