/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What libcurl reports about a transfer, and its host; only cotp_http*.c include it. info is a CURLINFO. Texts are
 * borrowed from the handle.
 */
#ifndef COTP_HTTP_INFO_H
#define COTP_HTTP_INFO_H

#include "cotp_http_pool.h"

/* Returns 0 if libcurl does not know the value. */
double cotp_http_info_seconds(void *easy, int info);
long cotp_http_info_number(void *easy, int info);

/* Returns the endpoints of the connection that the transfer uses or has used. */
cotp_endpoints cotp_http_info_endpoints(void *easy);

/* Returns "host" or "host:port" of a URL that was built from a checked base URI and therefore has no userinfo. */
cotp_text cotp_http_host_of(const char *url);

/* Returns the version of the response, such as "HTTP/1.1", or an empty text if there was none. */
const char *cotp_http_info_protocol(void *easy);

#endif
