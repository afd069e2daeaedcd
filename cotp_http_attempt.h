/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One attempt at a request; only cotp_http*.c include it.
 */
#ifndef COTP_HTTP_ATTEMPT_H
#define COTP_HTTP_ATTEMPT_H

#include "cotp_http_pool.h"
#include "cotp_http_request.h"

#define COTP_MAX_RESPONSE_BYTES ((size_t)1024 * 1024)
#define COTP_MAX_HEADER_BYTES   ((size_t)64 * 1024)

#define COTP_ATTEMPT_TEXT 256 /* bytes of libcurl's error text */

/* The struct serves one attempt after the other. It must not be moved during an attempt. */
typedef struct cotp_http_attempt {
	const cotp_http_request *request;
	cotp_http_response *response;
	int64_t deadline; /* of the whole call; 0: the first attempt has not started */
	bool fresh;       /* the next attempt must open a new connection */

	/* libcurl's side, from the start to the end of an attempt */
	cotp_pool *pool;
	void *easy; /* NULL: no attempt is in progress */
	struct curl_slist *headers;
	bool ended;
	bool used_last; /* the connection will not be kept */
	int code;       /* libcurl's, once ended */
	char error_text[COTP_ATTEMPT_TEXT];

	/* the progress of the last attempt */
	size_t body_bytes_sent; /* bytes of the body that libcurl has read */
	size_t header_bytes;
	double retry_after; /* seconds; negative: none */
	bool headers_over;
	bool is_informational; /* the last header block has a 1xx status */
	bool in_location;      /* the last header line is that of a Location */
	bool request_sent;     /* the request may have been sent */
	bool reused;           /* the connection was already open */
	bool too_large;
	cotp_http_fit fit;  /* of a complete 2xx response */
	bool is_understood; /* the client accepts that response */
	double started;     /* Unix time */
} cotp_http_attempt;

#define COTP_NO_VERIFY_RESULT (-1L) /* libcurl does not use OpenSSL for TLS */

/* The end of an attempt. */
typedef struct cotp_http_attempt_end {
	int code;                     /* libcurl's */
	char text[COTP_ATTEMPT_TEXT]; /* libcurl's, redacted */
	long verify_result;           /* OpenSSL's X509_V_… for the certificate of the service */
	long proxy_verify_result;
	int proxy_status;   /* the proxy's response to the request for a tunnel; 0: none */
	double retry_after; /* seconds; negative: none */
	bool request_sent;  /* libcurl may have tried to send it again, on another connection */
	bool time_is_up;    /* the whole call timed out, not only the connect phase */
} cotp_http_attempt_end;

/* Starts an attempt. Returns false and fills error if it cannot. */
bool cotp_http_attempt_start(
	cotp_pool *pool, const cotp_http_settings *settings, cotp_http_attempt *attempt, cotp_error *error);

/* Marks the attempts that libcurl has ended, including those of other runs. */
void cotp_http_attempt_collect(cotp_pool *pool);

bool cotp_http_attempt_is_in_progress(const cotp_http_attempt *attempt);

/* Returns whether libcurl has ended an attempt that is in progress. */
bool cotp_http_attempt_has_ended(const cotp_http_attempt *attempt);

/* Returns whether an attempt in progress has a connection and may have sent its request. */
bool cotp_http_attempt_has_sent_request(const cotp_http_attempt *attempt);

/* Prevents the reuse of the connection, which may be dead, unless another request is in progress on it. */
void cotp_http_attempt_use_last(cotp_http_attempt *attempt);

/* Reads the end of an attempt and returns its handle to the pool. */
void cotp_http_attempt_finish(cotp_http_attempt *attempt, cotp_http_attempt_end *end, cotp_http_report *report);

/* Ends an attempt in progress. */
void cotp_http_attempt_cancel(cotp_http_attempt *attempt);

/* Discards an attempt that another process continues. */
void cotp_http_attempt_abandon(cotp_http_attempt *attempt);

#endif
