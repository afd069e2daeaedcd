/*
 * The one way in which the plain-C layers say what went wrong. It holds no secret: neither a key, a token nor a
 * guest's address is ever written into it.
 */
#ifndef COTP_ERROR_H
#define COTP_ERROR_H

#include <stdbool.h>

#include "cotp_text.h"

#define COTP_ID_LENGTH 128

/* What is known of the request when a call fails. */
typedef enum cotp_outcome {
	COTP_OUTCOME_NOT_SENT, /* the service cannot have acted on it */
	COTP_OUTCOME_UNKNOWN,  /* it may have been acted on */
	COTP_OUTCOME_ANSWERED  /* the service answered it, and this is the answer */
} cotp_outcome;

typedef enum cotp_error_domain {
	COTP_ERROR_NONE,
	COTP_ERROR_ARGUMENT,        /* a value that the caller gave breaks a rule; nothing was sent */
	COTP_ERROR_MEMORY,          /* no memory */
	COTP_ERROR_INTERRUPTED,     /* the caller's own hook ended the call */
	COTP_ERROR_TRANSPORT,       /* connection, TLS, proxy */
	COTP_ERROR_TIMEOUT,         /* time is up */
	COTP_ERROR_OUTCOME_UNKNOWN, /* sent, and no whole answer came */
	COTP_ERROR_API,             /* the service refused: see http_status and api_code */
	COTP_ERROR_PROTOCOL         /* the answer was not understood */
} cotp_error_domain;

typedef struct cotp_error {
	cotp_error_domain domain;
	cotp_outcome outcome;
	int http_status;                     /* 0: no answer */
	int api_code;                        /* the vendor's code, such as -125; 0: none was read */
	bool interrupted;                    /* the caller's own hook ended it, whatever the domain */
	bool retryable;                      /* the same call may be made again as it is */
	double retry_after;                  /* seconds; negative: the service named none */
	char request_id[COTP_ID_LENGTH + 1]; /* empty: no id is known */
	char argument[32];                   /* of COTP_ERROR_ARGUMENT: the PHP name of the parameter or property */
	char message[512];
	char more_info[512];
} cotp_error;

/* Of a send that was not answered as it should be. */
#define COTP_MAY_BE_SENT \
	"so the link may have been sent to the guest. Wait for the callback, or ask the guest, before you send again."

/* Empties the error: no domain, NotSent, no Retry-After. */
void cotp_error_clear(cotp_error *error);

/* Each sets the domain and the text and returns false, so that a caller can write: return cotp_error_…(…). */
bool cotp_error_argument(cotp_error *error, const char *argument, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
bool cotp_error_memory(cotp_error *error);
bool cotp_error_protocol(cotp_error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Not every library tells when memory is short, but malloc() leaves it in errno: begin, call the library, then ask. */
void cotp_memory_begin(void);
bool cotp_memory_was_short(void);

/* Copies a text that came from outside, cut to size at a character's edge, controls and broken UTF-8 replaced by '?'.
 */
void cotp_error_copy(char *target, size_t size, const char *source);

#endif
