/* SPDX-License-Identifier: BSD-3-Clause */
/* A service that moves to another address, and a name server that does not respond. This program's getaddrinfo()
 * replaces the one of libc. */
#define _GNU_SOURCE /* RTLD_NEXT, strcasestr */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dlfcn.h>
#include <netdb.h>
#include <signal.h>

#include "../../cotp_clock.h"
#include "../../cotp_http.h"
#include "scripted_server.h"
#include "unit.h"

#define NAME          "service.example"
#define FIRST_ADDRESS "127.0.0.1"
#define OTHER_ADDRESS "127.0.0.2"
#define RESPONSES     2000
#define SILENT_NAME   "silent.example"
#define PATIENCE_MS   30000             /* of the resolver */
#define DEADLINE      INT64_C(60000000) /* microseconds */

static atomic_bool moved;
static atomic_int lookups;
static atomic_int waiting;           /* threads that wait for the name server */
static int released[2] = { -1, -1 }; /* a pipe: readable when they may go on */

int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **result)
{
	typedef int resolver(const char *, const char *, const struct addrinfo *, struct addrinfo **);
	resolver *real;
	*(void **)&real = dlsym(RTLD_NEXT, "getaddrinfo");
	if (node && strcmp(node, SILENT_NAME) == 0) {
		waiting++;
		poll(&(struct pollfd){ .fd = released[0], .events = POLLIN }, 1, PATIENCE_MS);
		waiting--;
		return EAI_AGAIN;
	}
	if (node && strcmp(node, NAME) == 0) {
		lookups +=
			!hints ||
			hints->ai_family != AF_INET6; /* new versions of libcurl look up each family separately, at the same time */
		node = moved ? OTHER_ADDRESS : FIRST_ADDRESS;
	}
	return real(node, service, hints, result);
}

static void call_successfully(cotp_pool *pool, const char *url)
{
	cotp_http_settings settings = { .timeout = 30.0, .connect_timeout = 10.0, .plain_http = true };
	cotp_http_request request = {
		.method = "GET", .url = url, .route = "/", .authorization = "APIKEY k", .retry_safe = true
	};
	cotp_http_response response = { .status = 0 };
	cotp_call call = { .pool = pool };
	cotp_http_run_one(&call, &settings, &request, &response);
	assert_int_equal(response.error.domain, COTP_ERROR_NONE);
	cotp_http_response_free(&response);
}

/* Both servers respond all the time, so neither an idle connection nor a failure moves the calls. */
static void call_uses_the_new_address_of_the_service(void **state)
{
	(void)state;
	needs_libcurl_7_80();
	static server_step steps[RESPONSES];
	const cotp_pool_options options = { .size = 8, .idle = 300, .lifetime = 1, .dns_ttl = 1 };
	cotp_pool *pool = cotp_pool_new(&options);
	char url[64];
	for (size_t i = 0; i < RESPONSES; i++) {
		steps[i] = (server_step){ SERVER_RESPOND, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}" };
	}
	scripted_server *first = SERVER_START(steps);
	scripted_server *other = server_start_at(INADDR_LOOPBACK + 1, first->port, steps, RESPONSES);
	snprintf(url, sizeof(url), "http://" NAME ":%d/", first->port);

	int64_t begun = cotp_clock_now();
	call_successfully(pool, url);
	call_successfully(pool, url);
	bool is_slow = cotp_clock_now() - begun >= 1000000; /* then the connection or the address may have expired */
	assert_true(lookups == 1 || is_slow);
	assert_int_equal(first->processed, 2);

	moved = true;
	for (int64_t end = cotp_clock_now() + DEADLINE; !other->processed && cotp_clock_now() < end;) {
		call_successfully(pool, url);
		cotp_http_wait(NULL, cotp_clock_now() + 50000);
	}
	assert_true(other->processed > 0);
	int stayed = first->processed;
	call_successfully(pool, url);
	assert_int_equal(first->processed, stayed);

	cotp_pool_free(pool);
	server_stop(first);
	server_stop(other);
}

static bool quick_exit_is_known(void)
{
	return cotp_http_library_number() >= 0x075700; /* 7.87.0 */
}

/* libcurl itself would wait for its threads, which would have given up by then. */
static void silent_name_server_delays_no_end(void **state)
{
	(void)state;
	if (!quick_exit_is_known()) {
		skip();
	}
	assert_int_equal(pipe(released), 0);
	const cotp_pool_options options = { .size = 8, .idle = 300, .lifetime = 300, .dns_ttl = 1 };
	cotp_pool *pool = cotp_pool_new(&options);
	cotp_http_settings settings = { .timeout = 0.5, .connect_timeout = 10.0, .plain_http = true };
	cotp_http_request request = {
		.method = "GET", .url = "http://" SILENT_NAME "/", .route = "/", .authorization = "APIKEY k", .retry_safe = true
	};
	cotp_http_response response = { .status = 0 };
	cotp_call call = { .pool = pool };
	cotp_http_run_one(&call, &settings, &request, &response);
	assert_true(waiting > 0);
	assert_int_equal(response.error.domain, COTP_ERROR_TIMEOUT);
	assert_int_equal(response.error.outcome, COTP_OUTCOME_NOT_SENT);
	cotp_http_response_free(&response);
	cotp_pool_free(pool);
	assert_true(waiting > 0);

	assert_int_equal(write(released[1], "", 1), 1);
	for (int64_t end = cotp_clock_now() + DEADLINE; waiting && cotp_clock_now() < end;) {
		cotp_http_wait(NULL, cotp_clock_now() + 10000);
	}
	assert_int_equal(waiting, 0);
}

int main(void)
{
	signal(SIGPIPE, SIG_IGN);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(call_uses_the_new_address_of_the_service),
		cmocka_unit_test(silent_name_server_delays_no_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
