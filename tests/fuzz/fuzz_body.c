/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Bodies of requests: a form and a retention policy, made from the fields of the input. The first byte of a field
 * selects its meaning: A-T a field of the form as a text (in the order of cotp_form_field), # the amount as a number,
 * + and - 3-D Secure, x the further fields as JSON; u the end of the policy in seconds from now, k that the card is
 * deleted, d and e the type and data of a destination, q its quota.
 *
 * A form that passes the check is written as JSON with unchanged values, each name once without regard to case, and no
 * card number in a text that is not an address. Its secrets are redacted in the texts of a service.
 */
#define _GNU_SOURCE /* strcasestr() */

#include <strings.h>

#include "../../cotp_check.h"
#include "../../cotp_client.h"
#include "../../cotp_client_operation.h"
#include "json.h"

#define NOW        INT64_C(1700000000)
#define MAX_FIELDS 64

typedef struct values {
	cotp_text fields[MAX_FIELDS]; /* owned */
	size_t field_count;
	cotp_form form;
	cotp_json *extra;
	cotp_retention retention;
	cotp_destination destinations[MAX_FIELDS];
} values;

/* ---- the input ---- */

static int64_t number_of(cotp_text text)
{
	char digits[24];
	snprintf(digits, sizeof(digits), "%.*s", text.length < 23 ? (int)text.length : 23, text.length ? text.data : "");
	return atoll(digits);
}

static void read_form_field(values *made, char what, cotp_text text)
{
	if (what >= 'A' && what < 'A' + COTP_FORM_FIELD_COUNT) {
		made->form.fields[what - 'A'] = (cotp_value){ .kind = COTP_VALUE_TEXT, .text = text };
	} else if (what == '#') {
		made->form.fields[COTP_FORM_AMOUNT] = (cotp_value){ .kind = COTP_VALUE_INTEGER, .integer = number_of(text) };
	} else if (what == '+' || what == '-') {
		made->form.fields[COTP_FORM_THREE_DS] = (cotp_value){ .kind = COTP_VALUE_BOOLEAN, .boolean = what == '+' };
	} else if (what == 'x') {
		cotp_json_free(made->extra);
		made->extra = json_loadb(text.data, text.length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
		made->form.extra = made->extra;
	}
}

static void read_policy_field(values *made, char what, cotp_text text)
{
	cotp_retention *retention = &made->retention;
	cotp_destination *last =
		retention->destination_count ? &made->destinations[retention->destination_count - 1] : NULL;
	if (what == 'u') {
		retention->has_until = true;
		retention->until = NOW + number_of(text) % ((int64_t)1 << 40);
	} else if (what == 'k') {
		retention->delete_card = true;
	} else if (what == 'd') {
		made->destinations[retention->destination_count++] =
			(cotp_destination){ .type = text, .data = COTP_TEXT(""), .quota = 1 };
	} else if (what == 'e' && last) {
		last->data = text;
	} else if (what == 'q' && last) {
		last->quota = number_of(text);
	}
}

static values *read_values(cotp_text input)
{
	values *made = calloc(1, sizeof(*made));
	CHECK(made);
	made->retention.destinations = made->destinations;
	while (made->field_count < MAX_FIELDS && next_field(&input, &made->fields[made->field_count])) {
		cotp_text field = made->fields[made->field_count++];
		if (field.length) {
			read_form_field(made, field.data[0], (cotp_text){ field.data + 1, field.length - 1 });
			read_policy_field(made, field.data[0], (cotp_text){ field.data + 1, field.length - 1 });
		}
	}
	return made;
}

static void free_values(values *made)
{
	for (size_t i = 0; i < made->field_count; i++) {
		free_field(made->fields[i]);
	}
	cotp_json_free(made->extra);
	free(made);
}

/* ---- the form ---- */

static bool is_address(cotp_form_field field)
{
	switch (field) {
		case COTP_FORM_EMAIL:
		case COTP_FORM_PHONE:
		case COTP_FORM_CALLBACK_URL:
		case COTP_FORM_CARD_URI:
		case COTP_FORM_SUPPORT_LINK:
		case COTP_FORM_SUPPORT_EMAIL:
		case COTP_FORM_SUPPORT_PHONE:
			return true;
		default:
			return false;
	}
}

static void check_member(const json_t *body, const char *name, const cotp_value *value, bool may_look_like_card)
{
	json_t *member = json_object_get(body, name);
	if (value->kind == COTP_VALUE_TEXT) {
		CHECK(json_is_string(member) && json_string_length(member) == value->text.length);
		CHECK(memcmp(json_string_value(member), value->text.data, value->text.length) == 0);
		CHECK(may_look_like_card || !shows_card_number(json_string_value(member)));
	} else if (value->kind == COTP_VALUE_INTEGER) {
		CHECK(json_is_integer(member) && json_integer_value(member) == value->integer && value->integer >= 0);
	} else {
		CHECK(json_is_boolean(member) && json_boolean_value(member) == value->boolean);
	}
}

static void check_no_card_number(const json_t *value)
{
	const char *name;
	json_t *member;
	size_t index;
	char digits[24];
	if (json_is_string(value)) {
		CHECK(!shows_card_number(json_string_value(value)));
	} else if (json_is_number(value)) {
		double number = json_number_value(value);
		bool fits = number > -1e18 && number < 1e18; /* and so has fewer than 19 digits */
		json_int_t whole = json_is_integer(value) || !fits ? json_integer_value(value) : (json_int_t)number;
		snprintf(digits, sizeof(digits), "%" JSON_INTEGER_FORMAT, whole);
		CHECK(!shows_card_number(digits));
	} else if (json_is_array(value)) {
		json_array_foreach(value, index, member)
		{
			check_no_card_number(member);
		}
	} else if (json_is_object(value)) {
		json_object_foreach((json_t *)value, name, member)
		{
			CHECK(!shows_card_number(name));
			check_no_card_number(member);
		}
	}
}

/* Checks that the body contains each further field unchanged. Returns their number. */
static size_t check_extra(const json_t *body, const json_t *extra)
{
	const char *name;
	json_t *member;
	json_object_foreach((json_t *)extra, name, member)
	{
		CHECK(is_same_value(json_object_get(body, name), member));
	}
	check_no_card_number(extra);
	return json_object_size(extra);
}

static void check_names_differ(const json_t *body)
{
	const char *a;
	const char *b;
	json_t *ignored;
	json_object_foreach((json_t *)body, a, ignored)
	{
		json_t *also_ignored;
		int same = 0;
		json_object_foreach((json_t *)body, b, also_ignored)
		{
			same += strcasecmp(a, b) == 0;
		}
		CHECK(same == 1);
	}
}

/* Returns what the body has for a field: of a phone number the country code and the digits, of a locale the language.
 * digits has room for 16 bytes. */
static cotp_value sent_value(cotp_form_field field, const cotp_value *value, char *digits)
{
	cotp_value sent = *value;
	if (field == COTP_FORM_LANGUAGE) {
		sent.text.length = 2;
	} else if (field == COTP_FORM_PHONE) {
		size_t count = 0;
		for (size_t i = value->text.data[0] == '+' ? 1 : 2; i < value->text.length; i++) {
			if (value->text.data[i] >= '0' && value->text.data[i] <= '9') {
				CHECK(count < 15);
				digits[count++] = value->text.data[i];
			}
		}
		CHECK(count >= 7 && digits[0] != '0');
		sent.text = (cotp_text){ digits, count };
	}
	return sent;
}

static void check_written_form(const cotp_wire *wire, const cotp_form *form, cotp_text text)
{
	char digits[16];
	json_t *body = strict_object_in(text);
	CHECK(body);
	size_t given = 1;
	for (int field = 0; field < COTP_FORM_FIELD_COUNT; field++) {
		if (form->fields[field].kind != COTP_VALUE_ABSENT) {
			const char *name = cotp_wire_value(wire, COTP_WIRE_FORM_FIRST + field);
			cotp_value sent = sent_value(field, &form->fields[field], digits);
			check_member(body, name, &sent, is_address(field));
			given++;
		}
	}
	bool by_email = form->fields[COTP_FORM_EMAIL].kind != COTP_VALUE_ABSENT;
	CHECK(by_email != (form->fields[COTP_FORM_PHONE].kind != COTP_VALUE_ABSENT));
	CHECK(is_same_text(text_in(body, "DeliveryMethod"), by_email ? "Email" : "SMS"));
	given += check_extra(body, form->extra);
	CHECK(json_object_size(body) == given);
	check_names_differ(body);
	json_decref(body);
}

/* ---- secrets in responses ---- */

static cotp_client *new_client(void)
{
	cotp_error error;
	cotp_client_settings settings = { .api_key = COTP_TEXT("the-key"),
		.base_uri = COTP_TEXT("https://service.example/api"),
		.timeout = 1,
		.connect_timeout = 1,
		.proxy = COTP_TEXT("http://user:pass@proxy.example") };
	cotp_client *client = cotp_client_new(&settings, cotp_wire_new(), &error);
	CHECK(client);
	return client;
}

static void check_redacted(const cotp_operation *operation, cotp_text secret)
{
	if (!secret.length || memchr(secret.data, '*', secret.length)) { /* asterisks could join those of the redaction */
		return;
	}
	cotp_buffer response = { .limit = (size_t)1 << 16 };
	static const char before[] = "The value ";
	char *string = string_of(secret);
	CHECK(cotp_buffer_append_string(&response, before) && cotp_buffer_append_string(&response, string) &&
		  cotp_buffer_append_string(&response, " is not known."));
	operation->request.redact(operation->request.owner, response.data);
	/* a secret of fewer than 4 bytes is redacted as a word, and may remain within another */
	const char *value = secret.length < 4 ? response.data + strlen(before) : response.data;
	CHECK(secret.length < 4 ? strncasecmp(value, string, strlen(string)) != 0 : !strcasestr(value, string));
	free(string);
	cotp_buffer_free(&response);
}

static void check_secrets(const cotp_form *form)
{
	static cotp_client *client;
	client = client ? client : new_client();
	cotp_operation operation;
	cotp_error error;
	if (cotp_operation_prepare_send(&operation, client, form, &error)) {
		check_redacted(&operation, COTP_TEXT("the-key"));
		check_redacted(&operation, COTP_TEXT("user:pass"));
		for (int field = 0; field < COTP_FORM_FIELD_COUNT; field++) {
			if (cotp_form_field_is_secret(field)) {
				check_redacted(&operation, form->fields[field].text);
			}
		}
		if (form->fields[COTP_FORM_PHONE].kind == COTP_VALUE_TEXT) {
			char digits[16];
			check_redacted(&operation, sent_value(COTP_FORM_PHONE, &form->fields[COTP_FORM_PHONE], digits).text);
		}
		if (form->fields[COTP_FORM_CARD_URI].text.data) {
			check_redacted(&operation, cotp_text_of(operation.name));
		}
	}
	cotp_operation_free(&operation);
}

static void check_form(const cotp_form *form)
{
	cotp_wire *wire = cotp_wire_new();
	cotp_buffer text = { .limit = COTP_WIRE_BODY_LIMIT };
	cotp_error error;
	cotp_error_clear(&error);
	CHECK(wire);
	if (!cotp_form_check(form, &error)) {
		check_refusal(&error);
	} else if (cotp_wire_write_form(wire, form, &text, &error)) {
		check_written_form(wire, form, (cotp_text){ text.data, text.length });
		check_secrets(form);
	} else {
		check_refusal(&error);
		CHECK(form->extra && strcmp(error.argument, "extra") == 0 && !text.length);
	}
	cotp_buffer_free(&text);
	cotp_wire_free(wire);
}

/* ---- the retention policy ---- */

static void check_written_policy(const cotp_retention *retention, cotp_text text)
{
	cotp_wire_retention read;
	cotp_error error;
	json_t *body = strict_object_in(text);
	CHECK(body && json_object_size(body) == 3);
	check_no_card_number(body);
	json_decref(body);
	CHECK(cotp_wire_read_retention(text, &read, &error));
	CHECK(read.retention.has_until && read.retention.until == retention->until &&
		  read.retention.delete_card == retention->delete_card);
	CHECK(read.retention.destination_count == retention->destination_count);
	for (size_t i = 0; i < retention->destination_count; i++) {
		const cotp_destination *given = &retention->destinations[i];
		const cotp_destination *found = &read.retention.destinations[i];
		CHECK(cotp_text_equals(found->type, given->type) && cotp_text_equals(found->data, given->data));
		CHECK(found->quota == given->quota && given->quota >= 1 && given->quota <= 50);
	}
	cotp_wire_retention_free(&read);
}

static void check_retention(const cotp_retention *retention)
{
	cotp_buffer text = { .limit = COTP_WIRE_BODY_LIMIT };
	cotp_error error;
	cotp_error_clear(&error);
	if (!cotp_retention_check(retention, NOW, &error)) {
		check_refusal(&error);
		return;
	}
	CHECK(retention->has_until && retention->until > NOW && retention->until <= NOW + (int64_t)1461 * 24 * 3600);
	CHECK(retention->destination_count <= COTP_MAX_DESTINATIONS);
	CHECK(cotp_wire_write_retention(retention, &text, &error));
	check_written_policy(retention, (cotp_text){ text.data, text.length });
	cotp_buffer_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	values *made = read_values((cotp_text){ (const char *)data, size });
	check_form(&made->form);
	check_retention(&made->retention);
	free_values(made);
	return 0;
}
