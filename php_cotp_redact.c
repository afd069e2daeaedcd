/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Objects whose listings hide values.
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "php_cotp_redact.h"

#include "php_cotp_object.h"
#include "php_cotp_pool.h"

#include "ext/random/php_random.h"
#include "zend_enum.h"
#include "zend_smart_str.h"

#include <unistd.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#define DIGEST_BYTES  6 /* shown as 12 hexadecimal digits */
#define DIGEST_LEVELS 64

bool php_cotp_is_redacted(const zend_string *text)
{
	const size_t length = sizeof(PHP_COTP_REDACTED) - 1;
	return text && ZSTR_LEN(text) >= length && memcmp(ZSTR_VAL(text), PHP_COTP_REDACTED, length) == 0;
}

/* ---- the digest of a value ---- */

/* Returns the key of this process, or NULL if the system has no random numbers. After a fork, the child generates a key
 * of its own. The key never leaves the process, so digests can be compared only within it. */
static const unsigned char *digest_key(void)
{
	if (COTP_G(digest_process) != (zend_long)getpid()) {
		if (php_random_bytes_silent(COTP_G(digest_key), sizeof(COTP_G(digest_key))) == FAILURE) {
			return NULL;
		}
		COTP_G(digest_process) = (zend_long)getpid();
	}
	return COTP_G(digest_key);
}

static void append_value(smart_str *text, zval *value, int level);

static void append_text(smart_str *text, const zend_string *value)
{
	smart_str_append_unsigned(text, ZSTR_LEN(value));
	smart_str_appendc(text, ':');
	smart_str_append(text, value);
}

static void append_members(smart_str *text, HashTable *members, int level)
{
	zend_string *key;
	zend_ulong index;
	zval *value;
	smart_str_appendc(text, '{');
	ZEND_HASH_FOREACH_KEY_VAL_IND(members, index, key, value)
	{
		if (key) {
			append_text(text, key);
		} else {
			smart_str_append_unsigned(text, index);
		}
		smart_str_appendc(text, '=');
		append_value(text, value, level + 1);
	}
	ZEND_HASH_FOREACH_END();
	smart_str_appendc(text, '}');
}

/* Runs no PHP code: of an object other than an enum case or a stdClass, only the class counts. */
static void append_object(smart_str *text, zend_object *object, int level)
{
	append_text(text, object->ce->name);
	if (object->ce->ce_flags & ZEND_ACC_ENUM) {
		append_text(text, Z_STR_P(zend_enum_fetch_case_name(object)));
	} else if (object->ce == zend_standard_class_def) {
		append_members(text, zend_std_get_properties(object), level);
	}
}

/* Appends a text that is equal for equal values only. Every value ends in a way that the next cannot continue. */
static void append_value(smart_str *text, zval *value, int level)
{
	ZVAL_DEREF(value);
	if (level > DIGEST_LEVELS) { /* also the end of an array that contains itself */
		return;
	}
	smart_str_append_long(text, Z_TYPE_P(value));
	smart_str_appendc(text, ' ');
	switch (Z_TYPE_P(value)) {
		case IS_LONG:
			smart_str_append_long(text, Z_LVAL_P(value));
			break;
		case IS_DOUBLE:
			smart_str_appendl(text, (const char *)&Z_DVAL_P(value), sizeof(Z_DVAL_P(value)));
			break;
		case IS_STRING:
			append_text(text, Z_STR_P(value));
			break;
		case IS_ARRAY:
			append_members(text, Z_ARRVAL_P(value), level);
			break;
		case IS_OBJECT:
			append_object(text, Z_OBJ_P(value), level);
			break;
		default:
			break;
	}
	smart_str_appendc(text, ';');
}

/* Returns "***" and a digest: equal values of a property have the same, so that tests that compare casts still notice a
 * wrong value. */
static zend_string *redact_with_digest(const zend_string *name, zval *value)
{
	const unsigned char *key = digest_key();
	unsigned char digest[EVP_MAX_MD_SIZE];
	char hex[2 * DIGEST_BYTES + 1];
	smart_str text = { 0 };
	append_text(&text, name);
	append_value(&text, value, 0);
	bool has_digest = key && HMAC(EVP_sha256(), key, sizeof(COTP_G(digest_key)),
								 (const unsigned char *)ZSTR_VAL(text.s), ZSTR_LEN(text.s), digest, NULL);
	OPENSSL_cleanse(ZSTR_VAL(text.s), ZSTR_LEN(text.s));
	smart_str_free(&text);
	if (!has_digest) {
		return zend_string_init(ZEND_STRL(PHP_COTP_REDACTED), false);
	}
	for (size_t i = 0; i < DIGEST_BYTES; i++) {
		snprintf(hex + 2 * i, 3, "%02x", digest[i]);
	}
	return zend_strpprintf(0, PHP_COTP_REDACTED " %s", hex);
}

/* ---- listings ---- */

typedef enum listing { LISTING_REDACTED, LISTING_WITH_DIGESTS, LISTING_REAL } listing;

/* Null and an empty array contain no secret, and are worth seeing. */
static bool is_empty(const zval *value)
{
	return Z_TYPE_P(value) == IS_NULL ||
		   (Z_TYPE_P(value) == IS_ARRAY && zend_hash_num_elements(Z_ARRVAL_P(value)) == 0);
}

static void list_property(const zend_object *object, uint32_t index, listing kind, zval *value, zval *shown)
{
	const php_cotp_redaction *redaction = (const php_cotp_redaction *)(const void *)object->handlers;
	if (kind == LISTING_REAL || is_empty(value) || !redaction->is_secret(index)) {
		ZVAL_COPY(shown, value);
	} else if (kind == LISTING_WITH_DIGESTS) {
		ZVAL_STR(shown, redact_with_digest(php_cotp_property_name(object->ce, index), value));
	} else {
		ZVAL_STRING(shown, PHP_COTP_REDACTED);
	}
}

static zend_array *list_properties(zend_object *object, listing kind)
{
	uint32_t count = (uint32_t)object->ce->default_properties_count;
	zend_array *list = zend_new_array(count);
	for (uint32_t i = 0; i < count; i++) {
		zval *value = php_cotp_property(object, i);
		zval shown;
		if (Z_TYPE_P(value) != IS_UNDEF) {
			list_property(object, i, kind, value, &shown);
			zend_hash_add_new(list, php_cotp_property_name(object->ce, i), &shown);
		}
	}
	return list;
}

/* ---- handlers ---- */

static zend_array *redacted_get_properties_for(zend_object *object, zend_prop_purpose purpose)
{
	switch (purpose) {
		case ZEND_PROP_PURPOSE_SERIALIZE:
			return list_properties(object, LISTING_REAL);
		case ZEND_PROP_PURPOSE_ARRAY_CAST:
			return list_properties(object, LISTING_WITH_DIGESTS);
		default:
			return list_properties(object, LISTING_REDACTED);
	}
}

/* For foreach, get_object_vars(), get_mangled_object_vars() and http_build_query(). The engine owns the table through
 * the object, and reads a declared property from its slot, never from here. */
static HashTable *redacted_get_properties(zend_object *object)
{
	if (!object->properties) {
		object->properties = list_properties(object, LISTING_REDACTED);
	}
	return object->properties;
}

static HashTable *redacted_get_gc(zend_object *object, zval **table, int *count)
{
	*table = object->properties_table;
	*count = object->ce->default_properties_count;
	return object->properties;
}

static void restore_list(zend_object *object, zend_array *list)
{
	if (object->properties != list) {
		php_cotp_properties_forget(object);
		object->properties = list;
	}
}

/* Compares the real values: the engine's own function compares the lists if there are any. */
static int redacted_compare(zval *first, zval *second)
{
	if (Z_TYPE_P(first) != IS_OBJECT || Z_TYPE_P(second) != IS_OBJECT) {
		return zend_std_compare_objects(first, second);
	}
	zend_object *objects[] = { Z_OBJ_P(first), Z_OBJ_P(second) };
	zend_array *lists[] = { objects[0]->properties, objects[1]->properties };
	objects[0]->properties = NULL;
	objects[1]->properties = NULL;
	int result = zend_std_compare_objects(first, second);
	restore_list(objects[0], lists[0]);
	restore_list(objects[1], lists[1]);
	return result;
}

static zend_object *redacted_clone(zend_object *original)
{
	zend_array *list = original->properties;
	zend_object *object = zend_objects_new(original->ce);
	object_properties_init(object, original->ce);
	object->handlers = original->handlers;
	original->properties = NULL; /* the engine would copy it as if it contained dynamic properties */
	zend_objects_clone_members(object, original);
	restore_list(original, list);
	return object;
}

void php_cotp_redaction_start(
	php_cotp_redaction *redaction, zend_class_entry *class_entry, bool (*is_secret)(uint32_t index))
{
	memcpy(&redaction->handlers, &std_object_handlers, sizeof(redaction->handlers));
	redaction->handlers.get_properties = redacted_get_properties;
	redaction->handlers.get_properties_for = redacted_get_properties_for;
	redaction->handlers.get_gc = redacted_get_gc;
	redaction->handlers.compare = redacted_compare;
	redaction->handlers.clone_obj = redacted_clone;
	redaction->is_secret = is_secret;
#if PHP_VERSION_ID >= 80300
	class_entry->default_object_handlers = &redaction->handlers;
#else
	(void)class_entry;
#endif
}

void php_cotp_redact(zend_object *object, const php_cotp_redaction *redaction)
{
	object->handlers = &redaction->handlers;
}
