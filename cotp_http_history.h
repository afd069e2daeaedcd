/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What happened on connections, as far as later sends must know it; only cotp_http*.c include it.
 */
#ifndef COTP_HTTP_HISTORY_H
#define COTP_HTTP_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define COTP_HISTORY_IDS   64
#define COTP_HISTORY_HOSTS 16

/* The last request ids that sends received on one connection, as hashes. Starts zeroed. */
typedef struct cotp_http_ids {
	uint64_t hashes[COTP_HISTORY_IDS];
	size_t count; /* received so far */
} cotp_http_ids;

void cotp_http_ids_add(cotp_http_ids *ids, const char *id);
bool cotp_http_ids_contain(const cotp_http_ids *ids, const char *id);

/* The hosts on which kept connections failed, as hashes, and until when that counts. Starts zeroed. */
typedef struct cotp_http_hosts {
	uint64_t hashes[COTP_HISTORY_HOSTS];
	int64_t until[COTP_HISTORY_HOSTS];
} cotp_http_hosts;

/* Adds the host of a URL, in place of the one that counts for the shortest time. */
void cotp_http_hosts_add(cotp_http_hosts *hosts, const char *url, int64_t until);
bool cotp_http_hosts_contain(const cotp_http_hosts *hosts, const char *url, int64_t now);

/* Returns a hash of the host of a URL and the path of the Unix socket through which it is reached. */
uint64_t cotp_http_hash_behind_socket(const char *url, const char *path);

#endif
