/* SPDX-License-Identifier: BSD-3-Clause */
#include "cotp_wire_response.h"

#include <stdlib.h>
#include <string.h>

#include "cotp_check.h"
#include "cotp_clock.h"
#include "cotp_json_read.h"

#define MAX_DEPTH  64
#define MAX_STATUS 128

/* ---- HTML ---- */

/* Removes the next character and returns it in lower case, or NUL at the end. NUL bytes are skipped, so ASCII
 * characters in UTF-16 are found too. */
static char take_any(cotp_text *text)
{
	char c = '\0';
	while (!c && text->length) {
		c = text->data[0];
		*text = (cotp_text){ text->data + 1, text->length - 1 };
	}
	return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

/* Removes the word if the text begins with it. */
static bool take_word(cotp_text *text, const char *word)
{
	cotp_text rest = *text;
	for (; *word; word++) {
		if (take_any(&rest) != *word) {
			return false;
		}
	}
	*text = rest;
	return true;
}

static void skip_mark_and_spaces(cotp_text *text)
{
	static const char skipped[] = " \t\r\n\f\v\xEF\xBB\xBF\xFE\xFF";
	while (text->length && memchr(skipped, text->data[0], sizeof(skipped))) { /* the NUL at its end too */
		*text = (cotp_text){ text->data + 1, text->length - 1 };
	}
}

static void skip_past(cotp_text *text, const char *word)
{
	while (text->length && !take_word(text, word)) {
		take_any(text);
	}
}

/* Returns whether the text begins with a tag of this name, such as "<html". */
static bool begins_with_tag(cotp_text text, const char *tag)
{
	if (!take_word(&text, tag)) {
		return false;
	}
	char c = take_any(&text);
	return !c || strchr(" \t\r\n\f/>", c);
}

bool cotp_wire_is_html(cotp_text body)
{
	static const char *const tags[] = { "<html", "<head", "<title", "<meta", "<script", "<style", "<body" };
	bool is_skipping = true;
	while (is_skipping) {
		skip_mark_and_spaces(&body);
		if (take_word(&body, "<!--")) {
			skip_past(&body, "-->");
		} else if (take_word(&body, "<?")) {
			skip_past(&body, "?>");
		} else {
			is_skipping = false;
		}
	}
	bool is_html = take_word(&body, "<!doctype");
	for (size_t i = 0; !is_html && i < sizeof(tags) / sizeof(tags[0]); i++) {
		is_html = begins_with_tag(body, tags[i]);
	}
	return is_html;
}

/* ---- JSON ---- */

static bool begins_with(cotp_text body, char c)
{
	skip_mark_and_spaces(&body);
	return take_any(&body) == c;
}

/* Describes a body that is not valid JSON. Returns false. */
static bool reject_invalid(cotp_text body, const cotp_json_fault *fault, cotp_error *error)
{
	if (cotp_wire_is_html(body)) {
		return cotp_error_protocol(error, "the response is an HTML page, not JSON");
	}
	if (begins_with(body, '<')) {
		return cotp_error_protocol(error, "the response is XML, not JSON");
	}
	const char *reason = fault->problem == COTP_JSON_TRUNCATED  ? "it ends too early, after"
						 : fault->problem == COTP_JSON_ENCODING ? "invalid UTF-8 or Unicode escape near"
																: "unexpected token near";
	size_t position = fault->at + (fault->problem != COTP_JSON_TRUNCATED);
	return cotp_error_protocol(error, "the response is not valid JSON: %s byte %zu", reason, position);
}

/* Fills the error for a body that could not be read. Returns false. */
static bool reject_body(cotp_text body, const cotp_json_fault *fault, cotp_error *error)
{
	switch (fault->problem) {
		case COTP_JSON_NO_MEMORY:
			return cotp_error_memory(error);
		case COTP_JSON_EMPTY:
			return cotp_error_protocol(error, "the response is empty");
		case COTP_JSON_TOO_DEEP:
			return cotp_error_protocol(error, "the response is nested deeper than %d levels", MAX_DEPTH);
		case COTP_JSON_DUPLICATE:
			return cotp_error_protocol(error, "the response has more than one member \"%s\" in an object", fault->name);
		case COTP_JSON_VALID:
			return cotp_error_protocol(error, "the response is valid JSON, but not an object");
		default:
			return reject_invalid(body, fault, error);
	}
}

/* Returns NULL and fills the error if the body is not a JSON object. */
static cotp_json *read_object(cotp_text body, const cotp_json_names *names, cotp_error *error)
{
	cotp_json_fault fault;
	cotp_json *object = cotp_json_read(body, names, MAX_DEPTH, &fault);
	if (cotp_json_type_of(object) == COTP_JSON_OBJECT) {
		return object;
	}
	reject_body(body, &fault, error);
	cotp_json_free(object);
	return NULL;
}

/* Returns NULL if the member is missing or null. */
static cotp_json *find_member(const cotp_json *object, const char *name)
{
	cotp_json *member = cotp_json_get(object, name);
	return cotp_json_type_of(member) == COTP_JSON_NULL ? NULL : member;
}

/* Returns the text of a string without NUL. data is NULL for all other values. */
static cotp_text text_of(const cotp_json *member)
{
	cotp_text text = cotp_json_string(member);
	return text.length && memchr(text.data, '\0', text.length) ? (cotp_text){ NULL, 0 } : text;
}

/* ---- the state of a request ---- */

static bool read_request_id(
	const cotp_wire *wire, const cotp_json *response, const char *asked, cotp_state *state, cotp_error *error)
{
	cotp_json *id = find_member(response, cotp_wire_value(wire, COTP_WIRE_STATE_REQUEST_ID));
	if (!cotp_check_is_id(cotp_text_of(asked))) {
		return cotp_error_argument(error, "request", "must be a request id");
	}
	if (id && !cotp_text_equals(cotp_json_string(id), cotp_text_of(asked))) {
		cotp_error_protocol(error, "the response is about a different request");
		error->other_request = true;
		return false;
	}
	memcpy(state->request_id, asked, strlen(asked) + 1);
	return true;
}

static bool read_status(const cotp_wire *wire, const cotp_json *response, cotp_state *state, cotp_error *error)
{
	cotp_json *status = find_member(response, cotp_wire_value(wire, COTP_WIRE_STATE_STATUS));
	if (!status && !cotp_wire_is_overridden(wire, COTP_WIRE_STATE_STATUS)) {
		status = find_member(response, COTP_WIRE_OTHER_STATUS);
	}
	cotp_text name = text_of(status);
	if (!name.length || name.length > MAX_STATUS) {
		return cotp_error_protocol(error,
			"the response has no valid status (expected under the name in wire entry \"%s\")",
			cotp_wire_key_name(COTP_WIRE_STATE_STATUS));
	}
	state->status = cotp_status_from_name(name);
	state->raw_status = cotp_text_copy(name);
	return state->raw_status || cotp_error_memory(error);
}

static bool read_card_uri(const cotp_wire *wire, const cotp_json *response, cotp_state *state, cotp_error *error)
{
	cotp_json *uri = find_member(response, cotp_wire_value(wire, COTP_WIRE_STATE_CARD_URI));
	cotp_text text = text_of(uri);
	if (uri && !text.data) {
		return cotp_error_protocol(error,
			"the card URI in the response is not a valid string (expected under the name in wire entry \"%s\")",
			cotp_wire_key_name(COTP_WIRE_STATE_CARD_URI));
	}
	if (!text.length) {
		return true;
	}
	state->card_uri = cotp_text_copy(text);
	return state->card_uri || cotp_error_memory(error);
}

/* A time that is not a valid string is only in the details: nothing depends on it. */
static bool read_time(const cotp_wire *wire, const cotp_json *response, cotp_state *state, cotp_error *error)
{
	cotp_text time = text_of(find_member(response, cotp_wire_value(wire, COTP_WIRE_STATE_TIME)));
	if (!time.length) {
		return true;
	}
	state->time = cotp_text_copy(time);
	return state->time || cotp_error_memory(error);
}

/* A valid text contains no NUL, so the copy is complete. */
static bool keep_details(cotp_text body, cotp_state *state, cotp_error *error)
{
	state->details = cotp_text_copy(cotp_json_skip_mark(body));
	return state->details || cotp_error_memory(error);
}

bool cotp_wire_read_state(
	const cotp_wire *wire, cotp_text body, const char *asked, cotp_state *state, cotp_error *error)
{
	const char *const members[] = {
		cotp_wire_value(wire, COTP_WIRE_STATE_REQUEST_ID),
		cotp_wire_value(wire, COTP_WIRE_STATE_STATUS),
		cotp_wire_value(wire, COTP_WIRE_STATE_TIME),
		cotp_wire_value(wire, COTP_WIRE_STATE_CARD_URI),
		cotp_wire_is_overridden(wire, COTP_WIRE_STATE_STATUS) ? NULL : COTP_WIRE_OTHER_STATUS,
		NULL,
	};
	memset(state, 0, sizeof(*state));
	cotp_json *response = read_object(body, &(cotp_json_names){ .members = members }, error);
	bool is_read = response && read_request_id(wire, response, asked, state, error) &&
				   read_status(wire, response, state, error) && read_card_uri(wire, response, state, error) &&
				   read_time(wire, response, state, error) && keep_details(body, state, error);
	cotp_json_free(response);
	if (!is_read) {
		cotp_state_free(state);
	}
	return is_read;
}

/* ---- the retention policy ---- */

/* Removes exactly count digits from the start of the text. */
static bool take_number(cotp_text *text, size_t count, int *number)
{
	if (text->length < count) {
		return false;
	}
	*number = 0;
	for (size_t i = 0; i < count; i++) {
		if (!cotp_char_is_digit(text->data[i])) {
			return false;
		}
		*number = *number * 10 + (text->data[i] - '0');
	}
	*text = (cotp_text){ text->data + count, text->length - count };
	return true;
}

static bool take_character(cotp_text *text, char c)
{
	if (!text->length || text->data[0] != c) {
		return false;
	}
	*text = (cotp_text){ text->data + 1, text->length - 1 };
	return true;
}

static bool take_one_of(cotp_text *text, char a, char b)
{
	return take_character(text, a) || take_character(text, b);
}

/* Moves past a fraction of a second, of any length. */
static void skip_fraction(cotp_text *text)
{
	int ignored;
	if (text->length > 1 && (text->data[0] == '.' || text->data[0] == ',') && cotp_char_is_digit(text->data[1])) {
		take_one_of(text, '.', ',');
		while (take_number(text, 1, &ignored)) {
		}
	}
}

/* Reads "+hh:mm", "+hhmm" or "+hh". A date without an offset is in UTC, as is a date with Z. */
static bool take_offset(cotp_text *text, int64_t *seconds)
{
	int hours = 0;
	int minutes = 0;
	*seconds = 0;
	if (!text->length || take_one_of(text, 'Z', 'z')) {
		return true;
	}
	int sign = take_character(text, '-') ? -1 : 1;
	if (sign == 1 && !take_character(text, '+')) {
		return false;
	}
	bool taken = take_number(text, 2, &hours);
	if (taken && text->length) {
		take_character(text, ':');
		taken = take_number(text, 2, &minutes);
	}
	*seconds = sign * (hours * INT64_C(3600) + minutes * INT64_C(60));
	return taken && hours <= 23 && minutes <= 59;
}

/* Reads "hh:mm:ss", or "hh:mm" without a fraction. */
static bool take_time(cotp_text *text, cotp_utc_time *utc_time)
{
	if (!take_number(text, 2, &utc_time->hour) || !take_character(text, ':') ||
		!take_number(text, 2, &utc_time->minute)) {
		return false;
	}
	utc_time->second = 0;
	if (take_character(text, ':')) {
		if (!take_number(text, 2, &utc_time->second)) {
			return false;
		}
		skip_fraction(text);
	}
	return utc_time->hour <= 23 && utc_time->minute <= 59 && utc_time->second <= 59;
}

static bool read_iso_date(cotp_text text, int64_t *seconds)
{
	cotp_utc_time utc_time;
	int year;
	int64_t offset;
	bool taken = take_number(&text, 4, &year) && take_character(&text, '-') && take_number(&text, 2, &utc_time.month) &&
				 take_character(&text, '-') && take_number(&text, 2, &utc_time.day) &&
				 (take_one_of(&text, 'T', 't') || take_character(&text, ' ')) && take_time(&text, &utc_time) &&
				 take_offset(&text, &offset) && !text.length;
	if (!taken || utc_time.month < 1 || utc_time.month > 12 || utc_time.day < 1 ||
		utc_time.day > cotp_days_in_month(year, utc_time.month)) {
		return false;
	}
	utc_time.year = year;
	*seconds = cotp_utc_time_to_unix(&utc_time) - offset;
	return true;
}

/* Reads "/Date(1516363080000)/", as .NET writes dates: the milliseconds since 1970 in UTC. An offset such as +0100 in
 * it does not change the time. */
static bool read_net_date(cotp_text text, int64_t *seconds)
{
	int64_t milliseconds = 0;
	int64_t ignored;
	int digit;
	size_t count = 0;
	if (!take_word(&text, "/date(")) {
		return false;
	}
	bool is_negative = take_character(&text, '-');
	for (; count < 15 && take_number(&text, 1, &digit); count++) {
		milliseconds = milliseconds * 10 + digit;
	}
	if (!text.length || text.data[text.length - 1] != '/' || text.length < 2 || text.data[text.length - 2] != ')') {
		return false;
	}
	text.length -= 2;
	bool is_offset = !text.length || (text.length == 5 && (text.data[0] == '+' || text.data[0] == '-'));
	*seconds = is_negative ? -((milliseconds + 999) / 1000) : milliseconds / 1000;
	return count && is_offset && take_offset(&text, &ignored) && !text.length;
}

static bool read_date(cotp_text text, int64_t *seconds)
{
	if (!read_iso_date(text, seconds) && !read_net_date(text, seconds)) {
		return false;
	}
	int64_t year =
		cotp_utc_time_from_unix(*seconds).year; /* the offset may lead out of the years that can be written */
	return year >= 1 && year <= 9999;
}

/* Does not change *number if the member is missing or null. */
static bool read_integer(const cotp_json *object, const char *name, int64_t *number)
{
	cotp_json *member = find_member(object, name);
	if (!member) {
		return true;
	}
	*number = cotp_json_integer(member);
	return cotp_json_type_of(member) == COTP_JSON_INTEGER;
}

static bool read_destination(const cotp_json *item, cotp_destination *destination)
{
	cotp_json *type = find_member(item, COTP_WIRE_RETENTION_TYPE);
	cotp_json *data = find_member(item, COTP_WIRE_RETENTION_DATA);
	destination->type = text_of(type);
	destination->data = data ? text_of(data) : COTP_TEXT("");
	destination->quota = 0;
	destination->usage = -1;
	return destination->type.length && destination->data.data &&
		   read_integer(item, COTP_WIRE_RETENTION_QUOTA, &destination->quota) &&
		   read_integer(item, COTP_WIRE_RETENTION_OTHER_USAGE, &destination->usage) &&
		   read_integer(item, COTP_WIRE_RETENTION_USAGE, &destination->usage);
}

static bool read_destinations(const cotp_json *list, cotp_retention *retention, cotp_error *error)
{
	if (!list) {
		return true;
	}
	if (cotp_json_type_of(list) != COTP_JSON_ARRAY) {
		return cotp_error_protocol(
			error, "the response's member \"%s\" is not a list", COTP_WIRE_RETENTION_DESTINATIONS);
	}
	size_t count = cotp_json_count(list);
	retention->destinations = calloc(count ? count : 1, sizeof(*retention->destinations));
	if (!retention->destinations) {
		return cotp_error_memory(error);
	}
	for (size_t i = 0; i < count; i++) {
		if (!read_destination(cotp_json_at(list, i), &retention->destinations[i])) {
			return cotp_error_protocol(error, "destination #%zu in the response's member \"%s\" is invalid", i + 1,
				COTP_WIRE_RETENTION_DESTINATIONS);
		}
	}
	retention->destination_count = count;
	return true;
}

/* A policy may have no end. */
static bool read_until(const cotp_json *until, cotp_retention *retention, cotp_error *error)
{
	retention->has_until = until != NULL;
	return !until || (text_of(until).length && read_date(text_of(until), &retention->until)) ||
		   cotp_error_protocol(error,
			   "the response's member \"%s\" is not a date with a time, such as 2018-01-19T11:58:00",
			   COTP_WIRE_RETENTION_UNTIL);
}

static bool read_policy(const cotp_json *object, cotp_retention *retention, cotp_error *error)
{
	cotp_json *delete_card = find_member(object, COTP_WIRE_RETENTION_DELETE_CARD);
	cotp_json_type type = cotp_json_type_of(delete_card);
	if (!cotp_json_count(object)) { /* nothing shows that it is a policy */
		return cotp_error_protocol(error, "the response has no member \"%s\"", COTP_WIRE_RETENTION_UNTIL);
	}
	if (!read_until(find_member(object, COTP_WIRE_RETENTION_UNTIL), retention, error)) {
		return false;
	}
	if (delete_card && type != COTP_JSON_TRUE && type != COTP_JSON_FALSE) {
		return cotp_error_protocol(
			error, "the response's member \"%s\" is neither true nor false", COTP_WIRE_RETENTION_DELETE_CARD);
	}
	retention->delete_card = type == COTP_JSON_TRUE;
	return read_destinations(find_member(object, COTP_WIRE_RETENTION_DESTINATIONS), retention, error);
}

bool cotp_wire_read_retention(cotp_text body, cotp_wire_retention *retention, cotp_error *error)
{
	static const char *const members[] = { COTP_WIRE_RETENTION_UNTIL, COTP_WIRE_RETENTION_DELETE_CARD,
		COTP_WIRE_RETENTION_DESTINATIONS, NULL };
	static const char *const item_members[] = { COTP_WIRE_RETENTION_TYPE, COTP_WIRE_RETENTION_DATA,
		COTP_WIRE_RETENTION_QUOTA, COTP_WIRE_RETENTION_USAGE, COTP_WIRE_RETENTION_OTHER_USAGE, NULL };
	memset(retention, 0, sizeof(*retention));
	retention->response =
		read_object(body, &(cotp_json_names){ .members = members, .item_members = item_members }, error);
	if (retention->response && read_policy(retention->response, &retention->retention, error)) {
		return true;
	}
	cotp_wire_retention_free(retention);
	return false;
}

void cotp_wire_retention_free(cotp_wire_retention *retention)
{
	free(retention->retention.destinations);
	cotp_json_free(retention->response);
	memset(retention, 0, sizeof(*retention));
}
