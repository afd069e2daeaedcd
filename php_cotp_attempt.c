/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * CotpAttempt: one HTTP attempt, as passed to the observer.
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "php_cotp_attempt.h"

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
};

ZEND_METHOD(CotpAttempt, __construct)
{
	zend_string *method, *route, *protocol;
	zend_long http_status, attempt;
	bool reused;
	double times[ATTEMPT_TOTAL - ATTEMPT_NAME_LOOKUP + 1];
	ZEND_PARSE_PARAMETERS_START(11, 11)
		Z_PARAM_STR(method)
		Z_PARAM_STR(route)
		Z_PARAM_LONG(http_status)
		Z_PARAM_LONG(attempt)
		Z_PARAM_BOOL(reused)
		Z_PARAM_STR(protocol)
		Z_PARAM_DOUBLE(times[0])
		Z_PARAM_DOUBLE(times[1])
		Z_PARAM_DOUBLE(times[2])
		Z_PARAM_DOUBLE(times[3])
		Z_PARAM_DOUBLE(times[4])
	ZEND_PARSE_PARAMETERS_END();

	zend_object *object = Z_OBJ_P(ZEND_THIS);
	if (!php_cotp_construct_once(object, 0, object->ce->default_properties_count)) {
		RETURN_THROWS();
	}
	php_cotp_property_set_string(object, ATTEMPT_METHOD, method);
	php_cotp_property_set_string(object, ATTEMPT_ROUTE, route);
	php_cotp_property_set_long(object, ATTEMPT_HTTP_STATUS, http_status);
	php_cotp_property_set_long(object, ATTEMPT_ATTEMPT, attempt);
	php_cotp_property_set_bool(object, ATTEMPT_REUSED, reused);
	php_cotp_property_set_string(object, ATTEMPT_PROTOCOL, protocol);
	for (uint32_t i = ATTEMPT_NAME_LOOKUP; i <= ATTEMPT_TOTAL; i++) {
		php_cotp_property_set_double(object, i, times[i - ATTEMPT_NAME_LOOKUP]);
	}
}

ZEND_METHOD(CotpAttempt, __serialize)
{
	php_cotp_serialize_plainly(INTERNAL_FUNCTION_PARAM_PASSTHRU);
}

ZEND_METHOD(CotpAttempt, __unserialize)
{
	php_cotp_unserialize_plainly(INTERNAL_FUNCTION_PARAM_PASSTHRU, attempt_properties, ATTEMPT_PROPERTY_COUNT);
}

void php_cotp_attempt_to_zval(const cotp_http_report *report, zval *value)
{
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
}
/* ---- startup ---- */

void php_cotp_attempt_startup(void)
{
	php_cotp_class_check_properties(cotp_ce_attempt, attempt_properties, ATTEMPT_PROPERTY_COUNT);
}
