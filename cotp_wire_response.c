#include "cotp_wire.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "cotp_card_number.h"
#include "cotp_check.h"

#define MAX_DEPTH  64
#define MAX_STATUS 128

/* NULL, and the error filled, when the body is no JSON object. */
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

/* The member, or NULL when it is missing or null. */
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
		return cotp_error_protocol(error, "the response is about a different request");
	}
	memcpy(state->request_id, asked, strlen(asked) + 1);
	return true;
}

static bool read_status(const cotp_wire *wire, cotp_state *state, cotp_error *error)
{
	cotp_json *status = find_member(state->details, cotp_wire_value(wire, COTP_WIRE_STATE_STATUS));
	if (!status && !cotp_wire_is_overridden(wire, COTP_WIRE_STATE_STATUS)) {
		status = find_member(state->details, "Status");
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

/* A time of another type is left to the details: nothing depends on it. */
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

/* Takes exactly count digits off the text. */
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

/* Nothing and Z are UTC. */
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
	year = (int)cotp_utc_time_from_unix(*seconds).year; /* the offset may have left the calendar */
	return year >= 1 && year <= 9999;
}

/* A missing or null member leaves *number as it is. */
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
	cotp_json *type = find_member(item, COTP_RETENTION_TYPE);
	cotp_json *data = find_member(item, COTP_RETENTION_DATA);
	destination->type = cotp_json_string(type);
	destination->data = data ? cotp_json_string(data) : COTP_TEXT("");
	destination->quota = 0;
	destination->usage = -1;
	return destination->type.length && destination->data.data &&
		   read_integer(item, COTP_RETENTION_QUOTA, &destination->quota) &&
		   read_integer(item, COTP_RETENTION_OTHER_USAGE, &destination->usage) &&
		   read_integer(item, COTP_RETENTION_USAGE, &destination->usage);
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
	cotp_text until = cotp_json_string(find_member(object, COTP_RETENTION_UNTIL));
	cotp_json *delete_card = find_member(object, COTP_RETENTION_DELETE_CARD);
	cotp_json_type type = cotp_json_type_of(delete_card);
	if (!until.data || !read_date(until, &retention->until)) {
		return cotp_error_protocol(error, "the end of the retention in the response is missing or not a valid date");
	}
	if (delete_card && type != COTP_JSON_TRUE && type != COTP_JSON_FALSE) {
		return cotp_error_protocol(error, "the response's setting for deleting the card is neither true nor false");
	}
	retention->delete_card = type == COTP_JSON_TRUE;
	return read_destinations(find_member(object, COTP_RETENTION_DESTINATIONS), retention, error);
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

/* ---- the error block ---- */

/* Twice what is kept, so that a card number at the edge is seen whole. */
#define SCRATCH_SIZE (2 * sizeof(((cotp_wire_error_block *)NULL)->message))

/* Cuts and cleans a foreign text: it goes into messages and logs. scratch holds SCRATCH_SIZE. */
static void keep_text(char *target, size_t size, char *scratch)
{
	cotp_card_number_mask(scratch);
	cotp_error_copy(target, size, scratch);
}

static void keep_json_text(char *target, size_t size, const cotp_json *value)
{
	char scratch[SCRATCH_SIZE];
	cotp_text text = cotp_json_string(value);
	size_t length = text.length < sizeof(scratch) ? text.length : sizeof(scratch) - 1;
	if (length) {
		memcpy(scratch, text.data, length);
		scratch[length] = '\0';
		keep_text(target, size, scratch);
	}
}

static bool read_json_block(cotp_text body, cotp_wire_error_block *block)
{
	cotp_json *object = cotp_json_read(body, MAX_DEPTH);
	cotp_json *code = cotp_json_type_of(object) == COTP_JSON_OBJECT ? cotp_json_get(object, "code") : NULL;
	int64_t number = cotp_json_integer(code);
	bool is_block = number != 0 && number >= INT_MIN && number <= INT_MAX;
	if (is_block) {
		block->code = (int)number;
		keep_json_text(block->message, sizeof(block->message), cotp_json_get(object, "message"));
		keep_json_text(block->more_info, sizeof(block->more_info), cotp_json_get(object, "moreInfo"));
	}
	cotp_json_free(object);
	return is_block;
}

/* ---- the error block in XML: just enough of a scanner, without DTDs, entities of their own, or recursion ---- */

typedef struct xml_tag {
	cotp_text name;
	bool is_closing; /* </name> */
	bool is_empty;   /* <name/> */
} xml_tag;

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static cotp_text trim(cotp_text text)
{
	while (text.length && is_space(text.data[0])) {
		text = (cotp_text){ text.data + 1, text.length - 1 };
	}
	while (text.length && is_space(text.data[text.length - 1])) {
		text.length--;
	}
	return text;
}

/* Moves past the first occurrence of stop; the text before it goes into *before. */
static bool skip_past(cotp_text *rest, const char *stop, cotp_text *before)
{
	size_t length = strlen(stop);
	for (size_t i = 0; i + length <= rest->length; i++) {
		if (memcmp(rest->data + i, stop, length) == 0) {
			*before = (cotp_text){ rest->data, i };
			*rest = (cotp_text){ rest->data + i + length, rest->length - i - length };
			return true;
		}
	}
	return false;
}

/* Moves past the ">" that ends a tag, not one inside an attribute's quotes. */
static bool skip_tag(cotp_text *rest, cotp_text *inside)
{
	char quote = '\0';
	for (size_t i = 0; i < rest->length; i++) {
		char c = rest->data[i];
		if (c == quote) {
			quote = '\0';
		} else if (quote) {
			continue;
		} else if (c == '"' || c == '\'') {
			quote = c;
		} else if (c == '>') {
			*inside = (cotp_text){ rest->data, i };
			*rest = (cotp_text){ rest->data + i + 1, rest->length - i - 1 };
			return true;
		}
	}
	return false;
}

static bool starts_with(cotp_text text, const char *start)
{
	size_t length = strlen(start);
	return text.length >= length && memcmp(text.data, start, length) == 0;
}

/* The next tag; the text before it goes into *before. Declarations and comments are skipped, a DTD ends it all. */
static bool next_tag(cotp_text *rest, xml_tag *tag, cotp_text *before)
{
	cotp_text inside;
	while (skip_past(rest, "<", before)) {
		if (starts_with(*rest, "?") || starts_with(*rest, "!--")) {
			if (!skip_past(rest, rest->data[0] == '?' ? "?>" : "-->", &inside)) {
				return false;
			}
			continue;
		}
		if (!skip_tag(rest, &inside) || !inside.length || inside.data[0] == '!') {
			return false;
		}
		tag->is_closing = inside.data[0] == '/';
		tag->is_empty = !tag->is_closing && inside.data[inside.length - 1] == '/';
		inside.data += tag->is_closing;
		inside.length -= tag->is_closing + tag->is_empty;
		size_t length = 0;
		while (length < inside.length && !is_space(inside.data[length])) {
			length++;
		}
		tag->name = (cotp_text){ inside.data, length };
		return true;
	}
	return false;
}

/* Writes a code point as UTF-8; what is none, or NUL, as "?". Returns the length. */
static size_t write_utf8(char *target, unsigned long point)
{
	if (point == 0 || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) {
		point = '?';
	}
	if (point < 0x80) {
		target[0] = (char)point;
		return 1;
	}
	size_t length = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
	static const unsigned char first[] = { 0, 0, 0xC0, 0xE0, 0xF0 };
	for (size_t i = length - 1; i > 0; i--) {
		target[i] = (char)(0x80 | (point & 0x3F));
		point >>= 6;
	}
	target[0] = (char)(first[length] | point);
	return length;
}

/* The code point of "#65" or "#x41"; false when it is neither. */
static bool read_character_number(cotp_text reference, unsigned long *point)
{
	int base = reference.length > 1 && reference.data[1] == 'x' ? 16 : 10;
	size_t start = base == 16 ? 2 : 1;
	*point = 0;
	for (size_t i = start; i < reference.length; i++) {
		int value = cotp_char_hex_value(reference.data[i]);
		if (value < 0 || value >= base) {
			return false;
		}
		*point = *point > 0x10FFFF ? *point : *point * (unsigned long)base + (unsigned long)value;
	}
	return reference.length > start;
}

/* Decodes the reference after an "&" into at most four bytes; 0 when it is none that is known. */
static size_t decode_reference(cotp_text after, char *target, size_t *consumed)
{
	static const struct {
		const char *name;
		char character;
	} named[] = { { "amp", '&' }, { "lt", '<' }, { "gt", '>' }, { "quot", '"' }, { "apos", '\'' } };
	unsigned long point;
	cotp_text reference;
	cotp_text rest = { after.data, after.length < 12 ? after.length : 12 };
	if (!skip_past(&rest, ";", &reference)) {
		return 0;
	}
	*consumed = reference.length + 1;
	for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++) {
		if (cotp_text_equals(reference, cotp_text_of(named[i].name))) {
			target[0] = named[i].character;
			return 1;
		}
	}
	if (!starts_with(reference, "#") || !read_character_number(reference, &point)) {
		return 0;
	}
	return write_utf8(target, point);
}

static void keep_xml_text(char *target, size_t size, cotp_text content)
{
	char scratch[SCRATCH_SIZE];
	size_t used = 0;
	for (size_t i = 0; i < content.length && used + 5 < sizeof(scratch); i++) {
		size_t consumed = 0;
		size_t length = 0;
		if (content.data[i] == '&') {
			length = decode_reference(
				(cotp_text){ content.data + i + 1, content.length - i - 1 }, scratch + used, &consumed);
		}
		if (length) {
			used += length;
			i += consumed;
		} else {
			scratch[used++] = content.data[i];
		}
	}
	scratch[used] = '\0';
	keep_text(target, size, scratch);
}

static bool read_code(cotp_text text, int *code)
{
	bool is_negative = take_character(&text, '-');
	int number = 0;
	if (text.length < 1 || text.length > 9 || !take_number(&text, text.length, &number)) {
		return false;
	}
	*code = is_negative ? -number : number;
	return *code != 0;
}

/* A child of the error block; false when it makes the block unreadable. */
static bool keep_child(cotp_text name, cotp_text content, cotp_wire_error_block *block)
{
	content = trim(content);
	if (cotp_text_equals(name, COTP_TEXT("code"))) {
		return block->code == 0 && read_code(content, &block->code);
	}
	if (cotp_text_equals(name, COTP_TEXT("message"))) {
		keep_xml_text(block->message, sizeof(block->message), content);
	} else if (cotp_text_equals(name, COTP_TEXT("moreInfo"))) {
		keep_xml_text(block->more_info, sizeof(block->more_info), content);
	}
	return true;
}

static bool read_xml_block(cotp_text body, cotp_wire_error_block *block)
{
	xml_tag tag;
	cotp_text text;
	cotp_text open = { NULL, 0 };
	size_t depth = 1;
	if (!next_tag(&body, &tag, &text) || tag.is_closing || tag.is_empty ||
		!cotp_text_equals(tag.name, COTP_TEXT("ErrorBlock"))) {
		return false;
	}
	while (depth > 0 && next_tag(&body, &tag, &text)) {
		if (tag.is_closing) {
			bool is_child = depth == 2 && cotp_text_equals(tag.name, open);
			if (is_child && !keep_child(open, text, block)) {
				return false;
			}
			depth--;
		} else if (!tag.is_empty) {
			depth++;
		}
		/* only what ends right after it began is a text */
		open = tag.is_closing || tag.is_empty ? (cotp_text){ NULL, 0 } : tag.name;
	}
	return depth == 0 && block->code != 0;
}

bool cotp_wire_read_error_block(cotp_text body, cotp_wire_error_block *block)
{
	cotp_text text = trim(cotp_json_skip_mark(body));
	memset(block, 0, sizeof(*block));
	bool is_block = false;
	if (starts_with(text, "{")) {
		is_block = read_json_block(text, block);
	} else if (starts_with(text, "<") && !memchr(text.data, '\0', text.length)) {
		is_block = read_xml_block(text, block);
	}
	if (!is_block) {
		memset(block, 0, sizeof(*block));
	}
	return is_block;
}
