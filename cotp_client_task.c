/*
 * One operation, from its checked arguments to the answer that was read.
 */
#include "cotp_client_internal.h"

#include <stdio.h>
#include <string.h>

#include <openssl/crypto.h>

#include "cotp_check.h"

#define MAX_URL_BYTES 8192 /* more than the longest base, path and parts together */

static void keep_secret(cotp_task *task, cotp_text secret)
{
	task->secrets[task->secret_count++] = secret;
}

/* What libcurl may repeat without the rest of the proxy's address. */
static cotp_text userinfo_of(const char *proxy)
{
	const char *start = proxy ? strstr(proxy, "://") : NULL;
	const char *end = start ? strrchr(start, '@') : NULL;
	return end ? (cotp_text){ start + 3, (size_t)(end - start) - 3 } : (cotp_text){ NULL, 0 };
}

void cotp_task_init(cotp_task *task, const cotp_client *client, cotp_operation kind)
{
	*task = (cotp_task){
		.client = client,
		.kind = kind,
		.url.limit = MAX_URL_BYTES,
		.body.limit = COTP_WIRE_BODY_LIMIT,
	};
	keep_secret(task, cotp_text_of(client->api_key));
	keep_secret(task, cotp_text_of(client->proxy));
	keep_secret(task, userinfo_of(client->proxy));
}

void cotp_task_free(cotp_task *task)
{
	cotp_exchange_free(&task->exchange);
	cotp_buffer_free(&task->url);
	cotp_buffer_free(&task->body);
	OPENSSL_cleanse(task->name, sizeof(task->name)); /* may be a card's token */
}

bool cotp_task_set_request(cotp_task *task, cotp_text request, cotp_error *error)
{
	if (!cotp_check_request(request, task->client->base_uri, task->name, error)) {
		return false;
	}
	task->parts.id = cotp_text_of(task->name);
	return true;
}

bool cotp_task_set_card(cotp_task *task, cotp_text card_uri, cotp_error *error)
{
	if (!cotp_check_card_uri(card_uri, task->client->base_uri, task->name, error)) {
		return false;
	}
	task->parts.token = cotp_text_of(task->name);
	keep_secret(task, task->parts.token);
	return true;
}

/* With or without its country's code: the last seven digits are the guest's own. */
static void strike_out_phone(cotp_text phone, char *text)
{
	size_t digits = 0;
	cotp_text_redact_digits(text, phone);
	for (size_t i = phone.length; i > 0; i--) {
		digits += cotp_char_is_digit(phone.data[i - 1]);
		if (digits == 7) {
			cotp_text_redact_digits(text, (cotp_text){ phone.data + i - 1, phone.length - i + 1 });
			return;
		}
	}
}

/* Further fields may hold anything. */
static void strike_out_json(const cotp_json *value, char *text);

static bool strike_out_member(void *text, cotp_text name, const cotp_json *member)
{
	(void)name;
	strike_out_json(member, text);
	return true;
}

/* Short ones are in every text. */
static void strike_out_integer(int64_t value, char *text)
{
	char digits[24];
	snprintf(digits, sizeof(digits), "%lld", (long long)value);
	if (strlen(digits) >= 6) {
		cotp_text_redact(text, cotp_text_of(digits));
	}
}

static void strike_out_json(const cotp_json *value, char *text)
{
	cotp_json_type type = cotp_json_type_of(value);
	if (type == COTP_JSON_STRING) {
		cotp_text_redact(text, cotp_json_string(value));
	} else if (type == COTP_JSON_INTEGER) {
		strike_out_integer(cotp_json_integer(value), text);
	} else if (type == COTP_JSON_OBJECT) {
		cotp_json_each(value, strike_out_member, text);
	} else if (type == COTP_JSON_ARRAY) {
		for (size_t i = 0; i < cotp_json_count(value); i++) {
			strike_out_json(cotp_json_at(value, i), text);
		}
	}
}

/* A service that repeats what it was sent must not bring a guest's address into a log. */
static void strike_out(const void *owner, char *text)
{
	const cotp_task *task = owner;
	for (size_t i = 0; i < task->secret_count; i++) {
		cotp_text_redact(text, task->secrets[i]);
	}
	if (task->form) {
		strike_out_phone(task->form->fields[COTP_FORM_PHONE].text, text);
	}
	if (task->form && task->form->extra) {
		strike_out_json(task->form->extra, text);
	}
}

bool cotp_task_prepare(cotp_task *task, cotp_error *error)
{
	const cotp_client *client = task->client;
	if (!cotp_buffer_append_string(&task->url, client->base_uri)) {
		return cotp_error_memory(error);
	}
	if (!cotp_wire_write_path(client->wire, task->kind, &task->parts, &task->url, error)) {
		return false;
	}
	cotp_wire_key path_key = cotp_wire_path_key(task->kind);
	task->exchange = (cotp_exchange){
		.method = cotp_wire_verb(client->wire, task->kind),
		.url = task->url.data,
		.route = cotp_wire_value(client->wire, path_key),
		.authorization = client->authorization,
		.path_key = cotp_wire_mark_of(path_key) == COTP_WIRE_INFERRED ? cotp_wire_key_name(path_key) : NULL,
		.body = { task->body.data, task->body.length },
		.repeatable = cotp_wire_is_repeatable(task->kind),
		.strike_out = strike_out,
		.owner = task,
	};
	return true;
}

void cotp_task_run(cotp_task *task, const cotp_call *call)
{
	cotp_http_run_one(call->pool, &task->client->http, call->hooks, &task->exchange);
}

/* A repeated DELETE that finds nothing has done its work the first time. Without the service's code a 404 says only
 * that the path may be wrong. */
static bool was_done_before(const cotp_task *task)
{
	const cotp_exchange *exchange = &task->exchange;
	switch (task->kind) {
		case COTP_OPERATION_DELETE:
		case COTP_OPERATION_DELETE_RETENTION:
		case COTP_OPERATION_CLEAR_CVV:
		case COTP_OPERATION_DELETE_CARD:
			return exchange->error.domain == COTP_ERROR_API && exchange->error.http_status == 404 &&
				   exchange->error.api_code && exchange->perhaps_done;
		default:
			return false;
	}
}

bool cotp_task_conclude(cotp_task *task, cotp_error *error)
{
	if (task->exchange.error.domain == COTP_ERROR_NONE || was_done_before(task)) {
		return true;
	}
	*error = task->exchange.error;
	if (task->parts.id.data) {
		memcpy(error->request_id, task->name, sizeof(task->name));
	}
	return false;
}

bool cotp_task_perform(cotp_task *task, const cotp_call *call, cotp_error *error)
{
	if (!cotp_task_prepare(task, error)) {
		return false;
	}
	cotp_task_run(task, call);
	return cotp_task_conclude(task, error);
}

cotp_text cotp_task_answer(const cotp_task *task)
{
	return (cotp_text){ task->exchange.answer.data, task->exchange.answer.length };
}

bool cotp_task_answer_not_understood(const cotp_task *task, cotp_error *error)
{
	error->http_status = task->exchange.http_status;
	bool is_known = task->exchange.repeatable && !task->exchange.lost;
	error->outcome = is_known ? COTP_OUTCOME_ANSWERED : COTP_OUTCOME_UNKNOWN;
	return false;
}

/* ---- send ---- */

/* What a callback's URL is worth stealing for. */
static cotp_text callback_token(cotp_text url)
{
	static const char name[] = "cotp=";
	const size_t length = sizeof(name) - 1;
	for (size_t i = 1; i + length <= url.length; i++) {
		if ((url.data[i - 1] == '?' || url.data[i - 1] == '&') && memcmp(url.data + i, name, length) == 0) {
			const char *value = url.data + i + length;
			const char *end = memchr(value, '&', url.length - i - length);
			return (cotp_text){ value, end ? (size_t)(end - value) : url.length - i - length };
		}
	}
	return (cotp_text){ NULL, 0 };
}

/* Also those parts that a service may repeat alone. The form has been checked. */
static void keep_form_secrets(cotp_task *task, const cotp_form *form)
{
	for (int field = 0; field < COTP_FORM_FIELD_COUNT; field++) {
		if (cotp_form_field_is_secret(field) && form->fields[field].kind == COTP_VALUE_TEXT) {
			keep_secret(task, form->fields[field].text);
		}
	}
	if (form->fields[COTP_FORM_CARD_URI].kind == COTP_VALUE_TEXT) {
		keep_secret(task, cotp_text_of(task->name));
	}
	if (form->fields[COTP_FORM_CALLBACK_URL].kind == COTP_VALUE_TEXT) {
		keep_secret(task, callback_token(form->fields[COTP_FORM_CALLBACK_URL].text));
	}
}

/* token holds COTP_ID_LENGTH + 1. */
static bool check_form(const cotp_client *client, const cotp_form *form, char *token, cotp_error *error)
{
	const cotp_value *card_uri = &form->fields[COTP_FORM_CARD_URI];
	return cotp_form_check(form, error) &&
		   (card_uri->kind != COTP_VALUE_TEXT || cotp_check_card_uri(card_uri->text, client->base_uri, token, error));
}

bool cotp_client_check_form(const cotp_client *client, const cotp_form *form, cotp_error *error)
{
	char token[COTP_ID_LENGTH + 1];
	return check_form(client, form, token, error);
}

bool cotp_task_prepare_send(cotp_task *task, const cotp_client *client, const cotp_form *form, cotp_error *error)
{
	bool has_card = form->fields[COTP_FORM_CARD_URI].kind == COTP_VALUE_TEXT;
	cotp_task_init(task, client, has_card ? COTP_OPERATION_SEND_SECURITY_CODE_FORM : COTP_OPERATION_SEND_CARD_FORM);
	if (!check_form(client, form, task->name, error)) {
		return false;
	}
	task->form = form;
	keep_form_secrets(task, form);
	return cotp_wire_write_form(client->wire, form, &task->body, error) && cotp_task_prepare(task, error);
}

/* A segment of our own URL names the collection, or a folder above it, though it looks like an id. */
static bool is_id_of_answer(const cotp_task *task, const char *id)
{
	size_t length = strlen(id);
	for (const char *slash = strchr(task->exchange.url, '/'); slash; slash = strchr(slash + 1, '/')) {
		const char *end = slash + 1 + length;
		if (strncmp(slash + 1, id, length) == 0 && (*end == '/' || *end == '\0')) {
			return false;
		}
	}
	return true;
}

static bool read_location(const cotp_task *task, char *id)
{
	const cotp_exchange *exchange = &task->exchange;
	return exchange->location && !exchange->location_is_ambiguous && cotp_check_location(exchange->location, id) &&
		   is_id_of_answer(task, id);
}

/* The answer broke off after its headers: the id may be known all the same. */
static void keep_id_of_broken_answer(const cotp_task *task, cotp_error *error)
{
	int status = task->exchange.http_status;
	char id[COTP_ID_LENGTH + 1];
	if (status >= 200 && status < 300 && read_location(task, id)) {
		memcpy(error->request_id, id, sizeof(id));
	}
}

bool cotp_task_read_sent(cotp_task *task, char *id, cotp_error *error)
{
	if (!cotp_task_conclude(task, error)) {
		keep_id_of_broken_answer(task, error);
		return false;
	}
	if (read_location(task, id)) {
		return true;
	}
	cotp_error_protocol(error,
		"%s %s: the service answered %d without a Location that ends in a request's id, " COTP_MAY_BE_SENT,
		task->exchange.method, task->exchange.route, task->exchange.http_status);
	return cotp_task_answer_not_understood(task, error);
}

/* ---- retrieve ---- */

bool cotp_client_check_request(const cotp_client *client, cotp_text request, char *id, cotp_error *error)
{
	return cotp_check_request(request, client->base_uri, id, error);
}

bool cotp_task_prepare_retrieve(cotp_task *task, const cotp_client *client, cotp_text request, cotp_error *error)
{
	cotp_task_init(task, client, COTP_OPERATION_RETRIEVE);
	return cotp_task_set_request(task, request, error) && cotp_task_prepare(task, error);
}

bool cotp_task_read_state(cotp_task *task, cotp_state *state, cotp_error *error)
{
	if (!cotp_task_conclude(task, error)) {
		return false;
	}
	if (!cotp_wire_read_state(task->client->wire, cotp_task_answer(task), task->name, state, error)) {
		memcpy(error->request_id, task->name, sizeof(task->name));
		return cotp_task_answer_not_understood(task, error);
	}
	return true;
}
