/*
 * Callbacks. PCI Booking signs nothing, so the URL that we hand out carries a signed token, and what is posted to it is
 * read only when the token is ours. The token proves who minted the URL, not who wrote the body.
 */
#ifndef COTP_CALLBACK_H
#define COTP_CALLBACK_H

#include <stdint.h>

#include "cotp_error.h"
#include "cotp_status.h"

#define COTP_CALLBACK_NONCE     16 /* bytes */
#define COTP_CALLBACK_REFERENCE 96 /* bytes, at most */
#define COTP_CALLBACK_FIELD     128
#define COTP_CALLBACK_BODY      ((size_t)16 * 1024)
#define COTP_CALLBACK_TOKEN     512
#define COTP_CALLBACK_URL       2048
#define COTP_CALLBACK_TTL       INT64_C(315360000) /* ten years of 365 days */

/* Each from BAD_TOKEN on is asked only when those before it are fine, so that nobody learns of a later check who fails
 * an earlier one. */
typedef enum cotp_callback_outcome {
	COTP_CALLBACK_FINE,
	COTP_CALLBACK_TOO_LARGE,
	COTP_CALLBACK_BAD_TOKEN,
	COTP_CALLBACK_UNKNOWN_KEY,
	COTP_CALLBACK_BAD_SIGNATURE,
	COTP_CALLBACK_EXPIRED,
	COTP_CALLBACK_BAD_BODY,
	COTP_CALLBACK_WRONG_REQUEST,
	COTP_CALLBACK_NO_MEMORY, /* nothing is known of the callback */
	COTP_CALLBACK_OUTCOME_COUNT
} cotp_callback_outcome;

/* The name that PHP's users see, such as "bad_token", and a sentence. Neither holds anything of the callback. */
const char *cotp_callback_outcome_name(cotp_callback_outcome verdict);
const char *cotp_callback_outcome_text(cotp_callback_outcome verdict);

/* What a callback says. No text holds NUL or another control character. */
typedef struct cotp_callback {
	char reference[COTP_CALLBACK_REFERENCE + 1]; /* from the token; empty where no token was asked for */
	char request_id[COTP_CALLBACK_FIELD + 1];
	char raw_status[COTP_CALLBACK_FIELD + 1];
	char time[COTP_CALLBACK_FIELD + 1]; /* names no zone and is signed by nobody */
	cotp_status status;
} cotp_callback;

/* Keyed and ready. It never changes, so that one may serve any number of calls. */
typedef struct cotp_callback_verifier cotp_callback_verifier;

typedef struct cotp_callback_key {
	cotp_text id;
	cotp_text secret;
} cotp_callback_key;

/* The first key signs, all verify. The secrets are borrowed for the call only. NULL with the error filled when a key
 * breaks a rule. The caller frees. */
cotp_callback_verifier *cotp_callback_verifier_new(const cotp_callback_key *keys, size_t count, cotp_error *error);

/* Wipes the keys; NULL is fine. */
void cotp_callback_verifier_free(cotp_callback_verifier *verifier);

typedef struct cotp_callback_link {
	cotp_text base_url;
	cotp_text reference;
	int64_t ttl;                              /* seconds */
	int64_t now;                              /* Unix seconds */
	unsigned char nonce[COTP_CALLBACK_NONCE]; /* random */
} cotp_callback_link;

/* Appends the callback's URL to an empty buffer, which the caller frees: who knows it can post to it. */
bool cotp_callback_url(
	const cotp_callback_verifier *verifier, const cotp_callback_link *link, cotp_buffer *url, cotp_error *error);

/* Everything but the request's id is checked; what callback holds counts only when the verdict is fine. */
cotp_callback_outcome cotp_callback_verify(
	const cotp_callback_verifier *verifier, cotp_text token, cotp_text body, int64_t now, cotp_callback *callback);

/* Reads a body that nobody vouches for. */
cotp_callback_outcome cotp_callback_read(cotp_text body, cotp_callback *callback);

#define COTP_CALLBACK_DEDUPE_KEY 64

/* The same for the same event, however often it is told. hex holds COTP_CALLBACK_DEDUPE_KEY + 1. False when memory is
 * short. */
bool cotp_callback_dedupe_key(cotp_text request_id, cotp_text raw_status, cotp_text time, char *hex);

#endif
