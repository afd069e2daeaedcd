/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Each allocation of each function fails once: the function reports it, leaks nothing and frees nothing twice, which
 * the sanitizers check. Linked with --wrap, see the Makefile.
 */
#include "unit.h"

#include <errno.h>

#include <curl/curl.h>
#include <jansson.h>

#include "../../cotp_check.h"
#include "../../cotp_wire_body.h"
#include "../../cotp_wire_response.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);

/* Negative: no allocation fails. */
static int allocations_allowed = -1;

static bool may_allocate(void)
{
	if (allocations_allowed > 0) {
		allocations_allowed--;
		return true;
	}
	if (allocations_allowed == 0) {
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

/* The last of these growths of jansson's buffer fails; 0: none does. */
static int growths_allowed;

/*
 * If the buffer of jansson's lexer, whose sizes are powers of two, cannot grow, the lexer drops bytes
 * (akheron/jansson#362). If it drops the end of a text, it reads beyond the buffer, which we cannot prevent. So the
 * buffer may grow, except if a test forbids it.
 */
static void *json_malloc(size_t size)
{
	bool is_growth = size >= 32 && (size & (size - 1)) == 0;
	if (is_growth && growths_allowed && --growths_allowed == 0) {
		errno = ENOMEM;
		return NULL;
	}
	return is_growth ? __real_malloc(size) : __wrap_malloc(size);
}

static int set_up_libraries(void **state)
{
	(void)state;
	json_set_alloc_funcs(json_malloc, free);
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
	cotp_json *extra = cotp_json_read(COTP_TEXT("{\"A\":[1,\"x\"],\"B\":{\"c\":null},\"D\":1.5}"), 64);
	assert_survives(attempt_form_check, extra);
	assert_survives(attempt_form, extra);
	cotp_json_free(extra);
}

static bool attempt_retention(void *context, cotp_error *error)
{
	cotp_destination destinations[] = { { COTP_TEXT("HostName"), COTP_TEXT("httpbin.org"), 1, -1 },
		{ COTP_TEXT("Owner"), COTP_TEXT(""), 1, -1 } };
	cotp_retention retention = { .until = 1516363080, .destination_count = 2, .destinations = destinations };
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
							   "\"LastNotifiedTime\":\"now\",\"Other\":[1,{\"a\":\"b\"}]}");
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

static void json_read_fails_if_a_byte_was_lost(void **state)
{
	cotp_text text = COTP_TEXT("{\"Status\":\"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz\"}");
	(void)state;
	for (int growth = 1; growth <= 2; growth++) {
		growths_allowed = growth;
		cotp_json *json = cotp_json_read(text, 64);
		assert_int_equal(growths_allowed, 0);
		assert_null(json);
		assert_true(cotp_memory_was_short());
	}
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
		cmocka_unit_test(json_read_fails_if_a_byte_was_lost),
		cmocka_unit_test(buffer_is_unchanged_if_it_cannot_grow),
	};
	return cmocka_run_group_tests_name("memory", tests, set_up_libraries, tear_down_libraries);
}
