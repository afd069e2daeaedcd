/* SPDX-License-Identifier: BSD-3-Clause */
/* The decision about retries, at chosen moments, and the header that delays them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>

#include "../../cotp_http_retry.h"
#include "../../cotp_http_retry_after.h"
#include "unit.h"

#define SECOND ((int64_t)1000000)
#define NOW    (100 * SECOND)

/* A request whose first attempt has just failed. */
typedef struct failed_request {
	cotp_http_settings settings;
	cotp_http_request request;
	cotp_http_response response;
	cotp_http_attempt attempt;
	cotp_http_retry retry;
} failed_request;

static void fail_first(failed_request *failed, bool is_send, double timeout, double left)
{
	*failed = (failed_request){ .settings = { .timeout = timeout, .retries = 2 } };
	failed->request = (cotp_http_request){ .method = "POST", .body = COTP_TEXT("{}"), .retry_safe = !is_send };
	cotp_error_clear(&failed->response.error);
	failed->response.attempts = 1;
	failed->attempt.request = &failed->request;
	failed->attempt.response = &failed->response;
	failed->attempt.deadline = NOW + (int64_t)(left * 1e6);
}

static bool schedule(failed_request *failed)
{
	cotp_http_moment moment = { .now = NOW, .random = 0.0 };
	return cotp_http_retry_schedule(&failed->settings, &failed->attempt, &failed->retry, moment);
}

static bool is_retried(bool is_send, double timeout, double left, double retry_after)
{
	failed_request failed;
	fail_first(&failed, is_send, timeout, left);
	failed.response.error.retry_after = retry_after;
	return schedule(&failed);
}

static void send_is_retried_only_with_enough_time(void **state)
{
	(void)state;
	assert_false(is_retried(true, 1.2, 1.19, 1.0));
	assert_false(is_retried(true, 1.2, 0.59, -1.0));
	assert_true(is_retried(true, 1.2, 0.61, -1.0));
	assert_true(is_retried(true, 1.2, 1.19, 0.5));
	assert_false(is_retried(true, 30.0, 1.99, -1.0));
	assert_true(is_retried(true, 30.0, 2.01, -1.0));
	assert_false(is_retried(true, 30.0, 29.0, 27.5));
	assert_true(is_retried(true, 30.0, 29.0, 26.5));
}

static void other_operation_is_retried_until_its_deadline(void **state)
{
	(void)state;
	assert_true(is_retried(false, 1.2, 0.01, -1.0));
	assert_true(is_retried(false, 1.2, 1.19, 1.0));
	assert_false(is_retried(false, 1.2, 1.19, 1.2));
}

/* Nothing was sent: NotSent is better than a last moment on another connection. */
static void stale_connection_needs_enough_time_too(void **state)
{
	failed_request failed;
	(void)state;
	fail_first(&failed, true, 1.2, 0.59);
	failed.attempt.reused = true;
	failed.response.error.domain = COTP_ERROR_TRANSPORT;
	assert_false(schedule(&failed));
	failed.attempt.deadline = NOW + (int64_t)(0.61 * 1e6);
	assert_true(schedule(&failed));
}

/* An observer or a signal handler may take long between the decision and the start. */
static void time_is_looked_at_again_before_the_start(void **state)
{
	failed_request failed;
	(void)state;
	fail_first(&failed, true, 1.2, 1.0);
	assert_true(schedule(&failed));
	assert_true(cotp_http_retry_is_in_time(&failed.settings, &failed.attempt, NOW + SECOND * 4 / 10));
	assert_false(cotp_http_retry_is_in_time(&failed.settings, &failed.attempt, NOW + SECOND * 41 / 100));
	failed.request.retry_safe = true;
	assert_true(cotp_http_retry_is_in_time(&failed.settings, &failed.attempt, NOW + SECOND - 1));
	assert_false(cotp_http_retry_is_in_time(&failed.settings, &failed.attempt, NOW + SECOND));
}

static void draining_run_retries_nothing(void **state)
{
	failed_request failed;
	(void)state;
	fail_first(&failed, false, 30.0, 29.0);
	cotp_http_moment moment = { .now = NOW, .draining = true };
	assert_false(cotp_http_retry_schedule(&failed.settings, &failed.attempt, &failed.retry, moment));
}

#define UNIX_TIME 1767225600 /* Thu, 01 Jan 2026 00:00:00 GMT */

static void retry_after_is_seconds_or_a_date(void **state)
{
	static const struct {
		const char *value;
		double seconds;
	} cases[] = {
		{ "1", 1.0 },
		{ " 120\r\n", 120.0 },
		{ "1.5", 1.5 },
		{ "0.25", 0.25 },
		{ "2.", 2.0 },
		{ "Thu, 01 Jan 2026 00:01:30 GMT", 90.0 },
		{ "Thursday, 01-Jan-26 00:01:30 GMT", 90.0 },
		{ "Thu Jan  1 00:01:30 2026", 90.0 },
		{ "9223372036854775807", 31536000.0 },
		{ "99999999999999999999999999999999.9", 31536000.0 },
		{ "Thu, 01 Jan 2037 00:00:00 GMT", 31536000.0 },
		{ "0", -1.0 },
		{ "0.0", -1.0 },
		{ "-5", -1.0 },
		{ "", -1.0 },
		{ " ", -1.0 },
		{ ".5", -1.0 },
		{ "1.5.5", -1.0 },
		{ "1e3", -1.0 },
		{ "5 minutes", -1.0 },
		{ "soon", -1.0 },
		{ "Wed, 31 Dec 2025 23:59:59 GMT", -1.0 },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		double seconds = cotp_http_retry_after(cotp_text_of(cases[i].value), UNIX_TIME);
		if (fabs(seconds - cases[i].seconds) > 1e-9) {
			fail_msg("\"%s\" is %f", cases[i].value, seconds);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(send_is_retried_only_with_enough_time),
		cmocka_unit_test(other_operation_is_retried_until_its_deadline),
		cmocka_unit_test(stale_connection_needs_enough_time_too),
		cmocka_unit_test(time_is_looked_at_again_before_the_start),
		cmocka_unit_test(draining_run_retries_nothing),
		cmocka_unit_test(retry_after_is_seconds_or_a_date),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
