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

/*
 * Closes what is open; the next call opens anew. While calls are under way the connections are closed as soon as the
 * last of them is over.
 */
void cotp_pool_close(cotp_pool *pool);

/* What the pool has done since it was made, or since a fork made this process. */
typedef struct cotp_pool_figures {
	int64_t connections; /* open now, also those that the service has closed unnoticed */
	int64_t hits;        /* requests that left on a connection that was open already */
	int64_t misses;      /* requests that left on one of their own */
} cotp_pool_figures;

/* pool may be NULL: all is 0 then. */
cotp_pool_figures cotp_pool_read(const cotp_pool *pool);

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

typedef enum cotp_http_signal {
	COTP_HTTP_CONTINUE,
	COTP_HTTP_DRAIN, /* begin nothing more and end what may be repeated; the second time it means STOP */
	COTP_HTTP_STOP   /* end every exchange of the run now */
} cotp_http_signal;

/* Both are called outside libcurl, while no handle of the exchange is in use; they may start calls of their own. An
 * observer that returns false wishes STOP. What is ended gets COTP_ERROR_INTERRUPTED, or where a send has left,
 * COTP_ERROR_OUTCOME_UNKNOWN. Each may be NULL.
 */
typedef struct cotp_http_hooks {
	void *context;
	cotp_http_signal (*check)(void *context);
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
	bool retry_safe;           /* belongs to the operation, never to its method */
	/* Strikes the secrets of the request, which its owner knows, out of what the service or libcurl says. */
	void (*redact)(const void *owner, char *text);
	const void *owner;

	int http_status;
	cotp_buffer response;
	char *location;               /* NULL: none */
	bool location_is_ambiguous;   /* the answer held more than one */
	int attempts;                 /* made so far */
	bool may_have_been_processed; /* an attempt before the last may have been acted on */
	bool response_lost;           /* and of one there is no answer: the outcome stays unknown */
	bool finished;                /* the run is over for this one */
	cotp_error error;             /* domain COTP_ERROR_NONE: a whole 2xx answer is here */

	struct cotp_transfer *transfer; /* NULL while no attempt is under way */
	size_t body_bytes_sent;         /* bytes of the body that libcurl took in this attempt */
	size_t header_bytes;
	bool headers_over;
	bool is_informational; /* the head that was read last */
	bool request_sent;     /* this attempt's request may have left */
	bool reused;           /* on a connection that was open already */
	bool too_large;
	bool fresh;       /* the next attempt opens a connection of its own */
	int stale;        /* attempts that met a dead kept connection, which retries do not pay for */
	int64_t due;      /* when the next attempt may begin, microseconds of the monotonic clock */
	int64_t deadline; /* 0: not begun */
} cotp_exchange;

/*
 * Where the exchanges of a run come from and go to, so that only those under way need memory. Neither may make a call
 * or run PHP code.
 */
typedef struct cotp_http_source {
	void *context;
	/* The next to begin, or NULL when there is none left; then it is not asked again. */
	cotp_exchange *(*next)(void *context);
	/* Takes back one that next() handed out: it is finished, with a 2xx answer or an error. */
	void (*finished)(void *context, cotp_exchange *exchange);
} cotp_http_source;

/*
 * Runs all that the source has, at most concurrency (1 to 256) at a time; the time of each counts from its beginning.
 * Whatever next() handed out has come back when this returns. False, with error filled, when the run ended before
 * next() had said that there is no more: the error holds for those that it still has.
 */
bool cotp_http_run(cotp_pool *pool, const cotp_http_settings *settings, const cotp_http_hooks *hooks,
	const cotp_http_source *source, size_t concurrency, cotp_error *error);

/* The same for one, which is finished afterwards. */
void cotp_http_run_one(
	cotp_pool *pool, const cotp_http_settings *settings, const cotp_http_hooks *hooks, cotp_exchange *exchange);

/* Waits until then, as a run waits. False when the hook wishes anything but to go on. */
bool cotp_http_wait(const cotp_http_hooks *hooks, int64_t until);

/* Frees the answer; the request is the caller's. */
void cotp_exchange_free(cotp_exchange *exchange);

#endif
