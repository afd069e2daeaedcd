/* SPDX-License-Identifier: BSD-3-Clause */
/* JSON with jansson alone, for comparison. */
#ifndef FUZZ_JSON_H
#define FUZZ_JSON_H

#include <strings.h>

#include <jansson.h>

#include "fuzz.h"

static inline size_t depth_of(const json_t *value)
{
	size_t deepest = 0;
	size_t index;
	const char *name;
	json_t *member;
	if (json_is_array(value)) {
		json_array_foreach(value, index, member)
		{
			size_t depth = depth_of(member);
			deepest = depth > deepest ? depth : deepest;
		}
	} else if (json_is_object(value)) {
		json_object_foreach((json_t *)value, name, member)
		{
			size_t depth = depth_of(member);
			deepest = depth > deepest ? depth : deepest;
		}
	} else {
		return 0;
	}
	return deepest + 1;
}

/* Returns NULL unless the text is an object without duplicate names. The caller frees. */
static inline json_t *strict_object_in(cotp_text text)
{
	json_t *value = has_nul(text) ? NULL : json_loadb(text.data, text.length, JSON_REJECT_DUPLICATES, NULL);
	if (!json_is_object(value)) {
		json_decref(value);
		return NULL;
	}
	return value;
}

/* Compares like json_equal(), but a real may be written without a fraction. */
static inline bool is_same_value(const json_t *a, const json_t *b)
{
	size_t index;
	const char *name;
	json_t *member;
	if (json_is_number(a) && json_is_number(b) && (json_is_real(a) || json_is_real(b))) {
		return json_number_value(a) == json_number_value(b);
	}
	if (json_is_array(a)) {
		bool is_same = json_array_size(a) == json_array_size(b);
		json_array_foreach(a, index, member)
		{
			is_same = is_same && is_same_value(member, json_array_get(b, index));
		}
		return is_same;
	}
	if (json_is_object(a)) {
		bool is_same = json_object_size(a) == json_object_size(b);
		json_object_foreach((json_t *)a, name, member)
		{
			is_same = is_same && is_same_value(member, json_object_get(b, name));
		}
		return is_same;
	}
	return json_equal(a, b);
}

/* ---- texts that jansson can read ---- */

/* Appends a string that begins at *at, and moves *at past it. In a name, an escaped NUL becomes U+0001, because jansson
 * allows NUL only in values. A name gets a number if is_numbered is set, so that jansson keeps duplicates. */
static inline void rewrite_string(cotp_text text, size_t *at, bool is_numbered, cotp_buffer *copy)
{
	static unsigned number;
	char suffix[24];
	size_t end = *at + 1;
	while (end < text.length && text.data[end] != '"') {
		end += text.data[end] == '\\' && end + 1 < text.length ? 2 : 1;
	}
	size_t after = end + 1;
	while (after < text.length && memchr(" \t\r\n", text.data[after], 4)) {
		after++;
	}
	bool is_name = after < text.length && text.data[after] == ':';
	size_t start = copy->length;
	CHECK(cotp_buffer_append(copy, text.data + *at, end - *at));
	for (size_t i = start + 1; is_name && i < copy->length; i += copy->data[i] == '\\' ? 2 : 1) {
		if (i + 6 <= copy->length && memcmp(copy->data + i, "\\u0000", 6) == 0) {
			copy->data[i + 5] = '1';
		}
	}
	if (is_name && is_numbered) {
		snprintf(suffix, sizeof(suffix), "\\u0002%u", number++);
		CHECK(cotp_buffer_append_string(copy, suffix));
	}
	if (end < text.length) {
		CHECK(cotp_buffer_append(copy, "\"", 1));
	}
	*at = end + 1;
}

/* Appends at most 17 digits of a number, and 2 of an exponent, so that no number is too large for jansson. */
static inline void rewrite_digits(cotp_text text, size_t *at, cotp_buffer *copy)
{
	size_t start = *at;
	bool is_exponent = start > 0 && (text.data[start - 1] == 'e' || text.data[start - 1] == 'E');
	is_exponent = is_exponent || (start > 1 && (text.data[start - 1] == '+' || text.data[start - 1] == '-') &&
									 (text.data[start - 2] == 'e' || text.data[start - 2] == 'E'));
	while (*at < text.length && text.data[*at] >= '0' && text.data[*at] <= '9') {
		++*at;
	}
	size_t length = *at - start;
	size_t limit = is_exponent ? 2 : 17;
	CHECK(cotp_buffer_append(copy, text.data + start, length < limit ? length : limit));
}

static inline json_t *read_rewritten(cotp_text text, bool is_numbered)
{
	cotp_buffer copy = { .limit = (size_t)64 << 20 };
	if (text.length >= 3 && memcmp(text.data, "\xEF\xBB\xBF", 3) == 0) {
		text.data += 3;
		text.length -= 3;
	}
	for (size_t at = 0; at < text.length;) {
		if (text.data[at] == '"') {
			rewrite_string(text, &at, is_numbered, &copy);
		} else if (text.data[at] >= '0' && text.data[at] <= '9') {
			rewrite_digits(text, &at, &copy);
		} else {
			CHECK(cotp_buffer_append(&copy, text.data + at++, 1));
		}
	}
	json_t *value = copy.length && !has_nul(text)
						? json_loadb(copy.data, copy.length, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL)
						: NULL;
	cotp_buffer_free(&copy);
	return value;
}

/* Returns whether the text is valid and nested at most max_depth levels deep. Sets *value, which the caller frees. The
 * last of several members with one name is in it, and numbers may differ if they are large. */
static inline bool is_valid_json(cotp_text text, size_t max_depth, json_t **value)
{
	*value = read_rewritten(text, false);
	if (*value && depth_of(*value) > max_depth) {
		json_decref(*value);
		*value = NULL;
	}
	return *value;
}

/* Returns NULL unless the text is an object with at most max_depth levels. The caller frees. */
static inline json_t *object_in(cotp_text text, size_t max_depth)
{
	json_t *value;
	is_valid_json(text, max_depth, &value);
	if (!json_is_object(value)) {
		json_decref(value);
		return NULL;
	}
	return value;
}

/* Returns whether the outermost object has two members with one of the names, which end with NULL: two in its exact
 * spelling, or none in its exact spelling and two that differ from it in case. */
static inline bool has_duplicate(cotp_text text, const char *const *names)
{
	const char *key;
	json_t *ignored;
	bool found = false;
	json_t *object = read_rewritten(text, true);
	for (; *names; names++) {
		size_t length = strlen(*names);
		int exact = 0;
		int other = 0;
		json_object_foreach(object, key, ignored)
		{
			bool is_whole = strlen(key) > length && key[length] == '\2' &&
							strspn(key + length + 1, "0123456789") == strlen(key + length + 1);
			exact += is_whole && strncmp(key, *names, length) == 0;
			other += is_whole && strncasecmp(key, *names, length) == 0;
		}
		found = found || exact > 1 || (!exact && other > 1);
	}
	json_decref(object);
	return found;
}

/* Returns the member with this name, or else the one whose name differs from it in case. NULL if there is none. */
static inline json_t *find_in(const json_t *object, const char *name)
{
	const char *key;
	json_t *member;
	json_t *exact = json_object_get(object, name);
	json_object_foreach((json_t *)object, key, member)
	{
		if (!exact && strcasecmp(key, name) == 0) {
			return member;
		}
	}
	return exact;
}

/* Returns whether a string contains NUL. */
static inline bool is_cut_by_nul(const json_t *string)
{
	return json_is_string(string) && strlen(json_string_value(string)) != json_string_length(string);
}

/* Returns NULL if the member is not a string, or an empty one, or contains NUL. */
static inline const char *text_in(const json_t *object, const char *name)
{
	const json_t *member = find_in(object, name);
	const char *text = is_cut_by_nul(member) ? NULL : json_string_value(member);
	return text && *text ? text : NULL;
}

static inline bool is_same_text(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

#endif
