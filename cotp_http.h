/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The only layer that transfers with libcurl. It runs one request or many, retries what is safe to retry, and reports
 * whether the service may have processed a request.
 */
#ifndef COTP_HTTP_H
#define COTP_HTTP_H

#include "cotp_http_request.h"
#include "cotp_pool.h"

typedef enum cotp_http_signal {
	COTP_HTTP_CONTINUE,
	COTP_HTTP_DRAIN, /* start nothing more, and end every request that is retry-safe or was not sent; the second time
						it means STOP */
	COTP_HTTP_STOP   /* end every request of the run now */
} cotp_http_signal;

/*
 * Both hooks are called outside libcurl, while no handle of the run is in use, and may start calls of their own. An
 * observer that returns false means STOP. A request that a hook ends gets COTP_ERROR_INTERRUPTED, or
 * COTP_ERROR_OUTCOME_UNKNOWN if it is a send that was already sent. Each hook may be NULL.
 */
typedef struct cotp_http_hooks {
	void *context;
	cotp_http_signal (*check)(void *context);
	bool (*observe)(void *context, const cotp_http_report *report);
} cotp_http_hooks;

/* The surroundings of a call. hooks may be NULL. */
typedef struct cotp_call {
	cotp_pool *pool;
	const cotp_http_hooks *hooks;
} cotp_call;

/* A request of a run. All of it is borrowed and stays in place until the request has finished. */
typedef struct cotp_http_item {
	const cotp_http_request *request;
	cotp_http_response *response;
	void *data; /* the caller's */
} cotp_http_item;

/*
 * Supplies the requests of a run one by one, so that only requests in progress need memory. Neither function may make a
 * call or run PHP code.
 */
typedef struct cotp_http_source {
	void *context;
	/* Fills the next item. Returns false if there are no more, and is then not called again. */
	bool (*next)(void *context, cotp_http_item *item);
	/* Receives an item that next() returned, with a 2xx response or an error. */
	void (*finished)(void *context, const cotp_http_item *item);
} cotp_http_source;

/*
 * Runs all requests of the source, at most concurrency (1 to 256) at a time; the timeout of each counts from its own
 * start. Every item that next() returned has been passed to finished() when this function returns. Returns false and
 * fills error if the run ended before next() had returned false: the error applies to all requests still in the source.
 */
bool cotp_http_run(const cotp_call *call, const cotp_http_settings *settings, const cotp_http_source *source,
	size_t concurrency, cotp_error *error);

/* Runs a single request. */
void cotp_http_run_one(const cotp_call *call, const cotp_http_settings *settings, const cotp_http_request *request,
	cotp_http_response *response);

/* Waits until that time, and calls the check hook meanwhile as a run does. Returns false if the hook does not return
 * COTP_HTTP_CONTINUE. */
bool cotp_http_wait(const cotp_http_hooks *hooks, int64_t until);

/* Frees the contents of the response, not the struct itself. */
void cotp_http_response_free(cotp_http_response *response);

#endif
