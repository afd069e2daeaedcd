/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One attempt at a request: libcurl's callbacks, the start and the end. No code of PHP ever runs from here.
 */
#include "cotp_http_attempt.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include <curl/curl.h>
#include <openssl/crypto.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include "cotp_clock.h"
#include "cotp_http_allow.h"
#include "cotp_http_headers.h"
#include "cotp_http_info.h"
#include "cotp_http_location.h"
#include "cotp_http_options.h"
#include "cotp_http_retry_after.h"

#define UPLOAD_BUFFER    16384L /* bytes, libcurl's minimum: each send allocates them, and a form is small */
#define LIBCURL_IS_EARLY 2000   /* microseconds at most: libcurl rounds to whole milliseconds, up or down */

_Static_assert(COTP_ATTEMPT_TEXT >= CURL_ERROR_SIZE, "libcurl writes up to CURL_ERROR_SIZE bytes");

/* ---- callbacks ---- */

/* libcurl reads the body here, once. The bytes that it has read may have reached the service. */
static size_t on_read(char *target, size_t size, size_t count, void *context)
{
	cotp_http_attempt *attempt = context;
	size_t length = attempt->request->body.length - attempt->body_bytes_sent;
	if (length > size * count) {
		length = size * count;
	}
	if (length) {
		memcpy(target, attempt->request->body.data + attempt->body_bytes_sent, length);
		attempt->body_bytes_sent += length;
	}
	return length;
}

/* The guard: libcurl must rewind the body before it can re-send it, and fails here. */
static int on_seek(void *context, curl_off_t offset, int origin)
{
	(void)context;
	(void)offset;
	(void)origin;
	return CURL_SEEKFUNC_FAIL;
}

#if LIBCURL_VERSION_NUM >= 0x075000 /* 7.80.0 */
/* Since 8.15 libcurl lets OpenSSL read beyond the record that contains a response; poll() does not see those bytes. */
static bool was_read_ahead(const cotp_http_attempt *attempt)
{
	const struct curl_tlssessioninfo *tls = NULL;
	return cotp_pool_library(attempt->pool)->shares_openssl &&
		   curl_easy_getinfo(attempt->easy, CURLINFO_TLS_SSL_PTR, &tls) == CURLE_OK && tls &&
		   tls->backend == CURLSSLBACKEND_OPENSSL && tls->internals && SSL_has_pending(tls->internals);
}

static bool connection_is_quiet(const cotp_http_attempt *attempt)
{
	cotp_endpoints endpoints = cotp_http_info_endpoints(attempt->easy);
	return cotp_pool_is_quiet(attempt->pool, &endpoints, was_read_ahead(attempt));
}

/* The connection is closed too, because libcurl would keep an HTTP/2 connection and use it for the next call. */
static int refuse_request(cotp_http_attempt *attempt)
{
	cotp_http_attempt_use_last(attempt);
	return CURL_PREREQFUNC_ABORT;
}

/*
 * Called immediately before libcurl sends a request. A second call in one attempt is a re-send that we did not decide.
 *
 * If something arrived on an idle connection, it is the end of the connection, or bytes that would be taken for the
 * response to a request that is not even sent: the request must use another connection. libcurl itself checks this only
 * once a second, and not for bytes in all versions.
 */
/* NOLINTNEXTLINE(readability-non-const-parameter): libcurl's signature */
static int on_prerequest(void *context, char *remote_ip, char *local_ip, int remote_port, int local_port)
{
	cotp_http_attempt *attempt = context;
	(void)remote_ip;
	(void)local_ip;
	(void)remote_port;
	(void)local_port;
	if (attempt->request_sent) {
		return refuse_request(attempt);
	}
	/* read now, because a re-send by libcurl itself would count as a new connection */
	attempt->reused = cotp_http_info_number(attempt->easy, CURLINFO_NUM_CONNECTS) == 0;
	if (attempt->reused && !connection_is_quiet(attempt)) {
		return refuse_request(attempt);
	}
	attempt->request_sent = true;
	cotp_pool_note_request(attempt->pool, attempt->reused);
	return CURL_PREREQFUNC_OK;
}
#endif

/* A trailer may look like a status line. A real one comes first, or after the head of an informational response. */
static bool is_status_line(const cotp_http_attempt *attempt, const char *line, size_t length)
{
	return length > 5 && memcmp(line, "HTTP/", 5) == 0 && (!attempt->headers_over || attempt->is_informational);
}

/* For example "HTTP/2 103". */
static bool status_is_informational(const char *line, size_t length)
{
	const char *space = memchr(line, ' ', length);
	return space && space + 1 < line + length && space[1] == '1';
}

static void note_protocol(const cotp_http_attempt *attempt, char major_version)
{
	if (major_version == '1' && !attempt->reused) {
		cotp_endpoints endpoints = cotp_http_info_endpoints(attempt->easy);
		cotp_pool_note_exclusive(attempt->pool, &endpoints);
	}
}

/* The response is too large for us. libcurl would keep an HTTP/2 connection, on which it may still arrive. */
static size_t refuse_response(cotp_http_attempt *attempt)
{
	attempt->too_large = true;
	cotp_http_attempt_use_last(attempt);
	return 0;
}

/* Returns whether the line is a header with this name, which ends with a colon. */
static bool is_header(cotp_text line, cotp_text name, cotp_text *value)
{
	*value = (cotp_text){ line.data + name.length, line.length - name.length };
	return line.length > name.length && cotp_text_equals_ignoring_case((cotp_text){ line.data, name.length }, name);
}

static void note_header(cotp_http_attempt *attempt, cotp_text line)
{
	cotp_text value;
	if (attempt->headers_over) {
		return;
	}
	if (is_header(line, COTP_TEXT("retry-after:"), &value)) {
		attempt->retry_after = cotp_http_retry_after(value, (int64_t)time(NULL));
	} else if (is_header(line, COTP_TEXT("allow:"), &value)) {
		cotp_http_allow_add(attempt->response->allow, sizeof(attempt->response->allow), value);
	}
}

static size_t on_header(char *line, size_t size, size_t count, void *context)
{
	cotp_http_attempt *attempt = context;
	size_t length = size * count;
	attempt->header_bytes += length;
	if (attempt->header_bytes > COTP_MAX_HEADER_BYTES) {
		return refuse_response(attempt);
	}
	note_header(attempt, (cotp_text){ line, length });
	if (is_status_line(attempt, line, length)) {
		attempt->retry_after = -1.0;
		attempt->response->allow[0] = '\0';
		cotp_http_location_discard(attempt->response); /* of an informational response */
		attempt->headers_over = false;
		attempt->in_location = false;
		attempt->is_informational = status_is_informational(line, length);
		note_protocol(attempt, line[5]);
	} else if (length <= 2) {
		attempt->headers_over = true; /* only trailers follow */
	} else if (!attempt->headers_over &&
			   !cotp_http_location_take(attempt->response, line, length, &attempt->in_location)) {
		return 0;
	}
	return length;
}

static size_t on_body(char *data, size_t size, size_t count, void *context)
{
	cotp_http_attempt *attempt = context;
	cotp_buffer *body = &attempt->response->body;
	if (size * count > body->limit - body->length) {
		return refuse_response(attempt);
	}
	return cotp_buffer_append(body, data, size * count) ? size * count : 0;
}

/* ---- options ---- */

static bool has_upload(const cotp_http_request *request)
{
	return request->body.data || (strcmp(request->method, "GET") != 0 && strcmp(request->method, "DELETE") != 0);
}

/* Even an empty body goes through on_read() if the method requires one, because only a body can be refused the second
 * time. */
static bool set_body(CURL *easy, cotp_http_attempt *attempt)
{
	COTP_SET_OPTION(easy, CURLOPT_POST, 1L);
	COTP_SET_OPTION(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)attempt->request->body.length);
	COTP_SET_OPTION(easy, CURLOPT_UPLOAD_BUFFERSIZE, UPLOAD_BUFFER);
	COTP_SET_OPTION(easy, CURLOPT_READFUNCTION, on_read);
	COTP_SET_OPTION(easy, CURLOPT_READDATA, attempt);
	COTP_SET_OPTION(easy, CURLOPT_SEEKFUNCTION, on_seek);
	COTP_SET_OPTION(easy, CURLOPT_SEEKDATA, attempt);
	return true;
}

static bool set_request(CURL *easy, cotp_http_attempt *attempt)
{
	COTP_SET_OPTION(easy, CURLOPT_URL, attempt->request->url);
	if (has_upload(attempt->request) && !set_body(easy, attempt)) {
		return false;
	}
	if (has_upload(attempt->request) || strcmp(attempt->request->method, "GET") != 0) {
		COTP_SET_OPTION(easy, CURLOPT_CUSTOMREQUEST, attempt->request->method);
	}
	COTP_SET_OPTION(easy, CURLOPT_HEADERFUNCTION, on_header);
	COTP_SET_OPTION(easy, CURLOPT_HEADERDATA, attempt);
	COTP_SET_OPTION(easy, CURLOPT_WRITEFUNCTION, on_body);
	COTP_SET_OPTION(easy, CURLOPT_WRITEDATA, attempt);
#if LIBCURL_VERSION_NUM >= 0x075000 /* 7.80.0 */
	COTP_SET_OPTION(easy, CURLOPT_PREREQFUNCTION, on_prerequest);
	COTP_SET_OPTION(easy, CURLOPT_PREREQDATA, attempt);
#endif
	return true;
}

/* ---- start ---- */

static void reset(cotp_http_attempt *attempt)
{
	attempt->response->status = 0;
	cotp_buffer_free(&attempt->response->body);
	attempt->response->body.limit = COTP_MAX_RESPONSE_BYTES;
	cotp_http_location_discard(attempt->response);
	attempt->response->allow[0] = '\0';
	attempt->ended = false;
	attempt->used_last = false;
	attempt->code = CURLE_OK;
	attempt->body_bytes_sent = 0;
	attempt->header_bytes = 0;
	attempt->retry_after = -1.0;
	attempt->headers_over = false;
	attempt->is_informational = false;
	attempt->in_location = false;
	attempt->request_sent = false;
	attempt->reused = false;
	attempt->too_large = false;
	attempt->fit = COTP_HTTP_FITS;
	attempt->is_understood = true;
	attempt->started = cotp_clock_unix_time();
}

/* The handle belongs to the pool. */
static void forget_handle(cotp_http_attempt *attempt)
{
	cotp_http_headers_free(attempt->headers);
	OPENSSL_cleanse(attempt->error_text, sizeof(attempt->error_text)); /* may contain the proxy's password */
	attempt->headers = NULL;
	attempt->easy = NULL;
}

static bool configure(cotp_http_attempt *attempt, const cotp_http_settings *settings)
{
	CURL *easy = attempt->easy;
	if (!cotp_http_headers_make(attempt->request, has_upload(attempt->request), &attempt->headers)) {
		return false;
	}
	COTP_SET_OPTION(easy, CURLOPT_HTTPHEADER, attempt->headers);
	COTP_SET_OPTION(easy, CURLOPT_ERRORBUFFER, attempt->error_text);
	COTP_SET_OPTION(easy, CURLOPT_PRIVATE, attempt);
	return cotp_http_options_set(easy, settings, attempt->pool, attempt->fresh, attempt->deadline) &&
		   set_request(easy, attempt);
}

bool cotp_http_attempt_start(
	cotp_pool *pool, const cotp_http_settings *settings, cotp_http_attempt *attempt, cotp_error *error)
{
	reset(attempt);
	attempt->response->attempts++;
	attempt->pool = pool;
	attempt->easy = cotp_pool_take_handle(pool);
	if (!attempt->easy) {
		return cotp_error_memory(error);
	}
	if (!configure(attempt, settings) || curl_multi_add_handle(cotp_pool_multi(pool), attempt->easy) != CURLM_OK) {
		cotp_pool_return_handle(pool, attempt->easy, false);
		forget_handle(attempt);
		cotp_error_clear(error);
		error->domain = COTP_ERROR_TRANSPORT;
		snprintf(error->message, sizeof(error->message),
			"libcurl %s rejected a mandatory security option, or is out of memory", cotp_http_library_version());
		return false;
	}
	return true;
}

/* ---- progress ---- */

void cotp_http_attempt_use_last(cotp_http_attempt *attempt)
{
	attempt->used_last = attempt->used_last || curl_easy_setopt(attempt->easy, CURLOPT_FORBID_REUSE, 1L) == CURLE_OK;
}

bool cotp_http_attempt_is_in_progress(const cotp_http_attempt *attempt)
{
	return attempt->easy != NULL;
}

void cotp_http_attempt_collect(cotp_pool *pool)
{
	int rest;
	CURLMsg *message;
	while ((message = curl_multi_info_read(cotp_pool_multi(pool), &rest))) {
		char *private = NULL;
		if (message->msg != CURLMSG_DONE ||
			curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &private) != CURLE_OK || !private) {
			continue;
		}
		cotp_http_attempt *attempt = (cotp_http_attempt *)private;
		attempt->ended = true;
		attempt->code = (int)message->data.result;
	}
}

bool cotp_http_attempt_has_ended(const cotp_http_attempt *attempt)
{
	return attempt->easy && attempt->ended;
}

bool cotp_http_attempt_has_sent_request(const cotp_http_attempt *attempt)
{
#if LIBCURL_VERSION_NUM >= 0x075000 /* 7.80.0 */
	return attempt->easy && attempt->request_sent;
#else
	return attempt->easy && cotp_http_info_seconds(attempt->easy, CURLINFO_PRETRANSFER_TIME_T) > 0.0;
#endif
}

/* ---- end ---- */

static void fill_report(const cotp_http_attempt *attempt, cotp_http_report *report)
{
	CURL *easy = attempt->easy;
	*report = (cotp_http_report){
		.operation = attempt->request->operation,
		.item = attempt->request->item,
		.host = cotp_http_host_of(attempt->request->url),
		.method = attempt->request->method,
		.route = attempt->request->route,
		.started = attempt->started,
		.http_status = attempt->response->status,
		.attempt = attempt->response->attempts,
		.reused = attempt->reused,
		.protocol = cotp_http_info_protocol(easy),
		.name_lookup = cotp_http_info_seconds(easy, CURLINFO_NAMELOOKUP_TIME_T),
		.connect = cotp_http_info_seconds(easy, CURLINFO_CONNECT_TIME_T),
		.tls = cotp_http_info_seconds(easy, CURLINFO_APPCONNECT_TIME_T),
		.first_byte = cotp_http_info_seconds(easy, CURLINFO_STARTTRANSFER_TIME_T),
		.total = cotp_http_info_seconds(easy, CURLINFO_TOTAL_TIME_T),
	};
}

/* Returns OpenSSL's result for a certificate; other TLS libraries have other numbers. */
static long verify_result_of(const cotp_http_attempt *attempt, CURLINFO info)
{
	return cotp_pool_library(attempt->pool)->uses_openssl ? cotp_http_info_number(attempt->easy, info)
														  : COTP_NO_VERIFY_RESULT;
}

/* Returns whether a certificate of the service or the proxy is out of date: then memory is not the cause. */
static bool is_out_of_date(const cotp_http_attempt_end *end)
{
	return end->verify_result == X509_V_ERR_CERT_HAS_EXPIRED || end->verify_result == X509_V_ERR_CERT_NOT_YET_VALID ||
		   end->proxy_verify_result == X509_V_ERR_CERT_HAS_EXPIRED ||
		   end->proxy_verify_result == X509_V_ERR_CERT_NOT_YET_VALID;
}

/*
 * Returns whether memory ran out, or may have. libcurl keeps CA certificates, including those that OpenSSL could not
 * parse, and HTTP/2 connections whose state it lost: later calls would fail because of them. A connection that is
 * closed does no harm.
 */
static bool may_have_damaged_pool(const cotp_http_attempt *attempt, const cotp_http_attempt_end *end)
{
	cotp_endpoints endpoints = cotp_http_info_endpoints(attempt->easy);
	switch (attempt->code) {
		case CURLE_PEER_FAILED_VERIFICATION:
			return !is_out_of_date(end);
		case CURLE_OUT_OF_MEMORY:
		case CURLE_SSL_CONNECT_ERROR:
		case CURLE_SSL_CERTPROBLEM:
		case CURLE_SSL_CACERT_BADFILE:
			return true;
		case CURLE_HTTP2: /* which libcurl 8.14 also reports for any lost connection */
		case CURLE_SEND_ERROR:
		case CURLE_RECV_ERROR:
			return cotp_pool_is_connected(attempt->pool, &endpoints);
		default:
			return false;
	}
}

#if LIBCURL_VERSION_NUM < 0x075000 /* 7.80.0 */
/* Reads afterwards what on_prerequest() would have seen. */
static void note_request(cotp_http_attempt *attempt)
{
	attempt->request_sent = cotp_http_info_seconds(attempt->easy, CURLINFO_PRETRANSFER_TIME_T) > 0.0;
	attempt->reused = attempt->request_sent && cotp_http_info_number(attempt->easy, CURLINFO_NUM_CONNECTS) == 0;
	if (attempt->request_sent) {
		cotp_pool_note_request(attempt->pool, attempt->reused);
	}
}
#endif

static void fill_end(const cotp_http_attempt *attempt, cotp_http_attempt_end *end)
{
	CURL *easy = attempt->easy;
	*end = (cotp_http_attempt_end){
		.code = attempt->code,
		.verify_result = verify_result_of(attempt, CURLINFO_SSL_VERIFYRESULT),
		.proxy_verify_result = verify_result_of(attempt, CURLINFO_PROXY_SSL_VERIFYRESULT),
		.proxy_status = (int)cotp_http_info_number(easy, CURLINFO_HTTP_CONNECTCODE),
		.retry_after = attempt->retry_after,
		.request_sent = attempt->request_sent,
		.time_is_up =
			attempt->code == CURLE_OPERATION_TIMEDOUT && cotp_clock_now() + LIBCURL_IS_EARLY >= attempt->deadline,
	};
}

static void fill_text(const cotp_http_attempt *attempt, cotp_http_attempt_end *end)
{
	const cotp_http_request *request = attempt->request;
	const char *text = attempt->error_text;
	cotp_error_copy(end->text, sizeof(end->text), *text ? text : curl_easy_strerror((CURLcode)attempt->code));
	if (request->redact) {
		request->redact(request->owner, end->text); /* libcurl's text may contain the proxy's address */
	}
}

/*
 * libcurl keeps an HTTP/2 connection if only a stream failed or was ended by us, although more of the response may
 * arrive, or the connection may be dead. A stream that the service reset harms no other one.
 */
static void note_connection(const cotp_http_attempt *attempt)
{
	cotp_endpoints endpoints = cotp_http_info_endpoints(attempt->easy);
	if (attempt->too_large || !(attempt->ended && (attempt->code == CURLE_OK || attempt->code == CURLE_HTTP2_STREAM))) {
		cotp_pool_note_unusable(attempt->pool, &endpoints);
	}
}

/*
 * Returns whether a 2xx response is the response to its request. A response that is not understood cannot be another
 * one's if it is the first of its connection, or if HTTP/2 names the request of each response. HTTP/2 proves nothing
 * about an id that is given twice, because a gateway may speak HTTP/1.1 with the service.
 */
static cotp_http_fit judge(cotp_http_attempt *attempt, cotp_http_ids *ids)
{
	const cotp_http_request *request = attempt->request;
	char id[COTP_ID_LENGTH + 1];
	cotp_http_fit fit = request->judge(request->owner, attempt->response, id);
	attempt->is_understood = fit == COTP_HTTP_FITS;
	fit = fit == COTP_HTTP_REJECTED ? COTP_HTTP_FITS : fit;
	if (*id && ids && cotp_http_ids_contain(ids, id)) {
		return COTP_HTTP_FOREIGN;
	}
	if (*id && ids && !request->retry_safe) {
		cotp_http_ids_add(ids, id);
	}
	bool may_be_late =
		attempt->reused && cotp_http_info_number(attempt->easy, CURLINFO_HTTP_VERSION) != CURL_HTTP_VERSION_2_0;
	return fit == COTP_HTTP_UNCLEAR && !may_be_late ? COTP_HTTP_FITS : fit;
}

/* Later sends use new connections for a while: the next kept connection may fail in the same way. */
static void distrust_kept_connections(const cotp_http_attempt *attempt)
{
	int64_t period = (int64_t)cotp_pool_options_of(attempt->pool)->idle * 1000000;
	cotp_http_hosts_add(cotp_pool_hosts(attempt->pool), attempt->request->url, cotp_clock_now() + period);
}

/* The headers of an incomplete response may contain the id of a send: it must not belong to another one either. */
static void judge_response(cotp_http_attempt *attempt, const cotp_http_attempt_end *end)
{
	const cotp_http_request *request = attempt->request;
	int status = attempt->response->status;
	bool is_complete = end->code == CURLE_OK;
	if (!request->judge || status < 200 || status > 299 || (!is_complete && request->retry_safe)) {
		return;
	}
	cotp_endpoints endpoints = cotp_http_info_endpoints(attempt->easy);
	cotp_http_fit fit = judge(attempt, cotp_pool_ids(attempt->pool, &endpoints));
	if (fit == COTP_HTTP_FOREIGN) {
		cotp_http_location_discard(attempt->response);
	}
	if (fit != COTP_HTTP_FITS) {
		cotp_pool_drop(attempt->pool, &endpoints); /* the response to this request may still arrive on it */
		distrust_kept_connections(attempt);
	}
	attempt->fit = is_complete ? fit : COTP_HTTP_FITS;
}

/* Returns whether a kept connection ended, or stayed silent, after a request was sent on it. Some services and
 * firewalls drop connections without saying so. */
static bool kept_connection_was_lost(const cotp_http_attempt *attempt, const cotp_http_attempt_end *end)
{
	bool may_have_been_processed = attempt->request->body.length ? attempt->body_bytes_sent > 0 : attempt->request_sent;
	return attempt->reused && may_have_been_processed && end->code != CURLE_OK && !attempt->too_large &&
		   attempt->response->status < 200;
}

/* Removes the easy handle from the multi handle, which closes the connection of an attempt that has not ended. */
static void release(cotp_http_attempt *attempt)
{
	note_connection(attempt);
	/* fails only for a handle of another multi handle */
	(void)curl_multi_remove_handle(cotp_pool_multi(attempt->pool), attempt->easy);
	cotp_pool_return_handle(attempt->pool, attempt->easy, attempt->ended && attempt->code == CURLE_OK);
	forget_handle(attempt);
}

void cotp_http_attempt_finish(cotp_http_attempt *attempt, cotp_http_attempt_end *end, cotp_http_report *report)
{
#if LIBCURL_VERSION_NUM < 0x075000 /* 7.80.0 */
	note_request(attempt);
#endif
	attempt->response->status = (int)cotp_http_info_number(attempt->easy, CURLINFO_RESPONSE_CODE);
	fill_end(attempt, end);
	if (!attempt->headers_over && !attempt->too_large) {
		cotp_http_location_discard(attempt->response); /* a second one may follow, or one that libcurl rejected */
	}
	if (end->code != CURLE_OK) {
		fill_text(attempt, end);
	} else if (!attempt->headers_over) {
		/* libcurl takes a connection that closes within the headers for the end of a response without a body. Over TLS
		 * it may even keep that connection, because its end has not arrived yet. */
		cotp_pool_retire(attempt->pool);
		end->code = CURLE_GOT_NOTHING;
		cotp_error_copy(end->text, sizeof(end->text), "the response ended within its headers");
	}
	if (may_have_damaged_pool(attempt, end)) {
		cotp_pool_retire(attempt->pool);
	}
	judge_response(attempt, end);
	if (kept_connection_was_lost(attempt, end)) {
		distrust_kept_connections(attempt);
	}
	fill_report(attempt, report);
	release(attempt);
}

void cotp_http_attempt_cancel(cotp_http_attempt *attempt)
{
	cotp_http_attempt_use_last(attempt);
	release(attempt);
}

void cotp_http_attempt_abandon(cotp_http_attempt *attempt)
{
	forget_handle(attempt);
}
