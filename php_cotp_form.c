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

#include "zend_exceptions.h"

zend_class_entry *cotp_ce_form;

/* The properties are those of cotp_form_field, followed by extra. */
#define FORM_EXTRA          COTP_FORM_FIELD_COUNT
#define FORM_PROPERTY_COUNT (COTP_FORM_FIELD_COUNT + 1)

/* Interned by MINIT for the lifetime of the process. */
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

static zend_array *form_get_properties_for(zend_object *object, zend_prop_purpose purpose)
{
	if (php_cotp_purpose_needs_values(purpose)) {
		return zend_std_get_properties_for(object, purpose);
	}
	return php_cotp_properties_redacted(object, form_property_is_secret);
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

/* The arguments that PHP passed, or their defaults. */
typedef struct form_arguments {
	zend_string *texts[COTP_FORM_FIELD_COUNT];
	zval *amount_given;
	zend_long amount;
	bool amount_is_null;
	bool three_ds;
	bool three_ds_is_null;
	zval *extra;
} form_arguments;

/* Parses int|string|null as PHP does, but the engine's own parser would change 12.5 to 12, which must not happen to
 * money. */
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
		convert_to_string(given); /* in place, as the engine's parser does; the call frees it */
		*text = Z_STR_P(given);
		return true;
	}
	if (!zend_parse_arg_str_or_long(given, text, &arguments->amount, &arguments->amount_is_null, true, number)) {
		zend_argument_type_error(number, "must be of type string|int|null, %s given", php_cotp_type_name(given));
		return false;
	}
	return true;
}

static bool form_parse(zend_execute_data *execute_data, form_arguments *arguments)
{
	zend_string **texts = arguments->texts;
	ZEND_PARSE_PARAMETERS_START(1, FORM_PROPERTY_COUNT)
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

/* Fills borrowed values in the order of the fields. */
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
	php_cotp_property_set_array(object, FORM_EXTRA, extra);
}

ZEND_METHOD(CotpForm, __construct)
{
	form_arguments arguments = {
		.texts[COTP_FORM_LANGUAGE] = default_language, .amount_is_null = true, .three_ds_is_null = true
	};
	zval values[COTP_FORM_FIELD_COUNT];
	php_cotp_form form;
	cotp_error error;

	if (!form_parse(execute_data, &arguments) || !php_cotp_construct_once(Z_OBJ_P(ZEND_THIS), 0, FORM_PROPERTY_COUNT)) {
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

/* ---- startup ---- */

static void check_property_order(void)
{
	const char *names[FORM_PROPERTY_COUNT] = { [FORM_EXTRA] = "extra" };
	for (int field = 0; field < COTP_FORM_FIELD_COUNT; field++) {
		names[field] = cotp_form_field_name((cotp_form_field)field);
	}
	php_cotp_class_check_properties(cotp_ce_form, names, FORM_PROPERTY_COUNT);
}

void php_cotp_form_startup(void)
{
	check_property_order();
	default_language = zend_string_init_interned(ZEND_STRL("EN"), true);
	memcpy(&form_handlers, &std_object_handlers, sizeof(form_handlers));
	form_handlers.clone_obj = php_cotp_object_clone;
	form_handlers.get_properties_for = form_get_properties_for;
	php_cotp_class_set_handlers(cotp_ce_form, form_create, &form_handlers);
}
