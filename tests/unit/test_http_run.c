/* SPDX-License-Identifier: BSD-3-Clause */
/* Many requests in one run, hooks, and forks, with a real server that follows a script. */
#define _GNU_SOURCE /* strcasestr */
#include "http_fixture.h"

#include <sys/wait.h>

#include <curl/curl.h>

/* ---- failures of libcurl; linked with --wrap, see the Makefile ---- */

CURLMcode __real_curl_multi_perform(CURLM *multi, int *running);
CURLMcode __real_curl_multi_poll(
	CURLM *multi, struct curl_waitfd *descriptors, unsigned count, int milliseconds, int *ready);
CURLMcode __wrap_curl_multi_perform(CURLM *multi, int *running);
CURLMcode __wrap_curl_multi_poll(
	CURLM *multi, struct curl_waitfd *descriptors, unsigned count, int milliseconds, int *ready);

static CURLMcode perform_code = CURLM_OK;
static CURLMcode poll_code = CURLM_OK;

CURLMcode __wrap_curl_multi_perform(CURLM *multi, int *running)
{
	return perform_code == CURLM_OK ? __real_curl_multi_perform(multi, running) : perform_code;
}

CURLMcode __wrap_curl_multi_poll(
	CURLM *multi, struct curl_waitfd *descriptors, unsigned count, int milliseconds, int *ready)
{
	return poll_code == CURLM_OK ? __real_curl_multi_poll(multi, descriptors, count, milliseconds, ready) : poll_code;
}

/* ---- many ---- */

/* A source that supplies the pairs of an array. */
typedef struct array_source {
	http_pair *pairs;
	size_t count;
	size_t taken;
	size_t finished;
	size_t most_active; /* at a time */
} array_source;

static bool next_of_array(void *context, cotp_http_item *item)
{
	array_source *source = context;
	if (source->taken == source->count) {
		return false;
	}
	http_pair *pair = &source->pairs[source->taken++];
	*item = (cotp_http_item){ &pair->request, &pair->response, pair };
	if (source->taken - source->finished > source->most_active) {
		source->most_active = source->taken - source->finished;
	}
	return true;
}

static void finished_of_array(void *context, const cotp_http_item *item)
{
	const http_pair *pair = item->data;
	assert_ptr_equal(item->request, &pair->request);
	assert_ptr_equal(item->response, &pair->response);
	assert_true(pair->response.error.domain != COTP_ERROR_NONE || pair->response.status >= 200);
	((array_source *)context)->finished++;
}

static bool run_many(
	http_fixture *fixture, const cotp_http_hooks *hooks, http_pair *pairs, size_t count, size_t concurrency)
{
	array_source array = { .pairs = pairs, .count = count };
	cotp_http_source source = { .context = &array, .next = next_of_array, .finished = finished_of_array };
	cotp_call call = { .pool = fixture->pool, .hooks = hooks };
	cotp_error error;
	bool done = cotp_http_run(&call, &fixture->settings, &source, concurrency, &error);
	assert_int_equal(array.finished, array.taken);
	assert_true(array.most_active <= concurrency);
	return done && array.finished == count;
}

/* ---- hooks ---- */

typedef struct hook_context {
	http_fixture *fixture;
	const scripted_server *server;
	int checks;
	int observed;
	int last_status;
	bool last_reused;
	cotp_error_domain nested;
	pid_t child;
	int child_status;
	int patience; /* of stop_after_patience() */
} hook_context;

static cotp_http_signal stop_after_patience(void *context)
{
	hook_context *hooked = context;
	return hooked->checks++ < hooked->patience ? COTP_HTTP_CONTINUE : COTP_HTTP_STOP;
}

static bool observe(void *context, const cotp_http_report *report)
{
	hook_context *hooked = context;
	hooked->observed++;
	hooked->last_status = report->http_status;
	hooked->last_reused = report->reused;
	assert_int_equal(report->attempt, hooked->observed);
	assert_string_equal(report->route, "/cardrequest");
	assert_string_equal(report->operation, "retrieve");
	assert_memory_equal(report->host.data, "127.0.0.1:", 10);
	assert_true(report->host.data[report->host.length] == '/');
	assert_int_equal(report->domain == COTP_ERROR_NONE, report->http_status == 200);
	assert_true(report->started > 1e9);
	assert_true(report->total >= report->first_byte);
	return true;
}

static http_pair new_get(const char *url)
{
	return (http_pair){ .request = { .operation = "retrieve",
							.method = "GET",
							.url = url,
							.route = "/cardrequest",
							.authorization = "APIKEY k",
							.retry_safe = true } };
}

/* Runs one GET to the server with these hooks. */
static const cotp_http_response *run_get(
	http_fixture *fixture, const scripted_server *server, const cotp_http_hooks *hooks)
{
	snprintf(fixture->url, sizeof(fixture->url), "http://127.0.0.1:%d/", server->port);
	cotp_http_response_free(&fixture->pair.response);
	fixture->pair = new_get(fixture->url);
	run_pair(fixture, hooks, &fixture->pair);
	return &fixture->pair.response;
}

static void observer_is_called_for_each_attempt(void **state)
{
	http_fixture *fixture = *state;
	const server_step steps[] = { { SERVER_RESPOND, "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n" },
		{ SERVER_RESPOND, OK_BODY } };
	scripted_server *server = SERVER_START(steps);
	hook_context context = { 0 };
	cotp_http_hooks hooks = { .context = &context, .observe = observe };
	fixture->settings.retries = 1;
	run_get(fixture, server, &hooks);
	assert_int_equal(context.observed, 2);
	assert_int_equal(context.last_status, 200);
	assert_true(context.last_reused);
	server_stop(server);
}

/* Returns how many requests the server received. */
static int run_with_patience(http_fixture *fixture, int patience)
{
	const server_step steps[] = { { SERVER_STALL, NULL }, { SERVER_RESPOND, CREATED } };
	scripted_server *server = SERVER_START(steps);
	hook_context context = { .patience = patience };
	cotp_http_hooks hooks = { .context = &context, .check = stop_after_patience };
	run_get(fixture, server, &hooks);
	assert_int_equal(context.checks, patience + 1);
	assert_int_equal(fixture->pair.response.error.domain, COTP_ERROR_INTERRUPTED);
	int processed = server->processed;
	server_stop(server);
	return processed;
}

static void check_hook_that_stops_ends_the_call(void **state)
{
	run_with_patience(*state, 2);
}

/* PHP may end the call before a guest is texted. */
static void check_hook_is_called_before_anything_is_sent(void **state)
{
	http_fixture *fixture = *state;
	assert_int_equal(run_with_patience(fixture, 0), 0);
	assert_int_equal(fixture->pair.response.error.outcome, COTP_OUTCOME_NOT_SENT);
	assert_int_equal(fixture->pair.response.attempts, 0);
}

static bool call_again(void *context, const cotp_http_report *report)
{
	hook_context *hooked = context;
	(void)report;
	http_pair inner = new_get(hooked->fixture->url);
	run_pair(hooked->fixture, NULL, &inner);
	hooked->nested = inner.response.error.domain;
	hooked->observed++;
	cotp_http_response_free(&inner.response);
	return true;
}

static void observer_may_call_while_requests_are_in_progress(void **state)
{
	http_fixture *fixture = *state;
	server_step steps[8];
	for (size_t i = 0; i < 8; i++) {
		steps[i] = (server_step){ SERVER_RESPOND, OK_BODY };
	}
	scripted_server *server = SERVER_START(steps);
	hook_context context = { .fixture = fixture, .nested = COTP_ERROR_PROTOCOL };
	cotp_http_hooks hooks = { .context = &context, .observe = call_again };
	snprintf(fixture->url, sizeof(fixture->url), "http://127.0.0.1:%d/", server->port);
	http_pair pairs[4];
	for (size_t i = 0; i < 4; i++) {
		pairs[i] = new_get(fixture->url);
	}
	assert_true(run_many(fixture, &hooks, pairs, 4, 4));
	assert_int_equal(context.observed, 4);
	assert_int_equal(context.nested, COTP_ERROR_NONE);
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(pairs[i].response.error.domain, COTP_ERROR_NONE);
		cotp_http_response_free(&pairs[i].response);
	}
	assert_int_equal(server->processed, 8);
	server_stop(server);
}

static void batch_stays_within_its_concurrency(void **state)
{
	http_fixture *fixture = *state;
	server_step steps[20];
	for (size_t i = 0; i < 20; i++) {
		steps[i] = i == 7 ? (server_step){ SERVER_RESPOND, "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n" }
						  : (server_step){ SERVER_RESPOND, OK_BODY };
	}
	scripted_server *server = SERVER_START(steps);
	snprintf(fixture->url, sizeof(fixture->url), "http://127.0.0.1:%d/", server->port);
	http_pair pairs[20];
	for (size_t i = 0; i < 20; i++) {
		pairs[i] = new_get(fixture->url);
	}
	assert_true(run_many(fixture, NULL, pairs, 20, 3));
	int failed = 0;
	for (size_t i = 0; i < 20; i++) {
		failed += pairs[i].response.error.http_status == 404;
		cotp_http_response_free(&pairs[i].response);
	}
	assert_int_equal(failed, 1);
	assert_int_equal(server->processed, 20);
	assert_true(server->connections <= 3);
	server_stop(server);
}

static void assert_failed(const cotp_http_response *response, const char *function, CURLMcode code)
{
	char expected[128];
	snprintf(expected, sizeof(expected), "GET /cardrequest: %s() failed: %s", function, curl_multi_strerror(code));
	assert_int_equal(response->error.domain, COTP_ERROR_TRANSPORT);
	assert_string_equal(response->error.message, expected);
}

static void failure_of_libcurl_is_reported_with_its_reason(void **state)
{
	http_fixture *fixture = *state;
	const server_step steps[] = { { SERVER_STALL, NULL } };
	scripted_server *server = SERVER_START(steps);
	perform_code = CURLM_INTERNAL_ERROR;
	const cotp_http_response *response = run_get(fixture, server, NULL);
	perform_code = CURLM_OK;
	assert_failed(response, "curl_multi_perform", CURLM_INTERNAL_ERROR);
	assert_int_equal(response->error.outcome, COTP_OUTCOME_NOT_SENT);

	poll_code = CURLM_OUT_OF_MEMORY;
	response = run_get(fixture, server, NULL);
	poll_code = CURLM_OK;
	assert_failed(response, "curl_multi_poll", CURLM_OUT_OF_MEMORY);
	server_stop(server);
}

/* ---- forks ---- */

/* Returns the exit code of the child: 0 if its call succeeded. */
static int child_call(http_fixture *fixture)
{
	http_pair pair = new_get(fixture->url);
	run_pair(fixture, NULL, &pair);
	int failed = pair.response.error.domain != COTP_ERROR_NONE;
	cotp_http_response_free(&pair.response);
	cotp_pool_free(fixture->pool);
	return failed;
}

static int wait_for(pid_t child)
{
	int status = -1;
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void child_of_a_fork_opens_its_own_connection(void **state)
{
	http_fixture *fixture = *state;
	const server_step steps[] = { created, { SERVER_RESPOND, OK_BODY }, created };
	scripted_server *server = SERVER_START(steps);
	run_get(fixture, server, NULL);
	pid_t child = fork();
	if (child == 0) {
		_exit(child_call(fixture));
	}
	assert_int_equal(wait_for(child), 0);
	assert_int_equal(server->connections, 2);
	assert_int_equal(run_get(fixture, server, NULL)->error.domain, COTP_ERROR_NONE);
	assert_int_equal(server->connections, 2);
	server_stop(server);
}

/* The parent stops the call after the child has exited. The child has made a call of its own, so the pool contains the
 * child's handles when the hook returns. */
static cotp_http_signal fork_and_wait(void *context)
{
	hook_context *hooked = context;
	if (hooked->server->processed == 0) {
		return COTP_HTTP_CONTINUE;
	}
	hooked->child = fork();
	if (hooked->child == 0) {
		http_pair inner = new_get(hooked->fixture->url);
		run_pair(hooked->fixture, NULL, &inner);
		hooked->nested = inner.response.error.domain;
		cotp_http_response_free(&inner.response);
		return COTP_HTTP_CONTINUE;
	}
	hooked->child_status = wait_for(hooked->child);
	return COTP_HTTP_STOP;
}

static void fork_in_a_hook_ends_the_call_of_the_child(void **state)
{
	http_fixture *fixture = *state;
	const server_step steps[] = { { SERVER_STALL, NULL }, { SERVER_RESPOND, OK_BODY } };
	scripted_server *server = SERVER_START(steps);
	hook_context context = { .fixture = fixture, .server = server, .nested = COTP_ERROR_PROTOCOL, .child_status = -1 };
	cotp_http_hooks hooks = { .context = &context, .check = fork_and_wait };
	run_get(fixture, server, &hooks);
	const cotp_error *error = &fixture->pair.response.error;
	if (context.child == 0) {
		_exit(context.nested == COTP_ERROR_NONE && error->domain == COTP_ERROR_TRANSPORT &&
					  strstr(error->message, "forked")
				  ? 0
				  : 1);
	}
	assert_int_equal(context.child_status, 0);
	assert_int_equal(error->domain, COTP_ERROR_INTERRUPTED);
	server_stop(server);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(observer_is_called_for_each_attempt),
		TEST(check_hook_that_stops_ends_the_call),
		TEST(check_hook_is_called_before_anything_is_sent),
		TEST(observer_may_call_while_requests_are_in_progress),
		TEST(batch_stays_within_its_concurrency),
		TEST(failure_of_libcurl_is_reported_with_its_reason),
		TEST(child_of_a_fork_opens_its_own_connection),
		TEST(fork_in_a_hook_ends_the_call_of_the_child),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
