/*
 * The only place that knows PCI Booking's names, paths and methods. Each stands in one table, marked as documented or
 * inferred, and each can be overridden.
 */
#ifndef COTP_WIRE_H
#define COTP_WIRE_H

#include "cotp_error.h"
#include "cotp_values.h"

typedef enum cotp_wire_key {
	COTP_WIRE_SEND_PATH,
	COTP_WIRE_SECURITY_CODE_PATH,
	COTP_WIRE_RETRIEVE_PATH,
	COTP_WIRE_DELETE_PATH,
	COTP_WIRE_RETENTION_SET_PATH,
	COTP_WIRE_RETENTION_SET_METHOD,
	COTP_WIRE_RETENTION_GET_PATH,
	COTP_WIRE_RETENTION_DELETE_PATH,
	COTP_WIRE_CVV_CLEAR_PATH,
	COTP_WIRE_CVV_CLEAR_METHOD,
	COTP_WIRE_CARD_DELETE_PATH,
	COTP_WIRE_AUTHENTICATE_PATH,
	COTP_WIRE_FORM_FIRST, /* form.bookerId …, in the order of cotp_form_field */
	COTP_WIRE_FORM_LAST = COTP_WIRE_FORM_FIRST + COTP_FORM_FIELD_COUNT - 1,
	COTP_WIRE_FORM_DELIVERY_METHOD,
	COTP_WIRE_DELIVERY_EMAIL,
	COTP_WIRE_DELIVERY_SMS,
	COTP_WIRE_STATE_REQUEST_ID,
	COTP_WIRE_STATE_STATUS,
	COTP_WIRE_STATE_TIME,
	COTP_WIRE_STATE_CARD_URI,
	COTP_WIRE_KEY_COUNT
} cotp_wire_key;

typedef enum cotp_wire_mark { COTP_WIRE_DOCUMENTED, COTP_WIRE_INFERRED } cotp_wire_mark;

/* The table with one caller's overrides. */
typedef struct cotp_wire cotp_wire;

/* NULL when memory is short. The caller frees with cotp_wire_free(); NULL is fine there. */
cotp_wire *cotp_wire_new(void);
void cotp_wire_free(cotp_wire *wire);

/* Errors name the argument "wire". The value is copied. */
bool cotp_wire_override(cotp_wire *wire, cotp_text key, cotp_text value, cotp_error *error);

/* After the last override: no body name may stand twice, without regard to case. The names of e-mail and phone may be
 * the same, since only one of the two is ever sent. */
bool cotp_wire_check(const cotp_wire *wire, cotp_error *error);

const char *cotp_wire_value(const cotp_wire *wire, cotp_wire_key key);
bool cotp_wire_is_overridden(const cotp_wire *wire, cotp_wire_key key);
const char *cotp_wire_key_name(cotp_wire_key key);
const char *cotp_wire_source(cotp_wire_key key);
cotp_wire_mark cotp_wire_mark_of(cotp_wire_key key);

typedef enum cotp_operation_kind {
	COTP_OPERATION_SEND_CARD_FORM,
	COTP_OPERATION_SEND_SECURITY_CODE_FORM,
	COTP_OPERATION_RETRIEVE,
	COTP_OPERATION_DELETE,
	COTP_OPERATION_SET_RETENTION,
	COTP_OPERATION_GET_RETENTION,
	COTP_OPERATION_DELETE_RETENTION,
	COTP_OPERATION_CLEAR_CVV,
	COTP_OPERATION_DELETE_CARD,
	COTP_OPERATION_AUTHENTICATE
} cotp_operation_kind;

const char *cotp_wire_method(const cotp_wire *wire, cotp_operation_kind kind);

/* The wire key of the operation's path. */
cotp_wire_key cotp_wire_path_key(cotp_operation_kind kind);

/* Only the two sends may not be repeated: no idempotency key exists. */
bool cotp_wire_is_retry_safe(cotp_operation_kind kind);

/* What fills a path's placeholders; a segment whose {type} or {data} is not given is left out. */
typedef struct cotp_wire_parts {
	cotp_text id;
	cotp_text token;
	cotp_text type;
	cotp_text data;
} cotp_wire_parts;

/* Appends the path, parts percent-encoded. Refuses data without a type, and a part that the path has no place for. */
bool cotp_wire_write_path(const cotp_wire *wire, cotp_operation_kind kind, const cotp_wire_parts *parts,
	cotp_buffer *buffer, cotp_error *error);

/* ---- bodies out (cotp_wire_body.c) ---- */

/* No body that passed its check is longer; a smaller limit of the buffer would look like a lack of memory. */
#define COTP_WIRE_BODY_LIMIT ((size_t)512 * 1024)

/* The retention policy's names, documented in https://developers.pcibooking.net/reference/set-cvv-retention-policy and
 * https://developers.pcibooking.net/reference/get-cvv-retention-policy (as XML; that JSON has the same is inferred). */
#define COTP_RETENTION_UNTIL        "CvvEndRetentionDate"
#define COTP_RETENTION_DELETE_CARD  "DeleteCardUponCvvCleanup"
#define COTP_RETENTION_DESTINATIONS "CvvRetentionPolicyList"
#define COTP_RETENTION_TYPE         "DestinationType"
#define COTP_RETENTION_DATA         "DestinationData"
#define COTP_RETENTION_QUOTA        "Quota"
#define COTP_RETENTION_USAGE        "Usage"
#define COTP_RETENTION_OTHER_USAGE  "CvvDestinationUsage"

/* The form must have passed cotp_form_check(). Refuses an extra name that the form itself sets. */
bool cotp_wire_write_form(const cotp_wire *wire, const cotp_form *form, cotp_buffer *buffer, cotp_error *error);
bool cotp_wire_write_retention(const cotp_retention *retention, cotp_buffer *buffer, cotp_error *error);

/* ---- answers in (cotp_wire_response.c): what is not understood is a COTP_ERROR_PROTOCOL ---- */

/* The id asked for is used where the answer names none; another one is refused. The caller frees the state. */
bool cotp_wire_read_state(
	const cotp_wire *wire, cotp_text body, const char *asked, cotp_state *state, cotp_error *error);

/* The answer to "get retention" holds texts: free with cotp_wire_retention_free(). What it says is taken as it is,
 * beyond the limits of cotp_retention_check(); a quota that is not told is 0. */
typedef struct cotp_wire_retention {
	cotp_retention retention;
	cotp_json *response; /* owns the texts */
} cotp_wire_retention;

bool cotp_wire_read_retention(cotp_text body, cotp_wire_retention *retention, cotp_error *error);
void cotp_wire_retention_free(cotp_wire_retention *retention);

/* The vendor's error block, JSON or XML. When there is none, false, and code is 0 and the texts are empty. */
typedef struct cotp_wire_error_block {
	int code;
	char message[4096]; /* longer than what is shown, so that a secret at the edge is still whole when it is struck out
						 */
	char more_info[4096];
} cotp_wire_error_block;

bool cotp_wire_read_error_block(cotp_text body, cotp_wire_error_block *block);

#endif
