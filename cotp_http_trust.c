/* SPDX-License-Identifier: BSD-3-Clause */
#include "cotp_http_trust.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <openssl/x509_vfy.h>

#define HASH_LENGTH 8

/* OpenSSL reads names such as "5f15c80c.0". A name ending in ".r0" belongs to a revocation list. */
static bool is_hashed(const char *name)
{
	size_t hash = strspn(name, "0123456789abcdef");
	return hash == HASH_LENGTH && name[hash] == '.' && name[hash + 1] &&
		   strspn(name + hash + 1, "0123456789") == strlen(name + hash + 1);
}

/* A link may point to a file that was removed. */
static bool has_readable(const char *directory, const char *name)
{
	char path[1024];
	int length = snprintf(path, sizeof(path), "%s/%s", directory, name);
	return length > 0 && (size_t)length < sizeof(path) && access(path, R_OK) == 0;
}

static bool has_hashed_names(const char *directory)
{
	DIR *stream = opendir(directory);
	const struct dirent *entry;
	bool found = false;
	while (stream && !found && (entry = readdir(stream))) {
		found = is_hashed(entry->d_name) && has_readable(directory, entry->d_name);
	}
	if (stream) {
		closedir(stream);
	}
	return found;
}

void cotp_http_trust_prefer(cotp_http_trust *trust, cotp_http_store store)
{
	if (store != COTP_HTTP_STORE_NONE && store == trust->other) {
		trust->other = trust->first;
		trust->first = store;
	}
}

void cotp_http_trust_find(cotp_http_trust *trust, const char *directory, const char *bundle, bool uses_openssl)
{
	cotp_http_store worked = trust->first;
	bool has_directory = uses_openssl && directory && has_hashed_names(directory);
	bool has_bundle = bundle && *bundle;
	*trust = (cotp_http_trust){
		.directory = has_directory ? directory : NULL,
		.bundle = has_bundle ? bundle : NULL,
		.first = has_directory                ? COTP_HTTP_STORE_DIRECTORY
				 : uses_openssl && has_bundle ? COTP_HTTP_STORE_BUNDLE
											  : COTP_HTTP_STORE_BUILT_IN,
		.other = has_directory && has_bundle ? COTP_HTTP_STORE_BUNDLE : COTP_HTTP_STORE_NONE,
	};
	cotp_http_trust_prefer(trust, worked);
}

void cotp_http_trust_describe(const cotp_http_trust *trust, char *text, size_t size)
{
	switch (trust->first) {
		case COTP_HTTP_STORE_DIRECTORY:
			snprintf(text, size, "directory %s%s%s", trust->directory, trust->bundle ? ", then bundle " : "",
				trust->bundle ? trust->bundle : "");
			break;
		case COTP_HTTP_STORE_BUNDLE:
			snprintf(text, size, "bundle %s%s%s", trust->bundle, trust->directory ? ", then directory " : "",
				trust->directory ? trust->directory : "");
			break;
		default:
			snprintf(text, size, "as libcurl was built");
	}
}

bool cotp_http_trust_is_unknown_issuer(long verify_result)
{
	switch (verify_result) {
		case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
		case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
		case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
		case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
		case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
			return true;
		default:
			return false;
	}
}
