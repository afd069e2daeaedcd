/* SPDX-License-Identifier: BSD-3-Clause */
#include "cotp_clock.h"

#include <stdbool.h>
#include <time.h>

#include <openssl/rand.h>

#define SECONDS_PER_DAY 86400

int64_t cotp_clock_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

double cotp_clock_unix_time(void)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

double cotp_clock_random(void)
{
	uint32_t random;
	if (RAND_bytes((unsigned char *)&random, sizeof(random)) != 1) {
		return 1.0;
	}
	return (double)random / (double)UINT32_MAX;
}

/* ---- the calendar ---- */

/* Days and dates are converted by counting years from March: then the leap day is the last day of its year. The
 * calendar repeats every 400 years, which have 146097 days. */
#define DAYS_PER_TURN     146097
#define DAYS_BEFORE_EPOCH 719468 /* from 0000-03-01 to 1970-01-01 */

static int64_t floor_divide(int64_t value, int64_t divisor)
{
	return value / divisor - (value % divisor < 0);
}

static int64_t days_from_date(int64_t year, int month, int day)
{
	int64_t shifted_year = year - (month <= 2);
	int64_t turn = floor_divide(shifted_year, 400);
	int64_t year_of_turn = shifted_year - turn * 400;
	int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int64_t day_of_turn = year_of_turn * 365 + year_of_turn / 4 - year_of_turn / 100 + day_of_year;
	return turn * DAYS_PER_TURN + day_of_turn - DAYS_BEFORE_EPOCH;
}

int64_t cotp_utc_time_to_unix(const cotp_utc_time *utc_time)
{
	int64_t days = days_from_date(utc_time->year, utc_time->month, utc_time->day);
	return days * SECONDS_PER_DAY + utc_time->hour * INT64_C(3600) + utc_time->minute * INT64_C(60) + utc_time->second;
}

cotp_utc_time cotp_utc_time_from_unix(int64_t seconds)
{
	int64_t days = floor_divide(seconds, SECONDS_PER_DAY);
	int second_of_day = (int)(seconds - days * SECONDS_PER_DAY);
	int64_t shifted = days + DAYS_BEFORE_EPOCH;
	int64_t turn = floor_divide(shifted, DAYS_PER_TURN);
	int64_t day_of_turn = shifted - turn * DAYS_PER_TURN;
	int64_t year_of_turn = (day_of_turn - day_of_turn / 1460 + day_of_turn / 36524 - day_of_turn / 146096) / 365;
	int day_of_year = (int)(day_of_turn - (365 * year_of_turn + year_of_turn / 4 - year_of_turn / 100));
	int month_from_march = (5 * day_of_year + 2) / 153;
	int month = month_from_march + (month_from_march < 10 ? 3 : -9);
	return (cotp_utc_time){
		.year = turn * 400 + year_of_turn + (month <= 2),
		.month = month,
		.day = day_of_year - (153 * month_from_march + 2) / 5 + 1,
		.hour = second_of_day / 3600,
		.minute = second_of_day / 60 % 60,
		.second = second_of_day % 60,
	};
}

int cotp_days_in_month(int64_t year, int month)
{
	bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return month == 2 ? 28 + is_leap : 30 + (month + month / 8) % 2;
}
