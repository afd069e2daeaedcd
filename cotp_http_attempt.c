/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One attempt at a request: libcurl's callbacks, the start and the release. No code of PHP ever runs from here.
 */
#include "cotp_http_attempt.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include <curl/curl.h>
#include <openssl/crypto.h>
#include <openssl/ssl.h>

#include "cotp_clock.h"
#include "cotp_http_allow.h"
#include "cotp_http_headers.h"
#include "cotp_http_info.h"
#include "cotp_http_location.h"
#include "cotp_http_options.h"
#include "cotp_http_retry_after.h"

#define UPLOAD_BUFFER 16384L /* bytes, libcurl's minimum: each send allocates them, and a form is small */

_Static_assert(COTP_ATTEMPT_TEXT >= CURL_ERROR_SIZE, "libcurl writes up to CURL_ERROR_SIZE bytes");

/* A connection to a Unix socket has a number instead of addresses. */
cotp_endpoints cotp_http_attempt_endpoints(const cotp_http_attempt *attempt)
{
	cotp_endpoints endpoints = cotp_http_info_endpoints(attempt->easy);
	endpoints.number = attempt->socket.place.number;
	return endpoints;
}

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

/* The request is about to be sent, so the other store of CA certificates was tried with success, if it was tried. */
static void note_sent(cotp_http_attempt *attempt)
{
	attempt->request_sent = true;
	cotp_pool_note_request(attempt->pool, attempt->reused);
	if (attempt->other_store == COTP_HTTP_STORE_NONE) {
		cotp_http_trust_prefer(cotp_pool_trust(attempt->pool), attempt->store);
	}
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
	cotp_endpoints endpoints = cotp_http_attempt_endpoints(attempt);
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
	if (attempt->socket.path && !attempt->reused && !cotp_http_socket_check_peer(&attempt->socket)) {
		return refuse_request(attempt);
	}
	note_sent(attempt);
	return CURL_PREREQFUNC_OK;
}
#endif

/* A trailer may look like a status line. A real one comes first, or after the head of an informational response. */
static bool is_status_line(const cotp_http_attempt *attempt, const char *line, size_t length)
{
	return length > 5 && memcmp(line, "HTTP/", 5) == 0 && (!attempt->headers_over || attempt->status_class == '1');
}

/* Returns the first digit of the status of a line like "HTTP/2 103", or 0. */
static char status_class_of(const char *line, size_t length)
{
	const char *space = memchr(line, ' ', length);
	if (space && space + 1 < line + length) {
		return space[1];
	}
	return '\0';
}

static void note_protocol(const cotp_http_attempt *attempt, char major_version)
{
	if (major_version == '1' && !attempt->reused) {
		cotp_endpoints endpoints = cotp_http_attempt_endpoints(attempt);
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
	if (line.length <= name.length || !cotp_text_equals_ignoring_case((cotp_text){ line.data, name.length }, name)) {
		return false;
	}
	*value = (cotp_text){ line.data + name.length, line.length - name.length };
	return true;
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

/*
 * Compares the id before libcurl can close the connection or use it for another request, which it may do before we
 * learn that the response is complete.
 */
static void compare_id(cotp_http_attempt *attempt)
{
	const cotp_http_request *request = attempt->request;
	char id[COTP_ID_LENGTH + 1];
	if (attempt->status_class != '2' || !request->read_id || !request->read_id(request->owner, attempt->response, id)) {
		return;
	}
	cotp_endpoints endpoints = cotp_http_attempt_endpoints(attempt);
	cotp_http_ids *ids = cotp_pool_ids(attempt->pool, &endpoints);
	if (ids && cotp_http_ids_contain(ids, id)) {
		attempt->id_is_repeated = true;
		cotp_pool_note_unusable(attempt->pool, &endpoints);
	} else if (ids && !request->retry_safe) {
		cotp_http_ids_add(ids, id);
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
		attempt->status_class = status_class_of(line, length);
		note_protocol(attempt, line[5]);
	} else if (length <= 2 && !attempt->headers_over) {
		attempt->headers_over = true; /* only trailers follow */
		compare_id(attempt);
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
	attempt->status_class = '\0';
	attempt->id_is_repeated = false;
	attempt->in_location = false;
	attempt->request_sent = false;
	attempt->reused = false;
	attempt->too_large = false;
	attempt->issuer_unknown = false;
	attempt->fit = COTP_HTTP_FITS;
	attempt->is_understood = true;
	attempt->started = cotp_clock_unix_time();
}

/* The handle belongs to the pool. */
static void forget_handle(cotp_http_attempt *attempt)
{
	cotp_http_headers_free(attempt->headers);
	OPENSSL_cleanse(attempt->error_text, sizeof(attempt->error_text)); /* may contain the proxy's password */
	cotp_pool_release(attempt->pool, attempt->socket.place.number);
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
	return cotp_http_options_set(easy, settings, &attempt->socket, attempt->store, attempt->fresh, attempt->deadline) &&
		   set_request(easy, attempt);
}

/* The retry after an unknown issuer changes the store, and nothing else does. */
static void choose_store(cotp_http_attempt *attempt, const cotp_http_settings *settings, const cotp_http_trust *trust)
{
	if (attempt->store == COTP_HTTP_STORE_NONE) {
		attempt->store = settings->ca_file ? COTP_HTTP_STORE_BUILT_IN : trust->first;
		attempt->other_store = settings->ca_file ? COTP_HTTP_STORE_NONE : trust->other;
	}
}

/* Only a kept connection with that number is reused. */
static void choose_socket(cotp_http_attempt *attempt, const char *path)
{
	attempt->socket = (cotp_http_socket){ .pool = attempt->pool, .path = path, .opened = -1 };
	if (path) {
		uint64_t target = cotp_http_hash_behind_socket(attempt->request->url, path);
		int number = cotp_pool_reserve(attempt->pool, target, attempt->fresh);
		attempt->socket.place = (cotp_pool_place){ .number = number, .target = target };
	}
}

bool cotp_http_attempt_start(
	cotp_pool *pool, const cotp_http_settings *settings, cotp_http_attempt *attempt, cotp_error *error)
{
	reset(attempt);
	attempt->response->attempts++;
	attempt->pool = pool;
	choose_store(attempt, settings, cotp_pool_trust(pool));
	choose_socket(attempt, settings->socket);
	attempt->easy = cotp_pool_take_handle(pool);
	if (!attempt->easy) {
		forget_handle(attempt);
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

void cotp_http_attempt_read_progress(cotp_http_attempt *attempt)
{
#if LIBCURL_VERSION_NUM < 0x075000 /* 7.80.0 */
	if (cotp_http_info_seconds(attempt->easy, CURLINFO_PRETRANSFER_TIME_T) > 0.0) {
		attempt->reused = cotp_http_info_number(attempt->easy, CURLINFO_NUM_CONNECTS) == 0;
		note_sent(attempt);
	}
#else
	(void)attempt; /* on_prerequest() has seen it */
#endif
}

/*
 * libcurl keeps an HTTP/2 connection if only a stream failed or was ended by us, although more of the response may
 * arrive, or the connection may be dead. A stream that the service reset harms no other one.
 */
static void note_connection(const cotp_http_attempt *attempt)
{
	cotp_endpoints endpoints = cotp_http_attempt_endpoints(attempt);
	if (attempt->too_large || !(attempt->ended && (attempt->code == CURLE_OK || attempt->code == CURLE_HTTP2_STREAM))) {
		cotp_pool_note_unusable(attempt->pool, &endpoints);
	}
}

/* Removes the easy handle from the multi handle, which closes the connection of an attempt that has not ended. */
void cotp_http_attempt_release(cotp_http_attempt *attempt)
{
	note_connection(attempt);
	/* fails only for a handle of another multi handle */
	(void)curl_multi_remove_handle(cotp_pool_multi(attempt->pool), attempt->easy);
	cotp_pool_return_handle(attempt->pool, attempt->easy, attempt->ended && attempt->code == CURLE_OK);
	forget_handle(attempt);
}

void cotp_http_attempt_cancel(cotp_http_attempt *attempt)
{
	cotp_http_attempt_use_last(attempt);
	cotp_http_attempt_release(attempt);
}

void cotp_http_attempt_abandon(cotp_http_attempt *attempt)
{
	forget_handle(attempt);
}
