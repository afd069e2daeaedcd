/* SPDX-License-Identifier: BSD-3-Clause */
/* URIs: base URIs, proxies, URLs of forms, requests, cards and Location headers. */
#include "unit.h"

#include "../../cotp_check.h"

/* ---- base URI ---- */

static bool check_base(cotp_text uri, cotp_error *error)
{
	return cotp_check_base_uri(uri, NULL, error);
}

static const text_case base_uri_scheme_cases[] = {
	VALID("https://service.pcibooking.net/api"),
	VALID("https://service.pcibooking.net/api/"),
	VALID("https://service.pcibooking.net"),
	VALID("https://service.pcibooking.net/"),
	VALID("HTTPS://Service.PCIBooking.net:8443/api"),
	VALID("https://sandbox_1.internal/a-b/c.d/~e"),
	VALID("https://192.0.2.1/api"),
	VALID("https://[2001:db8::1]:8443/api"),
	VALID("https://example.com./api"),
	VALID("http://127.0.0.1:8080/api"),
	VALID("http://127.255.0.9/"),
	VALID("http://localhost:65535"),
	VALID("http://localhost:1"),
	VALID("http://LOCALHOST/api"),
	VALID("http://[::1]:8080/api"),
	/* not loopback, although it looks similar */
	INVALID("http://service.pcibooking.net/api"),
	INVALID("http://127.0.0.1.evil.example/api"),
	INVALID("http://localhost.evil.example/"),
	INVALID("http://localhost./"),
	INVALID("http://127.1/"),
	INVALID("http://0x7f.1/"),
	INVALID("http://0x7f000001/"),
	INVALID("http://2130706433/"),
	INVALID("http://0177.0.0.1/"),
	INVALID("http://127.0.0.01/"),
	INVALID("http://127.0.0.256/"),
	INVALID("http://127.0.0.1./"),
	INVALID("http://127.0.0/"),
	INVALID("http://127.0.0.1.1/"),
	INVALID("http://128.0.0.1/"),
	INVALID("http://12.0.0.1/"),
	INVALID("http://0.0.0.0/"),
	INVALID("http://[::ffff:127.0.0.1]/"),
	INVALID("http://[::2]/"),
	INVALID("http://[::1%25lo]/"),
	INVALID("http://[fe80::1%25eth0]/"),
	INVALID("http://127.0.0.1@evil.example/"),
	INVALID("http://127.0.0.1#@evil.example/"),
	INVALID("http://127.0.0.1?@evil.example/"),
	INVALID("http://evil.example\\@127.0.0.1/"),
	INVALID("http://127.0.0.1:80@evil.example/"),
	INVALID("http://%31%32%37.0.0.1/"),
	/* these spellings are rejected with TLS too */
	INVALID("https://0x7f.1/"),
	INVALID("https://127.1/"),
	INVALID("https://127.0.0.0x1/"),
	INVALID("https://[::1%25lo]/"),
	INVALID("https://[]/"),
	INVALID("https://[::g]/"),
	INVALID("https://[1::2::3]/"),
	INVALID("https://[::1/"),
	INVALID("https://::1/"),
};

static void base_uri_is_https_or_loopback(void **state)
{
	(void)state;
	assert_cases(base_uri_scheme_cases, COUNT_OF(base_uri_scheme_cases), check_base, "baseUri");
}

static const text_case base_uri_part_cases[] = {
	INVALID(""),
	INVALID("service.pcibooking.net"),
	INVALID("//service.pcibooking.net"),
	INVALID("ftp://service.pcibooking.net/"),
	INVALID("socks5://service.pcibooking.net"),
	INVALID("file:///etc/passwd"),
	INVALID("https:service.pcibooking.net"),
	INVALID("https:/service.pcibooking.net"),
	INVALID("https:///service.pcibooking.net"),
	INVALID("https://"),
	INVALID("https:///"),
	INVALID("https:"),
	INVALID("https"),
	INVALID("https://user@service.example/"),
	INVALID("https://user:secret@service.example/"),
	INVALID("https://@service.example/"),
	INVALID("https://a@b@service.example/"),
	INVALID("https://a@@service.example/"),
	INVALID("https://service.example/api?"),
	INVALID("https://service.example/api?a=b"),
	INVALID("https://service.example?"),
	INVALID("https://service.example/api#"),
	INVALID("https://service.example#"),
	INVALID("https://service.example/api#?"),
	INVALID("https://service.example:/"),
	INVALID("https://service.example:0/"),
	INVALID("https://service.example:65536/"),
	INVALID("https://service.example:99999999999999999999/"),
	INVALID("https://service.example:80a/"),
	INVALID("https://service.example:+80/"),
	INVALID("https://service.example/a/../b"),
	INVALID("https://service.example/.."),
	INVALID("https://service.example/./b"),
	INVALID("https://service.example/a/."),
	INVALID("https://service.example/%2e%2e/b"),
	INVALID("https://service.example/a%2Fb"),
	INVALID("https://service.example//api"),
	INVALID("https://service.example/api//"),
	INVALID("https://service..example/"),
	INVALID("https://.service.example/"),
	INVALID("https://./"),
	INVALID("https://..//"),
	INVALID("https://serv ice.example/"),
	INVALID(" https://service.example/"),
	INVALID("https://service.example/ "),
	INVALID("https://service.example/\r\nx"),
	INVALID("https://service.example/\0"),
	INVALID("https://service.example\0.evil.example/"),
	INVALID("https://service.example\t/"),
	INVALID("https://s\xC3\xA9rvice.example/"),
	INVALID("https://service.example/caf\xC3\xA9"),
	INVALID("https://service.example\\evil.example/"),
	INVALID("https://service.example/\x7F"),
	INVALID("https://serv{ice}.example/"),
	VALID("https://service.example/.well/..a/a.."),
};

static void base_uri_has_nothing_but_host_port_and_path(void **state)
{
	(void)state;
	assert_cases(base_uri_part_cases, COUNT_OF(base_uri_part_cases), check_base, "baseUri");
}

static void base_uri_length_is_bounded(void **state)
{
	(void)state;
	char uri[2100];
	cotp_error error;
	memset(uri, 'a', sizeof(uri));
	memcpy(uri, "https://h.example/", 18);
	assert_true(cotp_check_base_uri((cotp_text){ uri, 2048 }, NULL, &error));
	assert_false(cotp_check_base_uri((cotp_text){ uri, 2049 }, NULL, &error));
	/* at most 253 bytes of host; libcurl has no limit */
	memcpy(uri, "https://", 8);
	for (size_t i = 8; i < 8 + 253; i += 50) {
		uri[i + 49] = '.';
	}
	uri[8 + 253] = '/';
	uri[17] = 'a';
	assert_true(cotp_check_base_uri((cotp_text){ uri, 300 }, NULL, &error));
	uri[8 + 253] = 'a';
	uri[8 + 254] = '/';
	assert_false(cotp_check_base_uri((cotp_text){ uri, 300 }, NULL, &error));
}

static void base_uri_http_is_allowed_for_listed_hosts_only(void **state)
{
	(void)state;
	static const struct {
		const char *uri;
		const char *hosts;
		bool valid;
	} cases[] = {
		{ "http://sandbox:8080/api", "sandbox", true },
		{ "http://sandbox:8080/api", "other, Sandbox", true },
		{ "http://sandbox:8080/api", "other,sandbox,third", true },
		{ "http://sandbox/api", ",, sandbox ,", true },
		{ "http://[2001:db8::1]/api", "[2001:db8::1]", true },
		{ "http://sandbox/api", NULL, false },
		{ "http://sandbox/api", "", false },
		{ "http://sandbox/api", " , ", false },
		{ "http://sandbox/api", "sandbox1, sand, xsandbox, sandbox:80", false },
		{ "http://sandbox/api", "*", false },
		{ "http://a.sandbox/api", "sandbox", false },
		{ "http://user@sandbox/api", "sandbox", false },
		{ "ftp://sandbox/api", "sandbox", false },
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		cotp_error error;
		assert_int_equal(cotp_check_base_uri(cotp_text_of(cases[i].uri), cases[i].hosts, &error), cases[i].valid);
	}
}

static void proxy_has_scheme_and_host(void **state)
{
	(void)state;
	static const text_case cases[] = {
		VALID("http://proxy.example:3128"),
		VALID("http://proxy.example:3128/"),
		VALID("https://proxy.example"),
		VALID("socks5://127.0.0.1:1080"),
		VALID("socks5h://proxy"),
		VALID("http://user:se%20cret@proxy.example:3128"),
		VALID("http://user@[::1]:3128"),
		INVALID(""),
		INVALID("proxy.example:3128"),
		INVALID("proxy.example"),
		INVALID("socks4://proxy"),
		INVALID("http://"),
		INVALID("http://planted@"),
		INVALID("http://proxy/path"),
		INVALID("http://proxy?"),
		INVALID("http://proxy#"),
		INVALID("http://proxy\r\nX: y"),
		INVALID("http://proxy\0x"),
		INVALID("http://planted:pass%0d%0aX@proxy"),
		INVALID("http://planted:pass%00@proxy"),
		INVALID("http://planted:pass%7f@proxy"),
		INVALID("http://planted:pass%7F@proxy"),
		INVALID("http://planted:pass%1b@proxy"),
		INVALID("http://planted:p%zz@proxy"),
		INVALID("http://planted:p%4@proxy"),
		INVALID("http://planted:p%"),
		INVALID("http://a@b@proxy"),
	};
	assert_cases(cases, COUNT_OF(cases), cotp_check_proxy, "proxy");
}

/* ---- URLs of a form ---- */

static bool check_url(cotp_text text, cotp_error *error)
{
	return cotp_check_url(text, "callbackUrl", error);
}

static void url_is_absolute_http_with_a_host(void **state)
{
	(void)state;
	static const text_case cases[] = {
		VALID("https://hotel.example/cotp?cotp=v1.k1.1.a.b.c&x=[1]"),
		VALID("http://hotel.example"),
		VALID("https://user:pass@hotel.example:8443/a%20b#top"),
		VALID("http://127.0.0.1:8080/cotp"),
		VALID("https://hotel.example/a/../b"),
		VALID("https://hotel.example?"),
		INVALID(""),
		INVALID("hotel.example/cotp"),
		INVALID("/cotp"),
		INVALID("//hotel.example/cotp"),
		INVALID("javascript:alert(1)"),
		INVALID("ftp://hotel.example/cotp"),
		INVALID("data:text/html,x"),
		INVALID("https://"),
		INVALID("https://?x"),
		INVALID("https://hotel.example/c otp"),
		INVALID("https://hotel.example/\r\nX: y"),
		INVALID("https://hotel.example/\0"),
		INVALID("https://h\xC3\xB4tel.example/"),
		INVALID("https://hotel.example/%"),
		INVALID("https://hotel.example/%4"),
		INVALID("https://hotel.example/a%g1"),
		INVALID("https://hotel.example/a%1g"),
		INVALID("https://hotel.example/\"onload=\""),
		INVALID("https://hotel.example/<x>"),
		INVALID("https://hotel.example\\@evil.example/"),
		INVALID("https://hotel.example:port/"),
	};
	assert_cases(cases, COUNT_OF(cases), check_url, "callbackUrl");
}

/* ---- requests, cards, locations ---- */

typedef struct uri_case {
	const char *base;
	const char *uri;
	const char *id; /* NULL: refused */
} uri_case;

#define BASE "https://service.example/api"

typedef bool (*uri_check)(cotp_text uri, const char *base, char *id, cotp_error *error);

static void assert_uri_cases(const uri_case *cases, size_t count, uri_check check, const char *argument)
{
	for (size_t i = 0; i < count; i++) {
		char id[COTP_ID_LENGTH + 1] = "";
		cotp_error error;
		cotp_text uri = exact_copy(cotp_text_of(cases[i].uri));
		bool valid = check(uri, cases[i].base, id, &error);
		if (valid != (cases[i].id != NULL)) {
			fail_msg("\"%s\" should %sbe valid", cases[i].uri, cases[i].id ? "" : "not ");
		}
		if (valid) {
			assert_string_equal(id, cases[i].id);
		} else {
			assert_refused(&error, argument);
		}
		free_text(uri);
	}
}

static void request_is_an_id_or_a_uri_on_the_base(void **state)
{
	(void)state;
	static const uri_case cases[] = {
		{ BASE, "abcDEF-_9", "abcDEF-_9" },
		{ BASE, "https://service.example/api/cardrequest/abc", "abc" },
		{ BASE, "HTTPS://SERVICE.example:443/elsewhere/abc", "abc" },
		{ "https://service.example:443/api", "https://service.example/abc", "abc" },
		{ "http://127.0.0.1:8080/api", "http://127.0.0.1:8080/api/cardrequest/abc", "abc" },
		{ "http://localhost", "http://localhost:80/abc", "abc" },
		/* an id of digits that the service assigned */
		{ BASE, "4111111111111111", "4111111111111111" },
		{ BASE, "https://service.example/api/cardrequest/4111111111111111", "4111111111111111" },
		{ BASE, "", NULL },
		{ BASE, "planted.id", NULL },
		{ BASE, "planted.id", NULL },
		{ BASE, "../planted", NULL },
		{ BASE, "planted%2Fid", NULL },
		{ BASE, "/api/cardrequest/planted", NULL },
		{ BASE, "//service.example/api/planted", NULL },
		{ BASE, "http://service.example/api/planted", NULL },
		{ BASE, "http://service.example:443/api/planted", NULL },
		{ BASE, "https://service.example:8443/api/planted", NULL },
		{ BASE, "https://evil.example/api/planted", NULL },
		{ BASE, "https://service.example.evil.example/planted", NULL },
		{ BASE, "https://service.example@evil.example/planted", NULL },
		{ BASE, "https://user@service.example/api/planted", NULL },
		{ BASE, "https://evil.example\\@service.example/planted", NULL },
		{ BASE, "https://service.example/api/planted?x", NULL },
		{ BASE, "https://service.example/api/planted?", NULL },
		{ BASE, "https://service.example/api/planted#", NULL },
		{ BASE, "https://service.example/api/planted/", NULL },
		{ BASE, "https://service.example/api/planted/..", NULL },
		{ BASE, "https://service.example/api/plan.ted", NULL },
		{ BASE, "https://service.example/api/plan%74ed", NULL },
		{ BASE, "https://service.example", NULL },
		{ BASE, "https://service.example/", NULL },
		{ BASE, "ftp://service.example/planted", NULL },
		{ BASE, "planted.id", NULL },
	};
	assert_uri_cases(cases, COUNT_OF(cases), cotp_check_request, "request");
}

static void request_has_no_nul_and_at_most_128_characters(void **state)
{
	(void)state;
	char id[COTP_ID_LENGTH + 1];
	cotp_error error;
	cotp_text longer = repeated('a', COTP_ID_LENGTH + 1);
	assert_true(cotp_check_request((cotp_text){ longer.data, COTP_ID_LENGTH }, BASE, id, &error));
	assert_int_equal(strlen(id), COTP_ID_LENGTH);
	assert_false(cotp_check_request(longer, BASE, id, &error));
	assert_false(cotp_check_request(COTP_TEXT("abc\0"), BASE, id, &error));
	assert_false(cotp_check_request(COTP_TEXT(BASE "/abc\0"), BASE, id, &error));
	assert_false(cotp_check_request(COTP_TEXT(BASE "/abc\r\n"), BASE, id, &error));
	free_text(longer);
}

static void card_uri_is_a_token_or_a_uri_that_ends_with_one(void **state)
{
	(void)state;
	static const uri_case cases[] = {
		{ BASE, "0123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcdef" },
		{ BASE, "https://service.example/api/payments/paycard/tok", "tok" },
		{ BASE, "https://secure.pcibooking.net/api/paycards/bankcard/tok", "tok" },
		{ BASE, "https://other.example:8443/tok?session=1#x", "tok" },
		{ "http://127.0.0.1:8080/api", "http://127.0.0.1:8080/api/payments/paycard/tok", "tok" },
		{ NULL, "http://127.0.0.1:8080/api/payments/paycard/tok", "tok" },
		{ NULL, "tok", "tok" },
		{ BASE, "", NULL },
		{ BASE, "planted.token", NULL },
		{ BASE, "payments/paycard/planted", NULL },
		{ BASE, "http://service.example/api/planted", NULL },
		{ "http://127.0.0.1:8080/api", "http://127.0.0.1:8081/planted", NULL },
		{ "http://127.0.0.1:8080/api", "http://other.example/planted", NULL },
		{ BASE, "4111111111111112", "4111111111111112" },
		{ BASE, "4111111111111111", NULL },
		{ BASE, "tok_4111111111111111", NULL },
		{ BASE, "4111_1111_1111_1111", NULL },
		{ BASE, "4111-1111-1111-1111", NULL },
		{ BASE, "378282246310005-x", NULL },
		{ BASE, "https://service.example/paycard/tok_4111111111111111", NULL },
		{ BASE, "https://service.example/4111111111111111/tok", NULL },
		{ BASE, "https://service.example/tok?card=4111+1111+1111+1111", NULL },
		{ BASE, "https://service.example/tok?card=4111%201111%201111%201111", NULL },
		{ BASE, "https://service.example/tok#4111%C2%A01111%C2%A01111%C2%A01111", NULL },
		{ BASE, "https://service.example/tok?%34111111111111111", NULL },
		{ BASE, "https://user:pw@service.example/planted", NULL },
		{ NULL, "https://@service.example/planted", NULL },
		{ BASE, "https://service.example/planted/", NULL },
		{ BASE, "https://service.example/..", NULL },
		{ BASE, "https://service.example", NULL },
		{ BASE, "https://service.example/plan%74ed", NULL },
		{ BASE, "javascript:planted", NULL },
		{ BASE, "https://service.example/planted\r\n", NULL },
	};
	assert_uri_cases(cases, COUNT_OF(cases), cotp_check_card_uri, "cardUri");
}

static const uri_case location_cases[] = {
	{ NULL, "https://service.example/api/cardrequest/abc", "abc" },
	{ NULL, "https://other.example:9/abc", "abc" },
	{ NULL, "https://user:pw@other.example/abc", "abc" },
	{ NULL, "/api/cardrequest/abc", "abc" },
	{ NULL, "cardrequest/abc", "abc" },
	{ NULL, "abc", "abc" },
	{ NULL, "../abc", "abc" },
	{ NULL, "//other.example/abc", "abc" },
	{ NULL, "/abc/", "abc" },
	{ NULL, "abc/", "abc" },
	{ NULL, "/x/abc?y=/z#/t", "abc" },
	{ NULL, "/x/abc/?y", "abc" },
	{ NULL, "/x/abc#y", "abc" },
	{ NULL, "https:/x/abc", "abc" },
	{ NULL, "", NULL },
	{ NULL, "/", NULL },
	{ NULL, "//", NULL },
	{ NULL, "///", NULL },
	{ NULL, "?abc", NULL },
	{ NULL, "#abc", NULL },
	{ NULL, "https://evil", NULL },
	{ NULL, "https://evil/", NULL },
	{ NULL, "https://evil?/abc", NULL },
	{ NULL, "https://evil#/abc", NULL },
	{ NULL, "//evil", NULL },
	{ NULL, "//evil/", NULL },
	{ NULL, "://evil", NULL },
	{ NULL, "https:abc", NULL },
	{ NULL, "https:", NULL },
	{ NULL, "/abc//", NULL },
	{ NULL, "/abc/..", NULL },
	{ NULL, "/abc/.", NULL },
	{ NULL, "/a%62c", NULL },
	{ NULL, "/a.c", NULL },
	{ NULL, "/a c", NULL },
	{ NULL, "/abc ", NULL },
	{ NULL, "/abc\r\n", NULL },
	{ NULL, "/x\\abc", NULL },
	{ NULL, "/abc;v=1", NULL },
	{ NULL, "/caf\xC3\xA9", NULL },
};

static void location_yields_the_id_in_its_last_segment(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(location_cases); i++) {
		char id[COTP_ID_LENGTH + 1] = "";
		if (cotp_check_location(location_cases[i].uri, id) != (location_cases[i].id != NULL)) {
			fail_msg("\"%s\" should %syield an id", location_cases[i].uri, location_cases[i].id ? "" : "not ");
		}
		assert_string_equal(id, location_cases[i].id ? location_cases[i].id : "");
	}
}

static void location_id_has_at_most_128_characters(void **state)
{
	(void)state;
	char id[COTP_ID_LENGTH + 1];
	char location[COTP_ID_LENGTH + 3];
	memset(location, 'a', sizeof(location));
	location[0] = '/';
	location[COTP_ID_LENGTH + 1] = '\0';
	assert_true(cotp_check_location(location, id));
	assert_int_equal(strlen(id), COTP_ID_LENGTH);
	location[COTP_ID_LENGTH + 1] = 'a';
	location[COTP_ID_LENGTH + 2] = '\0';
	assert_false(cotp_check_location(location, id));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(base_uri_is_https_or_loopback),
		cmocka_unit_test(base_uri_has_nothing_but_host_port_and_path),
		cmocka_unit_test(base_uri_length_is_bounded),
		cmocka_unit_test(base_uri_http_is_allowed_for_listed_hosts_only),
		cmocka_unit_test(proxy_has_scheme_and_host),
		cmocka_unit_test(url_is_absolute_http_with_a_host),
		cmocka_unit_test(request_is_an_id_or_a_uri_on_the_base),
		cmocka_unit_test(request_has_no_nul_and_at_most_128_characters),
		cmocka_unit_test(card_uri_is_a_token_or_a_uri_that_ends_with_one),
		cmocka_unit_test(location_yields_the_id_in_its_last_segment),
		cmocka_unit_test(location_id_has_at_most_128_characters),
	};
	return cmocka_run_group_tests_name("check_uri", tests, NULL, NULL);
}
