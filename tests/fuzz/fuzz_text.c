/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Redaction of texts of a service. Input: the text, a secret. With any text around them, no spelling of the secret, no
 * phone number and no card number must remain, and nothing else in the text may change.
 */
#include "../../cotp_card_number.h"
#include "../../cotp_check.h"
#include "json.h"

static const char hexadecimal[] = "0123456789abcdef";

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* ---- secrets ---- */

/* Returns whether the text begins with the secret, each character unchanged, in another case or percent-encoded.
 * Percent signs of the secret itself are all encoded, or none of them. */
static bool begins_with_spelled(const char *text, const char *secret, bool encodes_percent)
{
	if (!*secret) {
		return true;
	}
	const char *high = *text == '%' && text[1] ? strchr(hexadecimal, lower(text[1])) : NULL;
	const char *low = high && text[2] ? strchr(hexadecimal, lower(text[2])) : NULL;
	char decoded = low ? (char)((high - hexadecimal) * 16 + (low - hexadecimal)) : '\0';
	if (low && (*secret != '%' || encodes_percent)) {
		return lower(decoded) == lower(*secret) && begins_with_spelled(text + 3, secret + 1, encodes_percent);
	}
	bool is_same = lower(*text) == lower(*secret) || (*text == '+' && *secret == ' ');
	return *text && is_same && begins_with_spelled(text + 1, secret + 1, encodes_percent);
}

static bool begins_with(const char *text, const char *secret)
{
	return begins_with_spelled(text, secret, true) || begins_with_spelled(text, secret, false);
}

static void check_absent(const char *text, const char *secret)
{
	for (; *text && strlen(secret) >= 4; text++) { /* a shorter one is a word only */
		CHECK(!begins_with(text, secret));
	}
}

typedef enum spelling { PLAIN, OTHER_CASE, ENCODED, ALL_ENCODED, FORM, SPELLINGS } spelling;

static char *append_spelled(char *target, const char *secret, spelling how)
{
	for (; *secret; secret++) {
		char c = *secret;
		if (how == ALL_ENCODED ||
			(how != PLAIN && how != OTHER_CASE && !is_digit_or_letter(c) && !(how == FORM && c == ' '))) {
			target += sprintf(target, c & 1 ? "%%%02x" : "%%%02X", (unsigned char)c);
		} else if (how == FORM && c == ' ') {
			*target++ = '+';
		} else {
			*target++ = how == OTHER_CASE && is_digit_or_letter(c) && c > '9' ? (char)(c ^ 32) : c;
		}
	}
	return target;
}

static void check_only_redacted(const char *before, const char *after)
{
	CHECK(strlen(before) == strlen(after));
	for (; *before; before++, after++) {
		CHECK(*after == *before || *after == '*');
	}
}

/* Checks that only occurrences are redacted. */
static void check_other_text(const char *text, const char *secret)
{
	bool occurs = false;
	for (const char *at = text; *at; at++) {
		occurs = occurs || begins_with(at, secret);
	}
	char *copy = string_of(cotp_text_of(text));
	cotp_text_redact(copy, cotp_text_of(secret));
	/* with escapes, a secret occurs in more ways than are known here */
	CHECK(occurs || strpbrk(text, "\\%&+ ") || strcmp(copy, text) == 0);
	check_only_redacted(text, copy);
	check_absent(copy, secret);
	free(copy);
}

static void check_secret(const char *text, const char *secret)
{
	if (!*secret || strchr(secret, '*')) { /* asterisks could join those of the redaction */
		return;
	}
	check_other_text(text, secret);
	for (spelling how = PLAIN; how < SPELLINGS; how++) {
		char *planted = malloc(2 * strlen(text) + 3 * strlen(secret) + 1);
		CHECK(planted);
		char *end = planted + sprintf(planted, "%s", text);
		strcpy(append_spelled(end, secret, how), text);
		cotp_text_redact(planted, cotp_text_of(secret));
		check_absent(planted, secret);
		free(planted);
	}
}

/* ---- phone numbers ---- */

/* Returns the text without the dropped characters. The caller frees. */
static char *without(const char *text, const char *dropped)
{
	char *rest = malloc(strlen(text) + 1);
	CHECK(rest);
	char *end = rest;
	for (; *text; text++) {
		if (!strchr(dropped, *text)) {
			*end++ = *text;
		}
	}
	*end = '\0';
	return rest;
}

static void check_phone(const char *text, const char *number)
{
	char *digits = without(number, " -./()+");
	if (*digits && digits[strspn(digits, "0123456789")] == '\0') {
		char *copy = string_of(cotp_text_of(text));
		cotp_text_redact_digits(copy, cotp_text_of(number));
		check_only_redacted(text, copy);
		char *joined = without(copy, " -./()");
		CHECK(!strstr(joined, digits));
		free(joined);
		free(copy);
	}
	free(digits);
}

/* ---- card numbers ---- */

static void check_masked(const char *text)
{
	char *copy = string_of(cotp_text_of(text));
	bool has_one = cotp_card_number_is_in(cotp_text_of(text));
	cotp_card_number_mask(copy);
	CHECK(has_one || !shows_card_number(text));
	CHECK(has_one == (strcmp(copy, text) != 0));
	CHECK(!shows_card_number(copy) && !cotp_card_number_is_in(cotp_text_of(copy)));
	check_only_redacted(text, copy);
	for (size_t i = 0; text[i]; i++) {
		CHECK(
			copy[i] == text[i] || (text[i] >= '0' && text[i] <= '9') || (text[i] & 0x80)); /* digits of other scripts */
	}
	free(copy);
}

/* Makes a card number from the digits of the input, in groups, between texts that do not join it or beside groups of
 * digits that do. */
static void check_planted_card(const char *text, const char *seed)
{
	static const char *const layouts[] = { "4ddd dddd dddd dddd", "37dd-dddddd-ddddd", "4ddddddddddddddd",
		"4dddddddddddddddddd", "36dd dddddd dddd", "4ddd dddd dddd dddd ddd" };
	char digits[20] = "";
	char number[32];
	const char *layout = layouts[strlen(text) % COUNT_OF(layouts)];
	size_t count = 0;
	size_t seeds = strlen(seed);
	for (size_t i = 0; layout[i]; i++) {
		bool is_digit = is_digit_or_letter(layout[i]);
		char c = (char)('0' + (unsigned char)seed[seeds ? count % seeds : 0] % 10);
		digits[count] = layout[i] == 'd' ? c : layout[i];
		number[i] = is_digit ? digits[count] : layout[i];
		number[i + 1] = '\0';
		count += is_digit;
	}
	char *last = &number[strlen(number) - 1];
	for (char c = '0'; c <= '9'; c++) {
		digits[count - 1] = c;
		*last = passes_luhn(digits, count) ? c : *last;
	}
	bool has_neighbours = seeds % 2;
	size_t before = strlen(text) + (has_neighbours ? 4 : 1);
	char *planted = malloc(2 * strlen(text) + sizeof(number) + 8);
	CHECK(planted);
	sprintf(planted, has_neighbours ? "%s#99 %s 12#%s" : "%s#%s#%s", text, number, text);
	CHECK(cotp_card_number_is_in(cotp_text_of(planted)));
	cotp_card_number_mask(planted);
	CHECK(strncmp(planted + before, number, strlen(number)) != 0);
	free(planted);
}

/* ---- texts for messages ---- */

static bool is_utf8(const char *text)
{
	json_t *string = json_string(text);
	json_decref(string);
	return string;
}

/* Checks that the copy can be shown, and is unchanged if the text can be shown. */
static void check_copy(const char *text, size_t size)
{
	char copy[64];
	char again[64];
	cotp_error_copy(copy, size, text);
	cotp_error_copy(again, size, copy);
	size_t length = strlen(copy);
	bool is_whole = length == strlen(text) || length + 4 >= size;
	CHECK(length < size && is_utf8(copy) && !has_control(copy) && strcmp(copy, again) == 0);
	CHECK(!is_utf8(text) || has_control(text) || (is_whole && strncmp(copy, text, length) == 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cotp_text input = { (const char *)data, size };
	cotp_text fields[] = { take_field(&input), take_field(&input) };
	char *text = string_of(fields[0]);
	char *secret = string_of(fields[1]);
	check_secret(text, secret);
	check_phone(text, secret);
	check_masked(text);
	check_planted_card(text, secret);
	check_copy(text, size % 63 + 1);
	free(text);
	free(secret);
	free_field(fields[0]);
	free_field(fields[1]);
	return 0;
}
