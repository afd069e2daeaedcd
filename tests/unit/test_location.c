/* SPDX-License-Identifier: BSD-3-Clause */
/* The Location among the header lines of a response. */
#include "unit.h"

#include "../../cotp_http_location.h"

typedef struct location_case {
	cotp_text lines[4];
	const char *location; /* NULL: ambiguous, or none */
} location_case;

#define LINE(literal) \
	{ \
		(literal), sizeof(literal) - 1 \
	}

static const location_case cases[] = {
	{ { LINE("Location: /x/id\r\n") }, "/x/id" },
	{ { LINE("LOCATION:/x/id\n") }, "/x/id" },
	{ { LINE("location: \t/x/id \t\r\n") }, "/x/id" },
	{ { LINE("Location:") }, "" },
	{ { LINE("Location") }, NULL },
	{ { LINE("Location \t ") }, NULL },
	{ { LINE("L") }, NULL },
	{ { LINE("Locations: /x/a\r\n"), LINE("Location-Id: /x/b\r\n"), LINE("X: Location: /x/c\r\n") }, NULL },
	{ { LINE("X: 1\r\n"), LINE(" Location: /x/a\r\n"), LINE("Location: /x/id\r\n") }, "/x/id" },
	{ { LINE("Location: /x/id\r\n"), LINE("X: 1\r\n"), LINE(" folded\r\n") }, "/x/id" },
	{ { LINE(" folded\r\n"), LINE("Location: /x/id\r\n") }, "/x/id" },
	{ { LINE("Location: /x/\r\n"), LINE(" id\r\n") }, NULL },
	{ { LINE("Location: /x/id\r\n"), LINE("\t\r\n") }, NULL },
	{ { LINE("Location: /x/a\r\n"), LINE("Location: /x/a\r\n") }, NULL },
	{ { LINE("Location:\r\n"), LINE("Location: /x/a\r\n") }, NULL },
	{ { LINE("Location : /x/a\r\n") }, NULL },
	{ { LINE("Location\t: /x/a\r\n"), LINE("Location: /x/b\r\n") }, NULL },
	{ { LINE("Location: /x/a b\r\n") }, NULL },
	{ { LINE("Location: /x/a\rb\r\n") }, NULL },
	{ { LINE("Location: /x/a\0b\r\n") }, NULL },
	{ { LINE("Location: /x/\x7f\r\n") }, NULL },
};

static void location_is_read_only_if_it_is_clear(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		cotp_http_response response = { .status = 0 };
		bool in_location = false;
		for (size_t line = 0; line < COUNT_OF(cases[i].lines) && cases[i].lines[line].length; line++) {
			cotp_text copy = exact_copy(cases[i].lines[line]);
			assert_true(cotp_http_location_take(&response, copy.data, copy.length, &in_location));
			free_text(copy);
		}
		bool is_clear = response.location && !response.location_is_ambiguous;
		if (is_clear != (cases[i].location != NULL)) {
			fail_msg("case %zu should %sbe clear", i, is_clear ? "not " : "");
		}
		if (is_clear) {
			assert_string_equal(response.location, cases[i].location);
		}
		cotp_http_location_discard(&response);
		assert_null(response.location);
		assert_false(response.location_is_ambiguous);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(location_is_read_only_if_it_is_clear) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
