/* SPDX-License-Identifier: BSD-3-Clause */
/* Successful responses: states and retention policies. */
#include "unit.h"

#include "../../cotp_wire_response.h"

#define MARK "\xEF\xBB\xBF"

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

static void assert_protocol(const cotp_error *error)
{
	assert_int_equal(error->domain, COTP_ERROR_PROTOCOL);
	assert_true(strlen(error->message) > 0);
	assert_null(strstr(error->message, "planted"));
}

static void assert_same(const char *actual, const char *expected)
{
	if (expected) {
		assert_non_null(actual);
		assert_string_equal(actual, expected);
	} else {
		assert_null(actual);
	}
}

/* ---- states ---- */

typedef struct state_case {
	const char *body;
	const char *raw_status; /* NULL: rejected */
	cotp_status status;
	const char *card_uri;
	const char *time;
} state_case;

#define STATUS "\"LastNotifiedStatus\":\"FormViewed\""

static const state_case state_cases[] = {
	{ "{\"RequestID\":\"abc\",\"LastNotifiedStatus\":\"CardStored\",\"LastNotifiedTime\":\"2017-12-19T20:07:32\","
	  "\"CardUri\":\"https://x/tok\",\"BookerId\":\"hotel\"}",
		"CardStored", COTP_STATUS_CARD_STORED, "https://x/tok", "2017-12-19T20:07:32" },
	{ MARK "{" STATUS "}", "FormViewed", COTP_STATUS_FORM_VIEWED, NULL, NULL },
	{ "{\"LastNotifiedStatus\":\"SomethingNew\"}", "SomethingNew", COTP_STATUS_UNKNOWN, NULL, NULL },
	{ "{\"LastNotifiedStatus\":\"cardSTORED\"}", "cardSTORED", COTP_STATUS_CARD_STORED, NULL, NULL },
	{ "{\"requestId\":\"abc\",\"lastNotifiedStatus\":\"CardStored\",\"lastNotifiedTime\":\"2017\","
	  "\"cardUri\":\"https://x/tok\"}",
		"CardStored", COTP_STATUS_CARD_STORED, "https://x/tok", "2017" },
	{ "{\"status\":\"LinkExpired\"}", "LinkExpired", COTP_STATUS_LINK_EXPIRED, NULL, NULL },
	{ "{\"STATUS\":\"LinkExpired\",\"lastNotifiedStatus\":\"FormViewed\"}", "FormViewed", COTP_STATUS_FORM_VIEWED, NULL,
		NULL },
	{ "{" STATUS ",\"CARDURI\":\"other\",\"CardUri\":\"tok\",\"carduri\":\"another\"}", "FormViewed",
		COTP_STATUS_FORM_VIEWED, "tok", NULL },
	{ "{" STATUS ",\"requestid\":\"planted\",\"RequestID\":\"abc\"}", "FormViewed", COTP_STATUS_FORM_VIEWED, NULL,
		NULL },
	{ "{" STATUS ",\"requestId\":\"planted\"}", NULL, 0, NULL, NULL },
	{ "{" STATUS ",\"cardUri\":\"tok\",\"carduri\":\"tok\"}", NULL, 0, NULL, NULL },
	{ "{\"lastNotifiedStatus\":\"CardStored\",\"lastnotifiedstatus\":\"CardStored\"}", NULL, 0, NULL, NULL },
	{ "{\"Status\":\"LinkExpired\"}", "LinkExpired", COTP_STATUS_LINK_EXPIRED, NULL, NULL },
	{ "{\"Status\":\"LinkExpired\"," STATUS "}", "FormViewed", COTP_STATUS_FORM_VIEWED, NULL, NULL },
	{ "{\"Status\":\"LinkExpired\",\"LastNotifiedStatus\":null}", "LinkExpired", COTP_STATUS_LINK_EXPIRED, NULL, NULL },
	{ "{" STATUS ",\"CardUri\":\"\",\"LastNotifiedTime\":\"\"}", "FormViewed", COTP_STATUS_FORM_VIEWED, NULL, NULL },
	{ "{" STATUS ",\"CardUri\":null,\"LastNotifiedTime\":null,\"RequestID\":null}", "FormViewed",
		COTP_STATUS_FORM_VIEWED, NULL, NULL },
	{ "{" STATUS ",\"LastNotifiedTime\":1513714052}", "FormViewed", COTP_STATUS_FORM_VIEWED, NULL, NULL },
	{ "{" STATUS ",\"RequestID\":\"ABC\"}", NULL, 0, NULL, NULL },
	{ "{" STATUS ",\"RequestID\":\"planted\"}", NULL, 0, NULL, NULL },
	{ "{" STATUS ",\"RequestID\":\"\"}", NULL, 0, NULL, NULL },
	{ "{" STATUS ",\"RequestID\":7}", NULL, 0, NULL, NULL },
	{ "{" STATUS ",\"RequestID\":[\"abc\"]}", NULL, 0, NULL, NULL },
	{ "{" STATUS ",\"CardUri\":7}", NULL, 0, NULL, NULL },
	{ "{" STATUS ",\"CardUri\":{\"planted\":1}}", NULL, 0, NULL, NULL },
	{ "{" STATUS ",\"CardUri\":false}", NULL, 0, NULL, NULL },
	{ "{\"LastNotifiedStatus\":\"\"}", NULL, 0, NULL, NULL },
	{ "{\"LastNotifiedStatus\":7,\"Status\":\"LinkExpired\"}", NULL, 0, NULL, NULL },
	{ "{\"LastNotifiedStatus\":[\"CardStored\"]}", NULL, 0, NULL, NULL },
	{ "{}", NULL, 0, NULL, NULL },
	{ "", NULL, 0, NULL, NULL },
	{ "[{" STATUS "}]", NULL, 0, NULL, NULL },
	{ "\"FormViewed\"", NULL, 0, NULL, NULL },
	{ "null", NULL, 0, NULL, NULL },
	{ "{" STATUS, NULL, 0, NULL, NULL },
	{ "{" STATUS "}{}", NULL, 0, NULL, NULL },
	{ "{" STATUS "," STATUS "}", NULL, 0, NULL, NULL },
	{ "<html>planted</html>", NULL, 0, NULL, NULL },
	{ "{" STATUS ",\"CardUri\":\"a\\u0000\"}", NULL, 0, NULL, NULL },
	{ "{" STATUS ",\"CardUri\":1e400}", NULL, 0, NULL, NULL },
	{ "{\"LastNotifiedStatus\":\"a\\u0000\"}", NULL, 0, NULL, NULL },
	{ "{" STATUS ",\"Status\":1,\"Status\":2}", NULL, 0, NULL, NULL },
	{ "{" STATUS ",\"LastNotifiedTime\":\"a\\u0000\"}", "FormViewed", COTP_STATUS_FORM_VIEWED, NULL, NULL },
	{ "{" STATUS ",\"LastNotifiedTime\":99999999999999999999}", "FormViewed", COTP_STATUS_FORM_VIEWED, NULL, NULL },
	{ "{" STATUS ",\"a\\u0000\":\"\\u0000\",\"b\":-1e400,\"c\":99999999999999999999,\"c\":{\"d\":1,\"d\":2}}",
		"FormViewed", COTP_STATUS_FORM_VIEWED, NULL, NULL },
};

static void state_is_read_or_rejected(void **state)
{
	for (size_t i = 0; i < COUNT_OF(state_cases); i++) {
		const state_case *row = &state_cases[i];
		cotp_state read;
		cotp_error error;
		cotp_error_clear(&error);
		cotp_text body = exact_copy(cotp_text_of(row->body));
		bool valid = cotp_wire_read_state(*state, body, "abc", &read, &error);
		if (valid != (row->raw_status != NULL)) {
			fail_msg("%s should %sbe read", row->body, row->raw_status ? "" : "not ");
		}
		if (valid) {
			assert_string_equal(read.request_id, "abc");
			assert_string_equal(read.raw_status, row->raw_status);
			assert_int_equal(read.status, row->status);
			assert_same(read.card_uri, row->card_uri);
			assert_same(read.time, row->time);
		} else {
			assert_protocol(&error);
			assert_null(read.details);
		}
		cotp_state_free(&read);
		free_text(body);
	}
}

static void state_details_keep_the_complete_response(void **state)
{
	cotp_state read;
	cotp_error error;
	static const char body[] = MARK "{" STATUS ", \"RequestID\":\"abc\",\"Other\":[1e400,{\"a\":null,\"a\":1}]}\n";
	assert_true(cotp_wire_read_state(*state, cotp_text_of(body), "abc", &read, &error));
	assert_string_equal(read.details, body + strlen(MARK));
	cotp_state_free(&read);
}

static void state_limits_status_and_depth(void **state)
{
	cotp_error error;
	cotp_state read;
	char body[400];
	char filler[130];
	memset(filler, 's', sizeof(filler));
	for (int length = 128; length <= 129; length++) {
		snprintf(body, sizeof(body), "{\"LastNotifiedStatus\":\"%.*s\"}", length, filler);
		assert_int_equal(cotp_wire_read_state(*state, cotp_text_of(body), "abc", &read, &error), length == 128);
		cotp_state_free(&read);
	}
	for (int depth = 63; depth <= 64; depth++) { /* the object around them is another level */
		char brackets[129];
		memset(brackets, '[', (size_t)depth);
		memset(brackets + depth, ']', (size_t)depth);
		snprintf(body, sizeof(body), "{" STATUS ",\"x\":%.*s}", 2 * depth, brackets);
		assert_int_equal(cotp_wire_read_state(*state, cotp_text_of(body), "abc", &read, &error), depth == 63);
		cotp_state_free(&read);
	}
	assert_protocol(&error);
}

static void state_names_follow_the_overrides(void **state)
{
	static const char *const overrides[][2] = { { "state.requestId", "id" }, { "state.status", "state" },
		{ "state.time", "at" }, { "state.cardUri", "token" } };
	cotp_error error;
	cotp_state read;
	for (size_t i = 0; i < COUNT_OF(overrides); i++) {
		assert_true(cotp_wire_override(*state, cotp_text_of(overrides[i][0]), cotp_text_of(overrides[i][1]), &error));
	}
	cotp_text body = COTP_TEXT("{\"id\":\"abc\",\"state\":\"CardStored\",\"at\":\"now\",\"token\":\"tok\"}");
	assert_true(cotp_wire_read_state(*state, body, "abc", &read, &error));
	assert_int_equal(read.status, COTP_STATUS_CARD_STORED);
	assert_string_equal(read.time, "now");
	assert_string_equal(read.card_uri, "tok");
	cotp_state_free(&read);
	assert_false(cotp_wire_read_state(*state, body, "other", &read, &error));
	/* with an override, the other name is not read */
	body = COTP_TEXT("{\"Status\":\"CardStored\",\"LastNotifiedStatus\":\"CardStored\"}");
	assert_false(cotp_wire_read_state(*state, body, "abc", &read, &error));
	assert_protocol(&error);
	assert_non_null(strstr(error.message, "state.status"));
}

static void state_is_read_only_for_an_id(void **state)
{
	cotp_error error;
	cotp_state read;
	char longer[COTP_ID_LENGTH + 2];
	memset(longer, 'a', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	assert_false(cotp_wire_read_state(*state, COTP_TEXT("{" STATUS "}"), longer, &read, &error));
	assert_refused(&error, "request");
	assert_false(cotp_wire_read_state(*state, COTP_TEXT("{" STATUS "}"), "", &read, &error));
	longer[COTP_ID_LENGTH] = '\0';
	assert_true(cotp_wire_read_state(*state, COTP_TEXT("{" STATUS "}"), longer, &read, &error));
	assert_string_equal(read.request_id, longer);
	cotp_state_free(&read);
}

/* ---- retention policies ---- */

static void retention_is_read_beyond_our_limits(void **state)
{
	(void)state;
	cotp_error error;
	cotp_wire_retention read;
	cotp_text body = COTP_TEXT(MARK
		"{\"CvvEndRetentionDate\":\"2018-01-19T11:58:00\",\"DeleteCardUponCvvCleanup\":true,\"New\":1,"
		"\"CvvRetentionPolicyList\":["
		"{\"DestinationType\":\"HostName\",\"DestinationData\":\"httpbin.org\",\"Quota\":10,\"Usage\":3},"
		"{\"DestinationType\":\"Owner\",\"DestinationData\":null,\"Quota\":900,\"CvvDestinationUsage\":0},"
		"{\"DestinationType\":\"New\",\"Usage\":null},"
		"{\"DestinationType\":\"x\",\"DestinationData\":\"\",\"Quota\":-1,\"Usage\":5,\"CvvDestinationUsage\":4}]}");
	static const cotp_destination expected[] = {
		{ { "HostName", 8 }, { "httpbin.org", 11 }, 10, 3 },
		{ { "Owner", 5 }, { "", 0 }, 900, 0 },
		{ { "New", 3 }, { "", 0 }, 0, -1 },
		{ { "x", 1 }, { "", 0 }, -1, 5 },
	};
	assert_true(cotp_wire_read_retention(body, &read, &error));
	assert_int_equal(read.retention.until, 1516363080);
	assert_true(read.retention.delete_card);
	assert_int_equal(read.retention.destination_count, COUNT_OF(expected));
	for (size_t i = 0; i < COUNT_OF(expected); i++) {
		const cotp_destination *destination = &read.retention.destinations[i];
		assert_true(cotp_text_equals(destination->type, expected[i].type));
		assert_non_null(destination->data.data);
		assert_true(cotp_text_equals(destination->data, expected[i].data));
		assert_int_equal(destination->quota, expected[i].quota);
		assert_int_equal(destination->usage, expected[i].usage);
	}
	cotp_wire_retention_free(&read);
	assert_null(read.response);
	assert_int_equal(read.retention.destination_count, 0);
}

static void retention_is_read_in_camel_case_and_without_an_end(void **state)
{
	(void)state;
	cotp_error error;
	cotp_wire_retention read;
	cotp_text body =
		COTP_TEXT("{\"deleteCardUponCvvCleanup\":true,\"cvvRetentionPolicyList\":[{\"destinationType\":\"Owner\","
				  "\"destinationData\":\"d\",\"quota\":3,\"usage\":2}]}");
	assert_true(cotp_wire_read_retention(body, &read, &error));
	assert_false(read.retention.has_until);
	assert_true(read.retention.delete_card);
	assert_int_equal(read.retention.destination_count, 1);
	assert_int_equal(read.retention.destinations[0].quota, 3);
	assert_int_equal(read.retention.destinations[0].usage, 2);
	cotp_wire_retention_free(&read);
	body = COTP_TEXT("{\"cvvEndRetentionDate\":\"2018-01-19T11:58:00\"}");
	assert_true(cotp_wire_read_retention(body, &read, &error));
	assert_true(read.retention.has_until);
	assert_int_equal(read.retention.until, 1516363080);
	cotp_wire_retention_free(&read);
}

/* seconds is in Unix time, or -1 if the date must be rejected. */
static void assert_date_read(const char *date, int64_t seconds)
{
	char body[200];
	cotp_error error;
	cotp_wire_retention read;
	snprintf(body, sizeof(body), "{\"CvvEndRetentionDate\":\"%s\"}", date);
	bool valid = cotp_wire_read_retention(cotp_text_of(body), &read, &error);
	if (valid != (seconds != -1)) {
		fail_msg("\"%s\" should %sbe read", date, valid ? "not " : "");
	}
	if (valid) {
		assert_true(read.retention.has_until && read.retention.until == seconds);
		assert_false(read.retention.delete_card);
		assert_int_equal(read.retention.destination_count, 0);
	} else {
		assert_protocol(&error);
		assert_non_null(strstr(error.message, "CvvEndRetentionDate"));
	}
	cotp_wire_retention_free(&read);
}

static const struct {
	const char *date;
	int64_t seconds;
} dates[] = {
	{ "2018-01-19T11:58:00", 1516363080 },
	{ "2018-01-19T11:58:00Z", 1516363080 },
	{ "2018-01-19T11:58:00.1234567", 1516363080 },
	{ "2018-01-19T11:58:00.9Z", 1516363080 },
	{ "2018-01-19T13:58:00+02:00", 1516363080 },
	{ "2018-01-19T11:28:00.5-00:30", 1516363080 },
	{ "2018-01-18T23:58:00-12:00", 1516363080 },
	{ "2024-02-29T00:00:00", 1709164800 },
	{ "0001-01-01T00:00:00", -62135596800 },
	{ "9999-12-31T23:59:59", 253402300799 },
	{ "9999-12-31T23:59:59-00:01", -1 },
	{ "0001-01-01T00:00:00+00:01", -1 },
	{ "2018-01-19", -1 },
	{ "2018-01-19 11:58:00", 1516363080 },
	{ "2018-01-19t11:58:00", 1516363080 },
	{ "2018-01-19t11:58:00.5z", 1516363080 },
	{ "2018-01-19T11:58:00,5Z", 1516363080 },
	{ "2018-01-19T11:58", 1516363080 },
	{ "2018-01-19T11:58Z", 1516363080 },
	{ "2018-01-19T12:58+01:00", 1516363080 },
	{ "2018-01-19T11:58.5", -1 },
	{ "2018-01-19T11:58:", -1 },
	{ "2018-01-19T11:58:0", -1 },
	{ "2018-01-19T11", -1 },
	{ "2018-01-19T", -1 },
	{ "2018-01-19  11:58:00", -1 },
	{ "20180119T115800Z", -1 },
	{ "18-01-19T11:58:00", -1 },
	{ "01/19/2018 11:58:00", -1 },
	{ "Fri, 19 Jan 2018 11:58:00 GMT", -1 },
	{ "1516363080", -1 },
	{ "1516363080000", -1 },
	{ "/Date(1516363080000)/", 1516363080 },
	{ "\\/Date(1516363080000)\\/", 1516363080 },
	{ "/Date(1516363080999)/", 1516363080 },
	{ "/Date(1516363080000+0100)/", 1516363080 },
	{ "/Date(1516363080000-0530)/", 1516363080 },
	{ "/Date(-62135596800000)/", -62135596800 },
	{ "/Date(-2000)/", -2 },
	{ "/Date(-2001)/", -3 },
	{ "/Date(0)/", 0 },
	{ "/Date(253402300799999)/", 253402300799 },
	{ "/Date(253402300800000)/", -1 },
	{ "/Date(-62135596800001)/", -1 },
	{ "/Date(9999999999999999)/", -1 },
	{ "/Date(1516363080000)", -1 },
	{ "/Date(1516363080000/", -1 },
	{ "Date(1516363080000)", -1 },
	{ "/Date()/", -1 },
	{ "/Date(-)/", -1 },
	{ "/Date(+0100)/", -1 },
	{ "/Date(1516363080000+01)/", -1 },
	{ "/Date(1516363080000+01:00)/", -1 },
	{ "/Date(1516363080000+2500)/", -1 },
	{ "/Date(1516363080000Z)/", -1 },
	{ "/Date(1516363080000.5)/", -1 },
	{ "/Date(1516363080000)/ ", -1 },
	{ "/Date(1516363080000)/\\u0000", -1 },
	{ "2018-1-19T11:58:00", -1 },
	{ "2018-02-29T11:58:00", -1 },
	{ "2018-13-01T11:58:00", -1 },
	{ "2018-00-01T11:58:00", -1 },
	{ "2018-01-00T11:58:00", -1 },
	{ "2018-04-31T11:58:00", -1 },
	{ "2018-01-19T24:00:00", -1 },
	{ "2018-01-19T11:60:00", -1 },
	{ "2018-01-19T11:58:60", -1 },
	{ "2018-01-19T11:58:00.", -1 },
	{ "2018-01-19T11:58:00.Z", -1 },
	{ "2018-01-19T11:58:00z", 1516363080 },
	{ "2018-01-19T13:58:00+02", 1516363080 },
	{ "2018-01-19T13:58:00+0200", 1516363080 },
	{ "2018-01-19T11:58:00+2", -1 },
	{ "2018-01-19T11:58:00+020", -1 },
	{ "2018-01-19T11:58:00+02:", -1 },
	{ "2018-01-19T11:58:00+02000", -1 },
	{ "2018-01-19T11:58:00+0260", -1 },
	{ "2018-01-19T11:58:00 +0200", -1 },
	{ "2018-01-19T11:58:00Zz", -1 },
	{ "2018-01-19T11:58:00+24:00", -1 },
	{ "2018-01-19T11:58:00+02:60", -1 },
	{ "2018-01-19T11:58:00Z ", -1 },
	{ "2018-01-19T11:58:00+02:00Z", -1 },
	{ "2018-01-19T11:58:00planted", -1 },
	{ " 2018-01-19T11:58:00", -1 },
	{ "12018-01-19T11:58:00", -1 },
	{ "-018-01-19T11:58:00", -1 },
	{ "planted", -1 },
	{ "", -1 },
};

static void retention_dates_are_read_as_utc(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(dates); i++) {
		assert_date_read(dates[i].date, dates[i].seconds);
	}
}

#define UNTIL "\"CvvEndRetentionDate\":\"2018-01-19T11:58:00\""

static const struct {
	const char *body;
	bool valid;
} policies[] = {
	{ "{" UNTIL "}", true },
	{ "{" UNTIL ",\"DeleteCardUponCvvCleanup\":null,\"CvvRetentionPolicyList\":null}", true },
	{ "{" UNTIL ",\"CvvRetentionPolicyList\":[]}", true },
	{ "{" UNTIL ",\"a\":1e400,\"a\":\"\\u0000\"}", true },
	{ "{" UNTIL ",\"CvvRetentionPolicyList\":[{\"DestinationType\":\"Owner\",\"a\":1e400,\"a\":1}]}", true },
	{ "{" UNTIL ",\"CvvRetentionPolicyList\":[{\"DestinationType\":\"Owner\",\"Quota\":99999999999999999999}]}",
		false },
	{ "{" UNTIL ",\"CvvRetentionPolicyList\":[{\"DestinationType\":\"Owner\",\"Quota\":1,\"Quota\":1}]}", false },
	{ "{" UNTIL ",\"CvvRetentionPolicyList\":[{\"DestinationType\":\"Own\\u0000er\"}]}", false },
	{ "{" UNTIL "," UNTIL "}", false },
	{ "", false },
	{ "[]", false },
	{ "{}", false },
	{ "{\"a\":1}", false },
	{ "{\"RequestID\":\"abc\",\"LastNotifiedStatus\":\"CardStored\"}", false },
	{ "{\"CvvEndRetentionDate\":null}", true },
	{ "{\"DeleteCardUponCvvCleanup\":false}", true },
	{ "{\"CvvRetentionPolicyList\":[]}", true },
	{ "{\"CvvEndRetentionDate\":\"\"}", false },
	{ "{\"CvvEndRetentionDate\":false}", false },
	{ "{\"cvvEndRetentionDate\":\"planted\"}", false },
	{ "{\"cvvEndRetentionDate\":null,\"cvvendretentiondate\":null}", false },
	{ "{" UNTIL ",\"cvvRetentionPolicyList\":[{\"destinationType\":\"Owner\",\"destinationtype\":\"Owner\"}]}", false },
	{ "{\"CvvEndRetentionDate\":1516363080}", false },
	{ "{" UNTIL ",\"DeleteCardUponCvvCleanup\":\"true\"}", false },
	{ "{" UNTIL ",\"DeleteCardUponCvvCleanup\":1}", false },
	{ "{" UNTIL ",\"CvvRetentionPolicyList\":{}}", false },
	{ "{" UNTIL ",\"CvvRetentionPolicyList\":\"planted\"}", false },
	{ "{" UNTIL ",\"CvvRetentionPolicyList\":[\"planted\"]}", false },
	{ "{" UNTIL ",\"CvvRetentionPolicyList\":[null]}", false },
	{ "{" UNTIL ",\"CvvRetentionPolicyList\":[{}]}", false },
	{ "{" UNTIL ",\"CvvRetentionPolicyList\":[{\"DestinationType\":\"\"}]}", false },
	{ "{" UNTIL ",\"CvvRetentionPolicyList\":[{\"DestinationType\":7}]}", false },
	{ "{" UNTIL ",\"CvvRetentionPolicyList\":[{\"DestinationType\":\"Owner\",\"DestinationData\":7}]}", false },
	{ "{" UNTIL ",\"CvvRetentionPolicyList\":[{\"DestinationType\":\"Owner\",\"Quota\":\"7\"}]}", false },
	{ "{" UNTIL ",\"CvvRetentionPolicyList\":[{\"DestinationType\":\"Owner\",\"Quota\":7.5}]}", false },
	{ "{" UNTIL ",\"CvvRetentionPolicyList\":[{\"DestinationType\":\"Owner\",\"Usage\":true}]}", false },
	{ "{" UNTIL ",\"CvvRetentionPolicyList\":[{\"DestinationType\":\"Owner\"},{}]}", false },
	{ "<CvvRetentionPolicy/>", false },
};

static void retention_that_is_not_understood_is_rejected(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(policies); i++) {
		cotp_error error;
		cotp_wire_retention read;
		bool valid = cotp_wire_read_retention(cotp_text_of(policies[i].body), &read, &error);
		if (valid != policies[i].valid) {
			fail_msg("%s should %sbe read", policies[i].body, valid ? "not " : "");
		}
		if (!valid) {
			assert_protocol(&error);
		}
		cotp_wire_retention_free(&read);
	}
}

/* ---- HTML ---- */

static const text_case pages[] = {
	VALID("<html>"),
	VALID("<html"),
	VALID("<HTML lang='en'>"),
	VALID("<!doctype html>"),
	VALID("<!DOCTYPE HTML PUBLIC \"\">"),
	VALID("\xEF\xBB\xBF \t\r\n\f<html>"),
	VALID(" \xEF\xBB\xBF<html>"),
	VALID("\xFF\xFE<\0h\0t\0m\0l\0>\0"),
	VALID("\xFE\xFF\0<\0h\0t\0m\0l\0>"),
	VALID("<\0!\0d\0o\0c\0t\0y\0p\0e\0"),
	VALID("<!-- a --><html>"),
	VALID("<!-- -- > <html> --> <!----><!doctype html>"),
	VALID("<?xml version=\"1.0\"?>\n<html>"),
	VALID("<?xml?><!DOCTYPE html>"),
	VALID("<body>"),
	VALID("<title>a"),
	VALID("<script>"),
	INVALID(""),
	INVALID(" "),
	INVALID("\xEF\xBB\xBF"),
	INVALID("\0"),
	INVALID("<"),
	INVALID("<htm"),
	INVALID("<!doctyp"),
	INVALID("< html>"),
	INVALID("</html>"),
	INVALID("<htmlx>"),
	INVALID("<html:a>"),
	INVALID("<header>"),
	INVALID("<!-- <html>"),
	INVALID("<!-- <html> -->"),
	INVALID("<?xml <html>"),
	INVALID("<?xml?><CvvRetentionPolicy/>"),
	INVALID("{\"a\":\"<html>\"}"),
	INVALID("OK <html>"),
	INVALID("\"<html>\""),
	INVALID("&lt;html&gt;"),
};

static void html_is_told_by_its_beginning(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(pages); i++) {
		cotp_text body = exact_copy(pages[i].text);
		if (cotp_wire_is_html(body) != pages[i].valid) {
			fail_msg("\"%.*s\" should %sbe HTML", (int)body.length, body.data, pages[i].valid ? "" : "not ");
		}
		free_text(body);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(state_is_read_or_rejected, set_up, tear_down),
		cmocka_unit_test_setup_teardown(state_details_keep_the_complete_response, set_up, tear_down),
		cmocka_unit_test_setup_teardown(state_limits_status_and_depth, set_up, tear_down),
		cmocka_unit_test_setup_teardown(state_names_follow_the_overrides, set_up, tear_down),
		cmocka_unit_test_setup_teardown(state_is_read_only_for_an_id, set_up, tear_down),
		cmocka_unit_test(retention_is_read_beyond_our_limits),
		cmocka_unit_test(retention_is_read_in_camel_case_and_without_an_end),
		cmocka_unit_test(retention_dates_are_read_as_utc),
		cmocka_unit_test(retention_that_is_not_understood_is_rejected),
		cmocka_unit_test(html_is_told_by_its_beginning),
	};
	return cmocka_run_group_tests_name("wire response", tests, NULL, NULL);
}
