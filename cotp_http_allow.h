/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The header Allow of a 405, for a message; only cotp_http*.c include it.
 */
#ifndef COTP_HTTP_ALLOW_H
#define COTP_HTTP_ALLOW_H

#include "cotp_text.h"

/* Appends the methods in the value of one header to those of the headers before it, as "GET, POST". Leaves out a value
 * with other characters than letters, and the methods that do not fit. allow has size bytes. */
void cotp_http_allow_add(char *allow, size_t size, cotp_text value);

#endif
