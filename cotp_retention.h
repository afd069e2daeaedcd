/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Retention policies of security codes, and their rules. All texts are borrowed. The limits and the destination type
 * GeneralProperty are documented in https://developers.pcibooking.net/docs/cvv-retention-policy; other types are not
 * checked, because the vendor may add some.
 */
#ifndef COTP_RETENTION_H
#define COTP_RETENTION_H

#include <stdint.h>

#include "cotp_error.h"

#define COTP_MAX_DESTINATIONS 50

typedef struct cotp_destination {
	cotp_text type;
	cotp_text data; /* may be empty */
	int64_t quota;
	int64_t usage; /* negative: unknown */
} cotp_destination;

typedef struct cotp_retention {
	int64_t until;  /* Unix seconds */
	bool has_until; /* only a policy of the service may have no end */
	bool delete_card;
	size_t destination_count;
	cotp_destination *destinations;
} cotp_retention;

bool cotp_destination_check(const cotp_destination *destination, cotp_error *error);

/* Checks each destination, their number, and that the policy ends after now, but at most 48 months later. */
bool cotp_retention_check(const cotp_retention *retention, int64_t now, cotp_error *error);

#endif
