/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The exception classes, and the conversion of a cotp_error to an exception.
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "php_cotp_exceptions.h"

#include "php_cotp_object.h"

#include "zend_enum.h"
#include "zend_exceptions.h"

/* In the order of the stub. They follow the properties of Exception. */
typedef enum exception_property {
	EXCEPTION_OUTCOME,
	EXCEPTION_HTTP_STATUS,
	EXCEPTION_API_CODE,
	EXCEPTION_MORE_INFO,
	EXCEPTION_RETRYABLE,
	EXCEPTION_RETRY_AFTER,
	EXCEPTION_REQUEST_ID,
	EXCEPTION_PROPERTY_COUNT
} exception_property;

static const char *const exception_properties[EXCEPTION_PROPERTY_COUNT] = {
	[EXCEPTION_OUTCOME] = "outcome",
	[EXCEPTION_HTTP_STATUS] = "httpStatus",
	[EXCEPTION_API_CODE] = "apiCode",
	[EXCEPTION_MORE_INFO] = "moreInfo",
	[EXCEPTION_RETRYABLE] = "retryable",
	[EXCEPTION_RETRY_AFTER] = "retryAfter",
	[EXCEPTION_REQUEST_ID] = "requestId",
};

/* The number of properties of Exception; ours follow. Set once by MINIT. */
static uint32_t first_property;

zend_class_entry *cotp_ce_outcome;
zend_class_entry *cotp_ce_exception;
zend_class_entry *cotp_ce_transport_exception;
zend_class_entry *cotp_ce_timeout_exception;
zend_class_entry *cotp_ce_outcome_unknown_exception;
zend_class_entry *cotp_ce_api_exception;
zend_class_entry *cotp_ce_invalid_request_exception;
zend_class_entry *cotp_ce_authentication_exception;
zend_class_entry *cotp_ce_not_found_exception;
zend_class_entry *cotp_ce_conflict_exception;
zend_class_entry *cotp_ce_blocked_exception;
zend_class_entry *cotp_ce_rate_limit_exception;
zend_class_entry *cotp_ce_server_exception;
zend_class_entry *cotp_ce_protocol_exception;

/* The name of the enum case of each cotp_outcome. */
static const char *const outcome_names[] = { "NotSent", "Unknown", "Answered" };

void php_cotp_exceptions_startup(void)
{
	first_property = (uint32_t)cotp_ce_exception->parent->default_properties_count;
	php_cotp_class_check_properties(cotp_ce_exception, exception_properties, EXCEPTION_PROPERTY_COUNT);
}

/* The content of an exception, all of it borrowed. */
typedef struct exception_facts {
	zend_object *outcome;
	zend_long http_status;
	zend_long api_code;
	zend_string *more_info;
	bool retryable;
	double retry_after; /* negative: the service did not ask to wait */
	zend_string *request_id;
} exception_facts;

zend_object *php_cotp_outcome_case(cotp_outcome outcome)
{
	return zend_enum_get_case_cstr(cotp_ce_outcome, outcome_names[outcome]);
}

static void exception_fill(zend_object *exception, const exception_facts *facts)
{
	zval value;
	ZVAL_OBJ_COPY(&value, facts->outcome);
	php_cotp_property_set(exception, first_property + EXCEPTION_OUTCOME, &value);
	php_cotp_property_set_long(exception, first_property + EXCEPTION_HTTP_STATUS, facts->http_status);
	php_cotp_property_set_long(exception, first_property + EXCEPTION_API_CODE, facts->api_code);
	php_cotp_property_set_string(exception, first_property + EXCEPTION_MORE_INFO, facts->more_info);
	php_cotp_property_set_bool(exception, first_property + EXCEPTION_RETRYABLE, facts->retryable);
	if (facts->retry_after < 0) {
		ZVAL_NULL(&value);
	} else {
		ZVAL_DOUBLE(&value, facts->retry_after);
	}
	php_cotp_property_set(exception, first_property + EXCEPTION_RETRY_AFTER, &value);
	php_cotp_property_set_string(exception, first_property + EXCEPTION_REQUEST_ID, facts->request_id);
}

static void exception_set_message(zend_object *exception, zend_string *message)
{
	zval value;
	ZVAL_STR(&value, message);
	zend_update_property_ex(zend_ce_exception, exception, ZSTR_KNOWN(ZEND_STR_MESSAGE), &value);
}

void php_cotp_exception_set_previous(zend_object *exception, zend_object *previous)
{
	if (previous) {
		zval value;
		ZVAL_OBJ(&value, previous);
		zend_update_property_ex(zend_ce_exception, exception, ZSTR_KNOWN(ZEND_STR_PREVIOUS), &value);
	}
}

/* Returns the outcome with which the extension itself usually throws the class. */
static cotp_outcome default_outcome(const zend_class_entry *class_entry)
{
	if (instanceof_function(class_entry, cotp_ce_api_exception) ||
		instanceof_function(class_entry, cotp_ce_protocol_exception)) {
		return COTP_OUTCOME_ANSWERED;
	}
	return instanceof_function(class_entry, cotp_ce_outcome_unknown_exception) ? COTP_OUTCOME_UNKNOWN
																			   : COTP_OUTCOME_NOT_SENT;
}

ZEND_METHOD(CotpException, __construct)
{
	exception_facts facts = { .more_info = ZSTR_EMPTY_ALLOC() };
	zend_string *message = NULL;
	zend_object *previous = NULL;
	bool no_retry_after = true;
	ZEND_PARSE_PARAMETERS_START(0, 9)
		Z_PARAM_OPTIONAL
		Z_PARAM_STR(message)
		Z_PARAM_OBJ_OF_CLASS_OR_NULL(facts.outcome, cotp_ce_outcome)
		Z_PARAM_LONG(facts.http_status)
		Z_PARAM_LONG(facts.api_code)
		Z_PARAM_STR(facts.more_info)
		Z_PARAM_BOOL(facts.retryable)
		Z_PARAM_DOUBLE_OR_NULL(facts.retry_after, no_retry_after)
		Z_PARAM_STR_OR_NULL(facts.request_id)
		Z_PARAM_OBJ_OF_CLASS_OR_NULL(previous, zend_ce_throwable)
	ZEND_PARSE_PARAMETERS_END();

	zend_object *exception = Z_OBJ_P(ZEND_THIS);
	if (!php_cotp_construct_once(exception, first_property, EXCEPTION_PROPERTY_COUNT)) {
		RETURN_THROWS();
	}
	if (!no_retry_after && !(facts.retry_after >= 0)) {
		zend_argument_value_error(7, "must be greater than or equal to 0");
		RETURN_THROWS();
	}
	if (no_retry_after) {
		facts.retry_after = -1.0;
	}
	if (!facts.outcome) {
		facts.outcome = php_cotp_outcome_case(default_outcome(exception->ce));
	}
	exception_fill(exception, &facts);
	if (message) {
		exception_set_message(exception, message);
	}
	php_cotp_exception_set_previous(exception, previous);
}

/* ---- conversion of a cotp_error ---- */

static zend_class_entry *class_of_status(int status)
{
	static const struct {
		int least;
		int most;
		zend_class_entry **class_entry;
	} classes[] = {
		{ 400, 400, &cotp_ce_invalid_request_exception },
		{ 401, 401, &cotp_ce_authentication_exception },
		{ 403, 403, &cotp_ce_authentication_exception },
		{ 404, 404, &cotp_ce_not_found_exception },
		{ 408, 408, &cotp_ce_server_exception },
		{ 409, 409, &cotp_ce_conflict_exception },
		{ 426, 426, &cotp_ce_blocked_exception },
		{ 429, 429, &cotp_ce_rate_limit_exception },
		{ 500, 599, &cotp_ce_server_exception },
	};
	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++) {
		if (status >= classes[i].least && status <= classes[i].most) {
			return *classes[i].class_entry;
		}
	}
	return cotp_ce_api_exception;
}

zend_class_entry *php_cotp_exception_class(cotp_error_domain domain, int http_status)
{
	switch (domain) {
		case COTP_ERROR_TIMEOUT:
			return cotp_ce_timeout_exception;
		case COTP_ERROR_OUTCOME_UNKNOWN:
			return cotp_ce_outcome_unknown_exception;
		case COTP_ERROR_API:
			return class_of_status(http_status);
		case COTP_ERROR_PROTOCOL:
			return cotp_ce_protocol_exception;
		default:
			return cotp_ce_transport_exception;
	}
}

void php_cotp_exception_to_zval(const cotp_error *error, zend_object *previous, zval *value)
{
	exception_facts facts = {
		.outcome = php_cotp_outcome_case(error->outcome),
		.http_status = error->http_status,
		.api_code = error->api_code,
		.more_info = zend_string_init(error->more_info, strlen(error->more_info), false),
		.retryable = error->retryable,
		.retry_after = error->retry_after,
	};
	if (error->request_id[0]) {
		facts.request_id = zend_string_init(error->request_id, strlen(error->request_id), false);
	}
	zend_string *message = zend_string_init(error->message, strlen(error->message), false);
	object_init_ex(value, php_cotp_exception_class(error->domain, error->http_status));
	exception_fill(Z_OBJ_P(value), &facts);
	exception_set_message(Z_OBJ_P(value), message);
	php_cotp_exception_set_previous(Z_OBJ_P(value), previous);
	zend_string_release(message);
	zend_string_release(facts.more_info);
	if (facts.request_id) {
		zend_string_release(facts.request_id);
	}
}

void php_cotp_throw_argument(zend_class_entry *class_entry, const char *argument, const char *message, uint32_t number)
{
	const char *name;
	for (uint32_t i = 1; (name = get_active_function_arg_name(i)) != NULL; i++) {
		if (strcmp(name, argument) == 0) {
			zend_argument_error(class_entry, i, "%s", message);
			return;
		}
	}
	zend_argument_error(class_entry, number, "is invalid: $%s %s", argument, message);
}

bool php_cotp_check_properties(zend_object *object, uint32_t number)
{
	const char *invalid = php_cotp_invalid_property(object);
	if (invalid) {
		php_cotp_throw_argument(
			zend_ce_value_error, invalid, "must be initialized with a value of its declared type", number);
	}
	return !invalid;
}

void php_cotp_throw_memory(void)
{
	zend_throw_error(NULL, "Out of memory");
}

void php_cotp_throw(const cotp_error *error, uint32_t number)
{
	zval exception;
	switch (error->domain) {
		case COTP_ERROR_ARGUMENT:
			php_cotp_throw_argument(zend_ce_value_error, error->argument, error->message, number);
			break;
		case COTP_ERROR_MEMORY:
			php_cotp_throw_memory();
			break;
		default:
			php_cotp_exception_to_zval(error, NULL, &exception);
			zend_throw_exception_object(&exception);
	}
}
