/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Each allocation of each function fails once: the function reports it, leaks nothing and frees nothing twice, which
 * the sanitizers check. Linked with --wrap, see the Makefile.
 */
#include "json_fixture.h"

#include <errno.h>

#include <curl/curl.h>

#include "../../cotp_callback.h"
#include "../../cotp_check.h"
#include "../../cotp_wire_body.h"
#include "../../cotp_wire_error.h"
#include "../../cotp_wire_response.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);

/* Negative: no allocation fails. */
static int allocations_allowed = -1;

/* Allocations leave ENOMEM in errno although they succeed, as glibc does if brk() fails and mmap() does not. */
static bool succeeds_with_enomem;

static bool may_allocate(void)
{
	if (allocations_allowed > 0) {
		allocations_allowed--;
		return true;
	}
	if (allocations_allowed == 0 || succeeds_with_enomem) {
		errno = ENOMEM;
	}
	return allocations_allowed < 0;
}

void *__wrap_malloc(size_t size)
{
	return may_allocate() ? __real_malloc(size) : NULL;
}

void *__wrap_calloc(size_t count, size_t size)
{
	return may_allocate() ? __real_calloc(count, size) : NULL;
}

/* For the libraries, with the same counter. */
static void *counted_realloc(void *block, size_t size)
{
	return may_allocate() ? realloc(block, size) : NULL;
}

static char *counted_strdup(const char *string)
{
	char *copy = malloc(strlen(string) + 1);
	return copy ? strcpy(copy, string) : NULL;
}

static int set_up_libraries(void **state)
{
	(void)state;
	json_set_alloc_funcs(__wrap_malloc, free);
	return curl_global_init_mem(
			   CURL_GLOBAL_DEFAULT, __wrap_malloc, free, counted_realloc, counted_strdup, __wrap_calloc) == CURLE_OK
			   ? 0
			   : -1;
}

static int tear_down_libraries(void **state)
{
	(void)state;
	curl_global_cleanup();
	return 0;
}

/* Runs the function with more and more allocations until it succeeds. */
static void assert_survives(bool (*function)(void *context, cotp_error *error), void *context)
{
	int allowed = 0;
	bool done = false;
	for (; !done && allowed < 1000; allowed++) {
		cotp_error error;
		cotp_error_clear(&error);
		allocations_allowed = allowed;
		done = function(context, &error);
		allocations_allowed = -1;
		if (!done && error.domain != COTP_ERROR_MEMORY) {
			fail_msg("with %d allocations: %s", allowed, error.message);
		}
	}
	assert_true(done);
	assert_true(allowed > 1); /* otherwise nothing failed */
}

static cotp_value text_value(const char *string)
{
	return (cotp_value){ .kind = COTP_VALUE_TEXT, .text = cotp_text_of(string) };
}

static cotp_form form_with_extra(cotp_json *extra)
{
	cotp_form form = { .extra = extra };
	form.fields[COTP_FORM_BOOKER_ID] = text_value("hotel-42");
	form.fields[COTP_FORM_EMAIL] = text_value("guest@example.com");
	form.fields[COTP_FORM_CALLBACK_URL] = text_value("https://hotel.example/cotp");
	form.fields[COTP_FORM_AMOUNT] = (cotp_value){ .kind = COTP_VALUE_INTEGER, .integer = 5 };
	form.fields[COTP_FORM_CURRENCY] = text_value("EUR");
	form.fields[COTP_FORM_THREE_DS] = (cotp_value){ .kind = COTP_VALUE_BOOLEAN, .boolean = true };
	return form;
}

static bool attempt_base_uri(void *context, cotp_error *error)
{
	(void)context;
	return cotp_check_base_uri(COTP_TEXT("https://service.example/api"), NULL, error);
}

static void base_uri_check_survives(void **state)
{
	(void)state;
	assert_survives(attempt_base_uri, NULL);
}

static bool attempt_request(void *context, cotp_error *error)
{
	char id[COTP_ID_LENGTH + 1];
	(void)context;
	return cotp_check_request(COTP_TEXT("https://service.example/abc"), "https://service.example/api", id, error);
}

static void request_check_survives(void **state)
{
	(void)state;
	assert_survives(attempt_request, NULL);
}

static bool attempt_form_check(void *context, cotp_error *error)
{
	cotp_form form = form_with_extra(context);
	return cotp_form_check(&form, error);
}

static bool attempt_form(void *context, cotp_error *error)
{
	cotp_wire *wire = cotp_wire_new();
	cotp_form form = form_with_extra(context);
	cotp_buffer buffer = { .limit = COTP_WIRE_BODY_LIMIT };
	bool written = wire ? cotp_wire_write_form(wire, &form, &buffer, error) : cotp_error_memory(error);
	cotp_buffer_free(&buffer);
	cotp_wire_free(wire);
	return written;
}

static void form_survives(void **state)
{
	(void)state;
	cotp_json *extra = any_json("{\"A\":[1,\"x\"],\"B\":{\"c\":null},\"D\":1.5}");
	assert_survives(attempt_form_check, extra);
	assert_survives(attempt_form, extra);
	cotp_json_free(extra);
}

static bool attempt_retention(void *context, cotp_error *error)
{
	cotp_destination destinations[] = { { COTP_TEXT("HostName"), COTP_TEXT("httpbin.org"), 1, -1 },
		{ COTP_TEXT("Owner"), COTP_TEXT(""), 1, -1 } };
	cotp_retention retention = {
		.has_until = true, .until = 1516363080, .destination_count = 2, .destinations = destinations
	};
	cotp_buffer buffer = { .limit = COTP_WIRE_BODY_LIMIT };
	(void)context;
	bool written = cotp_wire_write_retention(&retention, &buffer, error);
	cotp_buffer_free(&buffer);
	return written;
}

static void retention_survives(void **state)
{
	(void)state;
	assert_survives(attempt_retention, NULL);
}

static bool attempt_override_and_path(void *context, cotp_error *error)
{
	cotp_wire *wire = cotp_wire_new();
	cotp_wire_parts parts = { .token = COTP_TEXT("tok"), .type = COTP_TEXT("a b") };
	cotp_buffer buffer = { .limit = 4096 };
	(void)context;
	bool written =
		wire ? cotp_wire_override(wire, COTP_TEXT("retention.delete.path"), COTP_TEXT("/x/{token}/{type}"), error) &&
				   cotp_wire_write_path(wire, COTP_OPERATION_DELETE_RETENTION, &parts, &buffer, error)
			 : cotp_error_memory(error);
	cotp_buffer_free(&buffer);
	cotp_wire_free(wire);
	return written;
}

static void override_and_path_survive(void **state)
{
	(void)state;
	assert_survives(attempt_override_and_path, NULL);
}

static bool attempt_state(void *context, cotp_error *error)
{
	cotp_state state;
	cotp_text body = COTP_TEXT("{\"RequestID\":\"abc\",\"LastNotifiedStatus\":\"CardStored\",\"CardUri\":\"tok\","
							   "\"LastNotif\\u0069edTime\":\"n\\u006fw\",\"Other\":[1,{\"a\":\"b\"}]}");
	bool read = cotp_wire_read_state(context, body, "abc", &state, error);
	cotp_state_free(&state);
	return read;
}

static bool attempt_policy(void *context, cotp_error *error)
{
	cotp_wire_retention policy;
	cotp_text body = COTP_TEXT("{\"CvvEndRetentionDate\":\"2018-01-19T11:58:00\",\"CvvRetentionPolicyList\":["
							   "{\"DestinationType\":\"Owner\",\"Quota\":1}]}");
	(void)context;
	bool read = cotp_wire_read_retention(body, &policy, error);
	cotp_wire_retention_free(&policy);
	return read;
}

static void responses_survive(void **state)
{
	cotp_wire *wire = cotp_wire_new();
	(void)state;
	assert_survives(attempt_state, wire);
	assert_survives(attempt_policy, NULL);
	cotp_wire_free(wire);
}

#define LONG "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"

static const cotp_text callback_body =
	COTP_TEXT("{\"RequestID\":\"" LONG "\",\"Last\\u004eotifiedStatus\":\"CardStored\","
			  "\"LastNotifiedTime\":\"\\u0032017\",\"Other\":\"" LONG LONG "\"}");

static bool attempt_callback(void *context, cotp_error *error)
{
	cotp_callback callback;
	(void)context;
	cotp_callback_outcome outcome = cotp_callback_read(NULL, callback_body, &callback);
	if (outcome != COTP_CALLBACK_FINE) {
		assert_int_equal(outcome, COTP_CALLBACK_NO_MEMORY);
		return cotp_error_memory(error);
	}
	assert_string_equal(callback.request_id, LONG);
	assert_string_equal(callback.raw_status, "CardStored");
	assert_string_equal(callback.time, "2017");
	return true;
}

static void callback_survives(void **state)
{
	(void)state;
	assert_survives(attempt_callback, NULL);
}

static const cotp_callback_key signing_key = { { "k1", 2 }, { "0123456789abcdef0123456789abcdef", 32 } };

/* The base URL is 21 bytes and the number of x. */
static bool write_callback_url(int count, cotp_error *error)
{
	char base[COTP_CALLBACK_URL + 1];
	cotp_callback_verifier *verifier = cotp_callback_verifier_new(&signing_key, 1, NULL, error);
	cotp_callback_link link = { .reference = COTP_TEXT("booking"), .ttl = 1, .now = 1 };
	cotp_buffer url = { 0 };
	assert_non_null(verifier);
	snprintf(base, sizeof(base), "https://hotel.example/%0*d", count, 0);
	link.base_url = cotp_text_of(base);
	bool written = cotp_callback_url(verifier, &link, &url, error);
	cotp_buffer_free(&url);
	cotp_callback_verifier_free(verifier);
	return written;
}

static void errno_after_success_does_not_matter(void **state)
{
	(void)state;
	cotp_error error;
	cotp_wire_error_block block;
	cotp_wire *wire = cotp_wire_new();
	cotp_json *object = cotp_json_new_object();
	cotp_error_clear(&error);
	succeeds_with_enomem = true;
	assert_true(attempt_state(wire, &error));
	assert_true(attempt_policy(NULL, &error));
	assert_true(attempt_callback(NULL, &error));
	assert_true(cotp_wire_read_error_block(COTP_TEXT("{\"code\":-160,\"message\":\"" LONG "\"}"), &block));
	assert_string_equal(block.message, LONG);
	assert_true(cotp_json_set(object, COTP_TEXT("name"), cotp_json_new_string(COTP_TEXT("value"))));
	assert_true(write_callback_url(9, &error));
	/* the reason of a failure is its own too */
	cotp_state read;
	assert_false(
		cotp_wire_read_state(wire, COTP_TEXT("{\"RequestID\":\"abc\",\"x\":\"\\u0041\"]"), "abc", &read, &error));
	assert_int_equal(error.domain, COTP_ERROR_PROTOCOL);
	assert_false(write_callback_url(2000, &error));
	assert_refused(&error, "baseUrl");
	cotp_callback callback;
	assert_int_equal(
		cotp_callback_read(NULL, COTP_TEXT("{\"RequestID\":\"\\u0041\"]"), &callback), COTP_CALLBACK_BAD_BODY);
	succeeds_with_enomem = false;
	cotp_json_free(object);
	cotp_wire_free(wire);
}

static void buffer_is_unchanged_if_it_cannot_grow(void **state)
{
	(void)state;
	cotp_buffer buffer = { .limit = 1000 };
	cotp_text more = repeated('x', 900);
	assert_true(cotp_buffer_append_string(&buffer, "abc"));
	allocations_allowed = 0;
	bool appended = cotp_buffer_append(&buffer, more.data, more.length);
	allocations_allowed = -1;
	assert_false(appended);
	assert_string_equal(buffer.data, "abc");
	cotp_buffer_free(&buffer);
	free_text(more);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(base_uri_check_survives),
		cmocka_unit_test(request_check_survives),
		cmocka_unit_test(form_survives),
		cmocka_unit_test(retention_survives),
		cmocka_unit_test(override_and_path_survive),
		cmocka_unit_test(responses_survive),
		cmocka_unit_test(callback_survives),
		cmocka_unit_test(errno_after_success_does_not_matter),
		cmocka_unit_test(buffer_is_unchanged_if_it_cannot_grow),
	};
	return cmocka_run_group_tests_name("memory", tests, set_up_libraries, tear_down_libraries);
}
