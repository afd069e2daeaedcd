/* SPDX-License-Identifier: BSD-3-Clause */
#include "cotp_wire.h"

#include <stdlib.h>
#include <string.h>

#include "cotp_check.h"

#define MAX_PATH 512

/* ---- the table ---- */

typedef enum wire_kind {
	KIND_PATH,
	KIND_METHOD_WITH_BODY,
	KIND_METHOD_WITHOUT_BODY,
	KIND_NAME,
	KIND_VALUE,
	KIND_PHONE_FORMAT
} wire_kind;

/* A placeholder is a whole segment of a path. */
typedef enum placeholder {
	PLACEHOLDER_ID = 1,
	PLACEHOLDER_TOKEN = 2,
	PLACEHOLDER_TYPE = 4,
	PLACEHOLDER_DATA = 8
} placeholder;

typedef struct wire_entry {
	const char *key;
	const char *value;
	wire_kind kind;
	cotp_wire_mark mark;
	const char *source; /* the vendor's page, or the basis of the inference */
	unsigned needed;    /* the placeholders that a path must contain */
	unsigned optional;  /* the placeholders that it may contain */
} wire_entry;

/* The column source of the rows. */
#define SOURCE_SEND              COTP_WIRE_CARD_FORM_PAGE
#define SOURCE_SEND_WITHOUT_NAME "described without its name in " COTP_WIRE_CARD_FORM_PAGE
#define SOURCE_CODE_WITHOUT_NAME \
	"described without its name in " COTP_WIRE_CODE_FORM_PAGE "; this is the name in " COTP_WIRE_RETRIEVE_PAGE
#define SOURCE_RETRIEVE COTP_WIRE_RETRIEVE_PAGE
#define SOURCE_PHONE_FORMAT \
	"the format that two other methods of the API document; that of this method is not described " \
	"in " COTP_WIRE_CARD_FORM_PAGE
#define SOURCE_CALLBACK      "the name used in the callback: " COTP_WIRE_CALLBACK_PAGE
#define SOURCE_CALLBACK_PAGE COTP_WIRE_CALLBACK_PAGE

/* The callback's body. Retrieve is presumed to use the same names. */
#define REQUEST_ID "RequestID"
#define STATUS     "LastNotifiedStatus"
#define TIME       "LastNotifiedTime"

#define PHONE_DIGITS "digits"

#define CALLBACK_KEYS "callback." /* the beginning of their keys */

/* clang-format off */
#define NAME(key, value, mark, source)  { key, value, KIND_NAME, COTP_WIRE_##mark, SOURCE_##source, 0, 0 }
#define VALUE(key, value, mark, source) { key, value, KIND_VALUE, COTP_WIRE_##mark, SOURCE_##source, 0, 0 }

static const wire_entry entries[COTP_WIRE_KEY_COUNT] = {
#define OPERATION(identifier, key, body, retry, absent, method, method_mark, method_source, path, path_mark, path_source, \
	needed, optional) \
	[COTP_WIRE_##identifier##_PATH] = \
		{ key ".path", path, KIND_PATH, COTP_WIRE_##path_mark, path_source, needed, optional }, \
	[COTP_WIRE_##identifier##_METHOD] = \
		{ key ".method", method, KIND_METHOD_##body, COTP_WIRE_##method_mark, method_source, 0, 0 },
	COTP_OPERATIONS(OPERATION)
#undef OPERATION
#define FIELD(identifier, property, rule, is_secret, wire_name, mark, source) \
	[COTP_WIRE_FORM_FIRST + COTP_FORM_##identifier] = NAME("form." property, wire_name, mark, source),
	COTP_FORM_FIELDS(FIELD)
#undef FIELD
	[COTP_WIRE_FORM_DELIVERY_METHOD] = NAME("form.deliveryMethod", "DeliveryMethod", INFERRED, SEND_WITHOUT_NAME),
	[COTP_WIRE_DELIVERY_EMAIL] = VALUE("delivery.email", "Email", INFERRED, SEND_WITHOUT_NAME),
	[COTP_WIRE_DELIVERY_SMS] = VALUE("delivery.sms", "SMS", INFERRED, SEND_WITHOUT_NAME),
	[COTP_WIRE_PHONE_FORMAT] =
		{ "phone.format", PHONE_DIGITS, KIND_PHONE_FORMAT, COTP_WIRE_INFERRED, SOURCE_PHONE_FORMAT, 0, 0 },
	[COTP_WIRE_STATE_REQUEST_ID] = NAME("state.requestId", REQUEST_ID, INFERRED, CALLBACK),
	[COTP_WIRE_STATE_STATUS] = NAME("state.status", STATUS, INFERRED, CALLBACK),
	[COTP_WIRE_STATE_TIME] = NAME("state.time", TIME, INFERRED, CALLBACK),
	[COTP_WIRE_STATE_CARD_URI] = NAME("state.cardUri", "CardUri", DOCUMENTED, RETRIEVE),
	[COTP_WIRE_CALLBACK_REQUEST_ID] = NAME(CALLBACK_KEYS "requestId", REQUEST_ID, DOCUMENTED, CALLBACK_PAGE),
	[COTP_WIRE_CALLBACK_STATUS] = NAME(CALLBACK_KEYS "status", STATUS, DOCUMENTED, CALLBACK_PAGE),
	[COTP_WIRE_CALLBACK_TIME] = NAME(CALLBACK_KEYS "time", TIME, DOCUMENTED, CALLBACK_PAGE),
};
/* clang-format on */

struct cotp_wire {
	char *values[COTP_WIRE_KEY_COUNT]; /* NULL: not overridden */
};

cotp_wire *cotp_wire_new(void)
{
	return calloc(1, sizeof(cotp_wire));
}

void cotp_wire_free(cotp_wire *wire)
{
	if (!wire) {
		return;
	}
	for (int key = 0; key < COTP_WIRE_KEY_COUNT; key++) {
		free(wire->values[key]);
	}
	free(wire);
}

const char *cotp_wire_value(const cotp_wire *wire, cotp_wire_key key)
{
	return wire && wire->values[key] ? wire->values[key] : entries[key].value;
}

bool cotp_wire_is_overridden(const cotp_wire *wire, cotp_wire_key key)
{
	return wire->values[key] != NULL;
}

static const char *const phone_formats[COTP_PHONE_FORMAT_COUNT] = {
	[COTP_PHONE_DIGITS] = PHONE_DIGITS,
	[COTP_PHONE_PLUS] = "plus",
	[COTP_PHONE_AS_GIVEN] = "as-given",
};

/* Returns COTP_PHONE_FORMAT_COUNT if there is no such format. */
static cotp_phone_format phone_format_of(cotp_text name)
{
	int format = 0;
	while (format < COTP_PHONE_FORMAT_COUNT && !cotp_text_equals(name, cotp_text_of(phone_formats[format]))) {
		format++;
	}
	return format;
}

cotp_phone_format cotp_wire_phone_format(const cotp_wire *wire)
{
	return phone_format_of(cotp_text_of(cotp_wire_value(wire, COTP_WIRE_PHONE_FORMAT)));
}

const char *cotp_wire_key_name(cotp_wire_key key)
{
	return entries[key].key;
}

const char *cotp_wire_source(cotp_wire_key key)
{
	return entries[key].source;
}

cotp_wire_mark cotp_wire_mark_of(cotp_wire_key key)
{
	return entries[key].mark;
}

/* ---- path templates ---- */

static placeholder placeholder_of(cotp_text segment)
{
	static const struct {
		cotp_text text;
		placeholder placeholder;
	} known[] = {
		{ { "{id}", 4 }, PLACEHOLDER_ID },
		{ { "{token}", 7 }, PLACEHOLDER_TOKEN },
		{ { "{type}", 6 }, PLACEHOLDER_TYPE },
		{ { "{data}", 6 }, PLACEHOLDER_DATA },
	};
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (cotp_text_equals(segment, known[i].text)) {
			return known[i].placeholder;
		}
	}
	return 0;
}

/* Removes the first segment from a path that begins with a slash; the last one may be empty. Returns false at the end.
 */
static bool next_segment(cotp_text *rest, cotp_text *segment)
{
	if (!rest->length) {
		return false;
	}
	const char *from = rest->data + 1;
	size_t available = rest->length - 1;
	const char *slash = available ? memchr(from, '/', available) : NULL;
	*segment = (cotp_text){ from, slash ? (size_t)(slash - from) : available };
	*rest = (cotp_text){ from + segment->length, available - segment->length };
	return true;
}

/* Accepts the characters that RFC 3986 allows unencoded in a segment. Rejects percent signs, because some servers read
 * "%2e%2e" as "..". */
static bool is_plain_segment(cotp_text segment)
{
	for (size_t i = 0; i < segment.length; i++) {
		char c = segment.data[i];
		if (!cotp_char_is_digit(c) && !cotp_char_is_letter(c) && (c == '\0' || !strchr("-._~!$&'()*+,;=:@", c))) {
			return false;
		}
	}
	return segment.length && !cotp_text_equals(segment, COTP_TEXT(".")) && !cotp_text_equals(segment, COTP_TEXT(".."));
}

/* Like the other functions of this name: returns the end of a message, or NULL if the value is valid. */
static const char *path_fault(const wire_entry *entry, cotp_text path)
{
	cotp_text rest = path;
	cotp_text segment;
	unsigned found = 0;
	if (path.length < 2 || path.length > MAX_PATH || path.data[0] != '/') {
		return "must begin with \"/\" and be 2 to 512 bytes long";
	}
	while (next_segment(&rest, &segment)) {
		placeholder holder = placeholder_of(segment);
		bool is_last_and_empty = !segment.length && !rest.length;
		if (holder & ~(entry->needed | entry->optional)) {
			return "must not contain a placeholder that this operation cannot fill";
		}
		if (holder & found) {
			return "must not contain a placeholder more than once";
		}
		if (!holder && !is_last_and_empty && !is_plain_segment(segment)) {
			return "must consist of non-empty segments, each a placeholder or characters from A-Z a-z 0-9 "
				   "-._~!$&'()*+,;=:@, without \".\" or \"..\" segments, query or fragment";
		}
		found |= holder;
	}
	if (entry->needed & ~found) {
		return entry->needed == PLACEHOLDER_ID ? "must contain the placeholder {id} as a segment"
											   : "must contain the placeholder {token} as a segment";
	}
	return NULL;
}

/* A body has no meaning in a GET or DELETE (RFC 9110): a proxy may drop it, and the service may ignore it. */
static const char *method_fault(const wire_entry *entry, cotp_text method)
{
	static const char *const methods[] = { "POST", "PUT", "PATCH", "GET", "DELETE" };
	bool has_body = entry->kind == KIND_METHOD_WITH_BODY;
	size_t count = has_body ? 3 : sizeof(methods) / sizeof(methods[0]);
	for (size_t i = 0; i < count; i++) {
		if (cotp_text_equals(method, cotp_text_of(methods[i]))) {
			return NULL;
		}
	}
	return has_body ? "must be POST, PUT or PATCH, because the request has a body"
					: "must be GET, POST, PUT, PATCH or DELETE";
}

static const char *name_fault(cotp_text name)
{
	cotp_error ignored;
	return cotp_check_name(name, "wire", &ignored) ? NULL
												   : "must be 1 to 128 bytes of UTF-8 without control characters";
}

static const char *value_fault(const wire_entry *entry, cotp_text value)
{
	switch (entry->kind) {
		case KIND_PATH:
			return path_fault(entry, value);
		case KIND_METHOD_WITH_BODY:
		case KIND_METHOD_WITHOUT_BODY:
			return method_fault(entry, value);
		case KIND_PHONE_FORMAT:
			return phone_format_of(value) == COTP_PHONE_FORMAT_COUNT ? "must be \"digits\", \"plus\" or \"as-given\""
																	 : NULL;
		default:
			return name_fault(value);
	}
}

bool cotp_wire_override(cotp_wire *wire, cotp_text key, cotp_text value, cotp_error *error)
{
	int found = 0;
	while (found < COTP_WIRE_KEY_COUNT && !cotp_text_equals(key, cotp_text_of(entries[found].key))) {
		found++;
	}
	if (found == COTP_WIRE_KEY_COUNT) {
		return cotp_error_argument(error, "wire", "must contain only keys from the wire table");
	}
	const char *fault = value_fault(&entries[found], value);
	if (fault) {
		return cotp_error_argument(error, "wire", "entry \"%s\" %s", entries[found].key, fault);
	}
	char *copy = cotp_text_copy(value);
	if (!copy) {
		return cotp_error_memory(error);
	}
	free(wire->values[found]);
	wire->values[found] = copy;
	return true;
}

bool cotp_wire_is_callback_key(cotp_text key)
{
	const cotp_text start = COTP_TEXT(CALLBACK_KEYS);
	return key.length >= start.length && cotp_text_equals((cotp_text){ key.data, start.length }, start);
}

/* A body contains only one of e-mail and phone, so they may have the same name. */
static bool may_share_a_name(int a, int b)
{
	return a == COTP_WIRE_FORM_FIRST + COTP_FORM_EMAIL && b == COTP_WIRE_FORM_FIRST + COTP_FORM_PHONE;
}

static bool check_names(const cotp_wire *wire, int first, int last, cotp_error *error)
{
	for (int a = first; a <= last; a++) {
		for (int b = a + 1; b <= last; b++) {
			bool is_body_name = entries[a].kind == KIND_NAME && entries[b].kind == KIND_NAME;
			if (is_body_name && !may_share_a_name(a, b) &&
				cotp_text_equals_ignoring_case(
					cotp_text_of(cotp_wire_value(wire, a)), cotp_text_of(cotp_wire_value(wire, b)))) {
				return cotp_error_argument(error, "wire",
					"must not map \"%s\" and \"%s\" to the same name (case-insensitively)", entries[a].key,
					entries[b].key);
			}
		}
	}
	return true;
}

bool cotp_wire_check(const cotp_wire *wire, cotp_error *error)
{
	return check_names(wire, COTP_WIRE_FORM_FIRST, COTP_WIRE_FORM_DELIVERY_METHOD, error) &&
		   check_names(wire, COTP_WIRE_STATE_REQUEST_ID, COTP_WIRE_STATE_CARD_URI, error) &&
		   check_names(wire, COTP_WIRE_CALLBACK_REQUEST_ID, COTP_WIRE_CALLBACK_TIME, error);
}

/* ---- operations ---- */

/* The values of the columns retry and absent. */
enum { NEVER_RETRIED, RETRY_SAFE };
enum { ABSENT_IS_ERROR, ABSENT_IS_DONE };

typedef struct operation_entry {
	const char *name;
	cotp_wire_key path_key;
	cotp_wire_key method_key;
	bool is_retry_safe;
	bool absent_is_done;
} operation_entry;

static const operation_entry operations[COTP_OPERATION_COUNT] = {
#define OPERATION(identifier, key, body, retry, absent, ...) \
	[COTP_OPERATION_## \
		identifier] = { key, COTP_WIRE_##identifier##_PATH, COTP_WIRE_##identifier##_METHOD, retry, absent },
	COTP_OPERATIONS(OPERATION)
#undef OPERATION
};

const char *cotp_wire_operation_name(cotp_operation_kind kind)
{
	return operations[kind].name;
}

const char *cotp_wire_method(const cotp_wire *wire, cotp_operation_kind kind)
{
	return cotp_wire_value(wire, operations[kind].method_key);
}

cotp_wire_key cotp_wire_path_key(cotp_operation_kind kind)
{
	return operations[kind].path_key;
}

cotp_wire_key cotp_wire_method_key(cotp_operation_kind kind)
{
	return operations[kind].method_key;
}

bool cotp_wire_is_retry_safe(cotp_operation_kind kind)
{
	return operations[kind].is_retry_safe;
}

bool cotp_wire_absent_is_done(cotp_operation_kind kind)
{
	return operations[kind].absent_is_done;
}

/* ---- writing paths ---- */

static cotp_text part_for(const cotp_wire_parts *parts, placeholder holder)
{
	switch (holder) {
		case PLACEHOLDER_ID:
			return parts->id;
		case PLACEHOLDER_TOKEN:
			return parts->token;
		case PLACEHOLDER_TYPE:
			return parts->type;
		default:
			return parts->data;
	}
}

static bool is_unreserved(char c)
{
	return cotp_char_is_digit(c) || cotp_char_is_letter(c) || (c && strchr("-._~", c));
}

static bool append_encoded(cotp_buffer *buffer, cotp_text part)
{
	static const char hex[] = "0123456789ABCDEF";
	size_t i = 0;
	while (i < part.length) {
		size_t start = i;
		while (i < part.length && is_unreserved(part.data[i])) {
			i++;
		}
		if (!cotp_buffer_append(buffer, part.data + start, i - start)) {
			return false;
		}
		if (i < part.length) {
			unsigned char c = (unsigned char)part.data[i++];
			char encoded[3] = { '%', hex[c >> 4], hex[c & 15] };
			if (!cotp_buffer_append(buffer, encoded, sizeof(encoded))) {
				return false;
			}
		}
	}
	return true;
}

/* A part without a placeholder must not get lost: "delete one destination" would delete all of them. */
static bool check_part(
	cotp_text part, bool has_placeholder, const char *argument, const wire_entry *entry, cotp_error *error)
{
	if (!part.data) {
		return true;
	}
	if (!has_placeholder) {
		return cotp_error_argument(
			error, argument, "must be null: the path in wire entry \"%s\" has no placeholder for it", entry->key);
	}
	return cotp_check_path_part(part, argument, error);
}

static unsigned placeholders_in(cotp_text path)
{
	cotp_text segment;
	unsigned found = 0;
	while (next_segment(&path, &segment)) {
		found |= placeholder_of(segment);
	}
	return found;
}

/* Callers have checked the parts already. They are checked again because a wrong path can delete a card. */
static bool check_parts(const wire_entry *entry, unsigned placeholders, const cotp_wire_parts *parts, cotp_error *error)
{
	if ((placeholders & PLACEHOLDER_ID) && !cotp_check_is_id(parts->id)) {
		return cotp_error_argument(error, "request", "must be a request id");
	}
	if ((placeholders & PLACEHOLDER_TOKEN) && !cotp_check_is_id(parts->token)) {
		return cotp_error_argument(error, "cardUri", "must be the token of a stored card");
	}
	if (parts->data.data && !parts->type.data) {
		return cotp_error_argument(error, "data", "must be null when $type is null");
	}
	return check_part(parts->type, placeholders & PLACEHOLDER_TYPE, "type", entry, error) &&
		   check_part(parts->data, placeholders & PLACEHOLDER_DATA, "data", entry, error);
}

bool cotp_wire_write_path(const cotp_wire *wire, cotp_operation_kind kind, const cotp_wire_parts *parts,
	cotp_buffer *buffer, cotp_error *error)
{
	cotp_wire_key key = operations[kind].path_key;
	cotp_text rest = cotp_text_of(cotp_wire_value(wire, key));
	cotp_text segment;
	if (!check_parts(&entries[key], placeholders_in(rest), parts, error)) {
		return false;
	}
	while (next_segment(&rest, &segment)) {
		placeholder holder = placeholder_of(segment);
		cotp_text part = holder ? part_for(parts, holder) : segment;
		if (!part.data) {
			continue;
		}
		bool appended = cotp_buffer_append_string(buffer, "/") &&
						(holder ? append_encoded(buffer, part) : cotp_buffer_append(buffer, part.data, part.length));
		if (!appended) {
			return cotp_error_memory(error);
		}
	}
	return true;
}
