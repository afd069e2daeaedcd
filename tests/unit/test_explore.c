/* SPDX-License-Identifier: BSD-3-Clause */
/* The whole space of what an attempt's end means, and of the retries that follow, against explore_model.c. */
#include "explore.h"

#include <inttypes.h>

#include "explore_run.h"

static const struct {
	model_operation operation;
	cotp_operation_kind kind;
	uint64_t situations; /* nothing before; perhaps processed; perhaps processed and lost */
	uint64_t bodies;     /* none, a part, all */
} cases[] = {
	{ { .name = "send", .has_body = true }, COTP_OPERATION_SEND_CARD_FORM, 1, 3 },
	{ { .name = "setRetention", .has_body = true, .retry_safe = true }, COTP_OPERATION_SET_RETENTION, 3, 3 },
	{ { .name = "delete", .retry_safe = true, .absent_is_done = true }, COTP_OPERATION_DELETE, 3, 1 },
};

static exploration explorations[COUNT_OF(cases)];

/* A broken enumeration must not pass: 501 statuses on a kept and a new connection, each with 9 complete responses and
 * with at least 97 codes of libcurl. */
static uint64_t fewest_attempts(size_t i)
{
	return cases[i].situations * cases[i].bodies * 501 * 2 * (9 + 97 * 4 + 4 + 97);
}

static void every_attempt_has_the_outcome_of_the_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		exploration *e = &explorations[i];
		explore_begin(e, &cases[i].operation, cases[i].kind);
		explore_attempts(e);
		assert_true(e->situation_count >= cases[i].situations);
		assert_true(e->attempts >= fewest_attempts(i));
		assert_true(e->states >= e->attempts * 3 / 2);
	}
}

/* 11 settings of retries with two timeouts; 22 moments, 3 random numbers, draining or not. */
static void every_retry_is_within_its_limits(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		exploration *e = &explorations[i];
		assert_non_null(e->operation); /* every attempt was made */
		for (int retries = 0; retries <= EXPLORE_RETRIES; retries++) {
			explore_retries(e, retries, 1.2);
			explore_retries(e, retries, 40.0);
		}
		assert_true(e->consequence_count >= 10 * cases[i].situations);
		assert_true(e->decisions >= e->consequence_count * 10 * 2 * 22 * 3 * 2);
	}
}

/* Only a Location that ends in an id of its own makes a 2xx response to a send a success. */
static void location_decides_about_a_send(void **state)
{
	static const struct {
		const char *location;
		bool is_ambiguous, is_id;
	} locations[] = { { "/api/cardrequest/abc", false, true }, { "/api/cardrequest/abc", true, false },
		{ "/api/cardrequest/", false, false }, { "/api/cardrequest", false, false }, { NULL, false, false } };
	static cotp_operation operation = { .request = {
											.method = "POST", .url = "https://service.example/api/cardrequest" } };
	(void)state;
	for (int i = 0; i < (int)COUNT_OF(locations) * 100; i++) {
		char id[COTP_ID_LENGTH + 1];
		cotp_error error;
		cotp_error_clear(&error);
		operation.request.route = "/cardrequest";
		operation.response.status = 200 + i % 100;
		operation.response.location = (char *)locations[i / 100].location;
		operation.response.location_is_ambiguous = locations[i / 100].is_ambiguous;
		bool sent = cotp_operation_read_sent(&operation, id, &error);
		assert_int_equal(sent, locations[i / 100].is_id);
		assert_true(
			sent || (error.domain == COTP_ERROR_PROTOCOL && error.outcome == COTP_OUTCOME_UNKNOWN && !error.retryable));
	}
}

/* The words about a certificate or a proxy do not change the outcome. */
static void reason_does_not_change_the_outcome(void **state)
{
	static const char *const proxies[] = { NULL, "http://proxy.example", "https://proxy.example" };
	static const int proxy_statuses[] = { 0, 200, 407, 502 };
	(void)state;
	for (size_t i = 0; i < COUNT_OF(proxies) * COUNT_OF(proxy_statuses) * 100; i++) {
		exploration *e = &explorations[0];
		e->settings.proxy = proxies[i % COUNT_OF(proxies)];
		e->end.proxy_status = proxy_statuses[i / COUNT_OF(proxies) % COUNT_OF(proxy_statuses)];
		e->end.verify_result = e->end.proxy_verify_result =
			(long)(i / COUNT_OF(proxies) / COUNT_OF(proxy_statuses)) - 1;
		for (int code = CURLE_OK + 1; code < CURL_LAST; code++) {
			explore_attempt(e, 0, &(model_attempt){ .code = code }, -1.0);
			explore_attempt(e, 0, &(model_attempt){ .code = code, .request_sent = true, .body = MODEL_BODY_ALL }, -1.0);
		}
	}
}

/* Interrupted, drained, stopped and forked at each point. */
static void every_path_of_the_run_is_safe(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		explorations[i].paths = explore_run(&cases[i].operation);
		assert_true(explorations[i].paths >= 20000);
	}
}

/* One JSON object a line, for tools/record-result. */
static void states_are_counted(void **state)
{
	(void)state;
	uint64_t total = 0;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const exploration *e = &explorations[i];
		uint64_t sum = e->states + e->ended + e->decisions + e->paths;
		print_message("{\"Operation\": \"`%s`\", \"Situations\": %zu, \"Attempts\": %" PRIu64
					  ", \"Attempts, processed or not\": %" PRIu64 ", \"Ended early\": %" PRIu64
					  ", \"Decisions about a retry\": %" PRIu64 ", \"Paths of the run\": %" PRIu64
					  ", \"States\": %" PRIu64 "}\n",
			cases[i].operation.name, e->situation_count, e->attempts, e->states, e->ended, e->decisions, e->paths, sum);
		total += sum;
	}
	print_message(
		"{\"Operation\": \"all\", \"Situations\": \"\", \"Attempts\": \"\", \"Attempts, processed or not\": \"\", "
		"\"Ended early\": \"\", \"Decisions about a retry\": \"\", \"Paths of the run\": \"\", \"States\": %" PRIu64
		"}\n",
		total);
	assert_true(total >= 30000000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_attempt_has_the_outcome_of_the_table),
		cmocka_unit_test(every_retry_is_within_its_limits),
		cmocka_unit_test(reason_does_not_change_the_outcome),
		cmocka_unit_test(location_decides_about_a_send),
		cmocka_unit_test(every_path_of_the_run_is_safe),
		cmocka_unit_test(states_are_counted),
	};
	return cmocka_run_group_tests_name("explore", tests, NULL, NULL);
}
