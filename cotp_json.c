/* SPDX-License-Identifier: BSD-3-Clause */
#include "cotp_json.h"

#include <math.h>
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

bool cotp_json_is_text(cotp_text text)
{
	for (size_t i = 0; i < text.length;) {
		size_t length = cotp_text_utf8_length(text.data + i, text.length - i);
		if (!length || !text.data[i]) {
			return false;
		}
		i += length;
	}
	return text.data;
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

/* A finite number as digits: 0.d1d2… times 10 to the power of point. */
typedef struct decimal {
	char digits[18];
	int count;
	int point;
} decimal;

/* Finds the fewest digits with which the number is read back unchanged, whatever the locale's decimal point. */
static void find_shortest(double number, decimal *shortest)
{
	char text[40];
	int precision = 0;
	do {
		snprintf(text, sizeof(text), "%.*e", precision, number);
	} while (strtod(text, NULL) != number && ++precision < 17);
	for (const char *at = text; *at != 'e'; at++) {
		if (*at >= '0' && *at <= '9' && shortest->count < 17) {
			shortest->digits[shortest->count++] = *at;
		}
	}
	shortest->point = (int)strtol(strchr(text, 'e') + 1, NULL, 10) + 1;
}

/* As PHP's json_encode() writes it, so that an amount goes out as its owner knows it. */
static bool write_real(double number, cotp_buffer *buffer)
{
	char text[64];
	decimal shortest = { 0 };
	find_shortest(number, &shortest);
	const char *sign = signbit(number) ? "-" : "";
	const char *digits = shortest.digits;
	int count = shortest.count;
	int point = shortest.point;
	int length;
	if (point < -3 || point > 17) {
		const char *rest = count > 1 ? digits + 1 : "0";
		length = snprintf(text, sizeof(text), "%s%c.%se%+d", sign, digits[0], rest, point - 1);
	} else if (point <= 0) {
		length = snprintf(text, sizeof(text), "%s0.%.*s%s", sign, -point, "000", digits);
	} else if (point >= count) {
		length = snprintf(text, sizeof(text), "%s%s%.*s", sign, digits, point - count, "00000000000000000");
	} else {
		length = snprintf(text, sizeof(text), "%s%.*s.%s", sign, point, digits, digits + point);
	}
	return cotp_buffer_append(buffer, text, (size_t)length);
}

static bool write_value(const json_t *value, cotp_buffer *buffer);

/* Strings, integers and constants. */
static bool write_scalar(const json_t *value, cotp_buffer *buffer)
{
	return json_dump_callback(value, append_piece, buffer, JSON_COMPACT | JSON_ENCODE_ANY) == 0;
}

static bool write_items(const json_t *array, cotp_buffer *buffer)
{
	size_t index;
	json_t *item;
	json_array_foreach(array, index, item)
	{
		if ((index > 0 && !cotp_buffer_append(buffer, ",", 1)) || !write_value(item, buffer)) {
			return false;
		}
	}
	return true;
}

static bool write_member(const char *name, const json_t *member, cotp_buffer *buffer)
{
	json_t *key = json_string(name);
	bool written =
		key && write_scalar(key, buffer) && cotp_buffer_append(buffer, ":", 1) && write_value(member, buffer);
	json_decref(key);
	return written;
}

static bool write_members(json_t *object, cotp_buffer *buffer)
{
	bool is_first = true;
	const char *name;
	json_t *member;
	json_object_foreach(object, name, member)
	{
		if ((!is_first && !cotp_buffer_append(buffer, ",", 1)) || !write_member(name, member, buffer)) {
			return false;
		}
		is_first = false;
	}
	return true;
}

/* jansson writes all numbers of a text with one precision, so only scalars are left to it. The depth was limited when
 * the value was created or read. */
static bool write_value(const json_t *value, cotp_buffer *buffer)
{
	if (json_is_real(value)) {
		return write_real(json_real_value(value), buffer);
	}
	if (json_is_array(value)) {
		return cotp_buffer_append(buffer, "[", 1) && write_items(value, buffer) && cotp_buffer_append(buffer, "]", 1);
	}
	if (json_is_object(value)) {
		return cotp_buffer_append(buffer, "{", 1) && write_members((json_t *)value, buffer) &&
			   cotp_buffer_append(buffer, "}", 1);
	}
	return write_scalar(value, buffer);
}

bool cotp_json_write(const cotp_json *value, cotp_buffer *buffer)
{
	size_t before = buffer->length;
	if (write_value(value, buffer)) {
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
