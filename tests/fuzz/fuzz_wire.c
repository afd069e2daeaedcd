/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Overrides of the wire table. Input: keys and values in turn. Besides those of the table, the keys =base, =id, =token,
 * =type and =data set the base URI and the parts of the path.
 *
 * With all accepted overrides, the URL of each operation must be the base, then the template with each part in its own
 * segment. libcurl must find the host of the base and exactly this path in it.
 */
#define _DEFAULT_SOURCE /* strcasecmp() */

#include <strings.h>

#include <curl/curl.h>

#include "../../cotp_check.h"
#include "../../cotp_client.h"
#include "../../cotp_client_operation.h"
#include "json.h"

typedef struct inputs {
	cotp_text base;
	cotp_wire_parts parts;
} inputs;

static void check_override(cotp_wire *wire, cotp_text key, cotp_text value)
{
	char *before[COTP_WIRE_KEY_COUNT];
	cotp_error error;
	cotp_error_clear(&error);
	for (int i = 0; i < COTP_WIRE_KEY_COUNT; i++) {
		before[i] = string_of(cotp_text_of(cotp_wire_value(wire, i)));
	}
	bool taken = cotp_wire_override(wire, key, value, &error);
	if (!taken) {
		check_refusal(&error);
	}
	for (int i = 0; i < COTP_WIRE_KEY_COUNT; i++) {
		bool is_key = cotp_text_equals(key, cotp_text_of(cotp_wire_key_name(i)));
		const char *after = cotp_wire_value(wire, i);
		CHECK(taken && is_key ? cotp_text_equals(value, cotp_text_of(after)) : strcmp(after, before[i]) == 0);
		free(before[i]);
	}
}

/* ---- names and methods ---- */

static void check_names(const cotp_wire *wire)
{
	for (int a = COTP_WIRE_FORM_FIRST; a < COTP_WIRE_KEY_COUNT; a++) {
		const char *name = cotp_wire_value(wire, a);
		json_t *string = json_string(name); /* rejects invalid UTF-8 */
		CHECK(string && *name && strlen(name) <= 128 && !has_control(name) && !shows_card_number(name));
		json_decref(string);
		for (int b = a + 1; b <= COTP_WIRE_FORM_DELIVERY_METHOD; b++) {
			bool may_be_same =
				a == COTP_WIRE_FORM_FIRST + COTP_FORM_EMAIL && b == COTP_WIRE_FORM_FIRST + COTP_FORM_PHONE;
			CHECK(may_be_same || strcasecmp(name, cotp_wire_value(wire, b)) != 0);
		}
	}
}

static bool has_body(cotp_operation_kind kind)
{
	return kind == COTP_OPERATION_SEND_CARD_FORM || kind == COTP_OPERATION_SEND_SECURITY_CODE_FORM ||
		   kind == COTP_OPERATION_SET_RETENTION;
}

/* A body has no meaning in a GET or DELETE. */
static bool is_method(const char *text, cotp_operation_kind kind)
{
	static const char *const methods[] = { "POST", "PUT", "PATCH", "GET", "DELETE" };
	for (size_t i = 0; i < (has_body(kind) ? 3 : COUNT_OF(methods)); i++) {
		if (strcmp(text, methods[i]) == 0) {
			return true;
		}
	}
	return false;
}

/* ---- URLs ---- */

static char *part(CURLU *handle, CURLUPart which, unsigned flags)
{
	char *value = NULL;
	return curl_url_get(handle, which, &value, flags) == CURLUE_OK ? value : NULL;
}

/* Returns the path made of the template and the parts, encoded by libcurl. The caller frees. */
static char *expected_path(const char *template, const cotp_wire_parts *parts)
{
	const struct {
		const char *holder;
		cotp_text text;
	} known[] = { { "{id}", parts->id }, { "{token}", parts->token }, { "{type}", parts->type },
		{ "{data}", parts->data } };
	cotp_buffer path = { .limit = 65536 };
	char *copy = string_of(cotp_text_of(template + 1));
	for (char *rest = copy, *segment; (segment = strsep(&rest, "/"));) {
		cotp_text text = cotp_text_of(segment);
		bool is_part = false;
		for (size_t i = 0; i < COUNT_OF(known); i++) {
			bool matches = strcmp(segment, known[i].holder) == 0;
			text = matches ? known[i].text : text;
			is_part = is_part || matches;
		}
		if (!text.data) {
			continue;
		}
		char *encoded = is_part && text.length ? curl_easy_escape(NULL, text.data, (int)text.length) : NULL;
		CHECK(cotp_buffer_append_string(&path, "/"));
		CHECK(encoded ? cotp_buffer_append_string(&path, encoded) : cotp_buffer_append(&path, text.data, text.length));
		curl_free(encoded);
	}
	free(copy);
	char *result = string_of((cotp_text){ path.data, path.length });
	cotp_buffer_free(&path);
	return result;
}

static void check_characters(const char *url)
{
	for (; *url; url++) {
		CHECK(*url > 0x20 && *url < 0x7F && !strchr("\"<>\\^`{|}?#", *url));
	}
}

/* base does not end with a slash. */
static void check_url(const char *url, const char *base, const char *path)
{
	CHECK(strncmp(url, base, strlen(base)) == 0 && strcmp(url + strlen(base), path) == 0);
	check_characters(url + strlen(base));
	CURLU *handle = curl_url();
	CURLU *base_handle = curl_url();
	CHECK(handle && curl_url_set(handle, CURLUPART_URL, url, 0) == CURLUE_OK);
	CHECK(base_handle && curl_url_set(base_handle, CURLUPART_URL, base, 0) == CURLUE_OK);
	static const CURLUPart origin[] = { CURLUPART_SCHEME, CURLUPART_HOST, CURLUPART_PORT };
	for (size_t i = 0; i < COUNT_OF(origin); i++) {
		char *ours = part(handle, origin[i], CURLU_DEFAULT_PORT);
		char *theirs = part(base_handle, origin[i], CURLU_DEFAULT_PORT);
		CHECK(ours && theirs && strcmp(ours, theirs) == 0);
		curl_free(ours);
		curl_free(theirs);
	}
	static const CURLUPart absent[] = { CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_QUERY, CURLUPART_FRAGMENT };
	for (size_t i = 0; i < COUNT_OF(absent); i++) {
		CHECK(!part(handle, absent[i], 0));
	}
	char *base_path = part(base_handle, CURLUPART_PATH, 0);
	char *whole = part(handle, CURLUPART_PATH, 0);
	size_t length = base_path && strcmp(base_path, "/") != 0 ? strlen(base_path) : 0;
	CHECK(whole && strncmp(whole, base_path, length) == 0 && strcmp(whole + length, path) == 0);
	curl_free(whole);
	curl_free(base_path);
	curl_url_cleanup(handle);
	curl_url_cleanup(base_handle);
}

static void check_operation(const cotp_client *client, cotp_operation_kind kind, const cotp_wire_parts *parts)
{
	cotp_operation operation;
	cotp_error error;
	cotp_error_clear(&error);
	cotp_operation_init(&operation, client, kind);
	operation.parts = *parts;
	if (cotp_operation_prepare(&operation, &error)) {
		char *path = expected_path(operation.request.route, parts);
		check_url(operation.request.url, client->base_uri, path);
		CHECK(is_method(operation.request.method, kind));
		CHECK(cotp_wire_is_retry_safe(kind) == (kind > COTP_OPERATION_SEND_SECURITY_CODE_FORM));
		free(path);
	} else {
		check_refusal(&error);
	}
	cotp_operation_free(&operation);
}

static void check_client(cotp_wire *wire, const inputs *given)
{
	cotp_error error;
	cotp_error_clear(&error);
	cotp_client_settings settings = { .api_key = COTP_TEXT("key"), .timeout = 1, .connect_timeout = 1 };
	settings.base_uri = given->base.data ? given->base : COTP_TEXT("https://service.example/api");
	cotp_client *client = cotp_client_new(&settings, wire, &error);
	if (!client) {
		check_refusal(&error);
		return;
	}
	check_names(client->wire);
	CHECK(client->base_uri[strlen(client->base_uri) - 1] != '/');
	for (cotp_operation_kind kind = 0; kind < COTP_OPERATION_COUNT; kind++) {
		check_operation(client, kind, &given->parts);
	}
	cotp_client_free(client);
}

/* Owns the value if it returns true: the name is one of our keys. */
static bool keep_input(inputs *given, cotp_text name, cotp_text value)
{
	const struct {
		const char *name;
		cotp_text *target;
	} known[] = { { "=base", &given->base }, { "=id", &given->parts.id }, { "=token", &given->parts.token },
		{ "=type", &given->parts.type }, { "=data", &given->parts.data } };
	for (size_t i = 0; i < COUNT_OF(known); i++) {
		if (cotp_text_equals(name, cotp_text_of(known[i].name))) {
			free_field(*known[i].target);
			*known[i].target = value;
			return true;
		}
	}
	return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cotp_text input = { (const char *)data, size };
	cotp_text name;
	inputs given = { 0 };
	cotp_wire *wire = cotp_wire_new();
	CHECK(wire);
	while (next_field(&input, &name)) {
		cotp_text value = take_field(&input);
		if (!keep_input(&given, name, value)) {
			check_override(wire, name, value);
			free_field(value);
		}
		free_field(name);
	}
	check_client(wire, &given);
	free_field(given.base);
	free_field(given.parts.id);
	free_field(given.parts.token);
	free_field(given.parts.type);
	free_field(given.parts.data);
	return 0;
}
