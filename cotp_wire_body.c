/* SPDX-License-Identifier: BSD-3-Clause */
#include "cotp_wire_body.h"

#include <stdio.h>

#include "cotp_check.h"
#include "cotp_clock.h"

/* ---- the form ---- */

/* The body, and the names in it in lower case, because some JSON parsers ignore case. */
typedef struct form_body {
	const cotp_wire *wire;
	cotp_json *object;
	cotp_json *names;
	cotp_error *error;
} form_body;

/* Remembers the name. Returns false if the body has it already. */
static bool add_name(form_body *body, cotp_text name)
{
	cotp_buffer lower = { .limit = name.length };
	bool added = cotp_buffer_append(&lower, name.data, name.length);
	for (size_t i = 0; i < lower.length; i++) {
		if (lower.data[i] >= 'A' && lower.data[i] <= 'Z') {
			lower.data[i] = (char)(lower.data[i] + ('a' - 'A'));
		}
	}
	if (!added) {
		return cotp_error_memory(body->error);
	}
	if (cotp_json_get(body->names, lower.data)) {
		added = cotp_error_argument(body->error, "extra",
			"must not contain a name that the form already sets, or the same name twice (case-insensitively)");
	} else if (!cotp_json_set(body->names, (cotp_text){ lower.data, lower.length }, cotp_json_new_null())) {
		added = cotp_error_memory(body->error);
	}
	cotp_buffer_free(&lower);
	return added;
}

/* Owns the value, also if it fails. */
static bool add_member(form_body *body, cotp_text name, cotp_json *value)
{
	if (!add_name(body, name)) {
		cotp_json_free(value);
		return false;
	}
	return cotp_json_set(body->object, name, value) || cotp_error_memory(body->error);
}

/* The service is not known to accept anything but digits in a phone number. */
static bool add_phone(form_body *body, cotp_text name, cotp_text phone)
{
	cotp_phone_format format = cotp_wire_phone_format(body->wire);
	cotp_text number = cotp_phone_after_prefix(phone);
	cotp_buffer digits = { .limit = number.length + 1 };
	bool written = format != COTP_PHONE_PLUS || cotp_buffer_append_string(&digits, "+");
	for (size_t i = 0; i < number.length && written; i++) {
		written = !cotp_char_is_digit(number.data[i]) || cotp_buffer_append(&digits, number.data + i, 1);
	}
	cotp_text sent = format == COTP_PHONE_AS_GIVEN ? phone : (cotp_text){ digits.data, digits.length };
	bool added = written ? add_member(body, name, cotp_json_new_string(sent)) : cotp_error_memory(body->error);
	cotp_buffer_free(&digits);
	return added;
}

static bool add_text(form_body *body, cotp_form_field field, cotp_text name, cotp_text text)
{
	if (field == COTP_FORM_PHONE) {
		return add_phone(body, name, text);
	}
	if (field == COTP_FORM_LANGUAGE) {
		text.length = COTP_LANGUAGE_LENGTH; /* without the region of a locale */
	}
	return add_member(body, name, cotp_json_new_string(text));
}

static bool add_field(form_body *body, cotp_form_field field, const cotp_value *value)
{
	cotp_text name = cotp_text_of(cotp_wire_value(body->wire, COTP_WIRE_FORM_FIRST + field));
	switch (value->kind) {
		case COTP_VALUE_TEXT:
			return add_text(body, field, name, value->text);
		case COTP_VALUE_INTEGER:
			return add_member(body, name, cotp_json_new_integer(value->integer));
		case COTP_VALUE_BOOLEAN:
			return add_member(body, name, cotp_json_new_boolean(value->boolean));
		default:
			return true;
	}
}

static bool add_delivery_method(form_body *body, const cotp_form *form)
{
	bool by_email = form->fields[COTP_FORM_EMAIL].kind != COTP_VALUE_ABSENT;
	cotp_text name = cotp_text_of(cotp_wire_value(body->wire, COTP_WIRE_FORM_DELIVERY_METHOD));
	const char *method = cotp_wire_value(body->wire, by_email ? COTP_WIRE_DELIVERY_EMAIL : COTP_WIRE_DELIVERY_SMS);
	return add_member(body, name, cotp_json_new_string(cotp_text_of(method)));
}

static bool add_extra(void *context, cotp_text name, const cotp_json *member)
{
	return add_member(context, name, cotp_json_share(member));
}

static bool add_all(form_body *body, const cotp_form *form)
{
	for (int field = 0; field < COTP_FORM_FIELD_COUNT; field++) {
		if (!add_field(body, field, &form->fields[field])) {
			return false;
		}
	}
	return add_delivery_method(body, form) && (!form->extra || cotp_json_each(form->extra, add_extra, body));
}

bool cotp_wire_write_form(const cotp_wire *wire, const cotp_form *form, cotp_buffer *buffer, cotp_error *error)
{
	form_body body = { wire, cotp_json_new_object(), cotp_json_new_object(), error };
	bool written = false;
	if (!body.object || !body.names) {
		cotp_error_memory(error);
	} else if (add_all(&body, form)) {
		written = cotp_json_write(body.object, buffer) || cotp_error_memory(error);
	}
	cotp_json_free(body.object);
	cotp_json_free(body.names);
	return written;
}

/* ---- the retention policy ---- */

static cotp_json *new_date(int64_t seconds)
{
	char text[40];
	cotp_utc_time utc_time = cotp_utc_time_from_unix(seconds);
	snprintf(text, sizeof(text), "%04lld-%02d-%02dT%02d:%02d:%02d", (long long)utc_time.year, utc_time.month,
		utc_time.day, utc_time.hour, utc_time.minute, utc_time.second);
	return cotp_json_new_string(cotp_text_of(text));
}

static bool set_member(cotp_json *object, const char *name, cotp_json *value)
{
	return cotp_json_set(object, cotp_text_of(name), value);
}

/* Returns NULL if memory runs out. */
static cotp_json *new_destination(const cotp_destination *destination)
{
	cotp_json *object = cotp_json_new_object();
	bool made = object && set_member(object, COTP_WIRE_RETENTION_TYPE, cotp_json_new_string(destination->type));
	if (made && destination->data.length) {
		made = set_member(object, COTP_WIRE_RETENTION_DATA, cotp_json_new_string(destination->data));
	}
	if (!made || !set_member(object, COTP_WIRE_RETENTION_QUOTA, cotp_json_new_integer(destination->quota))) {
		cotp_json_free(object);
		return NULL;
	}
	return object;
}

/* Returns NULL if memory runs out. */
static cotp_json *new_destinations(const cotp_retention *retention)
{
	cotp_json *array = cotp_json_new_array();
	for (size_t i = 0; array && i < retention->destination_count; i++) {
		if (!cotp_json_append(array, new_destination(&retention->destinations[i]))) {
			cotp_json_free(array);
			return NULL;
		}
	}
	return array;
}

bool cotp_wire_write_retention(const cotp_retention *retention, cotp_buffer *buffer, cotp_error *error)
{
	cotp_json *object = cotp_json_new_object();
	cotp_json *until = retention->has_until ? new_date(retention->until) : cotp_json_new_null();
	bool written = object && set_member(object, COTP_WIRE_RETENTION_UNTIL, until) &&
				   set_member(object, COTP_WIRE_RETENTION_DELETE_CARD, cotp_json_new_boolean(retention->delete_card)) &&
				   set_member(object, COTP_WIRE_RETENTION_DESTINATIONS, new_destinations(retention)) &&
				   cotp_json_write(object, buffer);
	cotp_json_free(object);
	return written || cotp_error_memory(error);
}
