/* SPDX-License-Identifier: BSD-3-Clause */
#include "cotp_error.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

void cotp_error_clear(cotp_error *error)
{
	memset(error, 0, sizeof(*error));
	error->retry_after = -1.0;
}

/* Returns whether a character begins at the end of the text that was cut there. */
static bool is_cut(const char *text, size_t rest)
{
	unsigned char first = (unsigned char)*text;
	size_t expected = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 1;
	return rest < expected;
}

size_t cotp_error_vprint(char *target, size_t size, const char *format, va_list arguments)
{
	int wanted = vsnprintf(target, size, format, arguments);
	size_t end = wanted < 0 ? 0 : (size_t)wanted < size ? (size_t)wanted : size - 1;
	bool was_cut = wanted >= 0 && (size_t)wanted > end;
	for (size_t at = 0; at < end;) {
		size_t length = cotp_text_utf8_length(target + at, end - at);
		if (!length && was_cut && is_cut(target + at, end - at)) {
			end = at;
		} else if (!length) {
			target[at] = '?';
		}
		at += length ? length : 1;
	}
	target[end] = '\0';
	return end;
}

size_t cotp_error_print(char *target, size_t size, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	size_t length = cotp_error_vprint(target, size, format, arguments);
	va_end(arguments);
	return length;
}

static void error_set(cotp_error *error, cotp_error_domain domain, const char *format, va_list arguments)
{
	cotp_error_clear(error);
	error->domain = domain;
	cotp_error_vprint(error->message, sizeof(error->message), format, arguments);
}

bool cotp_error_argument(cotp_error *error, const char *argument, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	error_set(error, COTP_ERROR_ARGUMENT, format, arguments);
	va_end(arguments);
	cotp_error_print(error->argument, sizeof(error->argument), "%s", argument);
	return false;
}

bool cotp_error_protocol(cotp_error *error, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	error_set(error, COTP_ERROR_PROTOCOL, format, arguments);
	va_end(arguments);
	return false;
}

bool cotp_error_memory(cotp_error *error)
{
	cotp_error_clear(error);
	error->domain = COTP_ERROR_MEMORY;
	snprintf(error->message, sizeof(error->message), "out of memory");
	return false;
}

void cotp_memory_begin(void)
{
	errno = 0;
}

bool cotp_memory_was_short(void)
{
	return errno == ENOMEM;
}

void cotp_error_copy(char *target, size_t size, const char *source)
{
	size_t rest = strlen(source);
	size_t used = 0;
	while (rest) {
		size_t length = cotp_text_utf8_length(source, rest);
		bool replaced = length == 0 || cotp_text_is_control(source, length);
		size_t read = length ? length : 1;
		size_t written = replaced ? 1 : length;
		if (used + written >= size) {
			break;
		}
		memcpy(target + used, replaced ? "?" : source, written);
		used += written;
		source += read;
		rest -= read;
	}
	target[used] = '\0';
}
