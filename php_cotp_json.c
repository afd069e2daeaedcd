/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * PHP arrays to JSON, and back.
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

/* Reports that jansson rejected a text, or ran out of memory. */
static cotp_json *fail_text(json_writer *writer, const char *message)
{
	return cotp_memory_was_short() ? fail(writer, NULL, "") : fail(writer, zend_ce_value_error, message);
}

static cotp_json *json_from_string(json_writer *writer, const zend_string *string)
{
	if (php_cotp_is_redacted(string)) {
		return fail(writer, zend_ce_value_error,
			"must not contain texts that begin with \"" PHP_COTP_REDACTED "\", as in dumps and listings");
	}
	cotp_memory_begin();
	cotp_json *json = cotp_json_new_string(php_cotp_text_of(string));
	return json ? json : fail_text(writer, "must contain only valid UTF-8 without null bytes");
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
	cotp_memory_begin();
	if (!cotp_json_set(json, text, child)) {
		fail_text(writer, "must contain only names in valid UTF-8 without null bytes");
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

/* ---- from JSON ---- */

static bool json_add_member(void *context, cotp_text name, const cotp_json *member)
{
	zval *array = context;
	zval value;
	php_cotp_json_to_zval(member, &value);
	zend_symtable_str_update(Z_ARRVAL_P(array), name.data, name.length, &value);
	return true;
}

static void json_to_list(const cotp_json *json, zval *list)
{
	size_t count = cotp_json_count(json);
	array_init_size(list, (uint32_t)count);
	for (size_t i = 0; i < count; i++) {
		zval value;
		php_cotp_json_to_zval(cotp_json_at(json, i), &value);
		zend_hash_next_index_insert_new(Z_ARRVAL_P(list), &value);
	}
}

static void json_to_number(int64_t number, zval *value)
{
#if SIZEOF_ZEND_LONG < 8
	if (number > ZEND_LONG_MAX || number < ZEND_LONG_MIN) {
		ZVAL_DOUBLE(value, (double)number);
		return;
	}
#endif
	ZVAL_LONG(value, (zend_long)number);
}

void php_cotp_json_to_zval(const cotp_json *json, zval *value)
{
	cotp_text text;
	switch (cotp_json_type_of(json)) {
		case COTP_JSON_NULL:
			ZVAL_NULL(value);
			break;
		case COTP_JSON_FALSE:
			ZVAL_FALSE(value);
			break;
		case COTP_JSON_TRUE:
			ZVAL_TRUE(value);
			break;
		case COTP_JSON_INTEGER:
			json_to_number(cotp_json_integer(json), value);
			break;
		case COTP_JSON_REAL:
			ZVAL_DOUBLE(value, cotp_json_real(json));
			break;
		case COTP_JSON_STRING:
			text = cotp_json_string(json);
			ZVAL_STRINGL(value, text.data, text.length);
			break;
		case COTP_JSON_ARRAY:
			json_to_list(json, value);
			break;
		case COTP_JSON_OBJECT:
			array_init_size(value, (uint32_t)cotp_json_count(json));
			cotp_json_each(json, json_add_member, value);
			break;
	}
}
