/* Forms, statuses, the calendar and retention policies. */
#include "unit.h"

#include "../../cotp_values.h"

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

/* ---- the form ---- */

static void form_with_the_least_is_let_through(void **state)
{
	(void)state;
	cotp_error error;
	cotp_form form = email_form();
	assert_true(cotp_form_check(&form, &error));
	form.fields[COTP_FORM_EMAIL].kind = COTP_VALUE_ABSENT;
	form.fields[COTP_FORM_PHONE] = text_value("+972501234567");
	assert_true(cotp_form_check(&form, &error));
}

static void form_with_everything_is_let_through(void **state)
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
	cotp_json *extra = cotp_json_read(COTP_TEXT("{\"Foo\":[1,{\"bar\":null}]}"), 64);
	form.extra = extra;
	assert_true(cotp_form_check(&form, &error));
	cotp_json_free(extra);
}

typedef struct field_case {
	cotp_form_field field;
	cotp_value value;
	const char *argument;
} field_case;

/* A single bad value in a good form; the error names the PHP property. */
static const field_case bad_fields[] = {
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

static void form_with_one_bad_field_is_refused_by_its_name(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad_fields); i++) {
		cotp_error error;
		cotp_form form = email_form();
		form.fields[bad_fields[i].field] = bad_fields[i].value;
		if (cotp_form_check(&form, &error)) {
			fail_msg("case %zu (%s) should be refused", i, bad_fields[i].argument);
		}
		assert_refused(&error, bad_fields[i].argument);
	}
}

static void form_amount_needs_a_sound_currency(void **state)
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

/* Every field is looked at, in the constructor's order: with all of them bad, the faults appear one by one. */
static void form_faults_are_told_in_the_order_of_the_constructor(void **state)
{
	(void)state;
	static const char *const order[] = { "bookerId", "callbackUrl", "cardUri", "recipientName", "bookerName",
		"language", "css", "amount", "currency", "supportLink", "supportLinkText", "supportEmail", "supportPhone",
		"threeDs", "merchantName", "headerText", "footerText", "template", "extra" };
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
	for (size_t i = 0; i < COUNT_OF(order); i++) {
		assert_false(cotp_form_check(&form, &error));
		assert_refused(&error, order[i]);
		for (int field = 0; field < COTP_FORM_FIELD_COUNT; field++) {
			if (strcmp(cotp_form_field_name(field), order[i]) == 0) {
				form.fields[field] = good.fields[field];
			}
		}
	}
	cotp_json_free((cotp_json *)form.extra);
}

static void form_phone_fields_are_not_searched_for_card_numbers(void **state)
{
	(void)state;
	cotp_error error;
	cotp_form form = email_form();
	form.fields[COTP_FORM_EMAIL].kind = COTP_VALUE_ABSENT;
	form.fields[COTP_FORM_PHONE] = text_value("4222222222222"); /* passes Luhn */
	form.fields[COTP_FORM_SUPPORT_PHONE] = text_value("4222222222222");
	assert_true(cotp_form_check(&form, &error));
}

static void form_fields_that_hold_the_guests_data_are_secret(void **state)
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
	cotp_json *extra = cotp_json_read(cotp_text_of(text), 100);
	assert_non_null(extra);
	form.extra = extra;
	bool valid = cotp_form_check(&form, error);
	cotp_json_free(extra);
	return valid;
}

static void form_extra_holds_no_card_number_at_any_depth(void **state)
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
			fail_msg("%s should %sbe let through", cases[i].text, cases[i].valid ? "" : "not ");
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
		int arrays = depth - 1; /* the object around them is a level too */
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

/* ---- the status ---- */

/* In rising order, as the design gives it. */
static const char *const status_order[] = { "", "MessageQueued", "MessageSent", "MessageDelivered", "MessageFailed",
	"FormViewed", "StoreFailed", "LinkExpired", "CardStored" };

static void status_names_round_trip(void **state)
{
	(void)state;
	assert_int_equal(COUNT_OF(status_order), COTP_STATUS_COUNT);
	for (size_t i = 0; i < COUNT_OF(status_order); i++) {
		assert_string_equal(cotp_status_name(cotp_status_from_name(cotp_text_of(status_order[i]))), status_order[i]);
	}
	assert_int_equal(cotp_status_from_name(COTP_TEXT("CardStored")), COTP_STATUS_CARD_STORED);
}

static void status_of_another_name_is_unknown(void **state)
{
	(void)state;
	static const cotp_text names[] = { { "", 0 }, { NULL, 0 }, { "cardstored", 10 }, { "CardStored ", 11 },
		{ "CardStore", 9 }, { "CardStored\0", 11 }, { "SomethingNew", 12 } };
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		assert_int_equal(cotp_status_from_name(names[i]), COTP_STATUS_UNKNOWN);
	}
	assert_string_equal(cotp_status_name(COTP_STATUS_UNKNOWN), "");
}

static void status_supersedes_is_a_strict_total_order(void **state)
{
	(void)state;
	for (size_t a = 0; a < COUNT_OF(status_order); a++) {
		for (size_t b = 0; b < COUNT_OF(status_order); b++) {
			cotp_status status = cotp_status_from_name(cotp_text_of(status_order[a]));
			cotp_status known = cotp_status_from_name(cotp_text_of(status_order[b]));
			assert_int_equal(cotp_status_supersedes(status, known), a > b);
		}
	}
}

static void status_final_are_three(void **state)
{
	(void)state;
	for (int status = 0; status < COTP_STATUS_COUNT; status++) {
		bool is_final = status == COTP_STATUS_CARD_STORED || status == COTP_STATUS_LINK_EXPIRED ||
						status == COTP_STATUS_MESSAGE_FAILED;
		assert_int_equal(cotp_status_is_final(status), is_final);
	}
}

static void state_free_empties_the_state(void **state)
{
	(void)state;
	cotp_state value = { .request_id = "abc",
		.raw_status = cotp_text_copy(COTP_TEXT("CardStored")),
		.card_uri = cotp_text_copy(COTP_TEXT("tok")),
		.details = cotp_json_new_object() };
	cotp_state_free(&value);
	assert_string_equal(value.request_id, "");
	assert_null(value.raw_status);
	assert_null(value.card_uri);
	assert_null(value.details);
	cotp_state_free(&value);
}

/* ---- the calendar ---- */

typedef struct utc_time_case {
	int64_t seconds;
	cotp_utc_time utc_time;
} utc_time_case;

/* Seconds as "date -u -d … +%s" gives them. */
static const utc_time_case utc_time_cases[] = {
	{ 0, { 1970, 1, 1, 0, 0, 0 } },
	{ -1, { 1969, 12, 31, 23, 59, 59 } },
	{ 951782399, { 2000, 2, 28, 23, 59, 59 } },
	{ 951782400, { 2000, 2, 29, 0, 0, 0 } },
	{ 951868800, { 2000, 3, 1, 0, 0, 0 } },
	{ 1709164800, { 2024, 2, 29, 0, 0, 0 } },
	{ 1735689599, { 2024, 12, 31, 23, 59, 59 } },
	{ 4102444800, { 2100, 1, 1, 0, 0, 0 } },
	{ 4107542399, { 2100, 2, 28, 23, 59, 59 } },
	{ 4107542400, { 2100, 3, 1, 0, 0, 0 } },
	{ 253402300799, { 9999, 12, 31, 23, 59, 59 } },
	{ -62135596800, { 1, 1, 1, 0, 0, 0 } },
	{ -62167219200, { 0, 1, 1, 0, 0, 0 } },
	{ -62167219201, { -1, 12, 31, 23, 59, 59 } },
};

static void utc_time_matches_known_moments(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(utc_time_cases); i++) {
		cotp_utc_time utc_time = cotp_utc_time_from_unix(utc_time_cases[i].seconds);
		const cotp_utc_time *expected = &utc_time_cases[i].utc_time;
		assert_int_equal(utc_time.year, expected->year);
		assert_int_equal(utc_time.month, expected->month);
		assert_int_equal(utc_time.day, expected->day);
		assert_int_equal(utc_time.hour, expected->hour);
		assert_int_equal(utc_time.minute, expected->minute);
		assert_int_equal(utc_time.second, expected->second);
		assert_int_equal(cotp_utc_time_to_unix(expected), utc_time_cases[i].seconds);
	}
}

/* Two whole turns of the calendar: no day is missing, none comes twice, each month has its length. */
static void utc_time_days_follow_each_other(void **state)
{
	(void)state;
	cotp_utc_time before = cotp_utc_time_from_unix(-86400);
	for (int64_t day = 0; day < 2 * 146097; day++) {
		cotp_utc_time utc_time = cotp_utc_time_from_unix(day * 86400);
		bool is_next_day =
			utc_time.day == before.day + 1 && utc_time.month == before.month && utc_time.year == before.year;
		bool is_next_month = utc_time.day == 1 && before.day == cotp_days_in_month(before.year, before.month) &&
							 utc_time.month == before.month % 12 + 1 &&
							 utc_time.year == before.year + (before.month == 12);
		assert_true(is_next_day != is_next_month);
		assert_true(utc_time.day <= cotp_days_in_month(utc_time.year, utc_time.month));
		assert_int_equal(cotp_utc_time_to_unix(&utc_time), day * 86400);
		before = utc_time;
	}
}

static void days_in_month_know_leap_years(void **state)
{
	(void)state;
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	for (int month = 1; month <= 12; month++) {
		assert_int_equal(cotp_days_in_month(2023, month), days[month - 1]);
	}
	assert_int_equal(cotp_days_in_month(2024, 2), 29);
	assert_int_equal(cotp_days_in_month(2000, 2), 29);
	assert_int_equal(cotp_days_in_month(2100, 2), 28);
}

/* ---- retention ---- */

static void retention_ends_after_now_and_within_48_months(void **state)
{
	(void)state;
	static const struct {
		cotp_utc_time now;
		cotp_utc_time until;
		bool valid;
	} cases[] = {
		{ { 2026, 11, 22, 10, 0, 0 }, { 2026, 11, 22, 10, 0, 0 }, false },
		{ { 2026, 11, 22, 10, 0, 0 }, { 2026, 11, 22, 9, 59, 59 }, false },
		{ { 2026, 11, 22, 10, 0, 0 }, { 2026, 11, 22, 10, 0, 1 }, true },
		{ { 2026, 11, 22, 10, 0, 0 }, { 2030, 11, 22, 10, 0, 0 }, true },
		/* in a zone that changed to winter time in between, by up to two hours */
		{ { 2026, 10, 24, 10, 0, 0 }, { 2030, 10, 24, 11, 0, 0 }, true },
		{ { 2026, 11, 22, 10, 0, 0 }, { 2030, 11, 22, 12, 0, 0 }, true },
		{ { 2026, 11, 22, 10, 0, 0 }, { 2030, 11, 22, 12, 0, 1 }, false },
		{ { 2026, 12, 31, 23, 59, 59 }, { 2031, 1, 1, 1, 59, 59 }, true },
		{ { 2026, 12, 31, 23, 59, 59 }, { 2031, 1, 1, 2, 0, 0 }, false },
		{ { 2028, 2, 29, 12, 0, 0 }, { 2032, 2, 29, 14, 0, 0 }, true },
		{ { 2028, 2, 29, 12, 0, 0 }, { 2032, 2, 29, 14, 0, 1 }, false },
		/* 2100 has no leap day: the month's last day it is, not the first of March */
		{ { 2096, 2, 29, 12, 0, 0 }, { 2100, 2, 28, 14, 0, 0 }, true },
		{ { 2096, 2, 29, 12, 0, 0 }, { 2100, 2, 28, 14, 0, 1 }, false },
		{ { 2026, 11, 22, 10, 0, 0 }, { 9999, 1, 1, 0, 0, 0 }, false },
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		cotp_error error;
		cotp_retention retention = { .until = cotp_utc_time_to_unix(&cases[i].until) };
		bool valid = cotp_retention_check(&retention, cotp_utc_time_to_unix(&cases[i].now), &error);
		if (valid != cases[i].valid) {
			fail_msg("case %zu should %sbe valid", i, cases[i].valid ? "" : "not ");
		}
		if (!valid) {
			assert_refused(&error, "until");
		}
	}
	cotp_error error;
	assert_false(cotp_retention_check(&(cotp_retention){ .until = INT64_MAX }, 0, &error));
	assert_false(cotp_retention_check(&(cotp_retention){ .until = INT64_MIN }, 0, &error));
}

static void retention_has_at_most_50_destinations(void **state)
{
	(void)state;
	cotp_error error;
	cotp_destination destinations[51];
	for (size_t i = 0; i < COUNT_OF(destinations); i++) {
		destinations[i] = (cotp_destination){ COTP_TEXT("HostName"), COTP_TEXT("httpbin.org"), 1, -1 };
	}
	cotp_retention retention = { .until = 100, .destination_count = 50, .destinations = destinations };
	assert_true(cotp_retention_check(&retention, 0, &error));
	retention.destination_count = 51;
	assert_false(cotp_retention_check(&retention, 0, &error));
	assert_refused(&error, "destinations");
	retention.destination_count = 0;
	retention.destinations = NULL;
	assert_true(cotp_retention_check(&retention, 0, &error));
}

typedef struct destination_case {
	cotp_destination destination;
	const char *argument; /* NULL: valid */
} destination_case;

#define DESTINATION(type, data, quota) \
	{ \
		{ type, sizeof(type) - 1 }, { data, sizeof(data) - 1 }, quota, -1 \
	}

static const destination_case destination_cases[] = {
	{ DESTINATION("HostName", "httpbin.org", 1), NULL },
	{ DESTINATION("HostName", "https://httpbin.org/post", 50), NULL },
	{ DESTINATION("Owner", "", 10), NULL },
	{ DESTINATION("SomethingNew", "x", 50), NULL },
	{ DESTINATION("GeneralProperty", "x", 5), NULL },
	{ DESTINATION("GeneralProperty", "x", 6), "quota" },
	{ DESTINATION("generalproperty", "x", 6), "quota" },
	{ DESTINATION("GeneralProperties", "x", 6), NULL },
	{ DESTINATION("HostName", "httpbin.org", 0), "quota" },
	{ DESTINATION("HostName", "httpbin.org", 51), "quota" },
	{ DESTINATION("HostName", "httpbin.org", -1), "quota" },
	{ DESTINATION("HostName", "httpbin.org", INT64_MAX), "quota" },
	{ DESTINATION("", "httpbin.org", 1), "type" },
	{ DESTINATION("..", "httpbin.org", 1), "type" },
	{ DESTINATION("planted\n", "httpbin.org", 1), "type" },
	{ DESTINATION("HostName", ".", 1), "data" },
	{ DESTINATION("HostName", "planted\0", 1), "data" },
	{ DESTINATION("OtherUser", CARD_NUMBER, 1), "data" },
};

static void destination_faults_name_the_property(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(destination_cases); i++) {
		cotp_error error;
		bool valid = cotp_destination_check(&destination_cases[i].destination, &error);
		if (valid != (destination_cases[i].argument == NULL)) {
			fail_msg("case %zu should %sbe valid", i, valid ? "not " : "");
		}
		if (!valid) {
			assert_refused(&error, destination_cases[i].argument);
		}
	}
}

/* A service may return a URL, but only hosts may be set. */
static void retention_takes_hosts_only(void **state)
{
	(void)state;
	static const char *const bad[] = { "", "https://pay.example/", "pay example", "pay.example:443" };
	cotp_error error;
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		cotp_destination destination = { COTP_TEXT("HostName"), cotp_text_of(bad[i]), 1, -1 };
		cotp_retention retention = { .until = 100, .destination_count = 1, .destinations = &destination };
		assert_true(cotp_destination_check(&destination, &error));
		assert_false(cotp_retention_check(&retention, 0, &error));
		assert_refused(&error, "destinations");
		assert_non_null(strstr(error.message, "$data of destination #1 must be a host name"));
	}
}

static void retention_fault_says_which_destination_and_why(void **state)
{
	(void)state;
	cotp_error error;
	cotp_destination destinations[] = { DESTINATION("Owner", "", 1), DESTINATION("HostName", "planted", 0) };
	cotp_retention retention = { .until = 100, .destination_count = 2, .destinations = destinations };
	assert_false(cotp_retention_check(&retention, 0, &error));
	assert_refused(&error, "destinations");
	assert_non_null(strstr(error.message, "$quota of destination #2 must be between 1 and 50"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(form_with_the_least_is_let_through),
		cmocka_unit_test(form_with_everything_is_let_through),
		cmocka_unit_test(form_with_one_bad_field_is_refused_by_its_name),
		cmocka_unit_test(form_amount_needs_a_sound_currency),
		cmocka_unit_test(form_faults_are_told_in_the_order_of_the_constructor),
		cmocka_unit_test(form_phone_fields_are_not_searched_for_card_numbers),
		cmocka_unit_test(form_fields_that_hold_the_guests_data_are_secret),
		cmocka_unit_test(form_extra_holds_no_card_number_at_any_depth),
		cmocka_unit_test(form_extra_is_at_most_64_levels_deep),
		cmocka_unit_test(form_extra_is_at_most_256_kib_of_json),
		cmocka_unit_test(status_names_round_trip),
		cmocka_unit_test(status_of_another_name_is_unknown),
		cmocka_unit_test(status_supersedes_is_a_strict_total_order),
		cmocka_unit_test(status_final_are_three),
		cmocka_unit_test(state_free_empties_the_state),
		cmocka_unit_test(utc_time_matches_known_moments),
		cmocka_unit_test(utc_time_days_follow_each_other),
		cmocka_unit_test(days_in_month_know_leap_years),
		cmocka_unit_test(retention_ends_after_now_and_within_48_months),
		cmocka_unit_test(retention_has_at_most_50_destinations),
		cmocka_unit_test(destination_faults_name_the_property),
		cmocka_unit_test(retention_takes_hosts_only),
		cmocka_unit_test(retention_fault_says_which_destination_and_why),
	};
	return cmocka_run_group_tests_name("values", tests, NULL, NULL);
}
