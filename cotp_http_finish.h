/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The end of an attempt: what libcurl reports, and what it shows about the connection and the pool; only cotp_http*.c
 * include it.
 */
#ifndef COTP_HTTP_FINISH_H
#define COTP_HTTP_FINISH_H

#include "cotp_http_attempt.h"

/* Reads the end of an attempt and returns its handle to the pool. */
void cotp_http_finish(cotp_http_attempt *attempt, cotp_http_attempt_end *end, cotp_http_report *report);

#endif
