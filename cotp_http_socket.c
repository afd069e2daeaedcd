/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* SOCK_CLOEXEC, F_DUPFD_CLOEXEC, struct ucred */
#endif
#include "cotp_http_socket.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

#include <curl/curl.h>

/* Anything that PHP or a library writes to stderr would go into a connection that has the number of stderr, which a
 * hook may have closed. Returns CURL_SOCKET_BAD if there is no other number. */
static curl_socket_t above_standard_streams(curl_socket_t opened)
{
	if (opened == CURL_SOCKET_BAD || opened > STDERR_FILENO) {
		return opened;
	}
	curl_socket_t moved = fcntl(opened, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	close(opened);
	return moved;
}

/* Close-on-exec: a program that PHP starts must not inherit a connection. */
static curl_socket_t open_socket(int family, int type, int protocol)
{
#if defined(SOCK_CLOEXEC) && \
	!defined(COTP_PORTABLE) /* from the start, because another thread may start a program at any time */
	curl_socket_t opened = socket(family, type | SOCK_CLOEXEC, protocol);
#else
	curl_socket_t opened = socket(family, type, protocol);
	if (opened != CURL_SOCKET_BAD && fcntl(opened, F_SETFD, FD_CLOEXEC) < 0) {
		close(opened);
		return CURL_SOCKET_BAD;
	}
#endif
	return above_standard_streams(opened);
}

/* ---- Unix sockets ---- */

/* Returns false if the user is unknown. */
static bool read_peer(curl_socket_t connected, uid_t *user)
{
#ifdef __linux__
	struct ucred peer;
	socklen_t length = sizeof(peer);
	bool is_known = getsockopt(connected, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0 && length == sizeof(peer);
	*user = is_known ? peer.uid : (uid_t)-1;
	return is_known;
#else
	gid_t group;
	return getpeereid(connected, user, &group) == 0;
#endif
}

bool cotp_http_socket_check_peer(cotp_http_socket *target)
{
	uid_t user;
	bool is_trusted = read_peer(target->opened, &user) && (user == 0 || user == geteuid());
	if (!is_trusted) {
		target->fault = COTP_HTTP_SOCKET_FOREIGN;
	}
	return is_trusted;
}

static cotp_http_socket_fault fault_of(int error)
{
	switch (error) {
		case ENOENT:
		case ENOTDIR:
			return COTP_HTTP_SOCKET_MISSING;
		case ECONNREFUSED:
			return COTP_HTTP_SOCKET_UNUSED;
		case EACCES:
		case EPERM:
			return COTP_HTTP_SOCKET_DENIED;
		default:
			return COTP_HTTP_SOCKET_FAILED;
	}
}

void cotp_http_socket_note_error(cotp_http_socket *target, int error)
{
	if (target->fault == COTP_HTTP_SOCKET_WORKS) {
		target->fault = fault_of(error);
	}
}

const char *cotp_http_socket_reason(cotp_http_socket_fault fault)
{
	switch (fault) {
		case COTP_HTTP_SOCKET_MISSING:
			return "it does not exist";
		case COTP_HTTP_SOCKET_UNUSED:
			return "no process listens on it";
		case COTP_HTTP_SOCKET_DENIED:
			return "this process has no permission to use it";
		case COTP_HTTP_SOCKET_FOREIGN:
			return "the process that listens on it runs neither as root nor as the user of this process";
		case COTP_HTTP_SOCKET_FAILED:
			return "no connection could be opened";
		case COTP_HTTP_SOCKET_UNSUPPORTED:
			return "only libcurl 7.80 and later can check which process listens on it";
		default:
			return NULL;
	}
}

/* ---- callbacks ---- */

static curl_socket_t on_open(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
	cotp_http_socket *target = context;
	(void)purpose;
	target->opened = open_socket(address->family, address->socktype, address->protocol);
	if (target->opened != CURL_SOCKET_BAD && !cotp_pool_add_socket(target->pool, target->opened, target->place)) {
		close(target->opened);
		target->opened = CURL_SOCKET_BAD;
	}
	return target->opened;
}

#if LIBCURL_VERSION_NUM < 0x075000 /* 7.80.0, which has no callback between the connection and the request */
static curl_socket_t on_open_unix(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
	cotp_http_socket *target = context;
	(void)purpose;
	(void)address;
	target->fault = COTP_HTTP_SOCKET_UNSUPPORTED;
	return CURL_SOCKET_BAD;
}
#endif

/* libcurl keeps this callback with the connection, which never outlives the pool. */
static int on_close(void *context, curl_socket_t closed)
{
	cotp_pool_remove_socket(context, closed);
	return close(closed);
}

static bool set_path(CURL *easy, const cotp_http_socket *target)
{
	COTP_SET_OPTION(easy, CURLOPT_UNIX_SOCKET_PATH, target->path);
	COTP_SET_OPTION(easy, CURLOPT_LOCALPORT, (long)target->place.number); /* only compared: see cotp_pool_reserve() */
#if LIBCURL_VERSION_NUM < 0x075000                                        /* 7.80.0 */
	COTP_SET_OPTION(easy, CURLOPT_OPENSOCKETFUNCTION, on_open_unix);
#endif
	return true;
}

bool cotp_http_socket_set(void *easy, cotp_http_socket *target)
{
	COTP_SET_OPTION(easy, CURLOPT_OPENSOCKETFUNCTION, on_open);
	COTP_SET_OPTION(easy, CURLOPT_OPENSOCKETDATA, target);
	COTP_SET_OPTION(easy, CURLOPT_CLOSESOCKETFUNCTION, on_close);
	COTP_SET_OPTION(easy, CURLOPT_CLOSESOCKETDATA, target->pool);
	return !target->path || set_path(easy, target);
}
