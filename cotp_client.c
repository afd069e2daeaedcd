/* SPDX-License-Identifier: BSD-3-Clause */
#include "cotp_client.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cotp_check.h"
#include "cotp_client_operation.h"

/* ---- the client ---- */

/* The process that serves the socket chooses the CA certificates, and the way to the service. */
static bool check_endpoint(const cotp_client_settings *settings, cotp_error *error)
{
	if (!settings->socket.data) {
		return cotp_check_base_uri(settings->base_uri, settings->http_hosts, error);
	}
	if (settings->ca_file.data) {
		return cotp_error_argument(error, "caFile", "must be null when $socket is given");
	}
	if (settings->proxy.data) {
		return cotp_error_argument(error, "proxy", "must be null when $socket is given");
	}
	return cotp_check_socket(settings->socket, error) && cotp_check_base_uri_behind_socket(settings->base_uri, error);
}

static bool check_settings(const cotp_client_settings *settings, cotp_error *error)
{
	return cotp_check_api_key(settings->api_key, error) && check_endpoint(settings, error) &&
		   cotp_check_seconds(settings->timeout, "timeout", error) &&
		   cotp_check_seconds(settings->connect_timeout, "connectTimeout", error) &&
		   cotp_check_retries(settings->retries, error) &&
		   (!settings->ca_file.data || cotp_check_ca_file(settings->ca_file, error)) &&
		   (!settings->proxy.data || cotp_check_proxy(settings->proxy, error));
}

static char *make_authorization(cotp_text api_key)
{
	cotp_buffer buffer = { .limit = 1024 };
	if (!cotp_buffer_append_string(&buffer, COTP_WIRE_AUTHORIZATION_SCHEME " ") ||
		!cotp_buffer_append(&buffer, api_key.data, api_key.length)) {
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
	client->socket = cotp_text_copy(settings->socket);
	if (!client->api_key || !client->authorization || !client->base_uri ||
		(settings->ca_file.data && !client->ca_file) || (settings->proxy.data && !client->proxy) ||
		(settings->socket.data && !client->socket)) {
		return false;
	}
	client->http = (cotp_http_settings){
		.timeout = settings->timeout,
		.connect_timeout = settings->connect_timeout,
		.retries = (int)settings->retries,
		.ca_file = client->ca_file,
		.proxy = client->proxy,
		.socket = client->socket,
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
	cotp_secret_free(client->socket);
	cotp_wire_free(client->wire);
	free(client);
}

/* ---- requests ---- */

bool cotp_client_send(
	const cotp_client *client, const cotp_call *call, const cotp_form *form, char *id, cotp_error *error)
{
	cotp_operation operation;
	bool sent = cotp_operation_prepare_send(&operation, client, form, error);
	if (sent) {
		cotp_operation_run(&operation, call);
		sent = cotp_operation_read_sent(&operation, id, error);
	}
	cotp_operation_free(&operation);
	return sent;
}

bool cotp_client_retrieve(
	const cotp_client *client, const cotp_call *call, cotp_text request, cotp_state *state, cotp_error *error)
{
	cotp_operation operation;
	bool read = cotp_operation_prepare_retrieve(&operation, client, request, error);
	if (read) {
		cotp_operation_run(&operation, call);
		read = cotp_operation_read_state(&operation, state, error);
	}
	cotp_operation_free(&operation);
	return read;
}

bool cotp_client_delete(const cotp_client *client, const cotp_call *call, cotp_text request, cotp_error *error)
{
	cotp_operation operation;
	cotp_operation_init(&operation, client, COTP_OPERATION_DELETE);
	bool succeeded =
		cotp_operation_set_request(&operation, request, error) && cotp_operation_perform(&operation, call, error);
	cotp_operation_free(&operation);
	return succeeded;
}

/* ---- cards ---- */

static bool card_operation_init(cotp_operation *operation, const cotp_client *client, cotp_operation_kind kind,
	cotp_text card_uri, cotp_error *error)
{
	cotp_operation_init(operation, client, kind);
	return cotp_operation_set_card(operation, card_uri, error);
}

bool cotp_client_set_retention(const cotp_client *client, const cotp_call *call, cotp_text card_uri,
	const cotp_retention *retention, cotp_error *error)
{
	cotp_operation operation;
	bool set = card_operation_init(&operation, client, COTP_OPERATION_SET_RETENTION, card_uri, error) &&
			   cotp_retention_check(retention, (int64_t)time(NULL), error) &&
			   cotp_wire_write_retention(retention, &operation.body, error) &&
			   cotp_operation_perform(&operation, call, error);
	cotp_operation_free(&operation);
	return set;
}

bool cotp_client_get_retention(const cotp_client *client, const cotp_call *call, cotp_text card_uri,
	cotp_wire_retention *retention, cotp_error *error)
{
	cotp_operation operation;
	bool read = card_operation_init(&operation, client, COTP_OPERATION_GET_RETENTION, card_uri, error) &&
				cotp_operation_perform(&operation, call, error);
	if (read && !cotp_wire_read_retention(cotp_operation_response_body(&operation), retention, error)) {
		read = cotp_operation_response_not_understood(&operation, error);
	}
	cotp_operation_free(&operation);
	return read;
}

bool cotp_client_delete_retention(const cotp_client *client, const cotp_call *call, cotp_text card_uri, cotp_text type,
	cotp_text data, cotp_error *error)
{
	cotp_operation operation;
	if (data.data && !type.data) {
		return cotp_error_argument(error, "data", "must be null when $type is null");
	}
	bool valid = card_operation_init(&operation, client, COTP_OPERATION_DELETE_RETENTION, card_uri, error) &&
				 (!type.data || cotp_check_path_part(type, "type", error)) &&
				 (!data.data || cotp_check_path_part(data, "data", error));
	operation.parts.type = type;
	operation.parts.data = data;
	bool succeeded = valid && cotp_operation_perform(&operation, call, error);
	cotp_operation_free(&operation);
	return succeeded;
}

/* Performs an operation whose only argument is the card. */
static bool plain_card_operation(
	const cotp_client *client, const cotp_call *call, cotp_operation_kind kind, cotp_text card_uri, cotp_error *error)
{
	cotp_operation operation;
	bool succeeded = card_operation_init(&operation, client, kind, card_uri, error) &&
					 cotp_operation_perform(&operation, call, error);
	cotp_operation_free(&operation);
	return succeeded;
}

bool cotp_client_clear_cvv(const cotp_client *client, const cotp_call *call, cotp_text card_uri, cotp_error *error)
{
	return plain_card_operation(client, call, COTP_OPERATION_CLEAR_CVV, card_uri, error);
}

bool cotp_client_delete_card(const cotp_client *client, const cotp_call *call, cotp_text card_uri, cotp_error *error)
{
	return plain_card_operation(client, call, COTP_OPERATION_DELETE_CARD, card_uri, error);
}

/* ---- the API key ---- */

bool cotp_client_authenticate(const cotp_client *client, const cotp_call *call, bool *valid, cotp_error *error)
{
	cotp_operation operation;
	cotp_operation_init(&operation, client, COTP_OPERATION_AUTHENTICATE);
	*valid = cotp_operation_perform(&operation, call, error);
	bool refused = !*valid && error->domain == COTP_ERROR_API && error->http_status == 401;
	cotp_operation_free(&operation);
	return *valid || refused;
}
