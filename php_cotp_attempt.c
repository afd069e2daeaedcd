/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * CotpAttempt: one HTTP attempt, as passed to the observer.
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "php_cotp_attempt.h"

#include "php_cotp_exceptions.h"
#include "php_cotp_object.h"
#include "php_cotp_serialize.h"

zend_class_entry *cotp_ce_attempt;

/* ---- CotpAttempt ---- */

typedef enum attempt_property {
	ATTEMPT_METHOD,
	ATTEMPT_ROUTE,
	ATTEMPT_HTTP_STATUS,
	ATTEMPT_ATTEMPT,
	ATTEMPT_REUSED,
	ATTEMPT_PROTOCOL,
	ATTEMPT_NAME_LOOKUP,
	ATTEMPT_CONNECT,
	ATTEMPT_TLS,
	ATTEMPT_FIRST_BYTE,
	ATTEMPT_TOTAL,
	ATTEMPT_START_TIME,
	ATTEMPT_HOST,
	ATTEMPT_OPERATION,
	ATTEMPT_OUTCOME,
	ATTEMPT_ERROR_TYPE,
	ATTEMPT_KEY,
	ATTEMPT_PROPERTY_COUNT
} attempt_property;

static const char *const attempt_properties[ATTEMPT_PROPERTY_COUNT] = {
	[ATTEMPT_METHOD] = "method",
	[ATTEMPT_ROUTE] = "route",
	[ATTEMPT_HTTP_STATUS] = "httpStatus",
	[ATTEMPT_ATTEMPT] = "attempt",
	[ATTEMPT_REUSED] = "reused",
	[ATTEMPT_PROTOCOL] = "protocol",
	[ATTEMPT_NAME_LOOKUP] = "nameLookup",
	[ATTEMPT_CONNECT] = "connect",
	[ATTEMPT_TLS] = "tls",
	[ATTEMPT_FIRST_BYTE] = "firstByte",
	[ATTEMPT_TOTAL] = "total",
	[ATTEMPT_START_TIME] = "startTime",
	[ATTEMPT_HOST] = "host",
	[ATTEMPT_OPERATION] = "operation",
	[ATTEMPT_OUTCOME] = "outcome",
	[ATTEMPT_ERROR_TYPE] = "errorType",
	[ATTEMPT_KEY] = "key",
};

typedef struct attempt_arguments {
	zend_string *method;
	zend_string *route;
	zend_long http_status;
	zend_long attempt;
	bool reused;
	zend_string *protocol;
	double times[ATTEMPT_START_TIME - ATTEMPT_NAME_LOOKUP + 1];
	zend_string *host;
	zend_string *operation;
	zend_object *outcome;    /* NULL: not given */
	zend_string *error_type; /* NULL: none */
	zend_string *key;        /* NULL: a number, or none */
	zend_long number;
	bool has_no_key;
} attempt_arguments;

static bool attempt_parse(zend_execute_data *execute_data, attempt_arguments *arguments)
{
	ZEND_PARSE_PARAMETERS_START(11, ATTEMPT_PROPERTY_COUNT)
		Z_PARAM_STR(arguments->method)
		Z_PARAM_STR(arguments->route)
		Z_PARAM_LONG(arguments->http_status)
		Z_PARAM_LONG(arguments->attempt)
		Z_PARAM_BOOL(arguments->reused)
		Z_PARAM_STR(arguments->protocol)
		Z_PARAM_DOUBLE(arguments->times[0])
		Z_PARAM_DOUBLE(arguments->times[1])
		Z_PARAM_DOUBLE(arguments->times[2])
		Z_PARAM_DOUBLE(arguments->times[3])
		Z_PARAM_DOUBLE(arguments->times[4])
		Z_PARAM_OPTIONAL
		Z_PARAM_DOUBLE(arguments->times[5])
		Z_PARAM_STR(arguments->host)
		Z_PARAM_STR(arguments->operation)
		Z_PARAM_OBJ_OF_CLASS(arguments->outcome, cotp_ce_outcome)
		Z_PARAM_STR_OR_NULL(arguments->error_type)
		Z_PARAM_STR_OR_LONG_OR_NULL(arguments->key, arguments->number, arguments->has_no_key)
	ZEND_PARSE_PARAMETERS_END_EX(return false);
	return true;
}

static void attempt_set_key(zend_object *object, const attempt_arguments *arguments)
{
	zval key;
	ZVAL_NULL(&key);
	if (arguments->key) {
		ZVAL_STR_COPY(&key, arguments->key);
	} else if (!arguments->has_no_key) {
		ZVAL_LONG(&key, arguments->number);
	}
	php_cotp_property_set(object, ATTEMPT_KEY, &key);
}

ZEND_METHOD(CotpAttempt, __construct)
{
	attempt_arguments arguments = { .host = ZSTR_EMPTY_ALLOC(), .operation = ZSTR_EMPTY_ALLOC(), .has_no_key = true };
	zend_object *object = Z_OBJ_P(ZEND_THIS);
	if (!attempt_parse(execute_data, &arguments) ||
		!php_cotp_construct_once(object, 0, object->ce->default_properties_count)) {
		RETURN_THROWS();
	}
	php_cotp_property_set_string(object, ATTEMPT_METHOD, arguments.method);
	php_cotp_property_set_string(object, ATTEMPT_ROUTE, arguments.route);
	php_cotp_property_set_long(object, ATTEMPT_HTTP_STATUS, arguments.http_status);
	php_cotp_property_set_long(object, ATTEMPT_ATTEMPT, arguments.attempt);
	php_cotp_property_set_bool(object, ATTEMPT_REUSED, arguments.reused);
	php_cotp_property_set_string(object, ATTEMPT_PROTOCOL, arguments.protocol);
	for (uint32_t i = ATTEMPT_NAME_LOOKUP; i <= ATTEMPT_START_TIME; i++) {
		php_cotp_property_set_double(object, i, arguments.times[i - ATTEMPT_NAME_LOOKUP]);
	}
	php_cotp_property_set_string(object, ATTEMPT_HOST, arguments.host);
	php_cotp_property_set_string(object, ATTEMPT_OPERATION, arguments.operation);
	php_cotp_property_set_object(
		object, ATTEMPT_OUTCOME, arguments.outcome ? arguments.outcome : php_cotp_outcome_case(COTP_OUTCOME_ANSWERED));
	php_cotp_property_set_string(object, ATTEMPT_ERROR_TYPE, arguments.error_type);
	attempt_set_key(object, &arguments);
}

ZEND_METHOD(CotpAttempt, __serialize)
{
	php_cotp_serialize_plainly(INTERNAL_FUNCTION_PARAM_PASSTHRU);
}

ZEND_METHOD(CotpAttempt, __unserialize)
{
	php_cotp_unserialize_plainly(INTERNAL_FUNCTION_PARAM_PASSTHRU, attempt_properties, ATTEMPT_PROPERTY_COUNT);
}

/* The class of the exception that describes the end of the attempt. */
static zend_string *error_type_of(const cotp_http_report *report)
{
	return report->domain == COTP_ERROR_NONE ? NULL
											 : php_cotp_exception_class(report->domain, report->http_status)->name;
}

void php_cotp_attempt_to_zval(const cotp_http_report *report, zval *key, zval *value)
{
	zval host;
	object_init_ex(value, cotp_ce_attempt);
	zend_object *object = Z_OBJ_P(value);
	php_cotp_property_set_text(object, ATTEMPT_METHOD, report->method);
	php_cotp_property_set_text(object, ATTEMPT_ROUTE, report->route);
	php_cotp_property_set_long(object, ATTEMPT_HTTP_STATUS, report->http_status);
	php_cotp_property_set_long(object, ATTEMPT_ATTEMPT, report->attempt);
	php_cotp_property_set_bool(object, ATTEMPT_REUSED, report->reused);
	php_cotp_property_set_text(object, ATTEMPT_PROTOCOL, report->protocol);
	php_cotp_property_set_double(object, ATTEMPT_NAME_LOOKUP, report->name_lookup);
	php_cotp_property_set_double(object, ATTEMPT_CONNECT, report->connect);
	php_cotp_property_set_double(object, ATTEMPT_TLS, report->tls);
	php_cotp_property_set_double(object, ATTEMPT_FIRST_BYTE, report->first_byte);
	php_cotp_property_set_double(object, ATTEMPT_TOTAL, report->total);
	php_cotp_property_set_double(object, ATTEMPT_START_TIME, report->started);
	ZVAL_STRINGL(&host, report->host.data, report->host.length);
	php_cotp_property_set(object, ATTEMPT_HOST, &host);
	php_cotp_property_set_text(object, ATTEMPT_OPERATION, report->operation);
	php_cotp_property_set_object(object, ATTEMPT_OUTCOME, php_cotp_outcome_case(report->outcome));
	php_cotp_property_set_string(object, ATTEMPT_ERROR_TYPE, error_type_of(report));
	php_cotp_property_set(object, ATTEMPT_KEY, key);
}

/* ---- startup ---- */

void php_cotp_attempt_startup(void)
{
	php_cotp_class_check_properties(cotp_ce_attempt, attempt_properties, ATTEMPT_PROPERTY_COUNT);
}
