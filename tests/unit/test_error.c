/* SPDX-License-Identifier: BSD-3-Clause */
/* The error struct, and external texts in it. */
#include "unit.h"

static void error_clear_resets_everything(void **state)
{
	(void)state;
	cotp_error error;
	memset(&error, 0xA5, sizeof(error));
	cotp_error_clear(&error);
	assert_int_equal(error.domain, COTP_ERROR_NONE);
	assert_int_equal(error.outcome, COTP_OUTCOME_NOT_SENT);
	assert_int_equal(error.http_status, 0);
	assert_int_equal(error.api_code, 0);
	assert_false(error.retryable);
	assert_true(error.retry_after < 0);
	assert_string_equal(error.request_id, "");
	assert_string_equal(error.argument, "");
	assert_string_equal(error.message, "");
	assert_string_equal(error.more_info, "");
}

static void error_setters_discard_the_previous_error(void **state)
{
	(void)state;
	cotp_error error;
	cotp_error_clear(&error);
	assert_false(cotp_error_argument(&error, "email", "must be %d", 7));
	assert_int_equal(error.domain, COTP_ERROR_ARGUMENT);
	assert_string_equal(error.argument, "email");
	assert_string_equal(error.message, "must be 7");
	error.api_code = -125;
	assert_false(cotp_error_protocol(&error, "no %s", "object"));
	assert_int_equal(error.domain, COTP_ERROR_PROTOCOL);
	assert_string_equal(error.argument, "");
	assert_string_equal(error.message, "no object");
	assert_int_equal(error.api_code, 0);
	assert_false(cotp_error_memory(&error));
	assert_int_equal(error.domain, COTP_ERROR_MEMORY);
	assert_true(strlen(error.message) > 0);
}

static void error_setters_cut_long_texts(void **state)
{
	(void)state;
	cotp_error error;
	char text[2000];
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	assert_false(cotp_error_argument(&error, text, "%s", text));
	assert_int_equal(strlen(error.message), sizeof(error.message) - 1);
	assert_int_equal(strlen(error.argument), sizeof(error.argument) - 1);
}

static void error_print_cuts_between_characters(void **state)
{
	static const char *const printed[] = { "", "x", "x", "x\xc3\xa9", "x\xc3\xa9", "x\xc3\xa9", "x\xc3\xa9\xe2\x82\xac",
		"x\xc3\xa9\xe2\x82\xac", "x\xc3\xa9\xe2\x82\xac", "x\xc3\xa9\xe2\x82\xac",
		"x\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80" };
	(void)state;
	for (size_t room = 0; room < COUNT_OF(printed); room++) {
		char text[16];
		size_t length = cotp_error_print(text, room + 1, "%s", "x\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
		assert_string_equal(text, printed[room]);
		assert_int_equal(length, strlen(printed[room]));
	}
}

static void error_print_replaces_invalid_bytes(void **state)
{
	char text[16];
	(void)state;
	assert_int_equal(cotp_error_print(text, sizeof(text), "a%s", "\xff\xe2z\xc3"), 5);
	assert_string_equal(text, "a??z?");
}

static void error_copy_cleans_external_texts(void **state)
{
	(void)state;
	static const struct {
		const char *source;
		size_t size;
		const char *copied;
	} cases[] = {
		{ "plain", 16, "plain" },
		{ "", 16, "" },
		{ "plain", 6, "plain" },
		{ "plain", 5, "plai" },
		{ "plain", 1, "" },
		{ "a\r\nb\x1B[0m\x7F", 16, "a??b?[0m?" },
		{ "caf\xC3\xA9", 16, "caf\xC3\xA9" },
		/* never half a character */
		{ "caf\xC3\xA9", 5, "caf" },
		{ "\xE2\x82\xAC\xE2\x82\xAC", 6, "\xE2\x82\xAC" },
		{ "\xC3", 16, "?" },
		{ "\xC3(", 16, "?(" },
		{ "\xED\xA0\x80", 16, "???" },
		/* a control character of two bytes becomes one mark */
		{ "a\xC2\x9B"
		  "b",
			16, "a?b" },
		{ "a\xC2\xA0"
		  "b",
			16,
			"a\xC2\xA0"
			"b" },
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char *target = malloc(cases[i].size);
		assert_non_null(target);
		cotp_error_copy(target, cases[i].size, cases[i].source);
		assert_string_equal(target, cases[i].copied);
		free(target);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(error_clear_resets_everything),
		cmocka_unit_test(error_setters_discard_the_previous_error),
		cmocka_unit_test(error_setters_cut_long_texts),
		cmocka_unit_test(error_print_cuts_between_characters),
		cmocka_unit_test(error_print_replaces_invalid_bytes),
		cmocka_unit_test(error_copy_cleans_external_texts),
	};
	return cmocka_run_group_tests_name("error", tests, NULL, NULL);
}
