#include "cotp_values.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cotp_check.h"

#define MAX_EXTRA_BYTES    ((size_t)256 * 1024)
#define MAX_EXTRA_DEPTH    64
#define MAX_MONTHS         48
#define MAX_QUOTA          50
#define MAX_PROPERTY_QUOTA 5
#define SECONDS_PER_DAY    86400
#define MAX_DAYLIGHT_SHIFT 7200 /* the caller adds the months in its zone: in winter the same time of day is later */

/* ---- the calendar ---- */

/* Days and dates are converted by counting years from March, so that the leap day is a year's last; 400 years are one
 * whole turn of the calendar, 146097 days. */
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

/* The same day and time, or the month's last day where it has no such day. */
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

/* ---- the form ---- */

typedef enum field_rule {
	RULE_NAME,
	RULE_FREE_TEXT,
	RULE_EMAIL,
	RULE_PHONE,
	RULE_URL,
	RULE_CARD_URI,
	RULE_LANGUAGE,
	RULE_AMOUNT,
	RULE_CURRENCY,
	RULE_BOOLEAN
} field_rule;

typedef struct form_field {
	const char *name;
	field_rule rule;
	bool is_secret;
} form_field;

static const form_field form_fields[COTP_FORM_FIELD_COUNT] = {
	[COTP_FORM_BOOKER_ID] = { "bookerId", RULE_NAME, false },
	[COTP_FORM_EMAIL] = { "email", RULE_EMAIL, true },
	[COTP_FORM_PHONE] = { "phone", RULE_PHONE, true },
	[COTP_FORM_CALLBACK_URL] = { "callbackUrl", RULE_URL, true },
	[COTP_FORM_CARD_URI] = { "cardUri", RULE_CARD_URI, true },
	[COTP_FORM_RECIPIENT_NAME] = { "recipientName", RULE_NAME, true },
	[COTP_FORM_BOOKER_NAME] = { "bookerName", RULE_NAME, false },
	[COTP_FORM_LANGUAGE] = { "language", RULE_LANGUAGE, false },
	[COTP_FORM_CSS] = { "css", RULE_NAME, false },
	[COTP_FORM_AMOUNT] = { "amount", RULE_AMOUNT, false },
	[COTP_FORM_CURRENCY] = { "currency", RULE_CURRENCY, false },
	[COTP_FORM_SUPPORT_LINK] = { "supportLink", RULE_URL, false },
	[COTP_FORM_SUPPORT_LINK_TEXT] = { "supportLinkText", RULE_NAME, false },
	[COTP_FORM_SUPPORT_EMAIL] = { "supportEmail", RULE_EMAIL, false },
	[COTP_FORM_SUPPORT_PHONE] = { "supportPhone", RULE_PHONE, false },
	[COTP_FORM_THREE_DS] = { "threeDs", RULE_BOOLEAN, false },
	[COTP_FORM_MERCHANT_NAME] = { "merchantName", RULE_NAME, false },
	[COTP_FORM_HEADER_TEXT] = { "headerText", RULE_FREE_TEXT, false },
	[COTP_FORM_FOOTER_TEXT] = { "footerText", RULE_FREE_TEXT, false },
	[COTP_FORM_TEMPLATE] = { "template", RULE_NAME, false },
};

const char *cotp_form_field_name(cotp_form_field field)
{
	return form_fields[field].name;
}

bool cotp_form_field_is_secret(cotp_form_field field)
{
	return form_fields[field].is_secret;
}

static bool is_given(const cotp_form *form, cotp_form_field field)
{
	return form->fields[field].kind != COTP_VALUE_ABSENT;
}

static bool check_amount_value(const cotp_value *value, cotp_error *error)
{
	char digits[24];
	if (value->kind == COTP_VALUE_TEXT) {
		return cotp_check_amount(value->text, error);
	}
	snprintf(digits, sizeof(digits), "%lld", (long long)value->integer);
	return cotp_check_amount(cotp_text_of(digits), error);
}

/* The rules of a text; the kind was checked. */
static bool check_text_value(const form_field *field, cotp_text text, cotp_error *error)
{
	char token[COTP_ID_LENGTH + 1];
	switch (field->rule) {
		case RULE_FREE_TEXT:
			return cotp_check_free_text(text, field->name, error);
		case RULE_EMAIL:
			return cotp_check_email(text, field->name, error);
		case RULE_PHONE:
			return cotp_check_phone(text, field->name, error);
		case RULE_URL:
			return cotp_check_url(text, field->name, error);
		case RULE_CARD_URI:
			return cotp_check_card_uri(text, NULL, token, error);
		case RULE_LANGUAGE:
			return cotp_check_language(text, error);
		case RULE_CURRENCY:
			return cotp_check_currency(text, error);
		default:
			return cotp_check_name(text, field->name, error);
	}
}

static bool check_value(const form_field *field, const cotp_value *value, cotp_error *error)
{
	if (field->rule == RULE_BOOLEAN) {
		return value->kind == COTP_VALUE_BOOLEAN || cotp_error_argument(error, field->name, "must be true or false");
	}
	if (field->rule == RULE_AMOUNT && value->kind != COTP_VALUE_BOOLEAN) {
		return check_amount_value(value, error);
	}
	if (value->kind != COTP_VALUE_TEXT) {
		return cotp_error_argument(error, field->name, "must be a string");
	}
	return check_text_value(field, value->text, error);
}

/* What a field's absence or presence says about others; asked in the field's turn. The missing one is named. */
static bool check_presence(const cotp_form *form, cotp_form_field field, cotp_error *error)
{
	switch (field) {
		case COTP_FORM_BOOKER_ID:
			return is_given(form, field) || cotp_error_argument(error, "bookerId", "must be set");
		case COTP_FORM_EMAIL:
			if (is_given(form, COTP_FORM_EMAIL) == is_given(form, COTP_FORM_PHONE)) {
				return cotp_error_argument(error, "email",
					is_given(form, COTP_FORM_EMAIL)
						? "must be null when $phone is set: the link is sent either by e-mail or by SMS"
						: "must be set when $phone is null: the link is sent either by e-mail or by SMS");
			}
			return true;
		case COTP_FORM_AMOUNT:
			if (!is_given(form, COTP_FORM_AMOUNT) && is_given(form, COTP_FORM_CURRENCY)) {
				return cotp_error_argument(error, "amount", "must be set when $currency is set");
			}
			return true;
		case COTP_FORM_CURRENCY:
			if (!is_given(form, COTP_FORM_CURRENCY) && is_given(form, COTP_FORM_AMOUNT)) {
				return cotp_error_argument(error, "currency", "must be set when $amount is set");
			}
			return true;
		default:
			return true;
	}
}

/* ---- the form's extra ---- */

typedef struct extra_walk {
	size_t depth;
	cotp_error *error;
} extra_walk;

static bool walk_extra(extra_walk *walk, const cotp_json *value);

static bool walk_member(void *context, cotp_text name, const cotp_json *member)
{
	extra_walk *walk = context;
	return cotp_check_no_card_number(name, "extra", walk->error) && walk_extra(walk, member);
}

static bool walk_items(extra_walk *walk, const cotp_json *array)
{
	size_t count = cotp_json_count(array);
	for (size_t i = 0; i < count; i++) {
		if (!walk_extra(walk, cotp_json_at(array, i))) {
			return false;
		}
	}
	return true;
}

/* Refuses card numbers at any depth, also those that are numbers, and more depth than any sensible form has. */
static bool walk_extra(extra_walk *walk, const cotp_json *value)
{
	char digits[512]; /* the longest double has 309 digits before its point */
	switch (cotp_json_type_of(value)) {
		case COTP_JSON_STRING:
			return cotp_check_no_card_number(cotp_json_string(value), "extra", walk->error);
		case COTP_JSON_INTEGER:
			snprintf(digits, sizeof(digits), "%lld", (long long)cotp_json_integer(value));
			return cotp_check_no_card_number(cotp_text_of(digits), "extra", walk->error);
		case COTP_JSON_REAL:
			snprintf(digits, sizeof(digits), "%f", cotp_json_real(value)); /* not rounded to the next number */
			return cotp_check_no_card_number(cotp_text_of(digits), "extra", walk->error);
		case COTP_JSON_ARRAY:
		case COTP_JSON_OBJECT:
			break;
		default:
			return true;
	}
	if (walk->depth == MAX_EXTRA_DEPTH) {
		return cotp_error_argument(walk->error, "extra", "must not be nested deeper than %d levels", MAX_EXTRA_DEPTH);
	}
	walk->depth++;
	bool valid = cotp_json_type_of(value) == COTP_JSON_ARRAY ? walk_items(walk, value)
															 : cotp_json_each(value, walk_member, walk);
	walk->depth--;
	return valid;
}

/* The names of the outermost level stand in the body beside the form's own. */
static bool check_extra_name(void *context, cotp_text name, const cotp_json *member)
{
	(void)member;
	if (!cotp_check_name(name, "extra", context)) {
		return cotp_error_argument(
			context, "extra", "must contain only names of 1 to 128 bytes without control characters");
	}
	return true;
}

static bool check_extra(const cotp_json *extra, cotp_error *error)
{
	extra_walk walk = { 0, error };
	cotp_buffer body = { .limit = MAX_EXTRA_BYTES };
	if (cotp_json_type_of(extra) != COTP_JSON_OBJECT) {
		return cotp_error_argument(error, "extra", "must be an array of values keyed by name");
	}
	if (!walk_extra(&walk, extra) || !cotp_json_each(extra, check_extra_name, error)) {
		return false;
	}
	cotp_memory_begin();
	bool fits = cotp_json_write(extra, &body);
	bool is_short = !fits && cotp_memory_was_short();
	cotp_buffer_free(&body);
	if (is_short) {
		return cotp_error_memory(error);
	}
	return fits || cotp_error_argument(
					   error, "extra", "must not be longer than %zu bytes when encoded as JSON", MAX_EXTRA_BYTES);
}

bool cotp_form_check(const cotp_form *form, cotp_error *error)
{
	for (int field = 0; field < COTP_FORM_FIELD_COUNT; field++) {
		if (!check_presence(form, field, error)) {
			return false;
		}
		if (is_given(form, field) && !check_value(&form_fields[field], &form->fields[field], error)) {
			return false;
		}
	}
	return !form->extra || check_extra(form->extra, error);
}

/* ---- the status ---- */

typedef struct status_entry {
	const char *name;
	int rank; /* the order in which one supersedes another */
	bool is_final;
} status_entry;

static const status_entry statuses[COTP_STATUS_COUNT] = {
	[COTP_STATUS_UNKNOWN] = { "", 0, false },
	[COTP_STATUS_MESSAGE_QUEUED] = { "MessageQueued", 10, false },
	[COTP_STATUS_MESSAGE_SENT] = { "MessageSent", 20, false },
	[COTP_STATUS_MESSAGE_DELIVERED] = { "MessageDelivered", 30, false },
	[COTP_STATUS_MESSAGE_FAILED] = { "MessageFailed", 35, true },
	[COTP_STATUS_FORM_VIEWED] = { "FormViewed", 40, false },
	[COTP_STATUS_STORE_FAILED] = { "StoreFailed", 50, false },
	[COTP_STATUS_LINK_EXPIRED] = { "LinkExpired", 60, true },
	[COTP_STATUS_CARD_STORED] = { "CardStored", 100, true },
};

const char *cotp_status_name(cotp_status status)
{
	return statuses[status].name;
}

cotp_status cotp_status_from_name(cotp_text name)
{
	for (int status = COTP_STATUS_UNKNOWN + 1; status < COTP_STATUS_COUNT; status++) {
		if (cotp_text_equals(name, cotp_text_of(statuses[status].name))) {
			return status;
		}
	}
	return COTP_STATUS_UNKNOWN;
}

bool cotp_status_is_final(cotp_status status)
{
	return statuses[status].is_final;
}

bool cotp_status_supersedes(cotp_status status, cotp_status known)
{
	return statuses[status].rank > statuses[known].rank;
}

void cotp_state_free(cotp_state *state)
{
	cotp_secret_free(state->raw_status);
	cotp_secret_free(state->card_uri);
	cotp_secret_free(state->time);
	cotp_json_free(state->details);
	memset(state, 0, sizeof(*state));
}

/* ---- the retention policy ---- */

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

bool cotp_retention_check(const cotp_retention *retention, int64_t now, cotp_error *error)
{
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
		const cotp_destination *destination = &retention->destinations[i];
		if (!cotp_destination_check(destination, error) ||
			!cotp_check_destination(destination->type, destination->data, error)) {
			cotp_error inner = *error;
			return cotp_error_argument(error, "destinations",
				"must contain only valid destinations: $%s of destination #%zu %s", inner.argument, i + 1,
				inner.message);
		}
	}
	return true;
}
