/*
 * One function per operation of the API, in plain C. A client holds key and settings and no state of a call, so calls
 * may nest.
 */
#ifndef COTP_CLIENT_H
#define COTP_CLIENT_H

#include "cotp_error.h"
#include "cotp_http.h"
#include "cotp_values.h"
#include "cotp_wire.h"

#define COTP_PRODUCTION "https://service.pcibooking.net/api"
#define COTP_STAGING    "https://service-pilot.pcibooking.net/api"

typedef struct cotp_client cotp_client;

typedef struct cotp_client_settings {
	cotp_text api_key;
	cotp_text base_uri;
	double timeout;
	double connect_timeout;
	int64_t retries;
	cotp_text ca_file; /* data NULL: the system's authorities */
	cotp_text proxy;   /* data NULL: none */
	bool http2;
	const char *http_hosts; /* of the INI setting; NULL: none */
} cotp_client_settings;

/*
 * Checks and copies the settings and takes over wire, also when it fails. NULL with error filled when a setting breaks
 * a rule. The caller frees with cotp_client_free(), which wipes; NULL is fine there.
 */
cotp_client *cotp_client_new(const cotp_client_settings *settings, cotp_wire *wire, cotp_error *error);
void cotp_client_free(cotp_client *client);

/* What a call runs with. hooks may be NULL. */
typedef struct cotp_call {
	cotp_pool *pool;
	const cotp_http_hooks *hooks;
} cotp_call;

/* Each checks its arguments, makes the call and reads the answer; false with error filled when anything went wrong. */

/* id holds COTP_ID_LENGTH + 1. */
bool cotp_client_send(
	const cotp_client *client, const cotp_call *call, const cotp_form *form, char *id, cotp_error *error);

/* The caller frees the state with cotp_state_free(). */
bool cotp_client_retrieve(
	const cotp_client *client, const cotp_call *call, cotp_text request, cotp_state *state, cotp_error *error);

bool cotp_client_delete(const cotp_client *client, const cotp_call *call, cotp_text request, cotp_error *error);

bool cotp_client_set_retention(const cotp_client *client, const cotp_call *call, cotp_text card_uri,
	const cotp_retention *retention, cotp_error *error);

/* The caller frees with cotp_wire_retention_free(). */
bool cotp_client_get_retention(const cotp_client *client, const cotp_call *call, cotp_text card_uri,
	cotp_wire_retention *retention, cotp_error *error);

/* type and data may be absent; data asks for type. */
bool cotp_client_delete_retention(const cotp_client *client, const cotp_call *call, cotp_text card_uri, cotp_text type,
	cotp_text data, cotp_error *error);

bool cotp_client_clear_cvv(const cotp_client *client, const cotp_call *call, cotp_text card_uri, cotp_error *error);
bool cotp_client_delete_card(const cotp_client *client, const cotp_call *call, cotp_text card_uri, cotp_error *error);

/* good says whether the service took the key. */
bool cotp_client_authenticate(const cotp_client *client, const cotp_call *call, bool *good, cotp_error *error);

#endif
