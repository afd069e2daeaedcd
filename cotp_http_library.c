/* SPDX-License-Identifier: BSD-3-Clause */
#include "cotp_http_library.h"

#include <pthread.h>
#include <string.h>

#include <curl/curl.h>
#include <openssl/crypto.h>

/* libcurl counts the calls of curl_global_init(), so ours and those of ext-curl do not collide. Before 7.84 it counts
 * without a lock. */
static pthread_mutex_t library_lock = PTHREAD_MUTEX_INITIALIZER;

/* libcurl reports "OpenSSL/3.0.19", OpenSSL itself "OpenSSL 3.0.19 27 Jan 2026". */
static void compare_openssl(cotp_library *library, const char *theirs)
{
	static const char name[] = "OpenSSL/";
	library->uses_openssl = theirs && strncmp(theirs, name, sizeof(name) - 1) == 0;
	if (library->uses_openssl) {
		const char *version = theirs + sizeof(name) - 1;
		const char *ours = OpenSSL_version(OPENSSL_VERSION) + sizeof(name) - 1;
		size_t length = strcspn(ours, " ");
		library->shares_openssl = strlen(version) == length && memcmp(version, ours, length) == 0;
	}
}

bool cotp_http_library_open(void)
{
	pthread_mutex_lock(&library_lock);
	bool opened = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
	pthread_mutex_unlock(&library_lock);
	return opened;
}

/* curl_version_info() rewrites a buffer that all threads share, so it needs the lock. The paths never change. */
void cotp_http_library_read(cotp_library *library)
{
	pthread_mutex_lock(&library_lock);
	const curl_version_info_data *info = curl_version_info(CURLVERSION_NOW);
	library->version_number = info->version_num;
	library->supports_http2 = (info->features & CURL_VERSION_HTTP2) != 0;
	library->ca_directory = info->capath;
	library->ca_bundle = info->cainfo;
	compare_openssl(library, info->ssl_version);
	pthread_mutex_unlock(&library_lock);
}

void cotp_http_library_close(void)
{
	pthread_mutex_lock(&library_lock);
	curl_global_cleanup();
	pthread_mutex_unlock(&library_lock);
}

const char *cotp_http_library_version(void)
{
	pthread_mutex_lock(&library_lock);
	const char *version = curl_version_info(CURLVERSION_NOW)->version; /* this text never changes */
	pthread_mutex_unlock(&library_lock);
	return version;
}

unsigned cotp_http_library_number(void)
{
	pthread_mutex_lock(&library_lock);
	unsigned number = curl_version_info(CURLVERSION_NOW)->version_num;
	pthread_mutex_unlock(&library_lock);
	return number;
}
