/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The reason of a failure, in plain words; only cotp_http*.c include it.
 */
#ifndef COTP_HTTP_REASON_H
#define COTP_HTTP_REASON_H

#include "cotp_http_attempt.h"

/* Returns what is wrong with the service or the proxy, or NULL if libcurl's own text must do. */
const char *cotp_http_reason(const cotp_http_settings *settings, const cotp_http_attempt_end *end);

/* Returns whether libcurl's text adds nothing to the reason, or misleads: it describes our own callbacks. */
bool cotp_http_reason_is_complete(const cotp_http_attempt_end *end);

/* Returns whether the service may have refused the request without processing it, and libcurl would have sent it again.
 */
bool cotp_http_reason_is_refusal(const cotp_http_attempt_end *end);

/* Returns whether the reason is about the proxy. */
bool cotp_http_reason_is_proxy(const cotp_http_settings *settings, const cotp_http_attempt_end *end);

#endif
