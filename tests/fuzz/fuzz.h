/* SPDX-License-Identifier: BSD-3-Clause */
/* Shared by the fuzzers. A fuzzer accepts any bytes, and asserts rules about the results. */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../cotp_error.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* Unlike assert(), never compiled out. */
#define CHECK(condition) \
	do { \
		if (!(condition)) { \
			fprintf(stderr, "%s:%d: check failed: %s\n", __FILE__, __LINE__, #condition); \
			abort(); \
		} \
	} while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Each field of an input ends with this byte, which is never part of UTF-8. */
#define FIELD_END '\xFF'

/* Moves the next field from the input into its own block, so ASan detects reads past its end. Returns false at the end
 * of the input. The caller frees. */
static inline bool next_field(cotp_text *input, cotp_text *field)
{
	if (!input->length) {
		return false;
	}
	const char *end = memchr(input->data, FIELD_END, input->length);
	size_t length = end ? (size_t)(end - input->data) : input->length;
	char *data = malloc(length ? length : 1);
	CHECK(data);
	memcpy(data, input->data, length);
	*field = (cotp_text){ data, length };
	input->data += length + (end != NULL);
	input->length -= length + (end != NULL);
	return true;
}

/* Returns the next field, or an empty one at the end of the input. The caller frees. */
static inline cotp_text take_field(cotp_text *input)
{
	cotp_text field;
	if (!next_field(input, &field)) {
		cotp_text nothing = { "\xFF", 1 };
		CHECK(next_field(&nothing, &field));
	}
	return field;
}

static inline void free_field(cotp_text field)
{
	free((char *)field.data);
}

/* The caller frees with free(). */
static inline char *string_of(cotp_text text)
{
	char *string = malloc(text.length + 1);
	CHECK(string);
	if (text.length) {
		memcpy(string, text.data, text.length);
	}
	string[text.length] = '\0';
	return string;
}

static inline bool has_nul(cotp_text text)
{
	return text.length && memchr(text.data, '\0', text.length);
}

static inline void check_refusal(const cotp_error *error)
{
	CHECK(error->domain == COTP_ERROR_ARGUMENT && error->outcome == COTP_OUTCOME_NOT_SENT);
	CHECK((strncmp(error->message, "must ", 5) == 0 || strncmp(error->message, "entry \"", 7) == 0) &&
		  error->argument[0]);
}

/* ---- separate implementations, for comparison ---- */

static inline bool is_digit_or_letter(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static inline bool looks_like_id(const char *id)
{
	size_t length = strspn(id, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz-");
	return length >= 1 && length <= COTP_ID_LENGTH && id[length] == '\0';
}

/* Returns whether valid UTF-8 contains control characters. */
static inline bool has_control(const char *text)
{
	for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
		if (*at < 0x20 || *at == 0x7F || (*at == 0xC2 && at[1] >= 0x80 && at[1] < 0xA0)) {
			return true;
		}
	}
	return false;
}

/* The Luhn check, with a table. */
static inline bool passes_luhn(const char *digits, size_t count)
{
	static const int doubled[] = { 0, 2, 4, 6, 8, 1, 3, 5, 7, 9 };
	int sum = 0;
	for (size_t i = 0; i < count; i++) {
		int digit = digits[i] - '0';
		sum += (count - i) % 2 ? digit : doubled[digit];
	}
	return sum % 10 == 0;
}

/* Returns whether a word of digits only is a number of Visa, Mastercard or American Express. A phone number or an IBAN
 * may contain one, so a text with a plus sign is not judged, nor what follows two letters and two digits. */
static inline bool shows_card_number(const char *text)
{
	for (const char *at = text; !strchr(text, '+') && *at; at++) {
		size_t count = strspn(at, "0123456789");
		bool is_word = (at == text || !is_digit_or_letter(at[-1])) && !is_digit_or_letter(at[count]);
		bool is_card = (count == 16 && (*at == '4' || (*at == '5' && at[1] >= '1' && at[1] <= '5'))) ||
					   (count == 15 && *at == '3' && (at[1] == '4' || at[1] == '7'));
		if (is_word && is_card && passes_luhn(at, count)) {
			return true;
		}
		bool is_letter = is_digit_or_letter(*at) && *at > '9';
		if (is_letter && is_digit_or_letter(at[1]) && at[1] > '9' && strspn(at + 2, "0123456789") >= 2) {
			return false;
		}
	}
	return false;
}

#endif
