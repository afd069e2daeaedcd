/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Borrowed texts, and buffers of our own that are wiped before they are freed.
 */
#ifndef COTP_TEXT_H
#define COTP_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes that somebody else owns; they may hold NUL. data is NULL when the value was not given. */
typedef struct cotp_text {
	const char *data;
	size_t length;
} cotp_text;

#define COTP_TEXT(literal) ((cotp_text){ (literal), sizeof(literal) - 1 })

/* A text that grows up to limit bytes. data is NUL-terminated, or NULL while nothing was appended. */
typedef struct cotp_buffer {
	char *data;
	size_t length;
	size_t size;
	size_t limit;
} cotp_buffer;

/* False when the limit would be passed or memory is short; the buffer is then as it was. */
bool cotp_buffer_append(cotp_buffer *buffer, const char *data, size_t length);
bool cotp_buffer_append_string(cotp_buffer *buffer, const char *string);

/* Wipes and frees the bytes and leaves an empty buffer with the same limit. */
void cotp_buffer_free(cotp_buffer *buffer);

cotp_text cotp_text_of(const char *string);

bool cotp_text_equals(cotp_text a, cotp_text b);

/* A NUL-terminated copy, to be freed with cotp_secret_free(); NULL when memory is short or text.data is NULL. */
char *cotp_text_copy(cotp_text text);

/* Wipes and frees a NUL-terminated string; NULL is fine. */
void cotp_secret_free(char *secret);

/* ASCII only, whatever the locale. */
static inline bool cotp_char_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool cotp_char_is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool cotp_text_equals_ignoring_case(cotp_text a, cotp_text b);

/* The length of the UTF-8 character that text starts with, or 0 when there is no whole valid one. available is above 0.
 */
size_t cotp_text_utf8_length(const char *text, size_t available);

/* Writes up to 4 bytes and returns their number, or returns 0 if the number is not a Unicode character. */
size_t cotp_text_encode(uint32_t code_point, char *utf8);

/* Whether the UTF-8 character of that length is a control: U+0000-U+001F, U+007F-U+009F. */
bool cotp_text_is_control(const char *character, size_t length);

/* Overwrites each occurrence of secret, whatever its case, percent-encoded or not, in the NUL-terminated string with
 * asterisks. */
void cotp_text_redact(char *string, cotp_text secret);

/* The same for the digits of a telephone number, however they are grouped. */
void cotp_text_redact_digits(char *string, cotp_text number);

/* The value of a hexadecimal digit, or -1. */
int cotp_char_hex_value(char c);

#endif
