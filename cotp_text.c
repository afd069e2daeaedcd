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

bool cotp_text_equals_ignoring_case(cotp_text a, cotp_text b)
{
	if (a.length != b.length) {
		return false;
	}
	for (size_t i = 0; i < a.length; i++) {
		if (cotp_char_lower(a.data[i]) != cotp_char_lower(b.data[i])) {
			return false;
		}
	}
	return true;
}

int cotp_char_hex_value(char c)
{
	char lower = cotp_char_lower(c);
	if (cotp_char_is_digit(c)) {
		return c - '0';
	}
	return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}
