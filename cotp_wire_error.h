/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The vendor's error block, in JSON or XML, and the other forms in which .NET writes errors: in another letter case,
 * within an object "error", as RFC 9457's problem details with a dictionary of errors, as a message alone, or as a JSON
 * string.
 */
#ifndef COTP_WIRE_ERROR_H
#define COTP_WIRE_ERROR_H

#include "cotp_error.h"

typedef struct cotp_wire_error_block {
	int code;           /* the vendor's; 0: none */
	char message[4096]; /* longer than the part that is shown, so that a secret at its end is redacted as a whole */
	char more_info[4096];
} cotp_wire_error_block;

/* Returns false if the body is not an error that can be read; code is then 0 and the texts are empty. Card numbers and
 * control characters in the texts are masked. */
bool cotp_wire_read_error_block(cotp_text body, cotp_wire_error_block *block);

#endif
