/* SPDX-License-Identifier: BSD-3-Clause */
/* JSON values and their texts. */
#include "json_fixture.h"

#include <math.h>

#include "../../cotp_json.h"

/* Returns the compact text, or NULL. The caller frees it with cotp_buffer_free(). */
static const char *written(const cotp_json *value, cotp_buffer *buffer)
{
	*buffer = (cotp_buffer){ .limit = 1 << 20 };
	return cotp_json_write(value, buffer) ? buffer->data : NULL;
}

static void new_values_are_written_unchanged(void **state)
{
	(void)state;
	cotp_buffer buffer;
	cotp_json *array = cotp_json_new_array();
	assert_true(cotp_json_append(array, cotp_json_new_null()));
	assert_true(cotp_json_append(array, cotp_json_new_boolean(true)));
	assert_true(cotp_json_append(array, cotp_json_new_boolean(false)));
	assert_true(cotp_json_append(array, cotp_json_new_integer(INT64_MIN)));
	assert_true(cotp_json_append(array, cotp_json_new_integer(INT64_MAX)));
	assert_true(cotp_json_append(array, cotp_json_new_real(0.5)));
	assert_true(cotp_json_append(array, cotp_json_new_string(COTP_TEXT("a/b \"\\\n\xC3\xA9\x01"))));
	assert_true(cotp_json_append(array, cotp_json_new_string(COTP_TEXT(""))));
	assert_true(cotp_json_append(array, cotp_json_new_object()));
	/* slashes are not escaped: the vendor requires unencoded URLs */
	assert_string_equal(written(array, &buffer), "[null,true,false,-9223372036854775808,9223372036854775807,0.5,"
												 "\"a/b \\\"\\\\\\n\xC3\xA9\\u0001\",\"\",{}]");
	cotp_buffer_free(&buffer);
	cotp_json_free(array);
}

static void a_number_is_written_the_same_whatever_stands_beside_it(void **state)
{
	(void)state;
	cotp_buffer buffer = { .limit = 100 };
	cotp_json *array = cotp_json_new_array();
	assert_true(cotp_json_append(array, cotp_json_new_real(129.95)));
	assert_true(cotp_json_append(array, cotp_json_new_real(434.99999999999994)));
	assert_string_equal(written(array, &buffer), "[129.95,434.99999999999994]");
	cotp_json_free(array);
	cotp_buffer_free(&buffer);
}

static void numbers_are_written_with_the_fewest_digits(void **state)
{
	(void)state;
	static const struct {
		double value;
		const char *text;
	} cases[] = { { 99.9, "{\"n\":[99.9]}" }, { 0.1, "{\"n\":[0.1]}" },
		{ 0.30000000000000004, "{\"n\":[0.30000000000000004]}" }, { 1e22, "{\"n\":[1.0e+22]}" },
		{ 5e-324, "{\"n\":[5.0e-324]}" }, { 100.0, "{\"n\":[100]}" }, { -0.5, "{\"n\":[-0.5]}" },
		{ 0.0001, "{\"n\":[0.0001]}" }, { 1.5e-5, "{\"n\":[1.5e-5]}" }, { 1e16, "{\"n\":[10000000000000000]}" },
		{ 1e17, "{\"n\":[1.0e+17]}" }, { 72057594037927936.0, "{\"n\":[72057594037927940]}" },
		{ 1.7976931348623157e308, "{\"n\":[1.7976931348623157e+308]}" } };
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		cotp_buffer buffer = { .limit = 100 };
		cotp_json *array = cotp_json_new_array();
		cotp_json *object = cotp_json_new_object();
		assert_true(cotp_json_append(array, cotp_json_new_real(cases[i].value)));
		assert_true(cotp_json_set(object, COTP_TEXT("n"), array));
		const char *text = written(object, &buffer);
		if (cases[i].text) {
			assert_string_equal(text, cases[i].text);
		}
		cotp_json *read = any_json(text);
		const cotp_json *number = cotp_json_at(cotp_json_get(read, "n"), 0);
		assert_true(cotp_json_type_of(number) == COTP_JSON_INTEGER ? (double)cotp_json_integer(number) == cases[i].value
																   : cotp_json_real(number) == cases[i].value);
		cotp_json_free(read);
		cotp_json_free(object);
		cotp_buffer_free(&buffer);
	}
}

static void new_values_reject_what_json_cannot_contain(void **state)
{
	(void)state;
	static const cotp_text texts[] = { { "a\0b", 3 }, { "\0", 1 }, { "\xFF", 1 }, { "\xC3", 1 }, { "\xED\xA0\x80", 3 },
		{ "\xC0\x80", 2 }, { NULL, 0 } };
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		assert_null(cotp_json_new_string(texts[i]));
		assert_false(cotp_json_is_text(texts[i]));
	}
	assert_true(cotp_json_is_text(COTP_TEXT("")) && cotp_json_is_text(COTP_TEXT("a\x01\xC3\xA9\xF0\x9F\x98\x80")));
	assert_null(cotp_json_new_real(NAN));
	assert_null(cotp_json_new_real(INFINITY));
	assert_null(cotp_json_new_real(-INFINITY));
}

static void set_keeps_the_order_and_rejects_duplicate_names(void **state)
{
	(void)state;
	cotp_buffer buffer;
	cotp_json *object = cotp_json_new_object();
	assert_true(cotp_json_set(object, COTP_TEXT("zebra"), cotp_json_new_integer(1)));
	assert_true(cotp_json_set(object, COTP_TEXT("Apple"), cotp_json_new_integer(2)));
	assert_true(cotp_json_set(object, COTP_TEXT("apple"), cotp_json_new_integer(3)));
	assert_true(cotp_json_set(object, COTP_TEXT(""), cotp_json_new_integer(4)));
	assert_false(cotp_json_set(object, COTP_TEXT("zebra"), cotp_json_new_integer(5)));
	assert_string_equal(written(object, &buffer), "{\"zebra\":1,\"Apple\":2,\"apple\":3,\"\":4}");
	cotp_buffer_free(&buffer);
	cotp_json_free(object);
}

static void set_and_append_reject_invalid_names_and_missing_values(void **state)
{
	(void)state;
	cotp_json *object = cotp_json_new_object();
	cotp_json *array = cotp_json_new_array();
	assert_false(cotp_json_set(object, COTP_TEXT("a\0b"), cotp_json_new_integer(1)));
	assert_false(cotp_json_set(object, COTP_TEXT("\xFF"), cotp_json_new_integer(1)));
	assert_false(cotp_json_set(object, (cotp_text){ NULL, 0 }, cotp_json_new_integer(1)));
	assert_false(cotp_json_set(object, COTP_TEXT("name"), NULL));
	assert_false(cotp_json_set(array, COTP_TEXT("name"), cotp_json_new_integer(1)));
	assert_false(cotp_json_append(array, NULL));
	assert_false(cotp_json_append(object, cotp_json_new_integer(1)));
	assert_int_equal(cotp_json_count(object), 0);
	assert_int_equal(cotp_json_count(array), 0);
	cotp_json_free(object);
	cotp_json_free(array);
	cotp_json_free(NULL);
}

static void share_outlives_the_first_owner(void **state)
{
	(void)state;
	cotp_json *first = cotp_json_new_string(COTP_TEXT("kept"));
	cotp_json *second = cotp_json_share(first);
	cotp_json_free(first);
	assert_string_equal(cotp_json_string(second).data, "kept");
	cotp_json_free(second);
}

static void write_past_the_limit_does_not_change_the_buffer(void **state)
{
	(void)state;
	cotp_json *value = any_json("{\"name\":[1,2,3]}");
	cotp_buffer buffer = { .limit = 18 };
	assert_true(cotp_buffer_append_string(&buffer, "abc"));
	assert_false(cotp_json_write(value, &buffer));
	assert_int_equal(buffer.length, 3);
	assert_string_equal(buffer.data, "abc");
	/* the text that did not fit is wiped */
	for (size_t i = 3; i < 18; i++) {
		assert_int_equal(buffer.data[i], '\0');
	}
	cotp_buffer_free(&buffer);
	buffer.limit = 19;
	assert_true(cotp_buffer_append_string(&buffer, "abc"));
	assert_true(cotp_json_write(value, &buffer));
	assert_string_equal(buffer.data, "abc{\"name\":[1,2,3]}");
	cotp_buffer_free(&buffer);
	cotp_buffer none = { .limit = 0 };
	assert_false(cotp_json_write(value, &none));
	cotp_buffer_free(&none);
	cotp_json_free(value);
}

static void getters_support_every_type(void **state)
{
	(void)state;
	static const cotp_json_type types[] = { COTP_JSON_NULL, COTP_JSON_FALSE, COTP_JSON_TRUE, COTP_JSON_INTEGER,
		COTP_JSON_REAL, COTP_JSON_STRING, COTP_JSON_ARRAY, COTP_JSON_OBJECT };
	cotp_json *array = any_json("[null,false,true,-7,2.5,\"t\\u00e9\",[1,2],{\"a\":1}]");
	assert_int_equal(cotp_json_count(array), COUNT_OF(types));
	for (size_t i = 0; i < COUNT_OF(types); i++) {
		assert_int_equal(cotp_json_type_of(cotp_json_at(array, i)), types[i]);
		assert_int_equal(cotp_json_string(cotp_json_at(array, i)).data != NULL, types[i] == COTP_JSON_STRING);
	}
	assert_int_equal(cotp_json_integer(cotp_json_at(array, 3)), -7);
	assert_true(cotp_json_real(cotp_json_at(array, 4)) == 2.5);
	assert_true(cotp_json_real(cotp_json_at(array, 3)) == -7.0);
	assert_int_equal(cotp_json_integer(cotp_json_at(array, 4)), 0);
	assert_true(cotp_text_equals(cotp_json_string(cotp_json_at(array, 5)), COTP_TEXT("t\xC3\xA9")));
	assert_int_equal(cotp_json_count(cotp_json_at(array, 6)), 2);
	assert_int_equal(cotp_json_count(cotp_json_at(array, 7)), 1);
	assert_int_equal(cotp_json_count(cotp_json_at(array, 3)), 0);
	assert_int_equal(cotp_json_integer(cotp_json_get(cotp_json_at(array, 7), "a")), 1);
	assert_null(cotp_json_get(cotp_json_at(array, 7), "A"));
	assert_null(cotp_json_get(array, "a"));
	assert_null(cotp_json_at(array, 8));
	cotp_json_free(array);
}

static void getters_accept_null(void **state)
{
	(void)state;
	assert_int_equal(cotp_json_type_of(NULL), COTP_JSON_NULL);
	assert_int_equal(cotp_json_integer(NULL), 0);
	assert_null(cotp_json_string(NULL).data);
	assert_int_equal(cotp_json_count(NULL), 0);
	assert_null(cotp_json_at(NULL, 0));
	assert_null(cotp_json_get(NULL, "a"));
}

typedef struct visit_log {
	char names[32];
	size_t stop_after;
	size_t visits;
} visit_log;

static bool note_visit(void *context, cotp_text name, const cotp_json *member)
{
	visit_log *log = context;
	assert_int_equal(cotp_json_integer(member), (int)++log->visits);
	strncat(log->names, name.data, name.length);
	return log->visits < log->stop_after;
}

static void each_visits_in_order_until_visit_returns_false(void **state)
{
	(void)state;
	cotp_json *object = any_json("{\"z\":1,\"y\":2,\"x\":3,\"w\":4}");
	visit_log all = { .stop_after = 10 };
	assert_true(cotp_json_each(object, note_visit, &all));
	assert_string_equal(all.names, "zyxw");
	visit_log some = { .stop_after = 2 };
	assert_false(cotp_json_each(object, note_visit, &some));
	assert_string_equal(some.names, "zy");
	cotp_json_free(object);
	cotp_json *empty = cotp_json_new_object();
	assert_true(cotp_json_each(empty, note_visit, &some));
	assert_int_equal(some.visits, 2);
	cotp_json_free(empty);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(new_values_are_written_unchanged),
		cmocka_unit_test(a_number_is_written_the_same_whatever_stands_beside_it),
		cmocka_unit_test(numbers_are_written_with_the_fewest_digits),
		cmocka_unit_test(new_values_reject_what_json_cannot_contain),
		cmocka_unit_test(set_keeps_the_order_and_rejects_duplicate_names),
		cmocka_unit_test(set_and_append_reject_invalid_names_and_missing_values),
		cmocka_unit_test(share_outlives_the_first_owner),
		cmocka_unit_test(write_past_the_limit_does_not_change_the_buffer),
		cmocka_unit_test(getters_support_every_type),
		cmocka_unit_test(getters_accept_null),
		cmocka_unit_test(each_visits_in_order_until_visit_returns_false),
	};
	return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
