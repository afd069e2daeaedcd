/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * CotpForm: the arguments of the constructor, the values for the plain-C layers, and what a dump shows.
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "php_cotp_form.h"

#include "php_cotp_exceptions.h"
#include "php_cotp_json.h"
#include "php_cotp_object.h"
#include "php_cotp_redact.h"
#include "php_cotp_serialize.h"

#include "zend_exceptions.h"

zend_class_entry *cotp_ce_form;

/* The properties are those of cotp_form_field, followed by extra. */
#define FORM_EXTRA          COTP_FORM_FIELD_COUNT
#define FORM_PROPERTY_COUNT (COTP_FORM_FIELD_COUNT + 1)

/* Interned by MINIT for the lifetime of the process. */
static zend_string *default_language;

/* The names of the properties, set once by MINIT. */
static const char *form_properties[FORM_PROPERTY_COUNT];

static php_cotp_redaction form_redaction;

static bool form_property_is_secret(uint32_t index)
{
	return index == FORM_EXTRA || cotp_form_field_is_secret((cotp_form_field)index);
}

/* Fills the form from values in the order of the fields. Strings gain a reference. */
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
	if (!php_cotp_check_properties(object, number)) {
		return false;
	}
	form_fill(form, OBJ_PROP_NUM(object, 0));
	return form_fill_extra(form, Z_ARRVAL_P(php_cotp_property(object, FORM_EXTRA)), number);
}

/* An argument as PHP parsed it, or its default. */
typedef struct form_argument {
	zend_string *text;
	zval *amount; /* not yet parsed */
	zend_long integer;
	bool integer_is_null;
	bool boolean;
	bool boolean_is_null;
} form_argument;

typedef struct form_arguments {
	form_argument fields[COTP_FORM_FIELD_COUNT];
	zval *extra;
} form_arguments;

/* The parameter of a field, by the rule in its line of cotp_form_fields.h. All but the required ones are optional. */
#define PARSE_TEXT(argument)          Z_PARAM_OPTIONAL Z_PARAM_STR_OR_NULL((argument).text)
#define PARSE_REQUIRED_NAME(argument) Z_PARAM_STR((argument).text)
#define PARSE_NAME                    PARSE_TEXT
#define PARSE_FREE_TEXT               PARSE_TEXT
#define PARSE_EMAIL                   PARSE_TEXT
#define PARSE_PHONE                   PARSE_TEXT
#define PARSE_SHOWN_PHONE             PARSE_TEXT
#define PARSE_URL                     PARSE_TEXT
#define PARSE_CARD_URI                PARSE_TEXT
#define PARSE_LANGUAGE(argument)      Z_PARAM_OPTIONAL Z_PARAM_STR((argument).text)
#define PARSE_AMOUNT(argument)        Z_PARAM_OPTIONAL Z_PARAM_ZVAL((argument).amount)
#define PARSE_CURRENCY                PARSE_TEXT
#define PARSE_BOOLEAN(argument)       Z_PARAM_OPTIONAL Z_PARAM_BOOL_OR_NULL((argument).boolean, (argument).boolean_is_null)

/* Parses int|string|null as PHP does, but rejects every float: PHP would change 12.0 to 12 and 12.5 to "12.5", which
 * the service may not understand as the same kind of amount. */
static bool form_parse_amount(form_argument *argument, uint32_t number)
{
	zval *given = argument->amount;
	if (Z_TYPE_P(given) == IS_DOUBLE || !zend_parse_arg_str_or_long(given, &argument->text, &argument->integer,
											&argument->integer_is_null, true, number)) {
		zend_argument_type_error(number, "must be of type string|int|null, %s given", php_cotp_type_name(given));
		return false;
	}
	return true;
}

/* By the rules, bookerId is the only required field. */
static bool form_parse(zend_execute_data *execute_data, form_arguments *arguments)
{
	form_argument *fields = arguments->fields;
	ZEND_PARSE_PARAMETERS_START(1, FORM_PROPERTY_COUNT)
#define FIELD(identifier, property, rule, ...) PARSE_##rule(fields[COTP_FORM_##identifier])
		/* cppcheck-suppress unknownMacro ; it does not know PHP's macros */
		COTP_FORM_FIELDS(FIELD)
#undef FIELD
		Z_PARAM_ARRAY(arguments->extra)
	ZEND_PARSE_PARAMETERS_END_EX(return false);
	for (uint32_t i = 0; i < COTP_FORM_FIELD_COUNT; i++) {
		if (fields[i].amount && !form_parse_amount(&fields[i], i + 1)) {
			return false;
		}
	}
	return true;
}

/* Fills a borrowed value. */
static void form_argument_to_value(const form_argument *argument, zval *value)
{
	if (argument->text) {
		ZVAL_STR(value, argument->text);
	} else if (!argument->integer_is_null) {
		ZVAL_LONG(value, argument->integer);
	} else if (!argument->boolean_is_null) {
		ZVAL_BOOL(value, argument->boolean);
	} else {
		ZVAL_NULL(value);
	}
}

/* Fills borrowed values in the order of the properties. */
static void form_arguments_to_values(const form_arguments *arguments, zval *values)
{
	for (size_t i = 0; i < COTP_FORM_FIELD_COUNT; i++) {
		form_argument_to_value(&arguments->fields[i], &values[i]);
	}
	if (arguments->extra) {
		ZVAL_COPY_VALUE(&values[FORM_EXTRA], arguments->extra);
	} else {
		ZVAL_EMPTY_ARRAY(&values[FORM_EXTRA]);
	}
}

/* Rejects a value that was copied from a dump: a guest must not be greeted as "***". */
static bool form_check_redacted(const zval *values)
{
	for (uint32_t i = 0; i < COTP_FORM_FIELD_COUNT; i++) {
		if (form_property_is_secret(i) && Z_TYPE(values[i]) == IS_STRING && php_cotp_is_redacted(Z_STR(values[i]))) {
			php_cotp_throw_argument(zend_ce_value_error, form_properties[i], PHP_COTP_REDACTED_MESSAGE, 1);
			return false;
		}
	}
	return true;
}

/* Checks the borrowed values and sets the properties. Returns false with an exception thrown. */
static bool form_accept(zend_object *object, zval *values)
{
	php_cotp_form form;
	cotp_error error;
	if (!form_check_redacted(values)) {
		return false;
	}
	form_fill(&form, values);
	if (!form_fill_extra(&form, Z_ARRVAL(values[FORM_EXTRA]), 1)) {
		return false;
	}
	bool valid = cotp_form_check(&form.form, &error);
	php_cotp_form_release(&form);
	if (!valid) {
		php_cotp_throw(&error, 1);
		return false;
	}
	php_cotp_redact(object, &form_redaction);
	php_cotp_properties_set(object, values, FORM_PROPERTY_COUNT);
	return true;
}

ZEND_METHOD(CotpForm, __construct)
{
	form_arguments arguments = { .extra = NULL };
	zval values[FORM_PROPERTY_COUNT];
	(void)return_value;
	for (size_t i = 0; i < COTP_FORM_FIELD_COUNT; i++) {
		arguments.fields[i] = (form_argument){ .integer_is_null = true, .boolean_is_null = true };
	}
	arguments.fields[COTP_FORM_LANGUAGE].text = default_language;
	if (form_parse(execute_data, &arguments) && php_cotp_construct_once(Z_OBJ_P(ZEND_THIS), 0, FORM_PROPERTY_COUNT)) {
		form_arguments_to_values(&arguments, values);
		form_accept(Z_OBJ_P(ZEND_THIS), values);
	}
}

/* ---- changed copies ---- */

/* Returns the number of the property, or FORM_PROPERTY_COUNT. */
static uint32_t form_property_of(const zend_string *name)
{
	uint32_t i = 0;
	while (i < FORM_PROPERTY_COUNT && !cotp_text_equals(php_cotp_text_of(name), cotp_text_of(form_properties[i]))) {
		i++;
	}
	return i;
}

/* The constructor is called from here, so it would convert types even if the caller has strict types. */
static bool form_check_strictly(zend_object *object, uint32_t index, const zval *value)
{
	const zend_type *type = &object->ce->properties_info_table[index]->type;
	if (php_cotp_is_of_type(value, type)) {
		return true;
	}
	zend_string *wanted = zend_type_to_string(*type);
	zend_type_error("CotpForm::with(): Argument $%s must be of type %s, %s given", form_properties[index],
		ZSTR_VAL(wanted), php_cotp_type_name(value));
	zend_string_release(wanted);
	return false;
}

/* Overwrites the borrowed values with the named arguments. Returns false with an Error thrown. */
static bool form_apply_changes(zend_object *object, zend_array *changes, bool is_strict, zval *values)
{
	zend_string *name;
	zval *value;
	ZEND_HASH_FOREACH_STR_KEY_VAL(changes, name, value) {
		uint32_t index = form_property_of(name);
		if (index == FORM_PROPERTY_COUNT) {
			zend_throw_error(NULL, "Unknown named parameter $%s", ZSTR_VAL(name));
			return false;
		}
		ZVAL_DEREF(value);
		if (is_strict && !form_check_strictly(object, index, value)) {
			return false;
		}
		ZVAL_COPY_VALUE(&values[index], value);
	}
	ZEND_HASH_FOREACH_END();
	return true;
}

ZEND_METHOD(CotpForm, with)
{
	zval *positional, values[FORM_PROPERTY_COUNT];
	uint32_t count;
	HashTable *changes = NULL;
	ZEND_PARSE_PARAMETERS_START(0, -1)
		Z_PARAM_VARIADIC_WITH_NAMED(positional, count, changes)
	ZEND_PARSE_PARAMETERS_END();
	(void)positional;

	zend_object *object = Z_OBJ_P(ZEND_THIS);
	if (count > 0) {
		zend_argument_count_error("CotpForm::with() accepts only named arguments");
		RETURN_THROWS();
	}
	if (!php_cotp_object_is_initialized(object)) {
		RETURN_THROWS();
	}
	for (uint32_t i = 0; i < FORM_PROPERTY_COUNT; i++) {
		ZVAL_COPY_VALUE(&values[i], php_cotp_property(object, i));
	}
	if (changes && !form_apply_changes(object, changes, ZEND_ARG_USES_STRICT_TYPES(), values)) {
		RETURN_THROWS();
	}
	object_init_ex(return_value, cotp_ce_form);
	zend_call_known_function(
		cotp_ce_form->constructor, Z_OBJ_P(return_value), cotp_ce_form, NULL, FORM_PROPERTY_COUNT, values, NULL);
}

/* ---- serialization ---- */

ZEND_METHOD(CotpForm, __serialize)
{
	php_cotp_serialize_plainly(INTERNAL_FUNCTION_PARAM_PASSTHRU);
}

ZEND_METHOD(CotpForm, __unserialize)
{
	zend_array *data;
	zval values[FORM_PROPERTY_COUNT];
	(void)return_value;
	ZEND_PARSE_PARAMETERS_START(1, 1)
		Z_PARAM_ARRAY_HT(data)
	ZEND_PARSE_PARAMETERS_END();
	if (php_cotp_unserialize_properties(Z_OBJ_P(ZEND_THIS), data, form_properties, FORM_PROPERTY_COUNT, values)) {
		form_accept(Z_OBJ_P(ZEND_THIS), values);
	}
}

/* ---- startup ---- */

void php_cotp_form_startup(void)
{
	for (int field = 0; field < COTP_FORM_FIELD_COUNT; field++) {
		form_properties[field] = cotp_form_field_name((cotp_form_field)field);
	}
	form_properties[FORM_EXTRA] = "extra";
	php_cotp_class_check_properties(cotp_ce_form, form_properties, FORM_PROPERTY_COUNT);
	default_language = zend_string_init_interned(ZEND_STRL("EN"), true);
	php_cotp_redaction_start(&form_redaction, cotp_ce_form, form_property_is_secret);
}
