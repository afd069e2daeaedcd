/* SPDX-License-Identifier: BSD-3-Clause */
/* fopen() and stat() under -std=c11 */
#define _POSIX_C_SOURCE 200809L

#include "cotp_check.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "cotp_card_number.h"

#define MAX_API_KEY       512
#define MAX_FILE_PATH     4096
#define MAX_EMAIL         254
#define MAX_EMAIL_LOCAL   64
#define MAX_DOMAIN_LABEL  63
#define MAX_PHONE         40
#define MIN_PHONE_DIGITS  7
#define MAX_PHONE_DIGITS  15 /* E.164 */
#define MAX_LANGUAGE      35 /* RFC 5646 */
#define MAX_SUBTAG        8
#define MAX_FREE_TEXT     4096
#define MAX_NAME          128
#define MAX_PATH_PART     255
#define MAX_AMOUNT_WHOLE  12 /* fewer digits than any card number has */
#define MAX_AMOUNT_DIGITS 4  /* after the point; no currency has more */

static bool is_one_of(char c, const char *set)
{
	return c != '\0' && strchr(set, c) != NULL;
}

/* ---- settings of the client ---- */

bool cotp_check_api_key(cotp_text key, cotp_error *error)
{
	if (!key.length) {
		return cotp_error_argument(error, "apiKey", "must not be empty");
	}
	if (key.length > MAX_API_KEY) {
		return cotp_error_argument(error, "apiKey", "must not be longer than %d bytes", MAX_API_KEY);
	}
	for (size_t i = 0; i < key.length; i++) {
		if (key.data[i] < 0x21 || key.data[i] > 0x7E) {
			return cotp_error_argument(
				error, "apiKey", "must contain only visible ASCII characters, without spaces or line breaks");
		}
	}
	return true;
}

static bool check_seconds_up_to(double seconds, int most, const char *argument, cotp_error *error)
{
	if (!isfinite(seconds) || seconds <= 0 || seconds > most) {
		return cotp_error_argument(error, argument, "must be greater than 0 and at most %d seconds", most);
	}
	return true;
}

bool cotp_check_seconds(double seconds, const char *argument, cotp_error *error)
{
	return check_seconds_up_to(seconds, 3600, argument, error);
}

bool cotp_check_long_seconds(double seconds, const char *argument, cotp_error *error)
{
	return check_seconds_up_to(seconds, 86400, argument, error);
}

bool cotp_check_retries(int64_t retries, cotp_error *error)
{
	if (retries < 0 || retries > 10) {
		return cotp_error_argument(error, "retries", "must be between 0 and 10");
	}
	return true;
}

bool cotp_check_ca_file(cotp_text path, cotp_error *error)
{
	char name[MAX_FILE_PATH + 1];
	struct stat status;
	if (!path.length || path.length > MAX_FILE_PATH || memchr(path.data, '\0', path.length)) {
		return cotp_error_argument(
			error, "caFile", "must be a path of 1 to %d bytes without null bytes", MAX_FILE_PATH);
	}
	memcpy(name, path.data, path.length);
	name[path.length] = '\0';
	/* before opening it, because opening a pipe waits for its writer */
	if (stat(name, &status) != 0 || !S_ISREG(status.st_mode)) {
		return cotp_error_argument(error, "caFile", "must be an existing regular file");
	}
	FILE *file = fopen(name, "r");
	if (!file && cotp_memory_was_short()) {
		return cotp_error_memory(error);
	}
	if (!file) {
		return cotp_error_argument(error, "caFile", "must be a readable file");
	}
	fclose(file);
	return true;
}

bool cotp_check_socket(cotp_text path, cotp_error *error)
{
	const size_t longest = sizeof(((struct sockaddr_un *)NULL)->sun_path) - 1;
	if (!path.length || path.length > longest || path.data[0] != '/' || memchr(path.data, '\0', path.length)) {
		return cotp_error_argument(
			error, "socket", "must be an absolute path of at most %zu bytes without null bytes", longest);
	}
	return true;
}

/* ---- addresses ---- */

/* Accepts the names that need no quotes, with dots anywhere: some carriers assigned such names. */
static bool email_local_is_valid(cotp_text local)
{
	if (!local.length || local.length > MAX_EMAIL_LOCAL) {
		return false;
	}
	for (size_t i = 0; i < local.length; i++) {
		char c = local.data[i];
		if (!cotp_char_is_letter(c) && !cotp_char_is_digit(c) && !((unsigned char)c & 0x80) &&
			!is_one_of(c, ".!#$%&'*+-/=?^_`{|}~")) {
			return false;
		}
	}
	return true;
}

static bool domain_label_is_valid(cotp_text label)
{
	if (!label.length || label.length > MAX_DOMAIN_LABEL || label.data[0] == '-' ||
		label.data[label.length - 1] == '-') {
		return false;
	}
	for (size_t i = 0; i < label.length; i++) {
		char c = label.data[i];
		if (!cotp_char_is_letter(c) && !cotp_char_is_digit(c) && c != '-' && !((unsigned char)c & 0x80)) {
			return false;
		}
	}
	return true;
}

/* Requires two labels: a forgotten ".com" is the most likely error when an address is spelled on the phone. */
static bool email_domain_is_valid(cotp_text domain)
{
	size_t labels = 0;
	bool last_has_letter = false;
	size_t start = 0;
	for (size_t i = 0; i <= domain.length; i++) {
		if (i < domain.length && domain.data[i] != '.') {
			last_has_letter = last_has_letter || !cotp_char_is_digit(domain.data[i]);
			continue;
		}
		if (!domain_label_is_valid((cotp_text){ domain.data + start, i - start })) {
			return false;
		}
		labels++;
		start = i + 1;
		if (i < domain.length) {
			last_has_letter = false;
		}
	}
	return labels >= 2 && last_has_letter;
}

/* Returns the end of a message if a text is not UTF-8 without control characters, else NULL. lines allows line breaks
 * and tabs. */
static const char *text_fault(cotp_text text, bool lines)
{
	for (size_t i = 0; i < text.length;) {
		size_t length = cotp_text_utf8_length(text.data + i, text.length - i);
		if (!length) {
			return "must be valid UTF-8";
		}
		if (cotp_text_is_control(text.data + i, length) && !(lines && is_one_of(text.data[i], "\t\r\n"))) {
			return "must not contain control characters";
		}
		i += length;
	}
	return NULL;
}

/* Nobody can be reached at an address with such a character; it comes from web pages and documents. U+FFFD and its
 * neighbors stand for text that was lost. */
static bool has_hidden_character(cotp_text text)
{
	uint32_t code_point;
	for (size_t i = 0; i < text.length;) {
		i += cotp_text_decode(text.data + i, text.length - i, &code_point);
		if (cotp_code_point_is_space(code_point) || cotp_code_point_is_invisible(code_point) ||
			(code_point >= 0xFFFC && code_point <= 0xFFFF)) {
			return true;
		}
	}
	return false;
}

bool cotp_check_email(cotp_text email, const char *argument, cotp_error *error)
{
	if (!email.length) {
		return cotp_error_argument(error, argument, "must not be empty");
	}
	if (email.length > MAX_EMAIL) {
		return cotp_error_argument(error, argument, "must not be longer than %d bytes", MAX_EMAIL);
	}
	const char *fault = text_fault(email, false);
	if (fault) {
		return cotp_error_argument(error, argument, "%s", fault);
	}
	if (has_hidden_character(email)) {
		return cotp_error_argument(error, argument, "must not contain spaces or invisible characters");
	}
	const char *at = memchr(email.data, '@', email.length);
	size_t local = at ? (size_t)(at - email.data) : 0;
	if (!at || !email_local_is_valid((cotp_text){ email.data, local }) ||
		!email_domain_is_valid((cotp_text){ at + 1, email.length - local - 1 })) {
		return cotp_error_argument(error, argument, "must be a valid e-mail address, such as name@example.com");
	}
	return true;
}

/* Returns the number of digits, or 0 if there are other characters than digits and the separators. */
static size_t count_phone_digits(cotp_text phone)
{
	size_t digits = 0;
	for (size_t i = 0; i < phone.length; i++) {
		if (cotp_char_is_digit(phone.data[i])) {
			digits++;
		} else if (!is_one_of(phone.data[i], " .-()/")) {
			return 0;
		}
	}
	return digits;
}

static bool begins_with(cotp_text text, cotp_text start)
{
	return text.length >= start.length && cotp_text_equals((cotp_text){ text.data, start.length }, start);
}

/* A country code does not begin with 0. */
static bool is_phone_after_prefix(cotp_text phone)
{
	size_t digits = count_phone_digits(phone);
	size_t first = 0;
	while (first < phone.length && !cotp_char_is_digit(phone.data[first])) {
		first++;
	}
	return digits >= MIN_PHONE_DIGITS && digits <= MAX_PHONE_DIGITS && phone.data[first] != '0';
}

/* Returns whether the number contains "(0)", the digit that replaces the country code within the country. */
static bool has_trunk_prefix(cotp_text phone)
{
	for (size_t i = 0; i < phone.length; i++) {
		size_t at = i;
		const char *expected = "(0)";
		for (; at < phone.length && *expected && (phone.data[at] == *expected || phone.data[at] == ' '); at++) {
			expected += phone.data[at] == *expected;
		}
		if (!*expected) {
			return true;
		}
	}
	return false;
}

cotp_text cotp_phone_after_prefix(cotp_text phone)
{
	size_t length = begins_with(phone, COTP_TEXT("+")) ? 1 : begins_with(phone, COTP_TEXT("00")) ? 2 : 0;
	return length ? (cotp_text){ phone.data + length, phone.length - length } : phone;
}

bool cotp_check_phone(cotp_text phone, const char *argument, cotp_error *error)
{
	cotp_text number = cotp_phone_after_prefix(phone);
	bool has_prefix = number.length < phone.length;
	if (!has_prefix && phone.length <= MAX_PHONE && count_phone_digits(phone)) {
		return cotp_error_argument(error, argument,
			"must begin with \"+\" or \"00\" and the country code, because a national number may reach a stranger in "
			"another country");
	}
	if (has_trunk_prefix(phone)) {
		return cotp_error_argument(
			error, argument, "must not contain \"(0)\", which is not dialed after the country code");
	}
	if (!has_prefix || phone.length > MAX_PHONE || !is_phone_after_prefix(number)) {
		return cotp_error_argument(error, argument,
			"must be \"+\" or \"00\", the country code and the number, %d to %d digits, optionally with spaces, dots, "
			"hyphens, slashes or parentheses",
			MIN_PHONE_DIGITS, MAX_PHONE_DIGITS);
	}
	return true;
}

bool cotp_check_shown_phone(cotp_text phone, const char *argument, cotp_error *error)
{
	bool has_plus = begins_with(phone, COTP_TEXT("+"));
	size_t digits = count_phone_digits((cotp_text){ phone.data + has_plus, phone.length - has_plus });
	bool plausible = digits >= MIN_PHONE_DIGITS && digits <= MAX_PHONE_DIGITS &&
					 (!has_plus || is_phone_after_prefix(cotp_phone_after_prefix(phone)));
	if (!plausible || phone.length > MAX_PHONE) {
		return cotp_error_argument(error, argument,
			"must be a phone number: %d to %d digits, optionally with a leading \"+\", spaces, dots, hyphens, slashes "
			"or parentheses",
			MIN_PHONE_DIGITS, MAX_PHONE_DIGITS);
	}
	return true;
}

/* ---- short values of a form ---- */

static bool is_letters(cotp_text text, size_t count)
{
	for (size_t i = 0; i < text.length; i++) {
		if (!cotp_char_is_letter(text.data[i])) {
			return false;
		}
	}
	return text.length == count;
}

/* Accepts what follows the language in a locale, such as "-GB" or "_Hant_TW". */
static bool is_rest_of_locale(cotp_text rest)
{
	size_t length = 1;
	for (size_t i = 0; i < rest.length; i++) {
		char c = rest.data[i];
		bool is_separator = c == '-' || c == '_';
		if ((!is_separator && !cotp_char_is_letter(c) && !cotp_char_is_digit(c)) || (is_separator && !length) ||
			(!is_separator && length == MAX_SUBTAG)) {
			return false;
		}
		length = is_separator ? 0 : length + 1;
	}
	return length > 0;
}

bool cotp_check_language(cotp_text language, cotp_error *error)
{
	size_t length = language.length < COTP_LANGUAGE_LENGTH ? language.length : COTP_LANGUAGE_LENGTH;
	cotp_text rest = { language.data + length, language.length - length };
	bool has_separator = rest.length && is_one_of(rest.data[0], "-_");
	bool is_locale = !rest.length || (has_separator && is_rest_of_locale(rest));
	if (!is_letters((cotp_text){ language.data, length }, COTP_LANGUAGE_LENGTH) || !is_locale ||
		language.length > MAX_LANGUAGE) {
		return cotp_error_argument(error, "language",
			"must be a two-letter ISO 639-1 language code, optionally with a region, such as \"en\" or \"pt_BR\"");
	}
	return true;
}

bool cotp_check_currency(cotp_text currency, cotp_error *error)
{
	if (!is_letters(currency, 3)) {
		return cotp_error_argument(error, "currency", "must be a three-letter ISO 4217 currency code");
	}
	return true;
}

static size_t count_digits(cotp_text text, size_t from)
{
	size_t end = from;
	while (end < text.length && cotp_char_is_digit(text.data[end])) {
		end++;
	}
	return end - from;
}

bool cotp_check_amount(cotp_text amount, cotp_error *error)
{
	size_t whole = count_digits(amount, 0);
	bool valid = whole >= 1 && whole <= MAX_AMOUNT_WHOLE;
	if (valid && whole < amount.length) {
		size_t decimals = count_digits(amount, whole + 1);
		valid = amount.data[whole] == '.' && decimals >= 1 && decimals <= MAX_AMOUNT_DIGITS &&
				whole + 1 + decimals == amount.length;
	}
	if (!valid) {
		return cotp_error_argument(error, "amount",
			"must be a non-negative decimal number such as 120 or 99.50, with at most %d digits before the decimal "
			"point and %d after it",
			MAX_AMOUNT_WHOLE, MAX_AMOUNT_DIGITS);
	}
	return true;
}

/* ---- texts ---- */

#define CARD_NUMBER_MESSAGE "must not contain a card number: the guest enters the card in PCI Booking's form"

/* Returns the end of a message if a name in valid UTF-8 is invalid, else NULL. */
static const char *name_fault(cotp_text name)
{
	bool is_visible = false;
	uint32_t code_point;
	for (size_t i = 0; i < name.length;) {
		i += cotp_text_decode(name.data + i, name.length - i, &code_point);
		if (code_point == 0x2028 || code_point == 0x2029) {
			return "must not contain line breaks";
		}
		is_visible = is_visible || (!cotp_code_point_is_space(code_point) && !cotp_code_point_is_invisible(code_point));
	}
	return is_visible ? NULL : "must contain a visible character";
}

/* Checks a text of 1 to limit bytes: no control characters and no card number. */
static bool check_text(cotp_text text, size_t limit, bool lines, const char *argument, cotp_error *error)
{
	if (!text.length) {
		return cotp_error_argument(error, argument, "must not be empty");
	}
	if (text.length > limit) {
		return cotp_error_argument(error, argument, "must not be longer than %zu bytes", limit);
	}
	const char *fault = text_fault(text, lines);
	if (fault) {
		return cotp_error_argument(error, argument, "%s", fault);
	}
	return cotp_check_no_card_number(text, argument, error);
}

bool cotp_check_free_text(cotp_text text, const char *argument, cotp_error *error)
{
	return check_text(text, MAX_FREE_TEXT, true, argument, error);
}

bool cotp_check_name(cotp_text name, const char *argument, cotp_error *error)
{
	if (!check_text(name, MAX_NAME, false, argument, error)) {
		return false;
	}
	const char *fault = name_fault(name);
	return !fault || cotp_error_argument(error, argument, "%s", fault);
}

bool cotp_check_no_card_number(cotp_text text, const char *argument, cotp_error *error)
{
	return !cotp_card_number_is_in(text) || cotp_error_argument(error, argument, CARD_NUMBER_MESSAGE);
}

/* ---- destinations ---- */

/* Some servers drop trailing dots and spaces, so that ".. " becomes "..". */
static bool is_dots(cotp_text text)
{
	for (size_t i = 0; i < text.length; i++) {
		if (text.data[i] != '.' && text.data[i] != ' ') {
			return false;
		}
	}
	return true;
}

bool cotp_check_destination_data(cotp_text data, cotp_error *error)
{
	if (!check_text(data, MAX_PATH_PART, false, "data", error)) {
		return false;
	}
	return !is_dots(data) || cotp_error_argument(error, "data", "must not consist of dots");
}

/* Characters that a server may turn into a slash, a backslash, a percent sign or dots when it normalizes a path. */
static bool becomes_path_syntax(uint32_t code_point)
{
	static const uint32_t others[] = { 0x2024, 0x2025, 0x2026, 0x2044, 0x2215, 0xFE52, 0xFE68, 0xFE6A, 0xFF05, 0xFF0E,
		0xFF0F, 0xFF3C };
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		if (code_point == others[i]) {
			return true;
		}
	}
	return false;
}

/* Returns whether each character may stand in a path. Percent-encoding does not help: proxies decode it. */
static bool has_path_characters_only(cotp_text text)
{
	uint32_t code_point;
	for (size_t i = 0; i < text.length;) {
		i += cotp_text_decode(text.data + i, text.length - i, &code_point);
		bool is_syntax = code_point < 0x80 && is_one_of((char)code_point, "/\\%?#;");
		bool is_hidden =
			code_point != ' ' && (cotp_code_point_is_space(code_point) || cotp_code_point_is_invisible(code_point));
		if (is_syntax || is_hidden || becomes_path_syntax(code_point)) {
			return false;
		}
	}
	return true;
}

bool cotp_check_path_part(cotp_text part, const char *argument, cotp_error *error)
{
	if (!check_text(part, MAX_PATH_PART, false, argument, error)) {
		return false;
	}
	if (is_dots(part)) {
		return cotp_error_argument(error, argument, "must not consist of dots, because it becomes a path segment");
	}
	return has_path_characters_only(part) ||
		   cotp_error_argument(error, argument,
			   "must not contain any of / \\ %% ? # ; or invisible characters, because it becomes a path segment");
}

/* ---- ids ---- */

bool cotp_check_is_id(cotp_text id)
{
	/* A table, because each layer checks the id: three times in each call. */
	static const bool is_allowed[UCHAR_MAX + 1] = {
		['0' ... '9'] = true, ['A' ... 'Z'] = true, ['a' ... 'z'] = true, ['_'] = true, ['-'] = true
	};
	if (!id.length || id.length > COTP_ID_LENGTH) {
		return false;
	}
	for (size_t i = 0; i < id.length; i++) {
		if (!is_allowed[(unsigned char)id.data[i]]) {
			return false;
		}
	}
	return true;
}
