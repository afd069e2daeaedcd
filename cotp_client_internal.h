/*
 * What the files of the client share; nobody else includes it.
 */
#ifndef COTP_CLIENT_INTERNAL_H
#define COTP_CLIENT_INTERNAL_H

#include "cotp_client.h"

#define COTP_OPERATION_MAX_SECRETS 16 /* a send has at most 10 */

struct cotp_client {
	char *api_key;
	char *authorization;
	char *base_uri; /* without a slash at its end */
	char *ca_file;
	char *proxy;
	cotp_wire *wire;
	cotp_http_settings http;
};

/* One operation under way: what it sends, and what its errors must not repeat. It must not be moved. */
typedef struct cotp_operation {
	const cotp_client *client;
	cotp_operation_kind kind;
	char name[COTP_ID_LENGTH + 1]; /* the id or token that parts borrows */
	cotp_wire_parts parts;
	cotp_buffer url;
	cotp_buffer body;
	cotp_text secrets[COTP_OPERATION_MAX_SECRETS]; /* all borrowed */
	size_t secret_count;
	const cotp_form *form; /* borrowed; NULL where none is sent */
	cotp_exchange exchange;
} cotp_operation;

/* Whatever comes of it, the caller frees afterwards what was initialised. */
void cotp_operation_init(cotp_operation *operation, const cotp_client *client, cotp_operation_kind kind);
void cotp_operation_free(cotp_operation *operation);

/* Each checks its argument and says what the operation is about. */
bool cotp_operation_set_request(cotp_operation *operation, cotp_text request, cotp_error *error);
bool cotp_operation_set_card(cotp_operation *operation, cotp_text card_uri, cotp_error *error);

/* Makes the exchange of what was set. */
bool cotp_operation_prepare(cotp_operation *operation, cotp_error *error);

/* After the exchange: true when a 2xx answer is there to be read. */
bool cotp_operation_conclude(cotp_operation *operation, cotp_error *error);

/* Runs a prepared one. */
void cotp_operation_run(cotp_operation *operation, const cotp_call *call);

/* The three in one. */
bool cotp_operation_perform(cotp_operation *operation, const cotp_call *call, cotp_error *error);

cotp_text cotp_operation_response(const cotp_operation *operation);

/* False. The answer was whole and of success, but could not be read: fills in what the reader could not know. */
bool cotp_operation_response_not_understood(const cotp_operation *operation, cotp_error *error);

/* The two operations that also come in batches: each initialises and prepares, and reads after the run. The form's
 * texts are borrowed until then. */
bool cotp_operation_prepare_send(
	cotp_operation *operation, const cotp_client *client, const cotp_form *form, cotp_error *error);
bool cotp_operation_read_sent(cotp_operation *operation, char *id, cotp_error *error);
bool cotp_operation_prepare_retrieve(
	cotp_operation *operation, const cotp_client *client, cotp_text request, cotp_error *error);
bool cotp_operation_read_state(cotp_operation *operation, cotp_state *state, cotp_error *error);

/*
 * How many seconds to wait after so many looks; negative: there is no time for another. Half of the pause is jitter
 * (random is from 0 to 1), so that many who wait do not look at the same moment.
 */
double cotp_client_pause(int looks, double random, double retry_after, double left);

#endif
