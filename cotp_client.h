/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One function per operation of the API, in plain C. A client owns the API key and the settings, but no state of a
 * call, so calls may nest.
 */
#ifndef COTP_CLIENT_H
#define COTP_CLIENT_H

#include "cotp_error.h"
#include "cotp_http.h"
#include "cotp_wire_body.h"
#include "cotp_wire_response.h"

typedef struct cotp_client cotp_client;

typedef struct cotp_client_settings {
	cotp_text api_key;
	cotp_text base_uri;
	double timeout;
	double connect_timeout;
	int64_t retries;
	cotp_text ca_file; /* data NULL: the system's CA certificates */
	cotp_text proxy;   /* data NULL: no proxy */
	bool http2;
	cotp_text socket;       /* data NULL: no Unix socket */
	const char *http_hosts; /* the INI setting; NULL: none */
} cotp_client_settings;

/*
 * Checks and copies the settings, and owns wire from then on, even on failure. Returns NULL and fills error if a
 * setting is invalid. The caller frees the client with cotp_client_free(), which wipes the secrets and accepts NULL.
 */
cotp_client *cotp_client_new(const cotp_client_settings *settings, cotp_wire *wire, cotp_error *error);
void cotp_client_free(cotp_client *client);

/* Each function checks its arguments, makes the call and reads the response. It returns false and fills error if
 * anything fails. */

/* id has room for COTP_ID_LENGTH + 1 bytes. */
bool cotp_client_send(
	const cotp_client *client, const cotp_call *call, const cotp_form *form, char *id, cotp_error *error);

/* The caller frees the state with cotp_state_free(). */
bool cotp_client_retrieve(
	const cotp_client *client, const cotp_call *call, cotp_text request, cotp_state *state, cotp_error *error);

bool cotp_client_delete(const cotp_client *client, const cotp_call *call, cotp_text request, cotp_error *error);

bool cotp_client_set_retention(const cotp_client *client, const cotp_call *call, cotp_text card_uri,
	const cotp_retention *retention, cotp_error *error);

/* The caller frees the retention with cotp_wire_retention_free(). */
bool cotp_client_get_retention(const cotp_client *client, const cotp_call *call, cotp_text card_uri,
	cotp_wire_retention *retention, cotp_error *error);

/* type and data may be absent; data requires type. */
bool cotp_client_delete_retention(const cotp_client *client, const cotp_call *call, cotp_text card_uri, cotp_text type,
	cotp_text data, cotp_error *error);

bool cotp_client_clear_cvv(const cotp_client *client, const cotp_call *call, cotp_text card_uri, cotp_error *error);
bool cotp_client_delete_card(const cotp_client *client, const cotp_call *call, cotp_text card_uri, cotp_error *error);

/* Sets valid to whether the service accepts the API key. */
bool cotp_client_authenticate(const cotp_client *client, const cotp_call *call, bool *valid, cotp_error *error);

#endif
