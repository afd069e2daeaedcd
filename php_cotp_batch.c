/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * CotpRequest::sendMany() and retrieveMany(). All items are checked before the first is sent. Each form or id is
 * converted to a C value when its turn comes, and each outcome is converted to a PHP value at once, so only the items
 * in progress exist in memory twice.
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "php_cotp_call.h"
#include "php_cotp_exceptions.h"
#include "php_cotp_form.h"
#include "php_cotp_object.h"
#include "php_cotp_state.h"

#include "cotp_client_batch.h"

#include "zend_exceptions.h"

typedef struct php_cotp_batch {
	php_cotp_call call;
	zend_array *work;      /* the items; when an item has finished, its outcome replaces it */
	HashPosition position; /* of the next item */
	bool is_reported;      /* an outcome has the exception of PHP code as its previous exception */
} php_cotp_batch;

/* ---- the arguments ---- */

typedef struct batch_arguments {
	zend_array *given;
	zend_long concurrency;
} batch_arguments;

static bool batch_parse(zend_execute_data *execute_data, batch_arguments *arguments)
{
	ZEND_PARSE_PARAMETERS_START(1, 2)
		Z_PARAM_ARRAY_HT(arguments->given)
		Z_PARAM_OPTIONAL
		Z_PARAM_LONG(arguments->concurrency)
	ZEND_PARSE_PARAMETERS_END_EX(return false);
	if (arguments->concurrency < 1 || arguments->concurrency > COTP_MAX_CONCURRENCY) {
		zend_argument_value_error(2, "must be between 1 and %d", COTP_MAX_CONCURRENCY);
		return false;
	}
	return true;
}

typedef struct key_text {
	char text[96];
} key_text;

static key_text text_of_key(const zend_string *key, zend_ulong index)
{
	key_text text = { "" };
	char copy[sizeof(text.text) - 2];
	if (key) {
		cotp_error_copy(copy, sizeof(copy), ZSTR_VAL(key));
		snprintf(text.text, sizeof(text.text), "\"%s\"", copy);
	} else {
		snprintf(text.text, sizeof(text.text), ZEND_LONG_FMT, (zend_long)index);
	}
	return text;
}

static void throw_type_at_key(const char *wanted, const zval *value, const zend_string *key, zend_ulong index)
{
	zend_argument_type_error(
		1, "must contain only %s, %s given at key %s", wanted, php_cotp_type_name(value), text_of_key(key, index).text);
}

/* Adds the key of the item to the message of the thrown exception. */
static void add_key_to_exception(const zend_string *key, zend_ulong index)
{
	zend_object *exception = EG(exception);
	zend_class_entry *base = zend_get_exception_base(exception);
	zval buffer, message;
	zval *old = zend_read_property_ex(base, exception, ZSTR_KNOWN(ZEND_STR_MESSAGE), true, &buffer);
	ZVAL_STR(&message, zend_strpprintf(0, "%s (at key %s)", Z_STRVAL_P(old), text_of_key(key, index).text));
	zend_update_property_ex(base, exception, ZSTR_KNOWN(ZEND_STR_MESSAGE), &message);
	zval_ptr_dtor(&message);
}

/* Takes over the value's reference. */
static void add_at_key(zend_array *array, zend_string *key, zend_ulong index, zval *value)
{
	if (key) {
		zend_hash_add_new(array, key, value);
	} else {
		zend_hash_index_add_new(array, index, value);
	}
}

/* ---- outcomes ---- */

typedef struct batch_outcome {
	HashPosition position;
	const char *id; /* exactly one of id, state and error is not NULL */
	const cotp_state *state;
	const cotp_error *error;
	zend_object *previous; /* of the error; NULL: only an exception that PHP code threw during the batch */
} batch_outcome;

static php_cotp_batch *batch_of(php_cotp_call *call)
{
	return (php_cotp_batch *)call; /* its first member */
}

static zval *entry_at(const php_cotp_batch *batch, HashPosition position)
{
	return zend_hash_get_current_data_ex(batch->work, &position);
}

static void failure_to_zval(php_cotp_batch *batch, const batch_outcome *outcome, zval *value)
{
	zend_object *previous = outcome->previous;
	if (!previous && outcome->error->interrupted && batch->call.interruption) {
		previous = batch->call.interruption;
		batch->is_reported = true;
	}
	php_cotp_exception_to_zval(outcome->error, previous, value);
}

static void run_store(php_cotp_call *call, const void *argument)
{
	const batch_outcome *outcome = argument;
	zval *entry = entry_at(batch_of(call), outcome->position);
	zval value;
	if (outcome->id) {
		ZVAL_STRING(&value, outcome->id);
	} else if (outcome->state) {
		php_cotp_state_to_zval(outcome->state, &value);
	} else {
		failure_to_zval(batch_of(call), outcome, &value);
	}
	/* A garbage collection would run destructors; one that throws would lose the outcomes of all items that follow. */
	bool was_protected = gc_protect(true);
	zval_ptr_dtor(entry);
	gc_protect(was_protected);
	ZVAL_COPY_VALUE(entry, &value);
}

/* Does nothing if PHP code has ended the call for good, because the outcomes are not returned then. */
static void store(php_cotp_batch *batch, const batch_outcome *outcome)
{
	if (!php_cotp_call_has_ended(&batch->call)) {
		php_cotp_call_run(&batch->call, run_store, outcome);
	}
}

/* Stores the outcome of the items that were never started. */
static void store_rest(php_cotp_batch *batch, const cotp_error *error)
{
	batch_outcome outcome = { .error = error };
	cotp_error named = *error;
	while (!php_cotp_call_has_ended(&batch->call) && entry_at(batch, batch->position)) {
		zend_string *id = NULL;
		zend_ulong index;
		outcome.position = batch->position;
		if (Z_TYPE_P(entry_at(batch, batch->position)) != IS_OBJECT) { /* the item is an id, not a form */
			zend_hash_get_current_key_ex(batch->work, &id, &index, &batch->position);
			memcpy(named.request_id, ZSTR_VAL(id), ZSTR_LEN(id) + 1);
			outcome.error = &named;
		}
		store(batch, &outcome);
		zend_hash_move_forward_ex(batch->work, &batch->position);
	}
}

static bool batch_begin(
	php_cotp_batch *batch, zval *self, void (*item_key)(php_cotp_call *call, const void *item, zval *key))
{
	memset(batch, 0, sizeof(*batch));
	if (!php_cotp_call_begin(&batch->call, self)) {
		return false;
	}
	batch->call.is_batch = true;
	batch->call.item_key = item_key;
	return true;
}

/* Returns true if the outcomes can be returned. The caller has freed all C memory. */
static bool batch_end(php_cotp_batch *batch, bool succeeded, const cotp_error *error)
{
	if (!succeeded) {
		store_rest(batch, error);
	}
	if (php_cotp_call_has_ended(&batch->call) && !batch->call.bailed_out && batch->call.interruption) {
		OBJ_RELEASE(batch->call.interruption);
	}
	if (!php_cotp_call_end(&batch->call, true, NULL, 1, NULL, NULL)) {
		return false;
	}
	if (batch->call.interruption) {
		if (!batch->is_reported) {
			php_cotp_call_warn("A signal handler", batch->call.interruption);
		}
		OBJ_RELEASE(batch->call.interruption);
	}
	return true;
}

/* ---- sends ---- */

/* A form in progress. */
typedef struct send_item {
	HashPosition position;
	php_cotp_form form;
} send_item;

/* Returns false with an exception thrown. */
static bool check_form(const php_cotp_batch *batch, zend_object *object)
{
	php_cotp_form form;
	cotp_error error;
	if (!php_cotp_form_from_object(&form, object, 1)) {
		return false;
	}
	bool good = cotp_client_check_form(batch->call.client, &form.form, &error);
	php_cotp_form_release(&form);
	if (!good) {
		php_cotp_throw(&error, 1);
	}
	return good;
}

static bool take_forms(php_cotp_batch *batch, zend_array *given)
{
	zend_string *key;
	zend_ulong index;
	zval *value;
	batch->work = zend_new_array(zend_hash_num_elements(given));
	ZEND_HASH_FOREACH_KEY_VAL(given, index, key, value) {
		ZVAL_DEREF(value);
		if (Z_TYPE_P(value) != IS_OBJECT || Z_OBJCE_P(value) != cotp_ce_form) {
			throw_type_at_key("CotpForm objects", value, key, index);
			return false;
		}
		if (!check_form(batch, Z_OBJ_P(value))) {
			add_key_to_exception(key, index);
			return false;
		}
		Z_ADDREF_P(value);
		add_at_key(batch->work, key, index, value);
	}
	ZEND_HASH_FOREACH_END();
	return true;
}

/* Stores the failure of a form that PHP code changed after it was checked. This is possible only through references
 * that unserialize() or an ArrayObject left in the form. */
static void store_changed_form(php_cotp_batch *batch, HashPosition position)
{
	batch_outcome outcome = { .position = position, .previous = EG(exception) };
	cotp_error error;
	cotp_error_clear(&error);
	error.domain = COTP_ERROR_TRANSPORT;
	snprintf(error.message, sizeof(error.message), "the form was changed before it was sent");
	outcome.error = &error;
	GC_ADDREF(outcome.previous);
	zend_clear_exception();
	run_store(&batch->call, &outcome);
	OBJ_RELEASE(outcome.previous);
}

static void key_of_form(php_cotp_call *call, const void *item, zval *key)
{
	const send_item *sent = item;
	HashPosition position = sent->position;
	zend_hash_get_current_key_zval_ex(batch_of(call)->work, key, &position);
}

typedef struct next_turn {
	send_item **item; /* filled, unless the form has become invalid */
} next_turn;

static void run_next_form(php_cotp_call *call, const void *argument)
{
	php_cotp_batch *batch = batch_of(call);
	const next_turn *turn = argument;
	send_item *item = emalloc(sizeof(*item));
	item->position = batch->position;
	zend_hash_move_forward_ex(batch->work, &batch->position);
	if (php_cotp_form_from_object(&item->form, Z_OBJ_P(entry_at(batch, item->position)), 1)) {
		*turn->item = item;
	} else {
		store_changed_form(batch, item->position);
		efree(item);
	}
}

static bool next_form(void *context, const cotp_form **form, void **item)
{
	php_cotp_batch *batch = context;
	send_item *next = NULL;
	next_turn turn = { .item = &next };
	/* cppcheck-suppress knownConditionTrueFalse ; run_next_form() fills it through turn */
	while (!next && !php_cotp_call_has_ended(&batch->call) && entry_at(batch, batch->position)) {
		php_cotp_call_run(&batch->call, run_next_form, &turn);
	}
	if (!next) {
		return false;
	}
	*form = &next->form.form;
	*item = next;
	return true;
}

static void take_sent(void *context, void *item, const char *id, const cotp_error *error)
{
	send_item *sent = item;
	batch_outcome outcome = { .position = sent->position, .id = id, .error = error };
	php_cotp_form_release(&sent->form);
	efree(sent);
	store(context, &outcome);
}

ZEND_METHOD(CotpRequest, sendMany)
{
	batch_arguments arguments = { .concurrency = 6 };
	php_cotp_batch batch;
	cotp_error error;
	if (!batch_parse(execute_data, &arguments) || !batch_begin(&batch, ZEND_THIS, key_of_form)) {
		RETURN_THROWS();
	}
	cotp_send_batch sends = { .context = &batch, .next = next_form, .take = take_sent };
	bool good = take_forms(&batch, arguments.given);
	if (good) {
		bool succeeded =
			cotp_client_send_many(batch.call.client, &batch.call.call, &sends, (size_t)arguments.concurrency, &error);
		good = batch_end(&batch, succeeded, &error);
	}
	if (!good) {
		zend_array_destroy(batch.work);
		RETURN_THROWS();
	}
	RETURN_ARR(batch.work);
}

/* ---- retrieves ---- */

/* Adds the id to the work, which is keyed by id, so that an id that is given twice is retrieved once. Its value is the
 * first key with this id until its outcome replaces it. wanted contains the id of each key. Returns false with an
 * exception thrown. */
static bool take_request(
	php_cotp_batch *batch, zend_array *wanted, zend_string *key, zend_ulong index, const zend_string *request)
{
	char id[COTP_ID_LENGTH + 1];
	cotp_error error;
	zval text, first_key;
	if (!cotp_client_check_request(batch->call.client, php_cotp_text_of(request), id, &error)) {
		php_cotp_throw(&error, 1);
		add_key_to_exception(key, index);
		return false;
	}
	ZVAL_STRING(&text, id);
	add_at_key(wanted, key, index, &text);
	if (!zend_hash_exists(batch->work, Z_STR(text))) {
		ZVAL_LONG(&first_key, (zend_long)index);
		if (key) {
			ZVAL_STR_COPY(&first_key, key);
		}
		zend_hash_add_new(batch->work, Z_STR(text), &first_key);
	}
	return true;
}

static bool take_requests(php_cotp_batch *batch, zend_array *given, zend_array *wanted)
{
	zend_string *key;
	zend_ulong index;
	zval *value;
	ZEND_HASH_FOREACH_KEY_VAL(given, index, key, value) {
		ZVAL_DEREF(value);
		if (Z_TYPE_P(value) != IS_STRING) {
			throw_type_at_key("strings", value, key, index);
			return false;
		}
		if (!take_request(batch, wanted, key, index, Z_STR_P(value))) {
			return false;
		}
	}
	ZEND_HASH_FOREACH_END();
	return true;
}

static bool next_request(void *context, cotp_text *request, void **item)
{
	php_cotp_batch *batch = context;
	zend_string *id;
	zend_ulong index;
	if (php_cotp_call_has_ended(&batch->call) || !entry_at(batch, batch->position)) {
		return false;
	}
	zend_hash_get_current_key_ex(batch->work, &id, &index, &batch->position);
	*request = php_cotp_text_of(id);
	*item = (void *)(uintptr_t)batch->position;
	zend_hash_move_forward_ex(batch->work, &batch->position);
	return true;
}

static void key_of_request(php_cotp_call *call, const void *item, zval *key)
{
	ZVAL_COPY(key, entry_at(batch_of(call), (HashPosition)(uintptr_t)item));
}

static void take_retrieved(void *context, void *item, const cotp_state *state, const cotp_error *error)
{
	batch_outcome outcome = { .position = (HashPosition)(uintptr_t)item, .state = state, .error = error };
	store(context, &outcome);
}

static void put_outcome(zval *id, zend_array *outcomes)
{
	zval *outcome = zend_hash_find(outcomes, Z_STR_P(id));
	zval_ptr_dtor(id);
	ZVAL_COPY(id, outcome);
}

static void put_outcomes(zend_array *wanted, zend_array *outcomes)
{
	zval *value;
	ZEND_HASH_FOREACH_VAL(wanted, value) {
		put_outcome(value, outcomes);
	}
	ZEND_HASH_FOREACH_END();
}

ZEND_METHOD(CotpRequest, retrieveMany)
{
	batch_arguments arguments = { .concurrency = 6 };
	php_cotp_batch batch;
	cotp_error error;
	if (!batch_parse(execute_data, &arguments) || !batch_begin(&batch, ZEND_THIS, key_of_request)) {
		RETURN_THROWS();
	}
	cotp_retrieve_batch retrieves = { .context = &batch, .next = next_request, .take = take_retrieved };
	zend_array *wanted = zend_new_array(zend_hash_num_elements(arguments.given));
	batch.work = zend_new_array(zend_hash_num_elements(arguments.given));
	bool good = take_requests(&batch, arguments.given, wanted);
	if (good) {
		bool succeeded = cotp_client_retrieve_many(
			batch.call.client, &batch.call.call, &retrieves, (size_t)arguments.concurrency, &error);
		good = batch_end(&batch, succeeded, &error);
	}
	if (good) {
		put_outcomes(wanted, batch.work);
	}
	zend_array_destroy(batch.work);
	if (!good) {
		zend_array_destroy(wanted);
		RETURN_THROWS();
	}
	RETURN_ARR(wanted);
}
