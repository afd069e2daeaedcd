/*
 * The values that go in and come out: forms, states, retention policies. Texts inside are borrowed from the caller
 * where a struct is an argument, and owned by the struct where it is a result.
 */
#ifndef COTP_VALUES_H
#define COTP_VALUES_H

#include "cotp_error.h"
#include "cotp_json.h"

/* ---- the form ---- */

/* In the order of CotpForm's constructor, where "extra" follows last. */
typedef enum cotp_form_field {
	COTP_FORM_BOOKER_ID,
	COTP_FORM_EMAIL,
	COTP_FORM_PHONE,
	COTP_FORM_CALLBACK_URL,
	COTP_FORM_CARD_URI,
	COTP_FORM_RECIPIENT_NAME,
	COTP_FORM_BOOKER_NAME,
	COTP_FORM_LANGUAGE,
	COTP_FORM_CSS,
	COTP_FORM_AMOUNT,
	COTP_FORM_CURRENCY,
	COTP_FORM_SUPPORT_LINK,
	COTP_FORM_SUPPORT_LINK_TEXT,
	COTP_FORM_SUPPORT_EMAIL,
	COTP_FORM_SUPPORT_PHONE,
	COTP_FORM_THREE_DS,
	COTP_FORM_MERCHANT_NAME,
	COTP_FORM_HEADER_TEXT,
	COTP_FORM_FOOTER_TEXT,
	COTP_FORM_TEMPLATE,
	COTP_FORM_FIELD_COUNT
} cotp_form_field;

typedef enum cotp_value_kind {
	COTP_VALUE_ABSENT,
	COTP_VALUE_TEXT,
	COTP_VALUE_INTEGER,
	COTP_VALUE_BOOLEAN
} cotp_value_kind;

typedef struct cotp_value {
	cotp_value_kind kind;
	cotp_text text;
	int64_t integer;
	bool boolean;
} cotp_value;

typedef struct cotp_form {
	cotp_value fields[COTP_FORM_FIELD_COUNT]; /* only the amount may be an integer, only 3-D Secure a boolean */
	const cotp_json *extra;                   /* an object, or NULL */
} cotp_form;

/* The PHP property's name, such as "bookerId". */
const char *cotp_form_field_name(cotp_form_field field);

/* Whether a dump must not show it: the guest's data, the callback's URL, the stored card. */
bool cotp_form_field_is_secret(cotp_form_field field);

bool cotp_form_check(const cotp_form *form, cotp_error *error);

/* ---- the status ---- */

typedef enum cotp_status {
	COTP_STATUS_UNKNOWN,
	COTP_STATUS_MESSAGE_QUEUED,
	COTP_STATUS_MESSAGE_SENT,
	COTP_STATUS_MESSAGE_DELIVERED,
	COTP_STATUS_MESSAGE_FAILED,
	COTP_STATUS_FORM_VIEWED,
	COTP_STATUS_STORE_FAILED,
	COTP_STATUS_LINK_EXPIRED,
	COTP_STATUS_CARD_STORED,
	COTP_STATUS_COUNT
} cotp_status;

/* The vendor's name, which is also the enum case's name; empty for Unknown. */
const char *cotp_status_name(cotp_status status);
cotp_status cotp_status_from_name(cotp_text name);
bool cotp_status_is_final(cotp_status status);

/* A strict total order, so that events end in the same state in whatever order they arrive. */
bool cotp_status_supersedes(cotp_status status, cotp_status known);

typedef struct cotp_state {
	char request_id[COTP_ID_LENGTH + 1];
	cotp_status status;
	char *raw_status;
	char *card_uri;     /* NULL: none yet */
	char *time;         /* NULL: not told */
	cotp_json *details; /* the whole answer, an object */
} cotp_state;

/* Frees what the state holds, not the struct itself. */
void cotp_state_free(cotp_state *state);

/* ---- the retention policy ---- */

#define COTP_MAX_DESTINATIONS 50

typedef struct cotp_destination {
	cotp_text type;
	cotp_text data; /* may be empty */
	int64_t quota;
	int64_t usage; /* negative: not told */
} cotp_destination;

typedef struct cotp_retention {
	int64_t until; /* Unix seconds */
	bool delete_card;
	size_t destination_count;
	cotp_destination *destinations;
} cotp_retention;

bool cotp_destination_check(const cotp_destination *destination, cotp_error *error);

/* At most 50 destinations, each as it must be, and the end after now and at most 48 months ahead. */
bool cotp_retention_check(const cotp_retention *retention, int64_t now, cotp_error *error);

#endif
