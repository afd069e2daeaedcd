/* SPDX-License-Identifier: BSD-3-Clause */
#include "cotp_wire_error.h"

#include <limits.h>
#include <string.h>

#include "cotp_card_number.h"
#include "cotp_check.h"
#include "cotp_json_read.h"
#include "cotp_wire_names.h"

#define MAX_DEPTH 64

/* ---- the names ---- */

/* The names of an error's code and texts, best first. Those that are not the vendor's are .NET's: RFC 9457, and ASP.NET
 * Web API. */
#define ERROR_NAMES(NAME) \
	NAME(CODE, COTP_WIRE_ERROR_CODE) \
	NAME(MESSAGE, COTP_WIRE_ERROR_MESSAGE) \
	NAME(TITLE, "title") \
	NAME(MORE_INFO, COTP_WIRE_ERROR_MORE_INFO) \
	NAME(DETAIL, "detail") \
	NAME(MESSAGE_DETAIL, "messageDetail") \
	NAME(EXCEPTION_MESSAGE, "exceptionMessage")

typedef enum error_name {
#define NAME(identifier, ...) NAME_##identifier,
	ERROR_NAMES(NAME)
#undef NAME
		NAME_COUNT
} error_name;

static const char *const error_names[NAME_COUNT] = {
#define NAME(identifier, name) name,
	ERROR_NAMES(NAME)
#undef NAME
};

/* Another error in the outermost object, or only its text. */
#define INNER_ERROR "error"

/* The texts about single fields of the request, as an object or a list. */
#define FIELD_ERRORS "errors"
#define MODEL_STATE  "modelState"

/* ---- texts ---- */

/* Twice as long as the text that is kept, so a card number at its end is found as a whole. */
#define SCRATCH_SIZE (2 * sizeof(((cotp_wire_error_block *)NULL)->message))

typedef struct scratch {
	char text[SCRATCH_SIZE];
	size_t used; /* at most SCRATCH_SIZE - 1 */
} scratch;

typedef struct error_texts {
	int code;
	scratch message;
	scratch more_info;
} error_texts;

/* Cuts what does not fit. */
static void add(scratch *target, cotp_text text)
{
	for (size_t i = 0; i < text.length && target->used < SCRATCH_SIZE - 1; i++) {
		target->text[target->used++] = (char)(text.data[i] ? text.data[i] : '?');
	}
}

static void begin_next(scratch *target)
{
	if (target->used) {
		add(target, COTP_TEXT("; "));
	}
}

/* Masks and shortens a text of the service before it gets into messages and logs. */
static void keep_text(char *target, size_t size, scratch *source)
{
	source->text[source->used] = '\0';
	cotp_card_number_mask(source->text);
	cotp_error_copy(target, size, source->text);
}

/* Returns whether anything was understood. */
static bool keep_texts(error_texts *texts, cotp_wire_error_block *block)
{
	block->code = texts->code;
	keep_text(block->message, sizeof(block->message), &texts->message);
	keep_text(block->more_info, sizeof(block->more_info), &texts->more_info);
	return block->code || *block->message || *block->more_info;
}

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

static bool starts_with(cotp_text text, const char *start)
{
	size_t length = strlen(start);
	return text.length >= length && memcmp(text.data, start, length) == 0;
}

/* Leaves *code unchanged or 0 if the text is not a number. */
static void read_code(cotp_text text, int *code)
{
	bool is_negative = starts_with(text, "-");
	int number = 0;
	if (text.length <= is_negative || text.length > 9U + is_negative) {
		return;
	}
	for (size_t i = is_negative; i < text.length; i++) {
		if (!cotp_char_is_digit(text.data[i])) {
			return;
		}
		number = number * 10 + (text.data[i] - '0');
	}
	*code = is_negative ? -number : number;
}

/* ---- JSON ---- */

/* The vendor's codes are negative. In forms that are not documented, a positive code is that of a gateway, such as the
 * HTTP status. */
static void keep_negative(int code, error_texts *texts)
{
	if (!texts->code && code < 0) {
		texts->code = code;
	}
}

static void add_json_code(const cotp_json *value, bool is_documented, error_texts *texts)
{
	int64_t number = cotp_json_integer(value);
	int code = number >= INT_MIN && number <= INT_MAX ? (int)number : 0;
	if (is_documented && code) {
		texts->code = code;
		return;
	}
	read_code(trim(cotp_json_string(value)), &code);
	keep_negative(code, texts);
}

/* Appends the text of a string, or the texts of a list. Returns whether there was any. */
static bool add_json_texts(const cotp_json *value, scratch *target, const char *separator)
{
	size_t before = target->used;
	cotp_text text = cotp_json_string(value);
	add(target, text);
	for (size_t i = 0; i < cotp_json_count(value) && cotp_json_type_of(value) == COTP_JSON_ARRAY; i++) {
		const cotp_json *item = cotp_json_at(value, i);
		bool is_object = cotp_json_type_of(item) == COTP_JSON_OBJECT;
		text = cotp_json_string(is_object ? cotp_json_get(item, COTP_WIRE_ERROR_MESSAGE) : item);
		if (text.length && target->used > before) {
			add(target, cotp_text_of(separator));
		}
		add(target, text);
	}
	return target->used > before;
}

/* Adds "Phone: text, text". */
static bool add_field_error(void *context, cotp_text name, const cotp_json *value)
{
	scratch *target = context;
	size_t before = target->used;
	begin_next(target);
	add(target, name);
	add(target, COTP_TEXT(": "));
	if (!add_json_texts(value, target, ", ")) {
		target->used = before;
	}
	return true;
}

static void add_field_errors(const cotp_json *errors, scratch *target)
{
	size_t before = target->used;
	if (cotp_json_type_of(errors) == COTP_JSON_OBJECT) {
		cotp_json_each(errors, add_field_error, target);
		return;
	}
	begin_next(target);
	if (!add_json_texts(errors, target, "; ")) {
		target->used = before;
	}
}

/* A member of the outer or of the inner error. */
static const cotp_json *error_member(const cotp_json *error, error_name name)
{
	return error ? cotp_json_get(error, error_names[name]) : NULL;
}

static void read_json_error(const cotp_json *outer, error_texts *texts)
{
	const cotp_json *inner = cotp_json_get(outer, INNER_ERROR);
	inner = inner ? inner : cotp_json_get(outer, COTP_WIRE_ERROR_BLOCK);
	const cotp_json *errors[] = { outer, cotp_json_type_of(inner) == COTP_JSON_OBJECT ? inner : NULL };
	for (size_t i = 0; i < 2; i++) {
		add_json_code(error_member(errors[i], NAME_CODE), i == 0, texts);
	}
	for (int name = NAME_MESSAGE; name < NAME_MORE_INFO; name++) {
		for (size_t i = 0; i < 2 && !texts->message.used; i++) {
			add(&texts->message, cotp_json_string(error_member(errors[i], name)));
		}
	}
	if (!texts->message.used) {
		add(&texts->message, cotp_json_string(inner));
	}
	if (!texts->message.used && !texts->code) { /* a code that is a word */
		add(&texts->message, cotp_json_string(error_member(outer, NAME_CODE)));
	}
	for (int name = NAME_MORE_INFO; name < NAME_COUNT; name++) {
		for (size_t i = 0; i < 2; i++) {
			cotp_text text = cotp_json_string(error_member(errors[i], name));
			if (text.length) {
				begin_next(&texts->more_info);
				add(&texts->more_info, text);
			}
		}
	}
	add_field_errors(cotp_json_get(outer, FIELD_ERRORS), &texts->more_info);
	add_field_errors(cotp_json_get(outer, MODEL_STATE), &texts->more_info);
}

/* Reads an error in an object, or a text. */
static bool read_json_block(cotp_text body, cotp_wire_error_block *block)
{
#define NAME(identifier, name) name,
	static const char *const members[] = { ERROR_NAMES(NAME) INNER_ERROR, COTP_WIRE_ERROR_BLOCK, FIELD_ERRORS,
		MODEL_STATE, NULL };
	static const char *const inner_members[] = { ERROR_NAMES(NAME) NULL };
#undef NAME
	static const char *const item_members[] = { COTP_WIRE_ERROR_MESSAGE, NULL };
	static const char *const dictionaries[] = { FIELD_ERRORS, MODEL_STATE, NULL };
	const cotp_json_names names = { members, item_members, inner_members, dictionaries };
	cotp_json_fault ignored;
	error_texts texts = { .code = 0 };
	cotp_json *value = cotp_json_read(body, &names, MAX_DEPTH, &ignored);
	if (cotp_json_type_of(value) == COTP_JSON_OBJECT) {
		read_json_error(value, &texts);
	} else {
		add(&texts.message, cotp_json_string(value));
	}
	cotp_json_free(value);
	return keep_texts(&texts, block);
}

/* ---- XML: only what an error block needs, without DTDs, custom entities or recursion ---- */

typedef struct xml_tag {
	const char *start; /* its "<" */
	cotp_text name;    /* without a namespace prefix */
	bool is_closing;   /* </name> */
	bool is_empty;     /* <name/> */
} xml_tag;

/* Moves past the first occurrence of stop and puts the text before it into *before. */
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

/* Moves past the ">" that ends a tag. One inside the quotes of an attribute does not end it. */
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

/* What is not a tag, but begins like one. */
static const struct {
	const char *start;
	const char *stop;
	bool is_text;
} xml_others[] = { { "<!--", "-->", false }, { "<?", "?>", false }, { "<![CDATA[", "]]>", true } };

/* Moves past a comment, a declaration or a CDATA section, which has a text. Returns false if there is none, or if it
 * has no end; the text is then unchanged. */
static bool skip_other(cotp_text *rest, cotp_text *text)
{
	for (size_t i = 0; i < sizeof(xml_others) / sizeof(xml_others[0]); i++) {
		size_t length = strlen(xml_others[i].start);
		cotp_text inside = { rest->data + length, rest->length - length };
		if (starts_with(*rest, xml_others[i].start) && skip_past(&inside, xml_others[i].stop, text)) {
			*rest = inside;
			text->length = xml_others[i].is_text ? text->length : 0;
			return true;
		}
	}
	return false;
}

static cotp_text without_prefix(cotp_text name)
{
	const char *colon = name.length ? memchr(name.data, ':', name.length) : NULL;
	size_t length = colon ? (size_t)(colon - name.data) + 1 : 0;
	return (cotp_text){ name.data + length, name.length - length };
}

/* Reads the next tag. Returns false at the end and at a DTD. */
static bool next_tag(cotp_text *rest, xml_tag *tag)
{
	cotp_text inside;
	do {
		const char *start = rest->length ? memchr(rest->data, '<', rest->length) : NULL;
		if (!start) {
			return false;
		}
		*rest = (cotp_text){ start, rest->length - (size_t)(start - rest->data) };
	} while (skip_other(rest, &inside));
	tag->start = rest->data;
	if (!skip_tag(rest, &inside) || inside.length < 2 || inside.data[1] == '!' || inside.data[1] == '?') {
		return false;
	}
	inside = (cotp_text){ inside.data + 1, inside.length - 1 }; /* without the "<" */
	tag->is_closing = inside.data[0] == '/';
	tag->is_empty = !tag->is_closing && inside.data[inside.length - 1] == '/';
	inside.data += tag->is_closing;
	inside.length -= tag->is_closing + tag->is_empty;
	size_t length = 0;
	while (length < inside.length && !is_space(inside.data[length])) {
		length++;
	}
	tag->name = without_prefix((cotp_text){ inside.data, length });
	return true;
}

/* Writes a code point as UTF-8, or "?" if it is invalid or NUL. Returns the length. */
static size_t write_utf8(char *target, unsigned long point)
{
	size_t length = point && point <= 0x10FFFF ? cotp_text_encode((uint32_t)point, target) : 0;
	if (!length) {
		*target = '?';
		length = 1;
	}
	return length;
}

/* Reads the code point of "#65" or "#x41". Returns false if the reference has neither form. */
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

/* Decodes the reference after an "&" into at most four bytes. Returns their number, or 0 if it is not a known
 * reference. */
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

/* Appends the text of an element without children. */
static void add_xml(scratch *target, cotp_text content)
{
	content = trim(content);
	while (content.length) {
		cotp_text text = { content.data, 1 };
		char decoded[4];
		size_t consumed = 0;
		if (content.data[0] == '&') {
			cotp_text after = { content.data + 1, content.length - 1 };
			size_t length = decode_reference(after, decoded, &consumed);
			text = length ? (cotp_text){ decoded, length } : text;
			consumed = length ? consumed + 1 : 1;
		}
		if (consumed || !skip_other(&content, &text)) {
			consumed = consumed ? consumed : 1;
			content = (cotp_text){ content.data + consumed, content.length - consumed };
		}
		add(target, text);
	}
}

/* The children of an error that are ours. */
typedef struct xml_children {
	cotp_text contents[NAME_COUNT];
	int exact[NAME_COUNT]; /* how many have the name in our spelling */
	int other[NAME_COUNT]; /* and in another letter case */
} xml_children;

static void note_child(xml_children *children, cotp_text name, cotp_text content)
{
	for (int i = 0; i < NAME_COUNT; i++) {
		cotp_text ours = cotp_text_of(error_names[i]);
		bool is_exact = cotp_text_equals(name, ours);
		if (!cotp_text_equals_ignoring_case(name, ours)) {
			continue;
		}
		if (is_exact || !children->exact[i]) {
			children->contents[i] = content;
		}
		children->exact[i] += is_exact;
		children->other[i] += !is_exact;
	}
}

/* As for JSON, a name in our spelling wins, and without it only one in another letter case is ours. */
static bool children_are_clear(const xml_children *children)
{
	bool are_clear = true;
	for (int i = 0; i < NAME_COUNT; i++) {
		are_clear = are_clear && children->exact[i] <= 1 && (children->exact[i] || children->other[i] <= 1);
	}
	return are_clear;
}

static void read_xml_error(const xml_children *children, bool is_documented, error_texts *texts)
{
	int number = 0;
	scratch code = { .used = 0 };
	add_xml(&code, children->contents[NAME_CODE]);
	read_code(trim((cotp_text){ code.text, code.used }), &number);
	if (is_documented) {
		texts->code = number;
	}
	keep_negative(number, texts);
	for (int name = NAME_MESSAGE; name < NAME_MORE_INFO && !texts->message.used; name++) {
		add_xml(&texts->message, children->contents[name]);
	}
	for (int name = NAME_MORE_INFO; name < NAME_COUNT; name++) {
		if (trim(children->contents[name]).length) {
			begin_next(&texts->more_info);
			add_xml(&texts->more_info, children->contents[name]);
		}
	}
}

/* Reads the content of the outermost element up to its end. Returns false if it has none. */
static bool read_children(cotp_text *body, xml_children *children)
{
	xml_tag tag;
	cotp_text open = { NULL, 0 };
	const char *start = NULL;
	size_t depth = 1;
	while (depth > 0 && next_tag(body, &tag)) {
		if (tag.is_closing) {
			if (depth == 2 && open.data && cotp_text_equals(tag.name, open)) {
				note_child(children, open, (cotp_text){ start, (size_t)(tag.start - start) });
			}
			depth--;
		} else if (!tag.is_empty) {
			depth++;
		}
		/* only an element without children is a text */
		open = tag.is_closing || tag.is_empty ? (cotp_text){ NULL, 0 } : tag.name;
		start = body->data;
	}
	return depth == 0;
}

/* Returns whether an outermost element with this name is an error: the vendor's, that of ASP.NET Web API, or that of
 * RFC 9457. */
static bool is_error_element(cotp_text name)
{
	static const char *const names[] = { COTP_WIRE_ERROR_BLOCK, INNER_ERROR, "problem" };
	bool found = false;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		found = found || cotp_text_equals_ignoring_case(name, cotp_text_of(names[i]));
	}
	return found;
}

static bool read_xml_block(cotp_text body, cotp_wire_error_block *block)
{
	xml_tag tag;
	xml_children children = { .exact = { 0 } };
	error_texts texts = { .code = 0 };
	bool is_error = next_tag(&body, &tag) && !tag.is_closing && !tag.is_empty && is_error_element(tag.name);
	if (!is_error || !read_children(&body, &children) || !children_are_clear(&children)) {
		return false;
	}
	bool is_documented = cotp_text_equals(tag.name, COTP_TEXT(COTP_WIRE_ERROR_BLOCK));
	read_xml_error(&children, is_documented, &texts);
	return keep_texts(&texts, block);
}

/* ---- JSON or XML ---- */

bool cotp_wire_read_error_block(cotp_text body, cotp_wire_error_block *block)
{
	cotp_text text = trim(cotp_json_skip_mark(body));
	memset(block, 0, sizeof(*block));
	bool is_block = false;
	if (starts_with(text, "{") || starts_with(text, "\"")) {
		is_block = read_json_block(text, block);
	} else if (starts_with(text, "<") && !memchr(text.data, '\0', text.length)) {
		is_block = read_xml_block(text, block);
	}
	if (!is_block) {
		memset(block, 0, sizeof(*block));
	}
	return is_block;
}
