/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * CotpStatus and CotpState.
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "php_cotp_state.h"

#include "php_cotp_exceptions.h"
#include "php_cotp_json.h"
#include "php_cotp_object.h"
#include "php_cotp_redact.h"
#include "php_cotp_serialize.h"

#include "zend_enum.h"
#include "zend_exceptions.h"

zend_class_entry *cotp_ce_status;
zend_class_entry *cotp_ce_state;

/* ---- CotpStatus ---- */

zend_object *php_cotp_status_case(cotp_status status)
{
	const char *name = status == COTP_STATUS_UNKNOWN ? "Unknown" : cotp_status_name(status);
	return zend_enum_get_case_cstr(cotp_ce_status, name);
}

/* Compares the identity of the case, because an ArrayObject over a case can change its value. */
static cotp_status status_of(const zend_object *status)
{
	for (int known = 0; known < COTP_STATUS_COUNT; known++) {
		if (php_cotp_status_case((cotp_status)known) == status) {
			return (cotp_status)known;
		}
	}
	return COTP_STATUS_UNKNOWN;
}

ZEND_METHOD(CotpStatus, fromWire)
{
	zend_string *raw;
	ZEND_PARSE_PARAMETERS_START(1, 1)
		Z_PARAM_STR(raw)
	ZEND_PARSE_PARAMETERS_END();
	RETURN_OBJ_COPY(php_cotp_status_case(cotp_status_from_name(php_cotp_text_of(raw))));
}

ZEND_METHOD(CotpStatus, isFinal)
{
	ZEND_PARSE_PARAMETERS_NONE();
	RETURN_BOOL(cotp_status_is_final(status_of(Z_OBJ_P(ZEND_THIS))));
}

ZEND_METHOD(CotpStatus, supersedes)
{
	zend_object *known;
	ZEND_PARSE_PARAMETERS_START(1, 1)
		Z_PARAM_OBJ_OF_CLASS(known, cotp_ce_status)
	ZEND_PARSE_PARAMETERS_END();
	RETURN_BOOL(cotp_status_supersedes(status_of(Z_OBJ_P(ZEND_THIS)), status_of(known)));
}

/* ---- CotpState ---- */

typedef enum state_property {
	STATE_REQUEST_ID,
	STATE_STATUS,
	STATE_RAW_STATUS,
	STATE_CARD_URI,
	STATE_TIME,
	STATE_DETAILS,
	STATE_PROPERTY_COUNT
} state_property;

static const char *const state_properties[STATE_PROPERTY_COUNT] = {
	[STATE_REQUEST_ID] = "requestId",
	[STATE_STATUS] = "status",
	[STATE_RAW_STATUS] = "rawStatus",
	[STATE_CARD_URI] = "cardUri",
	[STATE_TIME] = "time",
	[STATE_DETAILS] = "details",
};

static php_cotp_redaction state_redaction;

static bool state_property_is_secret(uint32_t index)
{
	return index == STATE_CARD_URI || index == STATE_DETAILS;
}

/* A card URI from a listing would be used as if it were real. The details may be anything that the service sends. */
static bool state_check_card_uri(const zend_string *card_uri, uint32_t number)
{
	if (php_cotp_is_redacted(card_uri)) {
		php_cotp_throw_argument(zend_ce_value_error, "cardUri", PHP_COTP_REDACTED_MESSAGE, number);
		return false;
	}
	return true;
}

ZEND_METHOD(CotpState, __construct)
{
	zend_string *request_id, *raw_status, *card_uri = NULL, *time = NULL;
	zend_object *status;
	zval *details = NULL;
	ZEND_PARSE_PARAMETERS_START(3, 6)
		Z_PARAM_STR(request_id)
		Z_PARAM_OBJ_OF_CLASS(status, cotp_ce_status)
		Z_PARAM_STR(raw_status)
		Z_PARAM_OPTIONAL
		Z_PARAM_STR_OR_NULL(card_uri)
		Z_PARAM_STR_OR_NULL(time)
		Z_PARAM_ARRAY(details)
	ZEND_PARSE_PARAMETERS_END();

	zend_object *object = Z_OBJ_P(ZEND_THIS);
	if (!php_cotp_construct_once(object, 0, STATE_PROPERTY_COUNT) || !state_check_card_uri(card_uri, 4)) {
		RETURN_THROWS();
	}
	php_cotp_redact(object, &state_redaction);
	php_cotp_property_set_string(object, STATE_REQUEST_ID, request_id);
	php_cotp_property_set_object(object, STATE_STATUS, status);
	php_cotp_property_set_string(object, STATE_RAW_STATUS, raw_status);
	php_cotp_property_set_string(object, STATE_CARD_URI, card_uri);
	php_cotp_property_set_string(object, STATE_TIME, time);
	php_cotp_property_set_array(object, STATE_DETAILS, details);
}

ZEND_METHOD(CotpState, __serialize)
{
	php_cotp_serialize_plainly(INTERNAL_FUNCTION_PARAM_PASSTHRU);
}

ZEND_METHOD(CotpState, __unserialize)
{
	zend_array *data;
	zval values[STATE_PROPERTY_COUNT];
	(void)return_value;
	ZEND_PARSE_PARAMETERS_START(1, 1)
		Z_PARAM_ARRAY_HT(data)
	ZEND_PARSE_PARAMETERS_END();

	zend_object *object = Z_OBJ_P(ZEND_THIS);
	if (!php_cotp_unserialize_properties(object, data, state_properties, STATE_PROPERTY_COUNT, values)) {
		RETURN_THROWS();
	}
	const zval *card_uri = &values[STATE_CARD_URI];
	if (!state_check_card_uri(Z_TYPE_P(card_uri) == IS_STRING ? Z_STR_P(card_uri) : NULL, 1)) {
		RETURN_THROWS();
	}
	php_cotp_redact(object, &state_redaction);
	php_cotp_properties_set(object, values, STATE_PROPERTY_COUNT);
}

void php_cotp_state_to_zval(const cotp_state *state, zval *value)
{
	zval details;
	object_init_ex(value, cotp_ce_state);
	zend_object *object = Z_OBJ_P(value);
	php_cotp_redact(object, &state_redaction);
	php_cotp_property_set_text(object, STATE_REQUEST_ID, state->request_id);
	php_cotp_property_set_object(object, STATE_STATUS, php_cotp_status_case(state->status));
	php_cotp_property_set_text(object, STATE_RAW_STATUS, state->raw_status);
	php_cotp_property_set_text(object, STATE_CARD_URI, state->card_uri);
	php_cotp_property_set_text(object, STATE_TIME, state->time);
	php_cotp_json_to_zval(state->details, &details);
	php_cotp_property_set(object, STATE_DETAILS, &details);
}
/* ---- startup ---- */

void php_cotp_state_startup(void)
{
	php_cotp_class_check_properties(cotp_ce_state, state_properties, STATE_PROPERTY_COUNT);
	php_cotp_redaction_start(&state_redaction, cotp_ce_state, state_property_is_secret);
}
