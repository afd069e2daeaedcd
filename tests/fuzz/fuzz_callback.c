/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Bodies of callbacks. Our reader must accept exactly the bodies that are valid according to jansson alone, apart from
 * large numbers and NUL in other members, and return their values.
 */
#include <openssl/sha.h>

#include "../../cotp_callback.h"
#include "json.h"

/* Returns a field of the body, or NULL if its value is invalid. */
static const char *field_in(const json_t *body, const char *name)
{
	const char *text = text_in(body, name);
	return text && strlen(text) <= COTP_CALLBACK_FIELD && !has_control(text) ? text : NULL;
}

static void check_dedupe_key(const cotp_callback *callback)
{
	char text[sizeof("cotp-event\n1\n") + 3 * (COTP_CALLBACK_FIELD + 1)];
	char key[COTP_CALLBACK_DEDUPE_KEY + 1];
	char expected[COTP_CALLBACK_DEDUPE_KEY + 1];
	unsigned char digest[SHA256_DIGEST_LENGTH];
	int length = snprintf(
		text, sizeof(text), "cotp-event\n1\n%s\n%s\n%s", callback->request_id, callback->raw_status, callback->time);
	SHA256((const unsigned char *)text, (size_t)length, digest);
	for (size_t i = 0; i < sizeof(digest); i++) {
		snprintf(expected + 2 * i, 3, "%02x", digest[i]);
	}
	CHECK(cotp_callback_dedupe_key(
		cotp_text_of(callback->request_id), cotp_text_of(callback->raw_status), cotp_text_of(callback->time), key));
	CHECK(strcmp(key, expected) == 0);
}

static void check_outcome(cotp_text body, cotp_callback_outcome outcome, const cotp_callback *callback)
{
	json_t *object = object_in(body, 16);
	const char *id = field_in(object, "RequestID");
	const char *status = field_in(object, "LastNotifiedStatus");
	const char *time = field_in(object, "LastNotifiedTime");
	static const char *const names[] = { "RequestID", "LastNotifiedStatus", "LastNotifiedTime", NULL };
	bool is_fine = id && status && time && !has_duplicate(body, names);
	CHECK(outcome == (is_fine ? COTP_CALLBACK_FINE : COTP_CALLBACK_BAD_BODY));
	if (outcome == COTP_CALLBACK_FINE) {
		CHECK(strcmp(callback->request_id, id) == 0);
		CHECK(strcmp(callback->raw_status, status) == 0);
		CHECK(strcmp(callback->time, time) == 0);
		CHECK(callback->reference[0] == '\0');
		CHECK(callback->status == COTP_STATUS_UNKNOWN || strcasecmp(cotp_status_name(callback->status), status) == 0);
		check_dedupe_key(callback);
	}
	json_decref(object);
}

/* Spaces after the body do not change the outcome until it is too large. */
static void check_limit(cotp_text body, cotp_callback_outcome outcome)
{
	static char padded[COTP_CALLBACK_BODY + 1];
	cotp_callback callback;
	memset(padded, ' ', sizeof(padded));
	memcpy(padded, body.data, body.length);
	CHECK(cotp_callback_read(NULL, (cotp_text){ padded, COTP_CALLBACK_BODY }, &callback) == outcome);
	CHECK(cotp_callback_read(NULL, (cotp_text){ padded, sizeof(padded) }, &callback) == COTP_CALLBACK_TOO_LARGE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cotp_text body = { (const char *)data, size };
	cotp_callback callback;
	cotp_callback_outcome outcome = cotp_callback_read(NULL, body, &callback);
	if (size > COTP_CALLBACK_BODY) {
		CHECK(outcome == COTP_CALLBACK_TOO_LARGE);
		return 0;
	}
	check_outcome(body, outcome, &callback);
	if (size % 16 == 0 && size) { /* much slower than reading */
		check_limit(body, outcome);
	}
	return 0;
}
