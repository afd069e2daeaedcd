/* SPDX-License-Identifier: BSD-3-Clause */
#include "cotp_error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void cotp_error_clear(cotp_error *error)
{
	memset(error, 0, sizeof(*error));
	error->retry_after = -1.0;
}

static void error_set(cotp_error *error, cotp_error_domain domain, const char *format, va_list arguments)
{
	cotp_error_clear(error);
	error->domain = domain;
	vsnprintf(error->message, sizeof(error->message), format, arguments);
}

bool cotp_error_argument(cotp_error *error, const char *argument, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	error_set(error, COTP_ERROR_ARGUMENT, format, arguments);
	va_end(arguments);
	snprintf(error->argument, sizeof(error->argument), "%s", argument);
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
