/* SPDX-License-Identifier: BSD-3-Clause */
/* Buffers, copies, comparison, redaction and UTF-8. */
#include "unit.h"

static void buffer_append_grows_and_terminates(void **state)
{
	(void)state;
	cotp_buffer buffer = { .limit = 100000 };
	for (int i = 0; i < 10000; i++) {
		assert_true(cotp_buffer_append(&buffer, "0123456789", 10));
		assert_int_equal(buffer.data[buffer.length], '\0');
	}
	assert_int_equal(buffer.length, 100000);
	for (size_t i = 0; i < buffer.length; i++) {
		assert_int_equal(buffer.data[i], '0' + (int)(i % 10));
	}
	cotp_buffer_free(&buffer);
}

static void buffer_append_keeps_nul_bytes_and_takes_nothing(void **state)
{
	(void)state;
	cotp_buffer buffer = { .limit = 8 };
	assert_true(cotp_buffer_append(&buffer, NULL, 0));
	assert_string_equal(buffer.data, "");
	assert_true(cotp_buffer_append(&buffer, "a\0b", 3));
	assert_int_equal(buffer.length, 3);
	assert_memory_equal(buffer.data, "a\0b", 4);
	cotp_buffer_free(&buffer);
}

static void buffer_append_past_the_limit_changes_nothing(void **state)
{
	(void)state;
	cotp_buffer buffer = { .limit = 5 };
	assert_true(cotp_buffer_append_string(&buffer, "abc"));
	assert_false(cotp_buffer_append_string(&buffer, "def"));
	assert_false(cotp_buffer_append(&buffer, "x", SIZE_MAX));
	assert_string_equal(buffer.data, "abc");
	assert_true(cotp_buffer_append_string(&buffer, "de"));
	assert_false(cotp_buffer_append_string(&buffer, "f"));
	assert_string_equal(buffer.data, "abcde");
	cotp_buffer_free(&buffer);
}

static void buffer_free_leaves_a_usable_empty_buffer(void **state)
{
	(void)state;
	cotp_buffer buffer = { .limit = 4 };
	assert_true(cotp_buffer_append_string(&buffer, "abcd"));
	cotp_buffer_free(&buffer);
	assert_null(buffer.data);
	assert_int_equal(buffer.length, 0);
	assert_true(cotp_buffer_append(&buffer, NULL, 0));
	assert_string_equal(buffer.data, "");
	assert_true(cotp_buffer_append_string(&buffer, "wxyz"));
	assert_string_equal(buffer.data, "wxyz");
	cotp_buffer_free(&buffer);
	cotp_buffer_free(&buffer);
}

static void text_of_null_is_not_given(void **state)
{
	(void)state;
	assert_null(cotp_text_of(NULL).data);
	assert_int_equal(cotp_text_of(NULL).length, 0);
	assert_int_equal(cotp_text_of("abc").length, 3);
}

static void text_copy_terminates_and_tells_missing_from_empty(void **state)
{
	(void)state;
	cotp_text exact = exact_copy(COTP_TEXT("abc"));
	char *copy = cotp_text_copy(exact);
	assert_string_equal(copy, "abc");
	cotp_secret_free(copy);
	free_text(exact);
	copy = cotp_text_copy(COTP_TEXT(""));
	assert_string_equal(copy, "");
	cotp_secret_free(copy);
	assert_null(cotp_text_copy((cotp_text){ NULL, 0 }));
	cotp_secret_free(NULL);
}

static void text_equals_compares_bytes_and_lengths(void **state)
{
	(void)state;
	static const struct {
		cotp_text a;
		cotp_text b;
		bool equal;
		bool equal_ignoring_case;
	} cases[] = {
		{ { "", 0 }, { NULL, 0 }, true, true },
		{ { "Content", 7 }, { "content", 7 }, false, true },
		{ { "content", 7 }, { "content", 7 }, true, true },
		{ { "conten", 6 }, { "content", 7 }, false, false },
		{ { "a\0b", 3 }, { "a\0b", 3 }, true, true },
		{ { "a\0b", 3 }, { "a\0c", 3 }, false, false },
		/* neighbors of the letters in ASCII, and letters of Latin-1, have no other case */
		{ { "@[`{", 4 }, { "`{@[", 4 }, false, false },
		{ { "\xC4", 1 }, { "\xE4", 1 }, false, false },
		{ { "AZaz", 4 }, { "azAZ", 4 }, false, true },
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		assert_int_equal(cotp_text_equals(cases[i].a, cases[i].b), cases[i].equal);
		assert_int_equal(cotp_text_equals_ignoring_case(cases[i].a, cases[i].b), cases[i].equal_ignoring_case);
	}
}

static void redact_overwrites_every_occurrence(void **state)
{
	(void)state;
	static const struct {
		const char *string;
		cotp_text secret;
		const char *redacted;
	} cases[] = {
		{ "key abc and abc", { "abc", 3 }, "key *** and ***" },
		{ "abcabc", { "abc", 3 }, "******" },
		{ "ababab", { "abab", 4 }, "****ab" },
		{ "ab", { "abc", 3 }, "ab" },
		{ "anything", { "", 0 }, "anything" },
		{ "anything", { NULL, 0 }, "anything" },
		{ "a", { "a\0b", 3 }, "a" },
		{ "", { "abc", 3 }, "" },
		{ "50%25off 50%2525 50%off", { "50%off", 6 }, "******** 50%2525 ******" },
		{ "p%40s%20w p%2540s%20w", { "p%40s w", 7 }, "********* ***********" },
		{ "a%2Bb a+b a%20b", { "a b", 3 }, "a%2Bb *** *****" },
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char string[32];
		snprintf(string, sizeof(string), "%s", cases[i].string);
		cotp_text_redact(string, cases[i].secret);
		assert_string_equal(string, cases[i].redacted);
	}
}

static void utf8_length_follows_the_table_of_well_formed_bytes(void **state)
{
	(void)state;
	static const struct {
		cotp_text text;
		size_t length;
	} cases[] = {
		{ { "\0", 1 }, 1 },
		{ { "\x7F", 1 }, 1 },
		{ { "\x80", 1 }, 0 },
		{ { "\xC1\xBF", 2 }, 0 },
		{ { "\xC2\x80", 2 }, 2 },
		{ { "\xC2\x7F", 2 }, 0 },
		{ { "\xC2\xC0", 2 }, 0 },
		{ { "\xDF\xBF", 2 }, 2 },
		{ { "\xDF", 1 }, 0 },
		{ { "\xE0\x9F\xBF", 3 }, 0 },
		{ { "\xE0\xA0\x80", 3 }, 3 },
		{ { "\xE2\x82\xAC", 3 }, 3 },
		{ { "\xE2\x82", 2 }, 0 },
		{ { "\xE2\x82\x20", 3 }, 0 },
		{ { "\xED\x9F\xBF", 3 }, 3 },
		{ { "\xED\xA0\x80", 3 }, 0 },
		{ { "\xEF\xBF\xBF", 3 }, 3 },
		{ { "\xF0\x8F\xBF\xBF", 4 }, 0 },
		{ { "\xF0\x90\x80\x80", 4 }, 4 },
		{ { "\xF4\x8F\xBF\xBF", 4 }, 4 },
		{ { "\xF4\x90\x80\x80", 4 }, 0 },
		{ { "\xF5\x80\x80\x80", 4 }, 0 },
		{ { "\xFF", 1 }, 0 },
		{ { "ab", 2 }, 1 },
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		cotp_text text = exact_copy(cases[i].text);
		assert_int_equal(cotp_text_utf8_length(text.data, text.length), cases[i].length);
		free_text(text);
	}
}

static void is_control_knows_both_blocks_of_controls(void **state)
{
	(void)state;
	static const text_case cases[] = {
		VALID("\0"),
		VALID("\x1F"),
		INVALID(" "),
		INVALID("~"),
		VALID("\x7F"),
		VALID("\xC2\x80"),
		VALID("\xC2\x9F"),
		INVALID("\xC2\xA0"),
		INVALID("\xC3\x80"),
		INVALID("\xE2\x80\x80"),
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		assert_int_equal(cotp_text_is_control(cases[i].text.data, cases[i].text.length), cases[i].valid);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(buffer_append_grows_and_terminates),
		cmocka_unit_test(buffer_append_keeps_nul_bytes_and_takes_nothing),
		cmocka_unit_test(buffer_append_past_the_limit_changes_nothing),
		cmocka_unit_test(buffer_free_leaves_a_usable_empty_buffer),
		cmocka_unit_test(text_of_null_is_not_given),
		cmocka_unit_test(text_copy_terminates_and_tells_missing_from_empty),
		cmocka_unit_test(text_equals_compares_bytes_and_lengths),
		cmocka_unit_test(redact_overwrites_every_occurrence),
		cmocka_unit_test(utf8_length_follows_the_table_of_well_formed_bytes),
		cmocka_unit_test(is_control_knows_both_blocks_of_controls),
	};
	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
