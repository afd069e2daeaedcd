/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The system's CA certificates, as far as libcurl was built with their paths: a directory with hashed names, of which
 * OpenSSL reads the one file that it needs, or a bundle, which it parses as a whole. Only cotp_http*.c include it.
 */
#ifndef COTP_HTTP_TRUST_H
#define COTP_HTTP_TRUST_H

#include <stdbool.h>
#include <stddef.h>

typedef enum cotp_http_store {
	COTP_HTTP_STORE_NONE,      /* not chosen yet, or no other one */
	COTP_HTTP_STORE_BUILT_IN,  /* as libcurl was built */
	COTP_HTTP_STORE_DIRECTORY, /* without the bundle */
	COTP_HTTP_STORE_BUNDLE     /* without the directory, so libcurl may cache the parsed bundle */
} cotp_http_store;

/* Which stores a process has. Together they contain the certificates that libcurl trusts by default. */
typedef struct cotp_http_trust {
	const char *directory; /* NULL: none with hashed names */
	const char *bundle;    /* NULL: none */
	cotp_http_store first;
	cotp_http_store other; /* for a certificate whose issuer is not in the first one */
} cotp_http_trust;

/*
 * Finds the stores. The texts are libcurl's built-in paths, may be NULL, and are borrowed. The last store that worked
 * stays the first one if it still exists; a zeroed trust prefers the directory. Without OpenSSL the built-in store is
 * the only one.
 */
void cotp_http_trust_find(cotp_http_trust *trust, const char *directory, const char *bundle, bool uses_openssl);

/* Makes the store the first one, because it worked. */
void cotp_http_trust_prefer(cotp_http_trust *trust, cotp_http_store store);

/* Describes what is used, for phpinfo(). size includes the final NUL. */
void cotp_http_trust_describe(const cotp_http_trust *trust, char *text, size_t size);

/* Returns whether OpenSSL's result for a certificate means that no CA in the store signed it. */
bool cotp_http_trust_is_unknown_issuer(long verify_result);

#endif
