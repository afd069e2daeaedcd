/* SPDX-License-Identifier: BSD-3-Clause */
/* The bodies of requests. */
#include "json_fixture.h"

#include "../../cotp_wire_body.h"

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

static int set_up(void **state)
{
	*state = cotp_wire_new();
	return *state ? 0 : -1;
}

static int tear_down(void **state)
{
	cotp_wire_free(*state);
	return 0;
}

static void assert_body(const cotp_wire *wire, const cotp_form *form, const char *expected)
{
	cotp_error error;
	cotp_buffer buffer = { .limit = COTP_WIRE_BODY_LIMIT };
	assert_true(cotp_wire_write_form(wire, form, &buffer, &error));
	assert_string_equal(buffer.data, expected);
	cotp_buffer_free(&buffer);
}

static void form_with_the_required_fields_has_no_others_in_its_body(void **state)
{
	cotp_form form = email_form();
	assert_body(*state, &form,
		"{\"BookerId\":\"hotel-42\",\"RecipientEmail\":\"guest@example.com\",\"Language\":\"EN\","
		"\"DeliveryMethod\":\"Email\"}");
}

static void form_with_a_phone_is_delivered_by_sms(void **state)
{
	cotp_form form = email_form();
	form.fields[COTP_FORM_EMAIL].kind = COTP_VALUE_ABSENT;
	form.fields[COTP_FORM_PHONE] = text_value("+972 50-123");
	assert_body(*state, &form,
		"{\"BookerId\":\"hotel-42\",\"RecipientPhone\":\"97250123\",\"Language\":\"EN\","
		"\"DeliveryMethod\":\"SMS\"}");
}

static void form_phone_follows_the_format(void **state)
{
	static const struct {
		const char *format; /* NULL: the default */
		const char *given;
		const char *sent;
	} cases[] = {
		{ NULL, "+44 (20) 7946.0958", "442079460958" },
		{ NULL, "0044-20-79460958", "442079460958" },
		{ "plus", "+44 20/79460958", "+442079460958" },
		{ "plus", "0044 20 79460958", "+442079460958" },
		{ "as-given", "+44 20 79460958", "+44 20 79460958" },
		{ "as-given", "0044 20 79460958", "0044 20 79460958" },
		{ "digits", "+1234567", "1234567" },
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char expected[128];
		cotp_error error;
		cotp_form form = { .extra = NULL };
		form.fields[COTP_FORM_PHONE] = text_value(cases[i].given);
		cotp_text format = cotp_text_of(cases[i].format);
		assert_true(!format.data || cotp_wire_override(*state, COTP_TEXT("phone.format"), format, &error));
		snprintf(expected, sizeof(expected), "{\"RecipientPhone\":\"%s\",\"DeliveryMethod\":\"SMS\"}", cases[i].sent);
		assert_body(*state, &form, expected);
	}
}

static void form_language_is_sent_without_the_region(void **state)
{
	static const char *const given[] = { "de", "de-CH", "de_CH", "de-Latn-CH" };
	for (size_t i = 0; i < COUNT_OF(given); i++) {
		cotp_form form = { .extra = NULL };
		form.fields[COTP_FORM_EMAIL] = text_value("a@b.cc");
		form.fields[COTP_FORM_LANGUAGE] = text_value(given[i]);
		assert_body(*state, &form, "{\"RecipientEmail\":\"a@b.cc\",\"Language\":\"de\",\"DeliveryMethod\":\"Email\"}");
	}
}

static void form_with_all_fields_sends_each_value_with_its_type(void **state)
{
	cotp_form form = email_form();
	form.fields[COTP_FORM_CALLBACK_URL] = text_value("https://hotel.example/cotp?a=b&c=%20");
	form.fields[COTP_FORM_CARD_URI] = text_value("https://service.example/api/payments/paycard/tok");
	form.fields[COTP_FORM_RECIPIENT_NAME] = text_value("Ren\xC3\xA9 \"R\"");
	form.fields[COTP_FORM_BOOKER_NAME] = text_value("Hotel");
	form.fields[COTP_FORM_CSS] = text_value("our-css");
	form.fields[COTP_FORM_AMOUNT] = (cotp_value){ .kind = COTP_VALUE_INTEGER, .integer = 120 };
	form.fields[COTP_FORM_CURRENCY] = text_value("EUR");
	form.fields[COTP_FORM_SUPPORT_LINK] = text_value("https://hotel.example/help");
	form.fields[COTP_FORM_SUPPORT_LINK_TEXT] = text_value("Help");
	form.fields[COTP_FORM_SUPPORT_EMAIL] = text_value("help@hotel.example");
	form.fields[COTP_FORM_SUPPORT_PHONE] = text_value("0800");
	form.fields[COTP_FORM_THREE_DS] = (cotp_value){ .kind = COTP_VALUE_BOOLEAN, .boolean = false };
	form.fields[COTP_FORM_MERCHANT_NAME] = text_value("Hotel Ltd");
	form.fields[COTP_FORM_HEADER_TEXT] = text_value("Line\nline");
	form.fields[COTP_FORM_FOOTER_TEXT] = text_value("$~booker_name~$");
	form.fields[COTP_FORM_TEMPLATE] = text_value("standard");
	form.extra = any_json("{\"Zulu\":[1,2.5,null],\"Alpha\":{\"b\":true}}");
	assert_body(*state, &form,
		"{\"BookerId\":\"hotel-42\",\"RecipientEmail\":\"guest@example.com\","
		"\"CallbackUrl\":\"https://hotel.example/cotp?a=b&c=%20\","
		"\"CardUri\":\"https://service.example/api/payments/paycard/tok\",\"RecipientName\":\"Ren\xC3\xA9 \\\"R\\\"\","
		"\"BookerName\":\"Hotel\",\"Language\":\"EN\",\"Css\":\"our-css\",\"Amount\":120,\"Currency\":\"EUR\","
		"\"CustomerSupportLink\":\"https://hotel.example/help\",\"CustomerSupportLinkText\":\"Help\","
		"\"CustomerSupportEmail\":\"help@hotel.example\",\"CustomerSupportPhone\":\"0800\",\"ThreeDs\":false,"
		"\"merchantName\":\"Hotel Ltd\",\"HeaderText\":\"Line\\nline\",\"FooterText\":\"$~booker_name~$\","
		"\"Template\":\"standard\",\"DeliveryMethod\":\"Email\",\"Zulu\":[1,2.5,null],\"Alpha\":{\"b\":true}}");
	cotp_json_free((cotp_json *)form.extra);
}

static void form_amount_is_sent_as_given(void **state)
{
	cotp_form form = { .extra = NULL };
	form.fields[COTP_FORM_EMAIL] = text_value("a@b.cc");
	form.fields[COTP_FORM_AMOUNT] = text_value("99.50");
	assert_body(*state, &form, "{\"RecipientEmail\":\"a@b.cc\",\"Amount\":\"99.50\",\"DeliveryMethod\":\"Email\"}");
}

static void form_follows_the_overrides(void **state)
{
	static const char *const overrides[][2] = { { "form.bookerId", "userId" }, { "form.email", "destination" },
		{ "form.phone", "destination" }, { "form.deliveryMethod", "via" }, { "delivery.email", "0" },
		{ "delivery.sms", "1" } };
	cotp_error error;
	for (size_t i = 0; i < COUNT_OF(overrides); i++) {
		assert_true(cotp_wire_override(*state, cotp_text_of(overrides[i][0]), cotp_text_of(overrides[i][1]), &error));
	}
	assert_true(cotp_wire_check(*state, &error));
	cotp_form form = email_form();
	assert_body(*state, &form,
		"{\"userId\":\"hotel-42\",\"destination\":\"guest@example.com\",\"Language\":\"EN\",\"via\":\"0\"}");
	form.fields[COTP_FORM_EMAIL].kind = COTP_VALUE_ABSENT;
	form.fields[COTP_FORM_PHONE] = text_value("+972");
	assert_body(*state, &form, "{\"userId\":\"hotel-42\",\"destination\":\"972\",\"Language\":\"EN\",\"via\":\"1\"}");
}

static void form_extra_must_not_contain_a_name_of_the_form(void **state)
{
	static const struct {
		const char *extra;
		bool valid;
	} cases[] = {
		{ "{}", true },
		{ "{\"BookerId\":\"planted\"}", false },
		{ "{\"bookerid\":\"planted\"}", false },
		{ "{\"LANGUAGE\":\"planted\"}", false },
		{ "{\"deliverymethod\":\"planted\"}", false },
		{ "{\"recipientemail\":\"planted\"}", false },
		{ "{\"New\":1,\"Other\":2}", true },
		{ "{\"New\":1,\"nEW\":2}", false },
		/* a field that the form does not set may be set in extra, in another form */
		{ "{\"Amount\":{\"value\":1}}", true },
		{ "{\"Inner\":{\"BookerId\":1}}", true },
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		cotp_error error;
		cotp_buffer buffer = { .limit = COTP_WIRE_BODY_LIMIT };
		cotp_json *extra = any_json(cases[i].extra);
		cotp_form form = email_form();
		form.extra = extra;
		if (cotp_wire_write_form(*state, &form, &buffer, &error) != cases[i].valid) {
			fail_msg("%s should %sbe written", cases[i].extra, cases[i].valid ? "" : "not ");
		}
		if (!cases[i].valid) {
			assert_refused(&error, "extra");
			assert_int_equal(buffer.length, 0);
		}
		cotp_buffer_free(&buffer);
		cotp_json_free(extra);
	}
}

/* The largest form that passes the checks fits into COTP_WIRE_BODY_LIMIT. */
static void form_of_the_largest_size_fits(void **state)
{
	cotp_error error;
	cotp_buffer buffer = { .limit = COTP_WIRE_BODY_LIMIT };
	cotp_form form = email_form();
	cotp_text lines = repeated('\n', 4096); /* two bytes each when escaped */
	cotp_text name = repeated('"', 128);
	cotp_text filler = repeated('x', 256 * 1024 - 8);
	cotp_json *extra = cotp_json_new_object();
	assert_true(cotp_json_set(extra, COTP_TEXT("a"), cotp_json_new_string(filler)));
	form.extra = extra;
	form.fields[COTP_FORM_HEADER_TEXT] = (cotp_value){ .kind = COTP_VALUE_TEXT, .text = lines };
	form.fields[COTP_FORM_FOOTER_TEXT] = form.fields[COTP_FORM_HEADER_TEXT];
	form.fields[COTP_FORM_RECIPIENT_NAME] = (cotp_value){ .kind = COTP_VALUE_TEXT, .text = name };
	assert_true(cotp_form_check(&form, &error));
	assert_true(cotp_wire_write_form(*state, &form, &buffer, &error));
	assert_true(buffer.length > 256 * 1024 + 4 * 4096);
	cotp_buffer_free(&buffer);
	cotp_json_free(extra);
	free_text(lines);
	free_text(name);
	free_text(filler);
}

static void form_that_does_not_fit_is_an_error(void **state)
{
	cotp_error error;
	cotp_buffer buffer = { .limit = 20 };
	cotp_form form = email_form();
	assert_false(cotp_wire_write_form(*state, &form, &buffer, &error));
	assert_int_equal(error.domain, COTP_ERROR_MEMORY);
	cotp_buffer_free(&buffer);
}

#define DESTINATION(type, data, quota) \
	{ \
		{ type, sizeof(type) - 1 }, { data, sizeof(data) - 1 }, quota, 3 \
	}

static void retention_is_written_in_utc_and_without_usage(void **state)
{
	(void)state;
	cotp_error error;
	cotp_buffer buffer = { .limit = COTP_WIRE_BODY_LIMIT };
	cotp_destination destinations[] = { DESTINATION("HostName", "https://httpbin.org/post", 10),
		DESTINATION("Owner", "", 1) };
	cotp_retention retention = { .has_until = true,
		.until = 1516363080,
		.delete_card = true,
		.destination_count = 2,
		.destinations = destinations };
	assert_true(cotp_wire_write_retention(&retention, &buffer, &error));
	assert_string_equal(buffer.data,
		"{\"CvvEndRetentionDate\":\"2018-01-19T11:58:00\",\"DeleteCardUponCvvCleanup\":true,"
		"\"CvvRetentionPolicyList\":[{\"DestinationType\":\"HostName\","
		"\"DestinationData\":\"https://httpbin.org/post\",\"Quota\":10},{\"DestinationType\":\"Owner\",\"Quota\":1}]}");
	cotp_buffer_free(&buffer);
}

static void retention_without_destinations_has_an_empty_list(void **state)
{
	(void)state;
	cotp_error error;
	cotp_buffer buffer = { .limit = COTP_WIRE_BODY_LIMIT };
	cotp_retention retention = { .has_until = true, .until = 4107542399 };
	assert_true(cotp_wire_write_retention(&retention, &buffer, &error));
	assert_string_equal(buffer.data,
		"{\"CvvEndRetentionDate\":\"2100-02-28T23:59:59\",\"DeleteCardUponCvvCleanup\":false,"
		"\"CvvRetentionPolicyList\":[]}");
	cotp_buffer_free(&buffer);
	buffer.limit = 10;
	assert_false(cotp_wire_write_retention(&retention, &buffer, &error));
	assert_int_equal(error.domain, COTP_ERROR_MEMORY);
	cotp_buffer_free(&buffer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(form_with_the_required_fields_has_no_others_in_its_body, set_up, tear_down),
		cmocka_unit_test_setup_teardown(form_with_a_phone_is_delivered_by_sms, set_up, tear_down),
		cmocka_unit_test_setup_teardown(form_phone_follows_the_format, set_up, tear_down),
		cmocka_unit_test_setup_teardown(form_language_is_sent_without_the_region, set_up, tear_down),
		cmocka_unit_test_setup_teardown(form_with_all_fields_sends_each_value_with_its_type, set_up, tear_down),
		cmocka_unit_test_setup_teardown(form_amount_is_sent_as_given, set_up, tear_down),
		cmocka_unit_test_setup_teardown(form_follows_the_overrides, set_up, tear_down),
		cmocka_unit_test_setup_teardown(form_extra_must_not_contain_a_name_of_the_form, set_up, tear_down),
		cmocka_unit_test_setup_teardown(form_of_the_largest_size_fits, set_up, tear_down),
		cmocka_unit_test_setup_teardown(form_that_does_not_fit_is_an_error, set_up, tear_down),
		cmocka_unit_test(retention_is_written_in_utc_and_without_usage),
		cmocka_unit_test(retention_without_destinations_has_an_empty_list),
	};
	return cmocka_run_group_tests_name("wire body", tests, NULL, NULL);
}
