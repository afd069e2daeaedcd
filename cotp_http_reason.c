/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The reason why no response arrived, in our own words: whether the service or the proxy is at fault, what is wrong and
 * what helps. libcurl's text has neither and differs from version to version; it follows as a detail. No I/O here.
 */
#include "cotp_http_reason.h"

#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>
#include <openssl/err.h>
#include <openssl/sslerr.h>
#include <openssl/x509_vfy.h>

#if LIBCURL_VERSION_NUM >= 0x080600 /* 8.6.0 */
#define CODE_TOO_LARGE CURLE_TOO_LARGE
#else
#define CODE_TOO_LARGE 100 /* a later libcurl may be loaded */
#endif

#define UNKNOWN_CA \
	"its certificate is not signed by a trusted CA (those in caFile; without caFile, and for a proxy, the system's)"
#define INCOMPLETE_CHAIN UNKNOWN_CA ", or it did not send an intermediate certificate"
#define NO_SAFE_CIPHER   "it supports no acceptable cipher suite"
#define OLD_TLS          "it does not support TLS 1.2 or later"

/* A fault of the peer, which is the service's host or the proxy. */
typedef struct fault {
	long number;
	const char *words;
} fault;

/* Faults of certificates; the first row stands for all others. libcurl compares the host name itself, and OpenSSL then
 * reports no fault. */
static const fault certificate_faults[] = {
	{ COTP_NO_VERIFY_RESULT, "its certificate is not trusted" },
	{ X509_V_ERR_UNSPECIFIED, "its certificate is not valid for this host name" },
	{ X509_V_OK, "its certificate is not valid for this host name" },
	{ X509_V_ERR_CERT_HAS_EXPIRED, "its certificate has expired (or this machine's clock is wrong)" },
	{ X509_V_ERR_CERT_NOT_YET_VALID, "its certificate is not valid yet (or this machine's clock is wrong)" },
	{ X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, "its certificate is self-signed" },
	{ X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, UNKNOWN_CA },
	{ X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, INCOMPLETE_CHAIN },
	{ X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, INCOMPLETE_CHAIN },
	{ X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, INCOMPLETE_CHAIN },
	{ X509_V_ERR_INVALID_CA, "its certificate was signed by a certificate that is not a CA certificate" },
	{ X509_V_ERR_INVALID_PURPOSE, "its certificate is not valid for server authentication" },
	{ X509_V_ERR_EE_KEY_TOO_SMALL, "its certificate's key is too weak" },
	{ X509_V_ERR_CA_KEY_TOO_SMALL, "the key of a CA in its certificate chain is too weak" },
	{ X509_V_ERR_CA_MD_TOO_WEAK, "its certificate's signature is too weak" },
};

/* Faults of the handshake, by OpenSSL's reason codes; the first row stands for all others. */
static const fault handshake_faults[] = {
	{ 0, "the TLS handshake failed" },
	{ SSL_R_WRONG_VERSION_NUMBER, "it does not use TLS on this port, perhaps plain HTTP" },
	{ SSL_R_UNSUPPORTED_PROTOCOL, OLD_TLS },
	{ SSL_R_TLSV1_ALERT_PROTOCOL_VERSION, OLD_TLS },
	{ SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE, NO_SAFE_CIPHER ", or it requires a client certificate" },
	{ SSL_R_TLSV1_ALERT_INSUFFICIENT_SECURITY, NO_SAFE_CIPHER },
	{ SSL_R_WRONG_CIPHER_RETURNED, NO_SAFE_CIPHER },
	{ SSL_R_DH_KEY_TOO_SMALL, "its key exchange is too weak" },
};

#define WORDS(faults, number) words_of(faults, sizeof(faults) / sizeof((faults)[0]), number)

static const char *words_of(const fault *faults, size_t count, long number)
{
	for (size_t i = 1; i < count; i++) {
		if (faults[i].number == number) {
			return faults[i].words;
		}
	}
	return faults[0].words;
}

/* Only libcurl's text contains OpenSSL's number, for example "TLS connect error: error:0A00010B:SSL routines::…". */
static int handshake_reason(const char *text)
{
	static const char mark[] = "error:";
	for (const char *found = strstr(text, mark); found; found = strstr(found + 1, mark)) {
		unsigned long number = strtoul(found + sizeof(mark) - 1, NULL, 16);
		if (ERR_GET_LIB(number) == ERR_LIB_SSL) {
			return ERR_GET_REASON(number);
		}
	}
	return 0;
}

/* Until the tunnel is open, TLS is used with the proxy if its address begins with https. */
static bool is_tls_of_proxy(const cotp_http_settings *settings, const cotp_http_attempt_end *end)
{
	static const cotp_text scheme = { "https:", sizeof("https:") - 1 };
	return settings->proxy && !end->proxy_status && strlen(settings->proxy) > scheme.length &&
		   cotp_text_equals_ignoring_case((cotp_text){ settings->proxy, scheme.length }, scheme);
}

/* libcurl reports a refused tunnel with different codes. */
static bool tunnel_was_refused(const cotp_http_attempt_end *end)
{
	return end->proxy_status && (end->proxy_status < 200 || end->proxy_status > 299);
}

bool cotp_http_reason_is_proxy(const cotp_http_settings *settings, const cotp_http_attempt_end *end)
{
	if (end->request_sent) {
		return false; /* a tunnel was open */
	}
	if (tunnel_was_refused(end)) {
		return true;
	}
	switch (end->code) {
		case CURLE_COULDNT_RESOLVE_PROXY:
		case CURLE_PROXY:
			return true;
		case CURLE_COULDNT_CONNECT:
			return settings->proxy != NULL;
		case CURLE_SSL_CONNECT_ERROR:
		case CURLE_PEER_FAILED_VERIFICATION:
		case CURLE_SSL_CACERT_BADFILE:
			return is_tls_of_proxy(settings, end);
		default:
			return false;
	}
}

/* Returns whether an HTTP/2 stream ended with that name of an error code. */
static bool stream_ended_with(const cotp_http_attempt_end *end, const char *name)
{
	return end->code == CURLE_HTTP2_STREAM && strstr(end->text, name);
}

/* Our guards are the only callbacks that abort. libcurl 7.88 reports a GOAWAY as an error of the framing layer. */
bool cotp_http_reason_is_refusal(const cotp_http_attempt_end *end)
{
	return end->request_sent && (end->code == CURLE_SEND_FAIL_REWIND || end->code == CURLE_ABORTED_BY_CALLBACK ||
									end->code == CURLE_HTTP2 || stream_ended_with(end, "REFUSED_STREAM"));
}

/* libcurl reports a header that exceeds its own limits as a lack of memory before 8.6. */
static bool header_is_too_long(const cotp_http_attempt_end *end)
{
	return end->request_sent && (end->code == CURLE_OUT_OF_MEMORY || end->code == CODE_TOO_LARGE);
}

bool cotp_http_reason_is_complete(const cotp_http_attempt_end *end)
{
	return end->code == CURLE_SEND_FAIL_REWIND || end->code == CURLE_ABORTED_BY_CALLBACK ||
		   end->code == CURLE_WRITE_ERROR || header_is_too_long(end);
}

static bool failed_to_connect(const cotp_http_attempt_end *end)
{
	switch (end->code) {
		case CURLE_COULDNT_RESOLVE_HOST:
		case CURLE_COULDNT_RESOLVE_PROXY:
		case CURLE_COULDNT_CONNECT:
		case CURLE_PROXY:
		case CURLE_SSL_CONNECT_ERROR:
		case CURLE_PEER_FAILED_VERIFICATION:
		case CURLE_SSL_CACERT_BADFILE:
			return true;
		default:
			return tunnel_was_refused(end);
	}
}

/* Returns the reason of a failure after the request was sent, or NULL if it is the same as before. */
static const char *reason_after_sending(const cotp_http_attempt_end *end)
{
	if (cotp_http_reason_is_refusal(end)) {
		return "the service refused the request or closed the connection";
	}
	if (failed_to_connect(end)) {
		return "the connection was closed, and no other could be opened";
	}
	if (header_is_too_long(end)) {
		return "the response has a header that is too long, or memory ran out";
	}
	return NULL;
}

/* Returns the reason of a failure before anything was sent, or whose phase does not matter. */
static const char *reason_of_code(const cotp_http_settings *settings, const cotp_http_attempt_end *end)
{
	bool is_proxy = cotp_http_reason_is_proxy(settings, end);
	if (tunnel_was_refused(end)) {
		return end->proxy_status == 407 ? "it requires authentication: the user name or password is missing or wrong"
										: "it refused to open a tunnel to the service";
	}
	switch (end->code) {
		case CURLE_COULDNT_RESOLVE_HOST:
		case CURLE_COULDNT_RESOLVE_PROXY:
			return "its name could not be resolved";
		case CURLE_COULDNT_CONNECT:
			return "no connection could be opened";
		case CURLE_PROXY:
			return "it refused to open a connection to the service";
		case CURLE_SSL_CONNECT_ERROR:
			return WORDS(handshake_faults, handshake_reason(end->text));
		case CURLE_PEER_FAILED_VERIFICATION:
			return WORDS(certificate_faults, is_proxy ? end->proxy_verify_result : end->verify_result);
		case CURLE_SSL_CACERT_BADFILE:
			return settings->ca_file && !is_proxy ? "the CA certificates in caFile cannot be read"
												  : "the system's CA certificates cannot be read";
		case CURLE_UNSUPPORTED_PROTOCOL:
		case CURLE_WEIRD_SERVER_REPLY:
			return "its response is not valid HTTP";
		case CURLE_SEND_FAIL_REWIND:
		case CURLE_ABORTED_BY_CALLBACK:
			return "a kept connection was closed, or something arrived on it before the request was sent";
		case CURLE_WRITE_ERROR:
			return "the response could not be read, or memory ran out";
		default:
			return NULL;
	}
}

const char *cotp_http_reason(const cotp_http_settings *settings, const cotp_http_attempt_end *end)
{
	if (end->socket_fault != COTP_HTTP_SOCKET_WORKS) {
		return cotp_http_socket_reason(end->socket_fault);
	}
	const char *reason = end->request_sent ? reason_after_sending(end) : NULL;
	return reason ? reason : reason_of_code(settings, end);
}
