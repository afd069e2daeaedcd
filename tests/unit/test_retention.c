/* SPDX-License-Identifier: BSD-3-Clause */
/* Retention policies. */
#include "unit.h"

#include "../../cotp_clock.h"
#include "../../cotp_retention.h"

static void retention_ends_after_now_and_within_48_months(void **state)
{
	(void)state;
	static const struct {
		cotp_utc_time now;
		cotp_utc_time until;
		bool valid;
	} cases[] = {
		{ { 2026, 11, 22, 10, 0, 0 }, { 2026, 11, 22, 10, 0, 0 }, false },
		{ { 2026, 11, 22, 10, 0, 0 }, { 2026, 11, 22, 9, 59, 59 }, false },
		{ { 2026, 11, 22, 10, 0, 0 }, { 2026, 11, 22, 10, 0, 1 }, true },
		{ { 2026, 11, 22, 10, 0, 0 }, { 2030, 11, 22, 10, 0, 0 }, true },
		/* in a zone that changed to winter time in between, by up to two hours */
		{ { 2026, 10, 24, 10, 0, 0 }, { 2030, 10, 24, 11, 0, 0 }, true },
		{ { 2026, 11, 22, 10, 0, 0 }, { 2030, 11, 22, 12, 0, 0 }, true },
		{ { 2026, 11, 22, 10, 0, 0 }, { 2030, 11, 22, 12, 0, 1 }, false },
		{ { 2026, 12, 31, 23, 59, 59 }, { 2031, 1, 1, 1, 59, 59 }, true },
		{ { 2026, 12, 31, 23, 59, 59 }, { 2031, 1, 1, 2, 0, 0 }, false },
		{ { 2028, 2, 29, 12, 0, 0 }, { 2032, 2, 29, 14, 0, 0 }, true },
		{ { 2028, 2, 29, 12, 0, 0 }, { 2032, 2, 29, 14, 0, 1 }, false },
		/* 2100 has no leap day: the limit is the last day of February, not the first of March */
		{ { 2096, 2, 29, 12, 0, 0 }, { 2100, 2, 28, 14, 0, 0 }, true },
		{ { 2096, 2, 29, 12, 0, 0 }, { 2100, 2, 28, 14, 0, 1 }, false },
		{ { 2026, 11, 22, 10, 0, 0 }, { 9999, 1, 1, 0, 0, 0 }, false },
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		cotp_error error;
		cotp_retention retention = { .has_until = true, .until = cotp_utc_time_to_unix(&cases[i].until) };
		bool valid = cotp_retention_check(&retention, cotp_utc_time_to_unix(&cases[i].now), &error);
		if (valid != cases[i].valid) {
			fail_msg("case %zu should %sbe valid", i, cases[i].valid ? "" : "not ");
		}
		if (!valid) {
			assert_refused(&error, "until");
		}
	}
	cotp_error error;
	assert_false(cotp_retention_check(&(cotp_retention){ .has_until = true, .until = INT64_MAX }, 0, &error));
	assert_false(cotp_retention_check(&(cotp_retention){ .has_until = true, .until = INT64_MIN }, 0, &error));
	assert_false(cotp_retention_check(&(cotp_retention){ .until = 100 }, 0, &error));
	assert_refused(&error, "until");
}

static void retention_has_at_most_50_destinations(void **state)
{
	(void)state;
	cotp_error error;
	cotp_destination destinations[51];
	for (size_t i = 0; i < COUNT_OF(destinations); i++) {
		destinations[i] = (cotp_destination){ COTP_TEXT("HostName"), COTP_TEXT("httpbin.org"), 1, -1 };
	}
	cotp_retention retention = {
		.has_until = true, .until = 100, .destination_count = 50, .destinations = destinations
	};
	assert_true(cotp_retention_check(&retention, 0, &error));
	retention.destination_count = 51;
	assert_false(cotp_retention_check(&retention, 0, &error));
	assert_refused(&error, "destinations");
	retention.destination_count = 0;
	retention.destinations = NULL;
	assert_true(cotp_retention_check(&retention, 0, &error));
}

typedef struct destination_case {
	cotp_destination destination;
	const char *argument; /* NULL: valid */
} destination_case;

#define DESTINATION(type, data, quota) \
	{ \
		{ type, sizeof(type) - 1 }, { data, sizeof(data) - 1 }, quota, -1 \
	}

static const destination_case destination_cases[] = {
	{ DESTINATION("HostName", "httpbin.org", 1), NULL },
	{ DESTINATION("HostName", "https://httpbin.org/post", 50), NULL },
	{ DESTINATION("Owner", "", 10), NULL },
	{ DESTINATION("SomethingNew", "x", 50), NULL },
	{ DESTINATION("GeneralProperty", "x", 5), NULL },
	{ DESTINATION("GeneralProperty", "x", 6), "quota" },
	{ DESTINATION("generalproperty", "x", 6), "quota" },
	{ DESTINATION("GeneralProperties", "x", 6), NULL },
	{ DESTINATION("HostName", "httpbin.org", 0), "quota" },
	{ DESTINATION("HostName", "httpbin.org", 51), "quota" },
	{ DESTINATION("HostName", "httpbin.org", -1), "quota" },
	{ DESTINATION("HostName", "httpbin.org", INT64_MAX), "quota" },
	{ DESTINATION("", "httpbin.org", 1), "type" },
	{ DESTINATION("..", "httpbin.org", 1), "type" },
	{ DESTINATION("planted\n", "httpbin.org", 1), "type" },
	{ DESTINATION("HostName", ".", 1), "data" },
	{ DESTINATION("HostName", "planted\0", 1), "data" },
	{ DESTINATION("OtherUser", CARD_NUMBER, 1), "data" },
};

static void destination_errors_are_about_the_property(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(destination_cases); i++) {
		cotp_error error;
		bool valid = cotp_destination_check(&destination_cases[i].destination, &error);
		if (valid != (destination_cases[i].argument == NULL)) {
			fail_msg("case %zu should %sbe valid", i, valid ? "not " : "");
		}
		if (!valid) {
			assert_refused(&error, destination_cases[i].argument);
		}
	}
}

static void retention_error_contains_the_destination_and_the_reason(void **state)
{
	(void)state;
	cotp_error error;
	cotp_destination destinations[] = { DESTINATION("Owner", "", 1), DESTINATION("HostName", "planted", 0) };
	cotp_retention retention = {
		.has_until = true, .until = 100, .destination_count = 2, .destinations = destinations
	};
	assert_false(cotp_retention_check(&retention, 0, &error));
	assert_refused(&error, "destinations");
	assert_non_null(strstr(error.message, "$quota of destination #2 must be between 1 and 50"));
}

/* A service may return a URL, but only hosts may be set. */
static void retention_takes_hosts_only(void **state)
{
	(void)state;
	static const char *const bad[] = { "", "https://pay.example/", "pay example", "pay.example:443" };
	cotp_error error;
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		cotp_destination destination = { COTP_TEXT("HostName"), cotp_text_of(bad[i]), 1, -1 };
		cotp_retention retention = {
			.has_until = true, .until = 100, .destination_count = 1, .destinations = &destination
		};
		assert_true(cotp_destination_check(&destination, &error));
		assert_false(cotp_retention_check(&retention, 0, &error));
		assert_refused(&error, "destinations");
		assert_non_null(strstr(error.message, "$data of destination #1 must be a host name"));
	}
	cotp_destination owner = { COTP_TEXT("Owner"), COTP_TEXT(""), 1, -1 };
	cotp_retention retention = { .has_until = true, .until = 100, .destination_count = 1, .destinations = &owner };
	assert_true(cotp_retention_check(&retention, 0, &error));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(retention_ends_after_now_and_within_48_months),
		cmocka_unit_test(retention_has_at_most_50_destinations),
		cmocka_unit_test(destination_errors_are_about_the_property),
		cmocka_unit_test(retention_takes_hosts_only),
		cmocka_unit_test(retention_error_contains_the_destination_and_the_reason),
	};
	return cmocka_run_group_tests_name("retention", tests, NULL, NULL);
}
