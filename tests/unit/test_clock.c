/* SPDX-License-Identifier: BSD-3-Clause */
/* The calendar in UTC. */
#include "unit.h"

#include <time.h>

#include "../../cotp_clock.h"

typedef struct utc_time_case {
	int64_t seconds;
	cotp_utc_time utc_time;
} utc_time_case;

/* Seconds as printed by "date -u -d … +%s". */
static const utc_time_case utc_time_cases[] = {
	{ 0, { 1970, 1, 1, 0, 0, 0 } },
	{ -1, { 1969, 12, 31, 23, 59, 59 } },
	{ 951782399, { 2000, 2, 28, 23, 59, 59 } },
	{ 951782400, { 2000, 2, 29, 0, 0, 0 } },
	{ 951868800, { 2000, 3, 1, 0, 0, 0 } },
	{ 1709164800, { 2024, 2, 29, 0, 0, 0 } },
	{ 1735689599, { 2024, 12, 31, 23, 59, 59 } },
	{ 4102444800, { 2100, 1, 1, 0, 0, 0 } },
	{ 4107542399, { 2100, 2, 28, 23, 59, 59 } },
	{ 4107542400, { 2100, 3, 1, 0, 0, 0 } },
	{ 253402300799, { 9999, 12, 31, 23, 59, 59 } },
	{ -62135596800, { 1, 1, 1, 0, 0, 0 } },
	{ -62167219200, { 0, 1, 1, 0, 0, 0 } },
	{ -62167219201, { -1, 12, 31, 23, 59, 59 } },
};

static void utc_time_matches_known_moments(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(utc_time_cases); i++) {
		cotp_utc_time utc_time = cotp_utc_time_from_unix(utc_time_cases[i].seconds);
		const cotp_utc_time *expected = &utc_time_cases[i].utc_time;
		assert_int_equal(utc_time.year, expected->year);
		assert_int_equal(utc_time.month, expected->month);
		assert_int_equal(utc_time.day, expected->day);
		assert_int_equal(utc_time.hour, expected->hour);
		assert_int_equal(utc_time.minute, expected->minute);
		assert_int_equal(utc_time.second, expected->second);
		assert_int_equal(cotp_utc_time_to_unix(expected), utc_time_cases[i].seconds);
	}
}

/* Two times 400 years: no day is missing or comes twice, and each month has its length. */
static void utc_time_days_follow_each_other(void **state)
{
	(void)state;
	cotp_utc_time before = cotp_utc_time_from_unix(-86400);
	for (int64_t day = 0; day < 2 * 146097; day++) {
		cotp_utc_time utc_time = cotp_utc_time_from_unix(day * 86400);
		bool is_next_day =
			utc_time.day == before.day + 1 && utc_time.month == before.month && utc_time.year == before.year;
		bool is_next_month = utc_time.day == 1 && before.day == cotp_days_in_month(before.year, before.month) &&
							 utc_time.month == before.month % 12 + 1 &&
							 utc_time.year == before.year + (before.month == 12);
		assert_true(is_next_day != is_next_month);
		assert_true(utc_time.day <= cotp_days_in_month(utc_time.year, utc_time.month));
		assert_int_equal(cotp_utc_time_to_unix(&utc_time), day * 86400);
		before = utc_time;
	}
}

static void days_in_month_depend_on_leap_years(void **state)
{
	(void)state;
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	for (int month = 1; month <= 12; month++) {
		assert_int_equal(cotp_days_in_month(2023, month), days[month - 1]);
	}
	assert_int_equal(cotp_days_in_month(2024, 2), 29);
	assert_int_equal(cotp_days_in_month(2000, 2), 29);
	assert_int_equal(cotp_days_in_month(2100, 2), 28);
}

static void unix_time_is_that_of_the_system(void **state)
{
	(void)state;
	time_t before = time(NULL);
	double now = cotp_clock_unix_time();
	time_t after = time(NULL);
	assert_true((double)before <= now && now < (double)after + 1.0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(unix_time_is_that_of_the_system),
		cmocka_unit_test(utc_time_matches_known_moments),
		cmocka_unit_test(utc_time_days_follow_each_other),
		cmocka_unit_test(days_in_month_depend_on_leap_years),
	};
	return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
