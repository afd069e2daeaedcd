/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A form: its fields, the further fields in "extra", and the rules that they follow. All texts are borrowed from the
 * caller.
 */
#ifndef COTP_FORM_H
#define COTP_FORM_H

#include "cotp_error.h"
#include "cotp_form_fields.h"
#include "cotp_json.h"

/* In the order of CotpForm's constructor, where "extra" follows last. */
typedef enum cotp_form_field {
#define FIELD(identifier, ...) COTP_FORM_##identifier,
	COTP_FORM_FIELDS(FIELD)
#undef FIELD
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

/* Returns the name of the PHP property, such as "bookerId". */
const char *cotp_form_field_name(cotp_form_field field);

/* Returns whether dumps must not show the field: the guest's data, the callback URL, the stored card. */
bool cotp_form_field_is_secret(cotp_form_field field);

/* The error names the PHP property as its argument. */
bool cotp_form_check(const cotp_form *form, cotp_error *error);

#endif
