/*
 * JSON in and out, over jansson. The type is jansson's own value, unnamed here so that no header of ours needs its
 * header.
 */
#ifndef COTP_JSON_H
#define COTP_JSON_H

#include <stdint.h>

#include "cotp_error.h"

typedef struct json_t cotp_json;

typedef enum cotp_json_type {
	COTP_JSON_NULL,
	COTP_JSON_FALSE,
	COTP_JSON_TRUE,
	COTP_JSON_INTEGER,
	COTP_JSON_REAL,
	COTP_JSON_STRING,
	COTP_JSON_ARRAY,
	COTP_JSON_OBJECT
} cotp_json_type;

/* Whether memory was short, where something fails, cotp_memory_was_short() says. */

/* Makers: NULL when memory is short or the value cannot be JSON (broken UTF-8, NUL, NaN, infinity). */
cotp_json *cotp_json_new_null(void);
cotp_json *cotp_json_new_boolean(bool value);
cotp_json *cotp_json_new_integer(int64_t value);
cotp_json *cotp_json_new_real(double value);
cotp_json *cotp_json_new_string(cotp_text value);
cotp_json *cotp_json_new_array(void);
cotp_json *cotp_json_new_object(void);

/* Both take over the caller's reference to value, also when they fail; a NULL value fails. A name that is there already
 * fails. Names hold no NUL. */
bool cotp_json_append(cotp_json *array, cotp_json *value);
bool cotp_json_set(cotp_json *object, cotp_text name, cotp_json *value);

/* Another reference to the same value, to be freed as well. */
cotp_json *cotp_json_share(const cotp_json *value);

/* NULL is fine. jansson's memory is not wiped: its allocator belongs to the whole process, so that it cannot be ours.
 */
void cotp_json_free(cotp_json *value);

/* Appends the compact text, slashes not escaped; false, and the buffer as it was, when it does not fit or memory is
 * short. */
bool cotp_json_write(const cotp_json *value, cotp_buffer *buffer);

/* The text without the UTF-8 byte-order mark that it may begin with. */
cotp_text cotp_json_skip_mark(cotp_text text);

/* One value, UTF-8 (a byte-order mark is skipped), no duplicate names, no NUL, at most max_depth levels (a bare value
 * is level 0). NULL when it is not that, or memory is short. The caller frees. */
cotp_json *cotp_json_read(cotp_text text, size_t max_depth);

cotp_json_type cotp_json_type_of(const cotp_json *value);
int64_t cotp_json_integer(const cotp_json *value);
double cotp_json_real(const cotp_json *value);
/* Borrowed from value. data is NULL when it is no string. */
cotp_text cotp_json_string(const cotp_json *value);
size_t cotp_json_count(const cotp_json *array_or_object);
/* Borrowed; NULL when there is none. */
cotp_json *cotp_json_at(const cotp_json *array, size_t index);
cotp_json *cotp_json_get(const cotp_json *object, const char *name);

/* Calls visit for each member in order until it returns false; returns whether all were visited. */
bool cotp_json_each(
	const cotp_json *object, bool (*visit)(void *context, cotp_text name, const cotp_json *member), void *context);

#endif
