/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The meaning of an attempt's end; only cotp_http*.c include it.
 */
#ifndef COTP_HTTP_OUTCOME_H
#define COTP_HTTP_OUTCOME_H

#include "cotp_http_attempt.h"

/* Fills the error of the response, or clears it on success. Returns whether the attempt may be retried. */
bool cotp_http_outcome_of_attempt(
	const cotp_http_settings *settings, cotp_http_attempt *attempt, const cotp_http_attempt_end *end);

/* Completes the report of an attempt after its outcome is known. */
void cotp_http_outcome_fill_report(const cotp_http_attempt *attempt, cotp_http_report *report);

/* Returns whether the service may have processed this attempt or an earlier one. */
bool cotp_http_outcome_may_have_been_processed(const cotp_http_attempt *attempt);

/* Fills the error of a request that the run ended before it had finished. */
void cotp_http_outcome_of_ended(cotp_http_attempt *attempt, cotp_error_domain domain, const char *text);

#endif
