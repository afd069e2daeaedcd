/* SPDX-License-Identifier: BSD-3-Clause */
/* Known faults of libcurl by version. This program replaces curl_version_info() and counts the handles that are made.
 */
#define _GNU_SOURCE /* strcasestr */
#include "unit.h"

#include <signal.h>

#include <curl/curl.h>

#include "../../cotp_http_faults.h"
#include "scripted_server.h"

/* ---- linked with --wrap, see the Makefile ---- */

curl_version_info_data *__real_curl_version_info(CURLversion age);
curl_version_info_data *__wrap_curl_version_info(CURLversion age);
CURL *__real_curl_easy_init(void);
CURL *__wrap_curl_easy_init(void);

static unsigned pretended; /* 0: the real version */
static int handles_made;

curl_version_info_data *__wrap_curl_version_info(CURLversion age)
{
	static curl_version_info_data info;
	info = *__real_curl_version_info(age);
	info.version_num = pretended ? pretended : info.version_num;
	return &info;
}

CURL *__wrap_curl_easy_init(void)
{
	handles_made++;
	return __real_curl_easy_init();
}

/* ---- the table ---- */

static void fault_applies_from_its_first_version_until_it_is_fixed(void **state)
{
	(void)state;
	static const struct {
		unsigned version;
		cotp_http_remedy remedy;
		bool required;
	} cases[] = {
		{ 0x0752ff, COTP_REMEDY_NEW_HANDLES, false }, /* before 7.83.0 */
		{ 0x075300, COTP_REMEDY_NEW_HANDLES, true },
		{ 0x075801, COTP_REMEDY_NEW_HANDLES, true },
		{ 0x080001, COTP_REMEDY_NEW_HANDLES, true },
		{ 0x080100, COTP_REMEDY_NEW_HANDLES, false },
		{ 0x074a00, COTP_REMEDY_NO_PROXY_SHARING, true },
		{ 0x0812ff, COTP_REMEDY_NO_PROXY_SHARING, true },
		{ 0x081300, COTP_REMEDY_NO_PROXY_SHARING, false },
		{ 0x080b00, COTP_REMEDY_REFUSE, false },
		{ 0x080b01, COTP_REMEDY_REFUSE, true },
		{ 0x080c00, COTP_REMEDY_REFUSE, false },
		{ 0x081700, COTP_REMEDY_REFUSE, false },
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		assert_int_equal(cotp_http_fault_with(cases[i].remedy, cases[i].version) != NULL, cases[i].required);
	}
}

static void faults_are_listed_once_each_and_apply(void **state)
{
	(void)state;
	static const unsigned versions[] = { 0x074c00, 0x075801, 0x080b01, 0x080e01, 0x081700, 0x7fffffff };
	for (size_t i = 0; i < COUNT_OF(versions); i++) {
		size_t count = 0;
		for (const cotp_http_fault *fault = NULL; (fault = cotp_http_fault_after(fault, versions[i])); count++) {
			assert_true(versions[i] >= fault->first && versions[i] < fault->fixed);
			assert_true(strlen(fault->fault) > 0 && strlen(fault->treatment) > 0);
		}
		assert_true(count >= 4 && count <= 20);
	}
}

/* ---- the remedies ---- */

static void call(cotp_pool *pool, const char *url, cotp_http_response *response)
{
	cotp_http_settings settings = { .timeout = 30.0, .connect_timeout = 10.0, .plain_http = true };
	cotp_http_request request = {
		.method = "GET", .url = url, .route = "/", .authorization = "APIKEY k", .retry_safe = true
	};
	*response = (cotp_http_response){ .status = 0 };
	cotp_http_run_one(&(cotp_call){ .pool = pool }, &settings, &request, response);
}

/* Makes three calls with a libcurl that pretends to have this version. Returns the number of handles made for them. */
static int handles_for_three_calls(unsigned version)
{
	static const server_step steps[] = {
		{ SERVER_RESPOND, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}" },
		{ SERVER_RESPOND, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}" },
		{ SERVER_RESPOND, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}" },
	};
	char url[64];
	scripted_server *server = SERVER_START(steps);
	snprintf(url, sizeof(url), "http://127.0.0.1:%d/", server->port);
	pretended = version;
	handles_made = 0;
	cotp_pool *pool = cotp_pool_new(&(cotp_pool_options){ .size = 8, .idle = 300, .lifetime = 300, .dns_ttl = 60 });
	for (size_t i = 0; i < COUNT_OF(steps); i++) {
		cotp_http_response response;
		call(pool, url, &response);
		assert_int_equal(response.error.domain, COTP_ERROR_NONE);
		cotp_http_response_free(&response);
	}
	assert_int_equal(server->connections, 1);
	cotp_pool_free(pool);
	server_stop(server);
	pretended = 0;
	return handles_made;
}

static void handle_is_kept_unless_the_version_forbids_it(void **state)
{
	(void)state;
	needs_libcurl_7_80();
	assert_int_equal(handles_for_three_calls(0x080100), 1);
	assert_int_equal(handles_for_three_calls(0x075801), 3);
}

static void library_with_a_fault_without_remedy_is_not_used(void **state)
{
	(void)state;
	cotp_http_response response;
	cotp_pool *pool = cotp_pool_new(&(cotp_pool_options){ .size = 8, .idle = 300, .lifetime = 300, .dns_ttl = 60 });
	pretended = 0x080b01;
	handles_made = 0;
	call(pool, "http://127.0.0.1:1/", &response);
	pretended = 0;
	assert_int_equal(response.error.domain, COTP_ERROR_TRANSPORT);
	assert_int_equal(response.error.outcome, COTP_OUTCOME_NOT_SENT);
	assert_non_null(strstr(response.error.message, "CVE-2025-0665"));
	assert_non_null(strstr(response.error.message, "install another version"));
	assert_int_equal(handles_made, 0);
	cotp_http_response_free(&response);
	cotp_pool_free(pool);
}

int main(void)
{
	signal(SIGPIPE, SIG_IGN);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fault_applies_from_its_first_version_until_it_is_fixed),
		cmocka_unit_test(faults_are_listed_once_each_and_apply),
		cmocka_unit_test(handle_is_kept_unless_the_version_forbids_it),
		cmocka_unit_test(library_with_a_fault_without_remedy_is_not_used),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
