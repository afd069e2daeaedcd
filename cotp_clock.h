/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Time and chance: the clocks, random numbers for pauses, and the calendar in UTC.
 */
#ifndef COTP_CLOCK_H
#define COTP_CLOCK_H

#include <stdint.h>

/* Returns the microseconds of the monotonic clock. */
int64_t cotp_clock_now(void);

/* Returns the Unix time in seconds, with microseconds. */
double cotp_clock_unix_time(void);

/* Returns a random number between 0 and 1, or 1 if OpenSSL has none. */
double cotp_clock_random(void);

/* A moment of the Gregorian calendar in UTC. */
typedef struct cotp_utc_time {
	int64_t year;
	int month; /* 1-12 */
	int day;
	int hour;
	int minute;
	int second;
} cotp_utc_time;

cotp_utc_time cotp_utc_time_from_unix(int64_t seconds);
int64_t cotp_utc_time_to_unix(const cotp_utc_time *utc_time);
int cotp_days_in_month(int64_t year, int month);

#endif
