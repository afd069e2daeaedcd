/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Connections that outlive a PHP request. libcurl keeps them in the multi handle. Clean easy handles are kept as well,
 * because making a handle costs more than cleaning one.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* POLLRDHUP, O_CLOEXEC; COTP_PORTABLE does without what only Linux has, for a test */
#endif
#include "cotp_http_pool.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

#include <curl/curl.h>
#include <openssl/rand.h>

#include "cotp_http_faults.h"

#define SPARE_HANDLES 256 /* at most, during runs */
#define KEPT_HANDLES  8   /* after the last run */
#define MOST_NUMBERS  65535

#if LIBCURL_VERSION_NUM < 0x081400 /* 8.20.0; a later libcurl may be loaded */
#define CURLMOPT_QUICK_EXIT ((CURLMoption)(CURLOPTTYPE_LONG + 21))
#endif

/* The handles of one process. */
typedef struct pool_handles {
	pid_t owner;
	CURLM *multi;
	CURLSH *tls_sessions; /* before 8.12 the easy handles would own them, and forget them when they are closed */
	CURL *spares[SPARE_HANDLES];
	size_t spare_count;
	size_t kept; /* the limit of connections */
	size_t runs; /* in progress */
	cotp_library library;
	bool retired;              /* to be closed when the last run has finished */
	struct pool_handles *next; /* in the list of abandoned handles */
} pool_handles;

typedef struct pool_socket {
	curl_socket_t opened;
	bool is_exclusive; /* serves one request at a time */
	bool is_unusable;  /* for another request */
	bool is_reserved;  /* with a number: an attempt uses it */
	cotp_pool_place place;
	cotp_http_ids ids; /* received on it */
} pool_socket;

struct cotp_pool {
	cotp_pool_options options;
	pool_handles *handles; /* NULL until the first call */
	cotp_pool_figures figures;
	pool_socket *sockets; /* figures.connections open sockets, and room for more */
	int64_t socket_room;
	int last_number;       /* of a connection to a Unix socket */
	cotp_http_hosts hosts; /* whose kept connections failed */
	cotp_http_trust trust; /* found when the handles are opened */
};

/*
 * The inherited handles in the child of a fork. They are never cleaned up, because that would send data on the parent's
 * connections. The list keeps them reachable for leak checkers. It needs no lock: after a fork there is one thread.
 */
static pool_handles *abandoned_handles;

cotp_pool *cotp_pool_new(const cotp_pool_options *options)
{
	cotp_pool *pool = calloc(1, sizeof(*pool));
	if (pool) {
		pool->options = *options;
	}
	return pool;
}

/* If memory runs out while OpenSSL's generator reads entropy, the generator stays broken until RAND_poll(). Without it
 * libcurl cannot make a TLS connection, and newer versions cannot even initialize. Such a failure closes the pool, so
 * the repair belongs where the pool is opened. */
static void repair_generator(void)
{
	if (RAND_status() != 1) {
		(void)RAND_poll(); /* if it fails, the calls fail and say why */
	}
}

static void handles_close(pool_handles *handles)
{
	for (size_t i = 0; i < handles->spare_count; i++) {
		curl_easy_cleanup(handles->spares[i]);
	}
	if (handles->multi) {
		curl_multi_cleanup(handles->multi);
	}
	(void)curl_share_cleanup(handles->tls_sessions); /* fails only while a handle uses it; NULL is fine */
	cotp_http_library_close();
	free(handles);
}

bool cotp_pool_is_foreign(const cotp_pool *pool)
{
	return pool->handles && pool->handles->owner != getpid();
}

/* Sends nothing to the peers. */
static void abandon(cotp_pool *pool)
{
	pool->handles->next = abandoned_handles;
	abandoned_handles = pool->handles;
	pool->handles = NULL;
	pool->figures = (cotp_pool_figures){ 0 };
}

void cotp_pool_retire(cotp_pool *pool)
{
	pool->handles->retired = true;
}

void cotp_pool_close(cotp_pool *pool)
{
	if (cotp_pool_is_foreign(pool)) {
		abandon(pool);
	} else if (pool->handles && pool->handles->runs) {
		cotp_pool_retire(pool);
	} else if (pool->handles) {
		handles_close(pool->handles);
		pool->handles = NULL;
	}
}

void cotp_pool_free(cotp_pool *pool)
{
	if (!pool) {
		return;
	}
	cotp_pool_close(pool);
	free(pool->sockets);
	free(pool);
}

/* Sets how many connections libcurl keeps. */
static bool keep(pool_handles *handles, size_t count)
{
	handles->kept = count;
	return curl_multi_setopt(handles->multi, CURLMOPT_MAXCONNECTS, (long)count) == CURLM_OK;
}

static bool uses_new_handles(const pool_handles *handles)
{
	return cotp_http_fault_with(COTP_REMEDY_NEW_HANDLES, handles->library.version_number) != NULL;
}

/* A thread has its own pool, so the sessions need no lock. */
static bool share_tls_sessions(pool_handles *handles)
{
	handles->tls_sessions = curl_share_init();
	return handles->tls_sessions &&
		   curl_share_setopt(handles->tls_sessions, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION) == CURLSHE_OK;
}

static bool handles_open(pool_handles *handles, const cotp_pool_options *options)
{
	handles->owner = getpid();
	handles->multi = curl_multi_init();
#ifndef COTP_MAY_BE_UNLOADED
	if (handles->multi) { /* an unknown option before 8.20, which does not wait here */
		(void)curl_multi_setopt(handles->multi, CURLMOPT_QUICK_EXIT, 1L);
	}
#endif
	return handles->multi && keep(handles, (size_t)options->size) && share_tls_sessions(handles);
}

/*
 * A daemon may have closed its standard streams. The next descriptors that are opened would take their numbers, and
 * anything that PHP or a library writes to stderr would go into a connection, or to a name server. So /dev/null takes
 * the numbers, for good: libcurl's resolver threads may open a socket at any time. Programs that PHP starts still find
 * the streams closed.
 */
static void occupy_standard_streams(void)
{
	for (int number = STDIN_FILENO; number <= STDERR_FILENO; number++) {
		int opened = fcntl(number, F_GETFD) < 0 && errno == EBADF ? open("/dev/null", O_RDWR | O_CLOEXEC) : -1;
		if (opened > STDERR_FILENO) { /* another thread was faster */
			close(opened);
		}
	}
}

/* Returns false. */
static bool refuse_library(const cotp_http_fault *fault, cotp_error *error)
{
	cotp_error_clear(error);
	error->domain = COTP_ERROR_TRANSPORT;
	snprintf(error->message, sizeof(error->message), "libcurl %s is not used because it %s: install another version",
		cotp_http_library_version(), fault->fault);
	return false;
}

static void find_trust(cotp_http_trust *trust, const cotp_library *library)
{
	cotp_http_trust_find(trust, library->ca_directory, library->ca_bundle, library->uses_openssl);
}

bool cotp_pool_open(cotp_pool *pool, cotp_error *error)
{
	if (cotp_pool_is_foreign(pool)) {
		abandon(pool);
	}
	occupy_standard_streams();
	if (pool->handles) {
		return true;
	}
	const cotp_http_fault *fault = cotp_http_fault_with(COTP_REMEDY_REFUSE, cotp_http_library_number());
	if (fault) {
		return refuse_library(fault, error);
	}
	pool_handles *handles = calloc(1, sizeof(*handles));
	if (!handles) {
		return cotp_error_memory(error);
	}
	repair_generator();
	if (!cotp_http_library_open()) {
		free(handles);
		return cotp_error_memory(error);
	}
	cotp_http_library_read(&handles->library);
	find_trust(&pool->trust, &handles->library);
	if (!handles_open(handles, &pool->options)) {
		handles_close(handles);
		return cotp_error_memory(error);
	}
	pool->handles = handles;
	return true;
}

void cotp_pool_begin_run(cotp_pool *pool, size_t concurrency)
{
	pool->handles->runs++;
	if (concurrency > pool->handles->kept) {
		keep(pool->handles, concurrency);
	}
}

static curl_socket_t open_no_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
	(void)context;
	(void)purpose;
	(void)address;
	return CURL_SOCKET_BAD;
}

/*
 * libcurl closes idle connections only to make room for another one. So we request another one, which is never opened:
 * nothing is sent.
 */
static bool make_room(pool_handles *handles, long most)
{
	CURL *easy = curl_easy_init();
	int running;
	bool requested = easy && curl_easy_setopt(easy, CURLOPT_URL, "http://127.0.0.1/") == CURLE_OK &&
					 curl_easy_setopt(easy, CURLOPT_PROXY, "") == CURLE_OK &&
					 curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
					 curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L) == CURLE_OK &&
					 curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_no_socket) == CURLE_OK &&
					 curl_multi_setopt(handles->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, most + 1) == CURLM_OK &&
					 curl_multi_add_handle(handles->multi, easy) == CURLM_OK;
	if (requested) { /* the number of connections shows whether it helped */
		(void)curl_multi_perform(handles->multi, &running);
		(void)curl_multi_remove_handle(handles->multi, easy);
	}
	curl_easy_cleanup(easy);
	return curl_multi_setopt(handles->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, 0L) == CURLM_OK && requested;
}

/* Closes the connections above the size of the pool, which a run may have exceeded. */
static void narrow(cotp_pool *pool)
{
	keep(pool->handles, (size_t)pool->options.size);
	int64_t before = pool->figures.connections;
	while (before > pool->options.size && make_room(pool->handles, pool->options.size) &&
		   pool->figures.connections < before) {
		before = pool->figures.connections;
	}
	if (pool->figures.connections > pool->options.size) {
		cotp_pool_retire(pool);
	}
}

void cotp_pool_end_run(cotp_pool *pool)
{
	pool_handles *handles = pool->handles;
	handles->runs--;
	if (handles->runs) {
		return;
	}
	if (handles->kept > (size_t)pool->options.size) {
		narrow(pool);
	}
	while (handles->spare_count > KEPT_HANDLES) {
		curl_easy_cleanup(handles->spares[--handles->spare_count]);
	}
	if (handles->retired) {
		cotp_pool_close(pool);
	}
}

cotp_pool_figures cotp_pool_read(const cotp_pool *pool)
{
	return pool && !cotp_pool_is_foreign(pool) ? pool->figures : (cotp_pool_figures){ 0 };
}

static pool_socket *socket_with(const cotp_pool *pool, int number)
{
	for (int64_t i = 0; i < pool->figures.connections; i++) {
		if (pool->sockets[i].place.number == number) {
			return &pool->sockets[i];
		}
	}
	return NULL;
}

static int new_number(cotp_pool *pool)
{
	do {
		pool->last_number = pool->last_number % MOST_NUMBERS + 1;
	} while (socket_with(pool, pool->last_number));
	return pool->last_number;
}

int cotp_pool_reserve(cotp_pool *pool, uint64_t target, bool fresh)
{
	for (int64_t i = pool->figures.connections - 1; i >= 0 && !fresh; i--) {
		pool_socket *idle = &pool->sockets[i];
		if (idle->place.number && idle->place.target == target && !idle->is_reserved && !idle->is_unusable) {
			idle->is_reserved = true;
			return idle->place.number;
		}
	}
	return new_number(pool);
}

void cotp_pool_release(cotp_pool *pool, int number)
{
	pool_socket *used = number ? socket_with(pool, number) : NULL;
	if (used) {
		used->is_reserved = false;
	}
}

/* libcurl may open a new connection instead of an old one, which it closes later. */
static void take_over_number(cotp_pool *pool, int number)
{
	pool_socket *before = number ? socket_with(pool, number) : NULL;
	if (before) {
		before->place = (cotp_pool_place){ 0 };
		before->is_unusable = true;
	}
}

bool cotp_pool_add_socket(cotp_pool *pool, int opened, cotp_pool_place place)
{
	take_over_number(pool, place.number);
	if (pool->figures.connections == pool->socket_room) {
		int64_t room = pool->socket_room * 2 + KEPT_HANDLES;
		pool_socket *sockets = realloc(pool->sockets, (size_t)room * sizeof(*sockets));
		if (!sockets) {
			return false;
		}
		pool->sockets = sockets;
		pool->socket_room = room;
	}
	pool->sockets[pool->figures.connections++] =
		(pool_socket){ .opened = opened, .place = place, .is_reserved = place.number != 0 };
	return true;
}

void cotp_pool_remove_socket(cotp_pool *pool, int closed)
{
	for (int64_t i = 0; i < pool->figures.connections; i++) {
		if (pool->sockets[i].opened == closed) {
			pool->sockets[i] = pool->sockets[--pool->figures.connections];
			return;
		}
	}
}

typedef union {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
} socket_address;

static bool is_endpoint(const socket_address *address, const char *ip, int port)
{
	socket_address known = { .v6 = { 0 } };
	if (address->any.sa_family == AF_INET6) {
		return ntohs(address->v6.sin6_port) == port && inet_pton(AF_INET6, ip, &known.v6.sin6_addr) == 1 &&
			   memcmp(&known.v6.sin6_addr, &address->v6.sin6_addr, sizeof(known.v6.sin6_addr)) == 0;
	}
	return address->any.sa_family == AF_INET && ntohs(address->v4.sin_port) == port &&
		   inet_pton(AF_INET, ip, &known.v4.sin_addr) == 1 && known.v4.sin_addr.s_addr == address->v4.sin_addr.s_addr;
}

static bool is_between(curl_socket_t opened, const cotp_endpoints *endpoints)
{
	socket_address local = { .v6 = { 0 } }; /* a Unix socket fills only the family */
	socket_address remote = { .v6 = { 0 } };
	socklen_t local_length = sizeof(local);
	socklen_t remote_length = sizeof(remote);
	return getsockname(opened, &local.any, &local_length) == 0 &&
		   is_endpoint(&local, endpoints->local_ip, endpoints->local_port) &&
		   getpeername(opened, &remote.any, &remote_length) == 0 &&
		   is_endpoint(&remote, endpoints->remote_ip, endpoints->remote_port);
}

/* Compares addresses too, because the kernel may use one local port for connections to several services. */
static pool_socket *socket_between(const cotp_pool *pool, const cotp_endpoints *endpoints)
{
	if (endpoints->number) {
		return socket_with(pool, endpoints->number);
	}
	for (int64_t i = 0; i < pool->figures.connections; i++) {
		if (is_between(pool->sockets[i].opened, endpoints)) {
			return &pool->sockets[i];
		}
	}
	return NULL;
}

void cotp_pool_note_exclusive(cotp_pool *pool, const cotp_endpoints *endpoints)
{
	pool_socket *used = socket_between(pool, endpoints);
	if (used) {
		used->is_exclusive = true;
	}
}

void cotp_pool_note_unusable(cotp_pool *pool, const cotp_endpoints *endpoints)
{
	pool_socket *used = socket_between(pool, endpoints);
	if (used) {
		used->is_unusable = true;
	}
}

bool cotp_pool_is_unusable(const cotp_pool *pool, const cotp_endpoints *endpoints)
{
	const pool_socket *used = socket_between(pool, endpoints);
	return used && used->is_unusable;
}

/* libcurl owns the socket, so it is not closed here. */
void cotp_pool_drop(cotp_pool *pool, const cotp_endpoints *endpoints)
{
	const pool_socket *used = socket_between(pool, endpoints);
	cotp_pool_note_unusable(pool, endpoints);
	if (used && used->is_exclusive) {
		shutdown(used->opened, SHUT_RDWR);
	}
}

cotp_http_ids *cotp_pool_ids(const cotp_pool *pool, const cotp_endpoints *endpoints)
{
	pool_socket *used = socket_between(pool, endpoints);
	return used ? &used->ids : NULL;
}

cotp_http_hosts *cotp_pool_hosts(cotp_pool *pool)
{
	return &pool->hosts;
}

/* Returns whether poll() reports the events at once. */
static bool poll_reports(curl_socket_t opened, short events)
{
	struct pollfd waited_for = { .fd = opened, .events = events };
	return poll(&waited_for, 1, 0) != 0;
}

/* Returns whether the peer has closed its side. Without POLLRDHUP, bytes that arrived before the end hide it. */
static bool has_ended(curl_socket_t opened)
{
#if defined(POLLRDHUP) && !defined(COTP_PORTABLE)
	return poll_reports(opened, POLLRDHUP);
#else
	char byte;
	ssize_t length = poll_reports(opened, POLLIN) ? recv(opened, &byte, 1, MSG_PEEK | MSG_DONTWAIT) : 1;
	return length == 0 || (length < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
#endif
}

bool cotp_pool_is_quiet(const cotp_pool *pool, const cotp_endpoints *endpoints, bool was_read_ahead)
{
	const pool_socket *used = socket_between(pool, endpoints);
	if (!used || used->is_unusable) {
		return false;
	}
	return used->is_exclusive ? !was_read_ahead && !poll_reports(used->opened, POLLIN) : !has_ended(used->opened);
}

bool cotp_pool_is_connected(const cotp_pool *pool, const cotp_endpoints *endpoints)
{
	const pool_socket *used = socket_between(pool, endpoints);
	return used && !has_ended(used->opened);
}

void cotp_pool_note_request(cotp_pool *pool, bool reused)
{
	if (reused) {
		pool->figures.hits++;
	} else {
		pool->figures.misses++;
	}
}

const void *cotp_pool_handles(const cotp_pool *pool)
{
	return pool->handles;
}

void *cotp_pool_multi(const cotp_pool *pool)
{
	return pool->handles->multi;
}

const cotp_library *cotp_pool_library(const cotp_pool *pool)
{
	return &pool->handles->library;
}

cotp_http_trust *cotp_pool_trust(cotp_pool *pool)
{
	return &pool->trust;
}

void cotp_pool_describe_trust(const cotp_pool *pool, char *text, size_t size)
{
	cotp_library library;
	cotp_http_trust trust = { .first = pool ? pool->trust.first : COTP_HTTP_STORE_NONE };
	cotp_http_library_read(&library);
	find_trust(&trust, &library);
	cotp_http_trust_describe(&trust, text, size);
}

const cotp_pool_options *cotp_pool_options_of(const cotp_pool *pool)
{
	return &pool->options;
}

void *cotp_pool_take_handle(cotp_pool *pool)
{
	pool_handles *handles = pool->handles;
	occupy_standard_streams(); /* a hook may have closed them */
	CURL *easy = handles->spare_count ? handles->spares[--handles->spare_count] : curl_easy_init();
	if (easy && handles->tls_sessions && curl_easy_setopt(easy, CURLOPT_SHARE, handles->tls_sessions) != CURLE_OK) {
		curl_easy_cleanup(easy);
		return NULL;
	}
	return easy;
}

/* Returns false if memory may have run out, which libcurl does not report: the handle then lacks some of its defaults.
 * errno may also be left by a success. That costs a new handle, and nothing else. */
static bool clean(CURL *easy)
{
	cotp_memory_begin();
	curl_easy_reset(easy);
	return !cotp_memory_was_short();
}

void cotp_pool_return_handle(cotp_pool *pool, void *easy, bool reusable)
{
	pool_handles *handles = pool->handles;
	reusable = reusable && !uses_new_handles(handles);
	if (reusable && handles->spare_count < SPARE_HANDLES && clean(easy)) {
		handles->spares[handles->spare_count++] = easy;
	} else {
		curl_easy_cleanup(easy);
	}
}
