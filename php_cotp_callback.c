/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The callback classes. Outcomes become values or exceptions here. The clock, the random bytes and the current HTTP
 * request are read here and nowhere below.
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "php_cotp_callback.h"

#include "php_cotp_call.h"
#include "php_cotp_exceptions.h"
#include "php_cotp_object.h"
#include "php_cotp_serialize.h"
#include "php_cotp_state.h"
#include "php_cotp_wire.h"

#include <time.h>

#include "ext/random/php_random.h"
#include "zend_closures.h"
#include "zend_exceptions.h"

#include "cotp_callback.h"

zend_class_entry *cotp_ce_callback;
zend_class_entry *cotp_ce_callback_verifier;
zend_class_entry *cotp_ce_callback_exception;

/* ---- CotpCallbackException ---- */

/* Returns the number of the property, which follows those of CotpException. */
static uint32_t reason_property(void)
{
	return (uint32_t)cotp_ce_exception->default_properties_count;
}

/* Returns false with an exception thrown. */
static bool exception_construct_parent(zend_object *exception, zend_string *message)
{
	zval argument;
	ZVAL_STR(&argument, message);
	zend_call_known_instance_method_with_1_params(cotp_ce_exception->constructor, exception, NULL, &argument);
	return !EG(exception);
}

ZEND_METHOD(CotpCallbackException, __construct)
{
	zend_string *message = ZSTR_EMPTY_ALLOC(), *reason = ZSTR_EMPTY_ALLOC();
	zend_object *previous = NULL;
	ZEND_PARSE_PARAMETERS_START(0, 3)
		Z_PARAM_OPTIONAL
		Z_PARAM_STR(message)
		Z_PARAM_STR(reason)
		Z_PARAM_OBJ_OF_CLASS_OR_NULL(previous, zend_ce_throwable)
	ZEND_PARSE_PARAMETERS_END();

	zend_object *exception = Z_OBJ_P(ZEND_THIS);
	if (!php_cotp_construct_once(exception, reason_property(), 1) || !exception_construct_parent(exception, message)) {
		RETURN_THROWS();
	}
	php_cotp_property_set_string(exception, reason_property(), reason);
	php_cotp_exception_set_previous(exception, previous);
}

static void throw_rejected(cotp_callback_outcome outcome)
{
	zval exception;
	if (outcome == COTP_CALLBACK_NO_MEMORY) {
		php_cotp_throw_memory();
		return;
	}
	const char *name = cotp_callback_outcome_name(outcome);
	zend_string *message = zend_strpprintf(0, "The callback was rejected: %s", cotp_callback_outcome_text(outcome));
	zend_string *reason = zend_string_init(name, strlen(name), false);
	object_init_ex(&exception, cotp_ce_callback_exception);
	exception_construct_parent(Z_OBJ(exception), message);
	php_cotp_property_set_string(Z_OBJ(exception), reason_property(), reason);
	zend_string_release(message);
	zend_string_release(reason);
	zend_throw_exception_object(&exception);
}

/* ---- CotpCallback ---- */

typedef enum callback_property {
	CALLBACK_REFERENCE,
	CALLBACK_REQUEST_ID,
	CALLBACK_STATUS,
	CALLBACK_RAW_STATUS,
	CALLBACK_TIME,
	CALLBACK_PROPERTY_COUNT
} callback_property;

static const char *const callback_properties[CALLBACK_PROPERTY_COUNT] = {
	[CALLBACK_REFERENCE] = "reference",
	[CALLBACK_REQUEST_ID] = "requestId",
	[CALLBACK_STATUS] = "status",
	[CALLBACK_RAW_STATUS] = "rawStatus",
	[CALLBACK_TIME] = "time",
};

static void callback_to_zval(const cotp_callback *callback, zval *value)
{
	object_init_ex(value, cotp_ce_callback);
	zend_object *object = Z_OBJ_P(value);
	php_cotp_property_set_text(object, CALLBACK_REFERENCE, callback->reference);
	php_cotp_property_set_text(object, CALLBACK_REQUEST_ID, callback->request_id);
	php_cotp_property_set_object(object, CALLBACK_STATUS, php_cotp_status_case(callback->status));
	php_cotp_property_set_text(object, CALLBACK_RAW_STATUS, callback->raw_status);
	php_cotp_property_set_text(object, CALLBACK_TIME, callback->time);
}

ZEND_METHOD(CotpCallback, __construct)
{
	zend_string *reference, *request_id, *raw_status, *time;
	zend_object *status;
	ZEND_PARSE_PARAMETERS_START(5, 5)
		Z_PARAM_STR(reference)
		Z_PARAM_STR(request_id)
		Z_PARAM_OBJ_OF_CLASS(status, cotp_ce_status)
		Z_PARAM_STR(raw_status)
		Z_PARAM_STR(time)
	ZEND_PARSE_PARAMETERS_END();

	zend_object *object = Z_OBJ_P(ZEND_THIS);
	if (!php_cotp_construct_once(object, 0, object->ce->default_properties_count)) {
		RETURN_THROWS();
	}
	php_cotp_property_set_string(object, CALLBACK_REFERENCE, reference);
	php_cotp_property_set_string(object, CALLBACK_REQUEST_ID, request_id);
	php_cotp_property_set_object(object, CALLBACK_STATUS, status);
	php_cotp_property_set_string(object, CALLBACK_RAW_STATUS, raw_status);
	php_cotp_property_set_string(object, CALLBACK_TIME, time);
}

ZEND_METHOD(CotpCallback, __serialize)
{
	php_cotp_serialize_plainly(INTERNAL_FUNCTION_PARAM_PASSTHRU);
}

ZEND_METHOD(CotpCallback, __unserialize)
{
	php_cotp_unserialize_plainly(INTERNAL_FUNCTION_PARAM_PASSTHRU, callback_properties, CALLBACK_PROPERTY_COUNT);
}

ZEND_METHOD(CotpCallback, parseUnverified)
{
	zend_string *body;
	zend_array *overrides = NULL;
	cotp_callback callback;
	cotp_error error;
	ZEND_PARSE_PARAMETERS_START(1, 2)
		Z_PARAM_STR(body)
		Z_PARAM_OPTIONAL
		Z_PARAM_ARRAY_HT(overrides)
	ZEND_PARSE_PARAMETERS_END();

	cotp_wire *wire = php_cotp_wire_for_callbacks(overrides, &error);
	if (!wire || !cotp_wire_check(wire, &error)) {
		cotp_wire_free(wire);
		php_cotp_throw(&error, 2);
		RETURN_THROWS();
	}
	cotp_callback_outcome outcome = cotp_callback_read(wire, php_cotp_text_of(body), &callback);
	cotp_wire_free(wire);
	if (outcome != COTP_CALLBACK_FINE) {
		throw_rejected(outcome);
		RETURN_THROWS();
	}
	callback_to_zval(&callback, return_value);
}

ZEND_METHOD(CotpCallback, dedupeKey)
{
	char hex[COTP_CALLBACK_DEDUPE_KEY + 1];
	ZEND_PARSE_PARAMETERS_NONE();

	zend_object *object = Z_OBJ_P(ZEND_THIS);
	if (!php_cotp_object_is_initialized(object)) {
		RETURN_THROWS();
	}
	cotp_text request_id = php_cotp_text_of(Z_STR_P(php_cotp_property(object, CALLBACK_REQUEST_ID)));
	cotp_text raw_status = php_cotp_text_of(Z_STR_P(php_cotp_property(object, CALLBACK_RAW_STATUS)));
	cotp_text time = php_cotp_text_of(Z_STR_P(php_cotp_property(object, CALLBACK_TIME)));
	if (!cotp_callback_dedupe_key(request_id, raw_status, time, hex)) {
		php_cotp_throw_memory();
		RETURN_THROWS();
	}
	RETURN_STRINGL(hex, COTP_CALLBACK_DEDUPE_KEY);
}

/* ---- CotpCallbackVerifier: the object ---- */

typedef struct php_cotp_verifier {
	cotp_callback_verifier *verifier; /* NULL until the constructor has finished */
	zend_object std;
} php_cotp_verifier;

static zend_object_handlers verifier_handlers;

static php_cotp_verifier *verifier_of(zend_object *object)
{
	return (php_cotp_verifier *)((char *)object - offsetof(php_cotp_verifier, std));
}

static zend_object *verifier_create(zend_class_entry *class_entry)
{
	php_cotp_verifier *verifier = zend_object_alloc(sizeof(*verifier), class_entry);
	verifier->verifier = NULL;
	zend_object_std_init(&verifier->std, class_entry);
	object_properties_init(&verifier->std, class_entry);
	verifier->std.handlers = &verifier_handlers;
	return &verifier->std;
}

static void verifier_free(zend_object *object)
{
	php_cotp_verifier *verifier = verifier_of(object);
	cotp_callback_verifier_free(verifier->verifier);
	verifier->verifier = NULL;
	zend_object_std_dtor(object);
}

/* Returns NULL with an exception thrown if the constructor has not finished. */
static const cotp_callback_verifier *verifier_ready(zval *self)
{
	const cotp_callback_verifier *verifier = verifier_of(Z_OBJ_P(self))->verifier;
	if (!verifier) {
		zend_throw_error(NULL, "CotpCallbackVerifier::__construct() has not been called");
	}
	return verifier;
}

/* Fills the keys with texts borrowed from the array. Returns false if a secret is not a string. */
static bool keys_from_array(zend_array *array, cotp_callback_key *keys)
{
	zend_string *id;
	zval *secret;
	ZEND_HASH_FOREACH_STR_KEY_VAL(array, id, secret) {
		ZVAL_DEREF(secret);
		if (Z_TYPE_P(secret) != IS_STRING) {
			return false;
		}
		/* a whole number is rejected, whatever its value */
		keys->id = id ? php_cotp_text_of(id) : COTP_TEXT("0");
		keys->secret = php_cotp_text_of(Z_STR_P(secret));
		keys++;
	}
	ZEND_HASH_FOREACH_END();
	return true;
}

/* Returns NULL and fills error on failure. */
static cotp_callback_verifier *new_verifier(
	const cotp_callback_key *keys, size_t count, zend_array *overrides, cotp_error *error)
{
	cotp_wire *wire = php_cotp_wire_for_callbacks(overrides, error);
	return wire ? cotp_callback_verifier_new(keys, count, wire, error) : NULL;
}

ZEND_METHOD(CotpCallbackVerifier, __construct)
{
	zend_array *array, *overrides = NULL;
	cotp_error error;
	ZEND_PARSE_PARAMETERS_START(1, 2)
		Z_PARAM_ARRAY_HT(array)
		Z_PARAM_OPTIONAL
		Z_PARAM_ARRAY_HT(overrides)
	ZEND_PARSE_PARAMETERS_END();

	php_cotp_verifier *verifier = verifier_of(Z_OBJ_P(ZEND_THIS));
	if (verifier->verifier) {
		zend_throw_error(NULL, "CotpCallbackVerifier::__construct() must not be called twice");
		RETURN_THROWS();
	}
	uint32_t count = zend_hash_num_elements(array);
	cotp_callback_key *keys = safe_emalloc(count, sizeof(*keys), 0);
	bool are_strings = keys_from_array(array, keys);
	if (are_strings) {
		verifier->verifier = new_verifier(keys, count, overrides, &error);
	}
	efree(keys);
	if (!are_strings) {
		zend_argument_type_error(1, "must contain only strings");
	} else if (!verifier->verifier) {
		php_cotp_throw(&error, 1);
	}
}

static void convert_url(const void *url, zval *value)
{
	const cotp_buffer *buffer = url;
	ZVAL_STRINGL(value, buffer->data, buffer->length);
}

static void release_url(void *url)
{
	cotp_buffer_free(url);
}

ZEND_METHOD(CotpCallbackVerifier, url)
{
	zend_string *base_url, *reference;
	zend_long ttl = 2592000;
	cotp_buffer url = { 0 };
	cotp_error error;
	ZEND_PARSE_PARAMETERS_START(2, 3)
		Z_PARAM_STR(base_url)
		Z_PARAM_STR(reference)
		Z_PARAM_OPTIONAL
		Z_PARAM_LONG(ttl)
	ZEND_PARSE_PARAMETERS_END();

	const cotp_callback_verifier *verifier = verifier_ready(ZEND_THIS);
	cotp_callback_link link = {
		.base_url = php_cotp_text_of(base_url),
		.reference = php_cotp_text_of(reference),
		.ttl = ttl,
		.now = time(NULL),
	};
	if (!verifier || php_random_bytes_throw(link.nonce, sizeof(link.nonce)) == FAILURE) {
		RETURN_THROWS();
	}
	if (!cotp_callback_url(verifier, &link, &url, &error)) {
		cotp_buffer_free(&url);
		php_cotp_throw(&error, 1);
		RETURN_THROWS();
	}
	php_cotp_call_convert(return_value, convert_url, release_url, &url);
}

/* ---- CotpCallbackVerifier: verifying ---- */

/* Returns whether the closure returns the request id of the body for the reference of the callback. Returns false with
 * an exception thrown. */
static bool request_id_matches(zend_object *callback, zend_object *closure, uint32_t closure_argument)
{
	zval function, reference, known;
	ZVAL_OBJ(&function, closure);
	ZVAL_COPY(&reference, php_cotp_property(callback, CALLBACK_REFERENCE));
	ZVAL_UNDEF(&known);
	call_user_function(NULL, NULL, &function, &known, 1, &reference);
	zval_ptr_dtor(&reference);
	if (EG(exception)) {
		zval_ptr_dtor(&known);
		return false;
	}
	const zval *request_id = php_cotp_property(callback, CALLBACK_REQUEST_ID);
	const zval *value = &known; /* a closure may return by reference */
	ZVAL_DEREF(value);
	bool is_string = Z_TYPE_P(value) == IS_STRING;
	bool is_null = Z_TYPE_P(value) == IS_NULL;
	bool matches = is_null || (is_string && zend_string_equals(Z_STR_P(value), Z_STR_P(request_id)));
	zval_ptr_dtor(&known);
	if (!is_string && !is_null) {
		zend_argument_type_error(closure_argument, "must return a string or null");
	} else if (!matches) {
		throw_rejected(COTP_CALLBACK_WRONG_REQUEST);
	}
	return matches;
}

/* closure may be NULL. */
static void verify(zval *self, zend_string *body, zend_string *token, zend_object *closure, uint32_t closure_argument,
	zval *return_value)
{
	cotp_callback callback;
	const cotp_callback_verifier *verifier = verifier_ready(self);
	if (!verifier) {
		return;
	}
	cotp_callback_outcome outcome =
		cotp_callback_verify(verifier, php_cotp_text_of(token), php_cotp_text_of(body), time(NULL), &callback);
	if (outcome != COTP_CALLBACK_FINE) {
		throw_rejected(outcome);
		return;
	}
	callback_to_zval(&callback, return_value);
	if (closure && !request_id_matches(Z_OBJ_P(return_value), closure, closure_argument)) {
		zval_ptr_dtor(return_value);
		ZVAL_UNDEF(return_value);
	}
}

ZEND_METHOD(CotpCallbackVerifier, verify)
{
	zend_string *body, *token;
	zend_object *closure = NULL;
	ZEND_PARSE_PARAMETERS_START(2, 3)
		Z_PARAM_STR(body)
		Z_PARAM_STR(token)
		Z_PARAM_OPTIONAL
		Z_PARAM_OBJ_OF_CLASS_OR_NULL(closure, zend_ce_closure)
	ZEND_PARSE_PARAMETERS_END();
	verify(ZEND_THIS, body, token, closure, 3, return_value);
}

/* Returns $_GET['cotp'] as the script sees it, or an empty string if it is missing or not a string. The caller releases
 * the string. */
static zend_string *token_from_query(void)
{
	zval *query = zend_hash_str_find_ind(&EG(symbol_table), "_GET", sizeof("_GET") - 1);
	if (query) {
		ZVAL_DEREF(query);
	}
	zval *token =
		query && Z_TYPE_P(query) == IS_ARRAY ? zend_hash_str_find(Z_ARRVAL_P(query), "cotp", sizeof("cotp") - 1) : NULL;
	if (token) {
		ZVAL_DEREF(token);
	}
	return token && Z_TYPE_P(token) == IS_STRING ? zend_string_copy(Z_STR_P(token)) : ZSTR_EMPTY_ALLOC();
}

/* Returns the request body, or as much of it as is needed to see that it is too large. Returns NULL if it cannot be
 * read. The caller releases the string. */
static zend_string *body_from_input(void)
{
	php_stream *input = php_stream_open_wrapper("php://input", "rb", REPORT_ERRORS, NULL);
	if (!input) {
		return NULL;
	}
	zend_string *body = php_stream_copy_to_mem(input, COTP_CALLBACK_BODY + 1, false);
	php_stream_close(input);
	return body;
}

ZEND_METHOD(CotpCallbackVerifier, verifyGlobals)
{
	zend_object *closure = NULL;
	ZEND_PARSE_PARAMETERS_START(0, 1)
		Z_PARAM_OPTIONAL
		Z_PARAM_OBJ_OF_CLASS_OR_NULL(closure, zend_ce_closure)
	ZEND_PARSE_PARAMETERS_END();

	zend_string *token = token_from_query();
	zend_string *body = body_from_input();
	if (!EG(exception)) {
		verify(ZEND_THIS, body ? body : ZSTR_EMPTY_ALLOC(), token, closure, 1, return_value);
	}
	zend_string_release(token);
	if (body) {
		zend_string_release(body);
	}
}

/* ---- startup ---- */

void php_cotp_callback_startup(void)
{
	static const char *const reason = "reason";
	php_cotp_class_check_properties(cotp_ce_callback, callback_properties, CALLBACK_PROPERTY_COUNT);
	php_cotp_class_check_properties(cotp_ce_callback_exception, &reason, 1);
	verifier_handlers = std_object_handlers;
	verifier_handlers.offset = offsetof(php_cotp_verifier, std);
	verifier_handlers.free_obj = verifier_free;
	verifier_handlers.clone_obj = NULL;
	php_cotp_class_set_handlers(cotp_ce_callback_verifier, verifier_create, &verifier_handlers);
}
