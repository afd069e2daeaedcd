/* SPDX-License-Identifier: BSD-3-Clause */
#include "cotp_wire_error.h"

#include <limits.h>
#include <string.h>

#include "cotp_card_number.h"
#include "cotp_check.h"
#include "cotp_json_read.h"
#include "cotp_wire_names.h"

#define MAX_DEPTH 64

/* ---- texts ---- */

/* Twice as long as the text that is kept, so a card number at its end is found as a whole. */
#define SCRATCH_SIZE (2 * sizeof(((cotp_wire_error_block *)NULL)->message))

/* Masks and shortens a text of the service before it gets into messages and logs. scratch has SCRATCH_SIZE bytes. */
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
		for (size_t i = 0; i < length; i++) {
			scratch[i] = (char)(text.data[i] ? text.data[i] : '?');
		}
		scratch[length] = '\0';
		keep_text(target, size, scratch);
	}
}

/* ---- JSON ---- */

static bool read_json_block(cotp_text body, cotp_wire_error_block *block)
{
	static const char *const members[] = { COTP_WIRE_ERROR_CODE, COTP_WIRE_ERROR_MESSAGE, COTP_WIRE_ERROR_MORE_INFO,
		NULL };
	cotp_json_fault ignored;
	cotp_json *object = cotp_json_read(body, &(cotp_json_names){ .members = members }, MAX_DEPTH, &ignored);
	cotp_json *code =
		cotp_json_type_of(object) == COTP_JSON_OBJECT ? cotp_json_get(object, COTP_WIRE_ERROR_CODE) : NULL;
	int64_t number = cotp_json_integer(code);
	bool is_block = number != 0 && number >= INT_MIN && number <= INT_MAX;
	if (is_block) {
		block->code = (int)number;
		keep_json_text(block->message, sizeof(block->message), cotp_json_get(object, COTP_WIRE_ERROR_MESSAGE));
		keep_json_text(block->more_info, sizeof(block->more_info), cotp_json_get(object, COTP_WIRE_ERROR_MORE_INFO));
	}
	cotp_json_free(object);
	return is_block;
}

/* ---- XML: only what an error block needs, without DTDs, custom entities or recursion ---- */

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

static bool starts_with(cotp_text text, const char *start)
{
	size_t length = strlen(start);
	return text.length >= length && memcmp(text.data, start, length) == 0;
}

/* Reads the next tag and puts the text before it into *before. Skips declarations and comments. Returns false at the
 * end and at a DTD. */
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
	bool is_negative = starts_with(text, "-");
	int number = 0;
	if (text.length <= is_negative || text.length > 9U + is_negative) {
		return false;
	}
	for (size_t i = is_negative; i < text.length; i++) {
		if (!cotp_char_is_digit(text.data[i])) {
			return false;
		}
		number = number * 10 + (text.data[i] - '0');
	}
	*code = is_negative ? -number : number;
	return number != 0;
}

/* Reads a child of the error block. Returns false if it makes the block invalid. */
static bool keep_child(cotp_text name, cotp_text content, cotp_wire_error_block *block)
{
	content = trim(content);
	if (cotp_text_equals(name, COTP_TEXT(COTP_WIRE_ERROR_CODE))) {
		return block->code == 0 && read_code(content, &block->code);
	}
	if (cotp_text_equals(name, COTP_TEXT(COTP_WIRE_ERROR_MESSAGE))) {
		keep_xml_text(block->message, sizeof(block->message), content);
	} else if (cotp_text_equals(name, COTP_TEXT(COTP_WIRE_ERROR_MORE_INFO))) {
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
		!cotp_text_equals(tag.name, COTP_TEXT(COTP_WIRE_ERROR_BLOCK))) {
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
		/* only an element without children is a text */
		open = tag.is_closing || tag.is_empty ? (cotp_text){ NULL, 0 } : tag.name;
	}
	return depth == 0 && block->code != 0;
}

/* ---- JSON or XML ---- */

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
