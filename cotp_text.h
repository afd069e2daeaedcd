/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Borrowed texts, growing buffers that are wiped before they are freed, the few facts about Unicode that the checks
 * need, and redaction.
 */
#ifndef COTP_TEXT_H
#define COTP_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes that another object owns. They may contain NUL. data is NULL if the value was not given. */
typedef struct cotp_text {
	const char *data;
	size_t length;
} cotp_text;

#define COTP_TEXT(literal) ((cotp_text){ (literal), sizeof(literal) - 1 })

/* A text that grows up to limit bytes. data is NUL-terminated, or NULL until something is appended. */
typedef struct cotp_buffer {
	char *data;
	size_t length;
	size_t size;
	size_t limit;
} cotp_buffer;

/* Appends bytes. Returns false and leaves the buffer unchanged if the limit would be exceeded or memory runs out. */
bool cotp_buffer_append(cotp_buffer *buffer, const char *data, size_t length);
bool cotp_buffer_append_string(cotp_buffer *buffer, const char *string);

/* Wipes and frees the bytes and leaves an empty buffer with the same limit. */
void cotp_buffer_free(cotp_buffer *buffer);

cotp_text cotp_text_of(const char *string);

bool cotp_text_equals(cotp_text a, cotp_text b);

/* Returns a NUL-terminated copy, or NULL if text.data is NULL or memory runs out. The caller frees it with
 * cotp_secret_free(). */
char *cotp_text_copy(cotp_text text);

/* Wipes and frees a NUL-terminated string. Does nothing with NULL. */
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

static inline char cotp_char_lower(char c)
{
	return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

/* Returns the value of a hexadecimal digit, or -1. */
int cotp_char_hex_value(char c);

bool cotp_text_equals_ignoring_case(cotp_text a, cotp_text b);

/* ---- Unicode: cotp_text_unicode.c ---- */

/* Stands for a byte that does not belong to a valid UTF-8 character. */
#define COTP_NO_CODE_POINT UINT32_MAX

/* Returns the length of the UTF-8 character that text starts with, or 0 if it is not complete and valid. available is
 * greater than 0. */
size_t cotp_text_utf8_length(const char *text, size_t available);

/* Reads the character that text starts with and returns its length. An invalid byte is read as COTP_NO_CODE_POINT, of
 * length 1. available is greater than 0. */
size_t cotp_text_decode(const char *text, size_t available, uint32_t *code_point);

/* Writes up to 4 bytes and returns their number, or returns 0 if the number is not a Unicode character. */
size_t cotp_text_encode(uint32_t code_point, char *utf8);

/* Returns whether the UTF-8 character of that length is a control: U+0000-U+001F, U+007F-U+009F. */
bool cotp_text_is_control(const char *character, size_t length);

/* Returns whether the character is a space, a tab or a line break of any kind. */
bool cotp_code_point_is_space(uint32_t code_point);

/* Returns whether the character shows nothing and is not a space: joiners, marks of direction, soft hyphens. */
bool cotp_code_point_is_invisible(uint32_t code_point);

/* Returns the value of a decimal digit of any script, or -1. */
int cotp_code_point_digit(uint32_t code_point);

/* ---- redaction: cotp_text_redact.c ---- */

/*
 * Overwrites each occurrence of secret in the NUL-terminated string with asterisks. An occurrence may differ in ASCII
 * case, and each of its characters may be escaped once or twice as in URLs, JSON or HTML. A secret of fewer than 4
 * bytes is overwritten only if it stands alone, as a word.
 */
void cotp_text_redact(char *string, cotp_text secret);

/* Does the same with the digits of a phone number, however they are grouped. */
void cotp_text_redact_digits(char *string, cotp_text number);

#endif
