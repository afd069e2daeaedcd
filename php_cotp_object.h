/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Code shared by the classes: handlers and readonly properties.
 */
#ifndef PHP_COTP_OBJECT_H
#define PHP_COTP_OBJECT_H

#include "php_cotp_zend.h"

#include "cotp_text.h"

/* Sets the create_object function and the handlers of a class. */
void php_cotp_class_set_handlers(
	zend_class_entry *class_entry, zend_object *(*create)(zend_class_entry *), const zend_object_handlers *handlers);

/*
 * Stops PHP at startup unless the properties that the class adds to those of its parent are these, in this order.
 * Properties are set by their number, so an enum that differs from the stub would write past the object or into the
 * wrong property.
 */
void php_cotp_class_check_properties(const zend_class_entry *class_entry, const char *const *names, uint32_t count);

/* The name of a property of a class without private properties. */
zend_string *php_cotp_property_name(const zend_class_entry *class_entry, uint32_t index);

/* Set the first value of a readonly property, bypassing the handlers, which would reject it. index counts from the
 * class's first property. Strings gain a reference; a NULL string sets the value null. */
void php_cotp_property_set(zend_object *object, uint32_t index, zval *value); /* takes over the value's reference */
void php_cotp_property_set_string(zend_object *object, uint32_t index, zend_string *value);
void php_cotp_property_set_text(zend_object *object, uint32_t index, const char *value);
void php_cotp_property_set_long(zend_object *object, uint32_t index, zend_long value);
void php_cotp_property_set_double(zend_object *object, uint32_t index, double value);
void php_cotp_property_set_bool(zend_object *object, uint32_t index, bool value);
void php_cotp_property_set_object(zend_object *object, uint32_t index, zend_object *value); /* adds a reference */
void php_cotp_property_set_array(zend_object *object, uint32_t index, zval *value);         /* NULL: an empty array */

/* Returns the value of an initialized property, and follows a reference that unserialize() may have created. */
zval *php_cotp_property(zend_object *object, uint32_t index);

/* Returns the name of a property that has no value or one of another type, or NULL if all are as declared.
 * unserialize() can leave a property without a value, and an ArrayObject over the object ignores type and readonly. */
const char *php_cotp_invalid_property(zend_object *object);

bool php_cotp_is_of_type(const zval *value, const zend_type *type);

/* Returns false with an Error thrown if php_cotp_invalid_property() finds one. */
bool php_cotp_object_is_initialized(zend_object *object);

/* Frees the engine's table of properties, which is out of date when a property is set past the handlers. */
void php_cotp_properties_forget(zend_object *object);

/* Returns false, with the engine's own Error thrown, if one of these readonly properties already has a value. Otherwise
 * the object is ready to get its values. */
bool php_cotp_construct_once(zend_object *object, uint32_t first, uint32_t count);

/* Returns the type as it appears in PHP's own messages: the class of an object, else the name of the type. */
const char *php_cotp_type_name(const zval *value);

cotp_text php_cotp_text_of(const zend_string *string); /* borrowed; NULL gives an absent text */

#endif
