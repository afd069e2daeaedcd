/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Operations with more than one request: batches, and waiting for a final status.
 */
#include "cotp_client_batch.h"

#include <stdlib.h>
#include <string.h>

#include "cotp_check.h"
#include "cotp_client_operation.h"
#include "cotp_clock.h"

/* ---- checks ---- */

/* Prepares the whole request, so that nothing can fail when its turn comes. */
bool cotp_client_check_form(const cotp_client *client, const cotp_form *form, cotp_error *error)
{
	cotp_operation operation;
	bool valid = cotp_operation_prepare_send(&operation, client, form, error);
	cotp_operation_free(&operation);
	return valid;
}

bool cotp_client_check_request(const cotp_client *client, cotp_text request, char *id, cotp_error *error)
{
	return cotp_check_request(request, client->base_uri, id, error);
}

/* ---- batches ---- */

/* An item in progress. */
typedef struct batch_item {
	cotp_operation operation;
	void *item; /* the caller's */
} batch_item;

typedef struct client_batch {
	const cotp_client *client;
	const cotp_send_batch *sends; /* one of these two is NULL */
	const cotp_retrieve_batch *retrieves;
} client_batch;

static void take_failure(const client_batch *batch, void *item, const cotp_error *error)
{
	if (batch->sends) {
		batch->sends->take(batch->sends->context, item, NULL, error);
	} else {
		batch->retrieves->take(batch->retrieves->context, item, NULL, error);
	}
}

/* The next input of the caller, borrowed. */
typedef struct batch_input {
	const cotp_form *form;
	cotp_text request;
	void *item;
} batch_input;

static bool next_input(const client_batch *batch, batch_input *input)
{
	return batch->sends ? batch->sends->next(batch->sends->context, &input->form, &input->item)
						: batch->retrieves->next(batch->retrieves->context, &input->request, &input->item);
}

/* Returns NULL and fills error on failure. */
static batch_item *batch_item_new(const client_batch *batch, const batch_input *input, cotp_error *error)
{
	batch_item *started = malloc(sizeof(*started));
	if (!started) {
		cotp_error_memory(error);
		return NULL;
	}
	started->item = input->item;
	if (batch->sends ? cotp_operation_prepare_send(&started->operation, batch->client, input->form, error)
					 : cotp_operation_prepare_retrieve(&started->operation, batch->client, input->request, error)) {
		started->operation.request.item = input->item;
		return started;
	}
	cotp_operation_free(&started->operation);
	free(started);
	return NULL;
}

/* An item that cannot be prepared fails at once, and the item after it is next. */
static bool batch_next(void *context, cotp_http_item *item)
{
	const client_batch *batch = context;
	batch_input input;
	while (next_input(batch, &input)) {
		cotp_error error;
		batch_item *started = batch_item_new(batch, &input, &error);
		if (started) {
			*item = (cotp_http_item){ &started->operation.request, &started->operation.response, started };
			return true;
		}
		take_failure(batch, input.item, &error);
	}
	return false;
}

static void take_sent(const client_batch *batch, batch_item *finished)
{
	char id[COTP_ID_LENGTH + 1];
	cotp_error error;
	bool sent = cotp_operation_read_sent(&finished->operation, id, &error);
	batch->sends->take(batch->sends->context, finished->item, sent ? id : NULL, sent ? NULL : &error);
}

static void take_retrieved(const client_batch *batch, batch_item *finished)
{
	cotp_state state;
	cotp_error error;
	bool read = cotp_operation_read_state(&finished->operation, &state, &error);
	batch->retrieves->take(batch->retrieves->context, finished->item, read ? &state : NULL, read ? NULL : &error);
	if (read) {
		cotp_state_free(&state);
	}
}

static void batch_finished(void *context, const cotp_http_item *item)
{
	const client_batch *batch = context;
	batch_item *finished = item->data;
	if (batch->sends) {
		take_sent(batch, finished);
	} else {
		take_retrieved(batch, finished);
	}
	cotp_operation_free(&finished->operation);
	free(finished);
}

static bool run_batch(client_batch *batch, const cotp_call *call, size_t concurrency, cotp_error *error)
{
	cotp_http_source source = { .context = batch, .next = batch_next, .finished = batch_finished };
	if (cotp_http_run(call, &batch->client->http, &source, concurrency, error)) {
		return true;
	}
	if (batch->sends && error->outcome == COTP_OUTCOME_UNKNOWN) {
		error->domain = COTP_ERROR_OUTCOME_UNKNOWN;
	}
	return false;
}

bool cotp_client_send_many(const cotp_client *client, const cotp_call *call, const cotp_send_batch *sends,
	size_t concurrency, cotp_error *error)
{
	client_batch batch = { .client = client, .sends = sends };
	return run_batch(&batch, call, concurrency, error);
}

bool cotp_client_retrieve_many(const cotp_client *client, const cotp_call *call, const cotp_retrieve_batch *retrieves,
	size_t concurrency, cotp_error *error)
{
	client_batch batch = { .client = client, .retrieves = retrieves };
	return run_batch(&batch, call, concurrency, error);
}

/* ---- waiting for a final status ---- */

#define FIRST_PAUSE    1.0 /* seconds */
#define GROWTH         1.5
#define LONGEST_PAUSE  15.0
#define SHORTEST_PAUSE 0.25
#define LAST_LOOK      1.0 /* seconds before the timeout, so that the last seconds are not waited for in vain */

static double seconds_until(int64_t deadline)
{
	return (double)(deadline - cotp_clock_now()) / 1e6;
}

/* Retrieves the state once, within the remaining time of the whole wait. */
static bool look(const cotp_client *client, const cotp_call *call, const char *id, int64_t deadline, cotp_state *state,
	cotp_error *error)
{
	cotp_client hurried = *client; /* borrows everything except the timeout */
	double remaining = seconds_until(deadline);
	if (remaining < hurried.http.timeout) {
		hurried.http.timeout = remaining > 0.001 ? remaining : 0.001;
	}
	return cotp_client_retrieve(&hurried, call, cotp_text_of(id), state, error);
}

double cotp_client_pause(int looks, double random, double retry_after, double remaining)
{
	double longest = FIRST_PAUSE;
	for (int i = 1; i < looks && longest < LONGEST_PAUSE; i++) {
		longest *= GROWTH;
	}
	longest = longest < LONGEST_PAUSE ? longest : LONGEST_PAUSE;
	double pause = longest * (0.5 + random / 2.0);
	if (pause > remaining - LAST_LOOK) {
		pause = remaining - LAST_LOOK;
	}
	if (retry_after > pause) {
		return retry_after < remaining ? retry_after : -1.0;
	}
	return pause < SHORTEST_PAUSE ? -1.0 : pause;
}

/* Fills the error of a timeout, with the last failure or with the status that is not final. */
static void fill_timeout(const cotp_state *state, const char *id, cotp_error *error)
{
	char why[400]; /* cut between two characters */
	if (state) {
		cotp_error_clear(error);
		error->outcome = COTP_OUTCOME_ANSWERED;
		const char *name = cotp_status_name(state->status);
		cotp_error_print(why, sizeof(why), "the last status was %s", *name ? name : "unknown to this version");
	} else {
		cotp_error_copy(why, sizeof(why), error->message);
	}
	cotp_error_print(error->message, sizeof(error->message), "no final status before the timeout: %s", why);
	error->domain = COTP_ERROR_TIMEOUT;
	error->retryable = true;
	memcpy(error->request_id, id, strlen(id) + 1);
}

static bool interrupted(cotp_error *error)
{
	cotp_error_clear(error);
	error->domain = COTP_ERROR_INTERRUPTED;
	cotp_error_print(error->message, sizeof(error->message), "the wait was interrupted");
	return false;
}

/* Returns whether there is nothing more to wait for. */
static bool is_finished(bool read, const cotp_state *state, const cotp_error *error)
{
	return read ? cotp_status_is_final(state->status) : error->domain == COTP_ERROR_INTERRUPTED || !error->retryable;
}

bool cotp_client_await(const cotp_client *client, const cotp_call *call, cotp_text request, double timeout,
	cotp_state *state, cotp_error *error)
{
	char id[COTP_ID_LENGTH + 1];
	if (!cotp_client_check_request(client, request, id, error) || !cotp_check_long_seconds(timeout, "timeout", error)) {
		return false;
	}
	int64_t deadline = cotp_clock_now() + (int64_t)(timeout * 1e6);
	for (int looks = 1;; looks++) {
		bool read = look(client, call, id, deadline, state, error);
		if (is_finished(read, state, error)) {
			return read;
		}
		double pause =
			cotp_client_pause(looks, cotp_clock_random(), read ? -1.0 : error->retry_after, seconds_until(deadline));
		if (pause < 0) {
			fill_timeout(read ? state : NULL, id, error);
		}
		if (read) {
			cotp_state_free(state);
		}
		if (pause < 0) {
			return false;
		}
		if (!cotp_http_wait(call->hooks, cotp_clock_now() + (int64_t)(pause * 1e6))) {
			return interrupted(error);
		}
	}
}
