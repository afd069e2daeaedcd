/* SPDX-License-Identifier: BSD-3-Clause */
#include "cotp_wire_response.h"

#include <stdlib.h>
#include <string.h>

#include "cotp_check.h"
#include "cotp_clock.h"

#define MAX_DEPTH  64
#define MAX_STATUS 128

/* Returns NULL and fills the error if the body is not a JSON object. */
static cotp_json *read_object(cotp_text body, cotp_error *error)
{
	cotp_json *object = cotp_json_read(body, MAX_DEPTH);
	if (object && cotp_json_type_of(object) == COTP_JSON_OBJECT) {
		return object;
	}
	if (!object && cotp_memory_was_short()) {
		cotp_error_memory(error);
	} else {
		cotp_error_protocol(error, "the response is not a JSON object");
	}
	cotp_json_free(object);
	return NULL;
}

/* Returns NULL if the member is missing or null. */
static cotp_json *find_member(const cotp_json *object, const char *name)
{
	cotp_json *member = cotp_json_get(object, name);
	return cotp_json_type_of(member) == COTP_JSON_NULL ? NULL : member;
}

/* ---- the state of a request ---- */

static bool read_request_id(const cotp_wire *wire, const char *asked, cotp_state *state, cotp_error *error)
{
	cotp_json *id = find_member(state->details, cotp_wire_value(wire, COTP_WIRE_STATE_REQUEST_ID));
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

static bool read_status(const cotp_wire *wire, cotp_state *state, cotp_error *error)
{
	cotp_json *status = find_member(state->details, cotp_wire_value(wire, COTP_WIRE_STATE_STATUS));
	if (!status && !cotp_wire_is_overridden(wire, COTP_WIRE_STATE_STATUS)) {
		status = find_member(state->details, COTP_WIRE_OTHER_STATUS);
	}
	cotp_text name = cotp_json_string(status);
	if (!name.length || name.length > MAX_STATUS) {
		return cotp_error_protocol(error,
			"the response has no valid status (expected under the name in wire entry \"%s\")",
			cotp_wire_key_name(COTP_WIRE_STATE_STATUS));
	}
	state->status = cotp_status_from_name(name);
	state->raw_status = cotp_text_copy(name);
	return state->raw_status || cotp_error_memory(error);
}

static bool read_card_uri(const cotp_wire *wire, cotp_state *state, cotp_error *error)
{
	cotp_json *uri = find_member(state->details, cotp_wire_value(wire, COTP_WIRE_STATE_CARD_URI));
	if (uri && cotp_json_type_of(uri) != COTP_JSON_STRING) {
		return cotp_error_protocol(error,
			"the card URI in the response is not a string (expected under the name in wire entry \"%s\")",
			cotp_wire_key_name(COTP_WIRE_STATE_CARD_URI));
	}
	if (!cotp_json_string(uri).length) {
		return true;
	}
	state->card_uri = cotp_text_copy(cotp_json_string(uri));
	return state->card_uri || cotp_error_memory(error);
}

/* A time that is not a string is only in the details: nothing depends on it. */
static bool read_time(const cotp_wire *wire, cotp_state *state, cotp_error *error)
{
	cotp_text time = cotp_json_string(find_member(state->details, cotp_wire_value(wire, COTP_WIRE_STATE_TIME)));
	if (!time.length) {
		return true;
	}
	state->time = cotp_text_copy(time);
	return state->time || cotp_error_memory(error);
}

bool cotp_wire_read_state(
	const cotp_wire *wire, cotp_text body, const char *asked, cotp_state *state, cotp_error *error)
{
	memset(state, 0, sizeof(*state));
	state->details = read_object(body, error);
	if (state->details && read_request_id(wire, asked, state, error) && read_status(wire, state, error) &&
		read_card_uri(wire, state, error) && read_time(wire, state, error)) {
		return true;
	}
	cotp_state_free(state);
	return false;
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

static void skip_fraction(cotp_text *text)
{
	int ignored;
	if (text->length > 1 && text->data[0] == '.' && cotp_char_is_digit(text->data[1])) {
		take_character(text, '.');
		while (take_number(text, 1, &ignored)) {
		}
	}
}

/* A date without an offset is in UTC, as is one with Z. */
static bool take_offset(cotp_text *text, int64_t *seconds)
{
	int hours;
	int minutes;
	*seconds = 0;
	if (!text->length || take_character(text, 'Z')) {
		return true;
	}
	int sign = take_character(text, '-') ? -1 : 1;
	if (sign == 1 && !take_character(text, '+')) {
		return false;
	}
	if (!take_number(text, 2, &hours) || !take_character(text, ':') || !take_number(text, 2, &minutes) || hours > 23 ||
		minutes > 59) {
		return false;
	}
	*seconds = sign * (hours * INT64_C(3600) + minutes * INT64_C(60));
	return true;
}

static bool read_date(cotp_text text, int64_t *seconds)
{
	cotp_utc_time utc_time;
	int year;
	int64_t offset;
	bool taken = take_number(&text, 4, &year) && take_character(&text, '-') && take_number(&text, 2, &utc_time.month) &&
				 take_character(&text, '-') && take_number(&text, 2, &utc_time.day) && take_character(&text, 'T') &&
				 take_number(&text, 2, &utc_time.hour) && take_character(&text, ':') &&
				 take_number(&text, 2, &utc_time.minute) && take_character(&text, ':') &&
				 take_number(&text, 2, &utc_time.second);
	if (!taken || utc_time.month < 1 || utc_time.month > 12 || utc_time.day < 1 ||
		utc_time.day > cotp_days_in_month(year, utc_time.month) || utc_time.hour > 23 || utc_time.minute > 59 ||
		utc_time.second > 59) {
		return false;
	}
	skip_fraction(&text);
	if (!take_offset(&text, &offset) || text.length) {
		return false;
	}
	utc_time.year = year;
	*seconds = cotp_utc_time_to_unix(&utc_time) - offset;
	year = (int)cotp_utc_time_from_unix(*seconds).year; /* the offset may lead out of the years that can be written */
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
	destination->type = cotp_json_string(type);
	destination->data = data ? cotp_json_string(data) : COTP_TEXT("");
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
		return cotp_error_protocol(error, "the destinations in the response are not a list");
	}
	size_t count = cotp_json_count(list);
	retention->destinations = calloc(count ? count : 1, sizeof(*retention->destinations));
	if (!retention->destinations) {
		return cotp_error_memory(error);
	}
	for (size_t i = 0; i < count; i++) {
		if (!read_destination(cotp_json_at(list, i), &retention->destinations[i])) {
			return cotp_error_protocol(error, "destination #%zu in the response is invalid", i + 1);
		}
	}
	retention->destination_count = count;
	return true;
}

static bool read_policy(const cotp_json *object, cotp_retention *retention, cotp_error *error)
{
	cotp_text until = cotp_json_string(find_member(object, COTP_WIRE_RETENTION_UNTIL));
	cotp_json *delete_card = find_member(object, COTP_WIRE_RETENTION_DELETE_CARD);
	cotp_json_type type = cotp_json_type_of(delete_card);
	if (!until.data || !read_date(until, &retention->until)) {
		return cotp_error_protocol(error, "the end of the retention in the response is missing or not a valid date");
	}
	if (delete_card && type != COTP_JSON_TRUE && type != COTP_JSON_FALSE) {
		return cotp_error_protocol(error, "the response's setting for deleting the card is neither true nor false");
	}
	retention->delete_card = type == COTP_JSON_TRUE;
	return read_destinations(find_member(object, COTP_WIRE_RETENTION_DESTINATIONS), retention, error);
}

bool cotp_wire_read_retention(cotp_text body, cotp_wire_retention *retention, cotp_error *error)
{
	memset(retention, 0, sizeof(*retention));
	retention->response = read_object(body, error);
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
