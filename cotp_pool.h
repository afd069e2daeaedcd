/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The connections of one process, or of one thread if PHP is built for threads: for the owner of a pool. The pool
 * outlives requests and bailouts. It opens nothing before the first call. After a fork the child discards the inherited
 * connections without touching them and opens its own.
 */
#ifndef COTP_POOL_H
#define COTP_POOL_H

#include <stddef.h>
#include <stdint.h>

typedef struct cotp_pool cotp_pool;

typedef struct cotp_pool_options {
	long size;     /* connections to keep */
	long idle;     /* seconds without use after which a connection is not used again */
	long lifetime; /* seconds since it was opened after which a connection is not used again */
	long dns_ttl;  /* seconds to cache an address */
} cotp_pool_options;

/* Returns NULL if memory ran out. The caller frees the pool with cotp_pool_free(). */
cotp_pool *cotp_pool_new(const cotp_pool_options *options);

/* Closes the connections, unless another process opened them. pool may be NULL. No call may be in progress. */
void cotp_pool_free(cotp_pool *pool);

/*
 * Closes all connections; the next call opens new ones. If calls are in progress, the connections are closed when the
 * last call has finished.
 */
void cotp_pool_close(cotp_pool *pool);

/* Counted since the pool was made, or since a fork made this process. */
typedef struct cotp_pool_figures {
	int64_t connections; /* open now, including those that the service has closed unnoticed */
	int64_t hits;        /* requests sent on a connection that was already open */
	int64_t misses;      /* requests sent on a new connection */
} cotp_pool_figures;

/* Returns zeros if pool is NULL. */
cotp_pool_figures cotp_pool_read(const cotp_pool *pool);

/* Describes from where the system's CA certificates are read, for phpinfo(). pool may be NULL. */
void cotp_pool_describe_trust(const cotp_pool *pool, char *text, size_t size);

#endif
