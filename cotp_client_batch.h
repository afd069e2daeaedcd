/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Operations with more than one request: batches, and waiting for a final status.
 */
#ifndef COTP_CLIENT_BATCH_H
#define COTP_CLIENT_BATCH_H

#include "cotp_client.h"

/* The checks that the single operations make before they send. A batch uses them to check all items before it sends
 * any. id has room for COTP_ID_LENGTH + 1 bytes. */
bool cotp_client_check_form(const cotp_client *client, const cotp_form *form, cotp_error *error);
bool cotp_client_check_request(const cotp_client *client, cotp_text request, char *id, cotp_error *error);

/*
 * The caller supplies items and receives results one by one, so that only items in progress need memory. item is the
 * caller's and is returned with the result; everything that next() sets is borrowed until then. Exactly one of result
 * and error is not NULL; both are borrowed during take(). No function may make a call or run PHP code.
 */
typedef struct cotp_send_batch {
	void *context;
	bool (*next)(void *context, const cotp_form **form, void **item); /* returns false if there are no more */
	void (*take)(void *context, void *item, const char *id, const cotp_error *error);
} cotp_send_batch;

typedef struct cotp_retrieve_batch {
	void *context;
	bool (*next)(void *context, cotp_text *request, void **item);
	void (*take)(void *context, void *item, const cotp_state *state, const cotp_error *error);
} cotp_retrieve_batch;

/*
 * Runs at most concurrency (1 to 256) operations at a time; the client's timeout applies to each item and counts from
 * its own start. Returns false and fills error if the hooks or a lack of memory ended the batch early: the error
 * applies to all items for which next() was not called.
 */
bool cotp_client_send_many(const cotp_client *client, const cotp_call *call, const cotp_send_batch *batch,
	size_t concurrency, cotp_error *error);
bool cotp_client_retrieve_many(const cotp_client *client, const cotp_call *call, const cotp_retrieve_batch *batch,
	size_t concurrency, cotp_error *error);

/*
 * Retrieves the state repeatedly, with growing pauses, until the status is final. A failure ends the wait unless it is
 * retryable. After the timeout, which is greater than 0 and at most 86400 seconds, the error is COTP_ERROR_TIMEOUT and
 * describes the last result. The caller frees the state with cotp_state_free().
 */
bool cotp_client_await(const cotp_client *client, const cotp_call *call, cotp_text request, double timeout,
	cotp_state *state, cotp_error *error);

/*
 * Returns the seconds to wait after that many looks, or a negative number if there is no time for another look. Half of
 * the pause is jitter (random is between 0 and 1), so that many waiting processes do not look at the same moment.
 */
double cotp_client_pause(int looks, double random, double retry_after, double remaining);

#endif
