/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The decision whether a request is retried, and when; only cotp_http*.c include it.
 */
#ifndef COTP_HTTP_RETRY_H
#define COTP_HTTP_RETRY_H

#include "cotp_http_attempt.h"

/* The retries of one request, which start zeroed. */
typedef struct cotp_http_retry {
	int stale_connections; /* attempts that met a dead kept connection; they do not count as retries */
	bool asked_again;      /* because a response was foreign, which does not count as a retry either */
	bool changed_store;    /* because the issuer of a certificate was unknown, which does not count either */
	int64_t due;           /* when the next attempt may start */
} cotp_http_retry;

/* The moment of a decision. */
typedef struct cotp_http_moment {
	int64_t now;
	double random; /* 0 to 1 */
	bool draining; /* the run starts nothing more */
} cotp_http_moment;

/*
 * Called after an attempt whose outcome allows a retry. Returns whether there is another attempt, and sets when it is
 * due and whether it must open a new connection.
 */
bool cotp_http_retry_schedule(
	const cotp_http_settings *settings, cotp_http_attempt *attempt, cotp_http_retry *retry, cotp_http_moment moment);

/* Returns whether a retry may start at that time. Must be asked again before the start, because hooks take time. */
bool cotp_http_retry_is_in_time(const cotp_http_settings *settings, const cotp_http_attempt *attempt, int64_t start);

/*
 * Returns whether the service had closed a kept connection and nothing was sent on it: libcurl checks that only once a
 * second. It is not a failure of the service, so another attempt starts at once, whatever the number of retries.
 */
bool cotp_http_retry_connection_was_stale(const cotp_http_attempt *attempt);

/*
 * Returns whether the issuer of a certificate is not in the store of CA certificates that was used, and there is
 * another one. Nothing was sent, so another attempt starts at once.
 */
bool cotp_http_retry_needs_other_store(const cotp_http_attempt *attempt);

#endif
