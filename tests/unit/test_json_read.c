/* SPDX-License-Identifier: BSD-3-Clause */
/* Reading the members that are ours. */
#include "unit.h"

#include "../../cotp_json_read.h"

static const char *const members[] = { "Id", "List", "Text", "\xC3\xA4\"\\", "", NULL };
static const char *const item_members[] = { "Id", "Quota", NULL };
static const cotp_json_names names = { .members = members, .item_members = item_members };

/* The caller frees the value. */
static cotp_json *read_text(const char *text, cotp_json_fault *fault)
{
	cotp_text copy = exact_copy(cotp_text_of(text));
	cotp_json *value = cotp_json_read(copy, &names, 64, fault);
	free_text(copy);
	assert_int_equal(value != NULL, fault->problem == COTP_JSON_VALID);
	return value;
}

static const text_case texts[] = {
	VALID("{}"),
	VALID("[]"),
	VALID("null"),
	VALID("true"),
	VALID("false"),
	VALID("0"),
	VALID("-1.5e3"),
	VALID("\"text\""),
	VALID(" \r\n\t{} \n"),
	VALID("\xEF\xBB\xBF{}"),
	VALID("{\"a\":1,\"A\":2}"),
	VALID("\"\\u00e9\\ud83d\\ude00\""),
	VALID("{\"a\":{\"a\":1}}"),
	VALID("{\"a\":1,\"a\":2}"),
	VALID("{\"x\":{\"a\":1,\"\\u0061\":2}}"),
	VALID("{\"x\":{\"Id\":1,\"Id\":2}}"),
	VALID("{\"x\":[{\"Id\":1,\"Id\":2}]}"),
	VALID("\"a\\u0000b\""),
	VALID("{\"a\\u0000b\":1}"),
	VALID("1e999"),
	VALID("[-1e999,1E5,-0.0,99999999999999999999]"),
	INVALID(""),
	INVALID(" "),
	INVALID("\xEF\xBB\xBF"),
	INVALID("\xEF\xBB\xBF\xEF\xBB\xBF{}"),
	INVALID("{"),
	INVALID("{\"a\":1"),
	INVALID("{\"a\":"),
	INVALID("{\"a\""),
	INVALID("{} {}"),
	INVALID("{}x"),
	INVALID("{},"),
	INVALID("{'a':1}"),
	INVALID("{\"a\":1,}"),
	INVALID("[1,]"),
	INVALID("[1 2]"),
	INVALID("[1}"),
	INVALID("{\"a\":1]"),
	INVALID("{1:1}"),
	INVALID("{\"Id\":1,\"Id\":2}"),
	INVALID("{\"Id\":1,\"\\u0049d\":2}"),
	INVALID("{\"List\":[{\"Quota\":1,\"Quota\":2}]}"),
	INVALID("NaN"),
	INVALID("TRUE"),
	INVALID("nul"),
	INVALID("truex"),
	INVALID("{\"a\":01}"),
	INVALID("-"),
	INVALID("1."),
	INVALID(".5"),
	INVALID("1e"),
	INVALID("1e+"),
	INVALID("+1"),
	INVALID("\"\\ud83d\""),
	INVALID("\"\\ud83d\\u0041\""),
	INVALID("\"\\ude00\""),
	INVALID("\"\\ud83d"),
	INVALID("\"\\u12G4\""),
	INVALID("\"\\u"),
	INVALID("\"\\U0041\""),
	INVALID("\"\\a\""),
	INVALID("\"\\\0\""),
	INVALID("\"\xFF\""),
	INVALID("\"\xED\xA0\x80\""),
	INVALID("\"\xC3\""),
	INVALID("\"a\nb\""),
	INVALID("{}\0"),
	INVALID("1\0"),
	INVALID("\"a\0b\""),
	INVALID("\0{}"),
	INVALID("<html></html>"),
	INVALID("\"unfinished"),
	INVALID("\"unfinished\\"),
	INVALID("// {}"),
	INVALID("\xFF\xFE{\0}\0"),
};

static void read_accepts_one_valid_value(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		cotp_json_fault fault;
		cotp_text text = exact_copy(texts[i].text);
		cotp_json *value = cotp_json_read(text, &names, 64, &fault);
		if ((value != NULL) != texts[i].valid || (fault.problem == COTP_JSON_VALID) != texts[i].valid) {
			fail_msg("\"%.*s\" should %sbe read", (int)text.length, text.data, texts[i].valid ? "" : "not ");
		}
		cotp_json_free(value);
		free_text(text);
	}
}

/* Returns count brackets of each kind around a number. The caller frees. */
static cotp_text nested(const char *open, const char *close, size_t count)
{
	cotp_buffer buffer = { .limit = 16 << 20 };
	for (size_t i = 0; i < count; i++) {
		assert_true(cotp_buffer_append_string(&buffer, open));
	}
	assert_true(cotp_buffer_append_string(&buffer, "1"));
	for (size_t i = 0; i < count; i++) {
		assert_true(cotp_buffer_append_string(&buffer, close));
	}
	return (cotp_text){ buffer.data, buffer.length };
}

static void read_limits_the_depth(void **state)
{
	(void)state;
	static const struct {
		const char *open;
		const char *close;
		size_t count;
		size_t max_depth;
		bool valid;
	} cases[] = {
		{ "[", "]", 0, 0, true },
		{ "[", "]", 1, 0, false },
		{ "[", "]", 64, 64, true },
		{ "[", "]", 65, 64, false },
		{ "{\"a\":", "}", 64, 64, true },
		{ "{\"a\":", "}", 65, 64, false },
		{ "{\"Id\":", "}", 64, 64, true },
		{ "{\"Id\":", "}", 65, 64, false },
		{ "[{\"a\":", "}]", 32, 64, true },
		{ "[{\"a\":", "}]", 33, 64, false },
		{ "[", "]", 1000000, 64, false },
		{ "[", "", 1000000, 64, false },
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		cotp_json_fault fault;
		cotp_text text = nested(cases[i].open, cases[i].close, cases[i].count);
		cotp_json *value = cotp_json_read(text, &names, cases[i].max_depth, &fault);
		assert_int_equal(value != NULL, cases[i].valid);
		assert_int_equal(fault.problem, cases[i].valid ? COTP_JSON_VALID : COTP_JSON_TOO_DEEP);
		cotp_json_free(value);
		free_text(text);
	}
}

static void read_does_not_count_siblings_and_strings_as_depth(void **state)
{
	(void)state;
	static const text_case cases[] = {
		VALID("[[],[],{},{}]"),
		VALID("[\"[[[[{{{{\"]"),
		VALID("[\"\\\"[[[[\"]"),
		INVALID("[\"\\\\\",[[]]]"),
		INVALID("[[[]]]"),
		INVALID("]]]][[[["),
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		cotp_json_fault fault;
		cotp_json *value = cotp_json_read(cases[i].text, &names, 2, &fault);
		assert_int_equal(value != NULL, cases[i].valid);
		cotp_json_free(value);
	}
}

/* In each pair, the second text is what the first is read as. */
static const char *const kept[][2] = {
	{ "{\"Id\":1,\"Other\":{\"Id\":2},\"Text\":\"t\"}", "{\"Id\":1,\"Text\":\"t\"}" },
	{ "{\"Id \":3,\"Id\\u0000\":4,\"I\":5}", "{}" },
	/* exact names win over names in another letter case, wherever they are */
	{ "{\"id\":1}", "{\"Id\":1}" },
	{ "{\"\\u0069D\":1,\"LIST\":[{\"quota\":2}]}", "{\"Id\":1,\"List\":[{\"Quota\":2}]}" },
	{ "{\"Id\":1,\"id\":{\"a\":2}}", "{\"Id\":1}" },
	{ "{\"id\":{\"a\":2},\"Id\":1}", "{\"Id\":1}" },
	{ "{\"id\":1,\"ID\":2,\"iD\":3,\"Id\":4}", "{\"Id\":4}" },
	{ "{\"Id\":4,\"id\":1,\"ID\":2,\"id\":3}", "{\"Id\":4}" },
	{ "{\"id\":null,\"ID\":2,\"Id\":4,\"id\":3}", "{\"Id\":4}" },
	{ "{\"List\":[{\"ID\":1,\"id\":2,\"Id\":3},{\"id\":4}]}", "{\"List\":[{\"Id\":3},{\"Id\":4}]}" },
	/* other than ASCII letters have one case */
	{ "{\"\\u00c4\\\"\\\\\":1}", "{}" },
	{ "{\"\\u0049\\u0064\":1,\"\\u00e4\\\"\\\\\":2,\"\":3}", "{\"Id\":1,\"\xC3\xA4\\\"\\\\\":2,\"\":3}" },
	{ "{\"List\":[{\"Id\":1,\"Text\":2,\"Quota\":3},{},[{\"Id\":1}],4]}",
		"{\"List\":[{\"Id\":1,\"Quota\":3},{},[{}],4]}" },
	{ "{\"List\":{\"Id\":1,\"a\":[{\"Id\":1}]}}", "{\"List\":{}}" },
	{ "[{\"Id\":1}]", "[{}]" },
	{ "{\"List\":[9223372036854775807,-9223372036854775808,0,-0,-7]}",
		"{\"List\":[9223372036854775807,-9223372036854775808,0,0,-7]}" },
	{ "{\"List\":[9223372036854775808,-9223372036854775809,1e5,1E400,-0.0,99999999999999999999999999]}",
		"{\"List\":[0,0,0,0,0,0]}" },
	{ "{\"List\":[null,true,false,\"\",[],{}]}", "{\"List\":[null,true,false,\"\",[],{}]}" },
	{ "{\"Text\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9\\u20ac\\ud83d\\uDE00 \xC3\xA9\"}",
		"{\"Text\":\"\\\"\\\\/\\b\\f\\n\\r\\tA\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80 \xC3\xA9\"}" },
	{ "{\"Text\":\"a\\u0000b\\u0000\"}", "{\"Text\":\"a\\u0000b\\u0000\"}" },
};

static void read_keeps_our_members_only(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(kept); i++) {
		cotp_json_fault fault;
		cotp_buffer buffer = { .limit = 1000 };
		cotp_json *value = read_text(kept[i][0], &fault);
		assert_true(cotp_json_write(value, &buffer));
		assert_string_equal(buffer.data, kept[i][1]);
		cotp_buffer_free(&buffer);
		cotp_json_free(value);
	}
}

/* In each pair, the second text is what the first is read as with these names. */
static const char *const inner_kept[][2] = {
	{ "{\"Id\":{\"Quota\":1,\"QUOTA\":2,\"Text\":3}}", "{\"Id\":{\"Quota\":1}}" },
	{ "{\"text\":{\"b\":[1,\"x\",{\"a\":1}],\"a\":{\"c\":1},\"Id\":null}}",
		"{\"Text\":{\"b\":[1,\"x\",{}],\"a\":{},\"Id\":null}}" },
	{ "{\"Text\":{\"a\":1,\"\\u0061\":2,\"A\":3,\"\":4,\"a\\u0000\":5,\"\\u00e9\":6}}",
		"{\"Text\":{\"a\":1,\"A\":3,\"\xC3\xA9\":6}}" },
	{ "{\"Text\":[{\"a\":1,\"Quota\":2}]}", "{\"Text\":[{\"Quota\":2}]}" },
	{ "{\"Other\":{\"a\":1},\"Id\":{\"Id\":{\"Id\":1}}}", "{\"Id\":{\"Id\":{\"Id\":1}}}" },
	{ "{\"Id\":{\"Id\":{\"Id\":{\"Id\":1}}}}", "{\"Id\":{\"Id\":{\"Id\":{}}}}" },
	{ "[{\"a\":1}]", "[{}]" },
	{ "{\"text\":{\"a\":1},\"Text\":{\"b\":1}}", "{\"Text\":{\"b\":1}}" },
};

static void read_keeps_inner_members_and_dictionaries(void **state)
{
	(void)state;
	static const char *const outer[] = { "Id", "Text", NULL };
	static const char *const dictionaries[] = { "Text", NULL };
	const cotp_json_names ours = { outer, item_members, item_members, dictionaries };
	for (size_t i = 0; i < COUNT_OF(inner_kept); i++) {
		cotp_json_fault fault;
		cotp_buffer buffer = { .limit = 1000 };
		cotp_text text = exact_copy(cotp_text_of(inner_kept[i][0]));
		cotp_json *value = cotp_json_read(text, &ours, 64, &fault);
		assert_true(cotp_json_write(value, &buffer));
		assert_string_equal(buffer.data, inner_kept[i][1]);
		cotp_buffer_free(&buffer);
		cotp_json_free(value);
		free_text(text);
	}
	cotp_json_fault fault;
	assert_null(cotp_json_read(COTP_TEXT("{\"Id\":{\"id\":1,\"ID\":1}}"), &ours, 64, &fault));
	assert_int_equal(fault.problem, COTP_JSON_DUPLICATE);
	assert_null(cotp_json_read(COTP_TEXT("{\"Text\":{\"a\"}}"), &ours, 64, &fault));
	assert_null(cotp_json_read(COTP_TEXT("{\"Text\":{\"a\":1,}}"), &ours, 64, &fault));
	assert_null(cotp_json_read(COTP_TEXT("{\"Text\":{\"a\":[}}"), &ours, 64, &fault));
}

static void read_tells_integers_from_other_numbers(void **state)
{
	(void)state;
	cotp_json_fault fault;
	cotp_json *value = read_text("[0,-0,9223372036854775807,9223372036854775808,1.0,1e2,1e400]", &fault);
	assert_int_equal(cotp_json_count(value), 7);
	for (size_t i = 0; i < 7; i++) {
		assert_int_equal(cotp_json_type_of(cotp_json_at(value, i)), i < 3 ? COTP_JSON_INTEGER : COTP_JSON_REAL);
	}
	cotp_json_free(value);
}

static const struct {
	const char *text;
	cotp_json_problem problem;
	size_t at;
	const char *name;
} faults[] = {
	{ "", COTP_JSON_EMPTY, 0, NULL },
	{ " \n", COTP_JSON_EMPTY, 2, NULL },
	{ "\xEF\xBB\xBF ", COTP_JSON_EMPTY, 4, NULL },
	{ "{\"a\":1", COTP_JSON_TRUNCATED, 6, NULL },
	{ "{\"a", COTP_JSON_TRUNCATED, 3, NULL },
	{ "\"a\\", COTP_JSON_TRUNCATED, 3, NULL },
	{ "[1,", COTP_JSON_TRUNCATED, 3, NULL },
	{ "-", COTP_JSON_TRUNCATED, 1, NULL },
	{ "tru", COTP_JSON_TRUNCATED, 3, NULL },
	{ "{\"a\":x}", COTP_JSON_UNEXPECTED, 5, NULL },
	{ "\xEF\xBB\xBF{x", COTP_JSON_UNEXPECTED, 4, NULL },
	{ "[1]]", COTP_JSON_UNEXPECTED, 3, NULL },
	{ "\"\\x\"", COTP_JSON_UNEXPECTED, 2, NULL },
	{ "\"\t\"", COTP_JSON_UNEXPECTED, 1, NULL },
	{ "[\"\xFF\"]", COTP_JSON_ENCODING, 2, NULL },
	{ "[\"\\ud800\"]", COTP_JSON_ENCODING, 2, NULL },
	{ "{\"Id\":1,\"a\":2,\"Id\":3}", COTP_JSON_DUPLICATE, 18, "Id" },
	{ "{\"List\":[{\"Quota\":1,\"Quota\":1}]}", COTP_JSON_DUPLICATE, 27, "Quota" },
	{ "{\"\":1,\"\":2}", COTP_JSON_DUPLICATE, 8, "" },
	{ "{\"id\":1,\"ID\":2}", COTP_JSON_DUPLICATE, 15, "Id" },
	{ "{\"id\":1,\"id\":1,\"text\":2}", COTP_JSON_DUPLICATE, 24, "Id" },
	{ "{\"Id\":1,\"tEXT\":1,\"text\":2}", COTP_JSON_DUPLICATE, 26, "Text" },
	{ "{\"id\":1,\"Id\":2,\"Id\":3}", COTP_JSON_DUPLICATE, 19, "Id" },
	{ "{\"List\":[{\"quota\":1,\"QUOTA\":1}]}", COTP_JSON_DUPLICATE, 30, "Quota" },
};

static void read_names_the_fault(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(faults); i++) {
		cotp_json_fault fault;
		assert_null(read_text(faults[i].text, &fault));
		if (fault.problem != faults[i].problem || fault.at != faults[i].at) {
			fail_msg("%s: problem %d at %zu", faults[i].text, fault.problem, fault.at);
		}
		assert_int_equal(fault.name != NULL, faults[i].name != NULL);
		if (fault.name) {
			assert_string_equal(fault.name, faults[i].name);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(read_accepts_one_valid_value),
		cmocka_unit_test(read_limits_the_depth),
		cmocka_unit_test(read_does_not_count_siblings_and_strings_as_depth),
		cmocka_unit_test(read_keeps_our_members_only),
		cmocka_unit_test(read_keeps_inner_members_and_dictionaries),
		cmocka_unit_test(read_tells_integers_from_other_numbers),
		cmocka_unit_test(read_names_the_fault),
	};
	return cmocka_run_group_tests_name("json read", tests, NULL, NULL);
}
