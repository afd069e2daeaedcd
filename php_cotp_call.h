/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A call in progress: its hooks, what ends it early, and its result.
 */
#ifndef PHP_COTP_CALL_H
#define PHP_COTP_CALL_H

#include "php_cotp_zend.h"

#include "cotp_client.h"

/* The object behind a CotpRequest. */
typedef struct php_cotp_request {
	cotp_client *client; /* NULL until the constructor has finished */
	zval observer;       /* a closure, or undefined */
	zend_object std;
} php_cotp_request;

static inline php_cotp_request *php_cotp_request_of(zend_object *object)
{
	return (php_cotp_request *)((char *)object - offsetof(php_cotp_request, std));
}

typedef struct php_cotp_call {
	const cotp_client *client;
	zval *observer;
	cotp_call call;
	cotp_http_hooks hooks;
	bool bailed_out; /* PHP code that a hook ran ended in a bailout */
	bool timed_out;  /* max_execution_time has passed */
	bool is_batch;   /* an exception from PHP code drains the batch */
	/* Copies the key of an item of the batch. NULL if there is no batch. */
	void (*item_key)(struct php_cotp_call *call, const void *item, zval *key);
	zend_object *interruption; /* that exception; the batch releases it */
} php_cotp_call;

/* Returns false, with an exception thrown, if the object cannot make calls. The call must not be moved afterwards. */
bool php_cotp_call_begin(php_cotp_call *call, zval *self);

/* Returns whether PHP code that ran during the call has ended it. */
bool php_cotp_call_has_ended(const php_cotp_call *call);

/*
 * Runs code that may throw or bail out during a call. A bailout is caught, so that the layers below can clean up, and
 * continues in php_cotp_call_end(). Fibers must not switch, because a call of another fiber would find the pool in a
 * state that it does not expect. Returns false if the call has ended.
 */
bool php_cotp_call_run(
	php_cotp_call *call, void (*run)(php_cotp_call *call, const void *argument), const void *argument);

/* Warns of an exception from PHP code that the call survives. The warning leaves out the exception's message, which may
 * contain anything. An error handler that throws for the warning does not cost the result of the call. */
void php_cotp_call_warn(const char *origin, zend_object *thrown);

/*
 * Ends a call. Returns true if there is a result to return. All C memory except the result is freed before; if
 * succeeded is set and this returns false, release frees the result too (NULL: there is nothing to free).
 *
 * If PHP code throws or exits at the moment in which the call finishes, the result is lost, because a PHP function that
 * throws returns nothing. For a send the id is lost; its callback will contain it.
 */
bool php_cotp_call_end(php_cotp_call *call, bool succeeded, const cotp_error *error, uint32_t number,
	void (*release)(void *), void *result);

/* Converts a single result from C memory to a PHP value, and frees the C memory even if a bailout (the memory limit)
 * interrupts the conversion. */
void php_cotp_call_convert(
	zval *return_value, void (*convert)(const void *result, zval *value), void (*release)(void *), void *result);

#endif
