/* The transport against a real server that follows a script: what is sent once, repeated, and said of it afterwards. */
#define _GNU_SOURCE /* strcasestr */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <sys/wait.h>

#include "../../cotp_http.h"
#include "scripted_server.h"
#include "unit.h"

#define CREATED "HTTP/1.1 201 Created\r\nLocation: /api/cardrequest/abc\r\nContent-Length: 0\r\n\r\n"
#define OK_BODY "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"

static const server_step answered = { SERVER_RESPOND, CREATED };

typedef struct http_fixture {
	cotp_pool *pool;
	cotp_http_settings settings;
	char url[64];
	cotp_exchange exchange;
} http_fixture;

static int set_up(void **state)
{
	static const cotp_pool_options options = { .size = 8, .idle = 30, .lifetime = 300, .dns_ttl = 60 };
	http_fixture *fixture = calloc(1, sizeof(*fixture));
	assert_non_null(fixture);
	fixture->pool = cotp_pool_new(&options);
	assert_non_null(fixture->pool);
	fixture->settings = (cotp_http_settings){ .timeout = 30.0, .connect_timeout = 10.0, .plain_http = true };
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	http_fixture *fixture = *state;
	cotp_exchange_free(&fixture->exchange);
	cotp_pool_free(fixture->pool);
	free(fixture);
	return 0;
}

static cotp_exchange *run(http_fixture *fixture, const scripted_server *server, const char *method, const char *body)
{
	cotp_exchange_free(&fixture->exchange);
	snprintf(fixture->url, sizeof(fixture->url), "http://127.0.0.1:%d/api/cardrequest", server->port);
	fixture->exchange = (cotp_exchange){
		.method = method,
		.url = fixture->url,
		.route = "/cardrequest",
		.authorization = "APIKEY planted-key",
		.body = cotp_text_of(body),
		.retry_safe = body == NULL,
	};
	cotp_http_run_one(fixture->pool, &fixture->settings, NULL, &fixture->exchange);
	assert_true(fixture->exchange.finished);
	assert_null(fixture->exchange.transfer);
	return &fixture->exchange;
}

static void post_on_dying_connection_is_processed_once(void **state)
{
	http_fixture *fixture = *state;
	const server_step steps[] = { answered, { SERVER_RESPOND_AND_CLOSE, NULL }, answered };
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
	assert_int_equal(fixture->exchange.attempts, 1);
	assert_string_equal(server->last_body, "{\"n\":2}");

	assert_int_equal(run(fixture, server, "POST", "{\"n\":3}")->error.domain, COTP_ERROR_NONE);
	assert_int_equal(server->processed, 3);
	server_stop(server);
}

static void delete_on_dying_connection_is_repeated_by_us_alone(void **state)
{
	needs_libcurl_7_80();
	http_fixture *fixture = *state;
	const server_step steps[] = { answered, { SERVER_RESPOND_AND_CLOSE, NULL }, answered };
	scripted_server *server = SERVER_START(steps);

	run(fixture, server, "DELETE", NULL);
	const cotp_error *error = &run(fixture, server, "DELETE", NULL)->error;
	assert_int_equal(error->domain, COTP_ERROR_TRANSPORT);
	assert_int_equal(error->outcome, COTP_OUTCOME_UNKNOWN);
	assert_true(error->retryable);
	assert_int_equal(server->processed, 2);
	server_stop(server);
}

static void delete_on_dying_connection_is_repeated_and_known(void **state)
{
	needs_libcurl_7_80();
	http_fixture *fixture = *state;
	const server_step steps[] = { answered, { SERVER_RESPOND_AND_CLOSE, NULL },
		{ SERVER_RESPOND, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n" } };
	scripted_server *server = SERVER_START(steps);
	fixture->settings.retries = 1;

	run(fixture, server, "DELETE", NULL);
	const cotp_exchange *exchange = run(fixture, server, "DELETE", NULL);
	assert_int_equal(exchange->attempts, 2);
	assert_true(exchange->may_have_been_processed);
	assert_int_equal(exchange->error.http_status, 404);
	assert_int_equal(exchange->error.outcome, COTP_OUTCOME_UNKNOWN);
	assert_int_equal(server->processed, 3);
	server_stop(server);
}

static void refused_connection_is_not_sent(void **state)
{
	http_fixture *fixture = *state;
	const server_step steps[] = { answered };
	scripted_server *server = SERVER_START(steps);
	static scripted_server gone;
	gone.port = server->port;
	server_stop(server);
	fixture->settings.retries = 1;

	const cotp_exchange *exchange = run(fixture, &gone, "POST", "{}");
	assert_int_equal(exchange->error.domain, COTP_ERROR_TRANSPORT);
	assert_int_equal(exchange->error.outcome, COTP_OUTCOME_NOT_SENT);
	assert_true(exchange->error.retryable);
	assert_int_equal(exchange->attempts, 2);
}

static void assert_end(const cotp_error *error, cotp_error_domain domain, cotp_outcome outcome, bool retryable)
{
	assert_int_equal(error->domain, domain);
	assert_int_equal(error->outcome, outcome);
	assert_int_equal(error->retryable, retryable);
}

/* How each answer ends, for a send and for an operation that may be repeated; retries are off. */
static void answers_end_as_the_table_says(void **state)
{
	http_fixture *fixture = *state;
	static const struct {
		server_step step;
		cotp_error_domain send, retry_safe;
		cotp_outcome send_outcome, retry_safe_outcome;
		bool send_retryable, retry_safe_retryable;
	} table[] = {
#define EMPTY(status) { SERVER_RESPOND, "HTTP/1.1 " status "\r\nContent-Length: 0\r\n\r\n" }
		{ EMPTY("400 Bad"), COTP_ERROR_API, COTP_ERROR_API, COTP_OUTCOME_ANSWERED, COTP_OUTCOME_ANSWERED, false,
			false },
		{ EMPTY("408 Time"), COTP_ERROR_API, COTP_ERROR_API, COTP_OUTCOME_UNKNOWN, COTP_OUTCOME_ANSWERED, false,
			false },
		{ EMPTY("426 Blocked"), COTP_ERROR_API, COTP_ERROR_API, COTP_OUTCOME_ANSWERED, COTP_OUTCOME_ANSWERED, false,
			false },
		{ EMPTY("429 Slow"), COTP_ERROR_API, COTP_ERROR_API, COTP_OUTCOME_ANSWERED, COTP_OUTCOME_ANSWERED, true, true },
		{ EMPTY("500 Error"), COTP_ERROR_API, COTP_ERROR_API, COTP_OUTCOME_UNKNOWN, COTP_OUTCOME_ANSWERED, false,
			false },
		{ EMPTY("502 Error"), COTP_ERROR_API, COTP_ERROR_API, COTP_OUTCOME_UNKNOWN, COTP_OUTCOME_ANSWERED, false,
			true },
		{ EMPTY("503 Error"), COTP_ERROR_API, COTP_ERROR_API, COTP_OUTCOME_UNKNOWN, COTP_OUTCOME_ANSWERED, false,
			true },
		{ EMPTY("504 Error"), COTP_ERROR_API, COTP_ERROR_API, COTP_OUTCOME_UNKNOWN, COTP_OUTCOME_ANSWERED, false,
			true },
		{ EMPTY("507 Error"), COTP_ERROR_API, COTP_ERROR_API, COTP_OUTCOME_UNKNOWN, COTP_OUTCOME_ANSWERED, false,
			false },
		{ { SERVER_RESPOND, "HTTP/1.1 408 Time\r\nContent-Length: 13\r\n\r\n{\"code\":-175}" }, COTP_ERROR_API,
			COTP_ERROR_API, COTP_OUTCOME_ANSWERED, COTP_OUTCOME_ANSWERED, true, true },
		{ { SERVER_RESPOND, "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n" },
			COTP_ERROR_PROTOCOL, COTP_ERROR_PROTOCOL, COTP_OUTCOME_UNKNOWN, COTP_OUTCOME_ANSWERED, false, false },
		{ { SERVER_RESPOND_AND_CLOSE, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{" }, COTP_ERROR_OUTCOME_UNKNOWN,
			COTP_ERROR_TRANSPORT, COTP_OUTCOME_UNKNOWN, COTP_OUTCOME_UNKNOWN, false, true },
		{ { SERVER_RESPOND_AND_CLOSE, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{" },
			COTP_ERROR_OUTCOME_UNKNOWN, COTP_ERROR_TRANSPORT, COTP_OUTCOME_UNKNOWN, COTP_OUTCOME_UNKNOWN, false, true },
		{ { SERVER_RESPOND_AND_RESET, "HTTP/1.1 200 OK\r\nContent-Le" }, COTP_ERROR_OUTCOME_UNKNOWN,
			COTP_ERROR_TRANSPORT, COTP_OUTCOME_UNKNOWN, COTP_OUTCOME_UNKNOWN, false, true },
		{ { SERVER_RESPOND_AND_CLOSE, "HTTP/1.1 201 Created\r\nLocation: /r/abc\r\n" }, COTP_ERROR_OUTCOME_UNKNOWN,
			COTP_ERROR_TRANSPORT, COTP_OUTCOME_UNKNOWN, COTP_OUTCOME_UNKNOWN, false, true },
		{ { SERVER_RESPOND_AND_CLOSE, "SSH-2.0-OpenSSH_9.2p1\r\n" }, COTP_ERROR_OUTCOME_UNKNOWN, COTP_ERROR_TRANSPORT,
			COTP_OUTCOME_UNKNOWN, COTP_OUTCOME_UNKNOWN, false, true },
#undef EMPTY
	};
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		const server_step steps[] = { table[i].step, table[i].step };
		scripted_server *server = SERVER_START(steps);
		print_message("row %zu: %.30s\n", i, table[i].step.text);
		assert_end(
			&run(fixture, server, "POST", "{}")->error, table[i].send, table[i].send_outcome, table[i].send_retryable);
		assert_end(&run(fixture, server, "GET", NULL)->error, table[i].retry_safe, table[i].retry_safe_outcome,
			table[i].retry_safe_retryable);
		assert_int_equal(server->processed, 2);
		server_stop(server);
	}
}

static void send_is_repeated_only_when_refused_unread(void **state)
{
	http_fixture *fixture = *state;
	const server_step steps[] = { { SERVER_RESPOND, "HTTP/1.1 429 Slow\r\nContent-Length: 0\r\n\r\n" },
		{ SERVER_RESPOND, "HTTP/1.1 408 Time\r\nContent-Length: 13\r\n\r\n{\"code\":-175}" }, answered };
	scripted_server *server = SERVER_START(steps);
	fixture->settings.retries = 2;
	const cotp_exchange *exchange = run(fixture, server, "POST", "{\"n\":1}");
	assert_int_equal(exchange->error.domain, COTP_ERROR_NONE);
	assert_int_equal(exchange->attempts, 3);
	assert_string_equal(exchange->location, "/api/cardrequest/abc");
	assert_string_equal(server->last_body, "{\"n\":1}");
	server_stop(server);
}

static void retry_after_beyond_the_timeout_is_told_not_awaited(void **state)
{
	http_fixture *fixture = *state;
	const server_step steps[] = { { SERVER_RESPOND,
		"HTTP/1.1 429 Slow\r\nRetry-After: 3600\r\nContent-Length: 0\r\n\r\n" } };
	scripted_server *server = SERVER_START(steps);
	fixture->settings.retries = 2;
	const cotp_exchange *exchange = run(fixture, server, "POST", "{}");
	assert_int_equal(exchange->attempts, 1);
	assert_int_equal(exchange->error.http_status, 429);
	assert_true(exchange->error.retry_after == 3600.0);
	server_stop(server);
}

static void silence_ends_at_the_timeout(void **state)
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

static void too_large_answers_are_refused(void **state)
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
	const server_step steps[] = { { SERVER_RESPOND_AND_CLOSE, body }, { SERVER_RESPOND_AND_CLOSE, head }, answered };
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

static void location_is_that_of_the_final_head(void **state)
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
	assert_false(fixture->exchange.location_is_ambiguous);
	assert_null(run(fixture, server, "POST", "{}")->location);
	assert_null(run(fixture, server, "POST", "{}")->location);
	assert_string_equal(run(fixture, server, "POST", "{}")->location, "/a");
	assert_int_equal(run(fixture, server, "POST", "{}")->location_is_ambiguous, !refused);
	assert_int_equal(fixture->exchange.error.domain, refused ? COTP_ERROR_OUTCOME_UNKNOWN : COTP_ERROR_NONE);
	assert_string_equal(fixture->exchange.location, "/a/b");
	server_stop(server);
}

static void request_says_what_it_should_and_no_more(void **state)
{
	http_fixture *fixture = *state;
	const server_step steps[] = { answered, { SERVER_RESPOND, "HTTP/1.1 204 None\r\nSet-Cookie: a=b; Path=/\r\n\r\n" },
		answered, answered };
	scripted_server *server = SERVER_START(steps);
	run(fixture, server, "POST", "{\"n\":1}");
	assert_non_null(strstr(server->last_head, "POST /api/cardrequest HTTP/1.1\r\n"));
	assert_non_null(strstr(server->last_head, "Authorization: APIKEY planted-key\r\n"));
	assert_non_null(strstr(server->last_head, "Accept: application/json\r\n"));
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
	assert_null(strcasestr(server->last_head, "Cookie")); /* though the answer before set one */
	run(fixture, server, "PUT", "{}");
	assert_non_null(strstr(server->last_head, "PUT /api/cardrequest HTTP/1.1\r\n"));
	assert_string_equal(server->last_body, "{}");
	server_stop(server);
}

static void environment_names_no_proxy(void **state)
{
	http_fixture *fixture = *state;
	const server_step steps[] = { answered };
	scripted_server *server = SERVER_START(steps);
	assert_int_equal(setenv("http_proxy", "http://127.0.0.1:1", 1), 0);
	assert_int_equal(setenv("all_proxy", "http://127.0.0.1:1", 1), 0);
	assert_int_equal(run(fixture, server, "POST", "{}")->error.domain, COTP_ERROR_NONE);
	unsetenv("http_proxy");
	unsetenv("all_proxy");
	server_stop(server);
}

/* ---- many ---- */

/* A source that hands out the exchanges of an array. */
typedef struct array_source {
	cotp_exchange *exchanges;
	size_t count;
	size_t body_bytes_sent;
	size_t back;
	size_t most_out; /* at a time */
} array_source;

static cotp_exchange *next_of_array(void *context)
{
	array_source *source = context;
	if (source->body_bytes_sent == source->count) {
		return NULL;
	}
	cotp_exchange *exchange = &source->exchanges[source->body_bytes_sent++];
	if (source->body_bytes_sent - source->back > source->most_out) {
		source->most_out = source->body_bytes_sent - source->back;
	}
	return exchange;
}

static void back_to_array(void *context, cotp_exchange *exchange)
{
	assert_true(exchange->finished);
	assert_null(exchange->transfer);
	((array_source *)context)->back++;
}

static bool run_source(
	http_fixture *fixture, const cotp_http_hooks *hooks, array_source *array, size_t concurrency, cotp_error *error)
{
	cotp_http_source source = { .context = array, .next = next_of_array, .finished = back_to_array };
	bool done = cotp_http_run(fixture->pool, &fixture->settings, hooks, &source, concurrency, error);
	assert_int_equal(array->back, array->body_bytes_sent);
	assert_true(array->most_out <= concurrency);
	return done;
}

static bool run_many(
	http_fixture *fixture, const cotp_http_hooks *hooks, cotp_exchange *exchanges, size_t count, size_t concurrency)
{
	array_source array = { .exchanges = exchanges, .count = count };
	cotp_error error;
	return run_source(fixture, hooks, &array, concurrency, &error) && array.back == count;
}

/* ---- hooks ---- */

typedef struct hook_context {
	http_fixture *fixture;
	const scripted_server *server;
	int asked;
	int observed;
	int last_status;
	bool last_reused;
	cotp_error_domain nested;
	pid_t child;
	int child_status;
	int patience; /* of say_no() */
} hook_context;

static cotp_http_signal say_no(void *context)
{
	hook_context *hooked = context;
	return hooked->asked++ < hooked->patience ? COTP_HTTP_CONTINUE : COTP_HTTP_STOP;
}

static bool observe(void *context, const cotp_http_report *report)
{
	hook_context *hooked = context;
	hooked->observed++;
	hooked->last_status = report->http_status;
	hooked->last_reused = report->reused;
	assert_int_equal(report->attempt, hooked->observed);
	assert_string_equal(report->route, "/cardrequest");
	assert_true(report->total >= report->first_byte);
	return true;
}

static cotp_exchange new_exchange(const char *url, const char *method)
{
	return (cotp_exchange){
		.method = method, .url = url, .route = "/cardrequest", .authorization = "APIKEY k", .retry_safe = true
	};
}

static void observer_is_told_each_attempt(void **state)
{
	http_fixture *fixture = *state;
	const server_step steps[] = { { SERVER_RESPOND, "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n" },
		{ SERVER_RESPOND, OK_BODY } };
	scripted_server *server = SERVER_START(steps);
	hook_context context = { 0 };
	cotp_http_hooks hooks = { .context = &context, .observe = observe };
	fixture->settings.retries = 1;
	snprintf(fixture->url, sizeof(fixture->url), "http://127.0.0.1:%d/", server->port);
	fixture->exchange = new_exchange(fixture->url, "GET");
	cotp_http_run_one(fixture->pool, &fixture->settings, &hooks, &fixture->exchange);
	assert_int_equal(context.observed, 2);
	assert_int_equal(context.last_status, 200);
	assert_true(context.last_reused);
	server_stop(server);
}

/* Returns how many requests the server then got. */
static int run_with_patience(http_fixture *fixture, int patience)
{
	const server_step steps[] = { { SERVER_STALL, NULL }, { SERVER_RESPOND, CREATED } };
	scripted_server *server = SERVER_START(steps);
	hook_context context = { .patience = patience };
	cotp_http_hooks hooks = { .context = &context, .check = say_no };
	snprintf(fixture->url, sizeof(fixture->url), "http://127.0.0.1:%d/", server->port);
	fixture->exchange = new_exchange(fixture->url, "GET");
	cotp_http_run_one(fixture->pool, &fixture->settings, &hooks, &fixture->exchange);
	assert_int_equal(context.asked, patience + 1);
	assert_int_equal(fixture->exchange.error.domain, COTP_ERROR_INTERRUPTED);
	int processed = server->processed;
	server_stop(server);
	return processed;
}

static void hook_that_says_no_ends_the_call(void **state)
{
	run_with_patience(*state, 2);
}

/* PHP may have something to say before a guest is texted. */
static void hook_is_asked_before_anything_is_sent(void **state)
{
	http_fixture *fixture = *state;
	assert_int_equal(run_with_patience(fixture, 0), 0);
	assert_int_equal(fixture->exchange.error.outcome, COTP_OUTCOME_NOT_SENT);
	assert_int_equal(fixture->exchange.attempts, 0);
}

static bool call_again(void *context, const cotp_http_report *report)
{
	hook_context *hooked = context;
	(void)report;
	cotp_exchange inner = new_exchange(hooked->fixture->url, "GET");
	cotp_http_run_one(hooked->fixture->pool, &hooked->fixture->settings, NULL, &inner);
	hooked->nested = inner.error.domain;
	hooked->observed++;
	cotp_exchange_free(&inner);
	return true;
}

static void observer_may_call_while_others_are_under_way(void **state)
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
	cotp_exchange exchanges[4];
	for (size_t i = 0; i < 4; i++) {
		exchanges[i] = new_exchange(fixture->url, "GET");
	}
	assert_true(run_many(fixture, &hooks, exchanges, 4, 4));
	assert_int_equal(context.observed, 4);
	assert_int_equal(context.nested, COTP_ERROR_NONE);
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(exchanges[i].error.domain, COTP_ERROR_NONE);
		cotp_exchange_free(&exchanges[i]);
	}
	assert_int_equal(server->processed, 8);
	server_stop(server);
}

static void batch_keeps_to_its_concurrency(void **state)
{
	http_fixture *fixture = *state;
	server_step steps[20];
	for (size_t i = 0; i < 20; i++) {
		steps[i] = i == 7 ? (server_step){ SERVER_RESPOND, "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n" }
						  : (server_step){ SERVER_RESPOND, OK_BODY };
	}
	scripted_server *server = SERVER_START(steps);
	snprintf(fixture->url, sizeof(fixture->url), "http://127.0.0.1:%d/", server->port);
	cotp_exchange exchanges[20];
	for (size_t i = 0; i < 20; i++) {
		exchanges[i] = new_exchange(fixture->url, "GET");
	}
	assert_true(run_many(fixture, NULL, exchanges, 20, 3));
	int failed = 0;
	for (size_t i = 0; i < 20; i++) {
		assert_true(exchanges[i].finished);
		failed += exchanges[i].error.http_status == 404;
		cotp_exchange_free(&exchanges[i]);
	}
	assert_int_equal(failed, 1);
	assert_int_equal(server->processed, 20);
	assert_true(server->connections <= 3);
	server_stop(server);
}

/* ---- forks ---- */

/* Exits 0 in the child when its call was answered over a connection of its own. */
static int child_call(http_fixture *fixture)
{
	cotp_exchange exchange = new_exchange(fixture->url, "GET");
	cotp_http_run_one(fixture->pool, &fixture->settings, NULL, &exchange);
	int failed = exchange.error.domain != COTP_ERROR_NONE;
	cotp_exchange_free(&exchange);
	cotp_pool_free(fixture->pool);
	return failed;
}

static int wait_for(pid_t child)
{
	int status = -1;
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void child_never_touches_the_parents_connection(void **state)
{
	http_fixture *fixture = *state;
	const server_step steps[] = { answered, { SERVER_RESPOND, OK_BODY }, answered };
	scripted_server *server = SERVER_START(steps);
	run(fixture, server, "POST", "{}");
	pid_t child = fork();
	if (child == 0) {
		_exit(child_call(fixture));
	}
	assert_int_equal(wait_for(child), 0);
	assert_int_equal(server->connections, 2);
	assert_int_equal(run(fixture, server, "POST", "{}")->error.domain, COTP_ERROR_NONE);
	assert_int_equal(server->connections, 2);
	server_stop(server);
}

/* The parent ends the call when the child is gone; the child has made a call of its own, so that the pool is the
 * child's when the hook returns. */
static cotp_http_signal fork_and_wait(void *context)
{
	hook_context *hooked = context;
	if (hooked->server->processed == 0) {
		return COTP_HTTP_CONTINUE;
	}
	hooked->child = fork();
	if (hooked->child == 0) {
		cotp_exchange inner = new_exchange(hooked->fixture->url, "GET");
		cotp_http_run_one(hooked->fixture->pool, &hooked->fixture->settings, NULL, &inner);
		hooked->nested = inner.error.domain;
		cotp_exchange_free(&inner);
		return COTP_HTTP_CONTINUE;
	}
	hooked->child_status = wait_for(hooked->child);
	return COTP_HTTP_STOP;
}

static void fork_in_a_hook_leaves_the_call_to_the_parent(void **state)
{
	http_fixture *fixture = *state;
	const server_step steps[] = { { SERVER_STALL, NULL }, { SERVER_RESPOND, OK_BODY } };
	scripted_server *server = SERVER_START(steps);
	hook_context context = { .fixture = fixture, .server = server, .nested = COTP_ERROR_PROTOCOL, .child_status = -1 };
	cotp_http_hooks hooks = { .context = &context, .check = fork_and_wait };
	snprintf(fixture->url, sizeof(fixture->url), "http://127.0.0.1:%d/", server->port);
	fixture->exchange = new_exchange(fixture->url, "GET");
	cotp_http_run_one(fixture->pool, &fixture->settings, &hooks, &fixture->exchange);
	const cotp_error *error = &fixture->exchange.error;
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
	signal(SIGPIPE, SIG_IGN);
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(post_on_dying_connection_is_processed_once),
		TEST(delete_on_dying_connection_is_repeated_by_us_alone),
		TEST(delete_on_dying_connection_is_repeated_and_known),
		TEST(refused_connection_is_not_sent),
		TEST(answers_end_as_the_table_says),
		TEST(send_is_repeated_only_when_refused_unread),
		TEST(retry_after_beyond_the_timeout_is_told_not_awaited),
		TEST(silence_ends_at_the_timeout),
		TEST(too_large_answers_are_refused),
		TEST(location_is_that_of_the_final_head),
		TEST(request_says_what_it_should_and_no_more),
		TEST(environment_names_no_proxy),
		TEST(observer_is_told_each_attempt),
		TEST(hook_that_says_no_ends_the_call),
		TEST(hook_is_asked_before_anything_is_sent),
		TEST(observer_may_call_while_others_are_under_way),
		TEST(batch_keeps_to_its_concurrency),
		TEST(child_never_touches_the_parents_connection),
		TEST(fork_in_a_hook_leaves_the_call_to_the_parent),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
