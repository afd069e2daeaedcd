/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The bodies of requests.
 */
#ifndef COTP_WIRE_BODY_H
#define COTP_WIRE_BODY_H

#include "cotp_form.h"
#include "cotp_retention.h"
#include "cotp_wire.h"

/* No body that passed its check is longer. A lower limit of the buffer would look as if memory ran out. */
#define COTP_WIRE_BODY_LIMIT ((size_t)512 * 1024)

/* The form must have passed cotp_form_check(). Rejects a name in extra that the form itself sets. */
bool cotp_wire_write_form(const cotp_wire *wire, const cotp_form *form, cotp_buffer *buffer, cotp_error *error);

bool cotp_wire_write_retention(const cotp_retention *retention, cotp_buffer *buffer, cotp_error *error);

#endif
