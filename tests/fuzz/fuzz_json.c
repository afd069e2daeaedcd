/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reading the members that are ours. The whole input is the text. It must be accepted exactly if jansson alone accepts
 * it after large numbers were shortened and NUL was removed from names, and if it is clear which members have our
 * names. The result has our members and nothing else, with the values that jansson reads.
 */
#include "../../cotp_json_read.h"
#include "json.h"

#define DEPTH 8

static const char *const members[] = { "a", "B", "\xC3\xA4", "", NULL };
static const char *const item_members[] = { "a", "c", NULL };

static bool is_among(const char *const *names, const char *name)
{
	while (names && *names && strcmp(*names, name) != 0) {
		names++;
	}
	return names && *names;
}

/* Returns our spelling of a name that may differ from it in case, or NULL. */
static const char *our_name(const char *const *names, const char *name)
{
	while (names && *names && strcasecmp(*names, name) != 0) {
		names++;
	}
	return names ? *names : NULL;
}

static const char *const *names_of(int level)
{
	return level == 1 ? members : level == 3 ? item_members : NULL;
}

/* jansson reads a shortened text, so the digits of a large number are not compared. */
static void check_number(const json_t *read, const json_t *expected)
{
	json_int_t number = json_integer_value(read);
	if (json_is_real(read)) {
		CHECK(json_number_value(read) == 0.0);
	} else if (number < 99999999999999999 && number > -99999999999999999) {
		CHECK(json_is_integer(expected) && number == json_integer_value(expected));
	}
}

static void check_value(const json_t *read, const json_t *expected, int level)
{
	size_t index;
	const char *name;
	json_t *member;
	CHECK(json_is_number(read) ? json_is_number(expected) : json_typeof(read) == json_typeof(expected));
	if (json_is_number(read)) {
		check_number(read, expected);
	} else if (json_is_string(read)) {
		CHECK(json_equal(read, expected));
	} else if (json_is_array(read)) {
		CHECK(json_array_size(read) == json_array_size(expected));
		json_array_foreach(read, index, member)
		{
			check_value(member, json_array_get(expected, index), level + 1);
		}
	} else if (json_is_object(read)) {
		json_object_foreach((json_t *)read, name, member)
		{
			CHECK(is_among(names_of(level + 1), name));
			check_value(member, find_in(expected, name), level + 1);
		}
		json_object_foreach((json_t *)expected, name, member)
		{
			const char *ours = our_name(names_of(level + 1), name);
			CHECK(!ours || json_object_get(read, ours));
		}
	}
}

static bool has_duplicate_item_name(const cotp_json_fault *fault)
{
	return fault->problem == COTP_JSON_DUPLICATE && is_among(item_members, fault->name);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const cotp_json_names names = { .members = members, .item_members = item_members };
	cotp_text text = { (const char *)data, size };
	cotp_json_fault fault;
	json_t *expected;
	bool is_valid = is_valid_json(text, DEPTH, &expected);
	cotp_json *read = cotp_json_read(text, &names, DEPTH, &fault);
	CHECK((read != NULL) == (fault.problem == COTP_JSON_VALID));
	CHECK(fault.problem != COTP_JSON_NO_MEMORY && fault.at <= size);
	CHECK((fault.problem == COTP_JSON_DUPLICATE) == (fault.name != NULL));
	if (read) {
		CHECK(is_valid && (!json_is_object(expected) || !has_duplicate(text, members)));
		check_value(read, expected, 0);
	} else if (is_valid) {
		CHECK(fault.problem == COTP_JSON_DUPLICATE);
		CHECK((json_is_object(expected) && has_duplicate(text, members)) || has_duplicate_item_name(&fault));
	}
	cotp_json_free(read);
	json_decref(expected);
	return 0;
}
