/* SPDX-License-Identifier: BSD-3-Clause */
/* The methods in Allow headers. */
#include "unit.h"

#include "../../cotp_http_allow.h"

static void allow_lists_the_methods_of_all_headers(void **state)
{
	(void)state;
	static const struct {
		const char *headers[3];
		const char *methods;
	} cases[] = {
		{ { " GET, POST\r\n" }, "GET, POST" },
		{ { "GET,POST" }, "GET, POST" },
		{ { " \t GET ,, POST ,\r\n" }, "GET, POST" },
		{ { "GET POST" }, "GET, POST" },
		{ { "GET", "PUT, patch" }, "GET, PUT, patch" },
		{ { "", "GET", "\r\n" }, "GET" },
		{ { "" }, "" },
		{ { "GET, <b>" }, "" },
		{ { "GET\x1b[31m", "PUT" }, "PUT" },
		{ { "GET\xC3\xA9" }, "" },
		/* 15 bytes fit */
		{ { "GET, OPTIONS" }, "GET, OPTIONS" },
		{ { "GET, OPTIONSXYZ" }, "GET, OPTIONSXYZ" },
		{ { "GET, OPTIONSXYZA, PUT" }, "GET, PUT" },
		{ { "ABCDEFGHIJKLMNO" }, "ABCDEFGHIJKLMNO" },
		{ { "ABCDEFGHIJKLMNOP, GET" }, "GET" },
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char allow[16] = "";
		for (size_t j = 0; j < 3 && cases[i].headers[j]; j++) {
			cotp_text header = exact_copy(cotp_text_of(cases[i].headers[j]));
			cotp_http_allow_add(allow, sizeof(allow), header);
			free_text(header);
		}
		assert_string_equal(allow, cases[i].methods);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(allow_lists_the_methods_of_all_headers),
	};
	return cmocka_run_group_tests_name("allow", tests, NULL, NULL);
}
