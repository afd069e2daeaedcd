/* SPDX-License-Identifier: BSD-3-Clause */
/* Single requests to a real server that follows a script: the number of requests, the retries and the outcome. */
#define _GNU_SOURCE /* strcasestr */
#include "http_fixture.h"

static cotp_http_response *run(
	http_fixture *fixture, const scripted_server *server, const char *method, const char *body)
{
	cotp_http_response_free(&fixture->pair.response);
	snprintf(fixture->url, sizeof(fixture->url), "http://127.0.0.1:%d/api/cardrequest", server->port);
	fixture->pair = (http_pair){
		.request = {
			.method = method,
			.url = fixture->url,
			.route = "/cardrequest",
			.authorization = "APIKEY planted-key",
			.body = cotp_text_of(body),
			.retry_safe = body == NULL,
		},
	};
	run_pair(fixture, NULL, &fixture->pair);
	return &fixture->pair.response;
}

static void post_on_dying_connection_is_processed_once(void **state)
{
	http_fixture *fixture = *state;
	const server_step steps[] = { created, { SERVER_RESPOND_AND_CLOSE, NULL }, created };
	scripted_server *server = SERVER_START(steps);
	fixture->settings.retries = 5;

	assert_int_equal(run(fixture, server, "POST", "{\"n\":1}")->error.domain, COTP_ERROR_NONE);
	const cotp_error *error = &run(fixture, server, "POST", "{\"n\":2}")->error;

	assert_int_equal(server->processed, 2);
	assert_int_equal(error->domain, COTP_ERROR_OUTCOME_UNKNOWN);
	assert_int_equal(error->outcome, COTP_OUTCOME_UNKNOWN);
	assert_false(error->retryable);
	assert_int_equal(error->http_status, 0);
	assert_non_null(strstr(error->message, "before you send again"));
	assert_int_equal(fixture->pair.response.attempts, 1);
	assert_string_equal(server->last_body, "{\"n\":2}");

	assert_int_equal(run(fixture, server, "POST", "{\"n\":3}")->error.domain, COTP_ERROR_NONE);
	assert_int_equal(server->processed, 3);
	server_stop(server);
}

static void delete_on_dying_connection_is_not_resent_by_libcurl(void **state)
{
	needs_libcurl_7_80();
	http_fixture *fixture = *state;
	const server_step steps[] = { created, { SERVER_RESPOND_AND_CLOSE, NULL }, created };
	scripted_server *server = SERVER_START(steps);

	run(fixture, server, "DELETE", NULL);
	const cotp_error *error = &run(fixture, server, "DELETE", NULL)->error;
	assert_int_equal(error->domain, COTP_ERROR_TRANSPORT);
	assert_int_equal(error->outcome, COTP_OUTCOME_UNKNOWN);
	assert_true(error->retryable);
	assert_int_equal(server->processed, 2);
	server_stop(server);
}

static void delete_on_dying_connection_is_retried_and_counted(void **state)
{
	needs_libcurl_7_80();
	http_fixture *fixture = *state;
	const server_step steps[] = { created, { SERVER_RESPOND_AND_CLOSE, NULL },
		{ SERVER_RESPOND, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n" } };
	scripted_server *server = SERVER_START(steps);
	fixture->settings.retries = 1;

	run(fixture, server, "DELETE", NULL);
	const cotp_http_response *response = run(fixture, server, "DELETE", NULL);
	assert_int_equal(response->attempts, 2);
	assert_true(response->may_have_been_processed);
	assert_int_equal(response->error.http_status, 404);
	assert_int_equal(response->error.outcome, COTP_OUTCOME_UNKNOWN);
	assert_int_equal(server->processed, 3);
	server_stop(server);
}

static void refused_connection_is_not_sent(void **state)
{
	http_fixture *fixture = *state;
	const server_step steps[] = { created };
	scripted_server *server = SERVER_START(steps);
	static scripted_server gone;
	gone.port = server->port;
	server_stop(server);
	fixture->settings.retries = 1;

	const cotp_http_response *response = run(fixture, &gone, "POST", "{}");
	assert_int_equal(response->error.domain, COTP_ERROR_TRANSPORT);
	assert_int_equal(response->error.outcome, COTP_OUTCOME_NOT_SENT);
	assert_true(response->error.retryable);
	assert_int_equal(response->attempts, 2);
}

static void assert_end(const cotp_error *error, cotp_error_domain domain, cotp_outcome outcome, bool retryable)
{
	assert_int_equal(error->domain, domain);
	assert_int_equal(error->outcome, outcome);
	assert_int_equal(error->retryable, retryable);
}

typedef struct response_case {
	server_step step;
	cotp_error_domain send, retry_safe;
	cotp_outcome send_outcome, retry_safe_outcome;
	bool send_retryable, retry_safe_retryable;
} response_case;

/* The end of each response, for a send and for a retry-safe operation, without retries. */
static const response_case response_cases[] = {
#define EMPTY(status) \
	{ \
		SERVER_RESPOND, "HTTP/1.1 " status "\r\nContent-Length: 0\r\n\r\n" \
	}
	{ EMPTY("400 Bad"), COTP_ERROR_API, COTP_ERROR_API, COTP_OUTCOME_ANSWERED, COTP_OUTCOME_ANSWERED, false, false },
	{ EMPTY("408 Time"), COTP_ERROR_API, COTP_ERROR_API, COTP_OUTCOME_UNKNOWN, COTP_OUTCOME_ANSWERED, false, false },
	{ EMPTY("426 Blocked"), COTP_ERROR_API, COTP_ERROR_API, COTP_OUTCOME_ANSWERED, COTP_OUTCOME_ANSWERED, false,
		false },
	{ EMPTY("429 Slow"), COTP_ERROR_API, COTP_ERROR_API, COTP_OUTCOME_ANSWERED, COTP_OUTCOME_ANSWERED, true, true },
	{ EMPTY("500 Error"), COTP_ERROR_API, COTP_ERROR_API, COTP_OUTCOME_UNKNOWN, COTP_OUTCOME_ANSWERED, false, false },
	{ EMPTY("502 Error"), COTP_ERROR_API, COTP_ERROR_API, COTP_OUTCOME_UNKNOWN, COTP_OUTCOME_ANSWERED, false, true },
	{ EMPTY("503 Error"), COTP_ERROR_API, COTP_ERROR_API, COTP_OUTCOME_UNKNOWN, COTP_OUTCOME_ANSWERED, false, true },
	{ EMPTY("504 Error"), COTP_ERROR_API, COTP_ERROR_API, COTP_OUTCOME_UNKNOWN, COTP_OUTCOME_ANSWERED, false, true },
	{ EMPTY("507 Error"), COTP_ERROR_API, COTP_ERROR_API, COTP_OUTCOME_UNKNOWN, COTP_OUTCOME_ANSWERED, false, false },
	{ { SERVER_RESPOND, "HTTP/1.1 408 Time\r\nContent-Length: 13\r\n\r\n{\"code\":-175}" }, COTP_ERROR_API,
		COTP_ERROR_API, COTP_OUTCOME_ANSWERED, COTP_OUTCOME_ANSWERED, true, true },
	{ { SERVER_RESPOND, "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n" },
		COTP_ERROR_PROTOCOL, COTP_ERROR_PROTOCOL, COTP_OUTCOME_UNKNOWN, COTP_OUTCOME_ANSWERED, false, false },
	{ { SERVER_RESPOND_AND_CLOSE, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{" }, COTP_ERROR_OUTCOME_UNKNOWN,
		COTP_ERROR_TRANSPORT, COTP_OUTCOME_UNKNOWN, COTP_OUTCOME_UNKNOWN, false, true },
	{ { SERVER_RESPOND_AND_CLOSE, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{" },
		COTP_ERROR_OUTCOME_UNKNOWN, COTP_ERROR_TRANSPORT, COTP_OUTCOME_UNKNOWN, COTP_OUTCOME_UNKNOWN, false, true },
	{ { SERVER_RESPOND_AND_RESET, "HTTP/1.1 200 OK\r\nContent-Le" }, COTP_ERROR_OUTCOME_UNKNOWN, COTP_ERROR_TRANSPORT,
		COTP_OUTCOME_UNKNOWN, COTP_OUTCOME_UNKNOWN, false, true },
	{ { SERVER_RESPOND_AND_CLOSE, "HTTP/1.1 201 Created\r\nLocation: /r/abc\r\n" }, COTP_ERROR_OUTCOME_UNKNOWN,
		COTP_ERROR_TRANSPORT, COTP_OUTCOME_UNKNOWN, COTP_OUTCOME_UNKNOWN, false, true },
	{ { SERVER_RESPOND_AND_CLOSE, "SSH-2.0-OpenSSH_9.2p1\r\n" }, COTP_ERROR_OUTCOME_UNKNOWN, COTP_ERROR_TRANSPORT,
		COTP_OUTCOME_UNKNOWN, COTP_OUTCOME_UNKNOWN, false, true },
#undef EMPTY
};

static void response_has_its_outcome_by_status(void **state)
{
	http_fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(response_cases); i++) {
		const response_case *row = &response_cases[i];
		const server_step steps[] = { row->step, row->step };
		scripted_server *server = SERVER_START(steps);
		print_message("row %zu: %.30s\n", i, row->step.text);
		assert_end(&run(fixture, server, "POST", "{}")->error, row->send, row->send_outcome, row->send_retryable);
		assert_end(&run(fixture, server, "GET", NULL)->error, row->retry_safe, row->retry_safe_outcome,
			row->retry_safe_retryable);
		assert_int_equal(server->processed, 2);
		server_stop(server);
	}
}

static void send_is_retried_after_refusal(void **state)
{
	http_fixture *fixture = *state;
	const server_step steps[] = { { SERVER_RESPOND, "HTTP/1.1 429 Slow\r\nContent-Length: 0\r\n\r\n" },
		{ SERVER_RESPOND, "HTTP/1.1 408 Time\r\nContent-Length: 13\r\n\r\n{\"code\":-175}" }, created };
	scripted_server *server = SERVER_START(steps);
	fixture->settings.retries = 2;
	const cotp_http_response *response = run(fixture, server, "POST", "{\"n\":1}");
	assert_int_equal(response->error.domain, COTP_ERROR_NONE);
	assert_int_equal(response->attempts, 3);
	assert_string_equal(response->location, "/api/cardrequest/abc");
	assert_string_equal(server->last_body, "{\"n\":1}");
	server_stop(server);
}

static void retry_after_beyond_the_timeout_is_reported_not_awaited(void **state)
{
	http_fixture *fixture = *state;
	const server_step steps[] = { { SERVER_RESPOND,
		"HTTP/1.1 429 Slow\r\nRetry-After: 3600\r\nContent-Length: 0\r\n\r\n" } };
	scripted_server *server = SERVER_START(steps);
	fixture->settings.retries = 2;
	const cotp_http_response *response = run(fixture, server, "POST", "{}");
	assert_int_equal(response->attempts, 1);
	assert_int_equal(response->error.http_status, 429);
	assert_true(response->error.retry_after == 3600.0);
	server_stop(server);
}

static void silent_server_ends_the_call_at_the_timeout(void **state)
{
	http_fixture *fixture = *state;
	const server_step steps[] = { { SERVER_STALL, NULL }, { SERVER_STALL, NULL } };
	scripted_server *server = SERVER_START(steps);
	fixture->settings.timeout = 0.3;
	fixture->settings.retries = 3;
	assert_int_equal(run(fixture, server, "POST", "{}")->error.domain, COTP_ERROR_OUTCOME_UNKNOWN);
	assert_int_equal(server->processed, 1);
	const cotp_error *error = &run(fixture, server, "GET", NULL)->error;
	assert_int_equal(error->domain, COTP_ERROR_TIMEOUT);
	assert_int_equal(error->outcome, COTP_OUTCOME_UNKNOWN);
	assert_int_equal(server->processed, 2);
	server_stop(server);
}

static void too_large_response_is_rejected(void **state)
{
	http_fixture *fixture = *state;
	static char body[1100 * 1024];
	static char head[70 * 1024];
	int used = snprintf(body, sizeof(body), "HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n");
	memset(body + used, 'x', sizeof(body) - 1 - (size_t)used);
	used = snprintf(head, sizeof(head), "HTTP/1.1 200 OK\r\n");
	for (size_t i = (size_t)used; i + 102 < sizeof(head); i += 102) {
		snprintf(head + i, sizeof(head) - i, "X-Filler: %090d\r\n", 0);
	}
	const server_step steps[] = { { SERVER_RESPOND_AND_CLOSE, body }, { SERVER_RESPOND_AND_CLOSE, head }, created };
	scripted_server *server = SERVER_START(steps);
	const cotp_error *error = &run(fixture, server, "GET", NULL)->error;
	assert_int_equal(error->domain, COTP_ERROR_PROTOCOL);
	assert_int_equal(error->outcome, COTP_OUTCOME_ANSWERED);
	error = &run(fixture, server, "POST", "{}")->error;
	assert_int_equal(error->domain, COTP_ERROR_PROTOCOL);
	assert_int_equal(error->outcome, COTP_OUTCOME_UNKNOWN);
	assert_int_equal(run(fixture, server, "POST", "{}")->error.domain, COTP_ERROR_NONE);
	server_stop(server);
}

static void location_is_taken_from_the_final_header_block(void **state)
{
	http_fixture *fixture = *state;
	const server_step steps[] = {
		{ SERVER_RESPOND, "HTTP/1.1 103 Early Hints\r\nLocation: /early\r\n\r\n" CREATED },
		{ SERVER_RESPOND,
			"HTTP/1.1 103 Early Hints\r\nLocation: /early\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n" },
		{ SERVER_RESPOND, "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\nTrailer: "
						  "Location\r\n\r\n0\r\nLocation: /late\r\n\r\n" },
		{ SERVER_RESPOND, "HTTP/1.1 201 Created\r\nLOCATION: /a\r\nTransfer-Encoding: chunked\r\n\r\n"
						  "0\r\nHTTP/1.1 x: 1\r\nLocation: /late\r\n\r\n" },
		{ SERVER_RESPOND, "HTTP/1.1 201 Created\r\nlocation:\t /a/b \r\nLocation: /c\r\nContent-Length: 0\r\n\r\n" },
	};
	scripted_server *server = SERVER_START(steps);
	bool refused = libcurl_refuses_two_locations();
	const char *location = run(fixture, server, "POST", "{}")->location;
	assert_string_equal(location ? location : "none", refused ? "none" : "/api/cardrequest/abc");
	assert_false(fixture->pair.response.location_is_ambiguous);
	assert_null(run(fixture, server, "POST", "{}")->location);
	assert_null(run(fixture, server, "POST", "{}")->location);
	assert_string_equal(run(fixture, server, "POST", "{}")->location, "/a");
	assert_int_equal(run(fixture, server, "POST", "{}")->location_is_ambiguous, !refused);
	assert_int_equal(fixture->pair.response.error.domain, refused ? COTP_ERROR_OUTCOME_UNKNOWN : COTP_ERROR_NONE);
	location = fixture->pair.response.location;
	assert_string_equal(location ? location : "none", refused ? "none" : "/a/b");
	server_stop(server);
}

static void request_has_exactly_its_headers(void **state)
{
	http_fixture *fixture = *state;
	const server_step steps[] = { created, { SERVER_RESPOND, "HTTP/1.1 204 None\r\nSet-Cookie: a=b; Path=/\r\n\r\n" },
		created, created };
	scripted_server *server = SERVER_START(steps);
	run(fixture, server, "POST", "{\"n\":1}");
	assert_non_null(strstr(server->last_head, "POST /api/cardrequest HTTP/1.1\r\n"));
	assert_non_null(strstr(server->last_head, "Authorization: APIKEY planted-key\r\n"));
	assert_non_null(strstr(server->last_head, "Accept: application/json\r\n"));
	assert_non_null(strstr(server->last_head, "Accept-Encoding: identity\r\n"));
	assert_non_null(strstr(server->last_head, "Content-Type: application/json\r\n"));
	assert_non_null(strstr(server->last_head, "Content-Length: 7\r\n"));
	assert_null(strcasestr(server->last_head, "Expect:"));
	assert_null(strcasestr(server->last_head, "Cookie"));
	run(fixture, server, "DELETE", NULL);
	assert_non_null(strstr(server->last_head, "DELETE /api/cardrequest HTTP/1.1\r\n"));
	assert_null(strcasestr(server->last_head, "Content-"));
	run(fixture, server, "POST", NULL);
	assert_non_null(strstr(server->last_head, "Content-Length: 0\r\n"));
	assert_null(strcasestr(server->last_head, "Content-Type"));
	assert_null(strcasestr(server->last_head, "Cookie")); /* although the response before set one */
	run(fixture, server, "PUT", "{}");
	assert_non_null(strstr(server->last_head, "PUT /api/cardrequest HTTP/1.1\r\n"));
	assert_string_equal(server->last_body, "{}");
	server_stop(server);
}

static void proxy_of_the_environment_is_ignored(void **state)
{
	http_fixture *fixture = *state;
	const server_step steps[] = { created };
	scripted_server *server = SERVER_START(steps);
	assert_int_equal(setenv("http_proxy", "http://127.0.0.1:1", 1), 0);
	assert_int_equal(setenv("all_proxy", "http://127.0.0.1:1", 1), 0);
	assert_int_equal(run(fixture, server, "POST", "{}")->error.domain, COTP_ERROR_NONE);
	unsetenv("http_proxy");
	unsetenv("all_proxy");
	server_stop(server);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(post_on_dying_connection_is_processed_once),
		TEST(delete_on_dying_connection_is_not_resent_by_libcurl),
		TEST(delete_on_dying_connection_is_retried_and_counted),
		TEST(refused_connection_is_not_sent),
		TEST(response_has_its_outcome_by_status),
		TEST(send_is_retried_after_refusal),
		TEST(retry_after_beyond_the_timeout_is_reported_not_awaited),
		TEST(silent_server_ends_the_call_at_the_timeout),
		TEST(too_large_response_is_rejected),
		TEST(location_is_taken_from_the_final_header_block),
		TEST(request_has_exactly_its_headers),
		TEST(proxy_of_the_environment_is_ignored),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
