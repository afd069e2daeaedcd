/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * JSON values and their texts, with jansson. Reading is in cotp_json_read.h. cotp_json is jansson's own type, declared
 * here so that no header of ours includes jansson's.
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

/* Returns whether the text can be a string or a name: valid UTF-8 without NUL. */
bool cotp_json_is_text(cotp_text text);

/* Return NULL if memory runs out or the value cannot be JSON (invalid UTF-8, NUL, NaN, infinity). The caller frees. */
cotp_json *cotp_json_new_null(void);
cotp_json *cotp_json_new_boolean(bool value);
cotp_json *cotp_json_new_integer(int64_t value);
cotp_json *cotp_json_new_real(double value);
cotp_json *cotp_json_new_string(cotp_text value);
cotp_json *cotp_json_new_array(void);
cotp_json *cotp_json_new_object(void);

/* Both own value afterwards, even if they fail. They return false if value is NULL. cotp_json_set() also returns false
 * if the name is already set or contains NUL. */
bool cotp_json_append(cotp_json *array, cotp_json *value);
bool cotp_json_set(cotp_json *object, cotp_text name, cotp_json *value);

/* Returns another reference to the value. The caller frees it. */
cotp_json *cotp_json_share(const cotp_json *value);

/* Accepts NULL. The memory is not wiped: jansson has one allocator for the whole process, which we must not replace. */
void cotp_json_free(cotp_json *value);

/* Appends the compact text, with slashes unescaped. Returns false and does not change the buffer if the text does not
 * fit or memory runs out. */
bool cotp_json_write(const cotp_json *value, cotp_buffer *buffer);

cotp_json_type cotp_json_type_of(const cotp_json *value);
int64_t cotp_json_integer(const cotp_json *value);
double cotp_json_real(const cotp_json *value);
/* Borrowed from value. data is NULL if value is not a string. A string that was read may contain NUL. */
cotp_text cotp_json_string(const cotp_json *value);
size_t cotp_json_count(const cotp_json *array_or_object);
/* Borrowed. NULL if there is no such member. */
cotp_json *cotp_json_at(const cotp_json *array, size_t index);
cotp_json *cotp_json_get(const cotp_json *object, const char *name);

/* Calls visit for each member in order until it returns false. Returns whether all were visited. */
bool cotp_json_each(
	const cotp_json *object, bool (*visit)(void *context, cotp_text name, const cotp_json *member), void *context);

#endif
