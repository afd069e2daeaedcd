/* SPDX-License-Identifier: BSD-3-Clause */
#include "cotp_status.h"

#include <string.h>

typedef struct status_entry {
	const char *name;
	int rank; /* a status supersedes those of lower rank */
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
		if (cotp_text_equals_ignoring_case(name, cotp_text_of(statuses[status].name))) {
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
	cotp_secret_free(state->details);
	memset(state, 0, sizeof(*state));
}
