/*
 * CotpRequest: arguments in, one call of the client, and its result or exception out. PHP code (an observer, a signal's
 * handler) runs during a call only in the two hooks below, where neither libcurl nor a lock is on the stack.
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "php_cotp.h"

#include "zend_closures.h"
#include "zend_exceptions.h"
#include "zend_fibers.h"

typedef struct php_cotp_request {
	cotp_client *client; /* NULL until the constructor is done */
	zval observer;       /* a closure, or undefined */
	zend_object std;
} php_cotp_request;

static zend_object_handlers request_handlers;

static php_cotp_request *request_of(zend_object *object)
{
	return (php_cotp_request *)((char *)object - offsetof(php_cotp_request, std));
}

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
	php_cotp_request *request = request_of(object);
	cotp_client_free(request->client);
	request->client = NULL;
	zval_ptr_dtor(&request->observer);
	ZVAL_UNDEF(&request->observer);
	zend_object_std_dtor(object);
}

/* A closure often holds the object that holds the client. */
static HashTable *request_get_gc(zend_object *object, zval **table, int *count)
{
	zend_get_gc_buffer *buffer = zend_get_gc_buffer_create();
	zend_get_gc_buffer_add_zval(buffer, &request_of(object)->observer);
	zend_get_gc_buffer_use(buffer, table, count);
	return zend_std_get_properties(object);
}

/* ---- a call ---- */

typedef struct php_cotp_call {
	const cotp_client *client;
	zval *observer;
	cotp_call call;
	cotp_http_hooks hooks;
	bool bailed_out; /* PHP code that a hook ran died */
	bool timed_out;  /* max_execution_time is over */
} php_cotp_call;

static bool call_is_over(const php_cotp_call *call)
{
	return call->bailed_out || call->timed_out || EG(exception);
}

/*
 * Runs PHP code from within a call. A bailout is caught, so that the layers below can clean up, and goes on in
 * call_end(). Fibers must not switch: a call that another fiber's call overtakes would find the pool in a state it does
 * not expect.
 */
static bool call_php(php_cotp_call *call, void (*run)(php_cotp_call *call, const void *argument), const void *argument)
{
	zend_fiber_switch_block();
	zend_try
	{
		run(call, argument);
	}
	zend_catch
	{
		call->bailed_out = true;
	}
	zend_end_try();
	zend_fiber_switch_unblock();
	return !call_is_over(call);
}

static void run_interrupt_function(php_cotp_call *call, const void *argument)
{
	(void)call;
	(void)argument;
	zend_interrupt_function(EG(current_execute_data));
}

/* What the engine does between two opcodes: it cannot while we wait. */
static bool hook_go_on(void *context)
{
	php_cotp_call *call = context;
	if (call_is_over(call)) {
		return false;
	}
	if (!zend_atomic_bool_load_ex(&EG(vm_interrupt))) {
		return true;
	}
	zend_atomic_bool_store_ex(&EG(vm_interrupt), false);
	if (zend_atomic_bool_load_ex(&EG(timed_out))) {
		call->timed_out = true;
		return false;
	}
	return !zend_interrupt_function || call_php(call, run_interrupt_function, NULL);
}

/* exit() and the end of a fiber travel as exceptions, and are none. */
static bool exception_is_exit(void)
{
	return zend_is_unwind_exit(EG(exception)) || zend_is_graceful_exit(EG(exception));
}

static void drop_exception(void)
{
	if (EG(exception) && !exception_is_exit()) {
		zend_clear_exception();
	}
}

/* What an observer threw must not cost the caller the call's result. Its text stays out: we do not know what it holds.
 * That its destructor throws, or an error handler that throws at warnings, is no reason either. */
static void observer_exception_to_warning(void)
{
	zend_string *class_name = zend_string_copy(EG(exception)->ce->name);
	zend_clear_exception();
	drop_exception();
	php_error_docref(NULL, E_WARNING, "The observer threw %s", ZSTR_VAL(class_name));
	zend_string_release(class_name);
	drop_exception();
}

static void run_observer(php_cotp_call *call, const void *argument)
{
	zval exchange, result;
	php_cotp_exchange_to_zval(argument, &exchange);
	ZVAL_UNDEF(&result);
	call_user_function(NULL, NULL, call->observer, &result, 1, &exchange);
	zval_ptr_dtor(&result);
	zval_ptr_dtor(&exchange);
	if (EG(exception) && !exception_is_exit()) {
		observer_exception_to_warning();
	}
}

static bool hook_observe(void *context, const cotp_http_report *report)
{
	php_cotp_call *call = context;
	return !call_is_over(call) && call_php(call, run_observer, report);
}

/* False, with an exception thrown, when the object cannot call. */
static bool call_begin(php_cotp_call *call, zval *self)
{
	php_cotp_request *request = request_of(Z_OBJ_P(self));
	if (!request->client) {
		zend_throw_error(NULL, "CotpRequest::__construct() has not been called");
		return false;
	}
	memset(call, 0, sizeof(*call));
	call->client = request->client;
	call->observer = &request->observer;
	call->hooks.context = call;
	call->hooks.go_on = hook_go_on;
	call->hooks.observe = Z_TYPE(request->observer) == IS_UNDEF ? NULL : hook_observe;
	call->call.hooks = &call->hooks;
	call->call.pool = php_cotp_pool();
	if (!call->call.pool) {
		php_cotp_throw_memory();
		return false;
	}
	return true;
}

/*
 * Ends a call: true when it has a result to hand out. All C memory but that result is freed before, and with done also
 * the result is when this returns false: release does it (NULL: nothing to free).
 *
 * When PHP code threw or exited during the call, the result of a call that was done in the same moment is lost, since a
 * PHP function that throws returns nothing. For a send that means an id unheard: its callback will tell it.
 */
static bool call_end(
	php_cotp_call *call, bool done, const cotp_error *error, uint32_t number, void (*release)(void *), void *result)
{
	bool is_over = call_is_over(call);
	if (done && is_over && release) {
		release(result);
	}
	if (call->bailed_out) {
		zend_bailout();
	}
	if (call->timed_out) {
		zend_timeout();
	}
	if (!done && !is_over) {
		php_cotp_throw(error, number);
	}
	return done && !is_over;
}

/* The one place where a result in C memory becomes PHP's: a bailout (the memory limit) must not leak it. */
static void call_convert(
	zval *return_value, void (*convert)(const void *result, zval *value), void (*release)(void *), void *result)
{
	volatile bool bailed_out = false;
	zend_try
	{
		convert(result, return_value);
	}
	zend_catch
	{
		bailed_out = true;
	}
	zend_end_try();
	release(result);
	if (bailed_out) {
		zend_bailout();
	}
}

/* ---- the constructor ---- */

static bool wire_fill(cotp_wire *wire, zend_array *overrides, cotp_error *error)
{
	zend_string *key;
	zval *value;
	ZEND_HASH_FOREACH_STR_KEY_VAL(overrides, key, value) {
		ZVAL_DEREF(value);
		if (!key || Z_TYPE_P(value) != IS_STRING) {
			return cotp_error_argument(error, "wire", "must hold strings, keyed by the names of the wire table");
		}
		if (!cotp_wire_override(wire, php_cotp_text_of(key), php_cotp_text_of(Z_STR_P(value)), error)) {
			return false;
		}
	}
	ZEND_HASH_FOREACH_END();
	return true;
}

/* NULL with error filled. The caller hands it to cotp_client_new(), which checks it as a whole. */
static cotp_wire *wire_from_array(zend_array *overrides, cotp_error *error)
{
	cotp_wire *wire = cotp_wire_new();
	if (!wire) {
		cotp_error_memory(error);
		return NULL;
	}
	if (overrides && !wire_fill(wire, overrides, error)) {
		cotp_wire_free(wire);
		return NULL;
	}
	return wire;
}

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
		Z_PARAM_STR_OR_NULL(arguments->ca_file)
		Z_PARAM_STR_OR_NULL(arguments->proxy)
		Z_PARAM_BOOL(arguments->http2)
		Z_PARAM_ARRAY_HT(arguments->wire)
		Z_PARAM_OBJECT_OF_CLASS_OR_NULL(arguments->observer, zend_ce_closure)
	ZEND_PARSE_PARAMETERS_END_EX(return false);
	return true;
}

/* libcurl opens the file itself, so PHP's own restriction is asked for here. */
static bool ca_file_is_allowed(const zend_string *ca_file, cotp_error *error)
{
	if (ca_file && php_check_open_basedir_ex(ZSTR_VAL(ca_file), false)) {
		return cotp_error_argument(error, "caFile", "must lie within open_basedir");
	}
	return true;
}

static cotp_client *client_from_arguments(const request_arguments *arguments, cotp_error *error)
{
	cotp_client_settings settings = {
		.api_key = php_cotp_text_of(arguments->api_key),
		.base_uri = arguments->base_uri ? php_cotp_text_of(arguments->base_uri) : cotp_text_of(COTP_PRODUCTION),
		.timeout = arguments->timeout,
		.connect_timeout = arguments->connect_timeout,
		.retries = arguments->retries,
		.ca_file = php_cotp_text_of(arguments->ca_file),
		.proxy = php_cotp_text_of(arguments->proxy),
		.http2 = arguments->http2,
		.http_hosts = COTP_G(http_hosts),
	};
	if (!ca_file_is_allowed(arguments->ca_file, error)) {
		return NULL;
	}
	cotp_wire *wire = wire_from_array(arguments->wire, error);
	return wire ? cotp_client_new(&settings, wire, error) : NULL;
}

ZEND_METHOD(CotpRequest, __construct)
{
	request_arguments arguments = { .timeout = 10.0, .connect_timeout = 3.0, .retries = 2, .http2 = true };
	cotp_error error;
	if (!request_parse(execute_data, &arguments)) {
		RETURN_THROWS();
	}
	php_cotp_request *request = request_of(Z_OBJ_P(ZEND_THIS));
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
	if (!call_begin(&call, ZEND_THIS) || !php_cotp_form_from_object(&form, object, 1)) {
		RETURN_THROWS();
	}
	/* Before the guest is texted: were memory short afterwards, the id would be lost. */
	zend_string *id = zend_string_alloc(COTP_ID_LENGTH, false);
	bool done = cotp_client_send(call.client, &call.call, &form.form, ZSTR_VAL(id), &error);
	php_cotp_form_release(&form);
	if (!call_end(&call, done, &error, 1, NULL, NULL)) {
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
	if (!call_begin(&call, ZEND_THIS)) {
		RETURN_THROWS();
	}
	bool done = cotp_client_retrieve(call.client, &call.call, php_cotp_text_of(request), &state, &error);
	if (!call_end(&call, done, &error, 1, release_state, &state)) {
		RETURN_THROWS();
	}
	call_convert(return_value, convert_state, release_state, &state);
}

/* The methods that take one text and return nothing. */
static void call_with_text(INTERNAL_FUNCTION_PARAMETERS,
	bool (*operation)(const cotp_client *client, const cotp_call *call, cotp_text text, cotp_error *error))
{
	zend_string *text;
	php_cotp_call call;
	cotp_error error;
	ZEND_PARSE_PARAMETERS_START(1, 1)
		Z_PARAM_STR(text)
	ZEND_PARSE_PARAMETERS_END();
	if (!call_begin(&call, ZEND_THIS)) {
		RETURN_THROWS();
	}
	bool done = operation(call.client, &call.call, php_cotp_text_of(text), &error);
	call_end(&call, done, &error, 1, NULL, NULL);
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
	if (!call_begin(&call, ZEND_THIS) || !php_cotp_retention_from_object(&policy, object, 2)) {
		RETURN_THROWS();
	}
	bool done =
		cotp_client_set_retention(call.client, &call.call, php_cotp_text_of(card_uri), &policy.retention, &error);
	php_cotp_retention_release(&policy);
	call_end(&call, done, &error, 2, NULL, NULL);
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
	if (!call_begin(&call, ZEND_THIS)) {
		RETURN_THROWS();
	}
	bool done = cotp_client_get_retention(call.client, &call.call, php_cotp_text_of(card_uri), &retention, &error);
	if (!call_end(&call, done, &error, 1, release_retention, &retention)) {
		RETURN_THROWS();
	}
	call_convert(return_value, convert_retention, release_retention, &retention);
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
	if (!call_begin(&call, ZEND_THIS)) {
		RETURN_THROWS();
	}
	bool done = cotp_client_delete_retention(
		call.client, &call.call, php_cotp_text_of(card_uri), php_cotp_text_of(type), php_cotp_text_of(data), &error);
	call_end(&call, done, &error, 1, NULL, NULL);
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
	if (!call_begin(&call, ZEND_THIS)) {
		RETURN_THROWS();
	}
	bool done = cotp_client_authenticate(call.client, &call.call, &good, &error);
	if (!call_end(&call, done, &error, 1, NULL, NULL)) {
		RETURN_THROWS();
	}
	RETURN_BOOL(good);
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
