/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Tokens of callbacks. The fuzzer has the keys and signs its input, so it also reaches the checks after the signature.
 * Input: the part to sign ("v1.kid.exp.ref.nonce", or a complete token), the base URL, the reference.
 *
 * A token must be accepted only if its signature, computed separately with libcrypto, is valid and each part has the
 * spelling that our encoder uses. A token that we created must be accepted until it expires, but not if it is changed.
 */
#define _DEFAULT_SOURCE /* strdup(), strsep() */

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include "../../cotp_callback.h"
#include "json.h"

#define NOW       INT64_C(1700000000)
#define KEY_ID    "k1"
#define SIGNATURE 43
#define BODY      "{\"RequestID\":\"r\",\"LastNotifiedStatus\":\"CardStored\",\"LastNotifiedTime\":\"t\"}"

static const char secret[] = "0123456789abcdef0123456789abcdef";
static const char other_secret[] = "0123456789abcdef0123456789abcdeF";

static cotp_callback_verifier *new_verifier(const char *id, const char *key)
{
	cotp_error error;
	cotp_callback_key keys[] = { { cotp_text_of(id), cotp_text_of(key) },
		{ COTP_TEXT("old"), cotp_text_of(other_secret) } };
	cotp_callback_verifier *verifier = cotp_callback_verifier_new(keys, COUNT_OF(keys), NULL, &error);
	CHECK(verifier);
	return verifier;
}

static cotp_callback_outcome outcome_of(
	const cotp_callback_verifier *verifier, const char *token, int64_t now, cotp_callback *callback)
{
	return cotp_callback_verify(verifier, cotp_text_of(token), COTP_TEXT(BODY), now, callback);
}

/* ---- base64url by libcrypto ---- */

static void translate(char *text, const char *from, const char *to)
{
	for (; *text; text++) {
		const char *found = strchr(from, *text);
		*text = found ? to[found - from] : *text;
	}
}

/* text has room for 4 / 3 of the length and 4 more bytes. */
static void encode(const unsigned char *bytes, size_t length, char *text)
{
	EVP_EncodeBlock((unsigned char *)text, bytes, (int)length);
	text[strcspn(text, "=")] = '\0';
	translate(text, "+/", "-_");
}

/* Returns the number of bytes, or -1 if encode() would not give this spelling. bytes has room for the length of the
 * text and 4 more bytes. */
static int decode(const char *text, unsigned char *bytes)
{
	char padded[1024];
	char again[1024];
	size_t length = strlen(text);
	size_t missing = (4 - length % 4) % 4;
	if (length > 512 || strpbrk(text, "+/=\r\n\t ")) {
		return -1;
	}
	snprintf(padded, sizeof(padded), "%s%.*s", text, (int)missing, "===");
	translate(padded, "-_", "+/");
	int decoded = EVP_DecodeBlock(bytes, (unsigned char *)padded, (int)(length + missing));
	if (decoded < 0) {
		return -1;
	}
	decoded -= (int)missing;
	if (decoded < 0) {
		return -1;
	}
	encode(bytes, (size_t)decoded, again);
	return strcmp(again, text) == 0 ? decoded : -1;
}

/* ---- the rules of a token ---- */

typedef struct token_parts {
	char *copy;
	char *part[6];
	int count;
} token_parts;

static token_parts split(const char *token)
{
	token_parts parts = { .copy = strdup(token) };
	CHECK(parts.copy);
	for (char *rest = parts.copy, *part; (part = strsep(&rest, ".")); parts.count++) {
		if (parts.count < 6) {
			parts.part[parts.count] = part;
		}
	}
	return parts;
}

static bool is_number(const char *text)
{
	text += *text == '-';
	return *text && text[strspn(text, "0123456789")] == '\0';
}

static bool is_text(const char *text, size_t length)
{
	json_t *string = json_stringn(text, length); /* rejects invalid UTF-8 */
	bool valid = string && !memchr(text, '\0', length) && !has_control(text);
	json_decref(string);
	return valid;
}

static bool reference_is_valid(const char *part, char *reference)
{
	unsigned char bytes[520];
	int length = decode(part, bytes);
	if (length < 1 || length > COTP_CALLBACK_REFERENCE) {
		return false;
	}
	memcpy(reference, bytes, (size_t)length);
	reference[length] = '\0';
	return is_text(reference, (size_t)length);
}

/* reference has room for COTP_CALLBACK_REFERENCE + 1 bytes. */
static bool is_well_formed(const char *token, char *reference)
{
	unsigned char bytes[520];
	token_parts parts = split(token);
	bool valid = strlen(token) <= COTP_CALLBACK_TOKEN && parts.count == 6 && strcmp(parts.part[0], "v1") == 0 &&
				 looks_like_id(parts.part[1]) && strlen(parts.part[1]) <= 16 && !is_number(parts.part[1]) &&
				 parts.part[2][0] != '-' && is_number(parts.part[2]) && parts.part[2][0] != '0' &&
				 strlen(parts.part[2]) <= 11 && reference_is_valid(parts.part[3], reference) &&
				 decode(parts.part[4], bytes) == COTP_CALLBACK_NONCE &&
				 decode(parts.part[5], bytes) == SHA256_DIGEST_LENGTH;
	free(parts.copy);
	return valid;
}

/* Appends a dot and the signature to "v1.kid.exp.ref.nonce". The version is not signed. The caller frees. */
static char *sign(const char *unsigned_part, const char *key)
{
	size_t length = strlen(unsigned_part);
	char *text = malloc(length + 64);
	char *token = malloc(length + 64);
	CHECK(text && token);
	const char *signed_part = strchr(unsigned_part, '.');
	int text_length = sprintf(text, "cotp-callback\n1\n%s", signed_part ? signed_part + 1 : "");
	translate(text + sizeof("cotp-callback\n1\n") - 1, ".", "\n");
	unsigned char mac[SHA256_DIGEST_LENGTH];
	CHECK(HMAC(EVP_sha256(), key, (int)strlen(key), (unsigned char *)text, (size_t)text_length, mac, NULL));
	int token_length = sprintf(token, "%s.", unsigned_part);
	encode(mac, sizeof(mac), token + token_length);
	free(text);
	return token;
}

/* Returns whether the token has the signature of this key. */
static bool is_signed_with(const char *token, const char *key)
{
	char *unsigned_part = strdup(token);
	CHECK(unsigned_part);
	char *dot = strrchr(unsigned_part, '.');
	if (dot) {
		*dot = '\0';
	}
	char *again = sign(unsigned_part, key);
	bool is_same = strcmp(again, token) == 0;
	free(again);
	free(unsigned_part);
	return is_same;
}

static cotp_callback_outcome expected_outcome(const char *token, char *reference)
{
	if (strlen(token) > COTP_CALLBACK_TOKEN) {
		return COTP_CALLBACK_TOO_LARGE;
	}
	if (!is_well_formed(token, reference)) {
		return COTP_CALLBACK_BAD_TOKEN;
	}
	token_parts parts = split(token);
	const char *key = strcmp(parts.part[1], KEY_ID) == 0  ? secret
					  : strcmp(parts.part[1], "old") == 0 ? other_secret
														  : NULL;
	int64_t expiry = atoll(parts.part[2]);
	free(parts.copy);
	if (!key) {
		return COTP_CALLBACK_UNKNOWN_KEY;
	}
	if (!is_signed_with(token, key)) {
		return COTP_CALLBACK_BAD_SIGNATURE;
	}
	return NOW < expiry ? COTP_CALLBACK_FINE : COTP_CALLBACK_EXPIRED;
}

static void check_token(const cotp_callback_verifier *verifier, const char *token)
{
	char reference[COTP_CALLBACK_REFERENCE + 1];
	cotp_callback callback;
	cotp_callback_outcome outcome = outcome_of(verifier, token, NOW, &callback);
	CHECK(outcome == expected_outcome(token, reference));
	CHECK(outcome != COTP_CALLBACK_FINE || strcmp(callback.reference, reference) == 0);
}

/* ---- creating URLs ---- */

/* Returns how many parameters of the URL have our name when decoded. */
static int count_parameters(const char *url)
{
	int count = 0;
	const char *at = strchr(url, '?');
	while (at) {
		char name[8] = "";
		size_t length = 0;
		for (at++; *at && !strchr("&;=", *at); at++) {
			unsigned value = (unsigned char)*at;
			if (*at == '%' && sscanf(at + 1, "%2x", &value) == 1) {
				at += 2;
			}
			if (length + 1 < sizeof(name)) {
				name[length++] = (char)value;
			}
		}
		count += strcmp(name, "cotp") == 0;
		at = strpbrk(at, "&;");
	}
	return count;
}

/* Changes one character of the token. */
static void check_forgeries(const cotp_callback_verifier *verifier, char *token, size_t chosen)
{
	cotp_callback callback;
	size_t length = strlen(token);
	size_t at = chosen % length;
	char was = token[at];
	token[at] = was == 'A' ? 'B' : 'A';
	CHECK(outcome_of(verifier, token, NOW, &callback) != COTP_CALLBACK_FINE);
	token[at] = was;
	/* the last of 43 characters has two unused bits */
	was = token[length - 1];
	token[length - 1] = (char)(was + 1);
	CHECK(outcome_of(verifier, token, NOW, &callback) == COTP_CALLBACK_BAD_TOKEN);
	token[length - 1] = was;
}

static void check_created(const cotp_callback_verifier *verifier, char *token, const cotp_callback_link *link)
{
	cotp_callback callback;
	cotp_callback_verifier *stranger = new_verifier(KEY_ID, other_secret);
	cotp_callback_verifier *newer = new_verifier("k2", secret);
	int64_t expiry = link->now + link->ttl;
	CHECK(outcome_of(verifier, token, expiry - 1, &callback) == COTP_CALLBACK_FINE);
	CHECK(cotp_text_equals(cotp_text_of(callback.reference), link->reference));
	CHECK(outcome_of(verifier, token, expiry, &callback) == COTP_CALLBACK_EXPIRED);
	CHECK(outcome_of(stranger, token, NOW, &callback) == COTP_CALLBACK_BAD_SIGNATURE);
	CHECK(outcome_of(newer, token, NOW, &callback) == COTP_CALLBACK_UNKNOWN_KEY);
	check_forgeries(verifier, token, link->base_url.length + link->reference.length);
	cotp_callback_verifier_free(stranger);
	cotp_callback_verifier_free(newer);
}

static void check_creation(const cotp_callback_verifier *verifier, cotp_text base_url, cotp_text reference)
{
	cotp_buffer url = { 0 };
	cotp_error error;
	cotp_callback_link link = { .base_url = base_url, .reference = reference, .now = NOW };
	link.ttl = (int64_t)(base_url.length * reference.length) % 100 + 1;
	memset(link.nonce, (int)reference.length, sizeof(link.nonce));
	cotp_error_clear(&error);
	if (!cotp_callback_url(verifier, &link, &url, &error)) {
		check_refusal(&error);
		cotp_buffer_free(&url);
		return;
	}
	CHECK(url.length <= COTP_CALLBACK_URL && strlen(url.data) == url.length);
	CHECK(memcmp(url.data, base_url.data, base_url.length) == 0);
	char *joint = url.data + base_url.length;
	CHECK(*joint == (memchr(base_url.data, '?', base_url.length) ? '&' : '?'));
	CHECK(strncmp(joint + 1, "cotp=v1." KEY_ID ".", 11) == 0);
	CHECK(count_parameters(url.data) == 1);
	check_created(verifier, joint + 6, &link);
	cotp_buffer_free(&url);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static cotp_callback_verifier *verifier;
	cotp_text input = { (const char *)data, size };
	cotp_text token = take_field(&input);
	cotp_text base_url = take_field(&input);
	cotp_text reference = take_field(&input);
	verifier = verifier ? verifier : new_verifier(KEY_ID, secret);
	char *raw = string_of(token);
	char *signed_token = sign(raw, secret);
	check_token(verifier, raw);
	check_token(verifier, signed_token);
	check_creation(verifier, base_url, reference);
	cotp_callback callback;
	CHECK(!has_nul(token) ||
		  cotp_callback_verify(verifier, token, COTP_TEXT(BODY), NOW, &callback) != COTP_CALLBACK_FINE);
	free(signed_token);
	free(raw);
	free_field(token);
	free_field(base_url);
	free_field(reference);
	return 0;
}
