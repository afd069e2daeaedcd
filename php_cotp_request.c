/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * CotpRequest: each method parses its arguments, makes one call of the client, and returns the result or throws.
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "php_cotp_request.h"

#include "php_cotp_call.h"
#include "php_cotp_exceptions.h"
#include "php_cotp_form.h"
#include "php_cotp_object.h"
#include "php_cotp_pool.h"
#include "php_cotp_retention.h"
#include "php_cotp_state.h"
#include "php_cotp_wire.h"

#include "cotp_client_batch.h"

#include "zend_closures.h"

#include <unistd.h>

zend_class_entry *cotp_ce_request;

static zend_object_handlers request_handlers;

/* ---- the object ---- */

static zend_object *request_create(zend_class_entry *class_entry)
{
	php_cotp_request *request = zend_object_alloc(sizeof(*request), class_entry);
	request->client = NULL;
	ZVAL_UNDEF(&request->observer);
	zend_object_std_init(&request->std, class_entry);
	object_properties_init(&request->std, class_entry);
	request->std.handlers = &request_handlers;
	return &request->std;
}

static void request_free(zend_object *object)
{
	php_cotp_request *request = php_cotp_request_of(object);
	cotp_client_free(request->client);
	request->client = NULL;
	zval_ptr_dtor(&request->observer);
	ZVAL_UNDEF(&request->observer);
	zend_object_std_dtor(object);
}

/* Reports the closure, which often refers to the object that owns the client. */
static HashTable *request_get_gc(zend_object *object, zval **table, int *count)
{
	zend_get_gc_buffer *buffer = zend_get_gc_buffer_create();
	zend_get_gc_buffer_add_zval(buffer, &php_cotp_request_of(object)->observer);
	zend_get_gc_buffer_use(buffer, table, count);
	return zend_std_get_properties(object);
}

/* ---- the constructor ---- */

typedef struct request_arguments {
	zend_string *api_key;
	zend_string *base_uri;
	double timeout;
	double connect_timeout;
	zend_long retries;
	zend_string *ca_file;
	zend_string *proxy;
	bool http2;
	zend_array *wire;
	zval *observer;
} request_arguments;

static bool request_parse(zend_execute_data *execute_data, request_arguments *arguments)
{
	ZEND_PARSE_PARAMETERS_START(1, 10)
		Z_PARAM_STR(arguments->api_key)
		Z_PARAM_OPTIONAL
		Z_PARAM_STR(arguments->base_uri)
		Z_PARAM_DOUBLE(arguments->timeout)
		Z_PARAM_DOUBLE(arguments->connect_timeout)
		Z_PARAM_LONG(arguments->retries)
		Z_PARAM_PATH_STR_OR_NULL(arguments->ca_file)
		Z_PARAM_STR_OR_NULL(arguments->proxy)
		Z_PARAM_BOOL(arguments->http2)
		Z_PARAM_ARRAY_HT(arguments->wire)
		Z_PARAM_OBJECT_OF_CLASS_OR_NULL(arguments->observer, zend_ce_closure)
	ZEND_PARSE_PARAMETERS_END_EX(return false);
	return true;
}

/*
 * Checks open_basedir, because libcurl itself opens the file when it connects. Makes the path absolute, because a
 * relative path would mean another file after a chdir(), and the pool matches connections by the path. path has room
 * for MAXPATHLEN bytes.
 */
static bool resolve_ca_file(const zend_string *given, char *path, cotp_error *error)
{
	if (!expand_filepath(ZSTR_VAL(given), path)) {
		return cotp_error_argument(error, "caFile", "must be a valid path");
	}
	if (php_check_open_basedir_ex(path, false)) {
		return cotp_error_argument(error, "caFile", "must be within the paths allowed by open_basedir");
	}
	return true;
}

static cotp_client *client_from_arguments(const request_arguments *arguments, cotp_error *error)
{
	char ca_file[MAXPATHLEN];
	if (arguments->ca_file && !resolve_ca_file(arguments->ca_file, ca_file, error)) {
		return NULL;
	}
	cotp_client_settings settings = {
		.api_key = php_cotp_text_of(arguments->api_key),
		.base_uri = arguments->base_uri ? php_cotp_text_of(arguments->base_uri) : cotp_text_of(COTP_PRODUCTION),
		.timeout = arguments->timeout,
		.connect_timeout = arguments->connect_timeout,
		.retries = arguments->retries,
		.ca_file = cotp_text_of(arguments->ca_file ? ca_file : NULL),
		.proxy = php_cotp_text_of(arguments->proxy),
		.http2 = arguments->http2,
		.http_hosts = COTP_G(http_hosts),
	};
	cotp_wire *wire = php_cotp_wire_from_array(arguments->wire, error);
	return wire ? cotp_client_new(&settings, wire, error) : NULL;
}

ZEND_METHOD(CotpRequest, __construct)
{
	request_arguments arguments = { .timeout = 10.0, .connect_timeout = 3.0, .retries = 2, .http2 = true };
	cotp_error error;
	if (!request_parse(execute_data, &arguments)) {
		RETURN_THROWS();
	}
	php_cotp_request *request = php_cotp_request_of(Z_OBJ_P(ZEND_THIS));
	if (request->client) {
		zend_throw_error(NULL, "CotpRequest::__construct() must not be called twice");
		RETURN_THROWS();
	}
	request->client = client_from_arguments(&arguments, &error);
	if (!request->client) {
		php_cotp_throw(&error, 1);
		RETURN_THROWS();
	}
	if (arguments.observer) {
		ZVAL_COPY(&request->observer, arguments.observer);
	}
}

/* ---- requests ---- */

ZEND_METHOD(CotpRequest, send)
{
	zend_object *object;
	php_cotp_call call;
	php_cotp_form form;
	cotp_error error;
	ZEND_PARSE_PARAMETERS_START(1, 1)
		Z_PARAM_OBJ_OF_CLASS(object, cotp_ce_form)
	ZEND_PARSE_PARAMETERS_END();
	if (!php_cotp_call_begin(&call, ZEND_THIS)) {
		RETURN_THROWS();
	}
	/* Allocated before the form is sent: if memory ran out afterwards, the id would be lost. */
	zend_string *id = zend_string_alloc(COTP_ID_LENGTH, false);
	if (!php_cotp_form_from_object(&form, object, 1)) {
		zend_string_efree(id);
		RETURN_THROWS();
	}
	bool succeeded = cotp_client_send(call.client, &call.call, &form.form, ZSTR_VAL(id), &error);
	php_cotp_form_release(&form);
	if (!php_cotp_call_end(&call, succeeded, &error, 1, NULL, NULL)) {
		zend_string_efree(id);
		RETURN_THROWS();
	}
	ZSTR_LEN(id) = strlen(ZSTR_VAL(id));
	RETURN_STR(id);
}

static void release_state(void *state)
{
	cotp_state_free(state);
}

static void convert_state(const void *state, zval *value)
{
	php_cotp_state_to_zval(state, value);
}

ZEND_METHOD(CotpRequest, retrieve)
{
	zend_string *request;
	php_cotp_call call;
	cotp_state state;
	cotp_error error;
	ZEND_PARSE_PARAMETERS_START(1, 1)
		Z_PARAM_STR(request)
	ZEND_PARSE_PARAMETERS_END();
	if (!php_cotp_call_begin(&call, ZEND_THIS)) {
		RETURN_THROWS();
	}
	bool succeeded = cotp_client_retrieve(call.client, &call.call, php_cotp_text_of(request), &state, &error);
	if (!php_cotp_call_end(&call, succeeded, &error, 1, release_state, &state)) {
		RETURN_THROWS();
	}
	php_cotp_call_convert(return_value, convert_state, release_state, &state);
}

ZEND_METHOD(CotpRequest, await)
{
	zend_string *request;
	double timeout = 300.0;
	php_cotp_call call;
	cotp_state state;
	cotp_error error;
	ZEND_PARSE_PARAMETERS_START(1, 2)
		Z_PARAM_STR(request)
		Z_PARAM_OPTIONAL
		Z_PARAM_DOUBLE(timeout)
	ZEND_PARSE_PARAMETERS_END();
	if (!php_cotp_call_begin(&call, ZEND_THIS)) {
		RETURN_THROWS();
	}
	bool succeeded = cotp_client_await(call.client, &call.call, php_cotp_text_of(request), timeout, &state, &error);
	if (!php_cotp_call_end(&call, succeeded, &error, 1, release_state, &state)) {
		RETURN_THROWS();
	}
	php_cotp_call_convert(return_value, convert_state, release_state, &state);
}

/* Runs the methods that take one string and return nothing. */
static void call_with_text(INTERNAL_FUNCTION_PARAMETERS,
	bool (*operation)(const cotp_client *client, const cotp_call *call, cotp_text text, cotp_error *error))
{
	zend_string *text;
	php_cotp_call call;
	cotp_error error;
	ZEND_PARSE_PARAMETERS_START(1, 1)
		Z_PARAM_STR(text)
	ZEND_PARSE_PARAMETERS_END();
	if (!php_cotp_call_begin(&call, ZEND_THIS)) {
		RETURN_THROWS();
	}
	bool succeeded = operation(call.client, &call.call, php_cotp_text_of(text), &error);
	php_cotp_call_end(&call, succeeded, &error, 1, NULL, NULL);
}

ZEND_METHOD(CotpRequest, delete)
{
	call_with_text(INTERNAL_FUNCTION_PARAM_PASSTHRU, cotp_client_delete);
}

/* ---- cards ---- */

ZEND_METHOD(CotpRequest, setRetention)
{
	zend_string *card_uri;
	zend_object *object;
	php_cotp_call call;
	php_cotp_retention policy;
	cotp_error error;
	ZEND_PARSE_PARAMETERS_START(2, 2)
		Z_PARAM_STR(card_uri)
		Z_PARAM_OBJ_OF_CLASS(object, cotp_ce_retention)
	ZEND_PARSE_PARAMETERS_END();
	if (!php_cotp_call_begin(&call, ZEND_THIS) || !php_cotp_retention_from_object(&policy, object, 2)) {
		RETURN_THROWS();
	}
	bool succeeded =
		cotp_client_set_retention(call.client, &call.call, php_cotp_text_of(card_uri), &policy.retention, &error);
	php_cotp_retention_release(&policy);
	php_cotp_call_end(&call, succeeded, &error, 2, NULL, NULL);
}

static void release_retention(void *retention)
{
	cotp_wire_retention_free(retention);
}

static void convert_retention(const void *retention, zval *value)
{
	php_cotp_retention_to_zval(&((const cotp_wire_retention *)retention)->retention, value);
}

ZEND_METHOD(CotpRequest, getRetention)
{
	zend_string *card_uri;
	php_cotp_call call;
	cotp_wire_retention retention;
	cotp_error error;
	ZEND_PARSE_PARAMETERS_START(1, 1)
		Z_PARAM_STR(card_uri)
	ZEND_PARSE_PARAMETERS_END();
	if (!php_cotp_call_begin(&call, ZEND_THIS)) {
		RETURN_THROWS();
	}
	bool succeeded = cotp_client_get_retention(call.client, &call.call, php_cotp_text_of(card_uri), &retention, &error);
	if (!php_cotp_call_end(&call, succeeded, &error, 1, release_retention, &retention)) {
		RETURN_THROWS();
	}
	php_cotp_call_convert(return_value, convert_retention, release_retention, &retention);
}

ZEND_METHOD(CotpRequest, deleteRetention)
{
	zend_string *card_uri, *type = NULL, *data = NULL;
	php_cotp_call call;
	cotp_error error;
	ZEND_PARSE_PARAMETERS_START(1, 3)
		Z_PARAM_STR(card_uri)
		Z_PARAM_OPTIONAL
		Z_PARAM_STR_OR_NULL(type)
		Z_PARAM_STR_OR_NULL(data)
	ZEND_PARSE_PARAMETERS_END();
	if (!php_cotp_call_begin(&call, ZEND_THIS)) {
		RETURN_THROWS();
	}
	bool succeeded = cotp_client_delete_retention(
		call.client, &call.call, php_cotp_text_of(card_uri), php_cotp_text_of(type), php_cotp_text_of(data), &error);
	php_cotp_call_end(&call, succeeded, &error, 1, NULL, NULL);
}

ZEND_METHOD(CotpRequest, clearCvv)
{
	call_with_text(INTERNAL_FUNCTION_PARAM_PASSTHRU, cotp_client_clear_cvv);
}

ZEND_METHOD(CotpRequest, deleteCard)
{
	call_with_text(INTERNAL_FUNCTION_PARAM_PASSTHRU, cotp_client_delete_card);
}

/* ---- the key ---- */

ZEND_METHOD(CotpRequest, authenticate)
{
	php_cotp_call call;
	cotp_error error;
	bool good = false;
	ZEND_PARSE_PARAMETERS_NONE();
	if (!php_cotp_call_begin(&call, ZEND_THIS)) {
		RETURN_THROWS();
	}
	bool succeeded = cotp_client_authenticate(call.client, &call.call, &good, &error);
	if (!php_cotp_call_end(&call, succeeded, &error, 1, NULL, NULL)) {
		RETURN_THROWS();
	}
	RETURN_BOOL(good);
}

/* ---- the pool ---- */

ZEND_METHOD(CotpRequest, pool)
{
	ZEND_PARSE_PARAMETERS_NONE();
	cotp_pool_figures figures = cotp_pool_read(COTP_G(pool));
	array_init_size(return_value, 4);
	add_assoc_long(return_value, "pid", (zend_long)getpid());
	add_assoc_long(return_value, "connections", (zend_long)figures.connections);
	add_assoc_long(return_value, "hits", (zend_long)figures.hits);
	add_assoc_long(return_value, "misses", (zend_long)figures.misses);
}

ZEND_METHOD(CotpRequest, closePool)
{
	(void)return_value;
	ZEND_PARSE_PARAMETERS_NONE();
	if (COTP_G(pool)) {
		cotp_pool_close(COTP_G(pool));
	}
}

/* ---- startup ---- */

void php_cotp_request_startup(void)
{
	memcpy(&request_handlers, &std_object_handlers, sizeof(request_handlers));
	request_handlers.offset = offsetof(php_cotp_request, std);
	request_handlers.free_obj = request_free;
	request_handlers.get_gc = request_get_gc;
	request_handlers.clone_obj = NULL;
	php_cotp_class_set_handlers(cotp_ce_request, request_create, &request_handlers);
}
