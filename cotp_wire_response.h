/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The bodies of successful responses. A body that is not understood is a COTP_ERROR_PROTOCOL.
 */
#ifndef COTP_WIRE_RESPONSE_H
#define COTP_WIRE_RESPONSE_H

#include "cotp_json.h"
#include "cotp_retention.h"
#include "cotp_status.h"
#include "cotp_wire.h"

/* Returns whether the body is an HTML page, such as a login page or a firewall's: after a byte order mark, white space,
 * comments and an XML declaration it begins with "<!doctype" or with a tag that only HTML has there. The Content-Type
 * does not matter, because services label empty bodies with text/html. */
bool cotp_wire_is_html(cotp_text body);

/* Rejects a response about another request than the one that was asked for. If it has no id, the state gets the one
 * asked for. The caller frees the state with cotp_state_free(). */
bool cotp_wire_read_state(
	const cotp_wire *wire, cotp_text body, const char *asked, cotp_state *state, cotp_error *error);

typedef struct cotp_wire_retention {
	cotp_retention retention;
	cotp_json *response; /* owns the texts */
} cotp_wire_retention;

/* Reads the policy as it is, even beyond the limits of cotp_retention_check(). A quota that is not in the response is
 * 0, and the end may be missing. The caller frees the policy with cotp_wire_retention_free(). */
bool cotp_wire_read_retention(cotp_text body, cotp_wire_retention *retention, cotp_error *error);
void cotp_wire_retention_free(cotp_wire_retention *retention);

#endif
