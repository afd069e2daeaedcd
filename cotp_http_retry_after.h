/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The header Retry-After; only cotp_http*.c include it.
 */
#ifndef COTP_HTTP_RETRY_AFTER_H
#define COTP_HTTP_RETRY_AFTER_H

#include <stdint.h>

#include "cotp_text.h"

/*
 * Returns the seconds of a Retry-After, at most a year, from its value: seconds, also with a fraction, or an HTTP date.
 * Returns a negative number if there is nothing to wait for or the value is invalid. unix_time is the current time.
 */
double cotp_http_retry_after(cotp_text value, int64_t unix_time);

#endif
