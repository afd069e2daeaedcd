/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A call, or a batch of calls, of a CotpRequest. PHP code (an observer, a signal handler) runs during it only in the
 * two hooks below, where neither libcurl nor a lock is on the stack.
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "php_cotp_call.h"

#include "php_cotp_attempt.h"
#include "php_cotp_exceptions.h"
#include "php_cotp_pool.h"

#include "zend_exceptions.h"
#include "zend_fibers.h"

bool php_cotp_call_has_ended(const php_cotp_call *call)
{
	return call->bailed_out || call->timed_out || EG(exception);
}

bool php_cotp_call_run(
	php_cotp_call *call, void (*run)(php_cotp_call *call, const void *argument), const void *argument)
{
	zend_fiber_switch_block();
	zend_try
	{
		run(call, argument);
	}
	zend_catch
	{
		call->bailed_out = true;
	}
	zend_end_try();
	zend_fiber_switch_unblock();
	return !php_cotp_call_has_ended(call);
}

static void run_interrupt_function(php_cotp_call *call, const void *argument)
{
	(void)call;
	(void)argument;
	zend_interrupt_function(EG(current_execute_data));
}

/* exit() and the end of a fiber use the exception mechanism but are not exceptions. */
static bool exception_is_exit(void)
{
	return zend_is_unwind_exit(EG(exception)) || zend_is_graceful_exit(EG(exception));
}

/* Sets aside an exception from PHP code, so that the batch can return the ids of the forms that were sent. The
 * exception becomes the previous exception of the failed items. If PHP code throws again, the new exception gets the
 * earlier one as its previous exception, as if a finally block had thrown. */
static bool keep_exception(php_cotp_call *call)
{
	if (call->bailed_out || call->timed_out || !EG(exception) || exception_is_exit()) {
		return false;
	}
	zend_object *thrown = EG(exception);
	GC_ADDREF(thrown);
	zend_clear_exception();
	if (call->interruption) {
		zend_exception_set_previous(thrown, call->interruption);
	}
	call->interruption = thrown;
	return true;
}

/* PHP 8.2.36 ends a script that exceeds the memory limit between two opcodes, no longer within the allocation. */
static bool memory_limit_is_exceeded(void)
{
#ifdef ZEND_HAS_OOM
	return EG(delayed_oom).state == ZEND_OOM_STATE_PENDING;
#else
	return false;
#endif
}

/* Does what the engine does between two opcodes, because no opcode runs during the wait. */
static cotp_http_signal hook_check(void *context)
{
	php_cotp_call *call = context;
	if (php_cotp_call_has_ended(call) || memory_limit_is_exceeded()) {
		return COTP_HTTP_STOP;
	}
	if (!zend_atomic_bool_load_ex(&EG(vm_interrupt))) {
		return COTP_HTTP_CONTINUE;
	}
	zend_atomic_bool_store_ex(&EG(vm_interrupt), false);
	if (zend_atomic_bool_load_ex(&EG(timed_out))) {
		call->timed_out = true;
		return COTP_HTTP_STOP;
	}
	if (!zend_interrupt_function || php_cotp_call_run(call, run_interrupt_function, NULL)) {
		return COTP_HTTP_CONTINUE;
	}
	return call->is_batch && keep_exception(call) ? COTP_HTTP_DRAIN : COTP_HTTP_STOP;
}

static void drop_exception(void)
{
	if (EG(exception) && !exception_is_exit()) {
		zend_clear_exception();
	}
}

void php_cotp_call_warn(const char *origin, zend_object *thrown)
{
	php_error_docref(NULL, E_WARNING, "%s threw %s", origin, ZSTR_VAL(thrown->ce->name));
	drop_exception();
}

/* Turns an exception from the observer into a warning, so that the caller still gets the result. The destructor of the
 * exception may throw too. */
static void observer_exception_to_warning(void)
{
	zend_object *thrown = EG(exception);
	GC_ADDREF(thrown);
	zend_clear_exception();
	php_cotp_call_warn("The observer", thrown);
	OBJ_RELEASE(thrown);
	drop_exception();
}

static void run_observer(php_cotp_call *call, const void *argument)
{
	const cotp_http_report *report = argument;
	zval key, attempt, result;
	ZVAL_NULL(&key);
	if (call->item_key) {
		call->item_key(call, report->item, &key);
	}
	php_cotp_attempt_to_zval(report, &key, &attempt);
	ZVAL_UNDEF(&result);
	call_user_function(NULL, NULL, call->observer, &result, 1, &attempt);
	zval_ptr_dtor(&result);
	zval_ptr_dtor(&attempt);
	if (EG(exception) && !exception_is_exit()) {
		observer_exception_to_warning();
	}
}

static bool hook_observe(void *context, const cotp_http_report *report)
{
	php_cotp_call *call = context;
	return !php_cotp_call_has_ended(call) && php_cotp_call_run(call, run_observer, report);
}

bool php_cotp_call_begin(php_cotp_call *call, zval *self)
{
	php_cotp_request *request = php_cotp_request_of(Z_OBJ_P(self));
	if (!request->client) {
		zend_throw_error(NULL, "CotpRequest::__construct() has not been called");
		return false;
	}
	memset(call, 0, sizeof(*call));
	call->client = request->client;
	call->observer = &request->observer;
	call->hooks.context = call;
	call->hooks.check = hook_check;
	call->hooks.observe = Z_TYPE(request->observer) == IS_UNDEF ? NULL : hook_observe;
	call->call.hooks = &call->hooks;
	call->call.pool = php_cotp_pool();
	if (!call->call.pool) {
		php_cotp_throw_memory();
		return false;
	}
	return true;
}

/* Lets the exception of a signal handler continue to the code that catches it, and appends the exception of the call as
 * the last previous exception: code that makes the call again must be able to see whether a guest may have been sent a
 * link. */
static void append_outcome(const cotp_error *error)
{
	zval outcome;
	if (error->domain == COTP_ERROR_ARGUMENT) {
		return;
	}
	zend_object *thrown = EG(exception);
	EG(exception) = NULL; /* objects are created while no exception is pending */
	php_cotp_exception_to_zval(error, NULL, &outcome);
	zend_exception_set_previous(thrown, Z_OBJ(outcome));
	EG(exception) = thrown;
}

/* Throws a CotpException even if memory ran out, because the caller must know the outcome of the request. */
static void throw_failure(const cotp_error *error, uint32_t number)
{
	zval exception;
	if (error->domain == COTP_ERROR_ARGUMENT) {
		php_cotp_throw(error, number);
	} else {
		php_cotp_exception_to_zval(error, NULL, &exception);
		zend_throw_exception_object(&exception);
	}
}

bool php_cotp_call_end(php_cotp_call *call, bool succeeded, const cotp_error *error, uint32_t number,
	void (*release)(void *), void *result)
{
	bool has_ended = php_cotp_call_has_ended(call);
	if (succeeded && has_ended && release) {
		release(result);
	}
	if (call->bailed_out) {
		zend_bailout();
	}
	if (call->timed_out) {
		zend_timeout();
	}
	if (!succeeded && !has_ended) {
		throw_failure(error, number);
	} else if (!succeeded && !exception_is_exit()) {
		append_outcome(error);
	}
	return succeeded && !has_ended;
}

void php_cotp_call_convert(
	zval *return_value, void (*convert)(const void *result, zval *value), void (*release)(void *), void *result)
{
	volatile bool bailed_out = false;
	zend_try
	{
		convert(result, return_value);
	}
	zend_catch
	{
		bailed_out = true;
	}
	zend_end_try();
	release(result);
	if (bailed_out) {
		zend_bailout();
	}
}
