/*
 * The only layer that transfers with libcurl: the pool of connections, one exchange or many, what may be repeated, and
 * the truth about what was sent.
 */
#ifndef COTP_HTTP_H
#define COTP_HTTP_H

#include <stdint.h>

#include "cotp_error.h"

/*
 * The connections of one process, or of one thread where PHP is built for threads. It outlives requests and bailouts.
 * Nothing is opened before the first call. After a fork the child drops what it inherited, untouched, and opens its
 * own.
 */
typedef struct cotp_pool cotp_pool;

typedef struct cotp_pool_options {
	long size;     /* connections kept */
	long idle;     /* seconds after which an unused one is not used again */
	long lifetime; /* seconds after which any is not used again */
	long dns_ttl;  /* seconds that an address is remembered */
} cotp_pool_options;

/* NULL when memory is short. The caller frees. */
cotp_pool *cotp_pool_new(const cotp_pool_options *options);

/* Closes the connections, unless another process opened them. NULL is fine. No call may be under way. */
void cotp_pool_free(cotp_pool *pool);

/* The version of the libcurl that is loaded, such as "7.88.1". */
const char *cotp_http_library_version(void);

/* Of one client. All texts are borrowed and outlive the call. */
typedef struct cotp_http_settings {
	double timeout;         /* seconds for a whole call, repeats and pauses included */
	double connect_timeout; /* seconds for each connect */
	int retries;
	const char *ca_file; /* NULL: the system's authorities */
	const char *proxy;   /* NULL: none, whatever the environment says */
	bool http2;
	bool plain_http; /* the base URI is http, and was allowed to be */
} cotp_http_settings;

/* What an observer is told of one attempt. Times are seconds since the attempt began; 0 for a phase that did not take
 * place. */
typedef struct cotp_http_report {
	const char *method;
	const char *route;    /* the path's template, without ids */
	int http_status;      /* 0: no answer */
	int attempt;          /* from 1 */
	bool reused;          /* an open connection was used */
	const char *protocol; /* "HTTP/1.1", "HTTP/2", or "" while no answer came */
	double name_lookup;
	double connect;
	double tls;
	double first_byte;
	double total;
} cotp_http_report;

/* Both are called outside libcurl, while no handle of the exchange is in use; they may start calls of their own. One
 * that returns false ends every exchange of the run: those not finished get COTP_ERROR_INTERRUPTED. Each may be NULL.
 */
typedef struct cotp_http_hooks {
	void *context;
	bool (*go_on)(void *context);
	bool (*observe)(void *context, const cotp_http_report *report);
} cotp_http_hooks;

/* One operation: its request, all borrowed; its answer; and the transport's own state. */
typedef struct cotp_exchange {
	const char *method;
	const char *url;
	const char *route;
	const char *authorization; /* the header's value */
	const char *path_key;      /* the wire key of an inferred path, told when the answer is 404 or 405; else NULL */
	cotp_text body;            /* data NULL: none */
	bool repeatable;           /* belongs to the operation, never to its verb */

	int http_status;
	cotp_buffer answer;
	char *location;             /* NULL: none */
	bool location_is_ambiguous; /* the answer held more than one */
	int attempts;               /* made so far */
	bool perhaps_done;          /* an attempt before the last may have been acted on */
	bool lost;                  /* and of one there is no answer: the outcome stays unknown */
	bool settled;               /* the run is over for this one */
	cotp_error error;           /* domain COTP_ERROR_NONE: a whole 2xx answer is here */

	struct cotp_transfer *transfer; /* NULL while no attempt is under way */
	size_t handed_out;              /* bytes of the body that libcurl took in this attempt */
	size_t header_bytes;
	bool headers_over;
	bool departed; /* this attempt's request may have left */
	bool reused;   /* on a connection that was open already */
	bool too_large;
	bool fresh;       /* the next attempt opens a connection of its own */
	int64_t due;      /* when the next attempt may begin, microseconds of the monotonic clock */
	int64_t deadline; /* 0: not begun */
} cotp_exchange;

/* Runs them all, at most concurrency at a time. Afterwards every one is settled: a 2xx answer or an error. */
void cotp_http_run(cotp_pool *pool, const cotp_http_settings *settings, const cotp_http_hooks *hooks,
	cotp_exchange *exchanges, size_t count, size_t concurrency);

/* Frees the answer; the request is the caller's. */
void cotp_exchange_free(cotp_exchange *exchange);

#endif
