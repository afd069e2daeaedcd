/* SPDX-License-Identifier: BSD-3-Clause */
/* What a value must look like: texts, addresses, numbers, URIs, ids. */
#define _POSIX_C_SOURCE 200809L /* mkdtemp, mkstemp */

#include "unit.h"

#include <math.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../cotp_check.h"

/* ---- settings ---- */

static void api_key_is_visible_ascii(void **state)
{
	(void)state;
	static const text_case cases[] = {
		VALID("x"),
		VALID("0123456789abcdefABCDEF-+/=_"),
		VALID("!~"),
		INVALID(""),
		INVALID("planted key"),
		INVALID("planted\r\nkey: x"),
		INVALID("planted\nkey"),
		INVALID("planted\0key"),
		INVALID("\0"),
		INVALID("planted\tkey"),
		INVALID("planted\x7F"),
		INVALID("plantedk\xC3\xA9y"),
		INVALID("planted\xFF"),
	};
	assert_cases(cases, COUNT_OF(cases), cotp_check_api_key, "apiKey");
	cotp_error error;
	cotp_text longest = repeated('k', 512);
	assert_true(cotp_check_api_key(longest, &error));
	free_text(longest);
	cotp_text longer = repeated('k', 513);
	assert_false(cotp_check_api_key(longer, &error));
	assert_refused(&error, "apiKey");
	free_text(longer);
}

static void seconds_are_finite_and_bounded(void **state)
{
	(void)state;
	static const struct {
		double seconds;
		bool valid;
	} cases[] = { { 0.001, true }, { 3600.0, true }, { 3600.001, false }, { 0.0, false }, { -0.0, false },
		{ -1.0, false }, { INFINITY, false }, { -INFINITY, false }, { NAN, false } };
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		cotp_error error;
		assert_int_equal(cotp_check_seconds(cases[i].seconds, "timeout", &error), cases[i].valid);
		if (!cases[i].valid) {
			assert_refused(&error, "timeout");
		}
	}
}

static void retries_are_zero_to_ten(void **state)
{
	(void)state;
	cotp_error error;
	assert_true(cotp_check_retries(0, &error));
	assert_true(cotp_check_retries(10, &error));
	assert_false(cotp_check_retries(11, &error));
	assert_false(cotp_check_retries(-1, &error));
	assert_false(cotp_check_retries(INT64_MIN, &error));
	assert_refused(&error, "retries");
}

static void ca_file_is_a_file_that_can_be_read(void **state)
{
	(void)state;
	char folder[] = "/tmp/cotp-check-XXXXXX";
	char pipe_path[64];
	assert_non_null(mkdtemp(folder));
	snprintf(pipe_path, sizeof(pipe_path), "%s/pipe", folder);
	assert_int_equal(mkfifo(pipe_path, 0600), 0);
	const text_case cases[] = { VALID("/proc/self/exe"), { cotp_text_of(folder), false },
		{ cotp_text_of(pipe_path), false }, INVALID("/nonexistent/file"), INVALID(""),
		INVALID("/proc/self/exe\0.pem") };
	assert_cases(cases, COUNT_OF(cases), cotp_check_ca_file, "caFile");
	cotp_error error;
	cotp_text longer = repeated('/', 5000);
	assert_false(cotp_check_ca_file(longer, &error));
	free_text(longer);
	unlink(pipe_path);
	rmdir(folder);
}

static void ca_file_that_may_not_be_read_is_refused(void **state)
{
	(void)state;
	char path[] = "/tmp/cotp-check-XXXXXX";
	cotp_error error;
	int file = mkstemp(path);
	assert_true(file >= 0);
	close(file);
	assert_true(cotp_check_ca_file(cotp_text_of(path), &error));
	assert_int_equal(chmod(path, 0), 0);
	/* for root no mode forbids reading: be nobody for a moment */
	bool is_root = geteuid() == 0;
	assert_true(!is_root || seteuid(65534) == 0);
	bool valid = cotp_check_ca_file(cotp_text_of(path), &error);
	assert_true(!is_root || seteuid(0) == 0);
	unlink(path);
	assert_false(valid);
	assert_refused(&error, "caFile");
}

/* ---- base URI ---- */

static bool check_base(cotp_text uri, cotp_error *error)
{
	return cotp_check_base_uri(uri, NULL, error);
}

static void base_uri_is_https_or_loopback(void **state)
{
	(void)state;
	static const text_case cases[] = {
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
		/* not loopback, whatever it looks like */
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
		/* the same spellings are no better with TLS */
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
	assert_cases(cases, COUNT_OF(cases), check_base, "baseUri");
}

static void base_uri_has_nothing_but_host_port_and_path(void **state)
{
	(void)state;
	static const text_case cases[] = {
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
	assert_cases(cases, COUNT_OF(cases), check_base, "baseUri");
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
	/* 253 bytes of host and no more; libcurl knows no bound */
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

static void base_uri_http_is_open_to_listed_hosts_only(void **state)
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

/* ---- addresses ---- */

static bool check_email(cotp_text text, cotp_error *error)
{
	return cotp_check_email(text, "supportEmail", error);
}

static void email_is_a_plausible_address(void **state)
{
	(void)state;
	static const text_case cases[] = {
		VALID("guest@example.com"),
		VALID("a@b.co"),
		VALID("first.last+tag@sub-domain.example.museum"),
		VALID("o'neil!#$%&*/=?^_`{|}~-@example.com"),
		VALID(".odd..name.@docomo.example"),
		VALID("guest@3com.example"),
		VALID("g\xC3\xBC"
			  "est@m\xC3\xBCnchen.example"),
		VALID("guest@xn--mnchen-3ya.de"),
		INVALID(""),
		INVALID("guest"),
		INVALID("guest@"),
		INVALID("@example.com"),
		INVALID("guest@localhost"),
		INVALID("guest@gmail"),
		INVALID("guest@example."),
		INVALID("guest@.example"),
		INVALID("guest@exa..mple"),
		INVALID("a@b@example.com"),
		INVALID("guest@-x.example"),
		INVALID("guest@x.-y.example"),
		INVALID("guest@x._y.example"),
		INVALID("guest@x-.example"),
		INVALID("guest@192.0.2.1"),
		INVALID("guest@[192.0.2.1]"),
		INVALID("guest@exam_ple.com"),
		INVALID("guest@_example.com"),
		INVALID("gu est@example.com"),
		INVALID(" guest@example.com"),
		INVALID("guest@example.com "),
		INVALID("guest@example.com\r\nBcc: x@y.zz"),
		INVALID("guest@example.com\n"),
		INVALID("guest\0@example.com"),
		INVALID("guest@example.com\0"),
		INVALID("\"guest\"@example.com"),
		INVALID("<guest@example.com>"),
		INVALID("guest@example.com,other@example.com"),
		INVALID("guest@example.com;other@example.com"),
		INVALID("gu\xFF"
				"est@example.com"),
		INVALID("gu\xC2\x9B"
				"est@example.com"),
		INVALID("(guest)@example.com"),
		INVALID("guest@exa mple.com"),
	};
	assert_cases(cases, COUNT_OF(cases), check_email, "supportEmail");
}

static void email_parts_are_bounded(void **state)
{
	(void)state;
	static const struct {
		size_t local;
		size_t label;
		size_t labels;
		bool valid;
	} cases[] = { { 64, 60, 3, true }, { 65, 1, 1, false }, { 1, 63, 1, true }, { 1, 64, 1, false },
		/* 64 + "@" + 3 * 62 + "com": 254; one label of 62 more: too long as a whole */
		{ 64, 61, 3, true }, { 65, 61, 3, false }, { 10, 61, 4, false } };
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		cotp_buffer address = { .limit = 1000 };
		cotp_error error;
		cotp_text filler = repeated('a', 100);
		assert_true(cotp_buffer_append(&address, filler.data, cases[i].local));
		assert_true(cotp_buffer_append_string(&address, "@"));
		for (size_t label = 0; label < cases[i].labels; label++) {
			assert_true(cotp_buffer_append(&address, filler.data, cases[i].label));
			assert_true(cotp_buffer_append_string(&address, "."));
		}
		assert_true(cotp_buffer_append_string(&address, "com"));
		bool valid = cotp_check_email((cotp_text){ address.data, address.length }, "email", &error);
		assert_int_equal(valid, cases[i].valid);
		cotp_buffer_free(&address);
		free_text(filler);
	}
}

static bool check_phone(cotp_text text, cotp_error *error)
{
	return cotp_check_phone(text, "phone", error);
}

static void phone_has_seven_to_fifteen_digits(void **state)
{
	(void)state;
	static const text_case cases[] = {
		VALID("+972501234567"),
		VALID("+44 (0)20 7946-0958"),
		VALID("0800 123 4567"),
		VALID("1234567"),
		VALID("+1234567"),
		VALID("123456789012345"),
		VALID("+49.30/1234567"),
		VALID("(030) 1234567"),
		INVALID(""),
		INVALID("123456"),
		INVALID("1234567890123456"),
		INVALID("+"),
		INVALID("++4412345678"),
		INVALID("44+12345678"),
		INVALID("1234567x8"),
		INVALID("+0441234567"),
		INVALID("+(0)441234567"),
		INVALID("tel:+441234567"),
		INVALID("+44 1234567 ext 3"),
		INVALID("12345678\r\n"),
		INVALID("1234\0005678"),
		INVALID("12345678\0"),
		INVALID("1234567,7654321"),
		INVALID("\xD9\xA1\xD9\xA2\xD9\xA3\xD9\xA4\xD9\xA5\xD9\xA6\xD9\xA7"),
		INVALID("1 2 3 4 5 6 7 8 9 0 1 2 3 4                          "),
	};
	assert_cases(cases, COUNT_OF(cases), check_phone, "phone");
}

/* ---- small values ---- */

static void language_is_two_letters(void **state)
{
	(void)state;
	static const text_case cases[] = { VALID("EN"), VALID("de"), INVALID(""), INVALID("E"), INVALID("ENG"),
		INVALID("E1"), INVALID("E\0"), INVALID("\xC3\xA9"), INVALID("en-GB") };
	assert_cases(cases, COUNT_OF(cases), cotp_check_language, "language");
}

static void currency_is_three_letters(void **state)
{
	(void)state;
	static const text_case cases[] = { VALID("EUR"), VALID("usd"), INVALID(""), INVALID("EU"), INVALID("EURO"),
		INVALID("EU1"), INVALID("EU\0"), INVALID("\xE2\x82\xAC"), INVALID("E R") };
	assert_cases(cases, COUNT_OF(cases), cotp_check_currency, "currency");
}

static void amount_is_a_plain_decimal(void **state)
{
	(void)state;
	static const text_case cases[] = { VALID("0"), VALID("120"), VALID("99.50"), VALID("0.5"),
		VALID("999999999999.9999"), INVALID(""), INVALID("-1"), INVALID("+1"), INVALID("1,50"), INVALID("1.000.00"),
		INVALID(".5"), INVALID("5."), INVALID("1e3"), INVALID("0x10"), INVALID(" 1"), INVALID("1 "), INVALID("1\n"),
		INVALID("1\0"), INVALID("1.5\0"), INVALID("NAN"), INVALID("1000000000000"), INVALID("1.00000"),
		INVALID("EUR 5"), INVALID(CARD_NUMBER) };
	assert_cases(cases, COUNT_OF(cases), cotp_check_amount, "amount");
}

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

/* ---- texts ---- */

static bool check_free_text(cotp_text text, cotp_error *error)
{
	return cotp_check_free_text(text, "headerText", error);
}

static bool check_name(cotp_text text, cotp_error *error)
{
	return cotp_check_name(text, "bookerName", error);
}

static void free_text_has_lines_and_no_card_number(void **state)
{
	(void)state;
	static const text_case cases[] = {
		VALID("Dear $~recipient_name~$,\r\n\tplease <b>enter</b> your card."),
		VALID("\xE2\x82\xAC \xF0\x9F\x8F\xA8"),
		VALID("Booking " NOT_CARD_NUMBER),
		INVALID(""),
		INVALID("planted\0text"),
		INVALID("planted\x1Btext"),
		INVALID("planted\x7Ftext"),
		INVALID("planted\xC2\x85text"),
		INVALID("planted\xFFtext"),
		INVALID("planted\xE2\x82"),
		INVALID("Card " CARD_NUMBER),
		INVALID("4111-1111-1111-1111 is it"),
	};
	assert_cases(cases, COUNT_OF(cases), check_free_text, "headerText");
	cotp_error error;
	cotp_text longer = repeated('a', 4097);
	assert_true(cotp_check_free_text((cotp_text){ longer.data, 4096 }, "headerText", &error));
	assert_false(cotp_check_free_text(longer, "headerText", &error));
	free_text(longer);
}

static void name_is_one_short_line(void **state)
{
	(void)state;
	static const text_case cases[] = { VALID("hotel-42"), VALID("H\xC3\xB4tel \xE2\x80\x9CSun\xE2\x80\x9D"),
		INVALID(""), INVALID("planted\nname"), INVALID("planted\rname"), INVALID("planted\tname"),
		INVALID("planted\0name"), INVALID("planted\xC3("), INVALID("hotel " CARD_NUMBER) };
	assert_cases(cases, COUNT_OF(cases), check_name, "bookerName");
	cotp_error error;
	cotp_text longer = repeated('a', 129);
	assert_true(cotp_check_name((cotp_text){ longer.data, 128 }, "bookerId", &error));
	assert_false(cotp_check_name(longer, "bookerId", &error));
	free_text(longer);
}

static void card_number_message_says_that_it_must_never_be_passed(void **state)
{
	(void)state;
	cotp_error error;
	assert_false(cotp_check_name(COTP_TEXT(CARD_NUMBER), "bookerId", &error));
	assert_non_null(strstr(error.message, "the guest enters the card"));
	assert_false(cotp_check_no_card_number(COTP_TEXT(CARD_NUMBER), "extra", &error));
	assert_refused(&error, "extra");
	assert_true(cotp_check_no_card_number(COTP_TEXT(NOT_CARD_NUMBER), "extra", &error));
}

static bool check_path_part(cotp_text text, cotp_error *error)
{
	return cotp_check_path_part(text, "data", error);
}

static void path_part_is_never_a_dot_segment(void **state)
{
	(void)state;
	static const text_case cases[] = { VALID("httpbin.org"), VALID("https://httpbin.org/post?x=y#z"), VALID("a/../b"),
		VALID("..."), VALID(".a"), VALID("%2e%2e"), VALID("\xC3\xA9"), VALID("user name"), INVALID(""), INVALID("."),
		INVALID(".."), INVALID("a\r\nb"), INVALID("a\0b"), INVALID("..\0"), INVALID("\xFF"), INVALID(CARD_NUMBER) };
	assert_cases(cases, COUNT_OF(cases), check_path_part, "data");
	cotp_error error;
	cotp_text longer = repeated('a', 256);
	assert_true(cotp_check_path_part((cotp_text){ longer.data, 255 }, "data", &error));
	assert_false(cotp_check_path_part(longer, "data", &error));
	free_text(longer);
}

/* ---- card numbers ---- */

typedef struct card_case {
	const char *text;
	const char *masked; /* NULL: no card number in it */
} card_case;

static const card_case card_cases[] = {
	{ CARD_NUMBER, "****************" },
	{ "a" CARD_NUMBER "b", "a****************b" },
	{ "4111 1111 1111 1111", "**** **** **** ****" },
	{ "4111-1111-1111-1111", "****-****-****-****" },
	{ "4-1 1-1 1111 1111 1111", "*-* *-* **** **** ****" },
	{ "-4111111111111111-", "-****************-" },
	{ "5555555555554444 and 378282246310005", "**************** and ***************" },
	{ "4222222222222", "*************" },
	{ "6011111111111117", "****************" },
	{ "2223003122003222", "****************" },
	{ "6304000000000000000", "*******************" },
	{ "x 4111111111111112 4111111111111111", "x 4111111111111112 ****************" },
	{ "4111 1111 1111 1111 12/28", "**** **** **** **** 12/28" },
	{ "4111111111111111 123", "**************** 123" },
	{ "Room 1 4111-1111-1111-1111", "Room 1 ****-****-****-****" },
	{ "3782 822463 10005 1234", "**** ****** ***** 1234" },
	{ "12 3056 930902 5904", "12 **** ****** ****" },
	{ "99 6304 0000 0000 0000 000 9", "99 **** **** **** **** *** 9" },
	{ "4111 1111 1111 1111 5555 5555 5555 4444", "**** **** **** **** **** **** **** ****" },
	{ "+34 600 111 222 600 111 223", NULL }, /* telephone numbers are no such groups */
	{ "41 1111 1111 1111 11 7", NULL },
	{ "4111 1111 1111 11114", NULL },
	{ "4111111111111112, 4111111111111111", "4111111111111112, ****************" },
	{ "4111  1111 1111 1111", NULL },
	{ "4111--1111-1111-1111", NULL },
	{ "4111 -1111-1111-1111", NULL },
	{ "4111.1111.1111.1111", NULL },
	{ "4111\n1111 1111 1111", NULL },
	{ NOT_CARD_NUMBER, NULL },
	{ "1111111111111117", NULL }, /* passes Luhn, but starts like no card */
	{ "7111111111111118", NULL },
	{ "0000000000000000", NULL },
	{ "411111111117", NULL },         /* 12 digits */
	{ "41111111111111111114", NULL }, /* 20 digits */
	{ "24 4111 1111 1111 1111 11", "24 **** **** **** **** 11" },
	/* a run that is one only when what stands beside it was masked */
	{ "4111 4420872020000 4111 1111 1111 1111 12", "**** ************* **** **** **** **** 12" },
	{ "", NULL },
	{ "no digits - at all", NULL },
};

static void card_number_is_a_whole_run_that_passes_luhn(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(card_cases); i++) {
		cotp_text text = exact_copy(cotp_text_of(card_cases[i].text));
		if (cotp_check_has_card_number(text) != (card_cases[i].masked != NULL)) {
			fail_msg("\"%s\" should %sbe found", card_cases[i].text, card_cases[i].masked ? "" : "not ");
		}
		free_text(text);
	}
	assert_true(cotp_check_has_card_number(COTP_TEXT("a\0" CARD_NUMBER)));
	assert_false(cotp_check_has_card_number((cotp_text){ NULL, 0 }));
}

static void mask_hides_card_numbers_and_nothing_else(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(card_cases); i++) {
		char *string = cotp_text_copy(cotp_text_of(card_cases[i].text));
		cotp_check_mask_card_numbers(string);
		assert_string_equal(string, card_cases[i].masked ? card_cases[i].masked : card_cases[i].text);
		cotp_secret_free(string);
	}
}

/* Every single wrong digit is seen: so the sum is Luhn's, with the right digits doubled. */
static void card_number_with_one_digit_changed_is_none(void **state)
{
	(void)state;
	static const char *const numbers[] = { CARD_NUMBER, "378282246310005", "4222222222222", "6304000000000000000" };
	for (size_t i = 0; i < COUNT_OF(numbers); i++) {
		char number[24];
		for (size_t at = 1; at < strlen(numbers[i]); at++) {
			for (int digit = '0'; digit <= '9'; digit++) {
				strcpy(number, numbers[i]);
				number[at] = (char)digit;
				assert_int_equal(cotp_check_has_card_number(cotp_text_of(number)), digit == numbers[i][at]);
			}
		}
	}
}

/* ---- ids ---- */

static void id_is_letters_digits_dash_and_underscore(void **state)
{
	(void)state;
	static const text_case cases[] = { VALID("uC1efRTOpU4p3hmhH7fbY3J6A9LYL3j5"), VALID("a"), VALID("-_"),
		VALID("AZaz09"), INVALID(""), INVALID("a b"), INVALID("a/b"), INVALID("."), INVALID(".."), INVALID("a.b"),
		INVALID("a%41"), INVALID("a\0"), INVALID("a\n"), INVALID("\xC3\xA9"), INVALID("a+b"), INVALID("{id}") };
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		cotp_text text = exact_copy(cases[i].text);
		assert_int_equal(cotp_check_is_id(text), cases[i].valid);
		free_text(text);
	}
	cotp_text longer = repeated('a', COTP_ID_LENGTH + 1);
	assert_true(cotp_check_is_id((cotp_text){ longer.data, COTP_ID_LENGTH }));
	assert_false(cotp_check_is_id(longer));
	free_text(longer);
}

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
			fail_msg("\"%s\" should %sbe let through", cases[i].uri, cases[i].id ? "" : "not ");
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

static void request_holds_no_nul_and_at_most_128_characters(void **state)
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

static void location_yields_the_id_in_its_last_segment(void **state)
{
	(void)state;
	static const uri_case cases[] = {
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
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char id[COTP_ID_LENGTH + 1] = "";
		if (cotp_check_location(cases[i].uri, id) != (cases[i].id != NULL)) {
			fail_msg("\"%s\" should %syield an id", cases[i].uri, cases[i].id ? "" : "not ");
		}
		assert_string_equal(id, cases[i].id ? cases[i].id : "");
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
		cmocka_unit_test(api_key_is_visible_ascii),
		cmocka_unit_test(seconds_are_finite_and_bounded),
		cmocka_unit_test(retries_are_zero_to_ten),
		cmocka_unit_test(ca_file_is_a_file_that_can_be_read),
		cmocka_unit_test(ca_file_that_may_not_be_read_is_refused),
		cmocka_unit_test(base_uri_is_https_or_loopback),
		cmocka_unit_test(base_uri_has_nothing_but_host_port_and_path),
		cmocka_unit_test(base_uri_length_is_bounded),
		cmocka_unit_test(base_uri_http_is_open_to_listed_hosts_only),
		cmocka_unit_test(proxy_has_scheme_and_host),
		cmocka_unit_test(email_is_a_plausible_address),
		cmocka_unit_test(email_parts_are_bounded),
		cmocka_unit_test(phone_has_seven_to_fifteen_digits),
		cmocka_unit_test(language_is_two_letters),
		cmocka_unit_test(currency_is_three_letters),
		cmocka_unit_test(amount_is_a_plain_decimal),
		cmocka_unit_test(url_is_absolute_http_with_a_host),
		cmocka_unit_test(free_text_has_lines_and_no_card_number),
		cmocka_unit_test(name_is_one_short_line),
		cmocka_unit_test(card_number_message_says_that_it_must_never_be_passed),
		cmocka_unit_test(path_part_is_never_a_dot_segment),
		cmocka_unit_test(card_number_is_a_whole_run_that_passes_luhn),
		cmocka_unit_test(mask_hides_card_numbers_and_nothing_else),
		cmocka_unit_test(card_number_with_one_digit_changed_is_none),
		cmocka_unit_test(id_is_letters_digits_dash_and_underscore),
		cmocka_unit_test(request_is_an_id_or_a_uri_on_the_base),
		cmocka_unit_test(request_holds_no_nul_and_at_most_128_characters),
		cmocka_unit_test(card_uri_is_a_token_or_a_uri_that_ends_with_one),
		cmocka_unit_test(location_yields_the_id_in_its_last_segment),
		cmocka_unit_test(location_id_has_at_most_128_characters),
	};
	return cmocka_run_group_tests_name("check", tests, NULL, NULL);
}
