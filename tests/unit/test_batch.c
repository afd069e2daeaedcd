/* SPDX-License-Identifier: BSD-3-Clause */
/* Batches, the wait for a final status and the pool, with a server that follows a script. */
#define _GNU_SOURCE /* strcasestr */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <limits.h>
#include <signal.h>

#include "../../cotp_client_batch.h"
#include "../../cotp_client_operation.h"
#include "scripted_server.h"

#define CREATED   "HTTP/1.1 201 Created\r\nLocation: /api/cardrequest/abc\r\nContent-Length: 0\r\n\r\n"
#define REFUSED   "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"
#define SLOW_DOWN "HTTP/1.1 429 Slow\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n"
#define QUEUED    "HTTP/1.1 200 OK\r\nContent-Length: 38\r\n\r\n{\"LastNotifiedStatus\":\"MessageQueued\"}"
#define STORED    "HTTP/1.1 200 OK\r\nContent-Length: 35\r\n\r\n{\"LastNotifiedStatus\":\"CardStored\"}"
#define POOL_SIZE 2
#define MANY      3000

typedef struct batch_fixture {
	cotp_pool *pool;
	cotp_call call;
	cotp_http_hooks hooks;
	cotp_client *client;
	scripted_server *server;
	cotp_error error;
	/* the batch */
	cotp_form forms[MANY];
	size_t count;
	size_t given;
	size_t taken;
	size_t most; /* given and not yet taken, at a time */
	size_t sent;
	size_t retrieved;
	cotp_error errors[16]; /* of the first items */
	bool has_error[16];
	/* the hooks */
	int checks;
	int signals;
	cotp_http_signal signal;
	int awaited_processed;
} batch_fixture;

static int set_up(void **state)
{
	static const cotp_pool_options options = { .size = POOL_SIZE, .idle = 30, .lifetime = 300, .dns_ttl = 60 };
	batch_fixture *fixture = calloc(1, sizeof(*fixture));
	assert_non_null(fixture);
	fixture->pool = cotp_pool_new(&options);
	assert_non_null(fixture->pool);
	fixture->call.pool = fixture->pool;
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	batch_fixture *fixture = *state;
	cotp_client_free(fixture->client);
	cotp_pool_free(fixture->pool);
	if (fixture->server) {
		server_stop(fixture->server);
	}
	free(fixture);
	return 0;
}

static batch_fixture *start(void **state, const server_step *steps, size_t step_count, size_t count)
{
	batch_fixture *fixture = *state;
	char base_uri[64];
	fixture->server = server_start(steps, step_count);
	snprintf(base_uri, sizeof(base_uri), "http://127.0.0.1:%d/api", fixture->server->port);
	cotp_client_settings settings = {
		.api_key = COTP_TEXT("planted-key"),
		.base_uri = cotp_text_of(base_uri),
		.timeout = 30.0,
		.connect_timeout = 10.0,
		.retries = 2,
	};
	fixture->client = cotp_client_new(&settings, cotp_wire_new(), &fixture->error);
	assert_non_null(fixture->client);
	fixture->count = count;
	for (size_t i = 0; i < count; i++) {
		cotp_value *fields = fixture->forms[i].fields;
		fields[COTP_FORM_BOOKER_ID] = (cotp_value){ .kind = COTP_VALUE_TEXT, .text = COTP_TEXT("hotel-42") };
		fields[COTP_FORM_EMAIL] = (cotp_value){ .kind = COTP_VALUE_TEXT, .text = COTP_TEXT("guest@example.com") };
		fields[COTP_FORM_LANGUAGE] = (cotp_value){ .kind = COTP_VALUE_TEXT, .text = COTP_TEXT("EN") };
	}
	return fixture;
}

#define START(steps, count) start(state, steps, sizeof(steps) / sizeof((steps)[0]), count)

static bool next(batch_fixture *fixture, void **item)
{
	if (fixture->given == fixture->count) {
		return false;
	}
	*item = (void *)(uintptr_t)fixture->given++;
	if (fixture->given - fixture->taken > fixture->most) {
		fixture->most = fixture->given - fixture->taken;
	}
	return true;
}

static void take(batch_fixture *fixture, void *item, const cotp_error *error)
{
	size_t number = (size_t)(uintptr_t)item;
	fixture->taken++;
	if (error && number < 16) {
		fixture->errors[number] = *error;
		fixture->has_error[number] = true;
	}
}

static bool next_form(void *context, const cotp_form **form, void **item)
{
	batch_fixture *fixture = context;
	*form = &fixture->forms[fixture->given];
	return next(fixture, item);
}

static void take_sent(void *context, void *item, const char *id, const cotp_error *error)
{
	batch_fixture *fixture = context;
	assert_int_equal(id == NULL, error != NULL);
	fixture->sent += id && strcmp(id, "abc") == 0;
	take(fixture, item, error);
}

static bool next_request(void *context, cotp_text *request, void **item)
{
	*request = COTP_TEXT("abc");
	return next(context, item);
}

static void take_retrieved(void *context, void *item, const cotp_state *state, const cotp_error *error)
{
	batch_fixture *fixture = context;
	assert_int_equal(state == NULL, error != NULL);
	fixture->retrieved += state && state->status == COTP_STATUS_CARD_STORED;
	take(fixture, item, error);
}

static bool send_many(batch_fixture *fixture, size_t concurrency)
{
	cotp_send_batch batch = { .context = fixture, .next = next_form, .take = take_sent };
	return cotp_client_send_many(fixture->client, &fixture->call, &batch, concurrency, &fixture->error);
}

static bool retrieve_many(batch_fixture *fixture, size_t concurrency)
{
	cotp_retrieve_batch batch = { .context = fixture, .next = next_request, .take = take_retrieved };
	return cotp_client_retrieve_many(fixture->client, &fixture->call, &batch, concurrency, &fixture->error);
}

static server_step *steps_of(const char *text, size_t count)
{
	server_step *steps = calloc(count, sizeof(*steps));
	assert_non_null(steps);
	for (size_t i = 0; i < count; i++) {
		steps[i] = (server_step){ SERVER_RESPOND, text };
	}
	return steps;
}

/* ---- batches ---- */

static void batch_takes_only_items_in_progress(void **state)
{
	server_step *steps = steps_of(STORED, MANY);
	batch_fixture *fixture = start(state, steps, MANY, MANY);
	assert_true(retrieve_many(fixture, 5));
	assert_int_equal(fixture->retrieved, MANY);
	assert_int_equal(fixture->most, 5);
	assert_int_equal(fixture->server->processed, MANY);
	assert_true(fixture->server->connections <= 5);
	assert_true(cotp_pool_read(fixture->pool).connections <= POOL_SIZE);
	assert_int_equal(cotp_pool_read(fixture->pool).hits + cotp_pool_read(fixture->pool).misses, MANY);
	assert_int_equal(cotp_pool_read(fixture->pool).misses, fixture->server->connections);
	free(steps);
}

static void pool_closes_the_surplus_and_reuses_the_rest(void **state)
{
	server_step *steps = steps_of(STORED, 100);
	batch_fixture *fixture = start(state, steps, 100, 80);
	fixture->server->awaited = 40; /* a request could otherwise use the connection of an earlier one */
	assert_true(retrieve_many(fixture, 40));
	int opened = fixture->server->connections;
	assert_int_equal(opened, 40);
	assert_int_equal(cotp_pool_read(fixture->pool).connections, POOL_SIZE);
	fixture->count = 100;
	assert_true(retrieve_many(fixture, POOL_SIZE));
	assert_int_equal(fixture->server->connections, opened);
	assert_int_equal(fixture->retrieved, 100);
	free(steps);
}

static void batch_failure_affects_only_its_item(void **state)
{
	const server_step steps[] = { { SERVER_RESPOND, CREATED }, { SERVER_RESPOND, REFUSED },
		{ SERVER_RESPOND_AND_CLOSE, NULL }, { SERVER_RESPOND, CREATED } };
	batch_fixture *fixture = START(steps, 5);
	fixture->forms[3].fields[COTP_FORM_EMAIL].text = COTP_TEXT("planted"); /* changed after it was checked */
	assert_true(send_many(fixture, 1));
	assert_int_equal(fixture->taken, 5);
	assert_int_equal(fixture->sent, 2);
	assert_int_equal(fixture->errors[1].http_status, 400);
	assert_int_equal(fixture->errors[2].domain, COTP_ERROR_OUTCOME_UNKNOWN);
	assert_int_equal(fixture->errors[3].domain, COTP_ERROR_ARGUMENT);
	assert_int_equal(fixture->server->processed, 4);
}

static void empty_batch_sends_nothing(void **state)
{
	const server_step steps[] = { { SERVER_RESPOND, CREATED } };
	batch_fixture *fixture = START(steps, 0);
	assert_true(send_many(fixture, 256));
	assert_int_equal(fixture->taken, 0);
	assert_int_equal(fixture->server->connections, 0);
}

/* ---- hooks ---- */

/* Returns the signal a number of times once the server has read enough requests, and else COTP_HTTP_CONTINUE. */
static cotp_http_signal check(void *context)
{
	batch_fixture *fixture = context;
	fixture->checks++;
	return fixture->server->processed >= fixture->awaited_processed && fixture->signals-- > 0 ? fixture->signal
																							  : COTP_HTTP_CONTINUE;
}

static void signal_after(batch_fixture *fixture, cotp_http_signal signal, int times, int processed)
{
	fixture->signal = signal;
	fixture->signals = times;
	fixture->awaited_processed = processed;
	fixture->hooks = (cotp_http_hooks){ .context = fixture, .check = check };
	fixture->call.hooks = &fixture->hooks;
}

static void drain_waits_for_sent_requests(void **state)
{
	const server_step steps[] = { { SERVER_STALL, NULL }, { SERVER_STALL, NULL } };
	batch_fixture *fixture = START(steps, 10);
	fixture->client->http.timeout = 1.0; /* ends the sent requests */
	signal_after(fixture, COTP_HTTP_DRAIN, 1, 2);
	assert_false(send_many(fixture, 2));
	assert_int_equal(fixture->error.domain, COTP_ERROR_INTERRUPTED);
	assert_int_equal(fixture->error.outcome, COTP_OUTCOME_NOT_SENT);
	assert_true(fixture->error.interrupted);
	assert_int_equal(fixture->given, 2);
	assert_int_equal(fixture->taken, 2);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(fixture->errors[i].domain, COTP_ERROR_OUTCOME_UNKNOWN);
		assert_false(fixture->errors[i].interrupted);
	}
}

static void drain_retries_nothing(void **state)
{
	const server_step steps[] = { { SERVER_RESPOND, SLOW_DOWN }, { SERVER_STALL, NULL } };
	batch_fixture *fixture = START(steps, 10);
	signal_after(fixture, COTP_HTTP_DRAIN, 1, 1);
	assert_false(send_many(fixture, 1));
	assert_int_equal(fixture->taken, 1);
	/* the response came before the signal, which ended the pause, or after it, and nothing is retried */
	assert_true(fixture->errors[0].outcome == COTP_OUTCOME_NOT_SENT || fixture->errors[0].http_status == 429);
	assert_int_equal(fixture->server->processed, 1);
}

static void second_drain_ends_everything(void **state)
{
	const server_step steps[] = { { SERVER_STALL, NULL }, { SERVER_STALL, NULL } };
	batch_fixture *fixture = START(steps, 10);
	signal_after(fixture, COTP_HTTP_DRAIN, 2, 2);
	assert_false(send_many(fixture, 2));
	assert_int_equal(fixture->taken, 2);
	assert_int_equal(fixture->errors[0].domain, COTP_ERROR_OUTCOME_UNKNOWN);
	assert_true(fixture->errors[0].interrupted);
}

static void drain_ends_retry_safe_operations(void **state)
{
	const server_step steps[] = { { SERVER_STALL, NULL }, { SERVER_STALL, NULL } };
	batch_fixture *fixture = START(steps, 10);
	signal_after(fixture, COTP_HTTP_DRAIN, 1, 2);
	assert_false(retrieve_many(fixture, 2));
	assert_int_equal(fixture->taken, 2);
	assert_int_equal(fixture->errors[0].domain, COTP_ERROR_INTERRUPTED);
	assert_int_equal(fixture->errors[0].outcome, COTP_OUTCOME_UNKNOWN);
	assert_true(fixture->errors[0].retryable);
}

/* ---- the pool ---- */

static bool close_pool(void *context, const cotp_http_report *report)
{
	(void)report;
	cotp_pool_close(((batch_fixture *)context)->pool);
	return true;
}

static void pool_closed_during_a_run_closes_after_it(void **state)
{
	server_step *steps = steps_of(STORED, 11);
	batch_fixture *fixture = start(state, steps, 11, 10);
	fixture->hooks = (cotp_http_hooks){ .context = fixture, .observe = close_pool };
	fixture->call.hooks = &fixture->hooks;
	assert_true(retrieve_many(fixture, 1));
	assert_int_equal(fixture->retrieved, 10);
	assert_int_equal(fixture->server->connections, 1);
	assert_int_equal(cotp_pool_read(fixture->pool).connections, 0);
	fixture->call.hooks = NULL;
	fixture->count = 11;
	assert_true(retrieve_many(fixture, 1));
	assert_int_equal(fixture->server->connections, 2);
	free(steps);
}

static void pool_closed_twice_is_closed(void **state)
{
	batch_fixture *fixture = *state;
	cotp_pool_close(fixture->pool);
	cotp_pool_close(fixture->pool);
	assert_int_equal(cotp_pool_read(fixture->pool).connections, 0);
	assert_int_equal(cotp_pool_read(NULL).hits, 0);
}

/* ---- waiting ---- */

static void await_retrieves_until_the_status_is_final(void **state)
{
	const server_step steps[] = { { SERVER_RESPOND, QUEUED }, { SERVER_RESPOND, STORED } };
	batch_fixture *fixture = START(steps, 0);
	cotp_state seen;
	assert_true(cotp_client_await(fixture->client, &fixture->call, COTP_TEXT("abc"), 60.0, &seen, &fixture->error));
	assert_int_equal(seen.status, COTP_STATUS_CARD_STORED);
	assert_int_equal(fixture->server->processed, 2);
	cotp_state_free(&seen);
}

static void await_is_interrupted_during_a_pause(void **state)
{
	const server_step steps[] = { { SERVER_RESPOND, SLOW_DOWN }, { SERVER_RESPOND, QUEUED } };
	batch_fixture *fixture = START(steps, 0);
	cotp_state seen;
	signal_after(fixture, COTP_HTTP_STOP, INT_MAX, 2); /* a response that arrives at once still counts */
	assert_false(cotp_client_await(fixture->client, &fixture->call, COTP_TEXT("abc"), 60.0, &seen, &fixture->error));
	assert_int_equal(fixture->error.domain, COTP_ERROR_INTERRUPTED);
	assert_int_equal(fixture->server->processed, 2);
}

static void await_is_interrupted_during_a_request(void **state)
{
	const server_step steps[] = { { SERVER_STALL, NULL }, { SERVER_RESPOND, STORED } };
	batch_fixture *fixture = START(steps, 0);
	cotp_state seen;
	signal_after(fixture, COTP_HTTP_STOP, 1, 1);
	assert_false(cotp_client_await(fixture->client, &fixture->call, COTP_TEXT("abc"), 60.0, &seen, &fixture->error));
	assert_int_equal(fixture->error.domain, COTP_ERROR_INTERRUPTED);
	assert_int_equal(fixture->server->processed, 1);
}

static void await_pauses_grow_within_the_timeout(void **state)
{
	(void)state;
	const double none = -1.0;
	const double longest[] = { 1.0, 1.5, 2.25, 3.375 };
	for (int looks = 1; looks <= 4; looks++) {
		assert_true(cotp_client_pause(looks, 1.0, none, 300.0) == longest[looks - 1]);
		assert_true(cotp_client_pause(looks, 0.0, none, 300.0) == longest[looks - 1] / 2);
	}
	assert_true(cotp_client_pause(100000, 1.0, none, 300.0) == 15.0);
	assert_true(cotp_client_pause(100, 1.0, 20.0, 300.0) == 20.0); /* Retry-After */
	assert_true(cotp_client_pause(100, 1.0, 0.0, 300.0) == 15.0);
	assert_true(cotp_client_pause(100, 1.0, 300.0, 300.0) < 0);   /* too late */
	assert_true(cotp_client_pause(100, 1.0, none, 11.0) == 10.0); /* a last look */
	assert_true(cotp_client_pause(100, 1.0, 10.5, 11.0) == 10.5);
	assert_true(cotp_client_pause(100, 1.0, none, 1.2) < 0);
	assert_true(cotp_client_pause(100, 1.0, none, -3.0) < 0);
	assert_true(cotp_client_pause(100, 1.0, 0.0, -3.0) < 0);
}

static void await_rejects_a_timeout_out_of_range(void **state)
{
	const server_step steps[] = { { SERVER_RESPOND, STORED } };
	const double bad[] = { 0.0, -1.0, 86400.5, 1.0 / 0.0 };
	batch_fixture *fixture = START(steps, 0);
	cotp_state seen;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_false(
			cotp_client_await(fixture->client, &fixture->call, COTP_TEXT("abc"), bad[i], &seen, &fixture->error));
		assert_int_equal(fixture->error.domain, COTP_ERROR_ARGUMENT);
		assert_string_equal(fixture->error.argument, "timeout");
	}
	assert_int_equal(fixture->server->connections, 0);
}

int main(void)
{
	signal(SIGPIPE, SIG_IGN);
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(batch_takes_only_items_in_progress),
		TEST(pool_closes_the_surplus_and_reuses_the_rest),
		TEST(batch_failure_affects_only_its_item),
		TEST(empty_batch_sends_nothing),
		TEST(drain_waits_for_sent_requests),
		TEST(drain_retries_nothing),
		TEST(second_drain_ends_everything),
		TEST(drain_ends_retry_safe_operations),
		TEST(pool_closed_during_a_run_closes_after_it),
		TEST(pool_closed_twice_is_closed),
		TEST(await_retrieves_until_the_status_is_final),
		TEST(await_is_interrupted_during_a_pause),
		TEST(await_is_interrupted_during_a_request),
		TEST(await_pauses_grow_within_the_timeout),
		TEST(await_rejects_a_timeout_out_of_range),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
