/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The history of connections, in a fixed amount of memory. No I/O or clock of its own.
 */
#include "cotp_http_history.h"

#include <string.h>

/* FNV-1a. A collision costs a new connection, or the id of one send; with 64 bits neither will happen. 0 means empty.
 */
static uint64_t hash_on(uint64_t hash, const char *data, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		hash = (hash ^ (unsigned char)data[i]) * 0x100000001b3;
	}
	return hash ? hash : 1;
}

static uint64_t hash_of(const char *data, size_t length)
{
	return hash_on(0xcbf29ce484222325, data, length);
}

void cotp_http_ids_add(cotp_http_ids *ids, const char *id)
{
	ids->hashes[ids->count++ % COTP_HISTORY_IDS] = hash_of(id, strlen(id));
}

bool cotp_http_ids_contain(const cotp_http_ids *ids, const char *id)
{
	uint64_t hash = hash_of(id, strlen(id));
	for (size_t i = 0; i < COTP_HISTORY_IDS; i++) {
		if (ids->hashes[i] == hash) {
			return true;
		}
	}
	return false;
}

/* Scheme, host and port: all before the path. */
static uint64_t hash_of_host(const char *url)
{
	const char *end = strstr(url, "://");
	end = end ? end + 3 : url;
	return hash_of(url, (size_t)(end - url) + strcspn(end, "/"));
}

uint64_t cotp_http_hash_behind_socket(const char *url, const char *path)
{
	return hash_on(hash_of_host(url), path, strlen(path));
}

void cotp_http_hosts_add(cotp_http_hosts *hosts, const char *url, int64_t until)
{
	uint64_t hash = hash_of_host(url);
	size_t place = 0;
	for (size_t i = 0; i < COTP_HISTORY_HOSTS; i++) {
		if (hosts->hashes[i] == hash) {
			place = i;
			break;
		}
		if (hosts->until[i] < hosts->until[place]) {
			place = i;
		}
	}
	hosts->hashes[place] = hash;
	hosts->until[place] = until;
}

bool cotp_http_hosts_contain(const cotp_http_hosts *hosts, const char *url, int64_t now)
{
	uint64_t hash = hash_of_host(url);
	for (size_t i = 0; i < COTP_HISTORY_HOSTS; i++) {
		if (hosts->hashes[i] == hash) {
			return now < hosts->until[i];
		}
	}
	return false;
}
