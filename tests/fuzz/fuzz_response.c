/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Bodies of responses: the state of a request, a retention policy, and the error block in JSON and XML. The whole input
 * is the body, and each reader gets it. A body must be accepted if jansson alone finds the required values in it, and
 * the result must have these values. A result that is written and read again must be equal.
 */
#define _DEFAULT_SOURCE /* gmtime_r() */

#include <limits.h>
#include <time.h>

#include "../../cotp_check.h"
#include "../../cotp_wire_body.h"
#include "../../cotp_wire_error.h"
#include "../../cotp_wire_response.h"
#include "json.h"

#define DEPTH 64
#define ASKED "r-1"

/* ---- the state of a request ---- */

static bool is_absent(const json_t *object, const char *name)
{
	json_t *member = find_in(object, name);
	return !member || json_is_null(member);
}

static const char *status_in(const json_t *object)
{
	const char *status = text_in(object, is_absent(object, "LastNotifiedStatus") ? "Status" : "LastNotifiedStatus");
	return status && strlen(status) <= 128 ? status : NULL;
}

static bool is_state(cotp_text body, const json_t *object)
{
	static const char *const names[] = { "RequestID", "LastNotifiedStatus", "LastNotifiedTime", "CardUri", "Status",
		NULL };
	const json_t *id = find_in(object, "RequestID");
	const json_t *card_uri = find_in(object, "CardUri");
	return object && !has_duplicate(body, names) &&
		   (is_absent(object, "RequestID") || (is_same_text(json_string_value(id), ASKED) && !is_cut_by_nul(id))) &&
		   status_in(object) &&
		   (is_absent(object, "CardUri") || (json_is_string(card_uri) && !is_cut_by_nul(card_uri)));
}

static void check_state(cotp_text body, const json_t *object)
{
	cotp_wire *wire = cotp_wire_new();
	cotp_state state;
	cotp_error error;
	cotp_error_clear(&error);
	bool is_read = cotp_wire_read_state(wire, body, ASKED, &state, &error);
	CHECK(is_read == is_state(body, object));
	if (is_read) {
		CHECK(strcmp(state.request_id, ASKED) == 0);
		CHECK(strcmp(state.raw_status, status_in(object)) == 0);
		CHECK(state.status == COTP_STATUS_UNKNOWN || strcasecmp(cotp_status_name(state.status), state.raw_status) == 0);
		CHECK(is_same_text(state.card_uri, text_in(object, "CardUri")));
		CHECK(is_same_text(state.time, text_in(object, "LastNotifiedTime")));
		size_t length = strlen(state.details);
		CHECK(length <= body.length && memcmp(state.details, body.data + body.length - length, length) == 0);
		CHECK(body.length - length == (memcmp(body.data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0));
		cotp_state_free(&state);
	} else {
		CHECK(error.domain == COTP_ERROR_PROTOCOL && !state.details && !state.raw_status);
	}
	cotp_wire_free(wire);
}

/* ---- the retention policy ---- */

/* Compares the date with the calendar of the C library. */
static void check_until(int64_t until, const char *text)
{
	char expected[32];
	int hours = 0;
	int minutes = 0;
	long long milliseconds;
	struct tm utc_time;
	CHECK(text && strlen(text) >= 9);
	if (text[0] == '/') {
		CHECK(sscanf(text + 6, "%lld", &milliseconds) == 1);
		CHECK(until == (milliseconds < 0 ? -((-milliseconds + 999) / 1000) : milliseconds / 1000));
		return;
	}
	CHECK(strlen(text) >= 16);
	const char *offset = strpbrk(text + 16, "+-");
	if (offset) {
		int count = offset[1] && offset[2] && offset[3] == ':' ? sscanf(offset + 1, "%2d:%2d", &hours, &minutes)
															   : sscanf(offset + 1, "%2d%2d", &hours, &minutes);
		CHECK(count == 2 || (count == 1 && strlen(offset) == 3));
	}
	time_t seconds = (time_t)until + (offset && *offset == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
	CHECK(gmtime_r(&seconds, &utc_time));
	snprintf(expected, sizeof(expected), "%04d-%02d-%02d%c%02d:%02d:%02d", utc_time.tm_year + 1900, utc_time.tm_mon + 1,
		utc_time.tm_mday, text[10], utc_time.tm_hour, utc_time.tm_min, utc_time.tm_sec);
	CHECK(strncmp(text, expected, text[16] == ':' ? 19 : 16) == 0);
	CHECK(text[16] == ':' || utc_time.tm_sec == 0);
}

static void check_destination(const cotp_destination *destination, const json_t *object)
{
	json_t *usage = find_in(object, is_absent(object, "Usage") ? "CvvDestinationUsage" : "Usage");
	json_t *data = find_in(object, "DestinationData");
	CHECK(json_is_object(object));
	CHECK(destination->type.length == strlen(destination->type.data));
	CHECK(is_same_text(destination->type.data, text_in(object, "DestinationType")));
	CHECK(strcmp(destination->data.data, json_is_string(data) ? json_string_value(data) : "") == 0);
	CHECK(destination->quota == json_integer_value(find_in(object, "Quota")) ||
		  destination->quota > (int64_t)99999999999999999 || destination->quota < -(int64_t)99999999999999999);
	CHECK(destination->usage == (json_is_integer(usage) ? json_integer_value(usage) : -1) ||
		  destination->usage > (int64_t)99999999999999999 || destination->usage < -(int64_t)99999999999999999);
}

static void check_same_policy(const cotp_retention *a, const cotp_retention *b)
{
	CHECK(a->has_until == b->has_until && a->until == b->until && a->delete_card == b->delete_card &&
		  a->destination_count == b->destination_count);
	for (size_t i = 0; i < a->destination_count; i++) {
		CHECK(cotp_text_equals(a->destinations[i].type, b->destinations[i].type));
		CHECK(cotp_text_equals(a->destinations[i].data, b->destinations[i].data));
		CHECK(a->destinations[i].quota == b->destinations[i].quota && b->destinations[i].usage == -1);
	}
}

static void check_policy_rewritten(const cotp_retention *retention)
{
	cotp_buffer text = { .limit = (size_t)1 << 20 };
	cotp_wire_retention again;
	cotp_error error;
	CHECK(cotp_wire_write_retention(retention, &text, &error));
	CHECK(cotp_wire_read_retention((cotp_text){ text.data, text.length }, &again, &error));
	check_same_policy(retention, &again.retention);
	cotp_wire_retention_free(&again);
	cotp_buffer_free(&text);
}

static void check_retention(cotp_text body, const json_t *object)
{
	cotp_wire_retention retention;
	cotp_error error;
	cotp_error_clear(&error);
	if (!cotp_wire_read_retention(body, &retention, &error)) {
		CHECK(error.domain == COTP_ERROR_PROTOCOL && !retention.response && !retention.retention.destinations);
		return;
	}
	json_t *list = find_in(object, "CvvRetentionPolicyList");
	CHECK(object);
	CHECK(retention.retention.has_until == !is_absent(object, "CvvEndRetentionDate"));
	if (retention.retention.has_until) {
		check_until(retention.retention.until, text_in(object, "CvvEndRetentionDate"));
	}
	CHECK(retention.retention.delete_card == json_is_true(find_in(object, "DeleteCardUponCvvCleanup")));
	CHECK(retention.retention.destination_count == json_array_size(list));
	for (size_t i = 0; i < retention.retention.destination_count; i++) {
		check_destination(&retention.retention.destinations[i], json_array_get(list, i));
	}
	check_policy_rewritten(&retention.retention);
	cotp_wire_retention_free(&retention);
}

/* ---- the error block ---- */

static void check_shown(const char *text, size_t size)
{
	CHECK(memchr(text, '\0', size));
	json_t *string = json_string(text);     /* rejects invalid UTF-8 */
	bool is_cut = strlen(text) + 4 >= size; /* a longer number may look like a card number when cut */
	CHECK(string && !has_control(text) && (is_cut || !shows_card_number(text)));
	json_decref(string);
}

/* Returns the code of an error, or 0. A string may have spaces around at most nine digits. Only the outer error may
 * have a positive one, that is a number. */
static int code_in(const json_t *error, bool is_outer)
{
	const json_t *code = find_in(error, "code");
	const char *text = json_string_value(code);
	json_int_t number = json_integer_value(code);
	if (text) {
		size_t spaces = strspn(text, " \t\r\n");
		size_t sign = text[spaces] == '-';
		size_t digits = strspn(text + spaces + sign, "0123456789");
		const char *rest = text + spaces + sign + digits;
		bool is_number = digits > 0 && digits < 10 && rest[strspn(rest, " \t\r\n")] == '\0' && !is_cut_by_nul(code);
		return is_number && sign ? atoi(text + spaces) : 0;
	}
	return number >= INT_MIN && number <= (is_outer ? INT_MAX : 0) ? (int)number : 0;
}

/* A name that occurs twice in an inner object is not searched for. */
static void check_json_code(cotp_text body, const cotp_wire_error_block *block, const json_t *object)
{
	static const char *const names[] = { "code", "message", "title", "moreInfo", "detail", "messageDetail",
		"exceptionMessage", "error", "ErrorBlock", "errors", "modelState", NULL };
	const json_t *inner = find_in(object, "error") ? find_in(object, "error") : find_in(object, "ErrorBlock");
	int code = code_in(object, true) ? code_in(object, true) : code_in(inner, false);
	bool is_read = block->code || block->message[0] || block->more_info[0];
	CHECK(!has_duplicate(body, names) || !is_read);
	const char *brace = memchr(body.data, '{', body.length);
	bool is_nested = memchr(brace + 1, '{', body.length - (size_t)(brace - body.data) - 1);
	CHECK(block->code == code || (!is_read && (is_nested || has_duplicate(body, names))));
}

static void check_error_block(cotp_text body, const json_t *object)
{
	cotp_wire_error_block block;
	bool is_block = cotp_wire_read_error_block(body, &block);
	size_t start = 0;
	while (start < body.length && memchr(" \t\r\n\xEF\xBB\xBF", body.data[start], 7)) {
		start++;
	}
	CHECK(is_block == (block.code || block.message[0] || block.more_info[0]));
	CHECK(!is_block || (start < body.length && memchr("{<\"", body.data[start], 3)));
	check_shown(block.message, sizeof(block.message));
	check_shown(block.more_info, sizeof(block.more_info));
	if (object) {
		check_json_code(body, &block, object);
	}
}

/* ---- one block in both formats ---- */

static cotp_buffer block_as_xml(const char *message, int code)
{
	cotp_buffer xml = { .limit = (size_t)1 << 20 };
	char piece[32];
	snprintf(piece, sizeof(piece), "<code> %d\n</code>", code);
	CHECK(cotp_buffer_append_string(&xml, "<?xml version='1.0'?><!-- > --><e:errorBlock a='/>'>"));
	CHECK(cotp_buffer_append_string(&xml, piece) &&
		  cotp_buffer_append_string(&xml, "<Other><x/>y</Other><Message><![CDATA[]]><!-- </Message> -->"));
	for (; *message; message++) {
		bool plain = is_digit_or_letter(*message) || (*message & 0x80);
		snprintf(piece, sizeof(piece),
			plain             ? "%c"
			: *message == '&' ? "&amp;"
			: *message % 2    ? "&#%d;"
							  : "&#x%X;",
			*message);
		CHECK(cotp_buffer_append_string(&xml, piece));
	}
	CHECK(cotp_buffer_append_string(&xml, "</Message></e:errorBlock>"));
	return xml;
}

/* Checks that a text is read equally from JSON and from XML. */
static void check_both_formats(const char *message)
{
	cotp_wire_error_block from_json;
	cotp_wire_error_block from_xml;
	int code = (int)(strlen(message) % 999) - 1000;
	json_t *object = json_pack("{s:s, s:i}", "message", message, "code", code);
	if (!object) {
		return;
	}
	char *json = json_dumps(object, 0);
	cotp_buffer xml = block_as_xml(message, code);
	CHECK(json && cotp_wire_read_error_block(cotp_text_of(json), &from_json));
	CHECK(cotp_wire_read_error_block((cotp_text){ xml.data, xml.length }, &from_xml));
	CHECK(from_json.code == code && from_xml.code == code);
	check_shown(from_json.message, sizeof(from_json.message));
	CHECK(strcmp(from_json.message, from_xml.message) == 0);
	cotp_buffer_free(&xml);
	free(json);
	json_decref(object);
}

/* Repeats the text until it is longer than the part that is kept. */
static void check_long_text(const char *text)
{
	static char message[3 * sizeof(((cotp_wire_error_block *)NULL)->message)];
	size_t length = strlen(text);
	for (size_t i = 0; i + 1 < sizeof(message); i++) {
		message[i] = length ? text[i % length] : 'x';
	}
	check_both_formats(message);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cotp_text body = { (const char *)data, size };
	json_t *object = object_in(body, DEPTH);
	check_state(body, object);
	check_retention(body, object);
	check_error_block(body, object);
	json_decref(object);
	char *text = string_of(body);
	check_both_formats(text);
	if (size % 32 == 1) { /* rarely, because it is slow */
		check_long_text(text);
	}
	free(text);
	return 0;
}
