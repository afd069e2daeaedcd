/*
 * What the files of the HTTP layer share; nobody else includes it. libcurl's handles are void pointers here, as they
 * are in its own header.
 */
#ifndef COTP_HTTP_INTERNAL_H
#define COTP_HTTP_INTERNAL_H

#include "cotp_http.h"

#define COTP_MAX_RESPONSE_BYTES ((size_t)1024 * 1024)
#define COTP_MAX_HEADER_BYTES   ((size_t)64 * 1024)

/* ---- the pool (cotp_http_pool.c) ---- */

/* What libcurl says of itself. */
typedef struct cotp_library {
	unsigned version_number;
	bool speaks_http2;
	bool uses_openssl;   /* for TLS */
	bool shares_openssl; /* of the very version that we are linked with, so that its handles mean the same to us */
} cotp_library;

/* The two ends of a connection, as libcurl tells them. */
typedef struct cotp_ends {
	const char *local_ip;
	const char *remote_ip;
	int local_port;
	int remote_port;
} cotp_ends;

/* Opens the multi handle where this process has none yet, and drops one that another process opened. */
bool cotp_pool_open(cotp_pool *pool, cotp_error *error);

/* Whether a fork has put this process beside the pool's owner. */
bool cotp_pool_is_foreign(const cotp_pool *pool);

/* What identifies the handles of one process. */
const void *cotp_pool_handles(const cotp_pool *pool);

/* A run is about to use the opened pool: until cotp_pool_leave(), nothing is closed under it. As many connections are
 * kept as it has exchanges at a time, since with fewer it would open one for each. */
void cotp_pool_enter(cotp_pool *pool, size_t concurrency);

/* The run is over, and with the last one the connections above the pool's size are closed. Not to be called in the
 * child of a fork that took place within the run. */
void cotp_pool_leave(cotp_pool *pool);

/* The sockets that libcurl opens and closes; false when memory is short. */
bool cotp_pool_add_socket(cotp_pool *pool, int opened);
void cotp_pool_remove_socket(cotp_pool *pool, int closed);

/* This connection serves one exchange at a time, since HTTP/1 is spoken on it. */
void cotp_pool_note_exclusive(cotp_pool *pool, const cotp_ends *ends);

/* Whether nothing waits to be read on this connection: neither its end nor bytes, in the kernel or read ahead. With
 * HTTP/2 bytes do not count: answers name their requests, and a service may say something of its own accord (PING,
 * WINDOW_UPDATE). */
bool cotp_pool_is_quiet(const cotp_pool *pool, const cotp_ends *ends, bool was_read_ahead);

/* Whether neither end has closed this connection. */
bool cotp_pool_is_connected(const cotp_pool *pool, const cotp_ends *ends);

/* Closes all with the last run that is under way: what libcurl keeps is no longer to be trusted. */
void cotp_pool_retire(cotp_pool *pool);

/* For the figures. */
void cotp_pool_note_request(cotp_pool *pool, bool reused);

void *cotp_pool_multi(const cotp_pool *pool);
const cotp_library *cotp_pool_library(const cotp_pool *pool); /* of the opened pool */
const cotp_pool_options *cotp_pool_options_of(const cotp_pool *pool);

/* A scrubbed easy handle, or NULL when memory is short. */
void *cotp_pool_take(cotp_pool *pool);

/*
 * Scrubs it and keeps or closes it. It must have left the multi handle. One whose attempt failed is not in order:
 * scrubbing does not make libcurl 8.14 forget a re-send that the guard refused, and the handle's next transfer would
 * fail.
 */
void cotp_pool_give_back(cotp_pool *pool, void *easy, bool in_order);

/* ---- one attempt (cotp_http_transfer.c) ---- */

#define COTP_NO_VERIFY_RESULT (-1L) /* libcurl's TLS is not OpenSSL's */

/* How an attempt ended. */
typedef struct cotp_attempt_end {
	int code;           /* libcurl's */
	char text[256];     /* libcurl's words */
	long verify_result; /* OpenSSL's X509_V_…, of the service's certificate */
	long proxy_verify_result;
	int proxy_status;   /* what a proxy answered when a tunnel was asked for; 0: nothing */
	double retry_after; /* seconds; negative: none */
	bool time_is_up;    /* of the whole call, not only of the connect */
} cotp_attempt_end;

/* Begins one; false with error filled when it could not. */
bool cotp_transfer_start(
	cotp_pool *pool, const cotp_http_settings *settings, cotp_exchange *exchange, cotp_error *error);

/* Marks those that libcurl has finished, whoever started them. */
void cotp_transfer_collect(cotp_pool *pool);

bool cotp_transfer_has_ended(const cotp_exchange *exchange);

/* Whether one that is under way has got a connection. */
bool cotp_transfer_has_sent_request(const cotp_exchange *exchange);

/* Time runs out: its connection, which may be dead, is not to be used again, unless another attempt goes on with it. */
void cotp_transfer_use_last(cotp_exchange *exchange);

/* Reads how it ended and gives the handle back. */
void cotp_transfer_finish(cotp_pool *pool, cotp_exchange *exchange, cotp_attempt_end *end, cotp_http_report *report);

/* Ends an attempt that is under way. */
void cotp_transfer_cancel(cotp_pool *pool, cotp_exchange *exchange);

/* Forgets an attempt that another process goes on with. */
void cotp_transfer_abandon(cotp_exchange *exchange);

/* ---- why no answer came (cotp_http_reason.c) ---- */

/* What is wrong with the service or the proxy, in plain words; NULL where libcurl's must do. */
const char *cotp_reason(const cotp_http_settings *settings, const cotp_attempt_end *end);

/* Whether that is said of the proxy. */
bool cotp_reason_is_proxy(const cotp_http_settings *settings, const cotp_attempt_end *end);

/* ---- what an end means (cotp_http_outcome.c) ---- */

/* Fills exchange->error, or clears it on success; returns whether the attempt may be repeated. */
bool cotp_outcome_of_attempt(const cotp_http_settings *settings, cotp_exchange *exchange, const cotp_attempt_end *end);

/* Whether the service may have acted on the attempt that is under way, or on one before it. */
bool cotp_outcome_may_have_been_processed(const cotp_exchange *exchange);

/* Fills exchange->error of one that was ended from outside. */
void cotp_outcome_of_ended(cotp_exchange *exchange, cotp_error_domain domain, const char *text);

#endif
