#include "cotp_error.h"

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

/* The length of the UTF-8 character at text, or 0 when there is no whole valid one. */
static size_t utf8_length(const unsigned char *text)
{
	static const unsigned char lowest_second[] = { 0xA0, 0x90 };
	unsigned char first = text[0];
	size_t length = first < 0x80 ? 1 : first >= 0xC2 && first <= 0xDF ? 2 : (first & 0xF0) == 0xE0 ? 3 :
		first >= 0xF0 && first <= 0xF4 ? 4 : 0;
	for (size_t i = 1; i < length; i++) {
		if ((text[i] & 0xC0) != 0x80) {
			return 0;
		}
	}
	if ((first == 0xE0 && text[1] < lowest_second[0]) || (first == 0xED && text[1] > 0x9F)
		|| (first == 0xF0 && text[1] < lowest_second[1]) || (first == 0xF4 && text[1] > 0x8F)) {
		return 0;
	}
	return length;
}

void cotp_error_copy(char *target, size_t size, const char *source)
{
	const unsigned char *from = (const unsigned char *)source;
	size_t used = 0;
	while (*from) {
		size_t length = utf8_length(from);
		bool replaced = length == 0 || *from < 0x20 || *from == 0x7F;
		if (used + (replaced ? 1 : length) >= size) {
			break;
		}
		if (replaced) {
			target[used++] = '?';
			from++;
		} else {
			memcpy(target + used, from, length);
			used += length;
			from += length;
		}
	}
	target[used] = '\0';
}
