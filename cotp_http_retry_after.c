/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The value of Retry-After. libcurl reads it too, but without the fraction of its seconds.
 */
#include "cotp_http_retry_after.h"

#include <string.h>

#include <curl/curl.h>

#define LONGEST  31536000.0 /* seconds: no call takes a year, and sums cannot overflow */
#define MAX_DATE 64         /* bytes, more than any HTTP date has */

/* Returns whether the text has a number of seconds only. strtod() depends on the locale. */
static bool read_seconds(cotp_text value, double *seconds)
{
	double unit = 1.0;
	bool is_fraction = false;
	*seconds = 0.0;
	for (size_t i = 0; i < value.length; i++) {
		char c = value.data[i];
		if (cotp_char_is_digit(c) && is_fraction) {
			unit /= 10.0;
			*seconds += unit * (c - '0');
		} else if (cotp_char_is_digit(c)) {
			*seconds = *seconds * 10.0 + (c - '0');
		} else if (c == '.' && i && !is_fraction) {
			is_fraction = true;
		} else {
			return false;
		}
	}
	return value.length > 0;
}

/* Where time_t has 32 bits, libcurl reads no date after 2038-01-19. */
static bool read_date(cotp_text value, int64_t unix_time, double *seconds)
{
	char date[MAX_DATE];
	if (value.length >= sizeof(date) || memchr(value.data, '\0', value.length)) {
		return false;
	}
	memcpy(date, value.data, value.length);
	date[value.length] = '\0';
	time_t moment = curl_getdate(date, NULL);
	*seconds = (double)moment - (double)unix_time;
	return moment != -1;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

double cotp_http_retry_after(cotp_text value, int64_t unix_time)
{
	double seconds;
	while (value.length && is_space(value.data[0])) {
		value = (cotp_text){ value.data + 1, value.length - 1 };
	}
	while (value.length && is_space(value.data[value.length - 1])) {
		value.length--;
	}
	if (!value.length || (!read_seconds(value, &seconds) && !read_date(value, unix_time, &seconds)) || seconds <= 0.0) {
		return -1.0;
	}
	return seconds < LONGEST ? seconds : LONGEST;
}
