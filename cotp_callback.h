/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Callbacks. PCI Booking does not sign them, so the callback URL contains a token that we sign, and a body is only read
 * if the token is valid. The token proves who created the URL, not who wrote the body.
 */
#ifndef COTP_CALLBACK_H
#define COTP_CALLBACK_H

#include <stdint.h>

#include "cotp_error.h"
#include "cotp_status.h"
#include "cotp_wire.h"

#define COTP_CALLBACK_NONCE     16 /* bytes */
#define COTP_CALLBACK_REFERENCE 96 /* these limits are in bytes */
#define COTP_CALLBACK_FIELD     128
#define COTP_CALLBACK_BODY      ((size_t)16 * 1024)
#define COTP_CALLBACK_TOKEN     512
#define COTP_CALLBACK_URL       2048
#define COTP_CALLBACK_TTL       INT64_C(315360000) /* ten years of 365 days */

/* In the order of the checks. A callback that fails one check is not checked further, so its sender learns nothing
 * about the later checks. */
typedef enum cotp_callback_outcome {
	COTP_CALLBACK_FINE,
	COTP_CALLBACK_TOO_LARGE,
	COTP_CALLBACK_BAD_TOKEN,
	COTP_CALLBACK_UNKNOWN_KEY,
	COTP_CALLBACK_BAD_SIGNATURE,
	COTP_CALLBACK_EXPIRED,
	COTP_CALLBACK_BAD_BODY,
	COTP_CALLBACK_WRONG_REQUEST,
	COTP_CALLBACK_NO_MEMORY, /* the callback could not be checked */
	COTP_CALLBACK_OUTCOME_COUNT
} cotp_callback_outcome;

/* Return the reason in CotpCallbackException, such as "bad_token", and the text of its message. Neither contains data
 * of the callback. */
const char *cotp_callback_outcome_name(cotp_callback_outcome outcome);
const char *cotp_callback_outcome_text(cotp_callback_outcome outcome);

/* The content of a callback. No text contains control characters. */
typedef struct cotp_callback {
	char reference[COTP_CALLBACK_REFERENCE + 1]; /* from the token; empty if the body was read without one */
	char request_id[COTP_CALLBACK_FIELD + 1];
	char raw_status[COTP_CALLBACK_FIELD + 1];
	char time[COTP_CALLBACK_FIELD + 1]; /* without a zone, and not signed */
	cotp_status status;
} cotp_callback;

/* Does not change after its creation, so calls may share it. */
typedef struct cotp_callback_verifier cotp_callback_verifier;

typedef struct cotp_callback_key {
	cotp_text id;
	cotp_text secret;
} cotp_callback_key;

/* The first key signs, and all keys verify. The secrets are borrowed during the call only. wire, which may be NULL, is
 * owned from then on, even on failure. Returns NULL and fills the error if a key or the wire table is invalid. The
 * caller frees the verifier with cotp_callback_verifier_free(), which wipes the keys and accepts NULL. */
cotp_callback_verifier *cotp_callback_verifier_new(
	const cotp_callback_key *keys, size_t count, cotp_wire *wire, cotp_error *error);
void cotp_callback_verifier_free(cotp_callback_verifier *verifier);

typedef struct cotp_callback_link {
	cotp_text base_url;
	cotp_text reference;
	int64_t ttl;                              /* seconds */
	int64_t now;                              /* Unix seconds */
	unsigned char nonce[COTP_CALLBACK_NONCE]; /* random */
} cotp_callback_link;

/* Appends the callback URL to an empty buffer. The caller frees the buffer, which wipes it: anyone who knows the URL
 * can post to it. */
bool cotp_callback_url(
	const cotp_callback_verifier *verifier, const cotp_callback_link *link, cotp_buffer *url, cotp_error *error);

/* Checks everything but the request id. The content of callback is only valid if the outcome is COTP_CALLBACK_FINE. */
cotp_callback_outcome cotp_callback_verify(
	const cotp_callback_verifier *verifier, cotp_text token, cotp_text body, int64_t now, cotp_callback *callback);

/* Parses a body without verifying it. wire may be NULL. */
cotp_callback_outcome cotp_callback_read(const cotp_wire *wire, cotp_text body, cotp_callback *callback);

#define COTP_CALLBACK_DEDUPE_KEY 64

/* Writes a key that is equal for all callbacks of one event. hex has room for COTP_CALLBACK_DEDUPE_KEY + 1 bytes.
 * Returns false if memory runs out. */
bool cotp_callback_dedupe_key(cotp_text request_id, cotp_text raw_status, cotp_text time, char *hex);

#endif
