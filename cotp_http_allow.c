/* SPDX-License-Identifier: BSD-3-Clause */
#include "cotp_http_allow.h"

#include <string.h>

static bool is_separator(char c)
{
	return c == ',' || c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool is_list_of_methods(cotp_text value)
{
	for (size_t i = 0; i < value.length; i++) {
		if (!cotp_char_is_letter(value.data[i]) && !is_separator(value.data[i])) {
			return false;
		}
	}
	return true;
}

void cotp_http_allow_add(char *allow, size_t size, cotp_text value)
{
	size_t used = strlen(allow);
	size_t at = 0;
	while (at < value.length && is_list_of_methods(value)) {
		size_t start = at;
		while (at < value.length && !is_separator(value.data[at])) {
			at++;
		}
		size_t length = at - start;
		size_t gap = used ? 2 : 0;
		if (length && used + gap + length < size) {
			memcpy(allow + used, ", ", gap);
			memcpy(allow + used + gap, value.data + start, length);
			used += gap + length;
			allow[used] = '\0';
		}
		at++;
	}
}
