/*
 * The value classes: what goes in, what comes out, and what a dump may show of them.
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "php_cotp.h"

#include "ext/date/php_date.h"
#include "zend_enum.h"
#include "zend_exceptions.h"
#include "zend_interfaces.h"

static void set_object_copy(zend_object *object, uint32_t index, zend_object *value)
{
	zval copy;
	ZVAL_OBJ_COPY(&copy, value);
	php_cotp_property_set(object, index, &copy);
}

/* NULL is an empty array. */
static void set_array_copy(zend_object *object, uint32_t index, zval *value)
{
	zval copy;
	if (value) {
		ZVAL_COPY(&copy, value);
	} else {
		ZVAL_EMPTY_ARRAY(&copy);
	}
	php_cotp_property_set(object, index, &copy);
}

static const char *type_name(const zval *value)
{
	return Z_TYPE_P(value) == IS_OBJECT ? ZSTR_VAL(Z_OBJCE_P(value)->name) : zend_zval_type_name(value);
}

/* False, with an exception thrown, when a property must not be believed. number is the argument's that holds it. */
static bool properties_are_fit(zend_object *object, uint32_t number)
{
	const char *invalid = php_cotp_invalid_property(object);
	if (invalid) {
		php_cotp_throw_argument(
			zend_ce_value_error, invalid, "must be initialized with a value of its declared type", number);
	}
	return !invalid;
}

/* ---- CotpStatus ---- */

zend_object *php_cotp_status_case(cotp_status status)
{
	const char *name = status == COTP_STATUS_UNKNOWN ? "Unknown" : cotp_status_name(status);
	return zend_enum_get_case_cstr(cotp_ce_status, name);
}

/* By the case's identity: an ArrayObject over a case can change its value. */
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

/* ---- CotpForm: its properties stand in the order of cotp_form_field, then comes extra ---- */

#define FORM_EXTRA COTP_FORM_FIELD_COUNT

/* Interned by MINIT, for the life of the process. */
static zend_string *default_language;

static zend_object_handlers form_handlers;

static zend_object *form_create(zend_class_entry *class_entry)
{
	zend_object *object = zend_objects_new(class_entry);
	object_properties_init(object, class_entry);
	object->handlers = &form_handlers;
	return object;
}

static bool form_property_is_secret(uint32_t index)
{
	return index == FORM_EXTRA || cotp_form_field_is_secret((cotp_form_field)index);
}

/* A queue needs the truth, as does get_object_vars(), which reads properties; whatever shows a form to somebody does
 * not. */
static bool purpose_needs_truth(zend_prop_purpose purpose)
{
#if PHP_VERSION_ID >= 80400 /* before, get_object_vars() did not ask */
	if (purpose == ZEND_PROP_PURPOSE_GET_OBJECT_VARS) {
		return true;
	}
#endif
	return purpose == ZEND_PROP_PURPOSE_SERIALIZE;
}

static zend_array *form_get_properties_for(zend_object *object, zend_prop_purpose purpose)
{
	if (purpose_needs_truth(purpose)) {
		return zend_std_get_properties_for(object, purpose);
	}
	return php_cotp_properties_redacted(object, form_property_is_secret);
}

/* Fills the form from values in the order of the fields; strings gain a reference. */
static void form_fill(php_cotp_form *target, const zval *values)
{
	memset(target, 0, sizeof(*target));
	for (size_t i = 0; i < COTP_FORM_FIELD_COUNT; i++) {
		const zval *value = &values[i];
		cotp_value *field = &target->form.fields[i];
		ZVAL_DEREF(value);
		switch (Z_TYPE_P(value)) {
			case IS_STRING:
				target->strings[i] = zend_string_copy(Z_STR_P(value));
				*field = (cotp_value){ .kind = COTP_VALUE_TEXT, .text = php_cotp_text_of(Z_STR_P(value)) };
				break;
			case IS_LONG:
				*field = (cotp_value){ .kind = COTP_VALUE_INTEGER, .integer = Z_LVAL_P(value) };
				break;
			case IS_FALSE:
			case IS_TRUE:
				*field = (cotp_value){ .kind = COTP_VALUE_BOOLEAN, .boolean = Z_TYPE_P(value) == IS_TRUE };
				break;
			default:
				break;
		}
	}
}

void php_cotp_form_release(php_cotp_form *form)
{
	for (size_t i = 0; i < COTP_FORM_FIELD_COUNT; i++) {
		if (form->strings[i]) {
			zend_string_release(form->strings[i]);
		}
	}
	cotp_json_free(form->extra);
}

static bool form_fill_extra(php_cotp_form *form, zend_array *extra, uint32_t number)
{
	php_cotp_json_failure failure;
	if (zend_hash_num_elements(extra) == 0) {
		return true;
	}
	form->extra = php_cotp_json_from_array(extra, &failure);
	form->form.extra = form->extra;
	if (form->extra) {
		return true;
	}
	php_cotp_form_release(form);
	if (failure.class_entry) {
		php_cotp_throw_argument(failure.class_entry, "extra", failure.message, number);
	} else {
		php_cotp_throw_memory();
	}
	return false;
}

bool php_cotp_form_from_object(php_cotp_form *form, zend_object *object, uint32_t number)
{
	if (!properties_are_fit(object, number)) {
		return false;
	}
	form_fill(form, OBJ_PROP_NUM(object, 0));
	return form_fill_extra(form, Z_ARRVAL_P(php_cotp_property(object, FORM_EXTRA)), number);
}

/* The arguments as PHP passed them, and where none came, their defaults. */
typedef struct form_arguments {
	zend_string *texts[COTP_FORM_FIELD_COUNT];
	zval *amount_given;
	zend_long amount;
	bool amount_is_null;
	bool three_ds;
	bool three_ds_is_null;
	zval *extra;
} form_arguments;

/* As a PHP function takes int|string|null. The engine's own parser would make 12 of 12.5: nothing to do with money. */
static bool form_parse_amount(form_arguments *arguments)
{
	uint32_t number = COTP_FORM_AMOUNT + 1;
	zval *given = arguments->amount_given;
	zend_string **text = &arguments->texts[COTP_FORM_AMOUNT];
	if (!given) {
		return true;
	}
	if (Z_TYPE_P(given) == IS_DOUBLE && !ZEND_ARG_USES_STRICT_TYPES() &&
		!zend_is_long_compatible(Z_DVAL_P(given), zend_dval_to_lval(Z_DVAL_P(given)))) {
		arguments->amount_is_null = false;
		convert_to_string(given); /* in place, as the engine's parser does: the call frees it */
		*text = Z_STR_P(given);
		return true;
	}
	if (!zend_parse_arg_str_or_long(given, text, &arguments->amount, &arguments->amount_is_null, true, number)) {
		zend_argument_type_error(number, "must be of type string|int|null, %s given", type_name(given));
		return false;
	}
	return true;
}

static bool form_parse(zend_execute_data *execute_data, form_arguments *arguments)
{
	zend_string **texts = arguments->texts;
	ZEND_PARSE_PARAMETERS_START(1, COTP_FORM_FIELD_COUNT + 1)
		Z_PARAM_STR(texts[COTP_FORM_BOOKER_ID])
		Z_PARAM_OPTIONAL
		Z_PARAM_STR_OR_NULL(texts[COTP_FORM_EMAIL])
		Z_PARAM_STR_OR_NULL(texts[COTP_FORM_PHONE])
		Z_PARAM_STR_OR_NULL(texts[COTP_FORM_CALLBACK_URL])
		Z_PARAM_STR_OR_NULL(texts[COTP_FORM_CARD_URI])
		Z_PARAM_STR_OR_NULL(texts[COTP_FORM_RECIPIENT_NAME])
		Z_PARAM_STR_OR_NULL(texts[COTP_FORM_BOOKER_NAME])
		Z_PARAM_STR(texts[COTP_FORM_LANGUAGE])
		Z_PARAM_STR_OR_NULL(texts[COTP_FORM_CSS])
		Z_PARAM_ZVAL(arguments->amount_given)
		Z_PARAM_STR_OR_NULL(texts[COTP_FORM_CURRENCY])
		Z_PARAM_STR_OR_NULL(texts[COTP_FORM_SUPPORT_LINK])
		Z_PARAM_STR_OR_NULL(texts[COTP_FORM_SUPPORT_LINK_TEXT])
		Z_PARAM_STR_OR_NULL(texts[COTP_FORM_SUPPORT_EMAIL])
		Z_PARAM_STR_OR_NULL(texts[COTP_FORM_SUPPORT_PHONE])
		Z_PARAM_BOOL_OR_NULL(arguments->three_ds, arguments->three_ds_is_null)
		Z_PARAM_STR_OR_NULL(texts[COTP_FORM_MERCHANT_NAME])
		Z_PARAM_STR_OR_NULL(texts[COTP_FORM_HEADER_TEXT])
		Z_PARAM_STR_OR_NULL(texts[COTP_FORM_FOOTER_TEXT])
		Z_PARAM_STR_OR_NULL(texts[COTP_FORM_TEMPLATE])
		Z_PARAM_ARRAY(arguments->extra)
	ZEND_PARSE_PARAMETERS_END_EX(return false);
	return form_parse_amount(arguments);
}

/* Borrowed values in the order of the fields. */
static void form_arguments_to_values(const form_arguments *arguments, zval *values)
{
	for (size_t i = 0; i < COTP_FORM_FIELD_COUNT; i++) {
		if (arguments->texts[i]) {
			ZVAL_STR(&values[i], arguments->texts[i]);
		} else {
			ZVAL_NULL(&values[i]);
		}
	}
	if (!arguments->texts[COTP_FORM_AMOUNT] && !arguments->amount_is_null) {
		ZVAL_LONG(&values[COTP_FORM_AMOUNT], arguments->amount);
	}
	if (!arguments->three_ds_is_null) {
		ZVAL_BOOL(&values[COTP_FORM_THREE_DS], arguments->three_ds);
	}
}

static void form_set_properties(zend_object *object, zval *values, zval *extra)
{
	for (uint32_t i = 0; i < COTP_FORM_FIELD_COUNT; i++) {
		Z_TRY_ADDREF(values[i]);
		php_cotp_property_set(object, i, &values[i]);
	}
	set_array_copy(object, FORM_EXTRA, extra);
}

ZEND_METHOD(CotpForm, __construct)
{
	form_arguments arguments = {
		.texts[COTP_FORM_LANGUAGE] = default_language, .amount_is_null = true, .three_ds_is_null = true
	};
	zval values[COTP_FORM_FIELD_COUNT];
	php_cotp_form form;
	cotp_error error;

	if (!form_parse(execute_data, &arguments) ||
		!php_cotp_construct_once(Z_OBJ_P(ZEND_THIS), 0, COTP_FORM_FIELD_COUNT + 1)) {
		RETURN_THROWS();
	}
	form_arguments_to_values(&arguments, values);
	form_fill(&form, values);
	if (arguments.extra && !form_fill_extra(&form, Z_ARRVAL_P(arguments.extra), FORM_EXTRA + 1)) {
		RETURN_THROWS();
	}
	bool good = cotp_form_check(&form.form, &error);
	php_cotp_form_release(&form);
	if (!good) {
		php_cotp_throw(&error, 1);
		RETURN_THROWS();
	}
	form_set_properties(Z_OBJ_P(ZEND_THIS), values, arguments.extra);
}

/* ---- CotpState ---- */

typedef enum state_property {
	STATE_REQUEST_ID,
	STATE_STATUS,
	STATE_RAW_STATUS,
	STATE_CARD_URI,
	STATE_TIME,
	STATE_DETAILS
} state_property;

static zend_object_handlers state_handlers;

static zend_object *state_create(zend_class_entry *class_entry)
{
	zend_object *object = zend_objects_new(class_entry);
	object_properties_init(object, class_entry);
	object->handlers = &state_handlers;
	return object;
}

static bool state_property_is_secret(uint32_t index)
{
	return index == STATE_CARD_URI || index == STATE_DETAILS;
}

static zend_array *state_get_properties_for(zend_object *object, zend_prop_purpose purpose)
{
	if (purpose_needs_truth(purpose)) {
		return zend_std_get_properties_for(object, purpose);
	}
	return php_cotp_properties_redacted(object, state_property_is_secret);
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
	if (!php_cotp_construct_once(object, 0, object->ce->default_properties_count)) {
		RETURN_THROWS();
	}
	php_cotp_property_set_string(object, STATE_REQUEST_ID, request_id);
	set_object_copy(object, STATE_STATUS, status);
	php_cotp_property_set_string(object, STATE_RAW_STATUS, raw_status);
	php_cotp_property_set_string(object, STATE_CARD_URI, card_uri);
	php_cotp_property_set_string(object, STATE_TIME, time);
	set_array_copy(object, STATE_DETAILS, details);
}

void php_cotp_state_to_zval(const cotp_state *state, zval *value)
{
	zval details;
	object_init_ex(value, cotp_ce_state);
	zend_object *object = Z_OBJ_P(value);
	php_cotp_property_set_text(object, STATE_REQUEST_ID, state->request_id);
	set_object_copy(object, STATE_STATUS, php_cotp_status_case(state->status));
	php_cotp_property_set_text(object, STATE_RAW_STATUS, state->raw_status);
	php_cotp_property_set_text(object, STATE_CARD_URI, state->card_uri);
	php_cotp_property_set_text(object, STATE_TIME, state->time);
	php_cotp_json_to_zval(state->details, &details);
	php_cotp_property_set(object, STATE_DETAILS, &details);
}

/* ---- CotpDestination ---- */

typedef enum destination_property {
	DESTINATION_TYPE,
	DESTINATION_DATA,
	DESTINATION_QUOTA,
	DESTINATION_USAGE
} destination_property;

static void destination_set_usage(zend_object *object, bool known, zend_long usage)
{
	zval value;
	if (known) {
		ZVAL_LONG(&value, usage);
	} else {
		ZVAL_NULL(&value);
	}
	php_cotp_property_set(object, DESTINATION_USAGE, &value);
}

ZEND_METHOD(CotpDestination, __construct)
{
	zend_string *type, *data = ZSTR_EMPTY_ALLOC();
	zend_long quota = 1, usage = 0;
	bool usage_is_null = true;
	cotp_error error;
	ZEND_PARSE_PARAMETERS_START(1, 4)
		Z_PARAM_STR(type)
		Z_PARAM_OPTIONAL
		Z_PARAM_STR(data)
		Z_PARAM_LONG(quota)
		Z_PARAM_LONG_OR_NULL(usage, usage_is_null)
	ZEND_PARSE_PARAMETERS_END();

	zend_object *object = Z_OBJ_P(ZEND_THIS);
	if (!php_cotp_construct_once(object, 0, object->ce->default_properties_count)) {
		RETURN_THROWS();
	}
	if (!usage_is_null && usage < 0) {
		zend_argument_value_error(4, "must be greater than or equal to 0");
		RETURN_THROWS();
	}
	cotp_destination destination = {
		.type = php_cotp_text_of(type),
		.data = php_cotp_text_of(data),
		.quota = quota,
		.usage = usage_is_null ? -1 : usage,
	};
	if (!cotp_destination_check(&destination, &error)) {
		php_cotp_throw(&error, 1);
		RETURN_THROWS();
	}
	php_cotp_property_set_string(object, DESTINATION_TYPE, type);
	php_cotp_property_set_string(object, DESTINATION_DATA, data);
	php_cotp_property_set_long(object, DESTINATION_QUOTA, quota);
	destination_set_usage(object, !usage_is_null, usage);
}

static void destination_to_zval(const cotp_destination *destination, zval *value)
{
	zval text;
	object_init_ex(value, cotp_ce_destination);
	ZVAL_STRINGL(&text, destination->type.data, destination->type.length);
	php_cotp_property_set(Z_OBJ_P(value), DESTINATION_TYPE, &text);
	ZVAL_STRINGL(&text, destination->data.data, destination->data.length);
	php_cotp_property_set(Z_OBJ_P(value), DESTINATION_DATA, &text);
	php_cotp_property_set_long(Z_OBJ_P(value), DESTINATION_QUOTA, (zend_long)destination->quota);
	destination_set_usage(Z_OBJ_P(value), destination->usage >= 0, (zend_long)destination->usage);
}

/* ---- CotpRetention ---- */

typedef enum retention_property { RETENTION_UNTIL, RETENTION_DELETE_CARD, RETENTION_DESTINATIONS } retention_property;

/* A list of its own, without the caller's keys and references. False, with an exception thrown, when an element is no
 * destination or there are too many. */
static bool destinations_copy(zval *list, zend_array *given)
{
	zval *element;
	if (zend_hash_num_elements(given) > COTP_MAX_DESTINATIONS) {
		zend_argument_value_error(3, "must contain at most %d destinations", COTP_MAX_DESTINATIONS);
		return false;
	}
	ZEND_HASH_FOREACH_VAL(given, element) {
		ZVAL_DEREF(element);
		if (Z_TYPE_P(element) != IS_OBJECT || Z_OBJCE_P(element) != cotp_ce_destination) {
			zend_argument_type_error(3, "must contain only CotpDestination objects, %s given", type_name(element));
			return false;
		}
	}
	ZEND_HASH_FOREACH_END();
	array_init_size(list, zend_hash_num_elements(given));
	ZEND_HASH_FOREACH_VAL(given, element) {
		ZVAL_DEREF(element);
		Z_ADDREF_P(element);
		zend_hash_next_index_insert_new(Z_ARRVAL_P(list), element);
	}
	ZEND_HASH_FOREACH_END();
	return true;
}

ZEND_METHOD(CotpRetention, __construct)
{
	zend_object *until;
	bool delete_card = false;
	zend_array *given = NULL;
	zval destinations;
	ZEND_PARSE_PARAMETERS_START(1, 3)
		Z_PARAM_OBJ_OF_CLASS(until, php_date_get_interface_ce())
		Z_PARAM_OPTIONAL
		Z_PARAM_BOOL(delete_card)
		Z_PARAM_ARRAY_HT(given)
	ZEND_PARSE_PARAMETERS_END();

	zend_object *object = Z_OBJ_P(ZEND_THIS);
	ZVAL_EMPTY_ARRAY(&destinations);
	if (!php_cotp_construct_once(object, 0, object->ce->default_properties_count) ||
		(given && !destinations_copy(&destinations, given))) {
		RETURN_THROWS();
	}
	set_object_copy(object, RETENTION_UNTIL, until);
	php_cotp_property_set_bool(object, RETENTION_DELETE_CARD, delete_card);
	php_cotp_property_set(object, RETENTION_DESTINATIONS, &destinations);
}

/* By the method, which a subclass may have overridden, and which throws where a subclass's constructor left the date
 * without a value. */
static bool timestamp_of(zend_object *date, int64_t *timestamp)
{
	zval result;
	const zend_class_entry *class_entry = date->ce;
	GC_ADDREF(date); /* an override may drop the last reference */
	zend_call_method_with_0_params(date, date->ce, NULL, "gettimestamp", &result);
	OBJ_RELEASE(date);
	bool is_long = Z_TYPE(result) == IS_LONG;
	if (is_long) {
		*timestamp = Z_LVAL(result);
	} else if (!EG(exception)) {
		/* its return type is tentative, so that an override may return anything */
		zend_type_error("%s::getTimestamp(): Return value must be of type int, %s returned",
			ZSTR_VAL(class_entry->name), type_name(&result));
	}
	zval_ptr_dtor(&result);
	return is_long && !EG(exception);
}

/* unserialize() checks neither the elements nor that they have values. */
static bool destinations_check(zend_array *destinations, uint32_t number)
{
	zval *element;
	ZEND_HASH_FOREACH_VAL(destinations, element) {
		ZVAL_DEREF(element);
		if (Z_TYPE_P(element) != IS_OBJECT || Z_OBJCE_P(element) != cotp_ce_destination) {
			php_cotp_throw_argument(
				zend_ce_type_error, "destinations", "must contain only CotpDestination objects", number);
			return false;
		}
		if (php_cotp_invalid_property(Z_OBJ_P(element))) {
			php_cotp_throw_argument(
				zend_ce_value_error, "destinations", "must contain only initialized CotpDestination objects", number);
			return false;
		}
	}
	ZEND_HASH_FOREACH_END();
	return true;
}

static void destinations_fill(php_cotp_retention *policy, zend_array *destinations)
{
	uint32_t count = zend_hash_num_elements(destinations);
	zval *element;
	size_t i = 0;
	policy->retention.destinations = safe_emalloc(count, sizeof(cotp_destination), 1);
	policy->strings = safe_emalloc(count, 2 * sizeof(zend_string *), 1);
	policy->retention.destination_count = count;
	ZEND_HASH_FOREACH_VAL(destinations, element) {
		ZVAL_DEREF(element);
		zend_object *object = Z_OBJ_P(element);
		zval *usage = php_cotp_property(object, DESTINATION_USAGE);
		policy->strings[2 * i] = zend_string_copy(Z_STR_P(php_cotp_property(object, DESTINATION_TYPE)));
		policy->strings[2 * i + 1] = zend_string_copy(Z_STR_P(php_cotp_property(object, DESTINATION_DATA)));
		policy->retention.destinations[i] = (cotp_destination){
			.type = php_cotp_text_of(policy->strings[2 * i]),
			.data = php_cotp_text_of(policy->strings[2 * i + 1]),
			.quota = Z_LVAL_P(php_cotp_property(object, DESTINATION_QUOTA)),
			.usage = Z_TYPE_P(usage) == IS_LONG ? Z_LVAL_P(usage) : -1,
		};
		i++;
	}
	ZEND_HASH_FOREACH_END();
}

bool php_cotp_retention_from_object(php_cotp_retention *policy, zend_object *object, uint32_t number)
{
	/* The date first, since it may run PHP code: nothing is held yet. And that may have written past a type. */
	if (!properties_are_fit(object, number) ||
		!timestamp_of(Z_OBJ_P(php_cotp_property(object, RETENTION_UNTIL)), &policy->retention.until) ||
		!properties_are_fit(object, number)) {
		return false;
	}
	zend_array *destinations = Z_ARRVAL_P(php_cotp_property(object, RETENTION_DESTINATIONS));
	if (!destinations_check(destinations, number)) {
		return false;
	}
	policy->retention.delete_card = Z_TYPE_P(php_cotp_property(object, RETENTION_DELETE_CARD)) == IS_TRUE;
	destinations_fill(policy, destinations);
	return true;
}

void php_cotp_retention_release(php_cotp_retention *policy)
{
	for (size_t i = 0; i < 2 * policy->retention.destination_count; i++) {
		zend_string_release(policy->strings[i]);
	}
	efree(policy->strings);
	efree(policy->retention.destinations);
}

/* In UTC, as the service means it. */
static void date_to_zval(int64_t timestamp, zval *value)
{
	zend_string *text = php_format_date(ZEND_STRL("Y-m-d H:i:s \\U\\T\\C"), (time_t)timestamp, false);
	php_date_instantiate(php_date_get_immutable_ce(), value);
	php_date_initialize(Z_PHPDATE_P(value), ZSTR_VAL(text), ZSTR_LEN(text), NULL, NULL, 0);
	zend_string_release(text);
}

void php_cotp_retention_to_zval(const cotp_retention *retention, zval *value)
{
	zval until, destinations;
	object_init_ex(value, cotp_ce_retention);
	date_to_zval(retention->until, &until);
	php_cotp_property_set(Z_OBJ_P(value), RETENTION_UNTIL, &until);
	php_cotp_property_set_bool(Z_OBJ_P(value), RETENTION_DELETE_CARD, retention->delete_card);
	array_init_size(&destinations, (uint32_t)retention->destination_count);
	for (size_t i = 0; i < retention->destination_count; i++) {
		zval destination;
		destination_to_zval(&retention->destinations[i], &destination);
		zend_hash_next_index_insert_new(Z_ARRVAL(destinations), &destination);
	}
	php_cotp_property_set(Z_OBJ_P(value), RETENTION_DESTINATIONS, &destinations);
}

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
	ATTEMPT_TOTAL
} attempt_property;

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

void php_cotp_values_startup(void)
{
	default_language = zend_string_init_interned(ZEND_STRL("EN"), true);

	memcpy(&form_handlers, &std_object_handlers, sizeof(form_handlers));
	form_handlers.clone_obj = php_cotp_object_clone;
	form_handlers.get_properties_for = form_get_properties_for;
	php_cotp_class_set_handlers(cotp_ce_form, form_create, &form_handlers);

	memcpy(&state_handlers, &std_object_handlers, sizeof(state_handlers));
	state_handlers.clone_obj = php_cotp_object_clone;
	state_handlers.get_properties_for = state_get_properties_for;
	php_cotp_class_set_handlers(cotp_ce_state, state_create, &state_handlers);
}
