/* SPDX-License-Identifier: BSD-3-Clause */
#include "cotp_json_read.h"

#include <string.h>

#include <jansson.h>

typedef struct reader {
	cotp_text text;
	size_t at;
	size_t level; /* the number of open brackets */
	size_t max_depth;
	const cotp_json_names *names;
	const char *member; /* the name of the outermost object's member that is being read */
	cotp_json_fault *fault;
} reader;

static bool fail(reader *in, cotp_json_problem problem)
{
	bool is_truncated = problem == COTP_JSON_UNEXPECTED && in->at == in->text.length;
	in->fault->problem = is_truncated ? COTP_JSON_TRUNCATED : problem;
	in->fault->at = in->at;
	return false;
}

/* Returns the character at the current position, or NUL at the end. A NUL in the text is never allowed. */
static char current(const reader *in)
{
	return (char)(in->at < in->text.length ? in->text.data[in->at] : '\0');
}

/* Skips white space and returns the character after it. */
static char next(reader *in)
{
	while (current(in) == ' ' || current(in) == '\t' || current(in) == '\r' || current(in) == '\n') {
		in->at++;
	}
	return current(in);
}

/* Takes the value, which is NULL if memory ran out. */
static bool keep(reader *in, cotp_json *made, cotp_json **value)
{
	*value = made;
	return made || fail(in, COTP_JSON_NO_MEMORY);
}

/* ---- strings ---- */

/* Reads the number of a \u escape. */
static bool read_code_unit(cotp_text text, size_t at, uint32_t *unit)
{
	if (text.length < 6 || at > text.length - 6 || text.data[at] != '\\' || text.data[at + 1] != 'u') {
		return false;
	}
	*unit = 0;
	for (size_t i = at + 2; i < at + 6; i++) {
		int digit = cotp_char_hex_value(text.data[i]);
		if (digit < 0) {
			return false;
		}
		*unit = *unit << 4 | (uint32_t)digit;
	}
	return true;
}

/* Returns the length of the \u escape, or of the two escapes of a surrogate pair, and 0 if it is invalid. */
static size_t read_code_point(cotp_text text, size_t at, uint32_t *code_point)
{
	uint32_t high;
	uint32_t low;
	if (!read_code_unit(text, at, &high) || (high >= 0xDC00 && high <= 0xDFFF)) {
		return 0;
	}
	if (high < 0xD800 || high > 0xDFFF) {
		*code_point = high;
		return 6;
	}
	if (!read_code_unit(text, at + 6, &low) || low < 0xDC00 || low > 0xDFFF) {
		return 0;
	}
	*code_point = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
	return 12;
}

static const char escapes[] = "\"\\/bfnrt";
static const char escaped[] = "\"\\/\b\f\n\r\t";

static bool skip_escape(reader *in)
{
	uint32_t ignored;
	char c = (char)(in->at + 1 < in->text.length ? in->text.data[in->at + 1] : '\0');
	size_t length = 2;
	if (c == 'u') {
		length = read_code_point(in->text, in->at, &ignored);
		if (!length) {
			return fail(in, COTP_JSON_ENCODING);
		}
	} else if (!c || !strchr(escapes, c)) {
		in->at++;
		return fail(in, COTP_JSON_UNEXPECTED);
	}
	in->at += length;
	return true;
}

/* Moves past the characters that stand for themselves and are one byte each. */
static void skip_plain(reader *in)
{
	const char *end = in->text.data + in->text.length;
	const char *at = in->text.data + in->at;
	while (at < end && (unsigned char)*at >= 0x20 && (unsigned char)*at < 0x80 && *at != '"' && *at != '\\') {
		at++;
	}
	in->at = (size_t)(at - in->text.data);
}

/* Moves past a string. raw is the text between its quotes. */
static bool skip_string(reader *in, cotp_text *raw)
{
	size_t start = ++in->at;
	for (skip_plain(in); in->at < in->text.length; skip_plain(in)) {
		char c = current(in);
		if (c == '"') {
			*raw = (cotp_text){ in->text.data + start, in->at - start };
			in->at++;
			return true;
		}
		if (c == '\\') {
			if (!skip_escape(in)) {
				return false;
			}
			continue;
		}
		if ((unsigned char)c < 0x20) {
			return fail(in, COTP_JSON_UNEXPECTED);
		}
		size_t length = cotp_text_utf8_length(in->text.data + in->at, in->text.length - in->at);
		if (!length) {
			return fail(in, COTP_JSON_ENCODING);
		}
		in->at += length;
	}
	return fail(in, COTP_JSON_UNEXPECTED);
}

/* Appends the character of an escape and moves *at past it. The escape has been checked. */
static bool append_escaped(cotp_text raw, size_t *at, cotp_buffer *buffer)
{
	char utf8[4];
	uint32_t code_point = 0;
	if (raw.data[*at + 1] == 'u') {
		*at += read_code_point(raw, *at, &code_point);
	} else {
		code_point = (unsigned char)escaped[strchr(escapes, raw.data[*at + 1]) - escapes];
		*at += 2;
	}
	return cotp_buffer_append(buffer, utf8, cotp_text_encode(code_point, utf8));
}

/* Resolves the escapes. Returns false if memory runs out. The caller frees the buffer. */
static bool unescape(cotp_text raw, cotp_buffer *buffer)
{
	*buffer = (cotp_buffer){ .limit = raw.length }; /* an escape is longer than its character */
	for (size_t at = 0; at < raw.length;) {
		const char *escape = memchr(raw.data + at, '\\', raw.length - at);
		size_t end = escape ? (size_t)(escape - raw.data) : raw.length;
		if (!cotp_buffer_append(buffer, raw.data + at, end - at)) {
			return false;
		}
		at = end;
		if (escape && !append_escaped(raw, &at, buffer)) {
			return false;
		}
	}
	return true;
}

static bool has_escape(cotp_text raw)
{
	return raw.length && memchr(raw.data, '\\', raw.length);
}

static bool read_string(reader *in, bool is_ours, cotp_json **value)
{
	cotp_text raw = { NULL, 0 };
	cotp_buffer buffer;
	if (!skip_string(in, &raw)) {
		return false;
	}
	if (!is_ours) {
		return true;
	}
	if (!has_escape(raw)) {
		return keep(in, json_stringn(raw.data, raw.length), value);
	}
	bool kept = unescape(raw, &buffer) ? keep(in, json_stringn(buffer.data, buffer.length), value)
									   : fail(in, COTP_JSON_NO_MEMORY);
	cotp_buffer_free(&buffer);
	return kept;
}

/* ---- numbers and literals ---- */

static size_t skip_digits(reader *in)
{
	size_t start = in->at;
	while (cotp_char_is_digit(current(in))) {
		in->at++;
	}
	return in->at - start;
}

/* Moves past a number. integer is its text if it has neither a fraction nor an exponent, and empty otherwise. */
static bool skip_number(reader *in, cotp_text *integer)
{
	size_t start = in->at;
	in->at += current(in) == '-';
	if (current(in) == '0') {
		in->at++;
	} else if (!skip_digits(in)) {
		return fail(in, COTP_JSON_UNEXPECTED);
	}
	size_t end = in->at;
	if (current(in) == '.') {
		in->at++;
		if (!skip_digits(in)) {
			return fail(in, COTP_JSON_UNEXPECTED);
		}
	}
	if (current(in) == 'e' || current(in) == 'E') {
		in->at++;
		in->at += current(in) == '+' || current(in) == '-';
		if (!skip_digits(in)) {
			return fail(in, COTP_JSON_UNEXPECTED);
		}
	}
	*integer = (cotp_text){ in->text.data + start, in->at == end ? end - start : 0 };
	return true;
}

/* Returns false if the text is empty or the integer has more than 64 bits. */
static bool read_integer(cotp_text text, int64_t *integer)
{
	bool is_negative = text.length && text.data[0] == '-';
	uint64_t limit = (uint64_t)INT64_MAX + is_negative;
	uint64_t value = 0;
	for (size_t i = is_negative; i < text.length; i++) {
		uint64_t digit = (uint64_t)(text.data[i] - '0');
		if (value > (limit - digit) / 10) {
			return false;
		}
		value = value * 10 + digit;
	}
	*integer = is_negative ? (int64_t)(0 - value) : (int64_t)value;
	return text.length;
}

static bool read_number(reader *in, bool is_ours, cotp_json **value)
{
	cotp_text text = { NULL, 0 };
	int64_t integer = 0;
	if (!skip_number(in, &text)) {
		return false;
	}
	return !is_ours ||
		   keep(in, read_integer(text, &integer) ? cotp_json_new_integer(integer) : cotp_json_new_real(0.0), value);
}

static bool read_literal(reader *in, const char *word, bool is_ours, cotp_json **value)
{
	for (size_t i = 0; word[i]; i++) {
		if (current(in) != word[i]) {
			return fail(in, COTP_JSON_UNEXPECTED);
		}
		in->at++;
	}
	return !is_ours || keep(in, word[0] == 'n' ? cotp_json_new_null() : cotp_json_new_boolean(word[0] == 't'), value);
}

/* ---- arrays and objects ---- */

static bool read_value(reader *in, bool is_ours, cotp_json **value);

static bool open_bracket(reader *in)
{
	if (in->level == in->max_depth) {
		return fail(in, COTP_JSON_TOO_DEEP);
	}
	in->level++;
	in->at++;
	return true;
}

/* Returns whether the bracket closes here, and moves past it. */
static bool closes(reader *in, char bracket)
{
	if (next(in) != bracket) {
		return false;
	}
	in->level--;
	in->at++;
	return true;
}

static bool take(reader *in, char c)
{
	if (next(in) != c) {
		return fail(in, COTP_JSON_UNEXPECTED);
	}
	in->at++;
	return true;
}

static bool read_items(reader *in, cotp_json *array)
{
	if (closes(in, ']')) {
		return true;
	}
	for (;;) {
		cotp_json *item = NULL;
		if (!read_value(in, array != NULL, &item)) {
			return false;
		}
		if (array && !cotp_json_append(array, item)) {
			return fail(in, COTP_JSON_NO_MEMORY);
		}
		if (closes(in, ']')) {
			return true;
		}
		if (!take(in, ',')) {
			return false;
		}
	}
}

/* The names of an object that are ours, as bits of their positions in the list. */
typedef struct found_names {
	uint32_t exact;
	uint32_t other;   /* in another letter case */
	uint32_t unclear; /* so more than once */
} found_names;

typedef struct found_name {
	int position; /* -1: the name is not ours */
	bool is_exact;
} found_name;

static found_name find_text(const char *const *names, cotp_text name)
{
	found_name found = { -1, false };
	for (int i = 0; names[i] && !found.is_exact; i++) {
		bool is_exact = cotp_text_equals(name, cotp_text_of(names[i]));
		if (is_exact || (found.position < 0 && cotp_text_equals_ignoring_case(name, cotp_text_of(names[i])))) {
			found = (found_name){ i, is_exact };
		}
	}
	return found;
}

/* Returns false if memory runs out. */
static bool find_name(reader *in, const char *const *names, cotp_text raw, found_name *found)
{
	cotp_buffer buffer = { 0 };
	cotp_text name = raw;
	if (has_escape(raw)) {
		if (!unescape(raw, &buffer)) {
			cotp_buffer_free(&buffer);
			return fail(in, COTP_JSON_NO_MEMORY);
		}
		name = (cotp_text){ buffer.data, buffer.length };
	}
	*found = find_text(names, name);
	cotp_buffer_free(&buffer);
	return true;
}

/* Takes the value, under our spelling of its name. */
static bool keep_member(reader *in, const char *name, cotp_json *value, cotp_json *object)
{
	return cotp_json_set(object, cotp_text_of(name), value) || fail(in, COTP_JSON_NO_MEMORY);
}

/* Reads the value of a member with one of our names. */
static bool read_our_value(reader *in, const char *name, found_name found, found_names *seen, cotp_json *object)
{
	cotp_json *value = NULL;
	uint32_t bit = UINT32_C(1) << found.position;
	bool is_better = found.is_exact || !((seen->exact | seen->other) & bit);
	if (found.is_exact && seen->exact & bit) {
		in->fault->name = name;
		return fail(in, COTP_JSON_DUPLICATE);
	}
	in->member = in->level == 1 ? name : in->member;
	if (!take(in, ':') || !read_value(in, is_better, &value)) {
		return false;
	}
	if (found.is_exact) {
		json_object_del(object, name); /* the value of the same name in another letter case, if there is one */
		seen->exact |= bit;
	} else {
		seen->unclear |= seen->other & bit;
		seen->other |= bit;
	}
	return !is_better || keep_member(in, name, value, object);
}

/* names is NULL if no member of the object is ours. */
static bool read_member(reader *in, const char *const *names, found_names *seen, cotp_json *object)
{
	cotp_text raw;
	cotp_json *ignored = NULL;
	found_name found = { -1, false };
	if (next(in) != '"') {
		return fail(in, COTP_JSON_UNEXPECTED);
	}
	if (!skip_string(in, &raw) || (names && !find_name(in, names, raw, &found))) {
		return false;
	}
	if (found.position >= 0) {
		return read_our_value(in, names[found.position], found, seen, object);
	}
	return take(in, ':') && read_value(in, false, &ignored);
}

/* Called at the end of an object. */
static bool check_names(reader *in, const char *const *names, const found_names *seen)
{
	uint32_t unclear = seen->unclear & ~seen->exact;
	for (int i = 0; unclear >> i; i++) {
		if (unclear >> i & 1) {
			in->fault->name = names[i];
			return fail(in, COTP_JSON_DUPLICATE);
		}
	}
	return true;
}

/* Reads a member of a dictionary. */
static bool read_entry(reader *in, cotp_json *dictionary)
{
	cotp_text raw;
	cotp_json *value = NULL;
	cotp_buffer name;
	if (next(in) != '"') {
		return fail(in, COTP_JSON_UNEXPECTED);
	}
	if (!skip_string(in, &raw) || !take(in, ':')) {
		return false;
	}
	if (!unescape(raw, &name)) {
		cotp_buffer_free(&name);
		return fail(in, COTP_JSON_NO_MEMORY);
	}
	bool is_kept = name.length && !memchr(name.data, '\0', name.length) &&
				   cotp_json_count(dictionary) < COTP_JSON_DICTIONARY && !cotp_json_get(dictionary, name.data);
	bool read = read_value(in, is_kept, &value) && (!is_kept || keep_member(in, name.data, value, dictionary));
	cotp_buffer_free(&name);
	return read;
}

static bool is_dictionary(const reader *in)
{
	bool found = false;
	for (const char *const *name = in->names->dictionaries; in->level == 2 && name && *name && !found; name++) {
		found = strcmp(in->member, *name) == 0;
	}
	return found;
}

static const char *const *names_of_object(const reader *in)
{
	switch (in->level) {
		case 1:
			return in->names->members;
		case 2:
			return in->names->inner_members;
		case 3:
			return in->names->item_members;
		default:
			return NULL;
	}
}

/* object is NULL if it is not ours. */
static bool read_members(reader *in, cotp_json *object)
{
	const char *const *names = object ? names_of_object(in) : NULL;
	bool keeps_all = object && in->member && is_dictionary(in);
	found_names seen = { 0 };
	if (closes(in, '}')) {
		return true;
	}
	for (;;) {
		if (!(keeps_all ? read_entry(in, object) : read_member(in, names, &seen, object))) {
			return false;
		}
		if (closes(in, '}')) {
			return check_names(in, names, &seen);
		}
		if (!take(in, ',')) {
			return false;
		}
	}
}

static bool read_array(reader *in, bool is_ours, cotp_json **value)
{
	return open_bracket(in) && (!is_ours || keep(in, cotp_json_new_array(), value)) && read_items(in, *value);
}

static bool read_object(reader *in, bool is_ours, cotp_json **value)
{
	return open_bracket(in) && (!is_ours || keep(in, cotp_json_new_object(), value)) && read_members(in, *value);
}

/* ---- values ---- */

static bool read_any(reader *in, bool is_ours, cotp_json **value)
{
	switch (next(in)) {
		case '{':
			return read_object(in, is_ours, value);
		case '[':
			return read_array(in, is_ours, value);
		case '"':
			return read_string(in, is_ours, value);
		case 't':
			return read_literal(in, "true", is_ours, value);
		case 'f':
			return read_literal(in, "false", is_ours, value);
		case 'n':
			return read_literal(in, "null", is_ours, value);
		default:
			return read_number(in, is_ours, value);
	}
}

/* Leaves *value NULL if the value is not ours or anything fails. */
static bool read_value(reader *in, bool is_ours, cotp_json **value)
{
	*value = NULL;
	if (read_any(in, is_ours, value)) {
		return true;
	}
	cotp_json_free(*value);
	*value = NULL;
	return false;
}

cotp_text cotp_json_skip_mark(cotp_text text)
{
	if (text.length >= 3 && memcmp(text.data, "\xEF\xBB\xBF", 3) == 0) {
		return (cotp_text){ text.data + 3, text.length - 3 };
	}
	return text;
}

cotp_json *cotp_json_read(cotp_text text, const cotp_json_names *names, size_t max_depth, cotp_json_fault *fault)
{
	cotp_json *value = NULL;
	*fault = (cotp_json_fault){ .problem = COTP_JSON_VALID };
	reader in = { .text = text, .max_depth = max_depth, .names = names, .fault = fault };
	in.at = text.length - cotp_json_skip_mark(text).length;
	next(&in);
	if (in.at == text.length) {
		fail(&in, COTP_JSON_EMPTY);
		return NULL;
	}
	if (!read_value(&in, true, &value)) {
		return NULL;
	}
	next(&in);
	if (in.at < text.length) {
		cotp_json_free(value);
		fail(&in, COTP_JSON_UNEXPECTED);
		return NULL;
	}
	return value;
}
