/* SPDX-License-Identifier: BSD-3-Clause */
#include "cotp_http_headers.h"

#include <string.h>

#include <curl/curl.h>
#include <openssl/crypto.h>

void cotp_http_headers_free(struct curl_slist *headers)
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

/* An empty value removes a header that libcurl would send; with GET and DELETE libcurl sends neither of the two. */
bool cotp_http_headers_make(const cotp_http_request *request, bool has_upload, struct curl_slist **headers)
{
	cotp_buffer authorization = { .limit = 1024 };
	bool made = cotp_buffer_append_string(&authorization, "Authorization: ") &&
				cotp_buffer_append_string(&authorization, request->authorization) &&
				headers_add(headers, authorization.data) && headers_add(headers, "Accept: application/json") &&
				headers_add(headers, "Accept-Encoding: identity"); /* a compressed body could not be read */
	if (made && has_upload) {
		made = headers_add(headers, request->body.data ? "Content-Type: application/json" : "Content-Type:") &&
			   headers_add(headers, "Expect:");
	}
	cotp_buffer_free(&authorization);
	return made;
}
