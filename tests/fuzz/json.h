/* SPDX-License-Identifier: BSD-3-Clause */
/* JSON with jansson alone, for comparison. */
#ifndef FUZZ_JSON_H
#define FUZZ_JSON_H

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

/* Returns NULL unless the text is an object with at most max_depth levels and without duplicate names. The caller
 * frees. */
static inline json_t *object_in(cotp_text text, size_t max_depth)
{
	if (text.length >= 3 && memcmp(text.data, "\xEF\xBB\xBF", 3) == 0) {
		text.data += 3;
		text.length -= 3;
	}
	json_t *value = has_nul(text) ? NULL : json_loadb(text.data, text.length, JSON_REJECT_DUPLICATES, NULL);
	if (!json_is_object(value) || depth_of(value) > max_depth) {
		json_decref(value);
		return NULL;
	}
	return value;
}

/* Returns NULL if the member is not a string, or an empty one. */
static inline const char *text_in(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));
	return text && *text ? text : NULL;
}

static inline bool is_same_text(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

#endif
