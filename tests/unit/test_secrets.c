/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * No block that our code frees contains a secret. Linked with --wrap, see the Makefile: blocks that libraries free are
 * not searched, because only the libraries could wipe them.
 */
#define _GNU_SOURCE /* memmem */
#include "unit.h"

#include <malloc.h>

#include <curl/curl.h>

#include "../../cotp_callback.h"
#include "../../cotp_client_batch.h"
#include "../../cotp_client_operation.h"
#include "scripted_server.h"

#define KEY            "planted-key-0123456789"
#define PROXY_PASSWORD "planted-password"
#define EMAIL          "planted@example.com"
#define CARD           "plantedcard0123456789abcdef01234"
#define CALLBACK_TOKEN "planted-callback-token"
#define NOTE           "planted-note"
#define SECRET         "planted-callback-key-of-32-bytes"
/* libcurl's text contains the host, and in some builds without https proxies the whole URL */
#define PROXY   "http://user:" PROXY_PASSWORD "@" PROXY_PASSWORD ".localhost:1"
#define CREATED "HTTP/1.1 201 Created\r\nLocation: /r/abc\r\nContent-Length: 0\r\n\r\n"
#define STATE   "{\"LastNotifiedStatus\":\"CardStored\",\"CardUri\":\"" CARD "\"}"
#define FOUND   "HTTP/1.1 200 OK\r\nContent-Length: 80\r\n\r\n" STATE
#define EMPTY   "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"

static const char *const secrets[] = { KEY, PROXY_PASSWORD, EMAIL, CARD, CALLBACK_TOKEN, NOTE, SECRET };

void __real_free(void *block);
void *__wrap_malloc(size_t size);
void __wrap_free(void *block);

static bool watching; /* the test's own blocks do not count */
static size_t blocks_freed;
static const char *found; /* the first secret in a freed block */

/* Zeroed, so that bytes of a library in a reused block are not taken for ours. */
void *__wrap_malloc(size_t size)
{
	return calloc(1, size);
}

static void search(const void *bytes, size_t length)
{
	for (size_t i = 0; i < COUNT_OF(secrets) && !found; i++) {
		if (memmem(bytes, length, secrets[i], strlen(secrets[i]))) {
			found = secrets[i];
		}
	}
}

void __wrap_free(void *block)
{
	if (block && watching) {
		blocks_freed++;
		search(block, malloc_usable_size(block));
	}
	__real_free(block);
}

/* The header list is ours, although libcurl allocates and frees it. No block of its own begins with that header. */
static void library_free(void *block)
{
	static const char header[] = "Authorization:";
	if (block && watching && malloc_usable_size(block) >= sizeof(header) &&
		memcmp(block, header, sizeof(header) - 1) == 0) {
		found = header;
	}
	__real_free(block);
}

static int set_up_libcurl(void **state)
{
	(void)state;
	CURLcode code = curl_global_init_mem(CURL_GLOBAL_DEFAULT, malloc, library_free, realloc, strdup, calloc);
	return code == CURLE_OK ? 0 : -1;
}

static int tear_down_libcurl(void **state)
{
	(void)state;
	curl_global_cleanup();
	return 0;
}

static int watch(void **state)
{
	(void)state;
	watching = true;
	blocks_freed = 0;
	found = NULL;
	return 0;
}

static int stop_watching(void **state)
{
	(void)state;
	watching = false;
	return 0;
}

static void assert_wiped(void)
{
	watching = false;
	if (found) {
		fail_msg("a freed block still contains %s", found);
	}
	assert_true(blocks_freed > 0); /* otherwise nothing was searched */
}

static void freed_block_with_a_secret_is_found(void **state)
{
	char *block = strdup("before " KEY " after");
	(void)state;
	assert_non_null(block);
	__wrap_free(block);
	watching = false;
	assert_string_equal(found, KEY);
}

/* ---- the client ---- */

typedef struct session {
	cotp_pool *pool;
	cotp_call call;
	cotp_client *client;
	scripted_server *server;
	cotp_error error;
} session;

static cotp_client *client_for(const char *base_uri, bool by_proxy, cotp_error *error)
{
	cotp_client_settings settings = {
		.api_key = COTP_TEXT(KEY),
		.base_uri = cotp_text_of(base_uri),
		.timeout = 30.0,
		.connect_timeout = 10.0,
	};
	if (by_proxy) {
		settings.proxy = COTP_TEXT(PROXY);
	}
	cotp_wire *wire = cotp_wire_new();
	assert_true(cotp_wire_override(wire, COTP_TEXT("card.delete.path"), COTP_TEXT("/v2/cards/{token}/all"), error));
	return cotp_client_new(&settings, wire, error);
}

static session session_open(const server_step *steps, size_t count, bool by_proxy)
{
	static const cotp_pool_options options = { .size = 8, .idle = 30, .lifetime = 300, .dns_ttl = 60 };
	session opened = { .server = server_start(steps, count), .pool = cotp_pool_new(&options) };
	char base_uri[64];
	opened.call.pool = opened.pool;
	snprintf(base_uri, sizeof(base_uri), "http://127.0.0.1:%d/api", opened.server->port);
	opened.client = client_for(base_uri, by_proxy, &opened.error);
	assert_non_null(opened.client);
	return opened;
}

static void session_close(session *opened)
{
	cotp_client_free(opened->client);
	cotp_pool_free(opened->pool);
	assert_wiped();
	server_stop(opened->server);
}

static cotp_value text_value(const char *text)
{
	return (cotp_value){ .kind = COTP_VALUE_TEXT, .text = cotp_text_of(text) };
}

static cotp_form secret_form(cotp_json *extra)
{
	cotp_form form = { .extra = extra };
	form.fields[COTP_FORM_BOOKER_ID] = text_value("hotel-42");
	form.fields[COTP_FORM_EMAIL] = text_value(EMAIL);
	form.fields[COTP_FORM_CARD_URI] = text_value("https://service.example/paycard/" CARD);
	form.fields[COTP_FORM_CALLBACK_URL] = text_value("https://hotel.example/?cotp=" CALLBACK_TOKEN);
	form.fields[COTP_FORM_LANGUAGE] = text_value("EN");
	return form;
}

static cotp_json *secret_extra(void)
{
	cotp_json *extra = cotp_json_new_object();
	assert_true(cotp_json_set(extra, COTP_TEXT("Note"), cotp_json_new_string(COTP_TEXT(NOTE))));
	return extra;
}

static void send_wipes_its_copies(void **state)
{
	static const server_step steps[] = { { SERVER_RESPOND, CREATED },
		{ SERVER_RESPOND,
			"HTTP/1.1 400 No\r\nContent-Length: 69\r\n\r\n{\"code\":-125,\"message\":\"" EMAIL ", " KEY "\"}" },
		{ SERVER_RESPOND_AND_CLOSE, NULL } };
	session opened = session_open(steps, COUNT_OF(steps), false);
	cotp_json *extra = secret_extra();
	cotp_form form = secret_form(extra);
	char id[COTP_ID_LENGTH + 1];
	(void)state;
	assert_true(cotp_client_send(opened.client, &opened.call, &form, id, &opened.error));
	assert_false(cotp_client_send(opened.client, &opened.call, &form, id, &opened.error));
	assert_int_equal(opened.error.domain, COTP_ERROR_API);
	assert_false(cotp_client_send(opened.client, &opened.call, &form, id, &opened.error));
	assert_int_equal(opened.error.domain, COTP_ERROR_OUTCOME_UNKNOWN);
	cotp_json_free(extra);
	session_close(&opened);
}

static void card_operations_wipe_their_copies(void **state)
{
	static const server_step steps[] = { { SERVER_RESPOND, EMPTY }, { SERVER_RESPOND, EMPTY },
		{ SERVER_RESPOND, FOUND } };
	session opened = session_open(steps, COUNT_OF(steps), false);
	cotp_state seen;
	(void)state;
	assert_true(cotp_client_clear_cvv(opened.client, &opened.call, COTP_TEXT(CARD), &opened.error));
	assert_true(cotp_client_delete_card(
		opened.client, &opened.call, COTP_TEXT("https://service.example/" CARD), &opened.error));
	assert_true(cotp_client_retrieve(opened.client, &opened.call, COTP_TEXT("abc"), &seen, &opened.error));
	cotp_state_free(&seen);
	session_close(&opened);
}

static void retention_wipes_its_copies(void **state)
{
	static const server_step steps[] = { { SERVER_RESPOND, EMPTY },
		{ SERVER_RESPOND_AND_CLOSE,
			"HTTP/1.1 200 OK\r\n\r\n{\"CvvEndRetentionDate\":\"2018-01-19T11:58:00\",\"DeleteCardUponCvvCleanup\":true,"
			"\"CvvRetentionPolicyList\":[{\"DestinationType\":\"Owner\",\"Quota\":9}],\"Note\":\"" NOTE "\"}" },
		{ SERVER_RESPOND, EMPTY } };
	session opened = session_open(steps, COUNT_OF(steps), false);
	cotp_destination destination = { COTP_TEXT("HostName"), COTP_TEXT("pay.example"), 3, -1 };
	cotp_retention retention = { (int64_t)time(NULL) + 86400, true, true, 1, &destination };
	cotp_wire_retention seen;
	const cotp_text card = COTP_TEXT(CARD);
	const cotp_text none = { NULL, 0 };
	(void)state;
	assert_true(cotp_client_set_retention(opened.client, &opened.call, card, &retention, &opened.error));
	assert_true(cotp_client_get_retention(opened.client, &opened.call, card, &seen, &opened.error));
	cotp_wire_retention_free(&seen);
	assert_true(cotp_client_delete_retention(opened.client, &opened.call, card, none, none, &opened.error));
	session_close(&opened);
}

typedef struct batch {
	cotp_form form;
	int remaining;
	int done;
} batch;

static bool next_form(void *context, const cotp_form **form, void **item)
{
	batch *many = context;
	*form = &many->form;
	*item = NULL;
	return many->remaining-- > 0;
}

static void take_sent(void *context, void *item, const char *id, const cotp_error *error)
{
	(void)item;
	(void)error;
	((batch *)context)->done += id != NULL;
}

static bool next_request(void *context, cotp_text *request, void **item)
{
	*request = COTP_TEXT("abc");
	*item = NULL;
	return ((batch *)context)->remaining-- > 0;
}

static void take_state(void *context, void *item, const cotp_state *state, const cotp_error *error)
{
	(void)item;
	(void)error;
	((batch *)context)->done += state != NULL;
}

static void batches_wipe_their_copies(void **state)
{
	static const server_step steps[] = { { SERVER_RESPOND, CREATED }, { SERVER_RESPOND, CREATED },
		{ SERVER_RESPOND_AND_CLOSE, NULL }, { SERVER_RESPOND, FOUND }, { SERVER_RESPOND, FOUND },
		{ SERVER_RESPOND_AND_CLOSE, "HTTP/1.1 200 OK\r\n\r\n{\"CardUri\":\"" CARD } };
	session opened = session_open(steps, COUNT_OF(steps), false);
	cotp_json *extra = secret_extra();
	batch many = { .form = secret_form(extra), .remaining = 3 };
	cotp_send_batch sends = { &many, next_form, take_sent };
	cotp_retrieve_batch retrieves = { &many, next_request, take_state };
	(void)state;
	assert_true(cotp_client_send_many(opened.client, &opened.call, &sends, 2, &opened.error));
	assert_int_equal(many.done, 2);
	many.remaining = 3;
	assert_true(cotp_client_retrieve_many(opened.client, &opened.call, &retrieves, 2, &opened.error));
	assert_int_equal(many.done, 4);
	cotp_json_free(extra);
	session_close(&opened);
}

static void proxy_password_is_wiped(void **state)
{
	session opened = session_open(NULL, 0, true);
	(void)state;
	assert_false(cotp_client_clear_cvv(opened.client, &opened.call, COTP_TEXT(CARD), &opened.error));
	assert_int_equal(opened.error.domain, COTP_ERROR_TRANSPORT);
	session_close(&opened);
}

static void client_is_wiped_if_its_settings_are_invalid(void **state)
{
	cotp_error error;
	(void)state;
	assert_null(client_for("ftp://service.example", true, &error));
	assert_wiped();
}

/* The token is in the operation itself, which is on the stack of its caller. */
static void operation_wipes_its_card(void **state)
{
	cotp_error error;
	cotp_client *client = client_for("https://service.example/api", true, &error);
	cotp_operation operation;
	(void)state;
	cotp_operation_init(&operation, client, COTP_OPERATION_CLEAR_CVV);
	assert_true(cotp_operation_set_card(&operation, COTP_TEXT(CARD), &error));
	assert_true(cotp_operation_prepare(&operation, &error));
	cotp_operation_free(&operation);
	search(&operation, sizeof(operation));
	cotp_client_free(client);
	assert_wiped();
}

/* The rejected part is wiped although the buffer stays. */
static void unfinished_body_is_wiped(void **state)
{
	cotp_json *extra = secret_extra();
	cotp_text rest = repeated('x', 64);
	cotp_buffer body = { .limit = 64 };
	(void)state;
	assert_true(cotp_json_set(extra, COTP_TEXT("Rest"), cotp_json_new_string(rest)));
	assert_false(cotp_json_write(extra, &body));
	assert_non_null(body.data);
	cotp_buffer_free(&body);
	cotp_json_free(extra);
	free_text(rest);
	assert_wiped();
}

/* ---- callbacks ---- */

static void callback_key_is_wiped(void **state)
{
	cotp_callback_key key = { COTP_TEXT("k1"), COTP_TEXT(SECRET) };
	cotp_callback_link link = { COTP_TEXT("https://hotel.example/"), COTP_TEXT("booking"), 60, 1700000000, { 0 } };
	cotp_buffer url = { .limit = 1024 };
	cotp_callback callback;
	cotp_error error;
	(void)state;
	cotp_callback_verifier *verifier = cotp_callback_verifier_new(&key, 1, NULL, &error);
	assert_non_null(verifier);
	assert_true(cotp_callback_url(verifier, &link, &url, &error));
	cotp_callback_verify(verifier, cotp_text_of(strstr(url.data, "v1.")), COTP_TEXT("{}"), link.now, &callback);
	cotp_buffer_free(&url);
	cotp_callback_verifier_free(verifier);
	assert_wiped();
}

#define STACK_BYTES ((size_t)256 * 1024)

static void *verify_forged(void *verifier)
{
	const cotp_text forged = COTP_TEXT(
		"v1.k1.4102444800.Ym9va2luZy00NzEx.AQEBAQEBAQEBAQEBAQEBAQ.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
	cotp_callback callback;
	cotp_callback_outcome outcome = cotp_callback_verify(verifier, forged, COTP_TEXT("{}"), 1700000000, &callback);
	return outcome == COTP_CALLBACK_BAD_SIGNATURE ? verifier : NULL;
}

/* A forger must not find the expected signature: verify() computes it on a stack that the test searches afterwards. */
static void signature_is_wiped_from_the_stack(void **state)
{
	static const unsigned char signature[] = { 0xe3, 0x9b, 0x90, 0x95, 0xe3, 0xec, 0x2a, 0x01, 0xdd, 0x63, 0xe4, 0x18,
		0xf7, 0x8e, 0x7b, 0xd5, 0x74, 0xf3, 0xcc, 0xce, 0x97, 0x7f, 0xf8, 0x2d, 0x35, 0xf6, 0x09, 0xad, 0xbd, 0xd1,
		0x57, 0x4b };
	cotp_callback_key key = { COTP_TEXT("k1"), COTP_TEXT(SECRET) };
	cotp_error error;
	pthread_attr_t attributes;
	pthread_t thread;
	void *rejected;
	unsigned char *stack = aligned_alloc(4096, STACK_BYTES);
	(void)state;
	cotp_callback_verifier *verifier = cotp_callback_verifier_new(&key, 1, NULL, &error);
	assert_non_null(verifier);
	assert_int_equal(pthread_attr_init(&attributes), 0);
	assert_int_equal(pthread_attr_setstack(&attributes, stack, STACK_BYTES), 0);
	assert_int_equal(pthread_create(&thread, &attributes, verify_forged, verifier), 0);
	assert_int_equal(pthread_join(thread, &rejected), 0);
	assert_ptr_equal(rejected, verifier);
	assert_null(memmem(stack, STACK_BYTES, signature, sizeof(signature)));
	pthread_attr_destroy(&attributes);
	cotp_callback_verifier_free(verifier);
	free(stack);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, watch, stop_watching)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(freed_block_with_a_secret_is_found),
		TEST(send_wipes_its_copies),
		TEST(card_operations_wipe_their_copies),
		TEST(retention_wipes_its_copies),
		TEST(batches_wipe_their_copies),
		TEST(proxy_password_is_wiped),
		TEST(client_is_wiped_if_its_settings_are_invalid),
		TEST(operation_wipes_its_card),
		TEST(unfinished_body_is_wiped),
		TEST(callback_key_is_wiped),
		TEST(signature_is_wiped_from_the_stack),
	};
	return cmocka_run_group_tests_name("secrets", tests, set_up_libcurl, tear_down_libcurl);
}
