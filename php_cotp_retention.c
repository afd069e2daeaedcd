/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * CotpRetention and CotpDestination.
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "php_cotp_retention.h"

#include "php_cotp_exceptions.h"
#include "php_cotp_object.h"
#include "php_cotp_serialize.h"

#include "ext/date/php_date.h"
#include "zend_exceptions.h"
#include "zend_interfaces.h"

zend_class_entry *cotp_ce_destination;
zend_class_entry *cotp_ce_retention;

/* ---- CotpDestination ---- */

typedef enum destination_property {
	DESTINATION_TYPE,
	DESTINATION_DATA,
	DESTINATION_QUOTA,
	DESTINATION_USAGE,
	DESTINATION_PROPERTY_COUNT
} destination_property;

static const char *const destination_properties[DESTINATION_PROPERTY_COUNT] = {
	[DESTINATION_TYPE] = "type",
	[DESTINATION_DATA] = "data",
	[DESTINATION_QUOTA] = "quota",
	[DESTINATION_USAGE] = "usage",
};

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

/* Checks the borrowed values and sets the properties. Returns false with an exception thrown. */
static bool destination_accept(zend_object *object, zval *values)
{
	cotp_error error;
	const zval *usage = &values[DESTINATION_USAGE];
	if (Z_TYPE_P(usage) == IS_LONG && Z_LVAL_P(usage) < 0) {
		php_cotp_throw_argument(zend_ce_value_error, "usage", "must be greater than or equal to 0", 1);
		return false;
	}
	cotp_destination destination = {
		.type = php_cotp_text_of(Z_STR(values[DESTINATION_TYPE])),
		.data = php_cotp_text_of(Z_STR(values[DESTINATION_DATA])),
		.quota = Z_LVAL(values[DESTINATION_QUOTA]),
		.usage = Z_TYPE_P(usage) == IS_LONG ? Z_LVAL_P(usage) : -1,
	};
	if (!cotp_destination_check(&destination, &error)) {
		php_cotp_throw(&error, 1);
		return false;
	}
	php_cotp_properties_set(object, values, DESTINATION_PROPERTY_COUNT);
	return true;
}

ZEND_METHOD(CotpDestination, __construct)
{
	zend_string *type, *data = ZSTR_EMPTY_ALLOC();
	zend_long quota = 1, usage = 0;
	bool usage_is_null = true;
	zval values[DESTINATION_PROPERTY_COUNT];
	(void)return_value;
	ZEND_PARSE_PARAMETERS_START(1, 4)
		Z_PARAM_STR(type)
		Z_PARAM_OPTIONAL
		Z_PARAM_STR(data)
		Z_PARAM_LONG(quota)
		Z_PARAM_LONG_OR_NULL(usage, usage_is_null)
	ZEND_PARSE_PARAMETERS_END();

	ZVAL_STR(&values[DESTINATION_TYPE], type);
	ZVAL_STR(&values[DESTINATION_DATA], data);
	ZVAL_LONG(&values[DESTINATION_QUOTA], quota);
	ZVAL_NULL(&values[DESTINATION_USAGE]);
	if (!usage_is_null) {
		ZVAL_LONG(&values[DESTINATION_USAGE], usage);
	}
	if (php_cotp_construct_once(Z_OBJ_P(ZEND_THIS), 0, DESTINATION_PROPERTY_COUNT)) {
		destination_accept(Z_OBJ_P(ZEND_THIS), values);
	}
}

ZEND_METHOD(CotpDestination, __serialize)
{
	php_cotp_serialize_plainly(INTERNAL_FUNCTION_PARAM_PASSTHRU);
}

static bool destination_unserialize(zend_object *object, zend_array *data)
{
	zval values[DESTINATION_PROPERTY_COUNT];
	return php_cotp_unserialize_properties(object, data, destination_properties, DESTINATION_PROPERTY_COUNT, values) &&
		   destination_accept(object, values);
}

ZEND_METHOD(CotpDestination, __unserialize)
{
	zend_array *data;
	(void)return_value;
	ZEND_PARSE_PARAMETERS_START(1, 1)
		Z_PARAM_ARRAY_HT(data)
	ZEND_PARSE_PARAMETERS_END();
	destination_unserialize(Z_OBJ_P(ZEND_THIS), data);
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

typedef enum retention_property {
	RETENTION_UNTIL,
	RETENTION_DELETE_CARD,
	RETENTION_DESTINATIONS,
	RETENTION_PROPERTY_COUNT
} retention_property;

static const char *const retention_properties[RETENTION_PROPERTY_COUNT] = {
	[RETENTION_UNTIL] = "until",
	[RETENTION_DELETE_CARD] = "deleteCard",
	[RETENTION_DESTINATIONS] = "destinations",
};

static bool destinations_check_count(const zend_array *destinations)
{
	char message[64];
	if (zend_hash_num_elements(destinations) <= COTP_MAX_DESTINATIONS) {
		return true;
	}
	snprintf(message, sizeof(message), "must contain at most %d destinations", COTP_MAX_DESTINATIONS);
	php_cotp_throw_argument(zend_ce_value_error, "destinations", message, 1);
	return false;
}

/* Copies the destinations to a list, without the caller's keys and references. Returns false, with an exception thrown,
 * if an element is not a destination or there are too many. */
static bool destinations_copy(zval *list, zend_array *given)
{
	zval *element;
	if (!destinations_check_count(given)) {
		return false;
	}
	ZEND_HASH_FOREACH_VAL(given, element) {
		ZVAL_DEREF(element);
		if (Z_TYPE_P(element) != IS_OBJECT || Z_OBJCE_P(element) != cotp_ce_destination) {
			zend_argument_type_error(
				3, "must contain only CotpDestination objects, %s given", php_cotp_type_name(element));
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
	zval end, destinations;
	ZEND_PARSE_PARAMETERS_START(1, 3)
		Z_PARAM_OBJ_OF_CLASS_OR_NULL(until, php_date_get_interface_ce())
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
	ZVAL_NULL(&end);
	if (until) {
		ZVAL_OBJ_COPY(&end, until);
	}
	php_cotp_property_set(object, RETENTION_UNTIL, &end);
	php_cotp_property_set_bool(object, RETENTION_DELETE_CARD, delete_card);
	php_cotp_property_set(object, RETENTION_DESTINATIONS, &destinations);
}

/* ---- serialization of a policy ---- */

/* The key of the time zone, next to the keys of the properties. */
#define UNTIL_ZONE "untilTimezone"

static const char *const retention_keys[] = { "until", UNTIL_ZONE, "deleteCard", "destinations" };

/* The time is written as seconds since the epoch with microseconds: unlike a local time, it is never ambiguous. */
#define UNTIL_FORMAT "U.u"

/* Calls the method of the base class, because a subclass may override it. Returns false with an exception thrown. */
static bool date_format(zend_object *date, const char *format, zval *text)
{
	zval argument;
	zend_class_entry *base = php_date_get_immutable_ce();
	zend_function *function = zend_hash_str_find_ptr(&base->function_table, ZEND_STRL("format"));
	ZVAL_STRING(&argument, format);
	ZVAL_UNDEF(text);
	zend_call_known_function(function, date, date->ce, text, 1, &argument, NULL);
	zval_ptr_dtor(&argument);
	return !EG(exception);
}

/* Adds null for a policy without an end. */
static bool add_date(zval *data, const char *key, const zval *date, const char *format)
{
	zval text;
	ZVAL_NULL(&text);
	if (Z_TYPE_P(date) == IS_OBJECT && !date_format(Z_OBJ_P(date), format, &text)) {
		return false;
	}
	add_assoc_zval(data, key, &text);
	return true;
}

/* As arrays, so that a reader needs no second class, and no serializer a second object. */
static void add_destinations(zval *data, zend_array *destinations)
{
	zval list, *element;
	array_init_size(&list, zend_hash_num_elements(destinations));
	ZEND_HASH_FOREACH_VAL(destinations, element) {
		zval destination;
		ZVAL_DEREF(element);
		if (php_cotp_serialize_begin(Z_OBJ_P(element), &destination)) {
			php_cotp_serialize_properties(Z_OBJ_P(element), 0, DESTINATION_PROPERTY_COUNT, &destination);
			zend_hash_next_index_insert_new(Z_ARRVAL(list), &destination);
		}
	}
	ZEND_HASH_FOREACH_END();
	add_assoc_zval(data, "destinations", &list);
}

static bool destinations_check(zend_array *destinations, uint32_t number);

ZEND_METHOD(CotpRetention, __serialize)
{
	ZEND_PARSE_PARAMETERS_NONE();
	zend_object *object = Z_OBJ_P(ZEND_THIS);
	if (!php_cotp_serialize_begin(object, return_value)) {
		RETURN_THROWS();
	}
	const zval *until = php_cotp_property(object, RETENTION_UNTIL);
	zend_array *destinations = Z_ARRVAL_P(php_cotp_property(object, RETENTION_DESTINATIONS));
	if (!destinations_check(destinations, 1) || !add_date(return_value, "until", until, UNTIL_FORMAT) ||
		!add_date(return_value, UNTIL_ZONE, until, "e")) {
		RETURN_THROWS();
	}
	php_cotp_serialize_properties(object, RETENTION_DELETE_CARD, 1, return_value);
	add_destinations(return_value, destinations);
}

/* Creates the date, or returns false with an exception thrown. The caller frees the value in both cases. */
static bool date_parse(zval *text, zval *zone, zval *value)
{
	zval zone_object, result;
	ZVAL_UNDEF(value);
	if (Z_TYPE_P(text) != IS_STRING || Z_TYPE_P(zone) != IS_STRING) {
		return false;
	}
	object_init_ex(&zone_object, php_date_get_timezone_ce());
	zend_call_known_instance_method_with_1_params(
		php_date_get_timezone_ce()->constructor, Z_OBJ(zone_object), NULL, zone);
	php_date_instantiate(php_date_get_immutable_ce(), value);
	bool valid = !EG(exception) &&
				 php_date_initialize(Z_PHPDATE_P(value), Z_STRVAL_P(text), Z_STRLEN_P(text), UNTIL_FORMAT, NULL, 0);
	if (valid) {
		ZVAL_UNDEF(&result);
		zend_call_method_with_1_params(Z_OBJ_P(value), Z_OBJCE_P(value), NULL, "settimezone", &result, &zone_object);
		zval_ptr_dtor(value);
		ZVAL_COPY_VALUE(value, &result);
	}
	zval_ptr_dtor(&zone_object);
	return valid && Z_TYPE_P(value) == IS_OBJECT;
}

static bool date_from_data(zend_array *data, zval *value)
{
	zval *text = zend_hash_str_find_deref(data, ZEND_STRL("until"));
	zval *zone = zend_hash_str_find_deref(data, ZEND_STRL(UNTIL_ZONE));
	if (Z_TYPE_P(text) == IS_NULL && Z_TYPE_P(zone) == IS_NULL) {
		ZVAL_NULL(value);
		return true;
	}
	if (date_parse(text, zone, value)) {
		return true;
	}
	zval_ptr_dtor(value);
	ZVAL_UNDEF(value);
	if (EG(exception)) {
		zend_clear_exception(); /* the engine's own depends on its version */
	}
	php_cotp_throw_argument(
		zend_ce_value_error, "until", "must be a time in seconds with microseconds, and a time zone", 1);
	return false;
}

/* Creates the list, or returns false with an exception thrown. The caller frees the list in both cases. */
static bool destinations_from_data(zend_array *data, zval *list)
{
	zval *given = zend_hash_str_find_deref(data, ZEND_STRL("destinations")), *element;
	array_init(list);
	if (Z_TYPE_P(given) != IS_ARRAY) {
		php_cotp_throw_argument(zend_ce_type_error, "destinations", "must be of type array", 1);
		return false;
	}
	if (!destinations_check_count(Z_ARRVAL_P(given))) {
		return false;
	}
	ZEND_HASH_FOREACH_VAL(Z_ARRVAL_P(given), element) {
		zval destination;
		ZVAL_DEREF(element);
		if (Z_TYPE_P(element) != IS_ARRAY) {
			php_cotp_throw_argument(zend_ce_type_error, "destinations", "must contain only arrays", 1);
			return false;
		}
		object_init_ex(&destination, cotp_ce_destination);
		zend_hash_next_index_insert_new(Z_ARRVAL_P(list), &destination);
		if (!destination_unserialize(Z_OBJ(destination), Z_ARRVAL_P(element))) {
			return false;
		}
	}
	ZEND_HASH_FOREACH_END();
	return true;
}

static bool retention_from_data(zend_object *object, zend_array *data, zval *values)
{
	return php_cotp_unserialize_begin(data, retention_keys, sizeof(retention_keys) / sizeof(retention_keys[0])) &&
		   php_cotp_unserialize_property(object, RETENTION_DELETE_CARD, data, &values[RETENTION_DELETE_CARD]) &&
		   date_from_data(data, &values[RETENTION_UNTIL]) &&
		   destinations_from_data(data, &values[RETENTION_DESTINATIONS]);
}

ZEND_METHOD(CotpRetention, __unserialize)
{
	zend_array *data;
	zval values[RETENTION_PROPERTY_COUNT];
	(void)return_value;
	ZEND_PARSE_PARAMETERS_START(1, 1)
		Z_PARAM_ARRAY_HT(data)
	ZEND_PARSE_PARAMETERS_END();

	zend_object *object = Z_OBJ_P(ZEND_THIS);
	ZVAL_UNDEF(&values[RETENTION_UNTIL]);
	ZVAL_UNDEF(&values[RETENTION_DESTINATIONS]);
	if (php_cotp_construct_once(object, 0, RETENTION_PROPERTY_COUNT) && retention_from_data(object, data, values)) {
		php_cotp_properties_set(object, values, RETENTION_PROPERTY_COUNT);
	}
	zval_ptr_dtor(&values[RETENTION_UNTIL]);
	zval_ptr_dtor(&values[RETENTION_DESTINATIONS]);
}

/* ---- a policy for the plain-C layers ---- */

/* Calls the method, because a subclass may override it, and because it throws if the constructor of a subclass left the
 * date uninitialized. */
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
		/* the return type is tentative, so an override may return anything */
		zend_type_error("%s::getTimestamp(): Return value must be of type int, %s returned",
			ZSTR_VAL(class_entry->name), php_cotp_type_name(&result));
	}
	zval_ptr_dtor(&result);
	return is_long && !EG(exception);
}

/* Checks the elements, because an ArrayObject over the policy can write anything into the list. */
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

/* Returns false with an exception thrown. */
static bool end_of(php_cotp_retention *policy, const zval *until)
{
	policy->retention.has_until = Z_TYPE_P(until) == IS_OBJECT;
	return !policy->retention.has_until || timestamp_of(Z_OBJ_P(until), &policy->retention.until);
}

bool php_cotp_retention_from_object(php_cotp_retention *policy, zend_object *object, uint32_t number)
{
	/* The date comes first, because it may run PHP code, and nothing is allocated yet. That code may also have broken
	 * the types, so they are checked again. */
	if (!php_cotp_check_properties(object, number) || !end_of(policy, php_cotp_property(object, RETENTION_UNTIL)) ||
		!php_cotp_check_properties(object, number)) {
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

/* Converts to UTC, the time zone of the service. */
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
	ZVAL_NULL(&until);
	if (retention->has_until) {
		date_to_zval(retention->until, &until);
	}
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
/* ---- startup ---- */

void php_cotp_retention_startup(void)
{
	php_cotp_class_check_properties(cotp_ce_destination, destination_properties, DESTINATION_PROPERTY_COUNT);
	php_cotp_class_check_properties(cotp_ce_retention, retention_properties, RETENTION_PROPERTY_COUNT);
}
