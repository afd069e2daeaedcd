/* SPDX-License-Identifier: BSD-3-Clause */
/* Forms: each field and extra. */
#include "json_fixture.h"

#include "../../cotp_form.h"

#define TEXT_VALUE(literal) \
	{ \
		.kind = COTP_VALUE_TEXT, .text = {(literal), sizeof(literal) - 1 } \
	}

static cotp_value text_value(const char *string)
{
	return (cotp_value){ .kind = COTP_VALUE_TEXT, .text = cotp_text_of(string) };
}

static cotp_form email_form(void)
{
	cotp_form form = { .extra = NULL };
	form.fields[COTP_FORM_BOOKER_ID] = text_value("hotel-42");
	form.fields[COTP_FORM_EMAIL] = text_value("guest@example.com");
	form.fields[COTP_FORM_LANGUAGE] = text_value("EN");
	return form;
}

static void form_with_the_required_fields_is_accepted(void **state)
{
	(void)state;
	cotp_error error;
	cotp_form form = email_form();
	assert_true(cotp_form_check(&form, &error));
	form.fields[COTP_FORM_EMAIL].kind = COTP_VALUE_ABSENT;
	form.fields[COTP_FORM_PHONE] = text_value("+972501234567");
	assert_true(cotp_form_check(&form, &error));
	form.fields[COTP_FORM_PHONE] = text_value("0501234567");
	assert_false(cotp_form_check(&form, &error));
	assert_refused(&error, "phone");
}

static void form_with_all_fields_is_accepted(void **state)
{
	(void)state;
	cotp_error error;
	cotp_form form = email_form();
	form.fields[COTP_FORM_CALLBACK_URL] = text_value("https://hotel.example/cotp?cotp=v1.a");
	form.fields[COTP_FORM_CARD_URI] = text_value("https://service.example/api/payments/paycard/tok");
	form.fields[COTP_FORM_RECIPIENT_NAME] = text_value("Ms. Guest");
	form.fields[COTP_FORM_BOOKER_NAME] = text_value("Hotel");
	form.fields[COTP_FORM_CSS] = text_value("our-css");
	form.fields[COTP_FORM_AMOUNT] = (cotp_value){ .kind = COTP_VALUE_INTEGER, .integer = 0 };
	form.fields[COTP_FORM_CURRENCY] = text_value("EUR");
	form.fields[COTP_FORM_SUPPORT_LINK] = text_value("https://hotel.example/help");
	form.fields[COTP_FORM_SUPPORT_LINK_TEXT] = text_value("Help");
	form.fields[COTP_FORM_SUPPORT_EMAIL] = text_value("help@hotel.example");
	form.fields[COTP_FORM_SUPPORT_PHONE] = text_value("0800 1234567");
	form.fields[COTP_FORM_THREE_DS] = (cotp_value){ .kind = COTP_VALUE_BOOLEAN, .boolean = false };
	form.fields[COTP_FORM_MERCHANT_NAME] = text_value("Hotel Ltd");
	form.fields[COTP_FORM_HEADER_TEXT] = text_value("Line\nline");
	form.fields[COTP_FORM_FOOTER_TEXT] = text_value("Bye");
	form.fields[COTP_FORM_TEMPLATE] = text_value("standard");
	cotp_json *extra = any_json("{\"Foo\":[1,{\"bar\":null}]}");
	form.extra = extra;
	assert_true(cotp_form_check(&form, &error));
	cotp_json_free(extra);
}

typedef struct field_case {
	cotp_form_field field;
	cotp_value value;
	const char *argument;
} field_case;

/* A single invalid value in a valid form. The error is about the PHP property. */
static const field_case invalid_fields[] = {
	{ COTP_FORM_BOOKER_ID, { .kind = COTP_VALUE_ABSENT }, "bookerId" },
	{ COTP_FORM_BOOKER_ID, TEXT_VALUE(""), "bookerId" },
	{ COTP_FORM_BOOKER_ID, TEXT_VALUE("planted\n"), "bookerId" },
	{ COTP_FORM_BOOKER_ID, TEXT_VALUE(CARD_NUMBER), "bookerId" },
	{ COTP_FORM_BOOKER_ID, { .kind = COTP_VALUE_INTEGER, .integer = 7 }, "bookerId" },
	{ COTP_FORM_EMAIL, { .kind = COTP_VALUE_ABSENT }, "email" },
	{ COTP_FORM_EMAIL, TEXT_VALUE(""), "email" },
	{ COTP_FORM_EMAIL, TEXT_VALUE("planted@"), "email" },
	{ COTP_FORM_PHONE, TEXT_VALUE("+972501234567"), "email" },
	{ COTP_FORM_PHONE, TEXT_VALUE("planted"), "email" },
	{ COTP_FORM_CALLBACK_URL, TEXT_VALUE("planted"), "callbackUrl" },
	{ COTP_FORM_CARD_URI, TEXT_VALUE("plan.ted"), "cardUri" },
	{ COTP_FORM_CARD_URI, TEXT_VALUE("https://user@service.example/planted"), "cardUri" },
	{ COTP_FORM_RECIPIENT_NAME, TEXT_VALUE("planted\0"), "recipientName" },
	{ COTP_FORM_RECIPIENT_NAME, TEXT_VALUE(CARD_NUMBER), "recipientName" },
	{ COTP_FORM_BOOKER_NAME, TEXT_VALUE(CARD_NUMBER), "bookerName" },
	{ COTP_FORM_LANGUAGE, TEXT_VALUE("English"), "language" },
	{ COTP_FORM_CSS, TEXT_VALUE(CARD_NUMBER), "css" },
	{ COTP_FORM_AMOUNT, TEXT_VALUE("10"), "currency" },
	{ COTP_FORM_AMOUNT, TEXT_VALUE("planted"), "amount" },
	{ COTP_FORM_AMOUNT, { .kind = COTP_VALUE_INTEGER, .integer = -1 }, "amount" },
	{ COTP_FORM_AMOUNT, { .kind = COTP_VALUE_INTEGER, .integer = INT64_MIN }, "amount" },
	{ COTP_FORM_AMOUNT, { .kind = COTP_VALUE_INTEGER, .integer = INT64_MAX }, "amount" },
	{ COTP_FORM_AMOUNT, { .kind = COTP_VALUE_INTEGER, .integer = 4111111111111111 }, "amount" },
	{ COTP_FORM_AMOUNT, { .kind = COTP_VALUE_BOOLEAN, .boolean = true }, "amount" },
	{ COTP_FORM_CURRENCY, TEXT_VALUE("EUR"), "amount" },
	{ COTP_FORM_SUPPORT_LINK, TEXT_VALUE("planted"), "supportLink" },
	{ COTP_FORM_SUPPORT_LINK_TEXT, TEXT_VALUE(CARD_NUMBER), "supportLinkText" },
	{ COTP_FORM_SUPPORT_EMAIL, TEXT_VALUE("planted"), "supportEmail" },
	{ COTP_FORM_SUPPORT_PHONE, TEXT_VALUE("planted"), "supportPhone" },
	{ COTP_FORM_THREE_DS, TEXT_VALUE("true"), "threeDs" },
	{ COTP_FORM_MERCHANT_NAME, TEXT_VALUE(CARD_NUMBER), "merchantName" },
	{ COTP_FORM_HEADER_TEXT, TEXT_VALUE("4111-1111-1111-1111"), "headerText" },
	{ COTP_FORM_FOOTER_TEXT, TEXT_VALUE("4111 1111 1111 1111"), "footerText" },
	{ COTP_FORM_TEMPLATE, TEXT_VALUE(CARD_NUMBER), "template" },
};

static void form_with_one_invalid_field_is_rejected_with_its_name(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(invalid_fields); i++) {
		cotp_error error;
		cotp_form form = email_form();
		form.fields[invalid_fields[i].field] = invalid_fields[i].value;
		if (cotp_form_check(&form, &error)) {
			fail_msg("case %zu (%s) should be rejected", i, invalid_fields[i].argument);
		}
		assert_refused(&error, invalid_fields[i].argument);
	}
}

static void form_amount_needs_a_valid_currency(void **state)
{
	(void)state;
	cotp_error error;
	cotp_form form = email_form();
	form.fields[COTP_FORM_AMOUNT] = text_value("10");
	form.fields[COTP_FORM_CURRENCY] = text_value("planted");
	assert_false(cotp_form_check(&form, &error));
	assert_refused(&error, "currency");
	form.fields[COTP_FORM_CURRENCY] = text_value("EUR");
	assert_true(cotp_form_check(&form, &error));
}

/* Every field is checked, in the constructor's order: if all are invalid, the errors appear one by one. */
static void form_errors_follow_the_order_of_the_constructor(void **state)
{
	(void)state;
	cotp_form form = { .extra = cotp_json_new_array() };
	cotp_error error;
	for (int field = 0; field < COTP_FORM_FIELD_COUNT; field++) {
		form.fields[field] = text_value("\x01");
	}
	form.fields[COTP_FORM_EMAIL] = text_value("guest@example.com");
	form.fields[COTP_FORM_PHONE].kind = COTP_VALUE_ABSENT;
	cotp_form good = email_form();
	good.fields[COTP_FORM_AMOUNT] = text_value("1");
	good.fields[COTP_FORM_CURRENCY] = text_value("EUR");
	for (int field = 0; field < COTP_FORM_FIELD_COUNT; field++) {
		if (field != COTP_FORM_EMAIL && field != COTP_FORM_PHONE) {
			assert_false(cotp_form_check(&form, &error));
			assert_refused(&error, cotp_form_field_name(field));
			form.fields[field] = good.fields[field];
		}
	}
	assert_false(cotp_form_check(&form, &error));
	assert_refused(&error, "extra");
	cotp_json_free((cotp_json *)form.extra);
}

static void form_phone_fields_are_not_searched_for_card_numbers(void **state)
{
	(void)state;
	cotp_error error;
	cotp_form form = email_form();
	form.fields[COTP_FORM_EMAIL].kind = COTP_VALUE_ABSENT;
	form.fields[COTP_FORM_PHONE] = text_value("+4222222222222"); /* passes Luhn */
	form.fields[COTP_FORM_SUPPORT_PHONE] = text_value("4222222222222");
	assert_true(cotp_form_check(&form, &error));
}

static void form_fields_with_the_guests_data_are_secret(void **state)
{
	(void)state;
	static const char *const secret[] = { "email", "phone", "callbackUrl", "cardUri", "recipientName" };
	size_t found = 0;
	for (int field = 0; field < COTP_FORM_FIELD_COUNT; field++) {
		bool is_listed = false;
		for (size_t i = 0; i < COUNT_OF(secret); i++) {
			is_listed = is_listed || strcmp(cotp_form_field_name(field), secret[i]) == 0;
		}
		assert_int_equal(cotp_form_field_is_secret(field), is_listed);
		found += is_listed;
	}
	assert_int_equal(found, COUNT_OF(secret));
}

static bool check_extra(const char *text, cotp_error *error)
{
	cotp_form form = email_form();
	cotp_json *extra = any_json(text);
	form.extra = extra;
	bool valid = cotp_form_check(&form, error);
	cotp_json_free(extra);
	return valid;
}

static void form_extra_with_a_card_number_is_rejected_at_any_depth(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		bool valid;
	} cases[] = {
		{ "{}", true },
		{ "{\"a\":\"x\",\"b\":1,\"c\":2.5,\"d\":true,\"e\":null,\"f\":[],\"g\":{}}", true },
		{ "{\"a\":\"" NOT_CARD_NUMBER "\",\"b\":" NOT_CARD_NUMBER "}", true },
		{ "{\"a\":\"line\\nline\"}", true },
		{ "{\"a\":\"my card " CARD_NUMBER "\"}", false },
		{ "{\"a\":\"4111 1111 1111 1111\"}", false },
		{ "{\"a\":" CARD_NUMBER "}", false },
		{ "{\"a\":-" CARD_NUMBER "}", false },
		{ "{\"a\":" CARD_NUMBER ".0}", false },
		{ "{\"a\":" CARD_NUMBER ".5}", false },
		{ "{\"a\":4.111111111111111e15}", false },
		{ "{\"" CARD_NUMBER "\":1}", false },
		{ "{\"a\":[1,[2,{\"b\":[\"" CARD_NUMBER "\"]}]]}", false },
		{ "{\"a\":[1,[2,{\"b\":[" CARD_NUMBER "]}]]}", false },
		{ "{\"a\":{\"b\":{\"" CARD_NUMBER "\":null}}}", false },
		{ "{\"a\":1.7976931348623157e308}", true },
		{ "{\"\":1}", false },
		{ "{\"a\\nb\":1}", false },
		{ "{\"a\":{\"\":1,\"a\\nb\":2}}", true },
		{ "[]", false },
		{ "\"planted\"", false },
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		cotp_error error;
		if (check_extra(cases[i].text, &error) != cases[i].valid) {
			fail_msg("%s should %sbe accepted", cases[i].text, cases[i].valid ? "" : "not ");
		}
		if (!cases[i].valid) {
			assert_refused(&error, "extra");
		}
	}
}

static void form_extra_is_at_most_64_levels_deep(void **state)
{
	(void)state;
	char text[400];
	cotp_error error;
	for (int depth = 63; depth <= 65; depth++) {
		int arrays = depth - 1; /* the object around them is another level */
		memset(text, '[', sizeof(text));
		memcpy(text, "{\"a\":", 5);
		memset(text + 5 + arrays, ']', (size_t)arrays);
		memcpy(text + 5 + 2 * arrays, "}", 2);
		assert_int_equal(check_extra(text, &error), depth <= 64);
	}
	assert_refused(&error, "extra");
}

static void form_extra_is_at_most_256_kib_of_json(void **state)
{
	(void)state;
	cotp_error error;
	size_t limit = 256 * 1024;
	for (size_t size = limit; size <= limit + 1; size++) {
		cotp_text filler = repeated('x', size - 8); /* {"a":""} */
		cotp_json *extra = cotp_json_new_object();
		assert_true(cotp_json_set(extra, COTP_TEXT("a"), cotp_json_new_string(filler)));
		cotp_form form = email_form();
		form.extra = extra;
		assert_int_equal(cotp_form_check(&form, &error), size == limit);
		cotp_json_free(extra);
		free_text(filler);
	}
	assert_refused(&error, "extra");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(form_with_the_required_fields_is_accepted),
		cmocka_unit_test(form_with_all_fields_is_accepted),
		cmocka_unit_test(form_with_one_invalid_field_is_rejected_with_its_name),
		cmocka_unit_test(form_amount_needs_a_valid_currency),
		cmocka_unit_test(form_errors_follow_the_order_of_the_constructor),
		cmocka_unit_test(form_phone_fields_are_not_searched_for_card_numbers),
		cmocka_unit_test(form_fields_with_the_guests_data_are_secret),
		cmocka_unit_test(form_extra_with_a_card_number_is_rejected_at_any_depth),
		cmocka_unit_test(form_extra_is_at_most_64_levels_deep),
		cmocka_unit_test(form_extra_is_at_most_256_kib_of_json),
	};
	return cmocka_run_group_tests_name("form", tests, NULL, NULL);
}
