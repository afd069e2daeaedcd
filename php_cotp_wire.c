/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The argument $wire: an array of values, keyed by the keys of the wire table.
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "php_cotp_wire.h"

#include "php_cotp_object.h"

static bool fill(cotp_wire *wire, zend_array *overrides, bool only_callbacks, cotp_error *error)
{
	zend_string *key;
	zval *value;
	ZEND_HASH_FOREACH_STR_KEY_VAL(overrides, key, value) {
		ZVAL_DEREF(value);
		if (!key || Z_TYPE_P(value) != IS_STRING) {
			return cotp_error_argument(error, "wire", "must contain only strings, with keys from the wire table");
		}
		bool is_skipped = only_callbacks && !cotp_wire_is_callback_key(php_cotp_text_of(key));
		if (!is_skipped && !cotp_wire_override(wire, php_cotp_text_of(key), php_cotp_text_of(Z_STR_P(value)), error)) {
			return false;
		}
	}
	ZEND_HASH_FOREACH_END();
	return true;
}

static cotp_wire *make(zend_array *overrides, bool only_callbacks, cotp_error *error)
{
	cotp_wire *wire = cotp_wire_new();
	if (!wire) {
		cotp_error_memory(error);
		return NULL;
	}
	if (overrides && !fill(wire, overrides, only_callbacks, error)) {
		cotp_wire_free(wire);
		return NULL;
	}
	return wire;
}

cotp_wire *php_cotp_wire_from_array(zend_array *overrides, cotp_error *error)
{
	return make(overrides, false, error);
}

cotp_wire *php_cotp_wire_for_callbacks(zend_array *overrides, cotp_error *error)
{
	return make(overrides, true, error);
}
