/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The loaded libcurl: its initialization, version and features.
 */
#ifndef COTP_HTTP_LIBRARY_H
#define COTP_HTTP_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>

/* Sets one option of an easy handle, and returns false from the calling function if libcurl rejects it. */
#define COTP_SET_OPTION(easy, option, value) \
	do { \
		if (curl_easy_setopt((easy), (option), (value)) != CURLE_OK) { \
			return false; \
		} \
	} while (0)

typedef struct cotp_library {
	unsigned version_number;
	bool supports_http2;
	bool uses_openssl;        /* for TLS */
	bool shares_openssl;      /* the very OpenSSL that we are linked with, so both can use the same handles */
	const char *ca_directory; /* built in; NULL: none */
	const char *ca_bundle;    /* likewise */
} cotp_library;

/* Initializes libcurl. Returns false on failure; it must not be closed then. */
bool cotp_http_library_open(void);
void cotp_http_library_close(void);

/* Needs no initialization. */
void cotp_http_library_read(cotp_library *library);

/* Returns the version of the loaded libcurl, such as "7.88.1". */
const char *cotp_http_library_version(void);

/* Returns the same version as a number, as in LIBCURL_VERSION_NUM. */
unsigned cotp_http_library_number(void);

#endif
