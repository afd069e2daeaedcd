/* SPDX-License-Identifier: BSD-3-Clause */
#include "cotp_form.h"

#include <stdio.h>

#include "cotp_check.h"

#define MAX_EXTRA_BYTES ((size_t)256 * 1024)
#define MAX_EXTRA_DEPTH 64

/* ---- the fields ---- */

typedef enum field_rule {
	RULE_REQUIRED_NAME,
	RULE_NAME,
	RULE_FREE_TEXT,
	RULE_EMAIL,
	RULE_PHONE,
	RULE_SHOWN_PHONE,
	RULE_URL,
	RULE_CARD_URI,
	RULE_LANGUAGE,
	RULE_AMOUNT,
	RULE_CURRENCY,
	RULE_BOOLEAN
} field_rule;

typedef struct form_field {
	const char *name;
	field_rule rule;
	bool is_secret;
} form_field;

static const form_field form_fields[COTP_FORM_FIELD_COUNT] = {
#define FIELD(identifier, property, rule, is_secret, ...) \
	[COTP_FORM_##identifier] = { property, RULE_##rule, is_secret },
	COTP_FORM_FIELDS(FIELD)
#undef FIELD
};

const char *cotp_form_field_name(cotp_form_field field)
{
	return form_fields[field].name;
}

bool cotp_form_field_is_secret(cotp_form_field field)
{
	return form_fields[field].is_secret;
}

static bool is_set(const cotp_form *form, cotp_form_field field)
{
	return form->fields[field].kind != COTP_VALUE_ABSENT;
}

static bool check_amount_value(const cotp_value *value, cotp_error *error)
{
	char digits[24];
	if (value->kind == COTP_VALUE_TEXT) {
		return cotp_check_amount(value->text, error);
	}
	snprintf(digits, sizeof(digits), "%lld", (long long)value->integer);
	return cotp_check_amount(cotp_text_of(digits), error);
}

/* Checks a text by the field's rule. */
static bool check_text_value(const form_field *field, cotp_text text, cotp_error *error)
{
	char token[COTP_ID_LENGTH + 1];
	switch (field->rule) {
		case RULE_FREE_TEXT:
			return cotp_check_free_text(text, field->name, error);
		case RULE_EMAIL:
			return cotp_check_email(text, field->name, error);
		case RULE_PHONE:
			return cotp_check_phone(text, field->name, error);
		case RULE_SHOWN_PHONE:
			return cotp_check_shown_phone(text, field->name, error);
		case RULE_URL:
			return cotp_check_url(text, field->name, error);
		case RULE_CARD_URI:
			return cotp_check_card_uri(text, NULL, token, error);
		case RULE_LANGUAGE:
			return cotp_check_language(text, error);
		case RULE_CURRENCY:
			return cotp_check_currency(text, error);
		default:
			return cotp_check_name(text, field->name, error);
	}
}

static bool check_value(const form_field *field, const cotp_value *value, cotp_error *error)
{
	if (field->rule == RULE_BOOLEAN) {
		return value->kind == COTP_VALUE_BOOLEAN || cotp_error_argument(error, field->name, "must be true or false");
	}
	if (field->rule == RULE_AMOUNT && value->kind != COTP_VALUE_BOOLEAN) {
		return check_amount_value(value, error);
	}
	if (value->kind != COTP_VALUE_TEXT) {
		return cotp_error_argument(error, field->name, "must be a string");
	}
	return check_text_value(field, value->text, error);
}

/* Checks whether the field must be set, or must be null, because of other fields. The error names the field that is
 * missing. */
static bool check_presence(const cotp_form *form, cotp_form_field field, cotp_error *error)
{
	if (form_fields[field].rule == RULE_REQUIRED_NAME && !is_set(form, field)) {
		return cotp_error_argument(error, form_fields[field].name, "must be set");
	}
	switch (field) {
		case COTP_FORM_EMAIL:
			if (is_set(form, COTP_FORM_EMAIL) == is_set(form, COTP_FORM_PHONE)) {
				return cotp_error_argument(error, "email",
					is_set(form, COTP_FORM_EMAIL)
						? "must be null when $phone is set: the link is sent either by e-mail or by SMS"
						: "must be set when $phone is null: the link is sent either by e-mail or by SMS");
			}
			return true;
		case COTP_FORM_AMOUNT:
			if (!is_set(form, COTP_FORM_AMOUNT) && is_set(form, COTP_FORM_CURRENCY)) {
				return cotp_error_argument(error, "amount", "must be set when $currency is set");
			}
			return true;
		case COTP_FORM_CURRENCY:
			if (!is_set(form, COTP_FORM_CURRENCY) && is_set(form, COTP_FORM_AMOUNT)) {
				return cotp_error_argument(error, "currency", "must be set when $amount is set");
			}
			return true;
		default:
			return true;
	}
}

/* ---- the further fields in extra ---- */

typedef struct extra_walk {
	size_t depth;
	cotp_error *error;
} extra_walk;

static bool walk_extra(extra_walk *walk, const cotp_json *value);

static bool walk_member(void *context, cotp_text name, const cotp_json *member)
{
	extra_walk *walk = context;
	return cotp_check_no_card_number(name, "extra", walk->error) && walk_extra(walk, member);
}

static bool walk_items(extra_walk *walk, const cotp_json *array)
{
	size_t count = cotp_json_count(array);
	for (size_t i = 0; i < count; i++) {
		if (!walk_extra(walk, cotp_json_at(array, i))) {
			return false;
		}
	}
	return true;
}

/* Rejects card numbers at any depth, including those written as JSON numbers, and limits the depth. */
static bool walk_extra(extra_walk *walk, const cotp_json *value)
{
	char digits[512]; /* the longest double has 309 digits before the decimal point */
	switch (cotp_json_type_of(value)) {
		case COTP_JSON_STRING:
			return cotp_check_no_card_number(cotp_json_string(value), "extra", walk->error);
		case COTP_JSON_INTEGER:
			snprintf(digits, sizeof(digits), "%lld", (long long)cotp_json_integer(value));
			return cotp_check_no_card_number(cotp_text_of(digits), "extra", walk->error);
		case COTP_JSON_REAL:
			snprintf(digits, sizeof(digits), "%f", cotp_json_real(value)); /* %g would round it */
			return cotp_check_no_card_number(cotp_text_of(digits), "extra", walk->error);
		case COTP_JSON_ARRAY:
		case COTP_JSON_OBJECT:
			break;
		default:
			return true;
	}
	if (walk->depth == MAX_EXTRA_DEPTH) {
		return cotp_error_argument(walk->error, "extra", "must not be nested deeper than %d levels", MAX_EXTRA_DEPTH);
	}
	walk->depth++;
	bool valid = cotp_json_type_of(value) == COTP_JSON_ARRAY ? walk_items(walk, value)
															 : cotp_json_each(value, walk_member, walk);
	walk->depth--;
	return valid;
}

/* The outermost names stand in the body beside the form's own, so they follow the rules of names. */
static bool check_extra_name(void *context, cotp_text name, const cotp_json *member)
{
	(void)member;
	if (!cotp_check_name(name, "extra", context)) {
		return cotp_error_argument(
			context, "extra", "must contain only names of 1 to 128 bytes without control characters");
	}
	return true;
}

static bool check_extra(const cotp_json *extra, cotp_error *error)
{
	extra_walk walk = { 0, error };
	cotp_buffer body = { .limit = MAX_EXTRA_BYTES };
	if (cotp_json_type_of(extra) != COTP_JSON_OBJECT) {
		return cotp_error_argument(error, "extra", "must be an array of values keyed by name");
	}
	if (!walk_extra(&walk, extra) || !cotp_json_each(extra, check_extra_name, error)) {
		return false;
	}
	cotp_memory_begin();
	bool fits = cotp_json_write(extra, &body);
	bool ran_out = !fits && cotp_memory_was_short();
	cotp_buffer_free(&body);
	if (ran_out) {
		return cotp_error_memory(error);
	}
	return fits || cotp_error_argument(
					   error, "extra", "must not be longer than %zu bytes when encoded as JSON", MAX_EXTRA_BYTES);
}

bool cotp_form_check(const cotp_form *form, cotp_error *error)
{
	for (int field = 0; field < COTP_FORM_FIELD_COUNT; field++) {
		if (!check_presence(form, field, error)) {
			return false;
		}
		if (is_set(form, field) && !check_value(&form_fields[field], &form->fields[field], error)) {
			return false;
		}
	}
	return !form->extra || check_extra(form->extra, error);
}
