/* SPDX-License-Identifier: BSD-3-Clause */
/* The table of names, paths and methods, its overrides, and the paths built from it. */
#include "unit.h"

#include "../../cotp_wire.h"

static int set_up(void **state)
{
	*state = cotp_wire_new();
	return *state ? 0 : -1;
}

static int tear_down(void **state)
{
	cotp_wire_free(*state);
	return 0;
}

static cotp_wire_key key_of(const char *name)
{
	int key = 0;
	while (key < COTP_WIRE_KEY_COUNT && strcmp(cotp_wire_key_name(key), name) != 0) {
		key++;
	}
	assert_true(key < COTP_WIRE_KEY_COUNT);
	return key;
}

/* ---- the table ---- */

static void table_has_every_entry_filled_and_named_once(void **state)
{
	for (int key = 0; key < COTP_WIRE_KEY_COUNT; key++) {
		assert_non_null(cotp_wire_key_name(key));
		assert_non_null(cotp_wire_source(key));
		assert_non_null(strstr(cotp_wire_source(key), "https://developers.pcibooking.net/"));
		assert_true(strlen(cotp_wire_value(*state, key)) > 0);
		assert_int_equal(key_of(cotp_wire_key_name(key)), key);
	}
}

static void table_has_form_entries_with_the_names_of_the_properties(void **state)
{
	(void)state;
	for (int field = 0; field < COTP_FORM_FIELD_COUNT; field++) {
		const char *name = cotp_wire_key_name(COTP_WIRE_FORM_FIRST + field);
		assert_memory_equal(name, "form.", 5);
		assert_string_equal(name + 5, cotp_form_field_name(field));
	}
}

/* The entries that the vendor's pages contain. All others are inferred and must not be marked as documented. */
static void table_marks_as_documented_only_what_is(void **state)
{
	static const struct {
		const char *key;
		const char *value;
	} documented[] = {
		{ "retrieve.path", "/cardrequest/{id}" },
		{ "retrieve.method", "GET" },
		{ "retention.get.path", "/payments/paycard/{token}/cvv/Restriction" },
		{ "retention.get.method", "GET" },
		{ "authenticate.path", "/accounts/authenticate/" },
		{ "authenticate.method", "POST" },
		{ "form.supportLink", "CustomerSupportLink" },
		{ "form.supportLinkText", "CustomerSupportLinkText" },
		{ "form.supportEmail", "CustomerSupportEmail" },
		{ "form.supportPhone", "CustomerSupportPhone" },
		{ "form.threeDs", "ThreeDs" },
		{ "form.merchantName", "merchantName" },
		{ "state.cardUri", "CardUri" },
		{ "callback.requestId", "RequestID" },
		{ "callback.status", "LastNotifiedStatus" },
		{ "callback.time", "LastNotifiedTime" },
	};
	size_t found = 0;
	for (size_t i = 0; i < COUNT_OF(documented); i++) {
		cotp_wire_key key = key_of(documented[i].key);
		assert_int_equal(cotp_wire_mark_of(key), COTP_WIRE_DOCUMENTED);
		assert_string_equal(cotp_wire_value(*state, key), documented[i].value);
	}
	for (int key = 0; key < COTP_WIRE_KEY_COUNT; key++) {
		found += cotp_wire_mark_of(key) == COTP_WIRE_DOCUMENTED;
	}
	assert_int_equal(found, COUNT_OF(documented));
}

static void table_passes_its_own_rules(void **state)
{
	cotp_error error;
	assert_true(cotp_wire_check(*state, &error));
	for (int key = 0; key < COTP_WIRE_KEY_COUNT; key++) {
		assert_false(cotp_wire_is_overridden(*state, key));
		cotp_text value = cotp_text_of(cotp_wire_value(*state, key));
		assert_true(cotp_wire_override(*state, cotp_text_of(cotp_wire_key_name(key)), value, &error));
		assert_true(cotp_wire_is_overridden(*state, key));
	}
	assert_true(cotp_wire_check(*state, &error));
	cotp_wire_free(NULL);
}

/* ---- overrides ---- */

typedef struct override_case {
	cotp_text key;
	cotp_text value;
	bool valid;
} override_case;

#define TAKEN(key, value) \
	{ \
		{ key, sizeof(key) - 1 }, { value, sizeof(value) - 1 }, true \
	}
#define REFUSED(key, value) \
	{ \
		{ key, sizeof(key) - 1 }, { value, sizeof(value) - 1 }, false \
	}

static const override_case override_cases[] = {
	TAKEN("send.path", "/v2/card-request"),
	TAKEN("send.path", "/cardrequest/"),
	TAKEN("send.path", "/a;b=c/d,e:f@g"),
	TAKEN("send.path", "/a"),
	TAKEN("send.path", "/..a/.b/c.."),
	REFUSED("send.path", ""),
	REFUSED("send.path", "/"),
	REFUSED("send.path", "planted"),
	REFUSED("send.path", "//planted"),
	REFUSED("send.path", "/planted//x"),
	REFUSED("send.path", "/planted//"),
	REFUSED("send.path", "/planted/../x"),
	REFUSED("send.path", "/.."),
	REFUSED("send.path", "/."),
	REFUSED("send.path", "/planted/."),
	REFUSED("send.path", "/planted/./x"),
	REFUSED("send.path", "/planted?x"),
	REFUSED("send.path", "/planted?"),
	REFUSED("send.path", "/planted#"),
	REFUSED("send.path", "/planted x"),
	REFUSED("send.path", "/planted\r\nX: y"),
	REFUSED("send.path", "/planted\0"),
	REFUSED("send.path", "/planted\\x"),
	REFUSED("send.path", "/planted%2e%2e"),
	REFUSED("send.path", "/%2e%2e/planted"),
	REFUSED("send.path", "/caf\xC3\xA9"),
	REFUSED("send.path", "https://planted/x"),
	REFUSED("send.path", "/planted/{id}"),
	REFUSED("send.path", "/planted/{token}"),
	REFUSED("send.path", "/planted/{other}"),
	REFUSED("send.path", "/planted/{}"),
	REFUSED("send.path", "/planted{"),
	TAKEN("retrieve.path", "/requests/{id}/state"),
	TAKEN("retrieve.path", "/{id}"),
	REFUSED("retrieve.path", "/planted"),
	REFUSED("retrieve.path", "/planted/{token}"),
	REFUSED("retrieve.path", "/planted/{id}/{id}"),
	REFUSED("retrieve.path", "/planted/x{id}"),
	REFUSED("retrieve.path", "/planted/{id}.json"),
	REFUSED("retrieve.path", "/planted/{ID}"),
	REFUSED("retrieve.path", "/planted/{id}/{type}"),
	REFUSED("delete.path", "/planted"),
	TAKEN("retention.set.path", "/cards/{token}/policy"),
	REFUSED("retention.set.path", "/planted/{id}"),
	REFUSED("retention.set.path", "/planted/{token}/{type}"),
	REFUSED("retention.get.path", "/planted"),
	TAKEN("retention.delete.path", "/cards/{token}/policy"),
	TAKEN("retention.delete.path", "/cards/{token}/{data}/{type}"),
	REFUSED("retention.delete.path", "/planted/{type}/{data}"),
	REFUSED("retention.delete.path", "/planted/{token}/{id}"),
	REFUSED("cvv.clear.path", "/planted"),
	REFUSED("card.delete.path", "/planted"),
	REFUSED("authenticate.path", "/planted/{token}"),
	/* the request has a body, which has no meaning in a GET or DELETE */
	TAKEN("send.method", "PUT"),
	TAKEN("send.method", "PATCH"),
	REFUSED("send.method", "GET"),
	REFUSED("send.method", "DELETE"),
	REFUSED("send.method", "HEAD"),
	TAKEN("securityCode.method", "PUT"),
	REFUSED("securityCode.method", "GET"),
	REFUSED("securityCode.method", "DELETE"),
	TAKEN("retention.set.method", "POST"),
	TAKEN("retention.set.method", "PATCH"),
	REFUSED("retention.set.method", "GET"),
	REFUSED("retention.set.method", "DELETE"),
	TAKEN("retrieve.method", "POST"),
	TAKEN("delete.method", "PUT"),
	TAKEN("retention.get.method", "POST"),
	TAKEN("retention.delete.method", "PATCH"),
	TAKEN("card.delete.method", "POST"),
	TAKEN("authenticate.method", "GET"),
	REFUSED("authenticate.method", "OPTIONS"),
	TAKEN("cvv.clear.method", "GET"),
	TAKEN("cvv.clear.method", "DELETE"),
	REFUSED("cvv.clear.method", "delete"),
	REFUSED("cvv.clear.method", "HEAD"),
	REFUSED("cvv.clear.method", ""),
	REFUSED("cvv.clear.method", "POST "),
	REFUSED("cvv.clear.method", "POST\0"),
	REFUSED("cvv.clear.method", "POST\r\nplanted"),
	TAKEN("form.email", "Destination"),
	TAKEN("form.email", "\xC3\xA9-mail"),
	REFUSED("form.email", ""),
	REFUSED("form.email", "planted\n"),
	REFUSED("form.email", "planted\0"),
	REFUSED("form.email", "planted\xFF"),
	TAKEN("delivery.sms", "2"),
	REFUSED("delivery.sms", ""),
	REFUSED("delivery.sms", "planted\x7F"),
	TAKEN("phone.format", "digits"),
	TAKEN("phone.format", "plus"),
	TAKEN("phone.format", "as-given"),
	REFUSED("phone.format", "Digits"),
	REFUSED("phone.format", "planted"),
	REFUSED("phone.format", ""),
	REFUSED("phone.format", "plus\0"),
	TAKEN("state.status", "Status"),
	REFUSED("state.status", ""),
	REFUSED("planted.path", "/x"),
	REFUSED("", "/planted"),
	REFUSED("SEND.PATH", "/planted"),
	REFUSED("send.path\0", "/planted"),
	REFUSED("form.extra", "planted"),
};

static void override_follows_the_kind_of_entry(void **state)
{
	for (size_t i = 0; i < COUNT_OF(override_cases); i++) {
		const override_case *row = &override_cases[i];
		cotp_error error;
		cotp_text key = exact_copy(row->key);
		cotp_text value = exact_copy(row->value);
		if (cotp_wire_override(*state, key, value, &error) != row->valid) {
			fail_msg("%s = \"%.*s\" should %sbe taken", row->key.data, (int)value.length, value.data,
				row->valid ? "" : "not ");
		}
		if (row->valid) {
			/* the table has a copy of the last value */
			memset((char *)value.data, 'x', value.length);
			assert_string_equal(cotp_wire_value(*state, key_of(row->key.data)), row->value.data);
		} else {
			assert_refused(&error, "wire");
		}
		free_text(key);
		free_text(value);
	}
}

static void override_that_is_rejected_keeps_the_previous_value(void **state)
{
	cotp_error error;
	assert_false(cotp_wire_override(*state, COTP_TEXT("send.path"), COTP_TEXT("planted"), &error));
	assert_non_null(strstr(error.message, "send.path"));
	assert_string_equal(cotp_wire_value(*state, COTP_WIRE_SEND_CARD_FORM_PATH), "/cardrequest");
	assert_false(cotp_wire_is_overridden(*state, COTP_WIRE_SEND_CARD_FORM_PATH));
}

static void override_error_contains_the_missing_placeholder(void **state)
{
	cotp_error error;
	assert_false(cotp_wire_override(*state, COTP_TEXT("delete.path"), COTP_TEXT("/x"), &error));
	assert_non_null(strstr(error.message, "{id}"));
	assert_false(cotp_wire_override(*state, COTP_TEXT("card.delete.path"), COTP_TEXT("/x"), &error));
	assert_non_null(strstr(error.message, "{token}"));
}

static void override_bounds_lengths(void **state)
{
	cotp_error error;
	cotp_text path = repeated('a', 513);
	((char *)path.data)[0] = '/';
	assert_true(cotp_wire_override(*state, COTP_TEXT("send.path"), (cotp_text){ path.data, 512 }, &error));
	assert_false(cotp_wire_override(*state, COTP_TEXT("send.path"), path, &error));
	assert_true(cotp_wire_override(*state, COTP_TEXT("form.css"), (cotp_text){ path.data, 128 }, &error));
	assert_false(cotp_wire_override(*state, COTP_TEXT("form.css"), (cotp_text){ path.data, 129 }, &error));
	free_text(path);
}

static void check_rejects_duplicate_body_names(void **state)
{
	(void)state;
	static const struct {
		const char *key;
		const char *value;
		bool valid;
	} cases[] = {
		{ "form.css", "Language", false },
		{ "form.css", "lANGUAGE", false },
		{ "form.template", "bookerid", false },
		{ "form.css", "DeliveryMethod", false },
		{ "form.deliveryMethod", "recipientemail", false },
		/* e-mail and phone may have the same name: a body contains only one of them */
		{ "form.email", "RecipientPhone", true },
		{ "form.phone", "recipientEMAIL", true },
		{ "form.phone", "CallbackUrl", false },
		/* values are not names, and the names in a response belong to another body */
		{ "delivery.email", "SMS", true },
		{ "delivery.email", "DeliveryMethod", true },
		{ "state.status", "BookerId", true },
		{ "state.status", "lastnotifiedtime", false },
		{ "state.cardUri", "requestid", false },
		{ "callback.status", "CardUri", true },
		{ "callback.status", "lastnotifiedtime", false },
		{ "callback.time", "requestid", false },
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		cotp_error error;
		cotp_wire *wire = cotp_wire_new();
		assert_true(cotp_wire_override(wire, cotp_text_of(cases[i].key), cotp_text_of(cases[i].value), &error));
		if (cotp_wire_check(wire, &error) != cases[i].valid) {
			fail_msg("%s = %s should %sbe accepted", cases[i].key, cases[i].value, cases[i].valid ? "" : "not ");
		}
		if (!cases[i].valid) {
			assert_refused(&error, "wire");
			assert_non_null(strstr(error.message, cases[i].key));
		}
		cotp_wire_free(wire);
	}
}

/* ---- operations ---- */

static void operations_have_their_entries_and_retry_rules(void **state)
{
	static const struct {
		const char *method;
		const char *method_key;
		const char *path_key;
		bool is_retry_safe;
		bool absent_is_done;
	} cases[] = {
		[COTP_OPERATION_SEND_CARD_FORM] = { "POST", "send.method", "send.path", false, false },
		[COTP_OPERATION_SEND_SECURITY_CODE_FORM] = { "POST", "securityCode.method", "securityCode.path", false, false },
		[COTP_OPERATION_RETRIEVE] = { "GET", "retrieve.method", "retrieve.path", true, false },
		[COTP_OPERATION_DELETE] = { "DELETE", "delete.method", "delete.path", true, true },
		[COTP_OPERATION_SET_RETENTION] = { "PUT", "retention.set.method", "retention.set.path", true, false },
		[COTP_OPERATION_GET_RETENTION] = { "GET", "retention.get.method", "retention.get.path", true, false },
		[COTP_OPERATION_DELETE_RETENTION] = { "DELETE", "retention.delete.method", "retention.delete.path", true,
			true },
		[COTP_OPERATION_CLEAR_CVV] = { "DELETE", "cvv.clear.method", "cvv.clear.path", true, true },
		[COTP_OPERATION_DELETE_CARD] = { "DELETE", "card.delete.method", "card.delete.path", true, true },
		[COTP_OPERATION_AUTHENTICATE] = { "POST", "authenticate.method", "authenticate.path", true, false },
	};
	assert_int_equal(COUNT_OF(cases), COTP_OPERATION_COUNT);
	for (int kind = 0; kind < COTP_OPERATION_COUNT; kind++) {
		assert_string_equal(cotp_wire_method(*state, kind), cases[kind].method);
		assert_string_equal(cotp_wire_key_name(cotp_wire_method_key(kind)), cases[kind].method_key);
		assert_string_equal(cotp_wire_key_name(cotp_wire_path_key(kind)), cases[kind].path_key);
		assert_int_equal(cotp_wire_is_retry_safe(kind), cases[kind].is_retry_safe);
		assert_int_equal(cotp_wire_absent_is_done(kind), cases[kind].absent_is_done);
	}
}

static void operations_keep_their_retry_rules_with_any_method(void **state)
{
	static const char *const methods[] = { "POST", "PUT", "PATCH", "GET", "DELETE" };
	for (int kind = 0; kind < COTP_OPERATION_COUNT; kind++) {
		bool is_retry_safe = cotp_wire_is_retry_safe(kind);
		bool absent_is_done = cotp_wire_absent_is_done(kind);
		cotp_text key = cotp_text_of(cotp_wire_key_name(cotp_wire_method_key(kind)));
		size_t taken = 0;
		for (size_t i = 0; i < COUNT_OF(methods); i++) {
			cotp_error error;
			if (cotp_wire_override(*state, key, cotp_text_of(methods[i]), &error)) {
				assert_string_equal(cotp_wire_method(*state, kind), methods[i]);
				taken++;
			}
			assert_int_equal(cotp_wire_is_retry_safe(kind), is_retry_safe);
			assert_int_equal(cotp_wire_absent_is_done(kind), absent_is_done);
		}
		bool has_body = kind == COTP_OPERATION_SEND_CARD_FORM || kind == COTP_OPERATION_SEND_SECURITY_CODE_FORM ||
						kind == COTP_OPERATION_SET_RETENTION;
		assert_int_equal(taken, has_body ? 3 : COUNT_OF(methods));
	}
}

/* ---- paths ---- */

#define NONE \
	{ \
		NULL, 0 \
	}
#define T(value) \
	{ \
		value, sizeof(value) - 1 \
	}

typedef struct path_case {
	cotp_operation_kind kind;
	cotp_wire_parts parts;
	const char *path;     /* NULL: rejected */
	const char *argument; /* of the error, if it is rejected */
} path_case;

static const path_case path_cases[] = {
	{ COTP_OPERATION_SEND_CARD_FORM, { NONE, NONE, NONE, NONE }, "/cardrequest", NULL },
	{ COTP_OPERATION_RETRIEVE, { T("abc"), NONE, NONE, NONE }, "/cardrequest/abc", NULL },
	{ COTP_OPERATION_AUTHENTICATE, { NONE, NONE, NONE, NONE }, "/accounts/authenticate/", NULL },
	{ COTP_OPERATION_GET_RETENTION, { NONE, T("tok"), NONE, NONE }, "/payments/paycard/tok/cvv/Restriction", NULL },
	{ COTP_OPERATION_DELETE_CARD, { NONE, T("tok"), NONE, NONE }, "/payments/paycard/tok", NULL },
	{ COTP_OPERATION_DELETE_RETENTION, { NONE, T("tok"), NONE, NONE }, "/payments/paycard/tok/cvv/Restriction", NULL },
	{ COTP_OPERATION_DELETE_RETENTION, { NONE, T("tok"), T("Owner"), NONE },
		"/payments/paycard/tok/cvv/Restriction/Owner", NULL },
	{ COTP_OPERATION_DELETE_RETENTION, { NONE, T("tok"), T("SFTP"), T("a@b:22,d=\xC3\xA9 ~") },
		"/payments/paycard/tok/cvv/Restriction/SFTP/a%40b%3A22%2Cd%3D%C3%A9%20~", NULL },
	{ COTP_OPERATION_DELETE_RETENTION, { NONE, T("tok"), T("a..b"), T("{id}") },
		"/payments/paycard/tok/cvv/Restriction/a..b/%7Bid%7D", NULL },
	{ COTP_OPERATION_RETRIEVE, { NONE, NONE, NONE, NONE }, NULL, "request" },
	{ COTP_OPERATION_RETRIEVE, { T(""), NONE, NONE, NONE }, NULL, "request" },
	{ COTP_OPERATION_RETRIEVE, { T(".."), NONE, NONE, NONE }, NULL, "request" },
	{ COTP_OPERATION_RETRIEVE, { T("planted/x"), NONE, NONE, NONE }, NULL, "request" },
	{ COTP_OPERATION_DELETE, { T("planted?"), NONE, NONE, NONE }, NULL, "request" },
	{ COTP_OPERATION_CLEAR_CVV, { NONE, NONE, NONE, NONE }, NULL, "cardUri" },
	{ COTP_OPERATION_DELETE_CARD, { NONE, T(".."), NONE, NONE }, NULL, "cardUri" },
	/* each of these would delete more than requested */
	{ COTP_OPERATION_DELETE_RETENTION, { NONE, T("tok"), T(".."), NONE }, NULL, "type" },
	{ COTP_OPERATION_DELETE_RETENTION, { NONE, T("tok"), T("."), NONE }, NULL, "type" },
	{ COTP_OPERATION_DELETE_RETENTION, { NONE, T("tok"), T(""), NONE }, NULL, "type" },
	{ COTP_OPERATION_DELETE_RETENTION, { NONE, T("tok"), T("HostName"), T("..") }, NULL, "data" },
	{ COTP_OPERATION_DELETE_RETENTION, { NONE, T("tok"), T("HostName"), T("") }, NULL, "data" },
	{ COTP_OPERATION_DELETE_RETENTION, { NONE, T("tok"), T("HostName"), T("planted\r\n") }, NULL, "data" },
	{ COTP_OPERATION_DELETE_RETENTION, { NONE, T("tok"), T("../.."), NONE }, NULL, "type" },
	{ COTP_OPERATION_DELETE_RETENTION, { NONE, T("tok"), T("planted%2e"), NONE }, NULL, "type" },
	{ COTP_OPERATION_DELETE_RETENTION, { NONE, T("tok"), T("HostName"), T("a/../../..") }, NULL, "data" },
	{ COTP_OPERATION_DELETE_RETENTION, { NONE, T("tok"), T("HostName"), T("..\\planted") }, NULL, "data" },
	{ COTP_OPERATION_DELETE_RETENTION, { NONE, T("tok"), NONE, T("planted") }, NULL, "data" },
	{ COTP_OPERATION_CLEAR_CVV, { NONE, T("tok"), T("planted"), NONE }, NULL, "type" },
};

static void path_is_filled_with_encoded_parts(void **state)
{
	for (size_t i = 0; i < COUNT_OF(path_cases); i++) {
		const path_case *row = &path_cases[i];
		cotp_buffer buffer = { .limit = 4096 };
		cotp_error error;
		assert_true(cotp_buffer_append_string(&buffer, "base"));
		bool written = cotp_wire_write_path(*state, row->kind, &row->parts, &buffer, &error);
		if (written != (row->path != NULL)) {
			fail_msg("case %zu should %sbe written", i, row->path ? "" : "not ");
		}
		if (written) {
			assert_string_equal(buffer.data + 4, row->path);
		} else {
			assert_refused(&error, row->argument);
			assert_string_equal(buffer.data, "base");
		}
		cotp_buffer_free(&buffer);
	}
}

static void path_follows_the_override(void **state)
{
	cotp_error error;
	cotp_buffer buffer = { .limit = 4096 };
	cotp_wire_parts parts = { .token = COTP_TEXT("tok"), .type = COTP_TEXT("Owner") };
	assert_true(
		cotp_wire_override(*state, COTP_TEXT("retention.delete.path"), COTP_TEXT("/{data}/x/{type}/{token}/"), &error));
	assert_true(cotp_wire_write_path(*state, COTP_OPERATION_DELETE_RETENTION, &parts, &buffer, &error));
	assert_string_equal(buffer.data, "/x/Owner/tok/");
	cotp_buffer_free(&buffer);
	/* a template without a placeholder for the type would delete every destination */
	assert_true(cotp_wire_override(*state, COTP_TEXT("retention.delete.path"), COTP_TEXT("/x/{token}"), &error));
	assert_false(cotp_wire_write_path(*state, COTP_OPERATION_DELETE_RETENTION, &parts, &buffer, &error));
	assert_refused(&error, "type");
	cotp_buffer_free(&buffer);
}

static void path_that_does_not_fit_is_an_error(void **state)
{
	static const size_t needed = sizeof("/payments/paycard/tok/cvv/Restriction/a%20b") - 1;
	cotp_wire_parts parts = { .token = COTP_TEXT("tok"), .type = COTP_TEXT("a b") };
	for (size_t limit = 0; limit <= needed; limit++) {
		cotp_error error;
		cotp_buffer buffer = { .limit = limit };
		bool written = cotp_wire_write_path(*state, COTP_OPERATION_DELETE_RETENTION, &parts, &buffer, &error);
		assert_int_equal(written, limit == needed);
		if (!written) {
			assert_int_equal(error.domain, COTP_ERROR_MEMORY);
		}
		cotp_buffer_free(&buffer);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(table_has_every_entry_filled_and_named_once, set_up, tear_down),
		cmocka_unit_test(table_has_form_entries_with_the_names_of_the_properties),
		cmocka_unit_test_setup_teardown(table_marks_as_documented_only_what_is, set_up, tear_down),
		cmocka_unit_test_setup_teardown(table_passes_its_own_rules, set_up, tear_down),
		cmocka_unit_test_setup_teardown(override_follows_the_kind_of_entry, set_up, tear_down),
		cmocka_unit_test_setup_teardown(override_that_is_rejected_keeps_the_previous_value, set_up, tear_down),
		cmocka_unit_test_setup_teardown(override_error_contains_the_missing_placeholder, set_up, tear_down),
		cmocka_unit_test_setup_teardown(override_bounds_lengths, set_up, tear_down),
		cmocka_unit_test(check_rejects_duplicate_body_names),
		cmocka_unit_test_setup_teardown(operations_have_their_entries_and_retry_rules, set_up, tear_down),
		cmocka_unit_test_setup_teardown(operations_keep_their_retry_rules_with_any_method, set_up, tear_down),
		cmocka_unit_test_setup_teardown(path_is_filled_with_encoded_parts, set_up, tear_down),
		cmocka_unit_test_setup_teardown(path_follows_the_override, set_up, tear_down),
		cmocka_unit_test_setup_teardown(path_that_does_not_fit_is_an_error, set_up, tear_down),
	};
	return cmocka_run_group_tests_name("wire", tests, NULL, NULL);
}
