/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The libcurl options of a connection; only cotp_http*.c include it.
 */
#ifndef COTP_HTTP_OPTIONS_H
#define COTP_HTTP_OPTIONS_H

#include "cotp_http_pool.h"
#include "cotp_http_request.h"
#include "cotp_http_socket.h"

/*
 * Sets everything about the connection: TLS, protocols, proxy, sockets, age and time limits. fresh demands a new
 * connection; deadline ends the whole call. store is that of the system's CA certificates. Returns false if libcurl
 * rejects an option.
 */
bool cotp_http_options_set(void *easy, const cotp_http_settings *settings, cotp_http_socket *socket,
	cotp_http_store store, bool fresh, int64_t deadline);

#endif
