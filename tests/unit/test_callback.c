/* SPDX-License-Identifier: BSD-3-Clause */
/* Tokens and bodies of callbacks: which are created, accepted and rejected, and for which reason. */
#include "unit.h"

#include "../../cotp_callback.h"
#include "../../cotp_check.h"

#define REFERENCE "booking-4711"
#define EXPIRY    INT64_C(4102444800)
#define NOW       (EXPIRY - 1)
#define VECTOR    "v1.k1.4102444800.Ym9va2luZy00NzEx.AQEBAQEBAQEBAQEBAQEBAQ.xTXXXBHiNUF1ysNTFH7x80Kyf_3z0Fhu_RG4UGlRQ3A"
#define BODY \
	"{\"LastNotifiedStatus\":\"CardStored\",\"RequestID\":\"uC1efRTOpU4p3hmhH7fbY3J6A9LYL3j5\"," \
	"\"LastNotifiedTime\":\"2017-12-19T20:07:32\"}"

static const char secret_1[] = "\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f"
							   "\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f";
static const char secret_2[] = "another-secret-of-thirty-two-byte";

static cotp_callback_verifier *new_verifier(const char *const *ids, size_t count)
{
	cotp_callback_key keys[4];
	cotp_error error;
	for (size_t i = 0; i < count; i++) {
		keys[i].id = cotp_text_of(ids[i]);
		keys[i].secret = (cotp_text){ strcmp(ids[i], "k1") == 0 ? secret_1 : secret_2, 32 };
	}
	cotp_callback_verifier *verifier = cotp_callback_verifier_new(keys, count, NULL, &error);
	assert_non_null(verifier);
	return verifier;
}

static int set_up(void **state)
{
	static const char *const ids[] = { "k1" };
	*state = new_verifier(ids, 1);
	return 0;
}

static int tear_down(void **state)
{
	cotp_callback_verifier_free(*state);
	return 0;
}

static cotp_callback_link link_to(cotp_text base_url, cotp_text reference)
{
	cotp_callback_link link = { .base_url = base_url, .reference = reference, .ttl = 60, .now = EXPIRY - 60 };
	memset(link.nonce, 1, sizeof(link.nonce));
	return link;
}

static cotp_callback_outcome verify(const cotp_callback_verifier *verifier, cotp_text token, cotp_text body)
{
	cotp_text exact_token = exact_copy(token);
	cotp_text exact_body = exact_copy(body);
	cotp_callback callback;
	cotp_callback_outcome outcome = cotp_callback_verify(verifier, exact_token, exact_body, NOW, &callback);
	free_text(exact_token);
	free_text(exact_body);
	return outcome;
}

static void assert_outcome(cotp_callback_outcome outcome, const char *name)
{
	assert_string_equal(cotp_callback_outcome_name(outcome), name);
}

/* ---- creating URLs ---- */

static void assert_url(const cotp_callback_verifier *verifier, const char *base_url, const char *expected)
{
	cotp_callback_link link = link_to(cotp_text_of(base_url), COTP_TEXT(REFERENCE));
	cotp_buffer url = { 0 };
	cotp_error error;
	assert_true(cotp_callback_url(verifier, &link, &url, &error));
	assert_string_equal(url.data, expected);
	cotp_buffer_free(&url);
}

static void url_is_the_test_vector(void **state)
{
	assert_url(*state, "https://hotel.example/cotp", "https://hotel.example/cotp?cotp=" VECTOR);
	assert_url(*state, "http://127.0.0.1:8080/", "http://127.0.0.1:8080/?cotp=" VECTOR);
	assert_url(*state, "https://hotel.example/cotp?a=1", "https://hotel.example/cotp?a=1&cotp=" VECTOR);
	assert_url(*state, "https://hotel.example?", "https://hotel.example?&cotp=" VECTOR);
}

static void assert_link_rejected(
	const cotp_callback_verifier *verifier, const cotp_callback_link *link, const char *argument)
{
	cotp_buffer url = { 0 };
	cotp_error error;
	assert_false(cotp_callback_url(verifier, link, &url, &error));
	assert_refused(&error, argument);
	cotp_buffer_free(&url);
}

static void url_rejects_base_urls(void **state)
{
	static const char *const bases[] = { "", "hotel.example/cotp", "/cotp", "ftp://hotel.example/", "https://",
		"https://planted host/", "https://hotel.example/#planted", "https://hotel.example/#",
		"https://hotel.example/?cotp=1", "https://hotel.example/?cotp", "https://hotel.example/?a=1&cotp=2",
		"https://hotel.example/?a=1;cotp=2", "https://hotel.example/?cotp[]=1", "https://hotel.example/?cotp[a]",
		"https://hotel.example/?c%6ftp=1", "https://hotel.example/?%63%6F%74%70=1",
		"https://hotel.example/?cotp%5B%5D=1", "https://hotel.example/?cotp%5b=1", "https://hotel.example/?+%20cotp=1",
		"https://hotel.example/?cotp%00x=1", "https://hotel.example/?&cotp" };
	for (size_t i = 0; i < COUNT_OF(bases); i++) {
		cotp_callback_link link = link_to(cotp_text_of(bases[i]), COTP_TEXT(REFERENCE));
		assert_link_rejected(*state, &link, "baseUrl");
	}
}

static void url_accepts_similar_parameters(void **state)
{
	static const char *const bases[] = { "https://hotel.example/?cotpx=1", "https://hotel.example/?xcotp=1",
		"https://hotel.example/?x=cotp", "https://hotel.example/?x=&y=cotp=1", "https://hotel.example/cotp?cot=p",
		"https://hotel.example/?Cotp=1", "https://hotel.example/?a[cotp]=1", "https://hotel.example/?cotp%3D=1",
		"https://hotel.example/?cotp%20=1", "https://hotel.example/?cot%00p=1", "https://hotel.example/?co+tp=1" };
	for (size_t i = 0; i < COUNT_OF(bases); i++) {
		char expected[256];
		snprintf(expected, sizeof(expected), "%s&cotp=%s", bases[i], VECTOR);
		assert_url(*state, bases[i], expected);
	}
}

static void url_is_not_longer_than_a_form_accepts(void **state)
{
	char base[COTP_CALLBACK_URL + 1];
	size_t fixed = strlen("?cotp=" VECTOR);
	cotp_error error;
	for (size_t length = COTP_CALLBACK_URL - fixed; length <= COTP_CALLBACK_URL - fixed + 1; length++) {
		memset(base, 'a', sizeof(base));
		memcpy(base, "https://hotel.example/", 22);
		cotp_callback_link link = link_to((cotp_text){ base, length }, COTP_TEXT(REFERENCE));
		cotp_buffer url = { 0 };
		if (length + fixed > COTP_CALLBACK_URL) {
			assert_link_rejected(*state, &link, "baseUrl");
			continue;
		}
		assert_true(cotp_callback_url(*state, &link, &url, &error));
		assert_int_equal(url.length, COTP_CALLBACK_URL);
		assert_true(cotp_check_url((cotp_text){ url.data, url.length }, "callbackUrl", &error));
		cotp_buffer_free(&url);
	}
}

static void url_rejects_references(void **state)
{
	cotp_text long_reference = repeated('x', COTP_CALLBACK_REFERENCE + 1);
	const cotp_text references[] = { COTP_TEXT(""), COTP_TEXT("planted\n"), COTP_TEXT("planted\0"), COTP_TEXT("\x7F"),
		COTP_TEXT("\xC2\x85"), COTP_TEXT("\xFF"), COTP_TEXT("\xED\xA0\x80"), COTP_TEXT("\xC3"), long_reference };
	for (size_t i = 0; i < COUNT_OF(references); i++) {
		cotp_callback_link link = link_to(COTP_TEXT("https://hotel.example/"), references[i]);
		assert_link_rejected(*state, &link, "reference");
	}
	free_text(long_reference);
}

static void url_rejects_times(void **state)
{
	static const struct {
		int64_t ttl;
		int64_t now;
	} times[] = { { 0, NOW }, { -1, NOW }, { COTP_CALLBACK_TTL + 1, NOW }, { INT64_MIN, NOW }, { INT64_MAX, NOW },
		{ 60, INT64_C(99999999940) }, { 60, INT64_MAX }, { 60, -1 } };
	for (size_t i = 0; i < COUNT_OF(times); i++) {
		cotp_callback_link link = link_to(COTP_TEXT("https://hotel.example/"), COTP_TEXT(REFERENCE));
		link.ttl = times[i].ttl;
		link.now = times[i].now;
		assert_link_rejected(*state, &link, "ttl");
	}
}

/* Every length, and so every remainder of the encoding. */
static void reference_is_returned_with_every_length(void **state)
{
	for (size_t length = 1; length <= COTP_CALLBACK_REFERENCE; length++) {
		cotp_text reference = repeated((char)('!' + length % 90), length);
		cotp_callback_link link = link_to(COTP_TEXT("https://hotel.example/"), reference);
		link.ttl = length % 2 ? 1 : COTP_CALLBACK_TTL;
		link.nonce[0] = (unsigned char)length;
		cotp_buffer url = { 0 };
		cotp_callback callback;
		cotp_error error;
		assert_true(cotp_callback_url(*state, &link, &url, &error));
		cotp_text token = cotp_text_of(strstr(url.data, "v1."));
		assert_int_equal(cotp_callback_verify(*state, token, COTP_TEXT(BODY), link.now, &callback), COTP_CALLBACK_FINE);
		assert_int_equal(strlen(callback.reference), length);
		assert_memory_equal(callback.reference, reference.data, length);
		assert_outcome(cotp_callback_verify(*state, token, COTP_TEXT(BODY), link.now + link.ttl, &callback), "expired");
		assert_outcome(cotp_callback_verify(*state, token, COTP_TEXT(BODY), link.now + link.ttl - 1, &callback), "");
		cotp_buffer_free(&url);
		free_text(reference);
	}
}

/* ---- keys ---- */

static void verifier_rejects_keys(void **state)
{
	const cotp_callback_key keys[] = { { COTP_TEXT("k1"), COTP_TEXT("planted") }, { COTP_TEXT("k1"), { secret_1, 31 } },
		{ COTP_TEXT("k1"), COTP_TEXT("") }, { COTP_TEXT(""), { secret_1, 32 } }, { COTP_TEXT("0"), { secret_1, 32 } },
		{ COTP_TEXT("2026"), { secret_1, 32 } }, { COTP_TEXT("-7"), { secret_1, 32 } },
		{ COTP_TEXT("planted.k"), { secret_1, 32 } }, { COTP_TEXT("k 1"), { secret_1, 32 } },
		{ COTP_TEXT("k\0"), { secret_1, 32 } }, { COTP_TEXT("k\xC3\xA9"), { secret_1, 32 } },
		{ COTP_TEXT("planted-too-long1"), { secret_1, 32 } } };
	cotp_error error;
	for (size_t i = 0; i < COUNT_OF(keys); i++) {
		/* also if it is not the first */
		const cotp_callback_key two[] = { { COTP_TEXT("good"), { secret_2, 32 } }, keys[i] };
		assert_null(cotp_callback_verifier_new(&keys[i], 1, NULL, &error));
		assert_refused(&error, "keys");
		assert_null(cotp_callback_verifier_new(two, 2, NULL, &error));
		assert_refused(&error, "keys");
	}
	assert_null(cotp_callback_verifier_new(keys, 0, NULL, &error));
	assert_refused(&error, "keys");
	(void)state;
}

static void verifier_accepts_keys(void **state)
{
	static const char *const ids[] = { "a", "-", "_", "--7", "7-", "2026-11", "sixteen-chars-ok", "1e3" };
	for (size_t i = 0; i < COUNT_OF(ids); i++) {
		cotp_callback_verifier_free(new_verifier(&ids[i], 1));
	}
	cotp_callback_verifier_free(NULL);
	(void)state;
}

static void rotation_accepts_old_tokens_until_the_key_is_removed(void **state)
{
	static const char *const rotated[] = { "k2", "k1" };
	static const char *const removed[] = { "k2" };
	cotp_callback_verifier *both = new_verifier(rotated, 2);
	cotp_callback_verifier *new_one = new_verifier(removed, 1);
	cotp_callback_link link = link_to(COTP_TEXT("https://hotel.example/"), COTP_TEXT(REFERENCE));
	cotp_buffer url = { 0 };
	cotp_error error;
	assert_true(cotp_callback_url(both, &link, &url, &error));
	cotp_text token = cotp_text_of(strstr(url.data, "v1.k2."));
	assert_outcome(verify(both, COTP_TEXT(VECTOR), COTP_TEXT(BODY)), "");
	assert_outcome(verify(both, token, COTP_TEXT(BODY)), "");
	assert_outcome(verify(new_one, COTP_TEXT(VECTOR), COTP_TEXT(BODY)), "unknown_key");
	assert_outcome(verify(new_one, token, COTP_TEXT(BODY)), "");
	assert_outcome(verify(*state, token, COTP_TEXT(BODY)), "unknown_key");
	cotp_buffer_free(&url);
	cotp_callback_verifier_free(both);
	cotp_callback_verifier_free(new_one);
}

static void another_secret_under_the_same_id_is_a_bad_signature(void **state)
{
	const cotp_callback_key key = { COTP_TEXT("k1"), { secret_2, 32 } };
	cotp_error error;
	cotp_callback_verifier *verifier = cotp_callback_verifier_new(&key, 1, NULL, &error);
	assert_outcome(verify(verifier, COTP_TEXT(VECTOR), COTP_TEXT(BODY)), "bad_signature");
	cotp_callback_verifier_free(verifier);
	(void)state;
}

/* ---- tokens ---- */

static void verify_accepts_the_test_vector(void **state)
{
	cotp_callback callback;
	assert_int_equal(
		cotp_callback_verify(*state, COTP_TEXT(VECTOR), COTP_TEXT(BODY), NOW, &callback), COTP_CALLBACK_FINE);
	assert_string_equal(callback.reference, REFERENCE);
	assert_string_equal(callback.request_id, "uC1efRTOpU4p3hmhH7fbY3J6A9LYL3j5");
	assert_string_equal(callback.raw_status, "CardStored");
	assert_string_equal(callback.time, "2017-12-19T20:07:32");
	assert_int_equal(callback.status, COTP_STATUS_CARD_STORED);
}

/* Only the original token is accepted: no byte may be changed, removed or added. */
static void verify_rejects_every_changed_token(void **state)
{
	char token[sizeof(VECTOR) + 1];
	size_t length = sizeof(VECTOR) - 1;
	for (size_t i = 0; i <= length; i++) {
		for (int c = 0; c < 256; c++) {
			memcpy(token, VECTOR, length);
			if (i < length && token[i] != (char)c) {
				token[i] = (char)c;
				assert_int_not_equal(verify(*state, (cotp_text){ token, length }, COTP_TEXT(BODY)), COTP_CALLBACK_FINE);
			}
			memcpy(token, VECTOR, i);
			token[i] = (char)c;
			memcpy(token + i + 1, &VECTOR[i], length - i);
			assert_int_not_equal(verify(*state, (cotp_text){ token, length + 1 }, COTP_TEXT(BODY)), COTP_CALLBACK_FINE);
		}
		assert_outcome(verify(*state, (cotp_text){ VECTOR, i }, COTP_TEXT(BODY)), i < length ? "bad_token" : "");
	}
}

#define REST ".AQEBAQEBAQEBAQEBAQEBAQ.xTXXXBHiNUF1ysNTFH7x80Kyf_3z0Fhu_RG4UGlRQ3A"

static const struct {
	const char *token;
	const char *outcome;
} faulty_tokens[] = {
	{ "", "bad_token" },
	{ ".....", "bad_token" },
	{ "v2.k1.4102444800.Ym9va2luZy00NzEx" REST, "bad_token" },
	{ "v1.7.4102444800.Ym9va2luZy00NzEx" REST, "bad_token" },
	{ "v1..4102444800.Ym9va2luZy00NzEx" REST, "bad_token" },
	{ "v1.k1.04102444800.Ym9va2luZy00NzEx" REST, "bad_token" },
	{ "v1.k1.0.Ym9va2luZy00NzEx" REST, "bad_token" },
	{ "v1.k1.+102444800.Ym9va2luZy00NzEx" REST, "bad_token" },
	{ "v1.k1.-102444800.Ym9va2luZy00NzEx" REST, "bad_token" },
	{ "v1.k1.100000000000.Ym9va2luZy00NzEx" REST, "bad_token" },
	{ "v1.k1..Ym9va2luZy00NzEx" REST, "bad_token" },
	{ "v1.k1.4102444800." REST, "bad_token" },
	{ "v1.k1.4102444800.Y" REST, "bad_token" },
	{ "v1.k1.4102444800.Yn" REST, "bad_token" }, /* unused bits are set */
	{ "v1.k1.4102444800.Cg" REST, "bad_token" }, /* a line break */
	{ "v1.k1.4102444800._w" REST, "bad_token" }, /* not UTF-8 */
	{ "v1.k1.4102444800.Ym9va2luZy00NzEx.AQEBAQEBAQEBAQEBAQEBAR.xTXXXBHiNUF1ysNTFH7x80Kyf_3z0Fhu_RG4UGlRQ3A",
		"bad_token" },
	{ "v1.k1.4102444800.Ym9vA" REST, "bad_token" }, /* one character too many */
	{ "v1.k1.4102444800.Ym9va2luZy00NzEx.AQEB.xTXXXBHiNUF1ysNTFH7x80Kyf_3z0Fhu_RG4UGlRQ3A", "bad_token" },
	{ VECTOR ".", "bad_token" },
	{ VECTOR "=", "bad_token" },
	{ "v1.k1.4102444800.Ym9va2luZy00NzEx.AQEBAQEBAQEBAQEBAQEBAQ.xTXXXBHiNUF1ysNTFH7x80Kyf_3z0Fhu_RG4UGlRQ3B",
		"bad_token" },
	{ "v1.K1.4102444800.Ym9va2luZy00NzEx" REST, "unknown_key" },
	{ "v1.k2.1.Ym9va2luZy00NzEx" REST, "unknown_key" },
	{ "v1.k1.1.Ym9va2luZy00NzEx" REST, "bad_signature" },
	{ "v1.k1.4102444800.Ym9va2luZy00NzE" REST, "bad_signature" },
	{ "v1.k1.4102444800.Ym9va2luZy00NzEy" REST, "bad_signature" },
};

static void verify_reports_the_first_fault(void **state)
{
	for (size_t i = 0; i < COUNT_OF(faulty_tokens); i++) {
		/* the body is checked last, so it is never the reason here */
		assert_outcome(verify(*state, cotp_text_of(faulty_tokens[i].token), COTP_TEXT("{")), faulty_tokens[i].outcome);
	}
	assert_outcome(verify(*state, COTP_TEXT(VECTOR), COTP_TEXT("{")), "bad_body");
}

static void verify_checks_sizes_first(void **state)
{
	cotp_text big_body = repeated(' ', COTP_CALLBACK_BODY + 1);
	cotp_text big_token = repeated('.', COTP_CALLBACK_TOKEN + 1);
	cotp_text large_body = repeated(' ', COTP_CALLBACK_BODY);
	cotp_callback callback;
	memcpy((char *)large_body.data, BODY, sizeof(BODY) - 1);
	assert_outcome(verify(*state, COTP_TEXT(""), big_body), "too_large");
	assert_outcome(verify(*state, big_token, COTP_TEXT("")), "too_large");
	assert_outcome(verify(*state, (cotp_text){ big_token.data, COTP_CALLBACK_TOKEN }, COTP_TEXT("")), "bad_token");
	assert_outcome(verify(*state, COTP_TEXT(VECTOR), large_body), "");
	assert_outcome(cotp_callback_read(NULL, big_body, &callback), "too_large");
	assert_outcome(cotp_callback_read(NULL, large_body, &callback), "");
	free_text(big_body);
	free_text(big_token);
	free_text(large_body);
}

/* ---- bodies ---- */

#define MEMBERS "\"RequestID\":\"r\",\"LastNotifiedStatus\":\"s\",\"LastNotifiedTime\":\"t\""

static const text_case bodies[] = {
	{ COTP_TEXT(BODY), true },
	{ COTP_TEXT("{" MEMBERS "}"), true },
	{ COTP_TEXT("\xEF\xBB\xBF{" MEMBERS "}"), true },
	{ COTP_TEXT(" \t\r\n{" MEMBERS "} \n"), true },
	{ COTP_TEXT("{" MEMBERS ",\"More\":[1,2.5,true,null,{\"a\":1}]}"), true },
	{ COTP_TEXT("{\"\\u0052equestID\":\"\\u00e9\",\"LastNotifiedStatus\":\"s\",\"LastNotifiedTime\":\"t\"}"), true },
	{ COTP_TEXT("{" MEMBERS ",\"requestid\":1}"), true },
	{ COTP_TEXT(""), false },
	{ COTP_TEXT("null"), false },
	{ COTP_TEXT("\"x\""), false },
	{ COTP_TEXT("[{" MEMBERS "}]"), false },
	{ COTP_TEXT("{}"), false },
	{ COTP_TEXT("{" MEMBERS "}}"), false },
	{ COTP_TEXT("{" MEMBERS "}\0"), false },
	{ COTP_TEXT("{" MEMBERS ",\"a\":1\0}"), false },
	{ COTP_TEXT("{" MEMBERS ",}"), false },
	{ COTP_TEXT("{" MEMBERS ",\"RequestID\":\"r\"}"), false },
	{ COTP_TEXT("{" MEMBERS ",\"R\\u0065questID\":\"r\"}"), false },
	{ COTP_TEXT("{" MEMBERS ",\"a\":{\"b\":1,\"b\":1},\"a\":{\"RequestID\":1,\"RequestID\":2}}"), true },
	{ COTP_TEXT("{" MEMBERS ",\"a\":99999999999999999999,\"b\":[-1e400],\"c\":\"\\u0000\",\"d\\u0000\":0}"), true },
	{ COTP_TEXT("{" MEMBERS ",\"RequestID\\u0000\":1}"), true },
	{ COTP_TEXT("{" MEMBERS ",\"a\":\"\\ud800\"}"), false },
	{ COTP_TEXT("{" MEMBERS ",\"a\":01}"), false },
	{ COTP_TEXT("{" MEMBERS ",\"a\":TRUE}"), false },
	{ COTP_TEXT("{\"RequestID\":1,\"LastNotifiedStatus\":\"s\",\"LastNotifiedTime\":\"t\"}"), false },
	{ COTP_TEXT("{\"RequestID\":\"\",\"LastNotifiedStatus\":\"s\",\"LastNotifiedTime\":\"t\"}"), false },
	{ COTP_TEXT("{\"RequestID\":\"r\",\"LastNotifiedStatus\":null,\"LastNotifiedTime\":\"t\"}"), false },
	{ COTP_TEXT("{\"RequestID\":\"r\",\"LastNotifiedStatus\":\"s\",\"LastNotifiedTime\":[\"t\"]}"), false },
	{ COTP_TEXT("{\"RequestID\":\"r\",\"LastNotifiedStatus\":\"s\"}"), false },
	{ COTP_TEXT("{\"RequestID\":\"r\\n\",\"LastNotifiedStatus\":\"s\",\"LastNotifiedTime\":\"t\"}"), false },
	{ COTP_TEXT("{\"RequestID\":\"r\\u0000\",\"LastNotifiedStatus\":\"s\",\"LastNotifiedTime\":\"t\"}"), false },
	{ COTP_TEXT("{\"RequestID\":\"\x7F\",\"LastNotifiedStatus\":\"s\",\"LastNotifiedTime\":\"t\"}"), false },
	{ COTP_TEXT("{\"RequestID\":\"\\u0085\",\"LastNotifiedStatus\":\"s\",\"LastNotifiedTime\":\"t\"}"), false },
	{ COTP_TEXT("{\"RequestID\":\"\xFF\",\"LastNotifiedStatus\":\"s\",\"LastNotifiedTime\":\"t\"}"), false },
	{ COTP_TEXT("{\"RequestID\":\"\\ud800\",\"LastNotifiedStatus\":\"s\",\"LastNotifiedTime\":\"t\"}"), false },
	{ COTP_TEXT("{\"requestId\":\"r\",\"lastNotifiedStatus\":\"s\",\"LASTNOTIFIEDTIME\":\"t\"}"), true },
	{ COTP_TEXT("{" MEMBERS ",\"requestId\":7}"), true },
	{ COTP_TEXT("{\"requestId\":7,\"REQUESTID\":8," MEMBERS "}"), true },
	{ COTP_TEXT("{\"requestId\":\"r\",\"requestID\":\"r\",\"LastNotifiedStatus\":\"s\",\"LastNotifiedTime\":\"t\"}"),
		false },
	{ COTP_TEXT("{\"requestId\":\"r\",\"requestId\":\"r\",\"LastNotifiedStatus\":\"s\",\"LastNotifiedTime\":\"t\"}"),
		false },
};

static void body_is_read_strictly(void **state)
{
	for (size_t i = 0; i < COUNT_OF(bodies); i++) {
		cotp_callback callback;
		cotp_text body = exact_copy(bodies[i].text);
		assert_outcome(verify(*state, COTP_TEXT(VECTOR), body), bodies[i].valid ? "" : "bad_body");
		assert_outcome(cotp_callback_read(NULL, body, &callback), bodies[i].valid ? "" : "bad_body");
		assert_string_equal(callback.reference, "");
		free_text(body);
	}
}

static void body_has_at_most_16_levels(void **state)
{
	static const char brackets[] = "[[[[[[[[[[[[[[[[";
	static const char closing[] = "]]]]]]]]]]]]]]]]";
	for (int inner = 14; inner <= 16; inner++) {
		char body[256];
		snprintf(body, sizeof(body), "{" MEMBERS ",\"a\":%.*s%.*s}", inner, brackets, inner, closing);
		assert_outcome(verify(*state, COTP_TEXT(VECTOR), cotp_text_of(body)), inner <= 15 ? "" : "bad_body");
	}
}

static void body_fields_have_a_limit(void **state)
{
	static const char *const templates[] = {
		"{\"RequestID\":\"%s\",\"LastNotifiedStatus\":\"s\",\"LastNotifiedTime\":\"t\"}",
		"{\"RequestID\":\"r\",\"LastNotifiedStatus\":\"%s\",\"LastNotifiedTime\":\"t\"}",
		"{\"RequestID\":\"r\",\"LastNotifiedStatus\":\"s\",\"LastNotifiedTime\":\"%s\"}"
	};
	for (size_t i = 0; i < COUNT_OF(templates); i++) {
		for (int length = 0; length <= COTP_CALLBACK_FIELD + 1; length++) {
			char value[COTP_CALLBACK_FIELD + 2] = { 0 };
			char body[512];
			memset(value, 'x', (size_t)length);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
			snprintf(body, sizeof(body), templates[i], value);
#pragma GCC diagnostic pop
			bool fits = length >= 1 && length <= COTP_CALLBACK_FIELD;
			assert_outcome(verify(*state, COTP_TEXT(VECTOR), cotp_text_of(body)), fits ? "" : "bad_body");
		}
	}
}

static void status_that_is_unknown_keeps_its_name(void **state)
{
	cotp_callback callback;
	assert_outcome(cotp_callback_read(NULL, COTP_TEXT("{" MEMBERS "}"), &callback), "");
	assert_int_equal(callback.status, COTP_STATUS_UNKNOWN);
	assert_string_equal(callback.raw_status, "s");
	(void)state;
}

static void status_is_recognized_in_any_letter_case(void **state)
{
	cotp_callback callback;
	cotp_text body =
		COTP_TEXT("{\"RequestID\":\"r\",\"LastNotifiedStatus\":\"cardSTORED\",\"LastNotifiedTime\":\"t\"}");
	assert_outcome(cotp_callback_read(NULL, body, &callback), "");
	assert_int_equal(callback.status, COTP_STATUS_CARD_STORED);
	assert_string_equal(callback.raw_status, "cardSTORED");
	(void)state;
}

/* ---- overrides ---- */

/* The caller frees the table. */
static cotp_wire *new_wire(const char *key, const char *value)
{
	cotp_error error;
	cotp_wire *wire = cotp_wire_new();
	assert_true(cotp_wire_override(wire, cotp_text_of(key), cotp_text_of(value), &error));
	return wire;
}

static void names_follow_the_overrides(void **state)
{
	(void)state;
	cotp_error error;
	cotp_callback callback;
	cotp_wire *wire = new_wire("callback.requestId", "Id");
	assert_true(cotp_wire_override(wire, COTP_TEXT("callback.status"), COTP_TEXT("State"), &error));
	assert_true(cotp_wire_override(wire, COTP_TEXT("callback.time"), COTP_TEXT("At"), &error));
	assert_outcome(cotp_callback_read(wire, COTP_TEXT("{" MEMBERS "}"), &callback), "bad_body");
	const cotp_callback_key key = { COTP_TEXT("k1"), { secret_1, 32 } };
	cotp_callback_verifier *verifier = cotp_callback_verifier_new(&key, 1, wire, &error);
	cotp_text body = COTP_TEXT("{\"id\":\"r\",\"State\":\"CardStored\",\"AT\":\"t\"," MEMBERS "}");
	assert_outcome(cotp_callback_verify(verifier, COTP_TEXT(VECTOR), body, NOW, &callback), "");
	assert_int_equal(callback.status, COTP_STATUS_CARD_STORED);
	assert_outcome(verify(verifier, COTP_TEXT(VECTOR), COTP_TEXT("{" MEMBERS "}")), "bad_body");
	cotp_callback_verifier_free(verifier);
}

static void verifier_rejects_equal_names(void **state)
{
	(void)state;
	cotp_error error;
	const cotp_callback_key key = { COTP_TEXT("k1"), { secret_1, 32 } };
	assert_null(cotp_callback_verifier_new(&key, 1, new_wire("callback.time", "requestID"), &error));
	assert_refused(&error, "wire");
	/* the names of other bodies do not matter */
	cotp_callback_verifier *verifier =
		cotp_callback_verifier_new(&key, 1, new_wire("callback.time", "CardUri"), &error);
	assert_non_null(verifier);
	cotp_callback_verifier_free(verifier);
}

/* ---- deduplication ---- */

static void dedupe_key_depends_on_three_fields(void **state)
{
	char hex[COTP_CALLBACK_DEDUPE_KEY + 1];
	char other[COTP_CALLBACK_DEDUPE_KEY + 1];
	assert_true(cotp_callback_dedupe_key(
		COTP_TEXT("uC1efRTOpU4p3hmhH7fbY3J6A9LYL3j5"), COTP_TEXT("CardStored"), COTP_TEXT("2017-12-19T20:07:32"), hex));
	assert_string_equal(hex, "4d4afc870897c8657c10e1fd86ea010ff0a79ff3530e14dbf63d72ad99150e4a");
	assert_true(cotp_callback_dedupe_key(COTP_TEXT("uC1efRTOpU4p3hmhH7fbY3J6A9LYL3j5"), COTP_TEXT("CardStored"),
		COTP_TEXT("2017-12-19T20:07:33"), other));
	assert_string_not_equal(hex, other);
	(void)state;
}

static void outcomes_have_names_and_texts(void **state)
{
	for (int outcome = COTP_CALLBACK_TOO_LARGE; outcome <= COTP_CALLBACK_WRONG_REQUEST; outcome++) {
		assert_true(strlen(cotp_callback_outcome_name(outcome)) > 0);
		assert_true(strlen(cotp_callback_outcome_text(outcome)) > 0);
	}
	(void)state;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(url_is_the_test_vector),
		cmocka_unit_test(url_rejects_base_urls),
		cmocka_unit_test(url_accepts_similar_parameters),
		cmocka_unit_test(url_is_not_longer_than_a_form_accepts),
		cmocka_unit_test(url_rejects_references),
		cmocka_unit_test(url_rejects_times),
		cmocka_unit_test(reference_is_returned_with_every_length),
		cmocka_unit_test(verifier_rejects_keys),
		cmocka_unit_test(verifier_accepts_keys),
		cmocka_unit_test(rotation_accepts_old_tokens_until_the_key_is_removed),
		cmocka_unit_test(another_secret_under_the_same_id_is_a_bad_signature),
		cmocka_unit_test(verify_accepts_the_test_vector),
		cmocka_unit_test(verify_rejects_every_changed_token),
		cmocka_unit_test(verify_reports_the_first_fault),
		cmocka_unit_test(verify_checks_sizes_first),
		cmocka_unit_test(body_is_read_strictly),
		cmocka_unit_test(body_has_at_most_16_levels),
		cmocka_unit_test(body_fields_have_a_limit),
		cmocka_unit_test(status_that_is_unknown_keeps_its_name),
		cmocka_unit_test(status_is_recognized_in_any_letter_case),
		cmocka_unit_test(names_follow_the_overrides),
		cmocka_unit_test(verifier_rejects_equal_names),
		cmocka_unit_test(dedupe_key_depends_on_three_fields),
		cmocka_unit_test(outcomes_have_names_and_texts),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
