/* SPDX-License-Identifier: BSD-3-Clause */
#include "cotp_json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>
#include <openssl/crypto.h>

/* ---- new values ---- */

cotp_json *cotp_json_new_null(void)
{
	return json_null();
}

cotp_json *cotp_json_new_boolean(bool value)
{
	return json_boolean(value);
}

cotp_json *cotp_json_new_integer(int64_t value)
{
	return json_integer(value);
}

cotp_json *cotp_json_new_real(double value)
{
	return json_real(value); /* rejects NaN and the infinities */
}

static bool contains_nul(cotp_text text)
{
	return text.length && memchr(text.data, '\0', text.length);
}

cotp_json *cotp_json_new_string(cotp_text value)
{
	if (!value.data || contains_nul(value)) {
		return NULL;
	}
	return json_stringn(value.data, value.length); /* rejects invalid UTF-8 */
}

cotp_json *cotp_json_new_array(void)
{
	return json_array();
}

cotp_json *cotp_json_new_object(void)
{
	return json_object();
}

cotp_json *cotp_json_share(const cotp_json *value)
{
	return json_incref((json_t *)value);
}

bool cotp_json_append(cotp_json *array, cotp_json *value)
{
	return json_array_append_new(array, value) == 0;
}

bool cotp_json_set(cotp_json *object, cotp_text name, cotp_json *value)
{
	char *key = contains_nul(name) ? NULL : cotp_text_copy(name);
	if (!key || json_object_get(object, key)) {
		json_decref(value);
		cotp_secret_free(key);
		return false;
	}
	bool done = json_object_set_new(object, key, value) == 0;
	cotp_secret_free(key);
	return done;
}

void cotp_json_free(cotp_json *value)
{
	json_decref(value);
}

/* ---- texts ---- */

static int append_piece(const char *data, size_t length, void *buffer)
{
	return cotp_buffer_append(buffer, data, length) ? 0 : -1;
}

/* Returns the fewest digits with which every number is read back unchanged, so 99.9 is not written as
 * 99.900000000000006. */
static int precision_of(const cotp_json *value, int least)
{
	char digits[32];
	const char *key;
	json_t *member;
	size_t index;
	int precision = least;
	if (json_is_real(value)) {
		while (precision < 17 && (snprintf(digits, sizeof(digits), "%.*g", precision, json_real_value(value)) < 0 ||
									 strtod(digits, NULL) != json_real_value(value))) {
			precision++;
		}
	} else if (json_is_array(value)) {
		json_array_foreach(value, index, member)
		{
			precision = precision_of(member, precision);
		}
	} else if (json_is_object(value)) {
		json_object_foreach((json_t *)value, key, member)
		{
			precision = precision_of(member, precision);
		}
	}
	return precision;
}

bool cotp_json_write(const cotp_json *value, cotp_buffer *buffer)
{
	size_t before = buffer->length;
	size_t flags = JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(precision_of(value, 15));
	if (json_dump_callback(value, append_piece, buffer, flags) == 0) {
		return true;
	}
	if (buffer->data) {
		OPENSSL_cleanse(buffer->data + before, buffer->length - before);
	}
	buffer->length = before;
	return false;
}

/* ---- the content of values ---- */

cotp_json_type cotp_json_type_of(const cotp_json *value)
{
	if (!value) {
		return COTP_JSON_NULL;
	}
	switch (json_typeof(value)) {
		case JSON_OBJECT:
			return COTP_JSON_OBJECT;
		case JSON_ARRAY:
			return COTP_JSON_ARRAY;
		case JSON_STRING:
			return COTP_JSON_STRING;
		case JSON_INTEGER:
			return COTP_JSON_INTEGER;
		case JSON_REAL:
			return COTP_JSON_REAL;
		case JSON_TRUE:
			return COTP_JSON_TRUE;
		case JSON_FALSE:
			return COTP_JSON_FALSE;
		default:
			return COTP_JSON_NULL;
	}
}

int64_t cotp_json_integer(const cotp_json *value)
{
	return json_integer_value(value);
}

double cotp_json_real(const cotp_json *value)
{
	return json_number_value(value);
}

cotp_text cotp_json_string(const cotp_json *value)
{
	return (cotp_text){ json_string_value(value), json_string_length(value) };
}

size_t cotp_json_count(const cotp_json *array_or_object)
{
	return json_is_object(array_or_object) ? json_object_size(array_or_object) : json_array_size(array_or_object);
}

cotp_json *cotp_json_at(const cotp_json *array, size_t index)
{
	return json_array_get(array, index);
}

cotp_json *cotp_json_get(const cotp_json *object, const char *name)
{
	return json_object_get(object, name);
}

bool cotp_json_each(
	const cotp_json *object, bool (*visit)(void *context, cotp_text name, const cotp_json *member), void *context)
{
	/* jansson iterates over constant objects too, although its parameter is not const */
	json_t *members = (json_t *)object;
	for (void *at = json_object_iter(members); at; at = json_object_iter_next(members, at)) {
		if (!visit(context, cotp_text_of(json_object_iter_key(at)), json_object_iter_value(at))) {
			return false;
		}
	}
	return true;
}
