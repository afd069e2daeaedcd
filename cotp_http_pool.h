/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The pool for the run and its attempts; only cotp_http*.c include it. libcurl's handles are void pointers here, as
 * they are in libcurl's own header.
 */
#ifndef COTP_HTTP_POOL_H
#define COTP_HTTP_POOL_H

#include <stddef.h>

#include "cotp_error.h"
#include "cotp_http_history.h"
#include "cotp_http_library.h"
#include "cotp_http_trust.h"
#include "cotp_pool.h"

/* The two endpoints of a connection, as reported by libcurl, or its number. */
typedef struct cotp_endpoints {
	const char *local_ip;
	const char *remote_ip;
	int local_port;
	int remote_port;
	int number; /* of a connection to a Unix socket, which has neither addresses nor ports; else 0 */
} cotp_endpoints;

/* A connection to a Unix socket that an attempt uses, or is to open. */
typedef struct cotp_pool_place {
	int number;      /* 0: TCP */
	uint64_t target; /* a hash of the path, and of the host, which the HTTP connection belongs to as well */
} cotp_pool_place;

/* Opens the multi handle if this process does not have one yet, and discards one that another process opened. */
bool cotp_pool_open(cotp_pool *pool, cotp_error *error);

/* Returns whether another process opened the pool: this process is then the child of a fork. */
bool cotp_pool_is_foreign(const cotp_pool *pool);

/* Returns an address that identifies the handles of one process. */
const void *cotp_pool_handles(const cotp_pool *pool);

/*
 * A run begins to use the opened pool: nothing is closed before cotp_pool_end_run(). The pool keeps at least
 * concurrency connections meanwhile, because libcurl would otherwise open a new one for each request.
 */
void cotp_pool_begin_run(cotp_pool *pool, size_t concurrency);

/*
 * The run has finished. The end of the last run also closes the connections above the pool's size. Must not be called
 * in the child of a fork that took place during the run.
 */
void cotp_pool_end_run(cotp_pool *pool);

/*
 * Chooses an idle connection to this target, or the number of a new one. libcurl takes numbers for local ports, and
 * uses a connection only with the number with which it was opened. The caller releases the number after the attempt.
 */
int cotp_pool_reserve(cotp_pool *pool, uint64_t target, bool fresh);
void cotp_pool_release(cotp_pool *pool, int number);

/* Registers a socket that libcurl is about to use. Returns false if memory ran out. */
bool cotp_pool_add_socket(cotp_pool *pool, int opened, cotp_pool_place place);

/* Removes a socket that libcurl is about to close. */
void cotp_pool_remove_socket(cotp_pool *pool, int closed);

/* Notes that this connection uses HTTP/1, which serves one request at a time. */
void cotp_pool_note_exclusive(cotp_pool *pool, const cotp_endpoints *endpoints);

/* Notes that this connection must not be used for another request. If libcurl chooses it, it is not quiet. */
void cotp_pool_note_unusable(cotp_pool *pool, const cotp_endpoints *endpoints);

/* Returns whether that was noted of this connection, and it is still open. */
bool cotp_pool_is_unusable(const cotp_pool *pool, const cotp_endpoints *endpoints);

/* Notes that this idle connection must not be used again, and ends it unless it has other streams. */
void cotp_pool_drop(cotp_pool *pool, const cotp_endpoints *endpoints);

/* Returns the ids that sends received on this connection, or NULL if the connection is closed. */
cotp_http_ids *cotp_pool_ids(const cotp_pool *pool, const cotp_endpoints *endpoints);

/* Returns the hosts whose kept connections failed. They outlive the connections. */
cotp_http_hosts *cotp_pool_hosts(cotp_pool *pool);

/*
 * Returns whether this connection may be used, and nothing is waiting to be read on it: neither its end nor bytes, in
 * the kernel or read ahead. With HTTP/2 bytes do not count, because responses carry a stream id and a service may send
 * frames at any time (PING, WINDOW_UPDATE).
 */
bool cotp_pool_is_quiet(const cotp_pool *pool, const cotp_endpoints *endpoints, bool was_read_ahead);

/* Returns whether neither side has closed this connection. */
bool cotp_pool_is_connected(const cotp_pool *pool, const cotp_endpoints *endpoints);

/* Closes everything at the end of the last run in progress, because libcurl's cached state may be damaged. */
void cotp_pool_retire(cotp_pool *pool);

/* Counts a request in the figures. */
void cotp_pool_note_request(cotp_pool *pool, bool reused);

/* These four need an opened pool. The trust may be changed by cotp_http_trust_prefer(). */
cotp_http_trust *cotp_pool_trust(cotp_pool *pool);
void *cotp_pool_multi(const cotp_pool *pool);
const cotp_library *cotp_pool_library(const cotp_pool *pool);
const cotp_pool_options *cotp_pool_options_of(const cotp_pool *pool);

/* Returns a clean easy handle, or NULL if memory ran out. */
void *cotp_pool_take_handle(cotp_pool *pool);

/*
 * Cleans the easy handle and keeps it, or closes it; with some versions of libcurl it is always closed. The handle must
 * have been removed from the multi handle. It is not reusable after a failed attempt: in libcurl 8.14 a reset does not
 * clear a re-send that the guard refused, and the next transfer of the handle would fail.
 */
void cotp_pool_return_handle(cotp_pool *pool, void *easy, bool reusable);

#endif
