/* What the unit tests share. */
#ifndef UNIT_H
#define UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "../../cotp_error.h"
#include "../../cotp_http.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* Luhn-valid, as card schemes publish them for tests; and the same with a wrong last digit. */
#define CARD_NUMBER     "4111111111111111"
#define NOT_CARD_NUMBER "4111111111111112"

/*
 * libcurl before 7.80 tells of no departure: it repeats a request without a body by itself, and cannot be asked not to.
 * Nor does it know a connection's lifetime.
 */
static inline void needs_libcurl_7_80(void)
{
	if (strncmp(cotp_http_library_version(), "7.7", 3) == 0) {
		skip();
	}
}

/* From 8.17 on libcurl itself refuses an answer that holds two Locations, even where one is in an informational head.
 */
static inline bool libcurl_refuses_two_locations(void)
{
	char *end;
	long major = strtol(cotp_http_library_version(), &end, 10);
	return major > 8 || (major == 8 && strtol(end + 1, NULL, 10) >= 17);
}

/* A text of exactly that many bytes in a block of its own, so that reading past it is seen. The caller frees. */
static inline cotp_text exact_copy(cotp_text text)
{
	char *data = malloc(text.length ? text.length : 1);
	assert_non_null(data);
	if (text.length) {
		memcpy(data, text.data, text.length);
	}
	return (cotp_text){ data, text.length };
}

static inline cotp_text repeated(char c, size_t count)
{
	char *data = malloc(count ? count : 1);
	assert_non_null(data);
	memset(data, c, count);
	return (cotp_text){ data, count };
}

static inline void free_text(cotp_text text)
{
	free((char *)text.data);
}

/* The message begins with "must" or names the entry that must, and the values that are named "planted", and card
 * numbers, are not repeated in it. */
static inline void assert_refused(const cotp_error *error, const char *argument)
{
	assert_int_equal(error->domain, COTP_ERROR_ARGUMENT);
	assert_int_equal(error->outcome, COTP_OUTCOME_NOT_SENT);
	assert_string_equal(error->argument, argument);
	assert_true(strncmp(error->message, "must ", 5) == 0 || strncmp(error->message, "entry \"", 7) == 0);
	assert_null(strstr(error->message, "planted"));
	assert_null(strstr(error->message, "4111"));
}

/* One row of a table of values: is this one let through? */
typedef struct text_case {
	cotp_text text;
	bool valid;
} text_case;

#define VALID(literal) \
	{ \
		{ (literal), sizeof(literal) - 1 }, true \
	}
#define INVALID(literal) \
	{ \
		{ (literal), sizeof(literal) - 1 }, false \
	}

typedef bool (*text_check)(cotp_text text, cotp_error *error);

static inline void assert_cases(const text_case *cases, size_t count, text_check check, const char *argument)
{
	for (size_t i = 0; i < count; i++) {
		cotp_error error;
		cotp_error_clear(&error);
		cotp_text text = exact_copy(cases[i].text);
		bool valid = check(text, &error);
		if (valid != cases[i].valid) {
			fail_msg("%s: case %zu, \"%.*s\", should %sbe valid: %s", argument, i, (int)text.length, text.data,
				cases[i].valid ? "" : "not ", error.message);
		}
		if (!valid) {
			assert_refused(&error, argument);
		}
		free_text(text);
	}
}

#endif
