#include "cotp_wire.h"

#include <stdlib.h>
#include <string.h>

#include "cotp_check.h"

#define MAX_PATH 512
#define MAX_NAME 128

/* ---- the table ---- */

typedef enum wire_kind { KIND_PATH, KIND_METHOD, KIND_NAME, KIND_VALUE } wire_kind;

/* What may stand for a segment of a path. */
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
	const char *source; /* the vendor's page, or what the value is inferred from */
	unsigned needed;    /* of a path: the placeholders that it must have */
	unsigned optional;  /* and those that it may have */
} wire_entry;

#define DOCUMENTED   COTP_WIRE_DOCUMENTED
#define INFERRED     COTP_WIRE_INFERRED
#define PAGES        "https://developers.pcibooking.net/"
#define SEND_PAGE    PAGES "reference/request-to-send-card-capture-form-to-recipient"
#define CODE_PAGE    PAGES "reference/request-to-send-card-security-code-capture-form-to-recipient"
#define GET_PAGE     PAGES "reference/retrieve-a-card-data-request"
#define POLICY_PAGE  PAGES "reference/get-cvv-retention-policy"
#define NAME_UNKNOWN "described without its name in " SEND_PAGE
#define BY_CALLBACK  "the name used in the callback: " PAGES "reference/receive-request-status-via-callback"

/* clang-format off */
#define PATH(key, value, mark, source, needed, optional) { key, value, KIND_PATH, mark, source, needed, optional }
#define METHOD(key, value, mark, source)                   { key, value, KIND_METHOD, mark, source, 0, 0 }
#define NAME(key, value, mark, source)                   { key, value, KIND_NAME, mark, source, 0, 0 }
#define VALUE(key, value, mark, source)                  { key, value, KIND_VALUE, mark, source, 0, 0 }
#define FORM(field)                                      [COTP_WIRE_FORM_FIRST + (field)]

static const wire_entry entries[COTP_WIRE_KEY_COUNT] = {
	[COTP_WIRE_SEND_PATH] = PATH("send.path", "/cardrequest",
		INFERRED, "derived from the path of Retrieve in " GET_PAGE, 0, 0),
	[COTP_WIRE_SECURITY_CODE_PATH] = PATH("securityCode.path", "/cardrequest/cvv",
		INFERRED, "guessed; the operation is described without its path in " CODE_PAGE, 0, 0),
	[COTP_WIRE_RETRIEVE_PATH] = PATH("retrieve.path", "/cardrequest/{id}",
		DOCUMENTED, GET_PAGE, PLACEHOLDER_ID, 0),
	[COTP_WIRE_DELETE_PATH] = PATH("delete.path", "/cardrequest/{id}",
		INFERRED, "derived from the path of Retrieve in " GET_PAGE, PLACEHOLDER_ID, 0),
	[COTP_WIRE_RETENTION_SET_PATH] = PATH("retention.set.path", "/payments/paycard/{token}/cvv/Restriction",
		INFERRED, "the path for reading the policy in " POLICY_PAGE, PLACEHOLDER_TOKEN, 0),
	[COTP_WIRE_RETENTION_SET_METHOD] = METHOD("retention.set.method", "PUT",
		INFERRED, "guessed; the operation is described without its method in " PAGES "reference/set-cvv-retention-policy"),
	[COTP_WIRE_RETENTION_GET_PATH] = PATH("retention.get.path", "/payments/paycard/{token}/cvv/Restriction",
		DOCUMENTED, POLICY_PAGE, PLACEHOLDER_TOKEN, 0),
	[COTP_WIRE_RETENTION_DELETE_PATH] = PATH("retention.delete.path",
		"/payments/paycard/{token}/cvv/Restriction/{type}/{data}",
		INFERRED, "derived from the path and parameters for reading the policy in " POLICY_PAGE,
		PLACEHOLDER_TOKEN, PLACEHOLDER_TYPE | PLACEHOLDER_DATA),
	[COTP_WIRE_CVV_CLEAR_PATH] = PATH("cvv.clear.path", "/payments/paycard/{token}/cvv",
		INFERRED, "the operation is described without its path in " PAGES "reference/clear-cvv", PLACEHOLDER_TOKEN, 0),
	[COTP_WIRE_CVV_CLEAR_METHOD] = METHOD("cvv.clear.method", "DELETE",
		INFERRED, "the operation is described without its method in " PAGES "reference/clear-cvv"),
	[COTP_WIRE_CARD_DELETE_PATH] = PATH("card.delete.path", "/payments/paycard/{token}",
		INFERRED, "the operation is described without its path in " PAGES "docs/manage-card", PLACEHOLDER_TOKEN, 0),
	[COTP_WIRE_AUTHENTICATE_PATH] = PATH("authenticate.path", "/accounts/authenticate/",
		DOCUMENTED, PAGES "reference", 0, 0),
	FORM(COTP_FORM_BOOKER_ID) = NAME("form.bookerId", "BookerId", INFERRED, NAME_UNKNOWN),
	FORM(COTP_FORM_EMAIL) = NAME("form.email", "RecipientEmail", INFERRED, NAME_UNKNOWN),
	FORM(COTP_FORM_PHONE) = NAME("form.phone", "RecipientPhone", INFERRED, NAME_UNKNOWN),
	FORM(COTP_FORM_CALLBACK_URL) = NAME("form.callbackUrl", "CallbackUrl", INFERRED, NAME_UNKNOWN),
	FORM(COTP_FORM_CARD_URI) = NAME("form.cardUri", "CardUri",
		INFERRED, "described without its name in " CODE_PAGE "; this is the name in " GET_PAGE),
	FORM(COTP_FORM_RECIPIENT_NAME) = NAME("form.recipientName", "RecipientName", INFERRED, NAME_UNKNOWN),
	FORM(COTP_FORM_BOOKER_NAME) = NAME("form.bookerName", "BookerName", INFERRED, NAME_UNKNOWN),
	FORM(COTP_FORM_LANGUAGE) = NAME("form.language", "Language", INFERRED, NAME_UNKNOWN),
	FORM(COTP_FORM_CSS) = NAME("form.css", "Css", INFERRED, NAME_UNKNOWN),
	FORM(COTP_FORM_AMOUNT) = NAME("form.amount", "Amount", INFERRED, NAME_UNKNOWN),
	FORM(COTP_FORM_CURRENCY) = NAME("form.currency", "Currency", INFERRED, NAME_UNKNOWN),
	FORM(COTP_FORM_SUPPORT_LINK) = NAME("form.supportLink", "CustomerSupportLink", DOCUMENTED, SEND_PAGE),
	FORM(COTP_FORM_SUPPORT_LINK_TEXT) = NAME("form.supportLinkText", "CustomerSupportLinkText", DOCUMENTED, SEND_PAGE),
	FORM(COTP_FORM_SUPPORT_EMAIL) = NAME("form.supportEmail", "CustomerSupportEmail", DOCUMENTED, SEND_PAGE),
	FORM(COTP_FORM_SUPPORT_PHONE) = NAME("form.supportPhone", "CustomerSupportPhone", DOCUMENTED, SEND_PAGE),
	FORM(COTP_FORM_THREE_DS) = NAME("form.threeDs", "ThreeDs", DOCUMENTED, SEND_PAGE),
	FORM(COTP_FORM_MERCHANT_NAME) = NAME("form.merchantName", "merchantName", DOCUMENTED, SEND_PAGE),
	FORM(COTP_FORM_HEADER_TEXT) = NAME("form.headerText", "HeaderText", INFERRED, NAME_UNKNOWN),
	FORM(COTP_FORM_FOOTER_TEXT) = NAME("form.footerText", "FooterText", INFERRED, NAME_UNKNOWN),
	FORM(COTP_FORM_TEMPLATE) = NAME("form.template", "Template", INFERRED, NAME_UNKNOWN),
	[COTP_WIRE_FORM_DELIVERY_METHOD] = NAME("form.deliveryMethod", "DeliveryMethod", INFERRED, NAME_UNKNOWN),
	[COTP_WIRE_DELIVERY_EMAIL] = VALUE("delivery.email", "Email", INFERRED, NAME_UNKNOWN),
	[COTP_WIRE_DELIVERY_SMS] = VALUE("delivery.sms", "SMS", INFERRED, NAME_UNKNOWN),
	[COTP_WIRE_STATE_REQUEST_ID] = NAME("state.requestId", "RequestID", INFERRED, BY_CALLBACK),
	[COTP_WIRE_STATE_STATUS] = NAME("state.status", "LastNotifiedStatus", INFERRED, BY_CALLBACK),
	[COTP_WIRE_STATE_TIME] = NAME("state.time", "LastNotifiedTime", INFERRED, BY_CALLBACK),
	[COTP_WIRE_STATE_CARD_URI] = NAME("state.cardUri", "CardUri", DOCUMENTED, GET_PAGE),
};
/* clang-format on */

struct cotp_wire {
	char *values[COTP_WIRE_KEY_COUNT]; /* NULL: as in the table */
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
	return wire->values[key] ? wire->values[key] : entries[key].value;
}

bool cotp_wire_is_overridden(const cotp_wire *wire, cotp_wire_key key)
{
	return wire->values[key] != NULL;
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

/* ---- paths ---- */

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

/* Cuts the next segment off a path that begins with a slash; false at the end. The last one may be empty. */
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

/* What RFC 3986 lets stand unencoded in a segment. No percent sign: "%2e%2e" is ".." to some readers. */
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

/* The path's fault as the end of a sentence, or NULL. */
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

static const char *method_fault(cotp_text method)
{
	static const char *const methods[] = { "GET", "POST", "PUT", "PATCH", "DELETE" };
	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
		if (cotp_text_equals(method, cotp_text_of(methods[i]))) {
			return NULL;
		}
	}
	return "must be GET, POST, PUT, PATCH or DELETE";
}

static const char *name_fault(cotp_text name)
{
	cotp_error ignored;
	return name.length <= MAX_NAME && cotp_check_name(name, "wire", &ignored)
			   ? NULL
			   : "must be 1 to 128 bytes of UTF-8 without control characters";
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
	const wire_entry *entry = &entries[found];
	const char *fault = entry->kind == KIND_PATH     ? path_fault(entry, value)
						: entry->kind == KIND_METHOD ? method_fault(value)
													 : name_fault(value);
	if (fault) {
		return cotp_error_argument(error, "wire", "entry \"%s\" %s", entry->key, fault);
	}
	char *copy = cotp_text_copy(value);
	if (!copy) {
		return cotp_error_memory(error);
	}
	free(wire->values[found]);
	wire->values[found] = copy;
	return true;
}

/* Only one of e-mail and phone is ever sent, so that one name may serve both. */
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
		   check_names(wire, COTP_WIRE_STATE_REQUEST_ID, COTP_WIRE_STATE_CARD_URI, error);
}

/* ---- operations ---- */

typedef struct operation_entry {
	cotp_wire_key path;
	const char *method; /* NULL: method_key tells */
	cotp_wire_key method_key;
	bool is_retry_safe;
} operation_entry;

static const operation_entry operations[] = {
	[COTP_OPERATION_SEND_CARD_FORM] = { COTP_WIRE_SEND_PATH, "POST", 0, false },
	[COTP_OPERATION_SEND_SECURITY_CODE_FORM] = { COTP_WIRE_SECURITY_CODE_PATH, "POST", 0, false },
	[COTP_OPERATION_RETRIEVE] = { COTP_WIRE_RETRIEVE_PATH, "GET", 0, true },
	[COTP_OPERATION_DELETE] = { COTP_WIRE_DELETE_PATH, "DELETE", 0, true },
	[COTP_OPERATION_SET_RETENTION] = { COTP_WIRE_RETENTION_SET_PATH, NULL, COTP_WIRE_RETENTION_SET_METHOD, true },
	[COTP_OPERATION_GET_RETENTION] = { COTP_WIRE_RETENTION_GET_PATH, "GET", 0, true },
	[COTP_OPERATION_DELETE_RETENTION] = { COTP_WIRE_RETENTION_DELETE_PATH, "DELETE", 0, true },
	[COTP_OPERATION_CLEAR_CVV] = { COTP_WIRE_CVV_CLEAR_PATH, NULL, COTP_WIRE_CVV_CLEAR_METHOD, true },
	[COTP_OPERATION_DELETE_CARD] = { COTP_WIRE_CARD_DELETE_PATH, "DELETE", 0, true },
	[COTP_OPERATION_AUTHENTICATE] = { COTP_WIRE_AUTHENTICATE_PATH, "POST", 0, true },
};

const char *cotp_wire_method(const cotp_wire *wire, cotp_operation_kind kind)
{
	const operation_entry *entry = &operations[kind];
	return entry->method ? entry->method : cotp_wire_value(wire, entry->method_key);
}

cotp_wire_key cotp_wire_path_key(cotp_operation_kind kind)
{
	return operations[kind].path;
}

bool cotp_wire_is_retry_safe(cotp_operation_kind kind)
{
	return operations[kind].is_retry_safe;
}

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

/* A part that the template has no place for must not get lost: "delete one destination" would delete them all. */
static bool check_part(cotp_text part, bool has_place, const char *argument, const wire_entry *entry, cotp_error *error)
{
	if (!part.data) {
		return true;
	}
	if (!has_place) {
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

/* The parts were checked by those who made them; a path is too dangerous a place to trust in that. */
static bool check_parts(const wire_entry *entry, unsigned places, const cotp_wire_parts *parts, cotp_error *error)
{
	if ((places & PLACEHOLDER_ID) && !cotp_check_is_id(parts->id)) {
		return cotp_error_argument(error, "request", "must be a request id");
	}
	if ((places & PLACEHOLDER_TOKEN) && !cotp_check_is_id(parts->token)) {
		return cotp_error_argument(error, "cardUri", "must be the token of a stored card");
	}
	if (parts->data.data && !parts->type.data) {
		return cotp_error_argument(error, "data", "must be null when $type is null");
	}
	return check_part(parts->type, places & PLACEHOLDER_TYPE, "type", entry, error) &&
		   check_part(parts->data, places & PLACEHOLDER_DATA, "data", entry, error);
}

bool cotp_wire_write_path(const cotp_wire *wire, cotp_operation_kind kind, const cotp_wire_parts *parts,
	cotp_buffer *buffer, cotp_error *error)
{
	cotp_wire_key key = operations[kind].path;
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
