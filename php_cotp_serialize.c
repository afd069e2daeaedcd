/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Serialization of the value classes and the exceptions.
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "php_cotp_serialize.h"

#include "php_cotp_exceptions.h"
#include "php_cotp_object.h"

#include "zend_enum.h"
#include "zend_exceptions.h"

#define VERSION 1

/* ---- writing ---- */

void php_cotp_serialize_version(zval *data)
{
	array_init(data);
	add_assoc_long(data, "version", VERSION);
}

bool php_cotp_serialize_begin(zend_object *object, zval *data)
{
	if (!php_cotp_object_is_initialized(object)) {
		return false;
	}
	php_cotp_serialize_version(data);
	return true;
}

void php_cotp_serialize_properties(zend_object *object, uint32_t first, uint32_t count, zval *data)
{
	for (uint32_t i = first; i < first + count; i++) {
		zval *value = php_cotp_property(object, i);
		if (Z_TYPE_P(value) == IS_OBJECT && (Z_OBJCE_P(value)->ce_flags & ZEND_ACC_ENUM)) {
			value = zend_enum_fetch_case_name(Z_OBJ_P(value));
		}
		Z_TRY_ADDREF_P(value);
		zend_hash_add_new(Z_ARRVAL_P(data), php_cotp_property_name(object->ce, i), value);
	}
}

/* ---- reading ---- */

static bool is_name(const zend_string *key, const char *const *names, uint32_t count)
{
	if (zend_string_equals_literal(key, "version")) {
		return true;
	}
	for (uint32_t i = 0; i < count; i++) {
		if (strcmp(ZSTR_VAL(key), names[i]) == 0 && ZSTR_LEN(key) == strlen(names[i])) {
			return true;
		}
	}
	return false;
}

bool php_cotp_unserialize_begin(zend_array *data, const char *const *names, uint32_t count)
{
	zend_string *key;
	zval *version = zend_hash_str_find_deref(data, ZEND_STRL("version"));
	if (!version || Z_TYPE_P(version) != IS_LONG || Z_LVAL_P(version) != VERSION) {
		zend_argument_value_error(1, "must have the key \"version\" with the value %d", VERSION);
		return false;
	}
	ZEND_HASH_FOREACH_STR_KEY(data, key)
	{
		if (!key || !is_name(key, names, count)) {
			zend_argument_value_error(1, "must contain only keys of version %d", VERSION);
			return false;
		}
	}
	ZEND_HASH_FOREACH_END();
	for (uint32_t i = 0; i < count; i++) {
		if (!zend_hash_str_exists(data, names[i], strlen(names[i]))) {
			zend_argument_value_error(1, "must contain the key \"%s\"", names[i]);
			return false;
		}
	}
	return true;
}

/* Returns NULL if the class is not an enum or has no such case. */
static zend_object *enum_case(const zend_type *type, zval *name)
{
	if (!ZEND_TYPE_HAS_NAME(*type) || Z_TYPE_P(name) != IS_STRING) {
		return NULL;
	}
	zend_class_entry *class_entry = zend_lookup_class_ex(ZEND_TYPE_NAME(*type), NULL, ZEND_FETCH_CLASS_NO_AUTOLOAD);
	if (!class_entry || !(class_entry->ce_flags & ZEND_ACC_ENUM)) {
		return NULL;
	}
	const zend_class_constant *constant = zend_hash_find_ptr(CE_CONSTANTS_TABLE(class_entry), Z_STR_P(name));
	bool is_case = constant && (ZEND_CLASS_CONST_FLAGS(constant) & ZEND_CLASS_CONST_IS_CASE);
	return is_case ? zend_enum_get_case(class_entry, Z_STR_P(name)) : NULL;
}

static void throw_type(const char *name, const zend_type *type, const zval *given)
{
	zend_string *wanted = zend_type_to_string(*type);
	zend_string *message =
		zend_strpprintf(0, "must be of type %s, %s given", ZSTR_VAL(wanted), php_cotp_type_name(given));
	php_cotp_throw_argument(zend_ce_type_error, name, ZSTR_VAL(message), 1);
	zend_string_release(message);
	zend_string_release(wanted);
}

bool php_cotp_unserialize_property(zend_object *object, uint32_t index, zend_array *data, zval *value)
{
	const zend_type *type = &object->ce->properties_info_table[index]->type;
	zend_string *name = php_cotp_property_name(object->ce, index);
	zval *given = zend_hash_find_deref(data, name);
	zend_object *known = enum_case(type, given);
	if (known) {
		ZVAL_OBJ(value, known);
	} else if (Z_TYPE_P(given) == IS_LONG && (ZEND_TYPE_FULL_MASK(*type) & MAY_BE_DOUBLE)) {
		ZVAL_DOUBLE(value, (double)Z_LVAL_P(given)); /* a format may write 1.0 as 1 */
	} else if (Z_TYPE_P(given) != IS_OBJECT && php_cotp_is_of_type(given, type)) {
		ZVAL_COPY_VALUE(value, given);
	} else if (ZEND_TYPE_HAS_NAME(*type)) {
		php_cotp_throw_argument(zend_ce_value_error, ZSTR_VAL(name), "must be the name of a known case", 1);
		return false;
	} else {
		throw_type(ZSTR_VAL(name), type, given);
		return false;
	}
	return true;
}

bool php_cotp_unserialize_properties(
	zend_object *object, zend_array *data, const char *const *names, uint32_t count, zval *values)
{
	if (!php_cotp_construct_once(object, 0, count) || !php_cotp_unserialize_begin(data, names, count)) {
		return false;
	}
	for (uint32_t i = 0; i < count; i++) {
		if (!php_cotp_unserialize_property(object, i, data, &values[i])) {
			return false;
		}
	}
	return true;
}

void php_cotp_properties_set(zend_object *object, zval *values, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		Z_TRY_ADDREF(values[i]);
		php_cotp_property_set(object, i, &values[i]);
	}
}

/* ---- classes whose constructor checks nothing but types ---- */

void php_cotp_serialize_plainly(INTERNAL_FUNCTION_PARAMETERS)
{
	ZEND_PARSE_PARAMETERS_NONE();
	zend_object *object = Z_OBJ_P(ZEND_THIS);
	if (php_cotp_serialize_begin(object, return_value)) {
		php_cotp_serialize_properties(object, 0, (uint32_t)object->ce->default_properties_count, return_value);
	}
}

void php_cotp_unserialize_plainly(INTERNAL_FUNCTION_PARAMETERS, const char *const *names, uint32_t count)
{
	zend_array *data;
	zval *values;
	(void)return_value;
	ZEND_PARSE_PARAMETERS_START(1, 1)
		Z_PARAM_ARRAY_HT(data)
	ZEND_PARSE_PARAMETERS_END();
	values = safe_emalloc(count, sizeof(*values), 0);
	if (php_cotp_unserialize_properties(Z_OBJ_P(ZEND_THIS), data, names, count, values)) {
		php_cotp_properties_set(Z_OBJ_P(ZEND_THIS), values, count);
	}
	efree(values);
}
