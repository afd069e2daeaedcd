/* SPDX-License-Identifier: BSD-3-Clause */
#include "cotp_card_number.h"

#include <string.h>

#define MAX_DIGITS        19
#define MAX_SEPARATORS    3
#define MAX_ENTITY        10 /* "&thinsp;" and "&#x2009;" fit */
#define MIN_HEX_WORD      24 /* a shorter word may be a number between letters */
#define MIN_IBAN          15
#define MAX_IBAN          34
#define MAX_PHONE_DIGITS  15   /* E.164 */
#define LAST_MIR          2204 /* the last four-digit prefix of Mir */
#define PHONE_BODY_DIGITS 10   /* as many digits after a "+" belong to the phone number at least */

/* ---- brands ---- */

#define LENGTH(digits) (1u << (digits))

typedef struct card_range {
	unsigned first; /* the first four digits */
	unsigned last;
	unsigned lengths;
} card_range;

/*
 * Numbers of 17 and 18 digits are rare, and ids that contain a time have as many. So they count only with the prefixes
 * that are known to use them.
 */
#define LENGTHS_MAESTRO      (LENGTH(14) | LENGTH(15) | LENGTH(16) | LENGTH(19))
#define LENGTHS_MAESTRO_LONG (LENGTH(17) | LENGTH(18))

static const card_range ranges[] = {
	{ 1800, 1800, LENGTH(15) }, /* JCB, as 2131 */
	{ 2131, 2131, LENGTH(15) }, { 2200, LAST_MIR, LENGTH(16) | LENGTH(17) | LENGTH(18) | LENGTH(19) }, /* Mir */
	{ 2221, 2720, LENGTH(16) },                                                                        /* Mastercard */
	{ 3000, 3059, LENGTH(14) | LENGTH(16) },                             /* Diners Club, as 3095, 36, 38 and 39 */
	{ 3095, 3095, LENGTH(14) | LENGTH(16) }, { 3400, 3499, LENGTH(15) }, /* American Express, as 37 */
	{ 3434, 3434, LENGTH(14) },                                          /* a published test number */
	{ 3088, 3094, LENGTH(16) }, { 3096, 3102, LENGTH(16) }, { 3112, 3120, LENGTH(16) }, /* JCB, not issued any more */
	{ 3158, 3159, LENGTH(16) }, { 3337, 3349, LENGTH(16) }, { 3528, 3589, LENGTH(16) | LENGTH(19) }, /* JCB */
	{ 3600, 3699, LENGTH(14) | LENGTH(16) }, { 3700, 3799, LENGTH(15) }, { 3800, 3999, LENGTH(14) | LENGTH(16) },
	{ 4000, 4999, LENGTH(16) | LENGTH(19) }, /* Visa */
	{ 5000, 5099, LENGTHS_MAESTRO }, { 5018, 5020, LENGTHS_MAESTRO_LONG }, { 5038, 5038, LENGTHS_MAESTRO_LONG },
	{ 5100, 5599, LENGTH(16) }, /* Mastercard */
	{ 5600, 5899, LENGTHS_MAESTRO }, { 5868, 5868, LENGTHS_MAESTRO_LONG }, { 5893, 5893, LENGTHS_MAESTRO_LONG },
	{ 6000, 6999, LENGTHS_MAESTRO },         /* with Discover and UnionPay */
	{ 6210, 6239, LENGTH(17) | LENGTH(18) }, /* UnionPay */
	{ 6304, 6304, LENGTHS_MAESTRO_LONG }, { 6334, 6334, LENGTHS_MAESTRO_LONG }, { 6706, 6709, LENGTHS_MAESTRO_LONG },
	{ 6759, 6771, LENGTHS_MAESTRO_LONG }, { 6799, 6799, LENGTHS_MAESTRO_LONG },
	{ 8100, 8171, LENGTH(16) | LENGTH(19) }, /* UnionPay */
};

/* The digits of a candidate and where they end in the text. */
typedef struct candidate {
	unsigned char digits[MAX_DIGITS];
	size_t count;
	const char *end;
	bool is_unbroken;
} candidate;

static unsigned number_of(const unsigned char *digits, size_t count)
{
	unsigned number = 0;
	for (size_t i = 0; i < count; i++) {
		number = number * 10 + digits[i];
	}
	return number;
}

static bool has_brand(const candidate *card)
{
	unsigned prefix = number_of(card->digits, 4);
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		if (prefix >= ranges[i].first && prefix <= ranges[i].last && (ranges[i].lengths & LENGTH(card->count))) {
			return true;
		}
	}
	return false;
}

static bool passes_luhn(const candidate *card)
{
	unsigned sum = 0;
	for (size_t i = 0; i < card->count; i++) {
		unsigned digit = card->digits[card->count - 1 - i];
		unsigned doubled = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
		sum += i % 2 ? doubled : digit;
	}
	return sum % 10 == 0;
}

/* Eight digits of a day of the years 1900 to 2099 that begin with the day or the month; no card begins with the year.
 */
static bool is_date(const unsigned char *digits)
{
	unsigned a = number_of(digits, 2);
	unsigned b = number_of(digits + 2, 2);
	unsigned century = number_of(digits + 4, 2);
	return (century == 19 || century == 20) && a >= 1 && b >= 1 && a <= 31 && b <= 31 && (a <= 12 || b <= 12);
}

static bool is_time(const unsigned char *digits)
{
	return number_of(digits, 2) < 24 && number_of(digits + 2, 2) < 60 && number_of(digits + 4, 2) < 60;
}

/* Six digits of a day of the years 2020 to 2030 that begin with the last two digits of the year. */
static bool is_short_date(const unsigned char *digits)
{
	unsigned year = number_of(digits, 2);
	unsigned month = number_of(digits + 2, 2);
	unsigned day = number_of(digits + 4, 2);
	return year >= 20 && year <= 30 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/* Ids such as 2601200915301234 (a moment and four digits) begin like Mastercard's numbers. Mir's are not exempt: its
 * most common prefix, 220220, reads like a day in February. */
static bool begins_with_moment(const candidate *card)
{
	const unsigned char *digits = card->digits;
	return card->is_unbroken && card->count == 16 && number_of(digits, 4) > LAST_MIR &&
		   ((is_short_date(digits) && is_time(digits + 6)) || (is_date(digits) && is_time(digits + 8)));
}

/* 30112026091530 and 30112026 05122026 begin like Diners Club's cards. */
static bool is_moment(const candidate *card)
{
	return (card->count == 14 && is_date(card->digits) && is_time(card->digits + 8)) ||
		   (card->count == 16 && is_date(card->digits) && is_date(card->digits + 8)) || begins_with_moment(card);
}

static bool is_card_number(const candidate *card)
{
	return has_brand(card) && passes_luhn(card) && !is_moment(card);
}

/* ---- layouts ---- */

static bool is_between(uint32_t code_point, uint32_t first, uint32_t last)
{
	return code_point >= first && code_point <= last;
}

/* Spaces, dashes, dots and underscores, with those that East Asian keyboards give. */
static bool is_separator(uint32_t code_point)
{
	static const uint32_t others[] = { '-', '.', '_', 0xB7, 0x2022, 0x2024, 0x2027, 0x2043, 0x2212, 0x22C5, 0x30FB,
		0x30FC, 0xFE58, 0xFE63, 0xFF0D, 0xFF0E, 0xFF3F, 0xFF65, 0xFF70 };
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		if (code_point == others[i]) {
			return true;
		}
	}
	return is_between(code_point, 0x2010, 0x2015) || cotp_code_point_is_space(code_point);
}

/* U+20E3 draws a key around the digit before it. */
static bool is_ignored(uint32_t code_point)
{
	return code_point == 0x20E3 || cotp_code_point_is_invisible(code_point);
}

static size_t decode(const char *at, const char *end, uint32_t *code_point)
{
	return cotp_text_decode(at, (size_t)(end - at), code_point);
}

static const char *skip_ignored(const char *at, const char *end)
{
	uint32_t code_point;
	while (at < end) {
		size_t length = decode(at, end, &code_point);
		if (!is_ignored(code_point)) {
			break;
		}
		at += length;
	}
	return at;
}

static bool is_word_char(char c)
{
	return cotp_char_is_letter(c) || cotp_char_is_digit(c);
}

/* Returns the length of an escaped character such as "&nbsp;" or "%20", or 0. */
static size_t escape_length(const char *at, const char *end)
{
	size_t available = (size_t)(end - at);
	size_t length = 1;
	if (*at == '%') {
		bool is_byte = available > 2 && cotp_char_hex_value(at[1]) >= 0 && cotp_char_hex_value(at[2]) >= 0;
		return is_byte ? 3 : 0;
	}
	while (length < MAX_ENTITY && length < available && (is_word_char(at[length]) || at[length] == '#')) {
		length++;
	}
	bool is_entity = *at == '&' && length > 2 && length < available && at[length] == ';';
	return is_entity ? length + 1 : 0;
}

/* Returns the end of the separators between two groups, or NULL if there are none or too many. */
static const char *gap_end(const char *at, const char *end)
{
	const char *start = at;
	int separators = 0;
	while ((at = skip_ignored(at, end)) < end) {
		uint32_t code_point;
		size_t length = decode(at, end, &code_point);
		if (!is_separator(code_point)) {
			length = escape_length(at, end);
		}
		if (!length) {
			break;
		}
		if (++separators > MAX_SEPARATORS) {
			return NULL;
		}
		at += length;
	}
	return at > start ? at : NULL;
}

/* Appends a group of so many digits. Returns its end, or NULL if there are not as many. */
static const char *read_group(const char *at, const char *end, size_t size, candidate *card)
{
	for (size_t i = 0; i < size; i++) {
		uint32_t code_point;
		at = i ? skip_ignored(at, end) : at;
		if (at >= end) {
			return NULL;
		}
		size_t length = decode(at, end, &code_point);
		int digit = cotp_code_point_digit(code_point);
		if (digit < 0) {
			return NULL;
		}
		card->digits[card->count++] = (unsigned char)digit;
		at += length;
	}
	return at;
}

/* Reads groups of these sizes that no digit follows. */
static bool read_layout(const char *at, const char *end, const char *sizes, candidate *card)
{
	uint32_t next = 0;
	card->count = 0;
	card->is_unbroken = sizes[1] == '\0';
	for (; *sizes; sizes++) {
		at = card->count ? gap_end(at, end) : at;
		at = at ? read_group(at, end, (size_t)*sizes, card) : NULL;
		if (!at) {
			return false;
		}
	}
	card->end = at;
	if (at < end) {
		decode(at, end, &next);
	}
	return cotp_code_point_digit(next) < 0;
}

/* Reads the longest card number that begins with the digit at. */
static bool read_card(const char *at, const char *end, candidate *card)
{
	static const char *const layouts[] = { "\23", "\22", "\21", "\20", "\17", "\16", "\4\4\4\4\3", "\4\4\4\4\2",
		"\4\4\4\4\1", "\4\4\4\4", "\10\10", "\4\6\5", "\4\6\4" };
	for (size_t i = 0; i < sizeof(layouts) / sizeof(layouts[0]); i++) {
		if (read_layout(at, end, layouts[i], card) && is_card_number(card)) {
			return true;
		}
	}
	return false;
}

/* ---- other long numbers ---- */

/* Returns the end of the hexadecimal word (a hash, for example) that begins at, or NULL. */
static const char *hex_word_end(const char *at, const char *end)
{
	const char *start = at;
	bool has_letter = false;
	while (at < end && cotp_char_hex_value(*at) >= 0) {
		has_letter = has_letter || cotp_char_is_letter(*at);
		at++;
	}
	bool is_word = at == end || !is_word_char(*at);
	return is_word && has_letter && at - start >= MIN_HEX_WORD ? at : NULL;
}

/* Returns the end of the UUID that begins at, or NULL. Its groups of four may be digits only. */
static const char *uuid_end(const char *at, const char *end)
{
	static const char sizes[] = "\10\4\4\4\14";
	for (const char *size = sizes; *size; size++) {
		if (size > sizes && (at == end || *at++ != '-')) {
			return NULL;
		}
		for (int i = 0; i < *size; i++) {
			if (at == end || cotp_char_hex_value(*at++) < 0) {
				return NULL;
			}
		}
	}
	return at == end || !is_word_char(*at) ? at : NULL;
}

/* Takes a character of an IBAN into the remainder of its number by 97; a letter stands for two digits. */
static unsigned iban_append(unsigned remainder, char c)
{
	if (cotp_char_is_digit(c)) {
		return (remainder * 10 + (unsigned)(c - '0')) % 97;
	}
	return (remainder * 100 + 10 + (unsigned)((c | 0x20) - 'a')) % 97;
}

static bool begins_like_iban(const char *at, const char *end)
{
	return end - at >= MIN_IBAN && cotp_char_is_letter(at[0]) && cotp_char_is_letter(at[1]) &&
		   cotp_char_is_digit(at[2]) && cotp_char_is_digit(at[3]);
}

/* Returns the length of the IBANs of a country, or 0. */
static int iban_length(const char *country)
{
	static const char lengths[] =
		"AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18FO18FR27"
		"GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22"
		"MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28"
		"TL23TN24TR26UA29VA22VG24XK20YE30";
	for (const char *entry = lengths; *entry; entry += 4) {
		if (country[0] == entry[0] && country[1] == entry[1]) {
			return (entry[2] - '0') * 10 + (entry[3] - '0');
		}
	}
	return 0;
}

/* Returns whether the text from at to end, without the separators before it, is a card number. */
static bool is_whole_card(const char *at, const char *end)
{
	candidate card;
	const char *start = gap_end(at, end);
	return read_card(start ? start : at, end, &card) && card.end == end;
}

/*
 * Returns the end of the longest IBAN that begins at, unbroken or in groups, or NULL. It has correct check digits, or
 * the length of its country: people mistype them. In the second case it must not be a card number after four other
 * characters.
 */
static const char *iban_end(const char *at, const char *end)
{
	const char *head = at;
	const char *found = NULL;
	unsigned remainder = 0;
	if (!begins_like_iban(at, end)) {
		return NULL;
	}
	at += 4;
	for (int length = 4; at && at < end && length < MAX_IBAN;) {
		if (!is_word_char(*at)) {
			at = gap_end(at, end);
			continue;
		}
		remainder = iban_append(remainder, *at++);
		length++;
		if (length < MIN_IBAN || (at < end && is_word_char(*at))) {
			continue;
		}
		unsigned whole = remainder;
		for (int i = 0; i < 4; i++) {
			whole = iban_append(whole, head[i]);
		}
		if (whole == 1 || (length == iban_length(head) && !is_whole_card(head + 4, at))) {
			found = at;
		}
	}
	return found;
}

/* ---- the search ---- */

typedef struct search {
	const char *at;
	const char *end;
	bool after_digit;
	bool after_word; /* after an ASCII letter or digit */
	int phone;       /* the number of digits since a "+", or -1 */
} search;

static void search_init(search *state, const char *at, size_t length)
{
	*state = (search){ .at = at, .end = at + length, .phone = -1 };
}

/* Moves past a word that is not searched. Returns false if there is none. */
static bool skip_word(search *state)
{
	if (state->after_word || !is_word_char(*state->at)) {
		return false;
	}
	const char *stop = hex_word_end(state->at, state->end);
	stop = stop ? stop : uuid_end(state->at, state->end);
	stop = stop ? stop : iban_end(state->at, state->end);
	if (!stop) {
		return false;
	}
	state->at = stop;
	state->after_word = true;
	state->after_digit = cotp_char_is_digit(stop[-1]);
	state->phone = -1;
	return true;
}

/* A phone number spans spaces, dots, dashes, slashes and parentheses, but no line break. */
static void follow_phone(search *state, uint32_t code_point, bool is_digit)
{
	if (code_point == '+' || code_point == 0xFF0B) {
		state->phone = 0;
	} else if (is_digit) {
		state->phone += state->phone >= 0;
	} else if (code_point == '\n' || code_point == '\r' ||
			   !(is_separator(code_point) || is_ignored(code_point) || code_point == '(' || code_point == ')' ||
				   code_point == '/')) {
		state->phone = -1;
	}
}

/* A second number may follow a phone number, so only its first digits are certain. */
static bool is_phone(const search *state, const candidate *card)
{
	return state->phone >= 0 && state->phone < PHONE_BODY_DIGITS &&
		   !(card->is_unbroken && card->count > MAX_PHONE_DIGITS);
}

/* Finds the next card number. Returns its first byte and sets the position to its end, or returns NULL. */
static const char *search_next(search *state)
{
	candidate card;
	while (state->at < state->end) {
		uint32_t code_point;
		if (skip_word(state)) {
			continue;
		}
		const char *start = state->at;
		size_t length = decode(start, state->end, &code_point);
		bool is_digit = cotp_code_point_digit(code_point) >= 0;
		bool is_found =
			is_digit && !state->after_digit && read_card(start, state->end, &card) && !is_phone(state, &card);
		follow_phone(state, code_point, is_digit);
		state->at = is_found ? card.end : start + length;
		state->after_digit = is_digit;
		state->after_word = length == 1 && is_word_char(*start);
		if (is_found) {
			return start;
		}
	}
	return NULL;
}

bool cotp_card_number_is_in(cotp_text text)
{
	search state;
	if (!text.length) {
		return false;
	}
	search_init(&state, text.data, text.length);
	return search_next(&state);
}

static void mask_digits(char *at, const char *end)
{
	while (at < end) {
		uint32_t code_point;
		size_t length = decode(at, end, &code_point);
		if (cotp_code_point_digit(code_point) >= 0) {
			memset(at, '*', length);
		}
		at += length;
	}
}

/* Returns false if there was none. */
static bool mask_once(char *string)
{
	search state;
	const char *found;
	bool is_found = false;
	search_init(&state, string, strlen(string));
	while ((found = search_next(&state))) {
		mask_digits(string + (found - string), state.at);
		is_found = true;
	}
	return is_found;
}

void cotp_card_number_mask(char *string)
{
	/* Groups beside a masked number may be a number of their own. */
	while (mask_once(string)) {
	}
}
