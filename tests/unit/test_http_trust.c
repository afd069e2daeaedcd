/* SPDX-License-Identifier: BSD-3-Clause */
/* The choice between the system's CA directory and its bundle. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* mkdtemp */
#endif
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <unistd.h>

#include <openssl/x509_vfy.h>

#include "../../cotp_http_trust.h"
#include "unit.h"

#define BUNDLE "/ca/bundle.crt"

static const char *folder(char *template)
{
	assert_non_null(mkdtemp(template));
	return template;
}

static void path_in(char *path, size_t size, const char *directory, const char *name)
{
	snprintf(path, size, "%s/%s", directory, name);
}

static void add_file(const char *directory, const char *name)
{
	char path[128];
	path_in(path, sizeof(path), directory, name);
	int opened = open(path, O_CREAT | O_WRONLY, 0600);
	assert_true(opened >= 0);
	close(opened);
}

static void remove_file(const char *directory, const char *name)
{
	char path[128];
	path_in(path, sizeof(path), directory, name);
	assert_int_equal(unlink(path), 0);
}

static cotp_http_trust found(const char *directory, const char *bundle, bool uses_openssl)
{
	cotp_http_trust trust = { .first = COTP_HTTP_STORE_NONE };
	cotp_http_trust_find(&trust, directory, bundle, uses_openssl);
	return trust;
}

static void expect(cotp_http_trust trust, cotp_http_store first, cotp_http_store other, const char *text)
{
	char described[256];
	cotp_http_trust_describe(&trust, described, sizeof(described));
	assert_int_equal(trust.first, first);
	assert_int_equal(trust.other, other);
	assert_string_equal(described, text);
}

static void directory_needs_a_hashed_name(void **state)
{
	static const char *const others[] = { "ca-certificates.crt", "5f15c80c", "5f15c80c.", "5f15c80c.r0", "5f15c80.0",
		"5f15c80cc.0", "5F15C80C.0", "5f15c80c.0.pem" };
	char template[] = "/tmp/cotp-trust-XXXXXX";
	char text[256];
	const char *directory = folder(template);
	(void)state;
	for (size_t i = 0; i < COUNT_OF(others); i++) {
		add_file(directory, others[i]);
		expect(found(directory, BUNDLE, true), COTP_HTTP_STORE_BUNDLE, COTP_HTTP_STORE_NONE, "bundle " BUNDLE);
		remove_file(directory, others[i]);
	}
	add_file(directory, "5f15c80c.12");
	snprintf(text, sizeof(text), "directory %s, then bundle " BUNDLE, directory);
	expect(found(directory, BUNDLE, true), COTP_HTTP_STORE_DIRECTORY, COTP_HTTP_STORE_BUNDLE, text);
	snprintf(text, sizeof(text), "directory %s", directory);
	expect(found(directory, NULL, true), COTP_HTTP_STORE_DIRECTORY, COTP_HTTP_STORE_NONE, text);
	remove_file(directory, "5f15c80c.12");
	assert_int_equal(rmdir(directory), 0);
}

static void missing_store_falls_back(void **state)
{
	(void)state;
	expect(found("/nowhere", BUNDLE, true), COTP_HTTP_STORE_BUNDLE, COTP_HTTP_STORE_NONE, "bundle " BUNDLE);
	expect(found(NULL, BUNDLE, true), COTP_HTTP_STORE_BUNDLE, COTP_HTTP_STORE_NONE, "bundle " BUNDLE);
	expect(found(NULL, NULL, true), COTP_HTTP_STORE_BUILT_IN, COTP_HTTP_STORE_NONE, "as libcurl was built");
	expect(found("/nowhere", "", true), COTP_HTTP_STORE_BUILT_IN, COTP_HTTP_STORE_NONE, "as libcurl was built");
	expect(
		found("/etc/ssl/certs", BUNDLE, false), COTP_HTTP_STORE_BUILT_IN, COTP_HTTP_STORE_NONE, "as libcurl was built");
}

static void store_that_worked_stays_first(void **state)
{
	char template[] = "/tmp/cotp-trust-XXXXXX";
	char text[256];
	const char *directory = folder(template);
	(void)state;
	add_file(directory, "5f15c80c.0");
	cotp_http_trust trust = found(directory, BUNDLE, true);
	cotp_http_trust_prefer(&trust, COTP_HTTP_STORE_BUILT_IN); /* of a call with caFile */
	assert_int_equal(trust.first, COTP_HTTP_STORE_DIRECTORY);
	cotp_http_trust_prefer(&trust, COTP_HTTP_STORE_BUNDLE);
	snprintf(text, sizeof(text), "bundle " BUNDLE ", then directory %s", directory);
	expect(trust, COTP_HTTP_STORE_BUNDLE, COTP_HTTP_STORE_DIRECTORY, text);
	cotp_http_trust_find(&trust, directory, BUNDLE, true);
	expect(trust, COTP_HTTP_STORE_BUNDLE, COTP_HTTP_STORE_DIRECTORY, text);
	cotp_http_trust_find(&trust, directory, NULL, true);
	assert_int_equal(trust.first, COTP_HTTP_STORE_DIRECTORY);
	remove_file(directory, "5f15c80c.0");
	cotp_http_trust_find(&trust, directory, BUNDLE, true);
	expect(trust, COTP_HTTP_STORE_BUNDLE, COTP_HTTP_STORE_NONE, "bundle " BUNDLE);
	assert_int_equal(rmdir(directory), 0);
}

static void only_an_unknown_issuer_counts(void **state)
{
	(void)state;
	assert_true(cotp_http_trust_is_unknown_issuer(X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY));
	assert_true(cotp_http_trust_is_unknown_issuer(X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN));
	assert_false(cotp_http_trust_is_unknown_issuer(X509_V_OK));
	assert_false(cotp_http_trust_is_unknown_issuer(-1));
	assert_false(cotp_http_trust_is_unknown_issuer(X509_V_ERR_CERT_HAS_EXPIRED));
	assert_false(cotp_http_trust_is_unknown_issuer(X509_V_ERR_HOSTNAME_MISMATCH));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(directory_needs_a_hashed_name),
		cmocka_unit_test(missing_store_falls_back),
		cmocka_unit_test(store_that_worked_stays_first),
		cmocka_unit_test(only_an_unknown_issuer_counts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
