/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The libcurl options of a connection: what is allowed, and for how long.
 */
#include "cotp_http_options.h"

#include <string.h>

#include <curl/curl.h>

#include "cotp_clock.h"
#include "cotp_http_faults.h"
#include "cotp_http_socket.h"
#include "cotp_version.h"

#if LIBCURL_VERSION_NUM < 0x075700 /* 7.87.0; a later libcurl may be loaded */
#define CURLOPT_QUICK_EXIT ((CURLoption)(CURLOPTTYPE_LONG + 322))
#endif

/* The options that never depend on the caller. */
static bool set_rules(CURL *easy)
{
	COTP_SET_OPTION(easy, CURLOPT_NOSIGNAL, 1L);
	COTP_SET_OPTION(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	COTP_SET_OPTION(easy, CURLOPT_SSL_VERIFYPEER, 1L);
	COTP_SET_OPTION(easy, CURLOPT_SSL_VERIFYHOST, 2L);
	COTP_SET_OPTION(easy, CURLOPT_FOLLOWLOCATION, 0L);
	COTP_SET_OPTION(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	COTP_SET_OPTION(easy, CURLOPT_USERAGENT, "cotp/" COTP_VERSION);
	COTP_SET_OPTION(easy, CURLOPT_PATH_AS_IS, 1L);
	COTP_SET_OPTION(easy, CURLOPT_TCP_KEEPALIVE, 1L);
	return true;
}

static bool set_protocols(CURL *easy, const cotp_http_settings *settings, const cotp_library *library)
{
	bool http2 = settings->http2 && library->supports_http2;
#if LIBCURL_VERSION_NUM >= 0x075500 /* 7.85.0 */
	COTP_SET_OPTION(easy, CURLOPT_PROTOCOLS_STR, settings->plain_http ? "http" : "https");
#else
	COTP_SET_OPTION(easy, CURLOPT_PROTOCOLS, settings->plain_http ? (long)CURLPROTO_HTTP : (long)CURLPROTO_HTTPS);
#endif
	COTP_SET_OPTION(easy, CURLOPT_HTTP_VERSION, http2 ? (long)CURL_HTTP_VERSION_2TLS : (long)CURL_HTTP_VERSION_1_1);
	return true;
}

static bool may_share_connections(const cotp_http_settings *settings, const cotp_library *library)
{
	return !settings->proxy || !strchr(settings->proxy, '@') ||
		   !cotp_http_fault_with(COTP_REMEDY_NO_PROXY_SHARING, library->version_number);
}

static bool set_proxy(CURL *easy, const cotp_http_settings *settings)
{
	/* An empty string keeps libcurl from reading the environment. */
	COTP_SET_OPTION(easy, CURLOPT_PROXY, settings->proxy ? settings->proxy : "");
	COTP_SET_OPTION(easy, CURLOPT_NOPROXY, "");
	if (settings->proxy) {
		COTP_SET_OPTION(easy, CURLOPT_HTTPPROXYTUNNEL, 1L); /* the proxy never sees a request */
		COTP_SET_OPTION(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
		COTP_SET_OPTION(easy, CURLOPT_PROXY_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
		COTP_SET_OPTION(easy, CURLOPT_HEADEROPT, (long)CURLHEADER_SEPARATE); /* nor the API key */
	}
	return true;
}

static bool set_age(CURL *easy, const cotp_pool_options *pool)
{
	COTP_SET_OPTION(easy, CURLOPT_DNS_CACHE_TIMEOUT, pool->dns_ttl);
	COTP_SET_OPTION(easy, CURLOPT_MAXAGE_CONN, pool->idle);
#if LIBCURL_VERSION_NUM >= 0x075000 /* 7.80.0 */
	COTP_SET_OPTION(easy, CURLOPT_MAXLIFETIME_CONN, pool->lifetime);
#endif
#if LIBCURL_VERSION_NUM >= 0x075700 /* 7.87.0 */
	/* By default libcurl would not read a replaced CA file again for a day. Not all TLS libraries have this cache. */
	CURLcode code = curl_easy_setopt(easy, CURLOPT_CA_CACHE_TIMEOUT, pool->lifetime);
	return code == CURLE_OK || code == CURLE_NOT_BUILT_IN || code == CURLE_UNKNOWN_OPTION;
#else
	return true;
#endif
}

static bool set_reuse(CURL *easy, bool pooled, bool fresh)
{
	if (fresh || !pooled) {
		COTP_SET_OPTION(easy, CURLOPT_FRESH_CONNECT, 1L);
	}
	if (!pooled) {
		COTP_SET_OPTION(easy, CURLOPT_FORBID_REUSE, 1L);
	}
	return true;
}

/*
 * The directory alone, because libcurl would parse the bundle as a whole for each connection; or the bundle alone,
 * because libcurl caches a parsed bundle only without a directory. caFile replaces the system's certificates, but not
 * for a proxy.
 */
static bool set_trust(CURL *easy, const cotp_http_settings *settings, cotp_http_store store)
{
	if (settings->ca_file) {
		COTP_SET_OPTION(easy, CURLOPT_CAINFO, settings->ca_file);
		COTP_SET_OPTION(easy, CURLOPT_CAPATH, (char *)NULL);
	} else if (store == COTP_HTTP_STORE_DIRECTORY) {
		COTP_SET_OPTION(easy, CURLOPT_CAINFO, (char *)NULL);
		COTP_SET_OPTION(easy, CURLOPT_PROXY_CAINFO, (char *)NULL);
	} else if (store == COTP_HTTP_STORE_BUNDLE) {
		COTP_SET_OPTION(easy, CURLOPT_CAPATH, (char *)NULL);
		COTP_SET_OPTION(easy, CURLOPT_PROXY_CAPATH, (char *)NULL);
	}
	return true;
}

static bool set_time_limits(CURL *easy, double connect_timeout, int64_t deadline)
{
	int64_t remaining = (deadline - cotp_clock_now()) / 1000;
	COTP_SET_OPTION(easy, CURLOPT_TIMEOUT_MS, remaining > 0 ? (long)remaining : 1L);
	COTP_SET_OPTION(easy, CURLOPT_CONNECTTIMEOUT_MS, connect_timeout >= 0.001 ? (long)(connect_timeout * 1000.0) : 1L);
#ifndef COTP_MAY_BE_UNLOADED
	/* By default libcurl waits for its resolver thread, that is, for the name server. The thread that is left behind
	 * needs libcurl's code until it ends, so we must stay loaded. */
	CURLcode code = curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
	return code == CURLE_OK || code == CURLE_UNKNOWN_OPTION; /* before 7.87 */
#else
	return true;
#endif
}

bool cotp_http_options_set(void *easy, const cotp_http_settings *settings, cotp_http_socket *socket,
	cotp_http_store store, bool fresh, int64_t deadline)
{
	const cotp_library *library = cotp_pool_library(socket->pool);
	return set_rules(easy) && set_time_limits(easy, settings->connect_timeout, deadline) &&
		   set_trust(easy, settings, store) && cotp_http_socket_set(easy, socket) &&
		   set_age(easy, cotp_pool_options_of(socket->pool)) &&
		   set_reuse(easy, may_share_connections(settings, library), fresh) && set_protocols(easy, settings, library) &&
		   set_proxy(easy, settings);
}
