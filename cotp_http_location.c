/* SPDX-License-Identifier: BSD-3-Clause */
#include "cotp_http_location.h"

#include <string.h>

/* Returns the value of a Location line, or NULL if it is another line. */
static const char *location_value(const char *line, size_t length)
{
	static const cotp_text name = { "location", sizeof("location") - 1 };
	if (length <= name.length || !cotp_text_equals_ignoring_case((cotp_text){ line, name.length }, name)) {
		return NULL;
	}
	const char *colon = memchr(line + name.length, ':', length - name.length);
	for (const char *gap = line + name.length; colon && gap < colon; gap++) {
		if (*gap != ' ' && *gap != '\t') { /* the longer name of another header */
			return NULL;
		}
	}
	return colon ? colon + 1 : NULL;
}

/* Other programs may read such a value in another way: no URI contains white space or control characters. */
static bool is_unclear(const char *value, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if ((unsigned char)value[i] <= ' ' || value[i] == '\x7f') {
			return true;
		}
	}
	return false;
}

static bool take_location(cotp_http_response *response, const char *value, size_t length)
{
	while (length && (*value == ' ' || *value == '\t')) {
		value++;
		length--;
	}
	while (length && strchr(" \t\r\n", value[length - 1])) {
		length--;
	}
	if (response->location) {
		response->location_is_ambiguous = true;
		return true;
	}
	response->location_is_ambiguous = response->location_is_ambiguous || is_unclear(value, length);
	response->location = cotp_text_copy((cotp_text){ value, length });
	return response->location != NULL;
}

/* A line that begins with white space continues the line before it, although not all programs read it so. */
bool cotp_http_location_take(cotp_http_response *response, const char *line, size_t length, bool *in_location)
{
	if (*line == ' ' || *line == '\t') {
		response->location_is_ambiguous |= *in_location;
		return true;
	}
	const char *value = location_value(line, length);
	*in_location = value != NULL;
	if (!value) {
		return true;
	}
	response->location_is_ambiguous |= value[-2] == ' ' || value[-2] == '\t';
	return take_location(response, value, length - (size_t)(value - line));
}

void cotp_http_location_discard(cotp_http_response *response)
{
	cotp_secret_free(response->location);
	response->location = NULL;
	response->location_is_ambiguous = false;
}
