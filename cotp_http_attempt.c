/*
 * One attempt at one exchange: libcurl's options and callbacks. Nothing of PHP is ever called from here.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* SOCK_CLOEXEC */
#endif
#include "cotp_http_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <curl/curl.h>
#include <openssl/crypto.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include "cotp_clock.h"
#include "cotp_version.h"

#define FIRST_VERSION_SAFE_WITH_PROXY_CREDENTIALS 0x081300 /* 8.19.0 */
#define UPLOAD_BUFFER                             16384L /* bytes, libcurl's least: each send takes them, and a form is small */
#define LIBCURL_IS_EARLY                          2000 /* microseconds at most: it counts whole milliseconds, rounded either way */
#define LONGEST_RETRY_AFTER                       31536000 /* seconds: no call lasts a year, and sums stay in range */

typedef struct cotp_transfer {
	cotp_pool *pool;
	CURL *easy;
	struct curl_slist *headers;
	bool ended;
	bool used_last; /* its connection is not to be kept */
	CURLcode code;
	char error_text[CURL_ERROR_SIZE];
} cotp_transfer;

/* ---- callbacks ---- */

/* libcurl takes the body from here once. What it took may have reached the service. */
static size_t on_read(char *target, size_t size, size_t count, void *context)
{
	cotp_exchange *exchange = context;
	size_t length = exchange->body.length - exchange->body_bytes_sent;
	if (length > size * count) {
		length = size * count;
	}
	if (length) {
		memcpy(target, exchange->body.data + exchange->body_bytes_sent, length);
		exchange->body_bytes_sent += length;
	}
	return length;
}

/* The guard: a re-send that would repeat body bytes ends here, whatever libcurl thinks of it. */
static int on_seek(void *context, curl_off_t offset, int origin)
{
	(void)context;
	(void)offset;
	(void)origin;
	return CURL_SEEKFUNC_FAIL;
}

static double seconds_of(CURL *easy, CURLINFO info)
{
	curl_off_t microseconds = 0;
	return curl_easy_getinfo(easy, info, &microseconds) == CURLE_OK ? (double)microseconds / 1e6 : 0.0;
}

static long number_of(CURL *easy, CURLINFO info)
{
	long number = 0;
	return curl_easy_getinfo(easy, info, &number) == CURLE_OK ? number : 0;
}

static const char *text_of(CURL *easy, CURLINFO info)
{
	const char *text = NULL;
	return curl_easy_getinfo(easy, info, &text) == CURLE_OK && text ? text : "";
}

/* Of the connection that the transfer uses, or has used. */
static cotp_ends ends_of(CURL *easy)
{
	return (cotp_ends){
		.local_ip = text_of(easy, CURLINFO_LOCAL_IP),
		.remote_ip = text_of(easy, CURLINFO_PRIMARY_IP),
		.local_port = (int)number_of(easy, CURLINFO_LOCAL_PORT),
		.remote_port = (int)number_of(easy, CURLINFO_PRIMARY_PORT),
	};
}

#if LIBCURL_VERSION_NUM >= 0x075000 /* 7.80.0 */
/* From 8.15 on libcurl lets OpenSSL read beyond the record that holds an answer: poll() no longer sees what came. */
static bool was_read_ahead(const cotp_transfer *transfer)
{
	const struct curl_tlssessioninfo *tls = NULL;
	return cotp_pool_library(transfer->pool)->shares_openssl &&
		   curl_easy_getinfo(transfer->easy, CURLINFO_TLS_SSL_PTR, &tls) == CURLE_OK && tls &&
		   tls->backend == CURLSSLBACKEND_OPENSSL && tls->internals && SSL_has_pending(tls->internals);
}

static bool connection_is_quiet(const cotp_transfer *transfer)
{
	cotp_ends ends = ends_of(transfer->easy);
	return cotp_pool_is_quiet(transfer->pool, &ends, was_read_ahead(transfer));
}

/* The connection is closed too: with HTTP/2 libcurl would keep it, and choose it for the next call. */
static int refuse_request(cotp_exchange *exchange)
{
	cotp_transfer_use_last(exchange);
	return CURL_PREREQFUNC_ABORT;
}

/*
 * Called right before a request leaves on a connection. A second departure would be a re-send that we did not decide.
 *
 * What came on an idle connection is its end, or bytes that would be taken for the answer to the request that has not
 * left yet: another one is used. libcurl itself looks for that, but once a second only, and not for bytes in all
 * versions.
 */
/* NOLINTNEXTLINE(readability-non-const-parameter): libcurl's signature */
static int on_prerequest(void *context, char *remote_ip, char *local_ip, int remote_port, int local_port)
{
	cotp_exchange *exchange = context;
	const cotp_transfer *transfer = exchange->transfer;
	(void)remote_ip;
	(void)local_ip;
	(void)remote_port;
	(void)local_port;
	if (exchange->request_sent) {
		return refuse_request(exchange);
	}
	/* asked now: libcurl's own attempt at a re-send would count as a new connection */
	exchange->reused = number_of(transfer->easy, CURLINFO_NUM_CONNECTS) == 0;
	if (exchange->reused && !connection_is_quiet(transfer)) {
		return refuse_request(exchange);
	}
	exchange->request_sent = true;
	cotp_pool_note_request(transfer->pool, exchange->reused);
	return CURL_PREREQFUNC_OK;
}
#endif

/* False when memory is short: an answer without its Location would be told as the service's fault. */
static bool take_location(cotp_exchange *exchange, const char *value, size_t length)
{
	while (length && (*value == ' ' || *value == '\t')) {
		value++;
		length--;
	}
	while (length && strchr(" \t\r\n", value[length - 1])) {
		length--;
	}
	if (exchange->location) {
		exchange->location_is_ambiguous = true;
		return true;
	}
	exchange->location = cotp_text_copy((cotp_text){ value, length });
	return exchange->location != NULL;
}

static void forget_location(cotp_exchange *exchange)
{
	cotp_secret_free(exchange->location);
	exchange->location = NULL;
	exchange->location_is_ambiguous = false;
}

/* Of a trailer that looks like one, it is none: a head follows nothing, or the head of an informational answer. */
static bool is_status_line(const cotp_exchange *exchange, const char *line, size_t length)
{
	return length > 5 && memcmp(line, "HTTP/", 5) == 0 && (!exchange->headers_over || exchange->is_informational);
}

/* "HTTP/2 103" and the like. */
static bool status_is_informational(const char *line, size_t length)
{
	const char *space = memchr(line, ' ', length);
	return space && space + 1 < line + length && space[1] == '1';
}

static void note_protocol(const cotp_exchange *exchange, char major_version)
{
	const cotp_transfer *transfer = exchange->transfer;
	if (major_version == '1' && !exchange->reused) {
		cotp_ends ends = ends_of(transfer->easy);
		cotp_pool_note_exclusive(transfer->pool, &ends);
	}
}

static size_t on_header(char *line, size_t size, size_t count, void *context)
{
	static const cotp_text name = { "location:", sizeof("location:") - 1 };
	cotp_exchange *exchange = context;
	size_t length = size * count;
	exchange->header_bytes += length;
	if (exchange->header_bytes > COTP_MAX_HEADER_BYTES) {
		exchange->too_large = true;
		return 0;
	}
	if (is_status_line(exchange, line, length)) {
		forget_location(exchange); /* of an informational answer */
		exchange->headers_over = false;
		exchange->is_informational = status_is_informational(line, length);
		note_protocol(exchange, line[5]);
	} else if (length <= 2) {
		exchange->headers_over = true; /* what follows are trailers */
	} else if (!exchange->headers_over && length > name.length &&
			   cotp_text_equals_ignoring_case((cotp_text){ line, name.length }, name) &&
			   !take_location(exchange, line + name.length, length - name.length)) {
		return 0;
	}
	return length;
}

static size_t on_body(char *data, size_t size, size_t count, void *context)
{
	cotp_exchange *exchange = context;
	cotp_memory_begin();
	if (!cotp_buffer_append(&exchange->response, data, size * count)) {
		exchange->too_large = !cotp_memory_was_short();
		return 0;
	}
	return size * count;
}

/* Close-on-exec from the first moment: a program that PHP starts must not inherit a connection. */
static curl_socket_t on_open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
	(void)purpose;
	curl_socket_t opened = socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
	if (opened != CURL_SOCKET_BAD && !cotp_pool_add_socket(context, opened)) {
		close(opened);
		return CURL_SOCKET_BAD;
	}
	return opened;
}

/* libcurl keeps this with the connection, which lives no longer than the pool. */
static int on_close_socket(void *context, curl_socket_t closed)
{
	cotp_pool_remove_socket(context, closed);
	return close(closed);
}

/* ---- options ---- */

#define SET(option, value) \
	do { \
		if (curl_easy_setopt(easy, (option), (value)) != CURLE_OK) { \
			return false; \
		} \
	} while (0)

/* What never depends on the caller. */
static bool set_rules(CURL *easy)
{
	SET(CURLOPT_NOSIGNAL, 1L);
	SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	SET(CURLOPT_SSL_VERIFYPEER, 1L);
	SET(CURLOPT_SSL_VERIFYHOST, 2L);
	SET(CURLOPT_FOLLOWLOCATION, 0L);
	SET(CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	SET(CURLOPT_USERAGENT, "cotp/" COTP_VERSION);
	SET(CURLOPT_PATH_AS_IS, 1L);
	SET(CURLOPT_TCP_KEEPALIVE, 1L);
	return true;
}

static bool set_protocols(CURL *easy, const cotp_http_settings *settings, const cotp_library *library)
{
	bool http2 = settings->http2 && library->speaks_http2;
#if LIBCURL_VERSION_NUM >= 0x075500 /* 7.85.0 */
	SET(CURLOPT_PROTOCOLS_STR, settings->plain_http ? "http" : "https");
#else
	SET(CURLOPT_PROTOCOLS, settings->plain_http ? (long)CURLPROTO_HTTP : (long)CURLPROTO_HTTPS);
#endif
	SET(CURLOPT_HTTP_VERSION, http2 ? (long)CURL_HTTP_VERSION_2TLS : (long)CURL_HTTP_VERSION_1_1);
	return true;
}

/* Before 8.19 libcurl could hand a connection that one user opened through a proxy to another user (CVE-2026-3784). */
static bool may_share_connections(const cotp_http_settings *settings, const cotp_library *library)
{
	return !settings->proxy || !strchr(settings->proxy, '@') ||
		   library->version_number >= FIRST_VERSION_SAFE_WITH_PROXY_CREDENTIALS;
}

static bool set_proxy(CURL *easy, const cotp_http_settings *settings)
{
	/* Set also when there is none: else libcurl asks the environment. */
	SET(CURLOPT_PROXY, settings->proxy ? settings->proxy : "");
	SET(CURLOPT_NOPROXY, "");
	if (settings->proxy) {
		SET(CURLOPT_HTTPPROXYTUNNEL, 1L); /* the proxy never sees a request */
		SET(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
		SET(CURLOPT_PROXY_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
		SET(CURLOPT_HEADEROPT, (long)CURLHEADER_SEPARATE); /* nor the key */
	}
	return true;
}

static bool set_sockets(CURL *easy, cotp_pool *pool)
{
	SET(CURLOPT_OPENSOCKETFUNCTION, on_open_socket);
	SET(CURLOPT_OPENSOCKETDATA, pool);
	SET(CURLOPT_CLOSESOCKETFUNCTION, on_close_socket);
	SET(CURLOPT_CLOSESOCKETDATA, pool);
	return true;
}

static bool set_age(CURL *easy, const cotp_pool_options *pool)
{
	SET(CURLOPT_DNS_CACHE_TIMEOUT, pool->dns_ttl);
	SET(CURLOPT_MAXAGE_CONN, pool->idle);
#if LIBCURL_VERSION_NUM >= 0x075000 /* 7.80.0 */
	SET(CURLOPT_MAXLIFETIME_CONN, pool->lifetime);
#endif
#if LIBCURL_VERSION_NUM >= 0x075700 /* 7.87.0 */
	/* Else a CA file that was replaced is not read again for a day. Not all TLS libraries keep what they read. */
	CURLcode code = curl_easy_setopt(easy, CURLOPT_CA_CACHE_TIMEOUT, pool->lifetime);
	return code == CURLE_OK || code == CURLE_NOT_BUILT_IN || code == CURLE_UNKNOWN_OPTION;
#else
	return true;
#endif
}

static bool set_choice(CURL *easy, bool pooled, const cotp_exchange *exchange)
{
	if (exchange->fresh || !pooled) {
		SET(CURLOPT_FRESH_CONNECT, 1L);
	}
	if (!pooled) {
		SET(CURLOPT_FORBID_REUSE, 1L);
	}
	return true;
}

static bool set_connection(
	CURL *easy, const cotp_http_settings *settings, cotp_pool *pool, const cotp_exchange *exchange)
{
	const cotp_library *library = cotp_pool_library(pool);
	int64_t remaining = (exchange->deadline - cotp_clock_now()) / 1000;
	SET(CURLOPT_TIMEOUT_MS, remaining > 0 ? (long)remaining : 1L);
	SET(CURLOPT_CONNECTTIMEOUT_MS,
		settings->connect_timeout >= 0.001 ? (long)(settings->connect_timeout * 1000.0) : 1L);
	if (settings->ca_file) {
		SET(CURLOPT_CAINFO, settings->ca_file);
		SET(CURLOPT_CAPATH, (char *)NULL); /* instead of the system's, not beside them */
	}
	return set_sockets(easy, pool) && set_age(easy, cotp_pool_options_of(pool)) &&
		   set_choice(easy, may_share_connections(settings, library), exchange) &&
		   set_protocols(easy, settings, library) && set_proxy(easy, settings);
}

static bool has_upload(const cotp_exchange *exchange)
{
	return exchange->body.data || (strcmp(exchange->method, "GET") != 0 && strcmp(exchange->method, "DELETE") != 0);
}

/* A body, and also an empty one where the method asks for it, goes through on_read(), since only that can be refused a
 * second time. */
static bool set_body(CURL *easy, cotp_exchange *exchange)
{
	SET(CURLOPT_POST, 1L);
	SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)exchange->body.length);
	SET(CURLOPT_UPLOAD_BUFFERSIZE, UPLOAD_BUFFER);
	SET(CURLOPT_READFUNCTION, on_read);
	SET(CURLOPT_READDATA, exchange);
	SET(CURLOPT_SEEKFUNCTION, on_seek);
	SET(CURLOPT_SEEKDATA, exchange);
	return true;
}

static bool set_request(CURL *easy, cotp_exchange *exchange)
{
	SET(CURLOPT_URL, exchange->url);
	if (has_upload(exchange) && !set_body(easy, exchange)) {
		return false;
	}
	if (has_upload(exchange) || strcmp(exchange->method, "GET") != 0) {
		SET(CURLOPT_CUSTOMREQUEST, exchange->method);
	}
	SET(CURLOPT_HEADERFUNCTION, on_header);
	SET(CURLOPT_HEADERDATA, exchange);
	SET(CURLOPT_WRITEFUNCTION, on_body);
	SET(CURLOPT_WRITEDATA, exchange);
#if LIBCURL_VERSION_NUM >= 0x075000 /* 7.80.0 */
	SET(CURLOPT_PREREQFUNCTION, on_prerequest);
	SET(CURLOPT_PREREQDATA, exchange);
#endif
	return true;
}

/* ---- the headers hold the key: wiped before they are freed ---- */

static void headers_free(struct curl_slist *headers)
{
	for (struct curl_slist *header = headers; header; header = header->next) {
		OPENSSL_cleanse(header->data, strlen(header->data));
	}
	curl_slist_free_all(headers);
}

static bool headers_add(struct curl_slist **headers, const char *line)
{
	struct curl_slist *longer = curl_slist_append(*headers, line);
	if (!longer) {
		return false;
	}
	*headers = longer;
	return true;
}

/* An empty value takes the header away that libcurl would send; with GET and DELETE it sends none of the two. */
static bool headers_make(const cotp_exchange *exchange, struct curl_slist **headers)
{
	cotp_buffer authorization = { .limit = 1024 };
	bool made = cotp_buffer_append_string(&authorization, "Authorization: ") &&
				cotp_buffer_append_string(&authorization, exchange->authorization) &&
				headers_add(headers, authorization.data) && headers_add(headers, "Accept: application/json");
	if (made && has_upload(exchange)) {
		made = headers_add(headers, exchange->body.data ? "Content-Type: application/json" : "Content-Type:") &&
			   headers_add(headers, "Expect:");
	}
	cotp_buffer_free(&authorization);
	return made;
}

/* ---- the attempt ---- */

static void forget_attempt(cotp_exchange *exchange)
{
	exchange->http_status = 0;
	cotp_buffer_free(&exchange->response);
	exchange->response.limit = COTP_MAX_RESPONSE_BYTES;
	forget_location(exchange);
	exchange->body_bytes_sent = 0;
	exchange->header_bytes = 0;
	exchange->headers_over = false;
	exchange->is_informational = false;
	exchange->request_sent = false;
	exchange->reused = false;
	exchange->too_large = false;
}

void cotp_transfer_use_last(cotp_exchange *exchange)
{
	cotp_transfer *transfer = exchange->transfer;
	transfer->used_last = transfer->used_last || curl_easy_setopt(transfer->easy, CURLOPT_FORBID_REUSE, 1L) == CURLE_OK;
}

static void transfer_free(cotp_exchange *exchange)
{
	headers_free(exchange->transfer->headers);
	/* libcurl's words may name the proxy's password */
	OPENSSL_cleanse(exchange->transfer, sizeof(*exchange->transfer));
	free(exchange->transfer);
	exchange->transfer = NULL;
}

static bool configure(
	cotp_pool *pool, const cotp_http_settings *settings, cotp_exchange *exchange, cotp_transfer *transfer)
{
	CURL *easy = transfer->easy;
	if (!headers_make(exchange, &transfer->headers)) {
		return false;
	}
	SET(CURLOPT_HTTPHEADER, transfer->headers);
	SET(CURLOPT_ERRORBUFFER, transfer->error_text);
	SET(CURLOPT_PRIVATE, transfer);
	return set_rules(easy) && set_connection(easy, settings, pool, exchange) && set_request(easy, exchange);
}

bool cotp_transfer_start(
	cotp_pool *pool, const cotp_http_settings *settings, cotp_exchange *exchange, cotp_error *error)
{
	forget_attempt(exchange);
	exchange->attempts++;
	cotp_transfer *transfer = exchange->transfer = calloc(1, sizeof(*transfer));
	if (!transfer) {
		return cotp_error_memory(error);
	}
	transfer->pool = pool;
	transfer->easy = cotp_pool_take(pool);
	if (!transfer->easy) {
		transfer_free(exchange);
		return cotp_error_memory(error);
	}
	if (!configure(pool, settings, exchange, transfer) ||
		curl_multi_add_handle(cotp_pool_multi(pool), transfer->easy) != CURLM_OK) {
		cotp_pool_give_back(pool, transfer->easy, false);
		transfer_free(exchange);
		cotp_error_clear(error);
		error->domain = COTP_ERROR_TRANSPORT;
		snprintf(error->message, sizeof(error->message),
			"libcurl %s rejected a mandatory security option, or is out of memory", cotp_http_library_version());
		return false;
	}
	return true;
}

void cotp_transfer_collect(cotp_pool *pool)
{
	int left;
	CURLMsg *message;
	while ((message = curl_multi_info_read(cotp_pool_multi(pool), &left))) {
		char *private = NULL;
		if (message->msg != CURLMSG_DONE ||
			curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &private) != CURLE_OK || !private) {
			continue;
		}
		cotp_transfer *transfer = (cotp_transfer *)private;
		transfer->ended = true;
		transfer->code = message->data.result;
	}
}

bool cotp_transfer_has_ended(const cotp_exchange *exchange)
{
	return exchange->transfer && exchange->transfer->ended;
}

bool cotp_transfer_has_sent_request(const cotp_exchange *exchange)
{
#if LIBCURL_VERSION_NUM >= 0x075000 /* 7.80.0 */
	return exchange->transfer && exchange->request_sent;
#else
	return exchange->transfer && seconds_of(exchange->transfer->easy, CURLINFO_PRETRANSFER_TIME_T) > 0.0;
#endif
}

static const char *protocol_of(CURL *easy)
{
	switch (number_of(easy, CURLINFO_HTTP_VERSION)) {
		case CURL_HTTP_VERSION_1_0:
			return "HTTP/1.0";
		case CURL_HTTP_VERSION_1_1:
			return "HTTP/1.1";
		case CURL_HTTP_VERSION_2_0:
			return "HTTP/2";
		default:
			return "";
	}
}

static void fill_report(CURL *easy, const cotp_exchange *exchange, cotp_http_report *report)
{
	*report = (cotp_http_report){
		.method = exchange->method,
		.route = exchange->route,
		.http_status = exchange->http_status,
		.attempt = exchange->attempts,
		.reused = exchange->reused,
		.protocol = protocol_of(easy),
		.name_lookup = seconds_of(easy, CURLINFO_NAMELOOKUP_TIME_T),
		.connect = seconds_of(easy, CURLINFO_CONNECT_TIME_T),
		.tls = seconds_of(easy, CURLINFO_APPCONNECT_TIME_T),
		.first_byte = seconds_of(easy, CURLINFO_STARTTRANSFER_TIME_T),
		.total = seconds_of(easy, CURLINFO_TOTAL_TIME_T),
	};
}

static double retry_after_of(CURL *easy)
{
	curl_off_t seconds = 0;
	bool told = curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &seconds) == CURLE_OK && seconds > 0;
	if (seconds > LONGEST_RETRY_AFTER) {
		seconds = LONGEST_RETRY_AFTER;
	}
	return told ? (double)seconds : -1.0;
}

/* OpenSSL's verdict on a certificate; those of other libraries have other numbers. */
static long verify_result_of(const cotp_pool *pool, CURL *easy, CURLINFO info)
{
	return cotp_pool_library(pool)->uses_openssl ? number_of(easy, info) : COTP_NO_VERIFY_RESULT;
}

/* Takes the easy handle out of the multi handle, which closes the connection of an attempt that has not ended. */
static void release(cotp_pool *pool, cotp_exchange *exchange)
{
	const cotp_transfer *transfer = exchange->transfer;
	(void)curl_multi_remove_handle(cotp_pool_multi(pool), transfer->easy); /* refuses only a stranger's */
	cotp_pool_give_back(pool, transfer->easy, transfer->ended && transfer->code == CURLE_OK);
	transfer_free(exchange);
}

/* The clock is at fault or the certificate, in the service's or the proxy's chain, never memory. */
static bool is_out_of_date(const cotp_attempt_end *end)
{
	return end->verify_result == X509_V_ERR_CERT_HAS_EXPIRED || end->verify_result == X509_V_ERR_CERT_NOT_YET_VALID ||
		   end->proxy_verify_result == X509_V_ERR_CERT_HAS_EXPIRED ||
		   end->proxy_verify_result == X509_V_ERR_CERT_NOT_YET_VALID;
}

/*
 * Where memory was short, or may have been. libcurl keeps the authorities that it read, also those of which OpenSSL
 * could not make out the key, and an HTTP/2 connection whose state it could not follow: calls to come would fail by
 * them. A connection that is gone spoils nothing.
 */
static bool may_have_spoilt_pool(const cotp_transfer *transfer, const cotp_attempt_end *end)
{
	cotp_ends ends = ends_of(transfer->easy);
	switch (transfer->code) {
		case CURLE_PEER_FAILED_VERIFICATION:
			return !is_out_of_date(end);
		case CURLE_OUT_OF_MEMORY:
		case CURLE_SSL_CONNECT_ERROR:
		case CURLE_SSL_CERTPROBLEM:
		case CURLE_SSL_CACERT_BADFILE:
			return true;
		case CURLE_HTTP2: /* libcurl 8.14 says so of any loss too */
		case CURLE_SEND_ERROR:
		case CURLE_RECV_ERROR:
			return cotp_pool_is_connected(transfer->pool, &ends);
		default:
			return false;
	}
}

void cotp_transfer_finish(cotp_pool *pool, cotp_exchange *exchange, cotp_attempt_end *end, cotp_http_report *report)
{
	CURL *easy = exchange->transfer->easy;
#if LIBCURL_VERSION_NUM < 0x075000 /* 7.80.0 */
	exchange->request_sent = seconds_of(easy, CURLINFO_PRETRANSFER_TIME_T) > 0.0;
	exchange->reused = exchange->request_sent && number_of(easy, CURLINFO_NUM_CONNECTS) == 0;
	if (exchange->request_sent) {
		cotp_pool_note_request(pool, exchange->reused);
	}
#endif
	exchange->http_status = (int)number_of(easy, CURLINFO_RESPONSE_CODE);
	end->code = (int)exchange->transfer->code;
	end->retry_after = retry_after_of(easy);
	end->verify_result = verify_result_of(pool, easy, CURLINFO_SSL_VERIFYRESULT);
	end->proxy_verify_result = verify_result_of(pool, easy, CURLINFO_PROXY_SSL_VERIFYRESULT);
	end->proxy_status = (int)number_of(easy, CURLINFO_HTTP_CONNECTCODE);
	end->time_is_up = exchange->transfer->code == CURLE_OPERATION_TIMEDOUT &&
					  cotp_clock_now() + LIBCURL_IS_EARLY >= exchange->deadline;
	end->text[0] = '\0';
	if (end->code != CURLE_OK) {
		const char *text = exchange->transfer->error_text;
		cotp_error_copy(end->text, sizeof(end->text), *text ? text : curl_easy_strerror(exchange->transfer->code));
		if (exchange->redact) {
			exchange->redact(exchange->owner, end->text); /* some of libcurl's words repeat the proxy's address */
		}
	} else if (!exchange->headers_over) {
		/* libcurl takes a connection closed in the middle of the headers for the end of an answer without a body. Over
		 * TLS it may even keep that connection, whose end is still on its way. */
		cotp_pool_retire(pool);
		end->code = CURLE_GOT_NOTHING;
		cotp_error_copy(end->text, sizeof(end->text), "the response ended within its headers");
	}
	if (may_have_spoilt_pool(exchange->transfer, end)) {
		cotp_pool_retire(pool);
	}
	fill_report(easy, exchange, report);
	release(pool, exchange);
}

void cotp_transfer_cancel(cotp_pool *pool, cotp_exchange *exchange)
{
	release(pool, exchange);
}

void cotp_transfer_abandon(cotp_exchange *exchange)
{
	transfer_free(exchange);
}

void cotp_exchange_free(cotp_exchange *exchange)
{
	cotp_buffer_free(&exchange->response);
	forget_location(exchange);
}
