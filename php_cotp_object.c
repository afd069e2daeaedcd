/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Code shared by the classes: handlers and readonly properties.
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "php_cotp_object.h"

void php_cotp_class_set_handlers(
	zend_class_entry *class_entry, zend_object *(*create)(zend_class_entry *), const zend_object_handlers *handlers)
{
	class_entry->create_object = create;
#if PHP_VERSION_ID >= 80300 /* PHP 8.3 */
	class_entry->default_object_handlers = handlers;
#else
	(void)handlers; /* create sets them */
#endif
}

/* Returns the slot of a readonly property that is about to get its first value. */
static zval *slot_to_set(zend_object *object, uint32_t index)
{
	zval *property = OBJ_PROP_NUM(object, index);
	Z_PROP_FLAG_P(property) = 0;
	return property;
}

void php_cotp_property_set(zend_object *object, uint32_t index, zval *value)
{
	ZVAL_COPY_VALUE(slot_to_set(object, index), value);
}

void php_cotp_property_set_string(zend_object *object, uint32_t index, zend_string *value)
{
	zval *property = slot_to_set(object, index);
	if (value) {
		ZVAL_STR_COPY(property, value);
	} else {
		ZVAL_NULL(property);
	}
}

void php_cotp_property_set_text(zend_object *object, uint32_t index, const char *value)
{
	zval *property = slot_to_set(object, index);
	if (value) {
		ZVAL_STRING(property, value);
	} else {
		ZVAL_NULL(property);
	}
}

void php_cotp_property_set_long(zend_object *object, uint32_t index, zend_long value)
{
	ZVAL_LONG(slot_to_set(object, index), value);
}

void php_cotp_property_set_double(zend_object *object, uint32_t index, double value)
{
	ZVAL_DOUBLE(slot_to_set(object, index), value);
}

void php_cotp_property_set_bool(zend_object *object, uint32_t index, bool value)
{
	ZVAL_BOOL(slot_to_set(object, index), value);
}

void php_cotp_property_set_object(zend_object *object, uint32_t index, zend_object *value)
{
	ZVAL_OBJ_COPY(slot_to_set(object, index), value);
}

void php_cotp_property_set_array(zend_object *object, uint32_t index, zval *value)
{
	zval *property = slot_to_set(object, index);
	if (value) {
		ZVAL_COPY(property, value);
	} else {
		ZVAL_EMPTY_ARRAY(property);
	}
}

zval *php_cotp_property(zend_object *object, uint32_t index)
{
	zval *property = OBJ_PROP_NUM(object, index);
	ZVAL_DEREF(property);
	return property;
}

zend_string *php_cotp_property_name(const zend_class_entry *class_entry, uint32_t index)
{
	return class_entry->properties_info_table[index]->name;
}

void php_cotp_class_check_properties(const zend_class_entry *class_entry, const char *const *names, uint32_t count)
{
	uint32_t first = class_entry->parent ? (uint32_t)class_entry->parent->default_properties_count : 0;
	if ((uint32_t)class_entry->default_properties_count != first + count) {
		zend_error_noreturn(E_CORE_ERROR, "cotp: class %s has %d properties of its own, the code expects %d",
			ZSTR_VAL(class_entry->name), class_entry->default_properties_count - (int)first, (int)count);
	}
	for (uint32_t i = 0; i < count; i++) {
		const char *name = ZSTR_VAL(php_cotp_property_name(class_entry, first + i));
		if (!names[i] || strcmp(name, names[i]) != 0) {
			zend_error_noreturn(E_CORE_ERROR, "cotp: property %d of class %s is $%s, the code expects $%s", (int)i,
				ZSTR_VAL(class_entry->name), name, names[i] ? names[i] : "(unnamed)");
		}
	}
}

bool php_cotp_is_of_type(const zval *value, const zend_type *type)
{
	if (Z_TYPE_P(value) != IS_UNDEF && ZEND_TYPE_CONTAINS_CODE(*type, Z_TYPE_P(value))) {
		return true;
	}
	if (Z_TYPE_P(value) != IS_OBJECT || !ZEND_TYPE_HAS_NAME(*type)) {
		return false;
	}
	zend_class_entry *class_entry = zend_lookup_class_ex(ZEND_TYPE_NAME(*type), NULL, ZEND_FETCH_CLASS_NO_AUTOLOAD);
	return class_entry && instanceof_function(Z_OBJCE_P(value), class_entry);
}

const char *php_cotp_invalid_property(zend_object *object)
{
	for (uint32_t i = 0; i < (uint32_t)object->ce->default_properties_count; i++) {
		if (!php_cotp_is_of_type(php_cotp_property(object, i), &object->ce->properties_info_table[i]->type)) {
			return ZSTR_VAL(php_cotp_property_name(object->ce, i));
		}
	}
	return NULL;
}

bool php_cotp_object_is_initialized(zend_object *object)
{
	const char *invalid = php_cotp_invalid_property(object);
	if (invalid) {
		zend_throw_error(
			NULL, "%s::$%s must be initialized with a value of its declared type", ZSTR_VAL(object->ce->name), invalid);
	}
	return !invalid;
}

void php_cotp_properties_forget(zend_object *object)
{
	if (object->properties) {
		zend_array_release(object->properties);
		object->properties = NULL;
	}
}

bool php_cotp_construct_once(zend_object *object, uint32_t first, uint32_t count)
{
	for (uint32_t i = first; i < first + count; i++) {
		if (Z_TYPE_P(OBJ_PROP_NUM(object, i)) != IS_UNDEF) {
			zend_readonly_property_modification_error(object->ce->properties_info_table[i]);
			return false;
		}
	}
	php_cotp_properties_forget(object);
	return true;
}

const char *php_cotp_type_name(const zval *value)
{
	return Z_TYPE_P(value) == IS_OBJECT ? ZSTR_VAL(Z_OBJCE_P(value)->name) : zend_zval_type_name(value);
}

cotp_text php_cotp_text_of(const zend_string *string)
{
	return string ? (cotp_text){ ZSTR_VAL(string), ZSTR_LEN(string) } : (cotp_text){ NULL, 0 };
}
