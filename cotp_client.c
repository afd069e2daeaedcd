#include "cotp_client.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cotp_check.h"

#define MAX_URL_BYTES 8192 /* more than the longest base, path and parts together */
#define MAX_SECRETS   8

struct cotp_client {
	char *api_key;
	char *authorization;
	char *base_uri; /* without a slash at its end */
	char *ca_file;
	char *proxy;
	cotp_wire *wire;
	cotp_http_settings http;
};

/* ---- the client ---- */

static bool check_settings(const cotp_client_settings *settings, cotp_error *error)
{
	return cotp_check_api_key(settings->api_key, error) &&
		   cotp_check_base_uri(settings->base_uri, settings->http_hosts, error) &&
		   cotp_check_seconds(settings->timeout, "timeout", error) &&
		   cotp_check_seconds(settings->connect_timeout, "connectTimeout", error) &&
		   cotp_check_retries(settings->retries, error) &&
		   (!settings->ca_file.data || cotp_check_ca_file(settings->ca_file, error)) &&
		   (!settings->proxy.data || cotp_check_proxy(settings->proxy, error));
}

static char *make_authorization(cotp_text api_key)
{
	cotp_buffer buffer = { .limit = 1024 };
	if (!cotp_buffer_append_string(&buffer, "APIKEY ") || !cotp_buffer_append(&buffer, api_key.data, api_key.length)) {
		cotp_buffer_free(&buffer);
	}
	return buffer.data; /* NUL-terminated; freed with cotp_secret_free() */
}

static cotp_text without_slash_at_end(cotp_text uri)
{
	while (uri.length && uri.data[uri.length - 1] == '/') {
		uri.length--;
	}
	return uri;
}

static bool copy_settings(cotp_client *client, const cotp_client_settings *settings)
{
	client->api_key = cotp_text_copy(settings->api_key);
	client->authorization = make_authorization(settings->api_key);
	client->base_uri = cotp_text_copy(without_slash_at_end(settings->base_uri));
	client->ca_file = cotp_text_copy(settings->ca_file);
	client->proxy = cotp_text_copy(settings->proxy);
	if (!client->api_key || !client->authorization || !client->base_uri ||
		(settings->ca_file.data && !client->ca_file) || (settings->proxy.data && !client->proxy)) {
		return false;
	}
	client->http = (cotp_http_settings){
		.timeout = settings->timeout,
		.connect_timeout = settings->connect_timeout,
		.retries = (int)settings->retries,
		.ca_file = client->ca_file,
		.proxy = client->proxy,
		.http2 = settings->http2,
		.plain_http = cotp_text_equals_ignoring_case((cotp_text){ client->base_uri, 5 }, COTP_TEXT("http:")),
	};
	return true;
}

cotp_client *cotp_client_new(const cotp_client_settings *settings, cotp_wire *wire, cotp_error *error)
{
	cotp_client *client = calloc(1, sizeof(*client));
	if (!client) {
		cotp_wire_free(wire);
		cotp_error_memory(error);
		return NULL;
	}
	client->wire = wire;
	if (!check_settings(settings, error) || !cotp_wire_check(wire, error)) {
		cotp_client_free(client);
		return NULL;
	}
	if (!copy_settings(client, settings)) {
		cotp_error_memory(error);
		cotp_client_free(client);
		return NULL;
	}
	return client;
}

void cotp_client_free(cotp_client *client)
{
	if (!client) {
		return;
	}
	cotp_secret_free(client->api_key);
	cotp_secret_free(client->authorization);
	cotp_secret_free(client->base_uri);
	cotp_secret_free(client->ca_file);
	cotp_secret_free(client->proxy);
	cotp_wire_free(client->wire);
	free(client);
}

/* ---- one operation ---- */

/* What one operation sends, and what its errors must not repeat. */
typedef struct client_operation {
	cotp_operation kind;
	cotp_wire_parts parts;
	cotp_buffer url;
	cotp_buffer body;
	cotp_text secrets[MAX_SECRETS];
	size_t secret_count;
	cotp_exchange exchange;
} client_operation;

static client_operation operation_new(const cotp_client *client, cotp_operation kind)
{
	client_operation operation = { .kind = kind, .url.limit = MAX_URL_BYTES, .body.limit = COTP_WIRE_BODY_LIMIT };
	operation.secrets[operation.secret_count++] = cotp_text_of(client->api_key);
	operation.secrets[operation.secret_count++] = cotp_text_of(client->proxy);
	return operation;
}

static void operation_free(client_operation *operation)
{
	cotp_exchange_free(&operation->exchange);
	cotp_buffer_free(&operation->url);
	cotp_buffer_free(&operation->body);
}

static void keep_secret(client_operation *operation, cotp_text secret)
{
	operation->secrets[operation->secret_count++] = secret;
}

/* A service that repeats what it was sent must not bring a guest's address into a log. */
static void redact(const client_operation *operation, cotp_error *error)
{
	for (size_t i = 0; i < operation->secret_count; i++) {
		cotp_text_redact(error->message, operation->secrets[i]);
		cotp_text_redact(error->more_info, operation->secrets[i]);
	}
	cotp_check_mask_card_numbers(error->message);
	cotp_check_mask_card_numbers(error->more_info);
}

/* A repeated DELETE that finds nothing has done its work the first time. */
static bool was_done_before(const client_operation *operation)
{
	const cotp_exchange *exchange = &operation->exchange;
	switch (operation->kind) {
		case COTP_OPERATION_DELETE:
		case COTP_OPERATION_DELETE_RETENTION:
		case COTP_OPERATION_CLEAR_CVV:
		case COTP_OPERATION_DELETE_CARD:
			return exchange->error.domain == COTP_ERROR_API && exchange->error.http_status == 404 &&
				   exchange->perhaps_done;
		default:
			return false;
	}
}

static bool prepare(const cotp_client *client, client_operation *operation, cotp_error *error)
{
	if (!cotp_buffer_append_string(&operation->url, client->base_uri)) {
		return cotp_error_memory(error);
	}
	if (!cotp_wire_write_path(client->wire, operation->kind, &operation->parts, &operation->url, error)) {
		return false;
	}
	cotp_wire_key path_key = cotp_wire_path_key(operation->kind);
	operation->exchange = (cotp_exchange){
		.method = cotp_wire_verb(client->wire, operation->kind),
		.url = operation->url.data,
		.route = cotp_wire_value(client->wire, path_key),
		.authorization = client->authorization,
		.path_key = cotp_wire_mark_of(path_key) == COTP_WIRE_INFERRED ? cotp_wire_key_name(path_key) : NULL,
		.body = { operation->body.data, operation->body.length },
		.repeatable = cotp_wire_is_repeatable(operation->kind),
	};
	return true;
}

/* True when a 2xx answer is there to be read. */
static bool perform(const cotp_client *client, const cotp_call *call, client_operation *operation, cotp_error *error)
{
	if (!prepare(client, operation, error)) {
		return false;
	}
	cotp_http_run(call->pool, &client->http, call->hooks, &operation->exchange, 1, 1);
	if (operation->exchange.error.domain == COTP_ERROR_NONE || was_done_before(operation)) {
		return true;
	}
	*error = operation->exchange.error;
	memcpy(error->request_id, operation->parts.id.data ? operation->parts.id.data : "", operation->parts.id.length);
	redact(operation, error);
	return false;
}

static cotp_text answer_of(const client_operation *operation)
{
	return (cotp_text){ operation->exchange.answer.data, operation->exchange.answer.length };
}

/* The answer was whole and of success, but could not be read: fills in what the reader cannot know. */
static bool answer_not_understood(const client_operation *operation, cotp_error *error)
{
	error->http_status = operation->exchange.http_status;
	bool is_known = operation->exchange.repeatable && !operation->exchange.lost;
	error->outcome = is_known ? COTP_OUTCOME_ANSWERED : COTP_OUTCOME_UNKNOWN;
	redact(operation, error);
	return false;
}

/* ---- requests ---- */

/* The collection's own URI is no request's, though its last segment looks like an id. */
static bool is_id_of_answer(const cotp_client *client, const client_operation *operation, const char *id)
{
	const char *path = cotp_wire_value(client->wire, cotp_wire_path_key(operation->kind));
	size_t length = strlen(path);
	size_t id_length = strlen(id);
	if (path[length - 1] == '/') {
		length--;
	}
	return length <= id_length || path[length - id_length - 1] != '/' ||
		   memcmp(path + length - id_length, id, id_length) != 0;
}

static bool read_location(const cotp_client *client, const client_operation *operation, char *id)
{
	const cotp_exchange *exchange = &operation->exchange;
	return exchange->location && !exchange->location_is_ambiguous && cotp_check_location(exchange->location, id) &&
		   is_id_of_answer(client, operation, id);
}

static bool read_sent(const cotp_client *client, const client_operation *operation, char *id, cotp_error *error)
{
	if (read_location(client, operation, id)) {
		return true;
	}
	cotp_error_protocol(error,
		"%s %s: the service answered %d without a Location that ends in a request's id, so the guest may have been "
		"sent "
		"the link. Wait for the callback of your reference; do not send again blindly.",
		operation->exchange.method, operation->exchange.route, operation->exchange.http_status);
	return answer_not_understood(operation, error);
}

/* The answer broke off after its headers: the id may be known all the same. */
static void keep_id_of_broken_answer(const cotp_client *client, const client_operation *operation, cotp_error *error)
{
	int status = operation->exchange.http_status;
	char id[COTP_ID_LENGTH + 1];
	if (status >= 200 && status < 300 && read_location(client, operation, id)) {
		memcpy(error->request_id, id, sizeof(id));
	}
}

static void keep_form_secrets(client_operation *operation, const cotp_form *form)
{
	for (int field = 0; field < COTP_FORM_FIELD_COUNT; field++) {
		if (cotp_form_field_is_secret(field) && form->fields[field].kind == COTP_VALUE_TEXT) {
			keep_secret(operation, form->fields[field].text);
		}
	}
}

bool cotp_client_send(
	const cotp_client *client, const cotp_call *call, const cotp_form *form, char *id, cotp_error *error)
{
	char token[COTP_ID_LENGTH + 1];
	const cotp_value *card_uri = &form->fields[COTP_FORM_CARD_URI];
	bool has_card = card_uri->kind == COTP_VALUE_TEXT;
	if (!cotp_form_check(form, error) ||
		(has_card && !cotp_check_card_uri(card_uri->text, client->base_uri, token, error))) {
		return false;
	}
	client_operation operation =
		operation_new(client, has_card ? COTP_OPERATION_SEND_SECURITY_CODE_FORM : COTP_OPERATION_SEND_CARD_FORM);
	keep_form_secrets(&operation, form);
	bool sent = cotp_wire_write_form(client->wire, form, &operation.body, error);
	if (sent) {
		sent = perform(client, call, &operation, error);
		if (!sent) {
			keep_id_of_broken_answer(client, &operation, error);
		}
		sent = sent && read_sent(client, &operation, id, error);
	}
	operation_free(&operation);
	return sent;
}

bool cotp_client_retrieve(
	const cotp_client *client, const cotp_call *call, cotp_text request, cotp_state *state, cotp_error *error)
{
	char id[COTP_ID_LENGTH + 1];
	if (!cotp_check_request(request, client->base_uri, id, error)) {
		return false;
	}
	client_operation operation = operation_new(client, COTP_OPERATION_RETRIEVE);
	operation.parts.id = cotp_text_of(id);
	bool read = perform(client, call, &operation, error);
	if (read && !cotp_wire_read_state(client->wire, answer_of(&operation), id, state, error)) {
		memcpy(error->request_id, id, sizeof(id));
		read = answer_not_understood(&operation, error);
	}
	operation_free(&operation);
	return read;
}

bool cotp_client_delete(const cotp_client *client, const cotp_call *call, cotp_text request, cotp_error *error)
{
	char id[COTP_ID_LENGTH + 1];
	if (!cotp_check_request(request, client->base_uri, id, error)) {
		return false;
	}
	client_operation operation = operation_new(client, COTP_OPERATION_DELETE);
	operation.parts.id = cotp_text_of(id);
	bool done = perform(client, call, &operation, error);
	operation_free(&operation);
	return done;
}

/* ---- cards ---- */

/* token holds COTP_ID_LENGTH + 1 and outlives the operation. */
static bool card_operation_new(const cotp_client *client, cotp_operation kind, cotp_text card_uri, char *token,
	client_operation *operation, cotp_error *error)
{
	if (!cotp_check_card_uri(card_uri, client->base_uri, token, error)) {
		return false;
	}
	*operation = operation_new(client, kind);
	operation->parts.token = cotp_text_of(token);
	keep_secret(operation, operation->parts.token);
	return true;
}

bool cotp_client_set_retention(const cotp_client *client, const cotp_call *call, cotp_text card_uri,
	const cotp_retention *retention, cotp_error *error)
{
	char token[COTP_ID_LENGTH + 1];
	client_operation operation;
	if (!card_operation_new(client, COTP_OPERATION_SET_RETENTION, card_uri, token, &operation, error) ||
		!cotp_retention_check(retention, (int64_t)time(NULL), error)) {
		return false;
	}
	bool set = cotp_wire_write_retention(retention, &operation.body, error) && perform(client, call, &operation, error);
	operation_free(&operation);
	return set;
}

bool cotp_client_get_retention(const cotp_client *client, const cotp_call *call, cotp_text card_uri,
	cotp_wire_retention *retention, cotp_error *error)
{
	char token[COTP_ID_LENGTH + 1];
	client_operation operation;
	if (!card_operation_new(client, COTP_OPERATION_GET_RETENTION, card_uri, token, &operation, error)) {
		return false;
	}
	bool read = perform(client, call, &operation, error);
	if (read && !cotp_wire_read_retention(answer_of(&operation), retention, error)) {
		read = answer_not_understood(&operation, error);
	}
	operation_free(&operation);
	return read;
}

bool cotp_client_delete_retention(const cotp_client *client, const cotp_call *call, cotp_text card_uri, cotp_text type,
	cotp_text data, cotp_error *error)
{
	char token[COTP_ID_LENGTH + 1];
	client_operation operation;
	if (data.data && !type.data) {
		return cotp_error_argument(error, "data", "must not be given without $type");
	}
	if (!card_operation_new(client, COTP_OPERATION_DELETE_RETENTION, card_uri, token, &operation, error) ||
		(type.data && !cotp_check_path_part(type, "type", error)) ||
		(data.data && !cotp_check_path_part(data, "data", error))) {
		return false;
	}
	operation.parts.type = type;
	operation.parts.data = data;
	bool done = perform(client, call, &operation, error);
	operation_free(&operation);
	return done;
}

/* An operation that says nothing but which card. */
static bool plain_card_operation(
	const cotp_client *client, const cotp_call *call, cotp_operation kind, cotp_text card_uri, cotp_error *error)
{
	char token[COTP_ID_LENGTH + 1];
	client_operation operation;
	if (!card_operation_new(client, kind, card_uri, token, &operation, error)) {
		return false;
	}
	bool done = perform(client, call, &operation, error);
	operation_free(&operation);
	return done;
}

bool cotp_client_clear_cvv(const cotp_client *client, const cotp_call *call, cotp_text card_uri, cotp_error *error)
{
	return plain_card_operation(client, call, COTP_OPERATION_CLEAR_CVV, card_uri, error);
}

bool cotp_client_delete_card(const cotp_client *client, const cotp_call *call, cotp_text card_uri, cotp_error *error)
{
	return plain_card_operation(client, call, COTP_OPERATION_DELETE_CARD, card_uri, error);
}

/* ---- the key ---- */

bool cotp_client_authenticate(const cotp_client *client, const cotp_call *call, bool *good, cotp_error *error)
{
	client_operation operation = operation_new(client, COTP_OPERATION_AUTHENTICATE);
	*good = perform(client, call, &operation, error);
	bool refused = !*good && error->domain == COTP_ERROR_API && error->http_status == 401;
	operation_free(&operation);
	return *good || refused;
}
