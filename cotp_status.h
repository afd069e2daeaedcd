/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The status of a request, and its state as Retrieve reports it. The names of the statuses are the vendor's, and also
 * those of the cases of CotpStatus.
 */
#ifndef COTP_STATUS_H
#define COTP_STATUS_H

#include "cotp_error.h"

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

/* Returns the vendor's name, or an empty text for COTP_STATUS_UNKNOWN. */
const char *cotp_status_name(cotp_status status);

/* Ignores ASCII case. Returns COTP_STATUS_UNKNOWN for all other names. */
cotp_status cotp_status_from_name(cotp_text name);

bool cotp_status_is_final(cotp_status status);

/* A strict total order, so every order of arrival of the events gives the same status in the end. */
bool cotp_status_supersedes(cotp_status status, cotp_status known);

typedef struct cotp_state {
	char request_id[COTP_ID_LENGTH + 1];
	cotp_status status;
	char *raw_status;
	char *card_uri; /* NULL: not stored yet */
	char *time;     /* NULL: not in the response */
	char *details;  /* the complete response: the JSON text of an object */
} cotp_state;

/* Wipes and frees the texts and the details, but not the struct itself. */
void cotp_state_free(cotp_state *state);

#endif
