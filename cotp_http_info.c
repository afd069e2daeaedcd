/* SPDX-License-Identifier: BSD-3-Clause */
#include "cotp_http_info.h"

#include <string.h>

#include <curl/curl.h>

double cotp_http_info_seconds(void *easy, int info)
{
	curl_off_t microseconds = 0;
	return curl_easy_getinfo(easy, (CURLINFO)info, &microseconds) == CURLE_OK ? (double)microseconds / 1e6 : 0.0;
}

long cotp_http_info_number(void *easy, int info)
{
	long number = 0;
	return curl_easy_getinfo(easy, (CURLINFO)info, &number) == CURLE_OK ? number : 0;
}

static const char *text_of(CURL *easy, CURLINFO info)
{
	const char *text = NULL;
	return curl_easy_getinfo(easy, info, &text) == CURLE_OK && text ? text : "";
}

cotp_endpoints cotp_http_info_endpoints(void *easy)
{
	return (cotp_endpoints){
		.local_ip = text_of(easy, CURLINFO_LOCAL_IP),
		.remote_ip = text_of(easy, CURLINFO_PRIMARY_IP),
		.local_port = (int)cotp_http_info_number(easy, CURLINFO_LOCAL_PORT),
		.remote_port = (int)cotp_http_info_number(easy, CURLINFO_PRIMARY_PORT),
	};
}

cotp_text cotp_http_host_of(const char *url)
{
	const char *start = strstr(url, "://");
	start = start ? start + 3 : url;
	return (cotp_text){ start, strcspn(start, "/") };
}

const char *cotp_http_info_protocol(void *easy)
{
	switch (cotp_http_info_number(easy, CURLINFO_HTTP_VERSION)) {
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
