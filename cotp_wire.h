/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The wire layer is the only place that knows the vendor's paths, methods and names. This file is its table: each entry
 * is marked as documented or inferred, and each can be overridden.
 */
#ifndef COTP_WIRE_H
#define COTP_WIRE_H

#include "cotp_error.h"
#include "cotp_form.h"
#include "cotp_wire_operations.h"

typedef enum cotp_operation_kind {
#define OPERATION(identifier, ...) COTP_OPERATION_##identifier,
	COTP_OPERATIONS(OPERATION)
#undef OPERATION
		COTP_OPERATION_COUNT
} cotp_operation_kind;

typedef enum cotp_wire_key {
#define OPERATION(identifier, ...) COTP_WIRE_##identifier##_PATH, COTP_WIRE_##identifier##_METHOD,
	COTP_OPERATIONS(OPERATION)
#undef OPERATION
		COTP_WIRE_FORM_FIRST, /* form.bookerId …, in the order of cotp_form_field */
	COTP_WIRE_FORM_LAST = COTP_WIRE_FORM_FIRST + COTP_FORM_FIELD_COUNT - 1,
	COTP_WIRE_FORM_DELIVERY_METHOD,
	COTP_WIRE_DELIVERY_EMAIL,
	COTP_WIRE_DELIVERY_SMS,
	COTP_WIRE_PHONE_FORMAT,
	COTP_WIRE_STATE_REQUEST_ID,
	COTP_WIRE_STATE_STATUS,
	COTP_WIRE_STATE_TIME,
	COTP_WIRE_STATE_CARD_URI,
	COTP_WIRE_CALLBACK_REQUEST_ID,
	COTP_WIRE_CALLBACK_STATUS,
	COTP_WIRE_CALLBACK_TIME,
	COTP_WIRE_KEY_COUNT
} cotp_wire_key;

typedef enum cotp_wire_mark { COTP_WIRE_DOCUMENTED, COTP_WIRE_INFERRED } cotp_wire_mark;

/* How a phone number is sent. */
typedef enum cotp_phone_format {
	COTP_PHONE_DIGITS, /* the country code and the number */
	COTP_PHONE_PLUS,   /* the same after a "+" */
	COTP_PHONE_AS_GIVEN,
	COTP_PHONE_FORMAT_COUNT
} cotp_phone_format;

/* The table with the overrides of one caller. */
typedef struct cotp_wire cotp_wire;

/* Returns NULL if memory runs out. The caller frees the table with cotp_wire_free(), which accepts NULL. */
cotp_wire *cotp_wire_new(void);
void cotp_wire_free(cotp_wire *wire);

/* Copies the value. Errors are about the argument "wire". */
bool cotp_wire_override(cotp_wire *wire, cotp_text key, cotp_text value, cotp_error *error);

/* Returns whether the key is one of an entry about callbacks, or looks like one. */
bool cotp_wire_is_callback_key(cotp_text key);

/* To be called after the last override. Returns false if two names of one body are equal, without regard to case.
 * E-mail and phone may have the same name, because a body contains only one of them. */
bool cotp_wire_check(const cotp_wire *wire, cotp_error *error);

/* wire may be NULL: nothing is overridden. */
const char *cotp_wire_value(const cotp_wire *wire, cotp_wire_key key);
bool cotp_wire_is_overridden(const cotp_wire *wire, cotp_wire_key key);
cotp_phone_format cotp_wire_phone_format(const cotp_wire *wire);
const char *cotp_wire_key_name(cotp_wire_key key);
const char *cotp_wire_source(cotp_wire_key key);
cotp_wire_mark cotp_wire_mark_of(cotp_wire_key key);

/* ---- operations ---- */

/* Return the wire keys of the operation's path and method. */
cotp_wire_key cotp_wire_path_key(cotp_operation_kind kind);
cotp_wire_key cotp_wire_method_key(cotp_operation_kind kind);

/* Returns the name with which the wire keys of the operation begin, such as "retention.set". */
const char *cotp_wire_operation_name(cotp_operation_kind kind);

const char *cotp_wire_method(const cotp_wire *wire, cotp_operation_kind kind);

/* Returns false for the two sends: the API has no idempotency key, so a second send may text the guest twice. */
bool cotp_wire_is_retry_safe(cotp_operation_kind kind);

/* Returns whether "not found" on a retry means that the first attempt did the work: nothing remains to delete. */
bool cotp_wire_absent_is_done(cotp_operation_kind kind);

/* ---- paths ---- */

/* The values of a path's placeholders. A segment {type} or {data} is omitted if it has no value. */
typedef struct cotp_wire_parts {
	cotp_text id;
	cotp_text token;
	cotp_text type;
	cotp_text data;
} cotp_wire_parts;

/* Appends the path with its parts percent-encoded. Rejects data without a type, and a part for which the path has no
 * placeholder. */
bool cotp_wire_write_path(const cotp_wire *wire, cotp_operation_kind kind, const cotp_wire_parts *parts,
	cotp_buffer *buffer, cotp_error *error);

#endif
