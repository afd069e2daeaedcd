/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a client passes to the HTTP layer and gets back: settings, a request, its response, and the report of an
 * attempt.
 */
#ifndef COTP_HTTP_REQUEST_H
#define COTP_HTTP_REQUEST_H

#include "cotp_error.h"

/* The requests of a batch that may be in progress at the same time. */
#define COTP_MAX_CONCURRENCY 256

/* The settings of one client. All texts are borrowed and outlive the call. */
typedef struct cotp_http_settings {
	double timeout;         /* seconds for the whole call, including retries and pauses */
	double connect_timeout; /* seconds for each connection attempt */
	int retries;
	const char *ca_file; /* NULL: the system's CA certificates */
	const char *proxy;   /* NULL: no proxy, even if the environment sets one */
	const char *socket;  /* the path of a Unix socket, behind which a process adds TLS; NULL: none */
	bool http2;
	bool plain_http; /* the base URI is http, and was allowed to be */
} cotp_http_settings;

typedef struct cotp_http_response cotp_http_response;

/* Whether a complete 2xx response is the response to its request. HTTP/1.1 does not name the request, so a response
 * that a broken gateway delivers twice is taken for the response to the next request. */
typedef enum cotp_http_fit {
	COTP_HTTP_FITS,
	COTP_HTTP_REJECTED, /* it fits, but the client will reject it */
	COTP_HTTP_UNCLEAR,  /* it is not understood: a connection that served other requests is not used again */
	COTP_HTTP_FOREIGN   /* it belongs to another request: nor is any such connection, and a retry-safe request is made
						   once more */
} cotp_http_fit;

/* A request, filled by the client and never changed by the HTTP layer. All texts are borrowed. */
typedef struct cotp_http_request {
	const char *operation; /* its name, for the report */
	void *item;            /* the caller's item of a batch, for the report */
	const char *method;
	const char *url;
	const char *route;         /* the path template, without ids */
	const char *authorization; /* the value of the header */
	const char *path_key;      /* the wire key of an inferred path, for the message of a 404; else NULL */
	const char *method_key;    /* the wire key of an inferred method, for the message of a 405; else NULL */
	const char *base_path;     /* the usual path of the base URI, for the message of a 404; NULL: this one has it */
	cotp_text body;            /* data NULL: no body */
	bool retry_safe;           /* depends on the operation, never on its method */
	/* Redacts the secrets of the request in a text of the service or of libcurl. May be NULL. */
	void (*redact)(const void *owner, char *text);
	/* Fills id, which has room for COTP_ID_LENGTH + 1 bytes, with the request id in the Location of a 2xx response as
	 * soon as its headers are over. Returns false if it has none. An id that an earlier send received on the same
	 * connection makes the response foreign. May be NULL: ids are not compared. */
	bool (*read_id)(const void *owner, const cotp_http_response *response, char *id);
	/* Judges a 2xx response by what it contains, and may keep it with the owner. May be NULL: all responses fit. */
	cotp_http_fit (*judge)(void *owner, const cotp_http_response *response);
	void *owner;
} cotp_http_request;

/* The result of a request, which starts zeroed. */
struct cotp_http_response {
	int status; /* 0: no response */
	cotp_buffer body;
	char *location;               /* NULL: none */
	bool location_is_ambiguous;   /* the response has more than one */
	char allow[64];               /* the methods in an Allow header; empty: none */
	int attempts;                 /* made so far */
	bool may_have_been_processed; /* the service may have processed an attempt before the last */
	bool response_lost;           /* and no response to that attempt or a later one arrived: it stays unknown */
	cotp_error error;             /* domain COTP_ERROR_NONE: the response is complete and has a 2xx status */
};

/* An observer's report of one attempt. Times are seconds since the attempt began; 0 for a phase that did not occur. */
typedef struct cotp_http_report {
	const char *operation;
	void *item;
	cotp_text host; /* "host" or "host:port" */
	const char *method;
	const char *route;
	double started;           /* Unix time */
	cotp_outcome outcome;     /* Answered for a success */
	cotp_error_domain domain; /* COTP_ERROR_NONE: the attempt succeeded */
	int http_status;          /* 0: no response */
	int attempt;              /* from 1 */
	bool reused;              /* the connection was already open */
	const char *protocol;     /* "HTTP/1.0", "HTTP/1.1", "HTTP/2", or "" if no response arrived */
	double name_lookup;
	double connect;
	double tls;
	double first_byte;
	double total;
} cotp_http_report;

#endif
