/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The error of the plain-C layers. It never contains a secret: neither a key, a token nor a guest's address.
 */
#ifndef COTP_ERROR_H
#define COTP_ERROR_H

#include <stdarg.h>
#include <stdbool.h>

#include "cotp_text.h"

#define COTP_ID_LENGTH 128

/* The state of the request when a call fails. */
typedef enum cotp_outcome {
	COTP_OUTCOME_NOT_SENT, /* the service cannot have processed it */
	COTP_OUTCOME_UNKNOWN,  /* the service may have processed it */
	COTP_OUTCOME_ANSWERED  /* the service responded, and the error describes its response */
} cotp_outcome;

typedef enum cotp_error_domain {
	COTP_ERROR_NONE,
	COTP_ERROR_ARGUMENT,        /* an argument is invalid; nothing was sent */
	COTP_ERROR_MEMORY,          /* out of memory */
	COTP_ERROR_INTERRUPTED,     /* a hook of the caller ended the call */
	COTP_ERROR_TRANSPORT,       /* the connection, TLS or the proxy failed */
	COTP_ERROR_TIMEOUT,         /* the call timed out */
	COTP_ERROR_OUTCOME_UNKNOWN, /* a send was sent, and no complete response was received */
	COTP_ERROR_API,             /* the service refused the request: see http_status and api_code */
	COTP_ERROR_PROTOCOL         /* the response was not understood */
} cotp_error_domain;

typedef struct cotp_error {
	cotp_error_domain domain;
	cotp_outcome outcome;
	int http_status;                     /* 0: no response */
	int api_code;                        /* PCI Booking's code, such as -125; 0: none */
	bool interrupted;                    /* a hook of the caller ended the call, whatever the domain */
	bool other_request;                  /* for COTP_ERROR_PROTOCOL: the response is about a different request */
	bool retryable;                      /* the caller may make the call again, unchanged */
	double retry_after;                  /* seconds; negative: none given */
	char request_id[COTP_ID_LENGTH + 1]; /* empty: unknown */
	char argument[32];                   /* for COTP_ERROR_ARGUMENT: the PHP name of the parameter or property */
	char message[512];
	char more_info[512];
} cotp_error;

/* The end of a message about a send whose outcome is unknown. */
#define COTP_MAY_BE_SENT \
	"so the link may have been sent to the guest. Wait for the callback, or ask the guest, before you send again."

/* Resets the error: no domain, NotSent, no Retry-After. */
void cotp_error_clear(cotp_error *error);

/* Each function sets the domain and the message and returns false, so a caller can write: return cotp_error_…(…). */
bool cotp_error_argument(cotp_error *error, const char *argument, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
bool cotp_error_memory(cotp_error *error);
bool cotp_error_protocol(cotp_error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Not every library reports that memory ran out, but malloc() sets errno. Call cotp_memory_begin(), then the library,
 * then cotp_memory_was_short(). */
void cotp_memory_begin(void);
bool cotp_memory_was_short(void);

/*
 * Prints like vsnprintf(), but cuts between two characters, and replaces invalid UTF-8 by '?': a text that is cut
 * within a character cannot be encoded as JSON. Returns the length of what was written.
 */
size_t cotp_error_vprint(char *target, size_t size, const char *format, va_list arguments)
	__attribute__((format(printf, 3, 0)));
size_t cotp_error_print(char *target, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Copies an external text. Cuts it to size between two characters, and replaces control characters and invalid UTF-8 by
 * '?'. */
void cotp_error_copy(char *target, size_t size, const char *source);

#endif
