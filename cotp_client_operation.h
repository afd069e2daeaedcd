/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The client and one operation in progress; only cotp_client*.c include it.
 */
#ifndef COTP_CLIENT_OPERATION_H
#define COTP_CLIENT_OPERATION_H

#include "cotp_http.h"
#include "cotp_wire_body.h"
#include "cotp_wire_response.h"

#define COTP_OPERATION_MAX_SECRETS 16 /* a send has at most 10 */

typedef struct cotp_client {
	char *api_key;
	char *authorization;
	char *base_uri; /* without a slash at its end */
	char *ca_file;
	char *proxy;
	char *socket;
	cotp_wire *wire;
	cotp_http_settings http;
} cotp_client;

/* The request and response of an operation, and the secrets that its errors must not contain. It must not be moved. */
typedef struct cotp_operation {
	const cotp_client *client;
	cotp_operation_kind kind;
	char name[COTP_ID_LENGTH + 1]; /* the id or token that parts borrows */
	cotp_wire_parts parts;
	cotp_buffer url;
	cotp_buffer body;
	cotp_text secrets[COTP_OPERATION_MAX_SECRETS]; /* all borrowed */
	size_t secret_count;
	const cotp_form *form; /* borrowed; NULL if none is sent */
	cotp_http_request request;
	cotp_http_response response;
	cotp_state state; /* of a Retrieve's response that fits, until cotp_operation_read_state(); else zeros */
} cotp_operation;

/* After cotp_operation_init() the caller always frees the operation, whatever fails. */
void cotp_operation_init(cotp_operation *operation, const cotp_client *client, cotp_operation_kind kind);
void cotp_operation_free(cotp_operation *operation);

/* Each function checks its argument and makes it the target of the operation. */
bool cotp_operation_set_request(cotp_operation *operation, cotp_text request, cotp_error *error);
bool cotp_operation_set_card(cotp_operation *operation, cotp_text card_uri, cotp_error *error);

/* Builds the HTTP request. */
bool cotp_operation_prepare(cotp_operation *operation, cotp_error *error);

/* Runs a prepared operation. */
void cotp_operation_run(cotp_operation *operation, const cotp_call *call);

/* Reads the result of a run. Returns true if there is a 2xx response to read. */
bool cotp_operation_conclude(cotp_operation *operation, cotp_error *error);

/* Prepares, runs and concludes the operation. */
bool cotp_operation_perform(cotp_operation *operation, const cotp_call *call, cotp_error *error);

/* Returns the body of the response, borrowed. */
cotp_text cotp_operation_response_body(const cotp_operation *operation);

/* Returns false. Completes the error of a reader that did not understand a complete 2xx response. */
bool cotp_operation_response_not_understood(const cotp_operation *operation, cotp_error *error);

/* Checks a form as a send does. token has room for COTP_ID_LENGTH + 1 bytes and receives the token of the card, if the
 * form has one. */
bool cotp_operation_check_form(const cotp_client *client, const cotp_form *form, char *token, cotp_error *error);

/* The two operations of batches. The first function of each pair initializes and prepares, the second reads after the
 * run. The texts of the form are borrowed until then. */
bool cotp_operation_prepare_send(
	cotp_operation *operation, const cotp_client *client, const cotp_form *form, cotp_error *error);
bool cotp_operation_read_sent(cotp_operation *operation, char *id, cotp_error *error);
bool cotp_operation_prepare_retrieve(
	cotp_operation *operation, const cotp_client *client, cotp_text request, cotp_error *error);
bool cotp_operation_read_state(cotp_operation *operation, cotp_state *state, cotp_error *error);

#endif
