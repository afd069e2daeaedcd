/* SPDX-License-Identifier: BSD-3-Clause */
#include "cotp_callback.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include "cotp_check.h"
#include "cotp_json_read.h"

#define KEY_ID_LENGTH    16
#define LEAST_SECRET     32
#define MAC_LENGTH       32
#define SIGNATURE_LENGTH 43 /* the MAC as base64url */
#define NONCE_LENGTH     22
#define EXPIRY_LENGTH    11
#define EXPIRY_LIMIT     INT64_C(99999999999)
#define BODY_DEPTH       16
#define PARAMETER        "cotp"
#define TOKEN_VERSION    "v1"
#define CANONICAL_PREFIX "cotp-callback\n1\n"
#define DEDUPE_PREFIX    "cotp-event\n1\n"

/* ---- outcomes ---- */

static const struct {
	const char *name;
	const char *text;
} outcomes[COTP_CALLBACK_OUTCOME_COUNT] = {
	[COTP_CALLBACK_FINE] = { "", "" },
	[COTP_CALLBACK_TOO_LARGE] = { "too_large", "its body or its token is too large" },
	[COTP_CALLBACK_BAD_TOKEN] = { "bad_token", "its URL has no well-formed token" },
	[COTP_CALLBACK_UNKNOWN_KEY] = { "unknown_key", "its token has an unknown key id" },
	[COTP_CALLBACK_BAD_SIGNATURE] = { "bad_signature", "its token's signature is invalid" },
	[COTP_CALLBACK_EXPIRED] = { "expired", "its token has expired" },
	[COTP_CALLBACK_BAD_BODY] = { "bad_body", "its body is not a valid PCI Booking callback" },
	[COTP_CALLBACK_WRONG_REQUEST] = { "wrong_request", "its body is about a different request than its URL" },
	[COTP_CALLBACK_NO_MEMORY] = { "", "out of memory" },
};

const char *cotp_callback_outcome_name(cotp_callback_outcome outcome)
{
	return outcomes[outcome].name;
}

const char *cotp_callback_outcome_text(cotp_callback_outcome outcome)
{
	return outcomes[outcome].text;
}

/* ---- base64url, without padding ---- */

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* Writes (length * 4 + 2) / 3 characters and a NUL. */
static void base64url_encode(const unsigned char *bytes, size_t length, char *text)
{
	unsigned bits = 0;
	int count = 0;
	for (size_t i = 0; i < length; i++) {
		bits = (bits << 8 | bytes[i]) & 0xFFFF;
		for (count += 8; count >= 6; count -= 6) {
			*text++ = alphabet[bits >> (count - 6) & 63];
		}
	}
	if (count) {
		*text++ = alphabet[bits << (6 - count) & 63];
	}
	*text = '\0';
}

static int base64url_value(char c)
{
	if (c >= 'A' && c <= 'Z') {
		return c - 'A';
	}
	if (c >= 'a' && c <= 'z') {
		return c - 'a' + 26;
	}
	if (cotp_char_is_digit(c)) {
		return c - '0' + 52;
	}
	return c == '-' ? 62 : c == '_' ? 63 : -1;
}

/* Accepts only the encoder's spelling: unused bits must be 0. Returns false also if size is too small. */
static bool base64url_decode(cotp_text text, unsigned char *bytes, size_t size, size_t *length)
{
	unsigned bits = 0;
	int count = 0;
	*length = 0;
	for (size_t i = 0; i < text.length; i++) {
		int value = base64url_value(text.data[i]);
		if (value < 0) {
			return false;
		}
		bits = (bits << 6 | (unsigned)value) & 0xFFFF;
		count += 6;
		if (count >= 8) {
			if (*length == size) {
				return false;
			}
			count -= 8;
			bytes[(*length)++] = (unsigned char)(bits >> count);
		}
	}
	return count < 6 && (bits & ((1U << count) - 1)) == 0;
}

/* ---- rules of the parts ---- */

static bool is_text_without_controls(cotp_text text)
{
	for (size_t i = 0; i < text.length;) {
		size_t length = cotp_text_utf8_length(text.data + i, text.length - i);
		if (!length || cotp_text_is_control(text.data + i, length)) {
			return false;
		}
		i += length;
	}
	return true;
}

static bool reference_is_valid(cotp_text reference)
{
	return reference.length >= 1 && reference.length <= COTP_CALLBACK_REFERENCE && is_text_without_controls(reference);
}

/* Rejects whole numbers: PHP turns them into array positions, which shift when a key is added or removed. */
static bool key_id_is_valid(cotp_text id)
{
	bool is_number = true;
	if (!id.length || id.length > KEY_ID_LENGTH) {
		return false;
	}
	for (size_t i = 0; i < id.length; i++) {
		if (base64url_value(id.data[i]) < 0) {
			return false;
		}
		is_number = is_number && (cotp_char_is_digit(id.data[i]) || (i == 0 && id.data[i] == '-' && id.length > 1));
	}
	return !is_number;
}

static bool read_expiry(cotp_text digits, int64_t *expiry)
{
	*expiry = 0;
	if (!digits.length || digits.length > EXPIRY_LENGTH || digits.data[0] == '0') {
		return false;
	}
	for (size_t i = 0; i < digits.length; i++) {
		if (!cotp_char_is_digit(digits.data[i])) {
			return false;
		}
		*expiry = *expiry * 10 + (digits.data[i] - '0');
	}
	return true;
}

/* ---- keys ---- */

typedef struct callback_key {
	char id[KEY_ID_LENGTH + 1];
	EVP_MAC_CTX *mac; /* keyed once, copied for each use */
} callback_key;

struct cotp_callback_verifier {
	cotp_wire *wire; /* may be NULL */
	size_t count;
	callback_key keys[];
};

static EVP_MAC_CTX *keyed_mac(cotp_text secret)
{
	OSSL_PARAM parameters[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, (char *)"SHA256", 0),
		OSSL_PARAM_construct_end(),
	};
	EVP_MAC *hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
	EVP_MAC_CTX *mac = hmac ? EVP_MAC_CTX_new(hmac) : NULL;
	EVP_MAC_free(hmac); /* the context has its own reference */
	if (mac && !EVP_MAC_init(mac, (const unsigned char *)secret.data, secret.length, parameters)) {
		EVP_MAC_CTX_free(mac);
		mac = NULL;
	}
	return mac;
}

static bool check_keys(const cotp_callback_key *keys, size_t count, cotp_error *error)
{
	if (!count) {
		return cotp_error_argument(error, "keys", "must contain at least one key");
	}
	for (size_t i = 0; i < count; i++) {
		if (!key_id_is_valid(keys[i].id)) {
			return cotp_error_argument(error, "keys",
				"must have key ids of 1 to %d characters from A-Z, a-z, 0-9, \"-\" and \"_\" that are not whole "
				"numbers",
				KEY_ID_LENGTH);
		}
		if (keys[i].secret.length < LEAST_SECRET) {
			return cotp_error_argument(error, "keys", "must contain only secrets of at least %d bytes", LEAST_SECRET);
		}
	}
	return true;
}

cotp_callback_verifier *cotp_callback_verifier_new(
	const cotp_callback_key *keys, size_t count, cotp_wire *wire, cotp_error *error)
{
	bool is_valid = check_keys(keys, count, error) && (!wire || cotp_wire_check(wire, error));
	cotp_callback_verifier *verifier =
		is_valid ? calloc(1, sizeof(*verifier) + count * sizeof(verifier->keys[0])) : NULL;
	if (!verifier) {
		cotp_wire_free(wire);
		if (is_valid) {
			cotp_error_memory(error);
		}
		return NULL;
	}
	verifier->wire = wire;
	for (verifier->count = 0; verifier->count < count; verifier->count++) {
		callback_key *key = &verifier->keys[verifier->count];
		memcpy(key->id, keys[verifier->count].id.data, keys[verifier->count].id.length);
		key->mac = keyed_mac(keys[verifier->count].secret);
		if (!key->mac) {
			cotp_callback_verifier_free(verifier);
			cotp_error_memory(error);
			return NULL;
		}
	}
	return verifier;
}

void cotp_callback_verifier_free(cotp_callback_verifier *verifier)
{
	if (!verifier) {
		return;
	}
	for (size_t i = 0; i < verifier->count; i++) {
		EVP_MAC_CTX_free(verifier->keys[i].mac); /* wipes its copy of the key */
	}
	cotp_wire_free(verifier->wire);
	free(verifier);
}

static const callback_key *find_key(const cotp_callback_verifier *verifier, cotp_text id)
{
	for (size_t i = 0; i < verifier->count; i++) {
		if (cotp_text_equals(id, cotp_text_of(verifier->keys[i].id))) {
			return &verifier->keys[i];
		}
	}
	return NULL;
}

/* signed_part is "kid.exp.ref.nonce" of a token. None of the four contains a dot. */
static bool compute_mac(const callback_key *key, cotp_text signed_part, unsigned char *mac)
{
	unsigned char canonical[sizeof(CANONICAL_PREFIX) + COTP_CALLBACK_TOKEN];
	size_t prefix = sizeof(CANONICAL_PREFIX) - 1;
	memcpy(canonical, CANONICAL_PREFIX, prefix);
	for (size_t i = 0; i < signed_part.length; i++) {
		canonical[prefix + i] = signed_part.data[i] == '.' ? '\n' : (unsigned char)signed_part.data[i];
	}
	size_t length = 0;
	EVP_MAC_CTX *context = EVP_MAC_CTX_dup(key->mac);
	bool done = context && EVP_MAC_update(context, canonical, prefix + signed_part.length) &&
				EVP_MAC_final(context, mac, &length, MAC_LENGTH) && length == MAC_LENGTH;
	EVP_MAC_CTX_free(context);
	return done;
}

/* ---- creating URLs ---- */

/* Returns the decoded character at *at and moves *at past it. The URL was checked: two digits follow a percent sign. */
static char next_decoded(cotp_text query, size_t *at)
{
	char c = query.data[(*at)++];
	if (c == '+') {
		return ' ';
	}
	if (c != '%') {
		return c;
	}
	c = (char)(cotp_char_hex_value(query.data[*at]) << 4 | cotp_char_hex_value(query.data[*at + 1]));
	*at += 2;
	return c;
}

/* Returns whether PHP would read a parameter of our name from the piece of a query at *at, and moves *at past the
 * piece. PHP drops spaces before a name, and ends it at NUL and at an opening bracket. */
static bool piece_is_our_parameter(cotp_text query, size_t *at)
{
	const char *expected = PARAMETER;
	bool matches = true;
	bool in_name = true;
	size_t matched = 0;
	while (*at < query.length && query.data[*at] != '&' && query.data[*at] != ';') {
		in_name = in_name && query.data[*at] != '=';
		char c = next_decoded(query, at);
		if (!in_name || (c == ' ' && matched == 0)) {
			continue;
		}
		if (c == '\0' || c == '[') {
			in_name = false;
		} else {
			matches = matches && matched < sizeof(PARAMETER) - 1 && c == expected[matched];
			matched++;
		}
	}
	return matches && matched == sizeof(PARAMETER) - 1;
}

static bool query_has_our_parameter(cotp_text query)
{
	for (size_t at = 0; at < query.length; at++) {
		if (piece_is_our_parameter(query, &at)) {
			return true;
		}
	}
	return false;
}

static bool check_base_url(cotp_text url, cotp_error *error)
{
	if (!cotp_check_url(url, "baseUrl", error)) {
		return false;
	}
	if (memchr(url.data, '#', url.length)) {
		return cotp_error_argument(error, "baseUrl", "must not have a fragment");
	}
	const char *mark = memchr(url.data, '?', url.length);
	if (mark && query_has_our_parameter((cotp_text){ mark + 1, (size_t)(url.data + url.length - mark) - 1 })) {
		return cotp_error_argument(error, "baseUrl", "must not have a query parameter named \"" PARAMETER "\"");
	}
	return true;
}

static bool check_link(const cotp_callback_link *link, cotp_error *error)
{
	if (!check_base_url(link->base_url, error)) {
		return false;
	}
	if (!reference_is_valid(link->reference)) {
		return cotp_error_argument(
			error, "reference", "must be 1 to %d bytes of UTF-8 without control characters", COTP_CALLBACK_REFERENCE);
	}
	if (link->ttl < 1 || link->ttl > COTP_CALLBACK_TTL || link->now < 0 || link->now > EXPIRY_LIMIT - link->ttl) {
		return cotp_error_argument(error, "ttl", "must be between 1 and %lld seconds", (long long)COTP_CALLBACK_TTL);
	}
	return true;
}

bool cotp_callback_url(
	const cotp_callback_verifier *verifier, const cotp_callback_link *link, cotp_buffer *url, cotp_error *error)
{
	const callback_key *key = &verifier->keys[0];
	char reference[COTP_CALLBACK_REFERENCE * 4 / 3 + 1];
	char nonce[NONCE_LENGTH + 1];
	char signature[SIGNATURE_LENGTH + 1];
	char signed_part[COTP_CALLBACK_TOKEN];
	unsigned char mac[MAC_LENGTH];
	if (!check_link(link, error)) {
		return false;
	}
	base64url_encode((const unsigned char *)link->reference.data, link->reference.length, reference);
	base64url_encode(link->nonce, sizeof(link->nonce), nonce);
	long long expiry = link->now + link->ttl;
	snprintf(signed_part, sizeof(signed_part), "%s.%lld.%s.%s", key->id, expiry, reference, nonce);
	if (!compute_mac(key, cotp_text_of(signed_part), mac)) {
		return cotp_error_memory(error);
	}
	base64url_encode(mac, sizeof(mac), signature);
	const char *joint = memchr(link->base_url.data, '?', link->base_url.length) ? "&" : "?";
	/* NOLINTNEXTLINE(bugprone-suspicious-missing-comma): the second piece is one literal */
	const char *pieces[] = { joint, PARAMETER "=" TOKEN_VERSION ".", signed_part, ".", signature };
	url->limit = COTP_CALLBACK_URL;
	bool appended = cotp_buffer_append(url, link->base_url.data, link->base_url.length);
	size_t length = link->base_url.length;
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		appended = appended && cotp_buffer_append_string(url, pieces[i]);
		length += strlen(pieces[i]);
	}
	if (length > COTP_CALLBACK_URL) {
		return cotp_error_argument(error, "baseUrl",
			"must leave room for the token: the complete URL must not be longer than %d bytes", COTP_CALLBACK_URL);
	}
	return appended || cotp_error_memory(error);
}

/* ---- verification ---- */

typedef enum token_part {
	PART_VERSION,
	PART_KEY_ID,
	PART_EXPIRY,
	PART_REFERENCE,
	PART_NONCE,
	PART_SIGNATURE,
	PART_COUNT
} token_part;

typedef struct token_view {
	cotp_text parts[PART_COUNT];
	cotp_text signed_part;
	int64_t expiry;
	size_t reference_length;
	unsigned char reference[COTP_CALLBACK_REFERENCE];
	unsigned char mac[MAC_LENGTH];
} token_view;

/* Returns false if the number of parts is wrong. */
static bool split_token(cotp_text token, cotp_text *parts)
{
	size_t count = 0;
	size_t start = 0;
	for (size_t i = 0; i <= token.length; i++) {
		if (i < token.length && token.data[i] != '.') {
			continue;
		}
		if (count == PART_COUNT) {
			return false;
		}
		parts[count++] = (cotp_text){ token.data + start, i - start };
		start = i + 1;
	}
	return count == PART_COUNT;
}

static bool read_token(cotp_text token, token_view *view)
{
	unsigned char nonce[COTP_CALLBACK_NONCE];
	size_t nonce_length;
	size_t mac_length;
	cotp_text *parts = view->parts;
	if (!split_token(token, parts) || !cotp_text_equals(parts[PART_VERSION], COTP_TEXT(TOKEN_VERSION)) ||
		!key_id_is_valid(parts[PART_KEY_ID]) || !read_expiry(parts[PART_EXPIRY], &view->expiry)) {
		return false;
	}
	if (!base64url_decode(parts[PART_REFERENCE], view->reference, sizeof(view->reference), &view->reference_length) ||
		!base64url_decode(parts[PART_NONCE], nonce, sizeof(nonce), &nonce_length) || nonce_length != sizeof(nonce) ||
		!base64url_decode(parts[PART_SIGNATURE], view->mac, sizeof(view->mac), &mac_length) ||
		mac_length != sizeof(view->mac)) {
		return false;
	}
	const char *start = parts[PART_KEY_ID].data;
	view->signed_part = (cotp_text){ start, (size_t)(parts[PART_SIGNATURE].data - start) - 1 };
	return reference_is_valid((cotp_text){ (const char *)view->reference, view->reference_length });
}

static cotp_callback_outcome verify_token(const cotp_callback_verifier *verifier, const token_view *view, int64_t now)
{
	unsigned char mac[MAC_LENGTH];
	const callback_key *key = find_key(verifier, view->parts[PART_KEY_ID]);
	if (!key) {
		return COTP_CALLBACK_UNKNOWN_KEY;
	}
	if (!compute_mac(key, view->signed_part, mac)) {
		return COTP_CALLBACK_NO_MEMORY;
	}
	bool matches = CRYPTO_memcmp(mac, view->mac, sizeof(mac)) == 0;
	OPENSSL_cleanse(mac, sizeof(mac)); /* with it, anyone could forge this token */
	if (!matches) {
		return COTP_CALLBACK_BAD_SIGNATURE;
	}
	return now < view->expiry ? COTP_CALLBACK_FINE : COTP_CALLBACK_EXPIRED;
}

static bool read_field(const cotp_json *body, const char *name, char *field)
{
	cotp_text text = cotp_json_string(cotp_json_get(body, name));
	if (!text.length || text.length > COTP_CALLBACK_FIELD || !is_text_without_controls(text)) {
		return false;
	}
	memcpy(field, text.data, text.length);
	field[text.length] = '\0';
	return true;
}

/* Other members do not matter. */
static cotp_callback_outcome read_body(const cotp_wire *wire, cotp_text text, cotp_callback *callback)
{
	const char *const members[] = { cotp_wire_value(wire, COTP_WIRE_CALLBACK_REQUEST_ID),
		cotp_wire_value(wire, COTP_WIRE_CALLBACK_STATUS), cotp_wire_value(wire, COTP_WIRE_CALLBACK_TIME), NULL };
	cotp_json_fault fault;
	cotp_json *body = cotp_json_read(text, &(cotp_json_names){ .members = members }, BODY_DEPTH, &fault);
	if (fault.problem == COTP_JSON_NO_MEMORY) {
		return COTP_CALLBACK_NO_MEMORY;
	}
	/* a value that is not an object has no members */
	bool fine = body && read_field(body, members[0], callback->request_id) &&
				read_field(body, members[1], callback->raw_status) && read_field(body, members[2], callback->time);
	cotp_json_free(body);
	if (!fine) {
		return COTP_CALLBACK_BAD_BODY;
	}
	callback->status = cotp_status_from_name(cotp_text_of(callback->raw_status));
	return COTP_CALLBACK_FINE;
}

cotp_callback_outcome cotp_callback_verify(
	const cotp_callback_verifier *verifier, cotp_text token, cotp_text body, int64_t now, cotp_callback *callback)
{
	token_view view = { 0 };
	if (body.length > COTP_CALLBACK_BODY || token.length > COTP_CALLBACK_TOKEN) {
		return COTP_CALLBACK_TOO_LARGE;
	}
	if (!read_token(token, &view)) {
		return COTP_CALLBACK_BAD_TOKEN;
	}
	cotp_callback_outcome outcome = verify_token(verifier, &view, now);
	if (outcome == COTP_CALLBACK_FINE) {
		outcome = read_body(verifier->wire, body, callback);
	}
	memcpy(callback->reference, view.reference, view.reference_length);
	callback->reference[view.reference_length] = '\0';
	return outcome;
}

cotp_callback_outcome cotp_callback_read(const cotp_wire *wire, cotp_text body, cotp_callback *callback)
{
	callback->reference[0] = '\0';
	return body.length > COTP_CALLBACK_BODY ? COTP_CALLBACK_TOO_LARGE : read_body(wire, body, callback);
}

/* ---- deduplication ---- */

bool cotp_callback_dedupe_key(cotp_text request_id, cotp_text raw_status, cotp_text time, char *hex)
{
	const cotp_text pieces[] = { COTP_TEXT(DEDUPE_PREFIX), request_id, COTP_TEXT("\n"), raw_status, COTP_TEXT("\n"),
		time };
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned length = 0;
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool done = context && EVP_DigestInit_ex(context, EVP_sha256(), NULL);
	for (size_t i = 0; done && i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		done = EVP_DigestUpdate(context, pieces[i].data, pieces[i].length);
	}
	done = done && EVP_DigestFinal_ex(context, digest, &length);
	EVP_MD_CTX_free(context);
	for (size_t i = 0; i < length; i++) {
		snprintf(hex + 2 * i, 3, "%02x", digest[i]);
	}
	return done;
}
