/* SPDX-License-Identifier: BSD-3-Clause */
#include "cotp_retention.h"

#include "cotp_check.h"
#include "cotp_clock.h"

#define MAX_MONTHS         48
#define MAX_QUOTA          50
#define MAX_PROPERTY_QUOTA 5
/* Seconds. Callers add months in their own time zone, where the same time of day is later in winter. */
#define MAX_DAYLIGHT_SHIFT 7200

/* Returns the same day and time of a later month, or the last day of that month if it is shorter. */
static int64_t add_months(int64_t seconds, int months)
{
	cotp_utc_time utc_time = cotp_utc_time_from_unix(seconds);
	int month = utc_time.month - 1 + months;
	utc_time.year += month / 12;
	utc_time.month = month % 12 + 1;
	int last = cotp_days_in_month(utc_time.year, utc_time.month);
	if (utc_time.day > last) {
		utc_time.day = last;
	}
	return cotp_utc_time_to_unix(&utc_time);
}

bool cotp_destination_check(const cotp_destination *destination, cotp_error *error)
{
	bool is_property = cotp_text_equals_ignoring_case(destination->type, COTP_TEXT("GeneralProperty"));
	int64_t limit = is_property ? MAX_PROPERTY_QUOTA : MAX_QUOTA;
	if (!cotp_check_path_part(destination->type, "type", error)) {
		return false;
	}
	if (destination->data.length && !cotp_check_destination_data(destination->data, error)) {
		return false;
	}
	if (destination->quota < 1 || destination->quota > limit) {
		return cotp_error_argument(error, "quota", "must be between 1 and %d (between 1 and %d for GeneralProperty)",
			MAX_QUOTA, MAX_PROPERTY_QUOTA);
	}
	return true;
}

/* A destination that is set must be a host for the type HostName, else a path segment, so that it can be deleted again.
 * The rules for a destination that the service returns are looser. */
static bool check_new_destination(const cotp_destination *destination, cotp_error *error)
{
	if (!cotp_destination_check(destination, error)) {
		return false;
	}
	if (cotp_text_equals_ignoring_case(destination->type, COTP_TEXT("HostName"))) {
		return cotp_check_host(destination->data, "data", error);
	}
	return !destination->data.length || cotp_check_path_part(destination->data, "data", error);
}

bool cotp_retention_check(const cotp_retention *retention, int64_t now, cotp_error *error)
{
	if (!retention->has_until) {
		return cotp_error_argument(error, "until", "must not be null when the policy is set");
	}
	if (retention->until <= now) {
		return cotp_error_argument(error, "until", "must be in the future");
	}
	if (retention->until > add_months(now, MAX_MONTHS) + MAX_DAYLIGHT_SHIFT) {
		return cotp_error_argument(error, "until", "must be at most %d months in the future", MAX_MONTHS);
	}
	if (retention->destination_count > COTP_MAX_DESTINATIONS) {
		return cotp_error_argument(
			error, "destinations", "must contain at most %d destinations", COTP_MAX_DESTINATIONS);
	}
	for (size_t i = 0; i < retention->destination_count; i++) {
		if (!check_new_destination(&retention->destinations[i], error)) {
			cotp_error inner = *error;
			return cotp_error_argument(error, "destinations",
				"must contain only valid destinations: $%s of destination #%zu %s", inner.argument, i + 1,
				inner.message);
		}
	}
	return true;
}
