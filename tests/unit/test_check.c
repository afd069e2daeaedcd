/* SPDX-License-Identifier: BSD-3-Clause */
/* Checks of settings, addresses, short values, texts, destinations and ids. */
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

/* ---- addresses ---- */

static bool check_email(cotp_text text, cotp_error *error)
{
	return cotp_check_email(text, "supportEmail", error);
}

static const text_case email_cases[] = {
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

static void email_is_a_plausible_address(void **state)
{
	(void)state;
	assert_cases(email_cases, COUNT_OF(email_cases), check_email, "supportEmail");
}

/* Each range ends are tested: at the end of the address, within the name and within the domain. */
static void email_has_no_hidden_characters(void **state)
{
	(void)state;
	static const struct {
		uint32_t first;
		uint32_t last;
	} hidden[] = { { 0xA0, 0xA0 }, { 0xAD, 0xAD }, { 0x34F, 0x34F }, { 0x61C, 0x61C }, { 0x115F, 0x1160 },
		{ 0x1680, 0x1680 }, { 0x17B4, 0x17B5 }, { 0x180B, 0x180F }, { 0x2000, 0x200F }, { 0x2028, 0x202F },
		{ 0x205F, 0x206F }, { 0x2800, 0x2800 }, { 0x3000, 0x3000 }, { 0x3164, 0x3164 }, { 0xFE00, 0xFE0F },
		{ 0xFEFF, 0xFEFF }, { 0xFFA0, 0xFFA0 }, { 0xFFF9, 0xFFFF }, { 0x1BCA0, 0x1BCA3 }, { 0x1D173, 0x1D17A },
		{ 0xE0001, 0xE0001 }, { 0xE0020, 0xE007F }, { 0xE0100, 0xE01EF } };
	static const char *const forms[] = { "%sguest@example.com", "gu%sest@example.com", "guest%s@example.com",
		"guest@%sexample.com", "guest@exam%sple.com", "guest@example.com%s" };
	for (size_t i = 0; i < COUNT_OF(hidden); i++) {
		for (uint32_t code_point = hidden[i].first; code_point <= hidden[i].last; code_point++) {
			char character[5] = "";
			cotp_text_encode(code_point, character);
			for (size_t form = 0; form < COUNT_OF(forms); form++) {
				char address[64];
				cotp_error error;
				snprintf(address, sizeof(address), forms[form], character);
				if (cotp_check_email(cotp_text_of(address), "email", &error)) {
					fail_msg("an address with U+%04X should not be valid", (unsigned)code_point);
				}
				assert_refused(&error, "email");
				assert_non_null(strstr(error.message, "invisible"));
			}
		}
	}
	cotp_error error;
	assert_false(cotp_check_email(COTP_TEXT("guest@example.com "), "email", &error));
	assert_non_null(strstr(error.message, "spaces"));
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

static const text_case phone_cases[] = {
	VALID("+972501234567"),
	VALID("00972501234567"),
	VALID("+44 20 7946-0958"),
	VALID("00 44 (20) 7946-0958"),
	VALID("+1234567"),
	VALID("001234567"),
	VALID("+123456789012345"),
	VALID("00123456789012345"),
	VALID("+49.30/1234567"),
	VALID("+39 06 1234567"), /* Italy keeps the zero */
	VALID("+(44)20 79460958"),
	/* national: another country's stranger may be texted */
	INVALID("600111222"),
	INVALID("0800 123 4567"),
	INVALID("(030) 1234567"),
	INVALID("1234567"),
	INVALID("123456789012345"),
	INVALID("011 34 600111222"),
	INVALID("0 0 34600111222"),
	INVALID(" +34600111222"),
	/* the trunk prefix */
	INVALID("+44 (0)20 7946-0958"),
	INVALID("+44(0)2079460958"),
	INVALID("+44 ( 0 ) 20 79460958"),
	INVALID("0044 (0) 20 7946 0958"),
	INVALID("(0)20 79460958"),
	INVALID(""),
	INVALID("+123456"),
	INVALID("00123456"),
	INVALID("+1234567890123456"),
	INVALID("001234567890123456"),
	INVALID("+00441234567"),
	INVALID("00 00441234567"),
	INVALID("000441234567"),
	INVALID("00"),
	INVALID("00+441234567"),
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

static void phone_has_a_country_code_and_seven_to_fifteen_digits(void **state)
{
	(void)state;
	assert_cases(phone_cases, COUNT_OF(phone_cases), check_phone, "phone");
	for (size_t i = 0; i < COUNT_OF(phone_cases); i++) {
		cotp_error error;
		if (!phone_cases[i].valid) {
			assert_false(check_phone(phone_cases[i].text, &error));
			assert_non_null(strstr(error.message, "country code"));
		}
	}
}

static void phone_after_prefix_begins_with_the_country_code(void **state)
{
	(void)state;
	assert_true(cotp_text_equals(cotp_phone_after_prefix(COTP_TEXT("+44 20")), COTP_TEXT("44 20")));
	assert_true(cotp_text_equals(cotp_phone_after_prefix(COTP_TEXT("0044 20")), COTP_TEXT("44 20")));
	assert_true(cotp_text_equals(cotp_phone_after_prefix(COTP_TEXT("+0044")), COTP_TEXT("0044")));
	assert_int_equal(cotp_phone_after_prefix((cotp_text){ NULL, 0 }).length, 0);
}

static bool check_shown_phone(cotp_text text, cotp_error *error)
{
	return cotp_check_shown_phone(text, "supportPhone", error);
}

static void shown_phone_may_be_national(void **state)
{
	(void)state;
	static const text_case cases[] = {
		VALID("+972501234567"),
		VALID("+44 (0)20 7946-0958"),
		VALID("0800 123 4567"),
		VALID("0044 20 79460958"),
		VALID("1234567"),
		VALID("123456789012345"),
		VALID("(030) 1234567"),
		INVALID(""),
		INVALID("123456"),
		INVALID("1234567890123456"),
		INVALID("+"),
		INVALID("+0441234567"),
		INVALID("++4412345678"),
		INVALID("1234567x8"),
		INVALID("12345678\0"),
	};
	assert_cases(cases, COUNT_OF(cases), check_shown_phone, "supportPhone");
}

/* ---- small values ---- */

static void language_is_two_letters_or_a_locale(void **state)
{
	(void)state;
	static const text_case cases[] = { VALID("EN"), VALID("de"), VALID("en-GB"), VALID("pt_BR"), VALID("es-419"),
		VALID("zh-Hant-TW"), VALID("sr_Latn_RS"), VALID("de-DE-1996"), VALID("de-aaaaaaaa-bbbbbbbb-cccccccc-ddddd"),
		INVALID(""), INVALID("E"), INVALID("ENG"), INVALID("E1"), INVALID("E\0"), INVALID("\xC3\xA9"), INVALID("en-"),
		INVALID("en_"), INVALID("en--GB"), INVALID("en-GB-"), INVALID("-GB"), INVALID("eng-GB"), INVALID("en GB"),
		INVALID("de_DE.UTF-8"), INVALID("ca_ES@valencia"), INVALID("en-GB\0"), INVALID("en-\xC3\xA9"),
		INVALID("de-aaaaaaaaa"), INVALID("de-aaaaaaaa-bbbbbbbb-cccccccc-dddddd") };
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

/* Joiners, marks of direction and the tags of flags belong to names. */
static void name_has_something_to_see(void **state)
{
	(void)state;
	static const text_case cases[] = { VALID("\xD9\x85\xDB\x8C\xE2\x80\x8C\xD8\xAE"), VALID("\xE2\x80\x8F\xD7\x90"),
		VALID("\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9"),
		VALID("a\xC2\xA0"
			  "b"),
		VALID("\xE2\x9D\xA4\xEF\xB8\x8F"), INVALID(" "), INVALID("a\xE2\x80\xA8"), INVALID("\xC2\xA0"),
		INVALID("\xE2\x80\x8B"), INVALID(" \xE2\x80\x8E "), INVALID("\xEF\xBB\xBF"),
		INVALID("\xE3\x80\x80\xE3\x85\xA4") };
	assert_cases(cases, COUNT_OF(cases), check_name, "bookerName");
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

/* ---- destinations ---- */

static bool check_path_part(cotp_text text, cotp_error *error)
{
	return cotp_check_path_part(text, "data", error);
}

static void path_part_has_no_path_syntax(void **state)
{
	(void)state;
	static const text_case cases[] = { VALID("httpbin.org"), VALID("user@sftp.example:2222"), VALID("[2001:db8::1]:22"),
		VALID(".a"), VALID("a..b"), VALID("\xC3\xA9"), VALID("user name"), VALID("o'neil&sons+1=2~3!(4)$,*"),
		INVALID(""), INVALID("."), INVALID(".."), INVALID("..."), INVALID(".. "), INVALID(". ."), INVALID(" "),
		INVALID("a/../b"), INVALID("../.."), INVALID("a/../../.."), INVALID("https://httpbin.org/post"), INVALID("/"),
		INVALID("a/"), INVALID("..\\.."), INVALID("a\\b"), INVALID("%2e%2e"), INVALID("..%2f"), INVALID("%252e"),
		INVALID("100%"), INVALID("..;x"), INVALID("a;b"), INVALID("a?b"), INVALID("a#b"), INVALID("a\r\nb"),
		INVALID("a\0b"), INVALID("..\0"), INVALID("\xFF"), INVALID(CARD_NUMBER), INVALID("4111_1111_1111_1111"),
		INVALID("\xEF\xBC\x8E\xEF\xBC\x8E"), INVALID("..\xEF\xBC\x8F.."),
		INVALID("a\xE2\x88\x95"
				"b"),
		INVALID("\xE2\x80\xA5"),
		INVALID("\xEF\xBC\x85"
				"2e"),
		INVALID("a\xE2\x80\x8B"),
		INVALID("a\xC2\xA0"
				"b"),
		INVALID("\xEF\xBB\xBF"
				"a") };
	assert_cases(cases, COUNT_OF(cases), check_path_part, "data");
	cotp_error error;
	cotp_text longer = repeated('a', 256);
	assert_true(cotp_check_path_part((cotp_text){ longer.data, 255 }, "data", &error));
	assert_false(cotp_check_path_part(longer, "data", &error));
	free_text(longer);
}

static void destination_data_is_what_a_service_may_return(void **state)
{
	(void)state;
	static const text_case cases[] = { VALID("httpbin.org"), VALID("https://httpbin.org/post?x=y#z"), VALID("a/../b"),
		VALID("100%"), INVALID(""), INVALID("."), INVALID(".."), INVALID("a\nb"), INVALID("\xFF"),
		INVALID(CARD_NUMBER) };
	assert_cases(cases, COUNT_OF(cases), cotp_check_destination_data, "data");
}

static bool check_host_destination(cotp_text text, cotp_error *error)
{
	return cotp_check_host(text, "data", error);
}

static void destination_of_a_host_name_is_a_host(void **state)
{
	(void)state;
	static const text_case cases[] = { VALID("pay.example"), VALID("PAY-1.example.com"), VALID("192.0.2.1"),
		VALID("xn--mnchen-3ya.de"), VALID("pay.example."), VALID("localhost"), INVALID(""),
		INVALID("https://pay.example/"), INVALID("pay.example/"), INVALID("pay example"), INVALID(" pay.example"),
		INVALID("pay.example "), INVALID("pay.example:443"), INVALID("user@pay.example"), INVALID("pay..example"),
		INVALID(".pay.example"), INVALID("-pay.example"), INVALID("pay-.example"), INVALID("."), INVALID(".."),
		INVALID("m\xC3\xBCnchen.de"), INVALID("pay.example\xE2\x80\x8B"), INVALID("pay.example\n"),
		INVALID("pay.example\0"), INVALID("256.1.1.1"), INVALID("0x7f.1"), INVALID("pay,example"),
		INVALID("*.pay.example"), INVALID("a123456789012345678901234567890123456789012345678901234567890123.example") };
	assert_cases(cases, COUNT_OF(cases), check_host_destination, "data");
}

static void destination_of_another_type_is_a_path_part_or_nothing(void **state)
{
	(void)state;
	cotp_error error;
	assert_true(cotp_check_path_part(COTP_TEXT("user name"), "data", &error));
	assert_true(cotp_check_path_part(COTP_TEXT("user@sftp.example:2222"), "data", &error));
	assert_false(cotp_check_path_part(COTP_TEXT("a/../../.."), "data", &error));
	assert_refused(&error, "data");
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(api_key_is_visible_ascii),
		cmocka_unit_test(seconds_are_finite_and_bounded),
		cmocka_unit_test(retries_are_zero_to_ten),
		cmocka_unit_test(ca_file_is_a_file_that_can_be_read),
		cmocka_unit_test(ca_file_that_may_not_be_read_is_refused),
		cmocka_unit_test(email_is_a_plausible_address),
		cmocka_unit_test(email_parts_are_bounded),
		cmocka_unit_test(phone_has_a_country_code_and_seven_to_fifteen_digits),
		cmocka_unit_test(phone_after_prefix_begins_with_the_country_code),
		cmocka_unit_test(shown_phone_may_be_national),
		cmocka_unit_test(language_is_two_letters_or_a_locale),
		cmocka_unit_test(currency_is_three_letters),
		cmocka_unit_test(amount_is_a_plain_decimal),
		cmocka_unit_test(free_text_has_lines_and_no_card_number),
		cmocka_unit_test(name_is_one_short_line),
		cmocka_unit_test(card_number_message_says_that_it_must_never_be_passed),
		cmocka_unit_test(email_has_no_hidden_characters),
		cmocka_unit_test(name_has_something_to_see),
		cmocka_unit_test(path_part_has_no_path_syntax),
		cmocka_unit_test(destination_data_is_what_a_service_may_return),
		cmocka_unit_test(destination_of_a_host_name_is_a_host),
		cmocka_unit_test(destination_of_another_type_is_a_path_part_or_nothing),
		cmocka_unit_test(id_is_letters_digits_dash_and_underscore),
	};
	return cmocka_run_group_tests_name("check", tests, NULL, NULL);
}
