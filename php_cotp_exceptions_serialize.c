/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Serialization of the exceptions, including the properties of a subclass in PHP code.
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "php_cotp_exceptions.h"
#include "php_cotp_object.h"
#include "php_cotp_serialize.h"

#include "zend_exceptions.h"

/* The properties of Exception that are written. The trace is written without arguments, which may be secrets or objects
 * that cannot be serialized. */
#define KEY_TRACE    "trace"
#define KEY_PREVIOUS "previous"
#define KEY_OTHERS   "properties" /* the properties of a subclass in PHP code */

static const char *const text_keys[] = { "message", "file" };
static const char *const number_keys[] = { "code", "line" };

/* More than CotpException has properties of its own. */
#define MAX_OWN 16

#define COUNT_OF(array) ((uint32_t)(sizeof(array) / sizeof((array)[0])))

/* The number of properties that Exception and CotpException have. */
static uint32_t own_count(void)
{
	return (uint32_t)cotp_ce_exception->default_properties_count;
}

static uint32_t first_own(void)
{
	return (uint32_t)cotp_ce_exception->parent->default_properties_count;
}

/* Returns the declaration of a subclass's property, or NULL: a slot stays empty where a class redeclares a property. */
static zend_property_info *other_property(const zend_object *exception, uint32_t index)
{
	return exception->ce->properties_info_table[index];
}

/* ---- writing ---- */

static zval *read_property(zend_object *exception, const char *name, zval *buffer)
{
	return zend_read_property(zend_ce_exception, exception, name, strlen(name), true, buffer);
}

static void add_base_property(zval *data, zend_object *exception, const char *name)
{
	zval buffer, copy;
	ZVAL_COPY_DEREF(&copy, read_property(exception, name, &buffer));
	add_assoc_zval(data, name, &copy);
}

static void add_trace(zval *data, zend_object *exception)
{
	zval buffer, list, *frame;
	zval *trace = read_property(exception, KEY_TRACE, &buffer);
	array_init(&list);
	ZEND_HASH_FOREACH_VAL(Z_ARRVAL_P(trace), frame) {
		if (Z_TYPE_P(frame) == IS_ARRAY) {
			zval copy;
			ZVAL_ARR(&copy, zend_array_dup(Z_ARRVAL_P(frame)));
			zend_hash_str_del(Z_ARRVAL(copy), ZEND_STRL("args"));
			zend_hash_str_del(Z_ARRVAL(copy), ZEND_STRL("object"));
			zend_hash_next_index_insert_new(Z_ARRVAL(list), &copy);
		}
	}
	ZEND_HASH_FOREACH_END();
	add_assoc_zval(data, KEY_TRACE, &list);
}

/* By their mangled names, as PHP itself writes private and protected properties; those without a value are left out. */
static void add_other_properties(zval *data, zend_object *exception)
{
	zval others;
	zend_string *name;
	zval *value;
	array_init(&others);
	for (uint32_t i = own_count(); i < (uint32_t)exception->ce->default_properties_count; i++) {
		value = php_cotp_property(exception, i);
		if (other_property(exception, i) && Z_TYPE_P(value) != IS_UNDEF) {
			Z_TRY_ADDREF_P(value);
			zend_hash_update(Z_ARRVAL(others), other_property(exception, i)->name, value);
		}
	}
	if (exception->properties) {
		ZEND_HASH_FOREACH_STR_KEY_VAL(exception->properties, name, value) {
			if (name && Z_TYPE_P(value) != IS_INDIRECT) {
				Z_TRY_ADDREF_P(value);
				zend_hash_update(Z_ARRVAL(others), name, value);
			}
		}
		ZEND_HASH_FOREACH_END();
	}
	add_assoc_zval(data, KEY_OTHERS, &others);
}

static bool has_dynamic_properties(const zend_object *exception)
{
	zval *value;
	ZEND_HASH_FOREACH_VAL(exception->properties, value) {
		if (Z_TYPE_P(value) != IS_INDIRECT) {
			return true;
		}
	}
	ZEND_HASH_FOREACH_END();
	return false;
}

/* Checks only our own properties: a property of a subclass may be uninitialized. */
ZEND_METHOD(CotpException, __serialize)
{
	ZEND_PARSE_PARAMETERS_NONE();
	zend_object *exception = Z_OBJ_P(ZEND_THIS);
	for (uint32_t i = first_own(); i < own_count(); i++) {
		if (Z_TYPE_P(php_cotp_property(exception, i)) == IS_UNDEF) {
			zend_throw_error(
				NULL, "%s::__construct() has not called CotpException::__construct()", ZSTR_VAL(exception->ce->name));
			RETURN_THROWS();
		}
	}
	if (exception->ce->type == ZEND_INTERNAL_CLASS && exception->properties && has_dynamic_properties(exception)) {
		zend_throw_error(NULL, "%s with a dynamic property cannot be serialized", ZSTR_VAL(exception->ce->name));
		RETURN_THROWS();
	}
	php_cotp_serialize_version(return_value);
	for (uint32_t i = 0; i < COUNT_OF(text_keys); i++) {
		add_base_property(return_value, exception, text_keys[i]);
		add_base_property(return_value, exception, number_keys[i]);
	}
	add_trace(return_value, exception);
	add_base_property(return_value, exception, KEY_PREVIOUS);
	php_cotp_serialize_properties(exception, first_own(), own_count() - first_own(), return_value);
	add_other_properties(return_value, exception);
}

/* ---- reading ---- */

/* Checks the keys and the values of our own properties. The values are borrowed. */
static bool read_own(zend_object *exception, zend_array *data, zval *values)
{
	const char *names[7 + MAX_OWN] = { "message", "code", "file", "line", KEY_TRACE, KEY_PREVIOUS, KEY_OTHERS };
	uint32_t count = 7;
	for (uint32_t i = first_own(); i < own_count(); i++) {
		names[count++] = ZSTR_VAL(php_cotp_property_name(exception->ce, i));
	}
	if (!php_cotp_construct_once(exception, first_own(), own_count() - first_own()) ||
		!php_cotp_unserialize_begin(data, names, count)) {
		return false;
	}
	for (uint32_t i = first_own(); i < own_count(); i++) {
		if (!php_cotp_unserialize_property(exception, i, data, &values[i - first_own()])) {
			return false;
		}
	}
	return true;
}

static bool check_type(zend_array *data, const char *name, uint8_t type)
{
	const zval *value = zend_hash_str_find_deref(data, name, strlen(name));
	if (Z_TYPE_P(value) == type) {
		return true;
	}
	zend_argument_type_error(
		1, "must contain a value of type %s for the key \"%s\"", zend_get_type_by_const(type), name);
	return false;
}

static bool check_base(zend_array *data)
{
	for (uint32_t i = 0; i < COUNT_OF(text_keys); i++) {
		if (!check_type(data, text_keys[i], IS_STRING)) {
			return false;
		}
	}
	const zval *code = zend_hash_str_find_deref(data, ZEND_STRL("code"));
	if (Z_TYPE_P(code) != IS_STRING && !check_type(data, "code", IS_LONG)) { /* a subclass may have a text */
		return false;
	}
	const zval *previous = zend_hash_str_find_deref(data, ZEND_STRL(KEY_PREVIOUS));
	if (Z_TYPE_P(previous) != IS_NULL &&
		(Z_TYPE_P(previous) != IS_OBJECT || !instanceof_function(Z_OBJCE_P(previous), zend_ce_throwable))) {
		zend_argument_type_error(1, "must contain null or a Throwable for the key \"" KEY_PREVIOUS "\"");
		return false;
	}
	return check_type(data, "line", IS_LONG) && check_type(data, KEY_TRACE, IS_ARRAY) &&
		   check_type(data, KEY_OTHERS, IS_ARRAY);
}

static void set_base_property(zend_object *exception, zend_array *data, const char *name)
{
	zval *value = zend_hash_str_find_deref(data, name, strlen(name));
	zend_update_property(zend_ce_exception, exception, name, strlen(name), value);
}

/* Returns the number of the subclass's property with this mangled name, or the number of all properties. */
static uint32_t other_property_of(const zend_object *exception, const zend_string *name)
{
	uint32_t i = own_count();
	while (i < (uint32_t)exception->ce->default_properties_count &&
		   !(other_property(exception, i) && zend_string_equals(other_property(exception, i)->name, name))) {
		i++;
	}
	return i;
}

static bool set_other_property(zend_object *exception, zend_string *name, zval *value)
{
	uint32_t index = other_property_of(exception, name);
	if (index == (uint32_t)exception->ce->default_properties_count) {
		bool is_public = ZSTR_LEN(name) > 0 && ZSTR_VAL(name)[0] != '\0';
		if (!is_public || exception->ce->type == ZEND_INTERNAL_CLASS) {
			zend_argument_value_error(1, "must contain only properties of the class");
			return false;
		}
		zend_std_write_property(exception, name, value, NULL);
		return !EG(exception);
	}
	zend_property_info *info = other_property(exception, index);
	zval copy;
	ZVAL_COPY_DEREF(&copy, value);
	if (ZEND_TYPE_IS_SET(info->type) && !zend_verify_property_type(info, &copy, true)) {
		zval_ptr_dtor(&copy);
		return false;
	}
	zval *slot = OBJ_PROP_NUM(exception, index);
	zval_ptr_dtor(slot);
	php_cotp_property_set(exception, index, &copy);
	return true;
}

static bool set_other_properties(zend_object *exception, zend_array *others)
{
	zend_string *name;
	zval *value;
	ZEND_HASH_FOREACH_STR_KEY_VAL(others, name, value) {
		ZVAL_DEREF(value);
		if (!name) {
			zend_argument_value_error(1, "must contain only properties of the class");
			return false;
		}
		if (!set_other_property(exception, name, value)) {
			return false;
		}
	}
	ZEND_HASH_FOREACH_END();
	return true;
}

/* A class of the extension has a value for each of its properties. */
static bool has_values(zend_object *exception)
{
	for (uint32_t i = own_count(); i < (uint32_t)exception->ce->default_properties_count; i++) {
		const zend_property_info *info = other_property(exception, i);
		if (info && info->ce->type == ZEND_INTERNAL_CLASS && Z_TYPE_P(OBJ_PROP_NUM(exception, i)) == IS_UNDEF) {
			zend_argument_value_error(1, "must contain the property \"%s\"", ZSTR_VAL(info->name));
			return false;
		}
	}
	return true;
}

ZEND_METHOD(CotpException, __unserialize)
{
	zend_array *data;
	zval values[MAX_OWN];
	(void)return_value;
	ZEND_PARSE_PARAMETERS_START(1, 1)
		Z_PARAM_ARRAY_HT(data)
	ZEND_PARSE_PARAMETERS_END();

	zend_object *exception = Z_OBJ_P(ZEND_THIS);
	if (!read_own(exception, data, values) || !check_base(data) ||
		!set_other_properties(exception, Z_ARRVAL_P(zend_hash_str_find_deref(data, ZEND_STRL(KEY_OTHERS)))) ||
		!has_values(exception)) {
		RETURN_THROWS();
	}
	for (uint32_t i = 0; i < COUNT_OF(text_keys); i++) {
		set_base_property(exception, data, text_keys[i]);
		set_base_property(exception, data, number_keys[i]);
	}
	set_base_property(exception, data, KEY_TRACE);
	set_base_property(exception, data, KEY_PREVIOUS);
	for (uint32_t i = first_own(); i < own_count(); i++) {
		Z_TRY_ADDREF(values[i - first_own()]);
		php_cotp_property_set(exception, i, &values[i - first_own()]);
	}
}
