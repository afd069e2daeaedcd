/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * PHP arrays to JSON.
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "php_cotp_json.h"

#include "php_cotp_object.h"
#include "php_cotp_redact.h"

#include "zend_exceptions.h"

#include <math.h>

/* A form with more levels or values than this is a mistake. The two limits also end an array that contains itself. */
#define MAX_LEVELS 64
#define MAX_VALUES 10000

typedef struct json_writer {
	php_cotp_json_failure *failure;
	uint32_t level;
	uint32_t values;
} json_writer;

static cotp_json *json_from_zval(json_writer *writer, zval *value);

static cotp_json *fail(json_writer *writer, zend_class_entry *class_entry, const char *message)
{
	writer->failure->class_entry = class_entry;
	snprintf(writer->failure->message, sizeof(writer->failure->message), "%s", message);
	return NULL;
}

static cotp_json *json_from_string(json_writer *writer, const zend_string *string)
{
	if (php_cotp_is_redacted(string)) {
		return fail(writer, zend_ce_value_error,
			"must not contain texts that begin with \"" PHP_COTP_REDACTED "\", as in dumps and listings");
	}
	if (!cotp_json_is_text(php_cotp_text_of(string))) {
		return fail(writer, zend_ce_value_error, "must contain only valid UTF-8 without null bytes");
	}
	cotp_json *json = cotp_json_new_string(php_cotp_text_of(string));
	return json ? json : fail(writer, NULL, "");
}

static cotp_json *json_from_double(json_writer *writer, double number)
{
	if (!isfinite(number)) {
		return fail(writer, zend_ce_type_error, "must contain only finite numbers");
	}
	cotp_json *json = cotp_json_new_real(number);
	return json ? json : fail(writer, NULL, "");
}

static bool json_fill_list(json_writer *writer, cotp_json *json, zend_array *array)
{
	zval *element;
	ZEND_HASH_FOREACH_VAL(array, element) {
		cotp_json *child = json_from_zval(writer, element);
		if (!child) {
			return false;
		}
		if (!cotp_json_append(json, child)) {
			fail(writer, NULL, "");
			return false;
		}
	}
	ZEND_HASH_FOREACH_END();
	return true;
}

static bool json_set_member(
	json_writer *writer, cotp_json *json, zend_ulong number, zend_string *name, cotp_json *child)
{
	char digits[MAX_LENGTH_OF_LONG + 1];
	cotp_text text = php_cotp_text_of(name);
	if (!name) {
		text = (cotp_text){ digits, (size_t)snprintf(digits, sizeof(digits), ZEND_LONG_FMT, (zend_long)number) };
	}
	if (!cotp_json_is_text(text)) {
		cotp_json_free(child);
		fail(writer, zend_ce_value_error, "must contain only names in valid UTF-8 without null bytes");
		return false;
	}
	if (!cotp_json_set(json, text, child)) {
		fail(writer, NULL, "");
		return false;
	}
	return true;
}

static bool json_fill_object(json_writer *writer, cotp_json *json, zend_array *array)
{
	zend_ulong number;
	zend_string *name;
	zval *element;
	ZEND_HASH_FOREACH_KEY_VAL(array, number, name, element) {
		if (!name && writer->level == 1) {
			fail(writer, zend_ce_value_error, "must have only string keys: the names of body fields");
			return false;
		}
		cotp_json *child = json_from_zval(writer, element);
		if (!child || !json_set_member(writer, json, number, name, child)) {
			return false;
		}
	}
	ZEND_HASH_FOREACH_END();
	return true;
}

/* The top level contains the fields of the body, so an empty array becomes an object there. */
static bool is_list(const json_writer *writer, zend_array *array)
{
	return writer->level > 1 && zend_array_is_list(array);
}

static cotp_json *json_from_members(json_writer *writer, zend_array *array, bool is_object)
{
	if (writer->level == MAX_LEVELS) {
		return fail(writer, zend_ce_value_error, "must not be nested deeper than 64 levels");
	}
	writer->level++;
	bool as_list = !is_object && is_list(writer, array);
	cotp_json *json = as_list ? cotp_json_new_array() : cotp_json_new_object();
	if (!json) {
		return fail(writer, NULL, "");
	}
	if (!(as_list ? json_fill_list(writer, json, array) : json_fill_object(writer, json, array))) {
		cotp_json_free(json);
		return NULL;
	}
	writer->level--;
	return json;
}

static cotp_json *json_from_scalar(json_writer *writer, const zval *value)
{
	cotp_json *json;
	if (Z_TYPE_P(value) == IS_NULL) {
		json = cotp_json_new_null();
	} else if (Z_TYPE_P(value) == IS_LONG) {
		json = cotp_json_new_integer(Z_LVAL_P(value));
	} else {
		json = cotp_json_new_boolean(Z_TYPE_P(value) == IS_TRUE);
	}
	return json ? json : fail(writer, NULL, "");
}

static cotp_json *json_from_zval(json_writer *writer, zval *value)
{
	ZVAL_DEREF(value);
	if (writer->values++ == MAX_VALUES) {
		return fail(writer, zend_ce_value_error, "must not contain more than 10000 values");
	}
	switch (Z_TYPE_P(value)) {
		case IS_NULL:
		case IS_FALSE:
		case IS_TRUE:
		case IS_LONG:
			return json_from_scalar(writer, value);
		case IS_DOUBLE:
			return json_from_double(writer, Z_DVAL_P(value));
		case IS_STRING:
			return json_from_string(writer, Z_STR_P(value));
		case IS_ARRAY:
			return json_from_members(writer, Z_ARRVAL_P(value), false);
		case IS_OBJECT:
			if (Z_OBJCE_P(value) == zend_standard_class_def) {
				return json_from_members(writer, zend_std_get_properties(Z_OBJ_P(value)), true);
			}
			ZEND_FALLTHROUGH;
		default:
			return fail(writer, zend_ce_type_error,
				"must contain only null, booleans, numbers, strings, arrays and stdClass objects");
	}
}

cotp_json *php_cotp_json_from_array(zend_array *array, php_cotp_json_failure *failure)
{
	json_writer writer = { .failure = failure };
	return json_from_members(&writer, array, false);
}
