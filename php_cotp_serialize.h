/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What __serialize() returns and __unserialize() accepts: "version", and each property by its name. Enum cases are
 * strings, so that every serializer can write them.
 */
#ifndef PHP_COTP_SERIALIZE_H
#define PHP_COTP_SERIALIZE_H

#include "php_cotp_zend.h"

/* Returns a new array with the version. */
void php_cotp_serialize_version(zval *data);

/* Returns such an array for an object. Returns false with an Error thrown if a property has no value. */
bool php_cotp_serialize_begin(zend_object *object, zval *data);

/* Adds count properties, the first of which is number first. */
void php_cotp_serialize_properties(zend_object *object, uint32_t first, uint32_t count, zval *data);

/* The functions below return false with an exception thrown for argument 1 of the running function. */

/* Checks the version, and that the array has exactly these keys besides. */
bool php_cotp_unserialize_begin(zend_array *data, const char *const *names, uint32_t count);

/* Reads one property, and checks that the value has its declared type. The value is borrowed. */
bool php_cotp_unserialize_property(zend_object *object, uint32_t index, zend_array *data, zval *value);

/* Does both for all properties of a class whose keys are its properties. */
bool php_cotp_unserialize_properties(
	zend_object *object, zend_array *data, const char *const *names, uint32_t count, zval *values);

/* Sets the first count properties; each value gains a reference. */
void php_cotp_properties_set(zend_object *object, zval *values, uint32_t count);

/* __serialize() and __unserialize() of a class whose constructor checks nothing but types. */
void php_cotp_serialize_plainly(INTERNAL_FUNCTION_PARAMETERS);
void php_cotp_unserialize_plainly(INTERNAL_FUNCTION_PARAMETERS, const char *const *names, uint32_t count);

#endif
