/* SPDX-License-Identifier: BSD-3-Clause */
#include "cotp_text.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>

/* Grows by a new block and a wiped old one: realloc() could leave a copy of a secret behind. */
static bool buffer_grow(cotp_buffer *buffer, size_t needed)
{
	size_t size = buffer->size ? buffer->size : 256;
	while (size < needed) {
		size *= 2;
	}
	char *data = malloc(size);
	if (!data) {
		return false;
	}
	if (buffer->data) {
		memcpy(data, buffer->data, buffer->length);
		OPENSSL_cleanse(buffer->data, buffer->length);
		free(buffer->data);
	}
	buffer->data = data;
	buffer->size = size;
	return true;
}

bool cotp_buffer_append(cotp_buffer *buffer, const char *data, size_t length)
{
	if (length > buffer->limit - buffer->length) {
		return false;
	}
	size_t needed = buffer->length + length + 1;
	if (needed > buffer->size && !buffer_grow(buffer, needed)) {
		return false;
	}
	if (length) {
		memcpy(buffer->data + buffer->length, data, length);
	}
	buffer->length += length;
	buffer->data[buffer->length] = '\0';
	return true;
}

bool cotp_buffer_append_string(cotp_buffer *buffer, const char *string)
{
	return cotp_buffer_append(buffer, string, strlen(string));
}

void cotp_buffer_free(cotp_buffer *buffer)
{
	if (buffer->data) {
		OPENSSL_cleanse(buffer->data, buffer->length);
		free(buffer->data);
	}
	buffer->data = NULL;
	buffer->length = 0;
	buffer->size = 0;
}

cotp_text cotp_text_of(const char *string)
{
	return (cotp_text){ string, string ? strlen(string) : 0 };
}

bool cotp_text_equals(cotp_text a, cotp_text b)
{
	return a.length == b.length && (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}

char *cotp_text_copy(cotp_text text)
{
	if (!text.data) {
		return NULL;
	}
	char *copy = malloc(text.length + 1);
	if (copy) {
		memcpy(copy, text.data, text.length);
		copy[text.length] = '\0';
	}
	return copy;
}

void cotp_secret_free(char *secret)
{
	if (secret) {
		OPENSSL_cleanse(secret, strlen(secret));
		free(secret);
	}
}

static char ascii_lower(char c)
{
	bool is_upper = c >= 'A' && c <= 'Z';
	return (char)(is_upper ? c + ('a' - 'A') : c);
}

bool cotp_text_equals_ignoring_case(cotp_text a, cotp_text b)
{
	if (a.length != b.length) {
		return false;
	}
	for (size_t i = 0; i < a.length; i++) {
		if (ascii_lower(a.data[i]) != ascii_lower(b.data[i])) {
			return false;
		}
	}
	return true;
}

/* The second byte of some characters has a narrower range: no overlong forms, no surrogates, none past U+10FFFF. */
static bool utf8_second_is_valid(unsigned char first, unsigned char second)
{
	switch (first) {
		case 0xE0:
			return second >= 0xA0;
		case 0xED:
			return second <= 0x9F;
		case 0xF0:
			return second >= 0x90;
		case 0xF4:
			return second <= 0x8F;
		default:
			return true;
	}
}

static size_t utf8_length_by_first(unsigned char first)
{
	if (first < 0x80) {
		return 1;
	}
	if (first < 0xC2 || first > 0xF4) {
		return 0;
	}
	return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

size_t cotp_text_utf8_length(const char *text, size_t available)
{
	unsigned char first = (unsigned char)text[0];
	size_t length = utf8_length_by_first(first);
	if (length > available) {
		return 0;
	}
	for (size_t i = 1; i < length; i++) {
		if (((unsigned char)text[i] & 0xC0) != 0x80) {
			return 0;
		}
	}
	return length < 2 || utf8_second_is_valid(first, (unsigned char)text[1]) ? length : 0;
}

size_t cotp_text_encode(uint32_t code_point, char *utf8)
{
	static const unsigned char first_byte[] = { 0, 0, 0xC0, 0xE0, 0xF0 };
	if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF)) {
		return 0;
	}
	size_t length = code_point < 0x80 ? 1 : code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
	for (size_t i = length; --i > 0; code_point >>= 6) {
		utf8[i] = (char)(0x80 | (code_point & 0x3F));
	}
	utf8[0] = (char)(first_byte[length] | code_point);
	return length;
}

bool cotp_text_is_control(const char *character, size_t length)
{
	unsigned char first = (unsigned char)character[0];
	if (length == 1) {
		return first < 0x20 || first == 0x7F;
	}
	return length == 2 && first == 0xC2 && (unsigned char)character[1] < 0xA0;
}

int cotp_char_hex_value(char c)
{
	char lower = ascii_lower(c);
	if (cotp_char_is_digit(c)) {
		return c - '0';
	}
	return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* How many bytes of the string the secret takes at its begin; 0 when it does not stand there. A percent sign of the
 * secret's own stands there encoded, or as it is: who encodes a URL again may do either. */
static size_t secret_length(const char *string, cotp_text secret, bool encodes_percent)
{
	size_t at = 0;
	for (size_t i = 0; i < secret.length; i++) {
		char c = string[at];
		size_t width = 1;
		if (c == '%' && (encodes_percent || secret.data[i] != '%') && cotp_char_hex_value(string[at + 1]) >= 0 &&
			cotp_char_hex_value(string[at + 2]) >= 0) {
			c = (char)(cotp_char_hex_value(string[at + 1]) << 4 | cotp_char_hex_value(string[at + 2]));
			width = 3;
		}
		bool is_space = string[at] == '+' && secret.data[i] == ' '; /* as in a form */
		if (ascii_lower(c) != ascii_lower(secret.data[i]) && !is_space) {
			return 0;
		}
		at += width;
	}
	return at;
}

void cotp_text_redact(char *string, cotp_text secret)
{
	if (!secret.data || !secret.length || memchr(secret.data, '\0', secret.length)) {
		return;
	}
	for (size_t i = 0; string[i]; i++) {
		size_t length = secret_length(string + i, secret, true);
		memset(string + i, '*', length ? length : secret_length(string + i, secret, false));
	}
}

/* How many bytes of the string the number's digits take at its begin, what groups them passed over; 0: they do not
 * stand there. */
static size_t digits_length(const char *string, cotp_text number)
{
	size_t at = 0;
	for (size_t i = 0; i < number.length; i++) {
		if (!cotp_char_is_digit(number.data[i])) {
			continue;
		}
		while (at && string[at] && strchr(" -./()", string[at])) {
			at++;
		}
		if (string[at] != number.data[i]) {
			return 0;
		}
		at++;
	}
	return at;
}

void cotp_text_redact_digits(char *string, cotp_text number)
{
	for (size_t i = 0; string[i]; i++) {
		memset(string + i, '*', digits_length(string + i, number));
	}
}
