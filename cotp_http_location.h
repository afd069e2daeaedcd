/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The Location among the headers of a response, which contains the id of a sent request. A value that not all programs
 * would read in the same way is ambiguous: it may be the id of another request.
 */
#ifndef COTP_HTTP_LOCATION_H
#define COTP_HTTP_LOCATION_H

#include "cotp_http_request.h"

/*
 * Reads one header line. *in_location is false before the first line of a response, and is passed on from line to line.
 * Returns false if memory ran out: a response without its Location would look like a fault of the service.
 */
bool cotp_http_location_take(cotp_http_response *response, const char *line, size_t length, bool *in_location);

void cotp_http_location_discard(cotp_http_response *response);

#endif
