/*
 * One function per operation of the API, in plain C. A client holds key and settings and no state of a call, so calls
 * may nest.
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

/* ---- many at once (cotp_client_batch.c) ---- */

/* What the single operations check before they send, for who wants to check all before any is sent. */
bool cotp_client_check_form(const cotp_client *client, const cotp_form *form, cotp_error *error);
bool cotp_client_check_request(const cotp_client *client, cotp_text request, char *id, cotp_error *error);

/*
 * The caller hands items in and takes results out by these, so that only what is under way needs memory. item is the
 * caller's and comes back with the result; what next() gives is borrowed until then. Exactly one of result and error is
 * not NULL, both borrowed for that moment. None may make a call or run PHP code.
 */
typedef struct cotp_send_batch {
	void *context;
	bool (*next)(void *context, const cotp_form **form, void **item); /* false: there is none left */
	void (*take)(void *context, void *item, const char *id, const cotp_error *error);
} cotp_send_batch;

typedef struct cotp_retrieve_batch {
	void *context;
	bool (*next)(void *context, cotp_text *request, void **item);
	void (*take)(void *context, void *item, const cotp_state *state, const cotp_error *error);
} cotp_retrieve_batch;

/*
 * At most concurrency (1 to 256) at a time; the client's timeout is each item's own and counts from when it begins.
 * False, with error filled, when the hooks or a lack of memory ended it early: the error holds for what next() was not
 * asked for.
 */
bool cotp_client_send_many(const cotp_client *client, const cotp_call *call, const cotp_send_batch *batch,
	size_t concurrency, cotp_error *error);
bool cotp_client_retrieve_many(const cotp_client *client, const cotp_call *call, const cotp_retrieve_batch *batch,
	size_t concurrency, cotp_error *error);

/*
 * Retrieves again and again, with growing pauses, until the status is final. A failure ends it unless it is retryable.
 * When time is up: COTP_ERROR_TIMEOUT, of what is known by then. timeout is above 0 and at most 86400 seconds. The
 * caller frees the state with cotp_state_free().
 */
bool cotp_client_await(const cotp_client *client, const cotp_call *call, cotp_text request, double timeout,
	cotp_state *state, cotp_error *error);

/* ---- the key ---- */

/* good says whether the service took the key. */
bool cotp_client_authenticate(const cotp_client *client, const cotp_call *call, bool *good, cotp_error *error);

#endif
