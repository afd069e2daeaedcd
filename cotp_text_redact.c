/* SPDX-License-Identifier: BSD-3-Clause */
#include "cotp_text.h"

#include <string.h>

#define MAX_DEPTH    2  /* a response may quote a text that was escaped before */
#define MAX_ESCAPE   64 /* bytes of a character that is escaped twice */
#define MAX_READINGS 4  /* readings of the same text that are followed at once */
#define MIN_FREE     4  /* shorter secrets occur in other words */

/* ---- escapes ---- */

/* One escaped character, or one byte of it. */
typedef struct escape {
	uint32_t value;
	bool is_byte;
	bool is_percent;
	size_t length;
} escape;

/* Reads the characters of an escape, which may be escaped themselves, depth times. */
typedef struct cursor {
	const char *at;
	int depth;
} cursor;

static bool read_single_escape(const char *at, int depth, escape *found);

/* Returns the next character, or 0 at the end. Other characters than ASCII are returned byte by byte. */
static uint32_t next_char(cursor *in)
{
	escape inner;
	if (in->depth > 0 && read_single_escape(in->at, in->depth, &inner) && inner.value > 0 && inner.value < 0x80) {
		in->at += inner.length;
		return inner.value;
	}
	uint32_t c = (unsigned char)*in->at;
	in->at += c != 0;
	return c;
}

static bool skip_char(cursor *in, char c)
{
	cursor after = *in;
	if (next_char(&after) != (unsigned char)c) {
		return false;
	}
	*in = after;
	return true;
}

/* Reads at least `least` and at most `most` digits of a number. */
static bool read_number(cursor *in, unsigned base, int least, int most, uint32_t *value)
{
	int count = 0;
	*value = 0;
	for (; count < most; count++) {
		cursor after = *in;
		uint32_t c = next_char(&after);
		int digit = c < 0x80 ? cotp_char_hex_value((char)c) : -1;
		if (digit < 0 || (unsigned)digit >= base) {
			break;
		}
		*value = *value * base + (unsigned)digit;
		*in = after;
	}
	return count >= least;
}

/* %2B, or %u002B as some older servers write it */
static bool read_percent(cursor *in, escape *found)
{
	found->is_percent = true;
	if (skip_char(in, 'u')) {
		return read_number(in, 16, 4, 4, &found->value);
	}
	found->is_byte = true;
	return read_number(in, 16, 2, 2, &found->value);
}

/* The escapes of JSON and of the languages around it: \/ \n \x2B \u002B \u{2B} */
static bool read_backslash(cursor *in, escape *found)
{
	static const char names[] = "\"\\/'bfnrt";
	static const char values[] = "\"\\/'\b\f\n\r\t";
	uint32_t c = next_char(in);
	if (c == 'x') {
		found->is_byte = true;
		return read_number(in, 16, 2, 2, &found->value);
	}
	if (c == 'u' || c == 'U') {
		return skip_char(in, '{') ? read_number(in, 16, 1, 6, &found->value) && skip_char(in, '}')
								  : read_number(in, 16, 4, 4, &found->value);
	}
	const char *name = c > 0 && c < 0x80 ? strchr(names, (int)c) : NULL;
	found->value = name ? (unsigned char)values[name - names] : 0;
	return name;
}

typedef struct entity {
	const char *name;
	uint32_t value;
} entity;

static const entity entities[] = { { "amp", '&' }, { "AMP", '&' }, { "lt", '<' }, { "LT", '<' }, { "gt", '>' },
	{ "GT", '>' }, { "quot", '"' }, { "QUOT", '"' }, { "apos", '\'' }, { "nbsp", 0xA0 }, { "commat", '@' },
	{ "plus", '+' }, { "period", '.' }, { "lowbar", '_' }, { "sol", '/' }, { "bsol", '\\' }, { "colon", ':' },
	{ "semi", ';' }, { "comma", ',' }, { "num", '#' }, { "excl", '!' }, { "quest", '?' }, { "equals", '=' },
	{ "percnt", '%' }, { "dollar", '$' }, { "ast", '*' }, { "lpar", '(' }, { "rpar", ')' }, { "lsqb", '[' },
	{ "rsqb", ']' }, { "lbrack", '[' }, { "rbrack", ']' }, { "lcub", '{' }, { "rcub", '}' }, { "lbrace", '{' },
	{ "rbrace", '}' }, { "verbar", '|' }, { "vert", '|' }, { "grave", '`' }, { "Hat", '^' }, { "hyphen", '-' },
	{ "dash", '-' }, { "NewLine", '\n' }, { "Tab", '\t' } };

/* Latin-1's letters in their order from U+00C0 on. */
static const char *const latin_entities[] = { "Agrave", "Aacute", "Acirc", "Atilde", "Auml", "Aring", "AElig", "Ccedil",
	"Egrave", "Eacute", "Ecirc", "Euml", "Igrave", "Iacute", "Icirc", "Iuml", "ETH", "Ntilde", "Ograve", "Oacute",
	"Ocirc", "Otilde", "Ouml", "times", "Oslash", "Ugrave", "Uacute", "Ucirc", "Uuml", "Yacute", "THORN", "szlig",
	"agrave", "aacute", "acirc", "atilde", "auml", "aring", "aelig", "ccedil", "egrave", "eacute", "ecirc", "euml",
	"igrave", "iacute", "icirc", "iuml", "eth", "ntilde", "ograve", "oacute", "ocirc", "otilde", "ouml", "divide",
	"oslash", "ugrave", "uacute", "ucirc", "uuml", "yacute", "thorn", "yuml" };

static uint32_t entity_value(const char *name)
{
	for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]); i++) {
		if (strcmp(name, entities[i].name) == 0) {
			return entities[i].value;
		}
	}
	for (size_t i = 0; i < sizeof(latin_entities) / sizeof(latin_entities[0]); i++) {
		if (strcmp(name, latin_entities[i]) == 0) {
			return 0xC0 + (uint32_t)i;
		}
	}
	return 0;
}

/* &amp; &#43; &#x2B; */
static bool read_entity(cursor *in, escape *found)
{
	char name[9] = "";
	if (skip_char(in, '#')) {
		bool is_hex = skip_char(in, 'x') || skip_char(in, 'X');
		bool is_number = read_number(in, is_hex ? 16 : 10, 1, 8, &found->value);
		skip_char(in, ';'); /* browsers accept it without */
		return is_number;
	}
	for (size_t i = 0; i < sizeof(name); i++) {
		uint32_t c = next_char(in);
		if (c == ';') {
			found->value = entity_value(name);
			return found->value != 0;
		}
		if (c >= 0x80 || !cotp_char_is_letter((char)c) || i + 1 == sizeof(name)) {
			break;
		}
		name[i] = (char)c;
	}
	return false;
}

/* An introducer that is escaped itself begins with an introducer. */
static bool is_introducer(char c)
{
	return c == '%' || c == '\\' || c == '&';
}

static bool read_single_escape(const char *at, int depth, escape *found)
{
	cursor in = { at, depth - 1 };
	bool is_escape = false;
	*found = (escape){ 0 };
	if (!is_introducer(*at)) {
		return false;
	}
	switch (next_char(&in)) {
		case '%':
			is_escape = read_percent(&in, found);
			break;
		case '\\':
			is_escape = read_backslash(&in, found);
			break;
		case '&':
			is_escape = read_entity(&in, found);
			break;
		default:
			break;
	}
	found->length = (size_t)(in.at - at);
	return is_escape;
}

/* Reads a character that is escaped depth times (or fewer). Returns false if there is none. */
static bool read_escape(const char *at, int depth, escape *found)
{
	escape low;
	if (!read_single_escape(at, depth, found)) {
		return false;
	}
	bool is_high_half = !found->is_byte && found->value >= 0xD800 && found->value <= 0xDBFF;
	if (is_high_half && read_single_escape(at + found->length, depth, &low) && low.value >= 0xDC00 &&
		low.value <= 0xDFFF) {
		found->value = 0x10000 + ((found->value - 0xD800) << 10) + (low.value - 0xDC00);
		found->length += low.length;
	}
	return true;
}

/* ---- secrets ---- */

/* The positions up to which the characters of the secret that were compared can be read. */
typedef struct readings {
	size_t at[MAX_READINGS];
	size_t count;
} readings;

static void add_reading(readings *set, size_t at)
{
	for (size_t i = 0; i < set->count; i++) {
		if (set->at[i] == at) {
			return;
		}
	}
	if (set->count < MAX_READINGS) {
		set->at[set->count++] = at;
	}
}

static bool is_same_byte(uint32_t value, char c)
{
	return value < 0x100 && cotp_char_lower((char)value) == cotp_char_lower(c);
}

/* In a form, and in a query, a space is written as a plus sign. */
static bool is_space_for_plus(uint32_t value, char c)
{
	return (value == '+' && c == ' ') || (value == ' ' && c == '+');
}

static bool is_same_escape(const escape *found, char c)
{
	if (is_same_byte(found->value, c)) {
		return found->is_byte || found->value < 0x80;
	}
	return !found->is_percent && (is_space_for_plus(found->value, c) || (found->value == 0xA0 && c == ' '));
}

/* Reads one byte of the secret in each way that it can be written. */
static void match_byte(const char *string, size_t at, char c, readings *next)
{
	escape found;
	uint32_t literal = (unsigned char)string[at];
	if (is_same_byte(literal, c) || is_space_for_plus(literal, c)) {
		add_reading(next, at + 1);
	}
	for (int depth = 1; depth <= MAX_DEPTH; depth++) {
		if (read_escape(string + at, depth, &found) && is_same_escape(&found, c)) {
			add_reading(next, at + found.length);
		}
	}
}

/* Reads a character of several bytes that is escaped as a whole. */
static void match_code_point(const char *string, size_t at, cotp_text character, readings *next)
{
	escape found;
	char utf8[4];
	for (int depth = 1; depth <= MAX_DEPTH; depth++) {
		if (read_escape(string + at, depth, &found) && !found.is_byte &&
			cotp_text_equals((cotp_text){ utf8, cotp_text_encode(found.value, utf8) }, character)) {
			add_reading(next, at + found.length);
		}
	}
}

static void match_bytes(const char *string, size_t at, cotp_text character, readings *next)
{
	readings now = { { at }, 1 };
	for (size_t i = 0; i < character.length && now.count; i++) {
		readings after = { .count = 0 };
		for (size_t j = 0; j < now.count; j++) {
			match_byte(string, now.at[j], character.data[i], &after);
		}
		now = after;
	}
	for (size_t i = 0; i < now.count; i++) {
		add_reading(next, now.at[i]);
	}
}

/* Returns the number of bytes that the secret takes at the beginning of the string, or 0 if it does not stand there. */
static size_t secret_length(const char *string, cotp_text secret)
{
	readings now = { { 0 }, 1 };
	size_t longest = 0;
	for (size_t i = 0; i < secret.length && now.count;) {
		size_t length = cotp_text_utf8_length(secret.data + i, secret.length - i);
		cotp_text character = { secret.data + i, length ? length : 1 };
		readings next = { .count = 0 };
		for (size_t j = 0; j < now.count; j++) {
			match_bytes(string, now.at[j], character, &next);
			if (character.length > 1) {
				match_code_point(string, now.at[j], character, &next);
			}
		}
		now = next;
		i += character.length;
	}
	for (size_t i = 0; i < now.count; i++) {
		longest = now.at[i] > longest ? now.at[i] : longest;
	}
	return longest;
}

/* Returns false at most positions, so that they cost nothing. */
static bool may_begin(char c, char first)
{
	uint32_t value = (unsigned char)c;
	return is_introducer(c) || is_same_byte(value, first) || is_space_for_plus(value, first);
}

/* Returns whether the character belongs to a word. */
static bool is_word(uint32_t value)
{
	if (value < 0x80) {
		return value == '_' || cotp_char_is_letter((char)value) || cotp_char_is_digit((char)value);
	}
	return value != 0xA0;
}

static bool is_word_before(const char *string, size_t at)
{
	escape found;
	for (size_t length = at < MAX_ESCAPE ? at : MAX_ESCAPE; length > 1; length--) {
		for (int depth = MAX_DEPTH; depth > 0; depth--) {
			if (read_escape(string + at - length, depth, &found) && found.length == length) {
				return is_word(found.value);
			}
		}
	}
	return at > 0 && is_word((unsigned char)string[at - 1]);
}

static bool is_word_after(const char *string)
{
	escape found;
	for (int depth = MAX_DEPTH; depth > 0; depth--) {
		if (read_escape(string, depth, &found)) {
			return is_word(found.value);
		}
	}
	return is_word((unsigned char)*string);
}

void cotp_text_redact(char *string, cotp_text secret)
{
	if (!secret.data || !secret.length || memchr(secret.data, '\0', secret.length)) {
		return;
	}
	for (size_t i = 0; string[i]; i++) {
		size_t length = may_begin(string[i], secret.data[0]) ? secret_length(string + i, secret) : 0;
		if (length &&
			(secret.length >= MIN_FREE || (!is_word_before(string, i) && !is_word_after(string + i + length)))) {
			memset(string + i, '*', length);
		}
	}
}

/* ---- phone numbers ---- */

static bool separates_digits(uint32_t value)
{
	return (value > 0 && value < 0x80 && strchr(" -./()+\t", (int)value)) || (value >= 0x2010 && value <= 0x2015) ||
		   cotp_code_point_is_space(value) || cotp_code_point_is_invisible(value);
}

/* Returns the length of a character that stands between the digits of a phone number, or 0. */
static size_t separator_length(const char *string)
{
	escape found;
	uint32_t value;
	if (!*string) {
		return 0;
	}
	size_t length = cotp_text_decode(string, 4, &value); /* reads nothing past the NUL */
	if (separates_digits(value)) {
		return length;
	}
	for (int depth = 1; depth <= MAX_DEPTH; depth++) {
		if (read_escape(string, depth, &found) && separates_digits(found.value)) {
			return found.length;
		}
	}
	return 0;
}

/* Returns the number of bytes that the digits of the number take at the beginning of the string, or 0. */
static size_t digits_length(const char *string, cotp_text number)
{
	size_t at = 0;
	for (size_t i = 0; i < number.length; i++) {
		readings next = { .count = 0 };
		size_t separator;
		if (!cotp_char_is_digit(number.data[i])) {
			continue;
		}
		while (at && (separator = separator_length(string + at))) {
			at += separator;
		}
		match_byte(string, at, number.data[i], &next);
		if (!next.count) {
			return 0;
		}
		at = next.at[0];
	}
	return at;
}

void cotp_text_redact_digits(char *string, cotp_text number)
{
	for (size_t i = 0; string[i]; i++) {
		memset(string + i, '*', digits_length(string + i, number));
	}
}
