/* SPDX-License-Identifier: BSD-3-Clause */
/* Helpers of the unit tests. */
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
#include "../../cotp_http_library.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* A Luhn-valid test number, as card schemes publish them, and the number with a wrong last digit. */
#define CARD_NUMBER     "4111111111111111"
#define NOT_CARD_NUMBER "4111111111111112"

/*
 * Skips a test with libcurl before 7.80, which has no CURLOPT_PREREQFUNCTION: it re-sends a request without a body by
 * itself, and nothing can prevent that. It does not limit the lifetime of a connection either.
 */
static inline void needs_libcurl_7_80(void)
{
	if (strncmp(cotp_http_library_version(), "7.7", 3) == 0) {
		skip();
	}
}

/* Since 8.17 libcurl itself rejects a response with two Locations, even if one is in an informational header block. */
static inline bool libcurl_refuses_two_locations(void)
{
	char *end;
	long major = strtol(cotp_http_library_version(), &end, 10);
	return major > 8 || (major == 8 && strtol(end + 1, NULL, 10) >= 17);
}

/* Copies a text to a block of exactly its size, so that the sanitizers see a read beyond it. The caller frees it. */
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

/* The message begins with "must" or with an entry, and contains neither a "planted" value nor a card number. */
static inline void assert_refused(const cotp_error *error, const char *argument)
{
	assert_int_equal(error->domain, COTP_ERROR_ARGUMENT);
	assert_int_equal(error->outcome, COTP_OUTCOME_NOT_SENT);
	assert_string_equal(error->argument, argument);
	assert_true(strncmp(error->message, "must ", 5) == 0 || strncmp(error->message, "entry \"", 7) == 0);
	assert_null(strstr(error->message, "planted"));
	assert_null(strstr(error->message, "4111"));
}

/* A row of a table of valid and invalid values. */
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
