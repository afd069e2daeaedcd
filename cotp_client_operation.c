/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One operation, from its checked arguments to its response.
 */
#include "cotp_client_operation.h"

#include <stdio.h>
#include <string.h>

#include <openssl/crypto.h>

#include "cotp_check.h"

#define MAX_URL_BYTES 8192 /* more than the longest base, path and parts together */

static void keep_secret(cotp_operation *operation, cotp_text secret)
{
	operation->secrets[operation->secret_count++] = secret;
}

/* libcurl's text may contain this part of the proxy's address alone. */
static cotp_text userinfo_of(const char *proxy)
{
	const char *start = proxy ? strstr(proxy, "://") : NULL;
	const char *end = start ? strrchr(start, '@') : NULL;
	return end ? (cotp_text){ start + 3, (size_t)(end - start) - 3 } : (cotp_text){ NULL, 0 };
}

void cotp_operation_init(cotp_operation *operation, const cotp_client *client, cotp_operation_kind kind)
{
	*operation = (cotp_operation){
		.client = client,
		.kind = kind,
		.url.limit = MAX_URL_BYTES,
		.body.limit = COTP_WIRE_BODY_LIMIT,
	};
	keep_secret(operation, cotp_text_of(client->api_key));
	keep_secret(operation, cotp_text_of(client->proxy));
	keep_secret(operation, userinfo_of(client->proxy));
}

void cotp_operation_free(cotp_operation *operation)
{
	cotp_http_response_free(&operation->response);
	cotp_state_free(&operation->state);
	cotp_buffer_free(&operation->url);
	cotp_buffer_free(&operation->body);
	OPENSSL_cleanse(operation->name, sizeof(operation->name)); /* may be a card token */
}

bool cotp_operation_set_request(cotp_operation *operation, cotp_text request, cotp_error *error)
{
	if (!cotp_check_request(request, operation->client->base_uri, operation->name, error)) {
		return false;
	}
	operation->parts.id = cotp_text_of(operation->name);
	return true;
}

bool cotp_operation_set_card(cotp_operation *operation, cotp_text card_uri, cotp_error *error)
{
	if (!cotp_check_card_uri(card_uri, operation->client->base_uri, operation->name, error)) {
		return false;
	}
	operation->parts.token = cotp_text_of(operation->name);
	keep_secret(operation, operation->parts.token);
	return true;
}

/* The service may write the number as it was given, as it was sent, or without its country code: the last seven digits
 * identify the guest. */
static void redact_phone(cotp_text phone, char *text)
{
	size_t digits = 0;
	cotp_text_redact_digits(text, phone);
	cotp_text_redact_digits(text, cotp_phone_after_prefix(phone));
	for (size_t i = phone.length; i > 0; i--) {
		digits += cotp_char_is_digit(phone.data[i - 1]);
		if (digits == 7) {
			cotp_text_redact_digits(text, (cotp_text){ phone.data + i - 1, phone.length - i + 1 });
			return;
		}
	}
}

/* Extra fields may contain anything. */
static void redact_json(const cotp_json *value, char *text);

static bool redact_member(void *text, cotp_text name, const cotp_json *member)
{
	(void)name;
	redact_json(member, text);
	return true;
}

/* Short numbers occur in every text. */
static void redact_integer(int64_t value, char *text)
{
	char digits[24];
	snprintf(digits, sizeof(digits), "%lld", (long long)value);
	if (strlen(digits) >= 6) {
		cotp_text_redact(text, cotp_text_of(digits));
	}
}

static void redact_json(const cotp_json *value, char *text)
{
	cotp_json_type type = cotp_json_type_of(value);
	if (type == COTP_JSON_STRING) {
		cotp_text_redact(text, cotp_json_string(value));
	} else if (type == COTP_JSON_INTEGER) {
		redact_integer(cotp_json_integer(value), text);
	} else if (type == COTP_JSON_OBJECT) {
		cotp_json_each(value, redact_member, text);
	} else if (type == COTP_JSON_ARRAY) {
		for (size_t i = 0; i < cotp_json_count(value); i++) {
			redact_json(cotp_json_at(value, i), text);
		}
	}
}

/* A service that echoes the request must not bring a guest's address into a log. */
static void redact(const void *owner, char *text)
{
	const cotp_operation *operation = owner;
	for (size_t i = 0; i < operation->secret_count; i++) {
		cotp_text_redact(text, operation->secrets[i]);
	}
	if (operation->form) {
		redact_phone(operation->form->fields[COTP_FORM_PHONE].text, text);
	}
	if (operation->form && operation->form->extra) {
		redact_json(operation->form->extra, text);
	}
}

/* ---- whether a response fits ---- */

/* A segment of our own URL is the collection, or a folder above it, even if it looks like an id. */
static bool is_new_id(const cotp_operation *operation, const char *id)
{
	size_t length = strlen(id);
	for (const char *slash = strchr(operation->request.url, '/'); slash; slash = strchr(slash + 1, '/')) {
		const char *end = slash + 1 + length;
		if (strncmp(slash + 1, id, length) == 0 && (*end == '/' || *end == '\0')) {
			return false;
		}
	}
	return true;
}

static bool read_location(const cotp_operation *operation, char *id)
{
	const cotp_http_response *response = &operation->response;
	return response->location && !response->location_is_ambiguous && cotp_check_location(response->location, id) &&
		   is_new_id(operation, id);
}

static bool read_body(cotp_operation *operation, cotp_error *error)
{
	cotp_text body = cotp_operation_response_body(operation);
	cotp_wire_retention retention;
	if (operation->kind == COTP_OPERATION_RETRIEVE) {
		cotp_state_free(&operation->state);
		return cotp_wire_read_state(operation->client->wire, body, operation->name, &operation->state, error);
	}
	bool read = cotp_wire_read_retention(body, &retention, error);
	cotp_wire_retention_free(&retention);
	return read;
}

/* A lack of memory says nothing about the response. Only the response to a send has a Location. */
static cotp_http_fit judge_body(cotp_operation *operation)
{
	cotp_error error;
	if (read_body(operation, &error) || error.domain == COTP_ERROR_MEMORY) {
		return COTP_HTTP_FITS;
	}
	return error.other_request || operation->response.location ? COTP_HTTP_FOREIGN : COTP_HTTP_UNCLEAR;
}

static bool read_id(const void *owner, const cotp_http_response *response, char *id)
{
	(void)response; /* the operation's */
	return read_location(owner, id);
}

/* Most other responses have nothing that could be compared. */
static cotp_http_fit judge(void *owner, const cotp_http_response *response)
{
	cotp_operation *operation = owner;
	(void)response; /* the operation's */
	if (!operation->request.retry_safe) {
		char id[COTP_ID_LENGTH + 1];
		return read_location(operation, id) ? COTP_HTTP_FITS : COTP_HTTP_UNCLEAR;
	}
	if (operation->kind == COTP_OPERATION_RETRIEVE || operation->kind == COTP_OPERATION_GET_RETENTION) {
		return judge_body(operation);
	}
	return cotp_wire_is_html(cotp_operation_response_body(operation)) ? COTP_HTTP_REJECTED : COTP_HTTP_FITS;
}

/* Returns the name of the entry if its value is inferred, else NULL. */
static const char *inferred_key(cotp_wire_key key)
{
	return cotp_wire_mark_of(key) == COTP_WIRE_INFERRED ? cotp_wire_key_name(key) : NULL;
}

/* Returns the path of a base URI that has no slash at its end; it may be empty. */
static const char *path_of(const char *base_uri)
{
	const char *host = strstr(base_uri, "://");
	const char *path = host ? strchr(host + 3, '/') : NULL;
	return path ? path : "";
}

/* Returns the path that base URIs have if this one has another path, else NULL. */
static const char *missing_base_path(const char *base_uri)
{
	const char *usual = path_of(COTP_PRODUCTION);
	return cotp_text_equals_ignoring_case(cotp_text_of(path_of(base_uri)), cotp_text_of(usual)) ? NULL : usual;
}

bool cotp_operation_prepare(cotp_operation *operation, cotp_error *error)
{
	const cotp_client *client = operation->client;
	if (!cotp_buffer_append_string(&operation->url, client->base_uri)) {
		return cotp_error_memory(error);
	}
	if (!cotp_wire_write_path(client->wire, operation->kind, &operation->parts, &operation->url, error)) {
		return false;
	}
	cotp_wire_key path_key = cotp_wire_path_key(operation->kind);
	operation->request = (cotp_http_request){
		.operation = cotp_wire_operation_name(operation->kind),
		.method = cotp_wire_method(client->wire, operation->kind),
		.url = operation->url.data,
		.route = cotp_wire_value(client->wire, path_key),
		.authorization = client->authorization,
		.path_key = inferred_key(path_key),
		.method_key = inferred_key(cotp_wire_method_key(operation->kind)),
		.base_path = missing_base_path(client->base_uri),
		.body = { operation->body.data, operation->body.length },
		.retry_safe = cotp_wire_is_retry_safe(operation->kind),
		.redact = redact,
		.read_id = read_id,
		.judge = judge,
		.owner = operation,
	};
	return true;
}

void cotp_operation_run(cotp_operation *operation, const cotp_call *call)
{
	cotp_http_run_one(call, &operation->client->http, &operation->request, &operation->response);
}

/* A retried DELETE that finds nothing was processed the first time. A 404 without a code of PCI Booking, which is
 * negative, shows only that the path may be wrong. */
static bool was_done_before(const cotp_operation *operation)
{
	const cotp_http_response *response = &operation->response;
	const cotp_error *error = &response->error;
	return cotp_wire_absent_is_done(operation->kind) && error->domain == COTP_ERROR_API && error->http_status == 404 &&
		   error->api_code < 0 && response->may_have_been_processed;
}

bool cotp_operation_conclude(cotp_operation *operation, cotp_error *error)
{
	if (operation->response.error.domain == COTP_ERROR_NONE || was_done_before(operation)) {
		return true;
	}
	*error = operation->response.error;
	if (operation->parts.id.data) {
		memcpy(error->request_id, operation->name, sizeof(operation->name));
	}
	return false;
}

cotp_text cotp_operation_response_body(const cotp_operation *operation)
{
	return (cotp_text){ operation->response.body.data, operation->response.body.length };
}

bool cotp_operation_response_not_understood(const cotp_operation *operation, cotp_error *error)
{
	error->http_status = operation->response.status;
	bool is_known = operation->request.retry_safe && !operation->response.response_lost;
	error->outcome = is_known ? COTP_OUTCOME_ANSWERED : COTP_OUTCOME_UNKNOWN;
	return false;
}

/* The page of a login or a firewall has a 2xx status too, but does not mean that anything was done. */
static bool reject_page(const cotp_operation *operation, cotp_error *error)
{
	if (!cotp_wire_is_html(cotp_operation_response_body(operation))) {
		return true;
	}
	cotp_error_protocol(error,
		"%s %s: the service responded with HTTP %d and an HTML page, such as the page of a login or a firewall",
		operation->request.method, operation->request.route, operation->response.status);
	if (operation->parts.id.data) {
		memcpy(error->request_id, operation->name, sizeof(operation->name));
	}
	return cotp_operation_response_not_understood(operation, error);
}

bool cotp_operation_perform(cotp_operation *operation, const cotp_call *call, cotp_error *error)
{
	if (!cotp_operation_prepare(operation, error)) {
		return false;
	}
	cotp_operation_run(operation, call);
	return cotp_operation_conclude(operation, error) && reject_page(operation, error);
}

/* ---- send ---- */

/* Returns the token of a callback URL, which is the secret part of it. */
static cotp_text callback_token(cotp_text url)
{
	static const char name[] = "cotp=";
	const size_t length = sizeof(name) - 1;
	for (size_t i = 1; i + length <= url.length; i++) {
		if ((url.data[i - 1] == '?' || url.data[i - 1] == '&') && memcmp(url.data + i, name, length) == 0) {
			const char *value = url.data + i + length;
			const char *end = memchr(value, '&', url.length - i - length);
			return (cotp_text){ value, end ? (size_t)(end - value) : url.length - i - length };
		}
	}
	return (cotp_text){ NULL, 0 };
}

/* Includes the parts that a service may echo alone. The form has been checked. */
static void keep_form_secrets(cotp_operation *operation, const cotp_form *form)
{
	for (int field = 0; field < COTP_FORM_FIELD_COUNT; field++) {
		if (cotp_form_field_is_secret(field) && form->fields[field].kind == COTP_VALUE_TEXT) {
			keep_secret(operation, form->fields[field].text);
		}
	}
	if (form->fields[COTP_FORM_CARD_URI].kind == COTP_VALUE_TEXT) {
		keep_secret(operation, cotp_text_of(operation->name));
	}
	if (form->fields[COTP_FORM_CALLBACK_URL].kind == COTP_VALUE_TEXT) {
		keep_secret(operation, callback_token(form->fields[COTP_FORM_CALLBACK_URL].text));
	}
}

bool cotp_operation_check_form(const cotp_client *client, const cotp_form *form, char *token, cotp_error *error)
{
	const cotp_value *card_uri = &form->fields[COTP_FORM_CARD_URI];
	return cotp_form_check(form, error) &&
		   (card_uri->kind != COTP_VALUE_TEXT || cotp_check_card_uri(card_uri->text, client->base_uri, token, error));
}

bool cotp_operation_prepare_send(
	cotp_operation *operation, const cotp_client *client, const cotp_form *form, cotp_error *error)
{
	bool has_card = form->fields[COTP_FORM_CARD_URI].kind == COTP_VALUE_TEXT;
	cotp_operation_init(
		operation, client, has_card ? COTP_OPERATION_SEND_SECURITY_CODE_FORM : COTP_OPERATION_SEND_CARD_FORM);
	if (!cotp_operation_check_form(client, form, operation->name, error)) {
		return false;
	}
	operation->form = form;
	keep_form_secrets(operation, form);
	return cotp_wire_write_form(client->wire, form, &operation->body, error) &&
		   cotp_operation_prepare(operation, error);
}

/* The response may have been lost after its headers, which contain the id. */
static void keep_id_of_incomplete_response(const cotp_operation *operation, cotp_error *error)
{
	int status = operation->response.status;
	char id[COTP_ID_LENGTH + 1];
	if (status >= 200 && status < 300 && read_location(operation, id)) {
		memcpy(error->request_id, id, sizeof(id));
	}
}

bool cotp_operation_read_sent(cotp_operation *operation, char *id, cotp_error *error)
{
	if (!cotp_operation_conclude(operation, error)) {
		keep_id_of_incomplete_response(operation, error);
		return false;
	}
	if (read_location(operation, id)) {
		return true;
	}
	cotp_error_protocol(error,
		"%s %s: the service responded with HTTP %d but without a Location header that ends in a request "
		"id, " COTP_MAY_BE_SENT,
		operation->request.method, operation->request.route, operation->response.status);
	return cotp_operation_response_not_understood(operation, error);
}

/* ---- retrieve ---- */

bool cotp_operation_prepare_retrieve(
	cotp_operation *operation, const cotp_client *client, cotp_text request, cotp_error *error)
{
	cotp_operation_init(operation, client, COTP_OPERATION_RETRIEVE);
	return cotp_operation_set_request(operation, request, error) && cotp_operation_prepare(operation, error);
}

bool cotp_operation_read_state(cotp_operation *operation, cotp_state *state, cotp_error *error)
{
	if (!cotp_operation_conclude(operation, error)) {
		return false;
	}
	if (operation->state.raw_status) {
		*state = operation->state;
		operation->state = (cotp_state){ .raw_status = NULL };
		return true;
	}
	if (!cotp_wire_read_state(
			operation->client->wire, cotp_operation_response_body(operation), operation->name, state, error)) {
		memcpy(error->request_id, operation->name, sizeof(operation->name));
		return cotp_operation_response_not_understood(operation, error);
	}
	return true;
}
