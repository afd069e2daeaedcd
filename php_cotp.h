/*
 * What the files of the Zend layer share. It turns arguments into the plain-C layers' values, and their results and
 * errors into PHP's.
 */
#ifndef PHP_COTP_H
#define PHP_COTP_H

/* PHP 8.5's own header warns, and --enable-cotp-dev makes that an error. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#include "php.h"
#pragma GCC diagnostic pop

#include "cotp_client.h"
#include "cotp_client_batch.h"
#include "cotp_version.h"

#define PHP_COTP_VERSION COTP_VERSION

extern zend_module_entry cotp_module_entry;
#define phpext_cotp_ptr &cotp_module_entry

/* One for the process, or one for each thread where PHP is built for threads. Nothing in it belongs to a request. */
ZEND_BEGIN_MODULE_GLOBALS(cotp)
	cotp_pool *pool; /* made by the first call, freed by GSHUTDOWN */
	zend_long pool_size;
	zend_long pool_idle;
	zend_long pool_lifetime;
	zend_long dns_ttl;
	char *http_hosts; /* the INI system's own */
ZEND_END_MODULE_GLOBALS(cotp)

ZEND_EXTERN_MODULE_GLOBALS(cotp)
#define COTP_G(member) ZEND_MODULE_GLOBALS_ACCESSOR(cotp, member)

#if defined(ZTS) && defined(COMPILE_DL_COTP)
ZEND_TSRMLS_CACHE_EXTERN()
#endif

/* Registered by MINIT in php_cotp.c, and kept by the engine. */
extern zend_class_entry *cotp_ce_outcome;
extern zend_class_entry *cotp_ce_status;
extern zend_class_entry *cotp_ce_form;
extern zend_class_entry *cotp_ce_state;
extern zend_class_entry *cotp_ce_destination;
extern zend_class_entry *cotp_ce_retention;
extern zend_class_entry *cotp_ce_attempt;
extern zend_class_entry *cotp_ce_request;
extern zend_class_entry *cotp_ce_callback;
extern zend_class_entry *cotp_ce_callback_verifier;
extern zend_class_entry *cotp_ce_exception;
extern zend_class_entry *cotp_ce_transport_exception;
extern zend_class_entry *cotp_ce_timeout_exception;
extern zend_class_entry *cotp_ce_outcome_unknown_exception;
extern zend_class_entry *cotp_ce_api_exception;
extern zend_class_entry *cotp_ce_invalid_request_exception;
extern zend_class_entry *cotp_ce_authentication_exception;
extern zend_class_entry *cotp_ce_not_found_exception;
extern zend_class_entry *cotp_ce_conflict_exception;
extern zend_class_entry *cotp_ce_blocked_exception;
extern zend_class_entry *cotp_ce_rate_limit_exception;
extern zend_class_entry *cotp_ce_server_exception;
extern zend_class_entry *cotp_ce_protocol_exception;
extern zend_class_entry *cotp_ce_callback_exception;

/* ---- php_cotp.c ---- */

/* The pool of this process or thread, made now if there is none. NULL when memory is short. */
cotp_pool *php_cotp_pool(void);

/* ---- php_cotp_object.c: what the classes have in common ---- */

/* The one place that ties a class to its maker and handlers. */
void php_cotp_class_set_handlers(
	zend_class_entry *class_entry, zend_object *(*create)(zend_class_entry *), const zend_object_handlers *handlers);

/* The clone_obj handler of a class with a create_object. */
zend_object *php_cotp_object_clone(zend_object *original);

/* Gives a readonly property its value, past the handlers, which would refuse it. index counts from the class's first
 * property. Strings gain a reference; a string of NULL is the value null. */
void php_cotp_property_set(zend_object *object, uint32_t index, zval *value); /* takes over the value's reference */
void php_cotp_property_set_string(zend_object *object, uint32_t index, zend_string *value);
void php_cotp_property_set_text(zend_object *object, uint32_t index, const char *value);
void php_cotp_property_set_long(zend_object *object, uint32_t index, zend_long value);
void php_cotp_property_set_double(zend_object *object, uint32_t index, double value);
void php_cotp_property_set_bool(zend_object *object, uint32_t index, bool value);

/* The value of an initialised property, past a reference that unserialize() may have left there. */
zval *php_cotp_property(zend_object *object, uint32_t index);

/* The name of a property that has no value, or one that is not of its type: unserialize() leaves the former, and an
 * ArrayObject over the object writes past both type and readonly. NULL when all are as declared. */
const char *php_cotp_invalid_property(zend_object *object);

/* False, with an Error thrown, when one of these properties has a value already: they are readonly. */
bool php_cotp_construct_once(zend_object *object, uint32_t first, uint32_t count);

/* The public properties, those that is_secret() names as "***"; the caller frees it as zend_release_properties() does.
 */
zend_array *php_cotp_properties_redacted(zend_object *object, bool (*is_secret)(uint32_t index));

cotp_text php_cotp_text_of(const zend_string *string); /* borrowed; NULL gives an absent text */

/* ---- php_cotp_json.c ---- */

typedef struct php_cotp_json_failure {
	zend_class_entry *class_entry; /* ValueError or TypeError; NULL: memory is short */
	char message[128];
} php_cotp_json_failure;

/* The caller frees. NULL, with failure filled, when JSON cannot hold it. Calls no PHP code and throws nothing. */
cotp_json *php_cotp_json_from_array(zend_array *array, php_cotp_json_failure *failure);

/* As json_decode() to arrays does. */
void php_cotp_json_to_zval(const cotp_json *json, zval *value);

/* ---- php_cotp_values.c ---- */

void php_cotp_values_startup(void);

/* Borrowed from the class. */
zend_object *php_cotp_status_case(cotp_status status);

/* A form for the plain-C layers. It owns what it points to, since PHP code that runs during a call may replace the
 * object's own strings where unserialize() left references to them. */
typedef struct php_cotp_form {
	cotp_form form;
	cotp_json *extra;
	zend_string *strings[COTP_FORM_FIELD_COUNT];
} php_cotp_form;

/* False with an exception thrown, and then nothing to release. number is the argument's that holds the form. */
bool php_cotp_form_from_object(php_cotp_form *form, zend_object *object, uint32_t number);
void php_cotp_form_release(php_cotp_form *form);

/* The same for a retention policy. */
typedef struct php_cotp_retention {
	cotp_retention retention;
	zend_string **strings; /* two for each destination */
} php_cotp_retention;

bool php_cotp_retention_from_object(php_cotp_retention *policy, zend_object *object, uint32_t number);
void php_cotp_retention_release(php_cotp_retention *policy);

void php_cotp_state_to_zval(const cotp_state *state, zval *value);
void php_cotp_retention_to_zval(const cotp_retention *retention, zval *value);
void php_cotp_attempt_to_zval(const cotp_http_report *report, zval *value);

/* ---- php_cotp_exceptions.c ---- */

void php_cotp_exceptions_startup(void);

/* The one way from a cotp_error to an exception. An argument error is told of the running function's argument of that
 * name, else of the argument number, whose property it then is. Frees nothing: the caller has freed all C memory
 * before, since a bailout may come out of here. */
void php_cotp_throw(const cotp_error *error, uint32_t number);

/* Of one that has none yet; previous may be NULL. */
void php_cotp_exception_set_previous(zend_object *exception, zend_object *previous);

/* The same, but for argument errors, as a value instead of thrown. previous gains a reference; NULL: none. */
void php_cotp_exception_to_zval(const cotp_error *error, zend_object *previous, zval *value);

/* The same for an argument that the Zend layer itself refuses. */
void php_cotp_throw_argument(zend_class_entry *class_entry, const char *argument, const char *message, uint32_t number);
void php_cotp_throw_memory(void);

/* ---- php_cotp_request.c ---- */

typedef struct php_cotp_request {
	cotp_client *client; /* NULL until the constructor is done */
	zval observer;       /* a closure, or undefined */
	zend_object std;
} php_cotp_request;

php_cotp_request *php_cotp_request_of(zend_object *object);

void php_cotp_request_startup(void);

/* ---- php_cotp_call.c ---- */

typedef struct php_cotp_call {
	const cotp_client *client;
	zval *observer;
	cotp_call call;
	cotp_http_hooks hooks;
	bool bailed_out;           /* PHP code that a hook ran died */
	bool timed_out;            /* max_execution_time is over */
	bool is_batch;             /* what PHP code throws winds the batch up */
	zend_object *interruption; /* and is kept here; the batch releases it */
} php_cotp_call;

/* False, with an exception thrown, when the object cannot call. The call must not be moved afterwards. */
bool php_cotp_call_begin(php_cotp_call *call, zval *self);

/* Whether PHP code that ran during the call has ended it. */
bool php_cotp_call_is_over(const php_cotp_call *call);

/*
 * Runs what may throw or bail out from within a call. A bailout is caught, so that the layers below can clean up, and
 * goes on in php_cotp_call_end(). Fibers must not switch: a call that another fiber's call overtakes would find the
 * pool in a state it does not expect. False when the call is over.
 */
bool php_cotp_call_run(
	php_cotp_call *call, void (*run)(php_cotp_call *call, const void *argument), const void *argument);

/* Warns of what PHP code threw and the call survives. Its text stays out: we do not know what it holds. That an error
 * handler throws at warnings is no reason to lose the call's result either. */
void php_cotp_call_warn(const char *who, zend_object *thrown);

/*
 * Ends a call: true when it has a result to hand out. All C memory but that result is freed before, and with done also
 * the result is when this returns false: release does it (NULL: nothing to free).
 *
 * When PHP code threw or exited during the call, the result of a call that was done in the same moment is lost, since a
 * PHP function that throws returns nothing. For a send that means an id unheard: its callback will tell it.
 */
bool php_cotp_call_end(
	php_cotp_call *call, bool done, const cotp_error *error, uint32_t number, void (*release)(void *), void *result);

/* The one place where a single call's result in C memory becomes PHP's: a bailout (the memory limit) must not leak it.
 */
void php_cotp_call_convert(
	zval *return_value, void (*convert)(const void *result, zval *value), void (*release)(void *), void *result);

/* ---- php_cotp_callback.c ---- */

void php_cotp_callback_startup(void);

#endif
