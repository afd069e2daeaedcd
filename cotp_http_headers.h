/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The headers of a request. They contain the API key and are wiped before they are freed; only cotp_http*.c include it.
 */
#ifndef COTP_HTTP_HEADERS_H
#define COTP_HTTP_HEADERS_H

#include "cotp_http_request.h"

struct curl_slist;

/* Returns false if memory ran out. The caller frees the headers with cotp_http_headers_free() in any case. */
bool cotp_http_headers_make(const cotp_http_request *request, bool has_upload, struct curl_slist **headers);

/* headers may be NULL. */
void cotp_http_headers_free(struct curl_slist *headers);

#endif
