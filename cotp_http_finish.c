/* SPDX-License-Identifier: BSD-3-Clause */
#include "cotp_http_finish.h"

#include <curl/curl.h>
#include <openssl/x509_vfy.h>

#include "cotp_clock.h"
#include "cotp_http_info.h"
#include "cotp_http_location.h"

#define LIBCURL_IS_EARLY 2000 /* microseconds at most: libcurl rounds to whole milliseconds, up or down */

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
	cotp_endpoints endpoints = cotp_http_attempt_endpoints(attempt);
	switch (attempt->code) {
		case CURLE_PEER_FAILED_VERIFICATION:
			return !is_out_of_date(end) && attempt->store != COTP_HTTP_STORE_DIRECTORY; /* which is not cached */
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

static void note_socket(cotp_http_attempt *attempt)
{
	if (attempt->socket.path && attempt->code == CURLE_COULDNT_CONNECT && !attempt->request_sent) {
		cotp_http_socket_note_error(&attempt->socket, (int)cotp_http_info_number(attempt->easy, CURLINFO_OS_ERRNO));
	}
}

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
		.socket_fault = attempt->socket.fault,
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
 * Returns whether a 2xx response is the response to its request. A response that is not understood cannot be another
 * one's if it is the first of its connection, or if HTTP/2 names the request of each response. HTTP/2 proves nothing
 * about an id that is given twice, because a gateway may speak HTTP/1.1 with the service. libcurl may have put this
 * request on a connection before the response to the one before it was found to be foreign: then it is out of step.
 */
static cotp_http_fit judge(cotp_http_attempt *attempt, const cotp_endpoints *endpoints)
{
	const cotp_http_request *request = attempt->request;
	bool may_be_late =
		attempt->reused && cotp_http_info_number(attempt->easy, CURLINFO_HTTP_VERSION) != CURL_HTTP_VERSION_2_0;
	if (attempt->id_is_repeated || (may_be_late && cotp_pool_is_unusable(attempt->pool, endpoints))) {
		return COTP_HTTP_FOREIGN;
	}
	cotp_http_fit fit = request->judge(request->owner, attempt->response);
	attempt->is_understood = fit == COTP_HTTP_FITS;
	fit = fit == COTP_HTTP_REJECTED ? COTP_HTTP_FITS : fit;
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
	cotp_endpoints endpoints = cotp_http_attempt_endpoints(attempt);
	cotp_http_fit fit = judge(attempt, &endpoints);
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

static void note_issuer(cotp_http_attempt *attempt, const cotp_http_attempt_end *end)
{
	bool is_unknown = cotp_http_trust_is_unknown_issuer(end->verify_result) ||
					  cotp_http_trust_is_unknown_issuer(end->proxy_verify_result);
	attempt->issuer_unknown = is_unknown && end->code == CURLE_PEER_FAILED_VERIFICATION && !attempt->request_sent;
}

void cotp_http_finish(cotp_http_attempt *attempt, cotp_http_attempt_end *end, cotp_http_report *report)
{
	cotp_http_attempt_read_progress(attempt);
	attempt->response->status = (int)cotp_http_info_number(attempt->easy, CURLINFO_RESPONSE_CODE);
	note_socket(attempt);
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
	note_issuer(attempt, end);
	judge_response(attempt, end);
	if (kept_connection_was_lost(attempt, end)) {
		distrust_kept_connections(attempt);
	}
	fill_report(attempt, report);
	cotp_http_attempt_release(attempt);
}
