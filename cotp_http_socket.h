/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The sockets of connections; only cotp_http*.c include it.
 */
#ifndef COTP_HTTP_SOCKET_H
#define COTP_HTTP_SOCKET_H

#include "cotp_http_pool.h"

typedef enum cotp_http_socket_fault {
	COTP_HTTP_SOCKET_WORKS,
	COTP_HTTP_SOCKET_MISSING,
	COTP_HTTP_SOCKET_UNUSED, /* no process listens on it */
	COTP_HTTP_SOCKET_DENIED,
	COTP_HTTP_SOCKET_FOREIGN, /* its process runs as another user, but not as root */
	COTP_HTTP_SOCKET_FAILED,
	COTP_HTTP_SOCKET_UNSUPPORTED /* by this libcurl */
} cotp_http_socket_fault;

/* What the sockets of an attempt connect to. It outlives the attempt's handle. */
typedef struct cotp_http_socket {
	cotp_pool *pool;
	const char *path; /* of a Unix socket; NULL: libcurl connects to an address */
	cotp_pool_place place;
	int opened; /* the last socket; negative: none, so a kept connection is used */
	cotp_http_socket_fault fault;
} cotp_http_socket;

/* Sets libcurl's callbacks for opening and closing sockets. Returns false if libcurl rejects an option. */
bool cotp_http_socket_set(void *easy, cotp_http_socket *target);

/*
 * Returns whether the new connection to a Unix socket may be used: the process that listens must run as root or as our
 * own user. Any local user may create a socket where none is yet, and would read the API key. Notes the fault.
 */
bool cotp_http_socket_check_peer(cotp_http_socket *target);

/* Notes why no connection could be opened, from errno. */
void cotp_http_socket_note_error(cotp_http_socket *target, int error);

/* Returns the fault in words, or NULL if there is none. */
const char *cotp_http_socket_reason(cotp_http_socket_fault fault);

#endif
