/* SPDX-License-Identifier: BSD-3-Clause */
/* The operations, from a checked argument to the parsed response, with a server that follows a script. */
#define _GNU_SOURCE /* strcasestr */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <time.h>

#include "../../cotp_client.h"
#include "scripted_server.h"
#include "unit.h"

#define TOKEN           "0123456789abcdef0123456789abcdef"
#define EMPTY(status)   "HTTP/1.1 " status "\r\nContent-Length: 0\r\n\r\n"
#define LOCATION(value) "HTTP/1.1 201 Created\r\nLocation: " value "\r\nContent-Length: 0\r\n\r\n"

typedef struct client_fixture {
	cotp_pool *pool;
	cotp_call call;
	cotp_client *client;
	scripted_server *server;
	cotp_error error;
} client_fixture;

static int set_up(void **state)
{
	static const cotp_pool_options options = { .size = 8, .idle = 30, .lifetime = 300, .dns_ttl = 60 };
	client_fixture *fixture = calloc(1, sizeof(*fixture));
	assert_non_null(fixture);
	fixture->pool = cotp_pool_new(&options);
	assert_non_null(fixture->pool);
	fixture->call.pool = fixture->pool;
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	client_fixture *fixture = *state;
	cotp_client_free(fixture->client);
	cotp_pool_free(fixture->pool);
	if (fixture->server) {
		server_stop(fixture->server);
	}
	free(fixture);
	return 0;
}

static cotp_client_settings settings_for(const char *base_uri)
{
	return (cotp_client_settings){
		.api_key = COTP_TEXT("planted-key"),
		.base_uri = cotp_text_of(base_uri),
		.timeout = 30.0,
		.connect_timeout = 10.0,
	};
}

static client_fixture *start_with(void **state, const server_step *steps, size_t count, int64_t retries)
{
	client_fixture *fixture = *state;
	char base_uri[64];
	fixture->server = server_start(steps, count);
	snprintf(base_uri, sizeof(base_uri), "http://127.0.0.1:%d/api/", fixture->server->port);
	cotp_client_settings settings = settings_for(base_uri);
	settings.retries = retries;
	fixture->client = cotp_client_new(&settings, cotp_wire_new(), &fixture->error);
	assert_non_null(fixture->client);
	return fixture;
}

#define START(steps, retries) start_with(state, steps, sizeof(steps) / sizeof((steps)[0]), retries)

static cotp_form form_by_email(void)
{
	cotp_form form = { 0 };
	form.fields[COTP_FORM_BOOKER_ID] = (cotp_value){ .kind = COTP_VALUE_TEXT, .text = COTP_TEXT("hotel-42") };
	form.fields[COTP_FORM_EMAIL] = (cotp_value){ .kind = COTP_VALUE_TEXT, .text = COTP_TEXT("guest@example.com") };
	form.fields[COTP_FORM_LANGUAGE] = (cotp_value){ .kind = COTP_VALUE_TEXT, .text = COTP_TEXT("EN") };
	return form;
}

static bool send_form(client_fixture *fixture, char *id)
{
	cotp_form form = form_by_email();
	return cotp_client_send(fixture->client, &fixture->call, &form, id, &fixture->error);
}

typedef struct location_case {
	const char *response;
	const char *id; /* NULL: the response has no id */
} location_case;

static const location_case location_cases[] = {
	{ LOCATION("/api/cardrequest/uC1efRTOpU4p3hmhH7fbY3J6A9LYL3j5"), "uC1efRTOpU4p3hmhH7fbY3J6A9LYL3j5" },
	{ LOCATION("https://other.example/x/9e4fac88bab14e01b5befe540"), "9e4fac88bab14e01b5befe540" },
	{ LOCATION("https://user:pw@other.example/cardrequest/abd?x=/y#z"), "abd" },
	{ LOCATION("abe"), "abe" },
	{ "HTTP/1.1 202 Accepted\r\nLocation: /r/abc\r\nContent-Length: 2\r\n\r\n{}", "abc" },
	{ EMPTY("201 Created"), NULL },
	{ LOCATION("https://other.example"), NULL },
	{ LOCATION("/api/cardrequest/a%2Fb"), NULL },
	{ LOCATION("/api/cardrequest"), NULL },
	{ LOCATION("/api/cardrequest/"), NULL },
	{ LOCATION("/api"), NULL },
	{ LOCATION("https://other.example/api/"), NULL },
	{ LOCATION("/api/cardrequests"), "cardrequests" },
	{ "HTTP/1.1 201 Created\r\nLocation: /a\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n", NULL },
};

static void send_returns_the_id_of_any_host(void **state)
{
	enum { ROWS = COUNT_OF(location_cases) };
	server_step steps[ROWS];
	for (size_t i = 0; i < ROWS; i++) {
		steps[i] = (server_step){ SERVER_RESPOND, location_cases[i].response };
	}
	client_fixture *fixture = START(steps, 3);
	for (size_t i = 0; i < ROWS; i++) {
		char id[COTP_ID_LENGTH + 1] = "";
		print_message("row %zu\n", i);
		assert_int_equal(send_form(fixture, id), location_cases[i].id != NULL);
		if (location_cases[i].id) {
			assert_string_equal(id, location_cases[i].id);
		} else {
			bool is_refused = strstr(location_cases[i].response, "/b\r\n") && libcurl_refuses_two_locations();
			assert_int_equal(fixture->error.domain, is_refused ? COTP_ERROR_OUTCOME_UNKNOWN : COTP_ERROR_PROTOCOL);
			assert_int_equal(fixture->error.outcome, COTP_OUTCOME_UNKNOWN);
			assert_false(fixture->error.retryable);
		}
	}
	assert_int_equal(fixture->server->processed, ROWS);
	assert_non_null(strstr(fixture->server->last_head, "POST /api/cardrequest HTTP/1.1\r\n"));
	assert_non_null(strstr(fixture->server->last_body, "\"RecipientEmail\":\"guest@example.com\""));
}

static void send_rejects_the_collection_as_an_id(void **state)
{
	const server_step steps[] = { { SERVER_RESPOND, LOCATION("/api/v2/forms/") },
		{ SERVER_RESPOND, LOCATION("/api/v2/forms") }, { SERVER_RESPOND, LOCATION("/api/v2/forms/ms") } };
	client_fixture *fixture = *state;
	char base_uri[64];
	char id[COTP_ID_LENGTH + 1];
	fixture->server = SERVER_START(steps);
	snprintf(base_uri, sizeof(base_uri), "http://127.0.0.1:%d", fixture->server->port);
	cotp_client_settings settings = settings_for(base_uri);
	cotp_wire *wire = cotp_wire_new();
	assert_true(cotp_wire_override(wire, COTP_TEXT("send.path"), COTP_TEXT("/v2/forms/"), &fixture->error));
	fixture->client = cotp_client_new(&settings, wire, &fixture->error);
	assert_non_null(fixture->client);
	assert_false(send_form(fixture, id));
	assert_false(send_form(fixture, id));
	assert_true(send_form(fixture, id));
	assert_string_equal(id, "ms");
}

static void send_uses_the_security_code_path_with_a_card(void **state)
{
	const server_step steps[] = { { SERVER_RESPOND, LOCATION("/api/cardrequest/abc") } };
	client_fixture *fixture = START(steps, 0);
	char id[COTP_ID_LENGTH + 1];
	cotp_form form = form_by_email();
	form.fields[COTP_FORM_CARD_URI] = (cotp_value){ .kind = COTP_VALUE_TEXT,
		.text = COTP_TEXT("https://service.pcibooking.net/api/payments/paycard/" TOKEN) };
	assert_true(cotp_client_send(fixture->client, &fixture->call, &form, id, &fixture->error));
	assert_non_null(strstr(fixture->server->last_head, "POST /api/cardrequest/cvv HTTP/1.1\r\n"));
	assert_non_null(strstr(fixture->server->last_body, TOKEN));
}

static void send_keeps_the_id_of_an_incomplete_response(void **state)
{
	const server_step steps[] = { { SERVER_RESPOND_AND_CLOSE,
		"HTTP/1.1 201 Created\r\nLocation: /r/abc\r\nContent-Length: 9\r\n\r\n{" } };
	client_fixture *fixture = START(steps, 3);
	char id[COTP_ID_LENGTH + 1];
	assert_false(send_form(fixture, id));
	assert_int_equal(fixture->error.domain, COTP_ERROR_OUTCOME_UNKNOWN);
	assert_string_equal(fixture->error.request_id, "abc");
	assert_int_equal(fixture->server->processed, 1);
}

static void error_block_is_read_and_redacted(void **state)
{
	const server_step steps[] = { { SERVER_RESPOND_AND_CLOSE,
									  "HTTP/1.1 400 Bad Request\r\n\r\n"
									  "{\"code\":-125,\"message\":\"Bad guest@example.com\",\"moreInfo\":\"key "
									  "planted-key, card 4111 1111 1111 1111, hotel hotel-42\"}" },
		{ SERVER_RESPOND_AND_CLOSE,
			"HTTP/1.1 401 No\r\nContent-Type: text/xml\r\n\r\n<?xml version=\"1.0\"?>"
			"<ErrorBlock><code>-1003</code><message>No &amp; no</message><moreInfo/></ErrorBlock>" } };
	client_fixture *fixture = START(steps, 0);
	char id[COTP_ID_LENGTH + 1];
	assert_false(send_form(fixture, id));
	assert_int_equal(fixture->error.domain, COTP_ERROR_API);
	assert_int_equal(fixture->error.api_code, -125);
	assert_non_null(strstr(fixture->error.message, "Bad *****"));
	assert_null(strstr(fixture->error.message, "guest"));
	assert_null(strstr(fixture->error.more_info, "planted-key"));
	assert_null(strstr(fixture->error.more_info, "4111"));
	assert_non_null(strstr(fixture->error.more_info, "hotel-42"));
	assert_false(send_form(fixture, id));
	assert_int_equal(fixture->error.api_code, -1003);
	assert_non_null(strstr(fixture->error.message, "No & no"));
}

/* Half a secret would not be found, and a service may echo a part of a secret, or change the case. */
static void secrets_are_redacted_in_part_and_at_the_limit(void **state)
{
	static char response[2048];
	char filler[470];
	memset(filler, '.', sizeof(filler) - 1);
	filler[sizeof(filler) - 1] = '\0';
	snprintf(response, sizeof(response),
		"HTTP/1.1 400 Bad\r\n\r\n{\"code\":-125,\"message\":\"" TOKEN " v1.k1.secret GUEST@example.com\","
		"\"moreInfo\":\"%s 0123456789abcdef0123456789ABCDEF guest@example.com\"}",
		filler);
	const server_step steps[] = { { SERVER_RESPOND_AND_CLOSE, response } };
	client_fixture *fixture = START(steps, 0);
	char id[COTP_ID_LENGTH + 1];
	cotp_form form = form_by_email();
	form.fields[COTP_FORM_CARD_URI] =
		(cotp_value){ .kind = COTP_VALUE_TEXT, .text = COTP_TEXT("https://service.example/paycard/" TOKEN) };
	form.fields[COTP_FORM_CALLBACK_URL] =
		(cotp_value){ .kind = COTP_VALUE_TEXT, .text = COTP_TEXT("https://hotel.example/?a=b&cotp=v1.k1.secret&c=d") };
	assert_false(cotp_client_send(fixture->client, &fixture->call, &form, id, &fixture->error));
	assert_int_equal(fixture->error.api_code, -125);
	assert_null(strcasestr(fixture->error.message, TOKEN));
	assert_null(strcasestr(fixture->error.message, "secret"));
	assert_null(strcasestr(fixture->error.message, "guest"));
	assert_null(strcasestr(fixture->error.more_info, "0123456789abcdef0123456789abcdef"));
	assert_null(strcasestr(fixture->error.more_info, "gue"));
	assert_true(strlen(fixture->error.more_info) > 500);
}

static void secrets_are_redacted_in_other_spellings(void **state)
{
	const server_step steps[] = { { SERVER_RESPOND_AND_CLOSE,
		"HTTP/1.1 400 Bad\r\n\r\n{\"code\":-125,\"message\":\"31612345678, (31) 6-1234.5678, Oak Lane, oak%20lane, "
		"Oak+Lane, 0612345678, 987654321, 42\","
		"\"moreInfo\":\"3161234567 and 8 stay\"}" } };
	client_fixture *fixture = START(steps, 0);
	char id[COTP_ID_LENGTH + 1];
	cotp_form form = form_by_email();
	cotp_json *address = cotp_json_new_array();
	cotp_json *extra = cotp_json_new_object();
	form.fields[COTP_FORM_EMAIL].kind = COTP_VALUE_ABSENT;
	form.fields[COTP_FORM_PHONE] = (cotp_value){ .kind = COTP_VALUE_TEXT, .text = COTP_TEXT("+31 6 1234-5678") };
	assert_true(cotp_json_append(address, cotp_json_new_string(COTP_TEXT("Oak Lane"))));
	assert_true(cotp_json_set(extra, COTP_TEXT("Address"), address));
	assert_true(cotp_json_set(extra, COTP_TEXT("Passport"), cotp_json_new_integer(987654321)));
	assert_true(cotp_json_set(extra, COTP_TEXT("Nights"), cotp_json_new_integer(42)));
	form.extra = extra;
	assert_false(cotp_client_send(fixture->client, &fixture->call, &form, id, &fixture->error));
	assert_non_null(strstr(fixture->error.message,
		": ***********, (***************, ********, **********, ********, 061*******, *********, 42"));
	assert_string_equal(fixture->error.more_info, "3161234567 and 8 stay");
	cotp_json_free(extra);
}

#define PHONE_ECHO \
	"HTTP/1.1 400 Bad\r\n\r\n{\"title\":\"31612345678, +31612345678, 0031 6 1234-5678, 0031612345678, 0612345678\"}"

static void phone_is_redacted_as_given_and_as_sent(void **state)
{
	static const char *const given[] = { "0031 6 1234-5678", "+31 6 1234-5678" };
	const server_step steps[] = { { SERVER_RESPOND_AND_CLOSE, PHONE_ECHO }, { SERVER_RESPOND_AND_CLOSE, PHONE_ECHO } };
	client_fixture *fixture = START(steps, 0);
	char id[COTP_ID_LENGTH + 1];
	for (size_t i = 0; i < COUNT_OF(given); i++) {
		cotp_form form = form_by_email();
		form.fields[COTP_FORM_EMAIL].kind = COTP_VALUE_ABSENT;
		form.fields[COTP_FORM_PHONE] = (cotp_value){ .kind = COTP_VALUE_TEXT, .text = cotp_text_of(given[i]) };
		assert_false(cotp_client_send(fixture->client, &fixture->call, &form, id, &fixture->error));
		assert_null(strstr(fixture->error.message, "6 1"));
		assert_null(strstr(fixture->error.message, "31"));
		assert_non_null(strstr(fixture->error.message, ", 061*******"));
	}
}

static void not_found_names_the_wire_entry_of_an_inferred_path(void **state)
{
	const server_step steps[] = { { SERVER_RESPOND, EMPTY("404 Not Found") }, { SERVER_RESPOND, EMPTY("405 No") },
		{ SERVER_RESPOND, EMPTY("404 Not Found") } };
	client_fixture *fixture = START(steps, 0);
	cotp_state seen;
	assert_false(cotp_client_delete(fixture->client, &fixture->call, COTP_TEXT("abc"), &fixture->error));
	assert_non_null(strstr(fixture->error.message, "\"delete.path\""));
	assert_string_equal(fixture->error.request_id, "abc");
	assert_false(cotp_client_clear_cvv(fixture->client, &fixture->call, COTP_TEXT(TOKEN), &fixture->error));
	assert_non_null(strstr(fixture->error.message, "\"cvv.clear.method\""));
	assert_null(strstr(fixture->error.message, TOKEN));
	assert_false(cotp_client_retrieve(fixture->client, &fixture->call, COTP_TEXT("abc"), &seen, &fixture->error));
	assert_null(strstr(fixture->error.message, ".path\""));
}

#define NOT_FOUND \
	{ \
		SERVER_RESPOND, "HTTP/1.1 404 Not Found\r\nContent-Length: 13\r\n\r\n{\"code\":-160}" \
	}

static void delete_succeeds_if_a_retry_finds_nothing(void **state)
{
	const server_step steps[] = { { SERVER_RESPOND, EMPTY("503 Busy") }, NOT_FOUND, { SERVER_RESPOND_AND_CLOSE, NULL },
		NOT_FOUND, { SERVER_RESPOND, EMPTY("429 Slow") }, NOT_FOUND };
	needs_libcurl_7_80();
	client_fixture *fixture = START(steps, 1);
	assert_true(cotp_client_delete(fixture->client, &fixture->call, COTP_TEXT("abc"), &fixture->error));
	assert_true(cotp_client_delete_card(fixture->client, &fixture->call, COTP_TEXT(TOKEN), &fixture->error));
	/* after a 429 nothing was processed: there was never such a request */
	assert_false(cotp_client_delete(fixture->client, &fixture->call, COTP_TEXT("abc"), &fixture->error));
	assert_int_equal(fixture->error.http_status, 404);
	assert_int_equal(fixture->server->processed, 6);
}

/* An inferred path may be wrong; the guest's link then still works. */
static void delete_fails_if_a_retry_finds_no_path(void **state)
{
	const server_step steps[] = { { SERVER_RESPOND_AND_CLOSE, NULL },
		{ SERVER_RESPOND, EMPTY("404 Not Found\r\nConnection: close") }, { SERVER_RESPOND_AND_CLOSE, NULL },
		{ SERVER_RESPOND, "HTTP/1.1 404 Not Found\r\nContent-Length: 12\r\n\r\n{\"Code\":404}" } };
	client_fixture *fixture = START(steps, 1);
	for (int i = 0; i < 2; i++) { /* also with the code of a gateway, which is not negative */
		assert_false(cotp_client_delete(fixture->client, &fixture->call, COTP_TEXT("abc"), &fixture->error));
		assert_int_equal(fixture->error.http_status, 404);
		assert_int_equal(fixture->error.outcome, COTP_OUTCOME_UNKNOWN);
		assert_non_null(strstr(fixture->error.message, "\"delete.path\""));
	}
}

static void retrieve_rejects_a_state_of_another_request(void **state)
{
	const server_step steps[] = { { SERVER_RESPOND, "HTTP/1.1 200 OK\r\nContent-Length: 53\r\n\r\n"
													"{\"RequestID\":\"abc\",\"LastNotifiedStatus\":\"CardStored\"}" },
		{ SERVER_RESPOND, "HTTP/1.1 200 OK\r\nContent-Length: 53\r\n\r\n"
						  "{\"RequestID\":\"abd\",\"LastNotifiedStatus\":\"CardStored\"}" },
		{ SERVER_RESPOND, "HTTP/1.1 200 OK\r\nContent-Length: 53\r\n\r\n"
						  "{\"RequestID\":\"abd\",\"LastNotifiedStatus\":\"CardStored\"}" },
		{ SERVER_RESPOND, "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>" } };
	client_fixture *fixture = START(steps, 0);
	cotp_state seen;
	assert_true(cotp_client_retrieve(fixture->client, &fixture->call, COTP_TEXT("abc"), &seen, &fixture->error));
	assert_int_equal(seen.status, COTP_STATUS_CARD_STORED);
	cotp_state_free(&seen);
	for (int i = 0; i < 2; i++) {
		assert_false(cotp_client_retrieve(fixture->client, &fixture->call, COTP_TEXT("abc"), &seen, &fixture->error));
		assert_int_equal(fixture->error.domain, COTP_ERROR_PROTOCOL);
		assert_int_equal(fixture->error.outcome, COTP_OUTCOME_ANSWERED);
		assert_int_equal(fixture->error.http_status, 200);
		assert_string_equal(fixture->error.request_id, "abc");
		assert_int_equal(atomic_load(&fixture->server->processed), 3 + i); /* the first of the two is made once more */
	}
}

static void card_operations_use_the_methods_and_paths_of_the_table(void **state)
{
	const server_step steps[] = { { SERVER_RESPOND, EMPTY("200 OK") }, { SERVER_RESPOND, EMPTY("200 OK") },
		{ SERVER_RESPOND, EMPTY("204 None") }, { SERVER_RESPOND, EMPTY("200 OK") }, { SERVER_RESPOND, EMPTY("200 OK") },
		{ SERVER_RESPOND, EMPTY("200 OK") } };
	client_fixture *fixture = START(steps, 0);
	cotp_destination destination = { COTP_TEXT("HostName"), COTP_TEXT("pay.example"), 3, -1 };
	cotp_retention retention = { (int64_t)time(NULL) + 86400, true, true, 1, &destination };
	const cotp_text card = COTP_TEXT(TOKEN);
	const cotp_text none = { NULL, 0 };
	const char *head = fixture->server->last_head;
	cotp_error *error = &fixture->error;

	assert_true(cotp_client_set_retention(fixture->client, &fixture->call, card, &retention, error));
	assert_non_null(strstr(head, "PUT /api/payments/paycard/" TOKEN "/cvv/Restriction HTTP"));
	assert_non_null(strstr(fixture->server->last_body, "\"DestinationData\":\"pay.example\""));
	assert_true(cotp_client_delete_retention(fixture->client, &fixture->call, card, none, none, error));
	assert_non_null(strstr(head, "DELETE /api/payments/paycard/" TOKEN "/cvv/Restriction HTTP"));
	assert_true(cotp_client_delete_retention(
		fixture->client, &fixture->call, card, COTP_TEXT("SFTP"), COTP_TEXT("a@b c"), error));
	assert_non_null(strstr(head, "DELETE /api/payments/paycard/" TOKEN "/cvv/Restriction/SFTP/a%40b%20c HTTP"));
	assert_true(cotp_client_clear_cvv(fixture->client, &fixture->call, card, error));
	assert_non_null(strstr(head, "DELETE /api/payments/paycard/" TOKEN "/cvv HTTP"));
	assert_true(cotp_client_delete_card(fixture->client, &fixture->call, card, error));
	assert_non_null(strstr(head, "DELETE /api/payments/paycard/" TOKEN " HTTP"));
	bool valid = false;
	assert_true(cotp_client_authenticate(fixture->client, &fixture->call, &valid, error));
	assert_true(valid);
	assert_non_null(strstr(head, "POST /api/accounts/authenticate/ HTTP"));
}

static void get_retention_returns_the_usage(void **state)
{
	const server_step steps[] = {
		{ SERVER_RESPOND_AND_CLOSE,
			"HTTP/1.1 200 OK\r\n\r\n{\"CvvEndRetentionDate\":\"2018-01-19T11:58:00\","
			"\"DeleteCardUponCvvCleanup\":true,\"CvvRetentionPolicyList\":[{\"DestinationType\":"
			"\"Owner\",\"Quota\":99,\"Usage\":4}]}" },
		{ SERVER_RESPOND_AND_CLOSE, "HTTP/1.1 200 OK\r\n\r\n{\"CvvEndRetentionDate\":\"soon\"}" }
	};
	client_fixture *fixture = START(steps, 0);
	cotp_wire_retention seen;
	assert_true(cotp_client_get_retention(fixture->client, &fixture->call, COTP_TEXT(TOKEN), &seen, &fixture->error));
	assert_int_equal(seen.retention.until, 1516363080);
	assert_int_equal(seen.retention.destination_count, 1);
	assert_int_equal(seen.retention.destinations[0].usage, 4);
	cotp_wire_retention_free(&seen);
	assert_false(cotp_client_get_retention(fixture->client, &fixture->call, COTP_TEXT(TOKEN), &seen, &fixture->error));
	assert_int_equal(fixture->error.domain, COTP_ERROR_PROTOCOL);
}

static void authenticate_distinguishes_an_invalid_key_from_a_failure(void **state)
{
	const server_step steps[] = { { SERVER_RESPOND, EMPTY("401 No") }, { SERVER_RESPOND, EMPTY("500 Error") } };
	client_fixture *fixture = START(steps, 0);
	bool valid = true;
	assert_true(cotp_client_authenticate(fixture->client, &fixture->call, &valid, &fixture->error));
	assert_false(valid);
	assert_false(cotp_client_authenticate(fixture->client, &fixture->call, &valid, &fixture->error));
	assert_int_equal(fixture->error.http_status, 500);
}

static void invalid_arguments_send_nothing(void **state)
{
	const server_step steps[] = { { SERVER_RESPOND, EMPTY("200 OK") } };
	client_fixture *fixture = START(steps, 0);
	const cotp_call *call = &fixture->call;
	cotp_error *error = &fixture->error;
	char id[COTP_ID_LENGTH + 1];
	cotp_state seen;
	cotp_retention past = { .until = (int64_t)time(NULL) - 1, .has_until = true };
	const cotp_text card = COTP_TEXT(TOKEN);
	cotp_form form = form_by_email();
	form.fields[COTP_FORM_PHONE] = (cotp_value){ .kind = COTP_VALUE_TEXT, .text = COTP_TEXT("+34600111222") };

	assert_false(cotp_client_send(fixture->client, call, &form, id, error));
	assert_string_equal(error->argument, "email");
	assert_false(cotp_client_retrieve(fixture->client, call, COTP_TEXT("a/b"), &seen, error));
	assert_string_equal(error->argument, "request");
	assert_false(
		cotp_client_delete(fixture->client, call, COTP_TEXT("https://evil.example/api/cardrequest/abc"), error));
	assert_string_equal(error->argument, "request");
	assert_false(cotp_client_set_retention(fixture->client, call, card, &past, error));
	assert_false(
		cotp_client_delete_retention(fixture->client, call, card, COTP_TEXT(".."), (cotp_text){ NULL, 0 }, error));
	assert_string_equal(error->argument, "type");
	assert_false(
		cotp_client_delete_retention(fixture->client, call, card, (cotp_text){ NULL, 0 }, COTP_TEXT("x"), error));
	assert_string_equal(error->argument, "data");
	assert_false(cotp_client_clear_cvv(fixture->client, call, COTP_TEXT("4111-1111-1111-1111"), error));
	assert_non_null(strstr(error->message, "card number"));
	assert_false(cotp_client_clear_cvv(fixture->client, call, COTP_TEXT("https://a.example/4111111111111111"), error));
	assert_false(cotp_client_clear_cvv(fixture->client, call, COTP_TEXT("https://a@b/" TOKEN), error));
	assert_string_equal(error->argument, "cardUri");
	assert_int_equal(error->domain, COTP_ERROR_ARGUMENT);
	assert_int_equal(fixture->server->connections, 0);
}

static void invalid_settings_are_rejected(void **state)
{
	client_fixture *fixture = *state;
	const char *good = "https://service.example/api";
	cotp_client_settings table[] = { settings_for(good), settings_for(good), settings_for(good), settings_for(good),
		settings_for("http://service.example/api"), settings_for(good), settings_for(good) };
	const char *arguments[] = { "apiKey", "timeout", "connectTimeout", "retries", "baseUri", "caFile", "proxy" };
	table[0].api_key = COTP_TEXT("a\r\nb");
	table[1].timeout = 0.0;
	table[2].connect_timeout = 3601.0;
	table[3].retries = 11;
	table[5].ca_file = COTP_TEXT("/nonexistent/ca.pem");
	table[6].proxy = COTP_TEXT("ftp://proxy.example");
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		assert_null(cotp_client_new(&table[i], cotp_wire_new(), &fixture->error));
		assert_int_equal(fixture->error.domain, COTP_ERROR_ARGUMENT);
		assert_string_equal(fixture->error.argument, arguments[i]);
	}
}

int main(void)
{
	signal(SIGPIPE, SIG_IGN);
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(send_returns_the_id_of_any_host),
		TEST(send_rejects_the_collection_as_an_id),
		TEST(send_uses_the_security_code_path_with_a_card),
		TEST(send_keeps_the_id_of_an_incomplete_response),
		TEST(error_block_is_read_and_redacted),
		TEST(secrets_are_redacted_in_part_and_at_the_limit),
		TEST(secrets_are_redacted_in_other_spellings),
		TEST(phone_is_redacted_as_given_and_as_sent),
		TEST(not_found_names_the_wire_entry_of_an_inferred_path),
		TEST(delete_succeeds_if_a_retry_finds_nothing),
		TEST(delete_fails_if_a_retry_finds_no_path),
		TEST(retrieve_rejects_a_state_of_another_request),
		TEST(card_operations_use_the_methods_and_paths_of_the_table),
		TEST(get_retention_returns_the_usage),
		TEST(authenticate_distinguishes_an_invalid_key_from_a_failure),
		TEST(invalid_arguments_send_nothing),
		TEST(invalid_settings_are_rejected),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
