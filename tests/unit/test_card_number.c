/* SPDX-License-Identifier: BSD-3-Clause */
/* Card numbers in texts: which digits are found and masked. Random sets have a fixed seed. */
#include "unit.h"

#include <inttypes.h>

#include "../../cotp_card_number.h"

/* ---- single texts ---- */

typedef struct card_case {
	const char *text;
	const char *masked; /* NULL: no card number in it */
} card_case;

static const card_case card_cases[] = {
	{ CARD_NUMBER, "****************" },
	{ "a" CARD_NUMBER "b", "a****************b" },
	{ "tok_4111111111111111", "tok_****************" },
	{ "4111_1111_1111_1111", "****_****_****_****" },
	{ "4111 1111 1111 1111", "**** **** **** ****" },
	{ "4111-1111-1111-1111", "****-****-****-****" },
	{ "4111.1111.1111.1111", "****.****.****.****" },
	{ "41111111 11111111", "******** ********" },
	{ "-4111111111111111-", "-****************-" },
	{ "5555555555554444 and 378282246310005", "**************** and ***************" },
	{ "6011111111111117", "****************" },
	{ "2223003122003222", "****************" },
	{ "6304000000000000000", "*******************" },
	{ "x 4111111111111112 4111111111111111", "x 4111111111111112 ****************" },
	{ "4111111111111112, 4111111111111111", "4111111111111112, ****************" },
	{ "4111 1111 1111 1111 12/28", "**** **** **** **** 12/28" },
	{ "4111111111111111 123", "**************** 123" },
	{ "02/28 4111 1111 1111 1111", "02/28 **** **** **** ****" },
	{ "0228 4111 1111 1111 1111", "0228 **** **** **** ****" },
	{ "Room 1 4111-1111-1111-1111", "Room 1 ****-****-****-****" },
	{ "3782 822463 10005 1234", "**** ****** ***** 1234" },
	{ "12 3056 930902 5904", "12 **** ****** ****" },
	{ "99 6304 0000 0000 0000 000 9", "99 **** **** **** **** *** 9" },
	{ "24 4111 1111 1111 1111 11", "24 **** **** **** **** 11" },
	{ "4111 1111 1111 1111 5555 5555 5555 4444", "**** **** **** **** **** **** **** ****" },
	{ "4111  1111 - 1111\t\t1111", "****  **** - ****\t\t****" },
	{ "4111\n1111\r\n1111\n1111", "****\n****\r\n****\n****" },
	{ "4111&nbsp;1111&#160;1111&#x2009;1111", "****&nbsp;****&#***;****&#x****;****" },
	{ "4111\xC2\xA0"
	  "1111\xE2\x80\x93"
	  "1111\xE2\x80\x8B"
	  "1111",
		"****\xC2\xA0"
		"****\xE2\x80\x93"
		"****\xE2\x80\x8B"
		"****" },
	{ "12\xE2\x80\x8B"
	  "4111111111111111",
		"12\xE2\x80\x8B"
		"****************" },
	/* invisible characters anywhere: as a web page breaks words */
	{ "41\xE2\x80\x8B"
	  "1111111111\xC2\xAD"
	  "1111",
		"**\xE2\x80\x8B"
		"**********\xC2\xAD"
		"****" },
	{ "\xEF\xBC\x94\xEF\xBC\x91\xEF\xBC\x91\xEF\xBC\x91 1111 1111 1111", "************ **** **** ****" },
	/* a number may follow a phone number */
	{ "+49 30 1234567 4111 1111 1111 1111", "+49 30 1234567 **** **** **** ****" },
	{ "+49 30 1234567 4111111111111111", "+49 30 1234567 ****************" },
	{ "+354 123456\n4111 1111 1111 1111", "+354 123456\n**** **** **** ****" },
	{ "+4111111111111111", "+****************" }, /* no phone number is as long */
	{ "tel +1, card 378282246310005", "tel +1, card ***************" },
	{ "AT12 4111 1111 1111 1111", "AT12 **** **** **** ****" }, /* wrong check digits */
	/* masking may leave a number beside the masked digits */
	{ "4111 1111 1111 1111 1111 1111 1111 1111", "**** **** **** **** 1111 1111 1111 1111" },
	{ "+34 600 111 222 600 111 223", NULL },
	{ "+378282246310005", NULL },
	{ "+39 3782 822463 10005", NULL },
	{ "+4915 1234 5678 4915 1234 5674", NULL },
	{ "41 1111 1111 1111 11 7", NULL },
	{ "4-1 1-1 1111 1111 1111", NULL },
	{ "4111 1111 1111 11114", NULL },
	{ "4111    1111 1111 1111", NULL }, /* a table's columns */
	{ "4111, 1111, 1111, 1111", NULL },
	{ "4111x1111x1111x1111", NULL },
	{ NOT_CARD_NUMBER, NULL },
	{ "4222222222222", NULL }, /* 13 digits */
	{ "1111111111111117", NULL },
	{ "7111111111111118", NULL },
	{ "0000000000000000", NULL },
	{ "2026112909153008", NULL },
	{ "2205000000000009", NULL },
	{ "2220000000000000", NULL },
	{ "2721000000000004", NULL },
	{ "41111111111111111114", NULL }, /* 20 digits */
	{ "411111111117", NULL },
	{ "deadbeef4111111111111111deadbeef", NULL },
	{ "DE89 3704 0044 0532 0130 00", NULL },
	{ "GB29NWBK60161331926819", NULL },
	{ "ES00 4111 1111 1111 1111 0000", NULL }, /* as long as its country's */
	{ "30112026 05122026", NULL },
	{ "2601080526538757", NULL }, /* 2026-01-08 05:26:53 and four digits */
	{ "2601 0805 2653 8757", "**** **** **** ****" },
	{ "2204120100000005", "****************" }, /* Mir, but also 2022-04-12 01:00:00 */
	{ "2202205000012424", "****************" }, /* Mir, but also 22-02-2050 00:01:24 */
	{ "019b5228-9429-7491-9415-e7e27a24e46b", NULL },
	{ "{019B5228-9429-7491-9415-E7E27A24E46B}", NULL },
	{ "019b5228-9429-7491-9415", "019b****-****-****-****" }, /* not a UUID */
	{ "", NULL },
	{ "no digits - at all", NULL },
	{ "\xFF\xFE 4\xE2\x80", NULL },
	{ "&&&4&;&#&nbsp", NULL },
};

static void card_number_is_found_in_its_layouts_only(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(card_cases); i++) {
		cotp_text text = exact_copy(cotp_text_of(card_cases[i].text));
		if (cotp_card_number_is_in(text) != (card_cases[i].masked != NULL)) {
			fail_msg("\"%s\" should %sbe found", card_cases[i].text, card_cases[i].masked ? "" : "not ");
		}
		free_text(text);
	}
	assert_true(cotp_card_number_is_in(COTP_TEXT("a\0" CARD_NUMBER)));
	assert_false(cotp_card_number_is_in((cotp_text){ NULL, 0 }));
}

static void mask_hides_card_numbers_and_nothing_else(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(card_cases); i++) {
		char *string = cotp_text_copy(cotp_text_of(card_cases[i].text));
		cotp_card_number_mask(string);
		assert_string_equal(string, card_cases[i].masked ? card_cases[i].masked : card_cases[i].text);
		cotp_secret_free(string);
	}
}

/* Luhn's check finds every single wrong digit. */
static void card_number_with_one_digit_changed_is_not_found(void **state)
{
	(void)state;
	static const char *const numbers[] = { CARD_NUMBER, "378282246310005", "6304000000000000000" };
	for (size_t i = 0; i < COUNT_OF(numbers); i++) {
		char number[24];
		for (size_t at = 4; at < strlen(numbers[i]); at++) {
			for (int digit = '0'; digit <= '9'; digit++) {
				strcpy(number, numbers[i]);
				number[at] = (char)digit;
				assert_int_equal(cotp_card_number_is_in(cotp_text_of(number)), digit == numbers[i][at]);
			}
		}
	}
}

/* ---- published test numbers ---- */

/* The numbers of each brand, separated by spaces. */
static const char *const published[] = {
	/* Visa */
	"4111111111111111 4242424242424242 4012888888881881 4000056655665556 4917610000000000 "
	"4917300800000000 4484070000000000 4462030000000000 4444333322221111 4917610000000000003 "
	"4005519200000004 4988438843884305 4009348888881881 4012000033330026 4012000077777777 "
	"4217651111111119 4500600000000061 4000000000000002 4222222222222220",
	/* Mastercard */
	"5555555555554444 5105105105105100 5200828282828210 2223003122003222 5454545454545454 "
	"2223000048400011 2221000000000009 5555341244441115 2222420000001113 2222630000001125 "
	"5100081112223332 5100290029002909 5577000055770004 5136333333333335 5585558555855583 "
	"5555444433331111 5431111111111111 5163613613613613 2720990215278877",
	/* American Express */
	"378282246310005 371449635398431 378734493671000 341111111111111 370000000000002 374251018720018 "
	"343434343434343 34343434343434 340000000000009",
	/* Diners Club */
	"30569309025904 38520000023237 36227206271667 3056930009020004 36700102000000 36148900647913 "
	"38000000000006 36006666333344 36259600000004 3893872265492575",
	/* Discover */
	"6011111111111117 6011000990139424 6011601160116611 6011000400000000 6445644564456445 "
	"6510000000000034 6493505952542224798",
	/* JCB */
	"3088000000000009 3096000032340126 3530111333300000 3566002020360505 3566111111111113 3528000700000000 "
	"3569990010095841 "
	"3534060751257481044",
	/* UnionPay */
	"6200000000000005 6212345678901232 6212345678901265 6212345678900028 62123456789002 621234567890003 "
	"62123456789000003 621234567890000002 6212345678900000003 6271136264806203568 6205500000000000004 "
	"6243030000000001 8171999927660000 8171999900000000021 6250946000000016",
	/* Maestro */
	"6759649826438453 6799990100000000019 50339619890917 586824160825533338 6759411100000008 "
	"6759560045005727054 5641821111166669 6304000000000000 630495060000000000 630490017740292441 "
	"5019717010103742 6771798021000008 676782009988007706 5000550000000029",
	/* Mir */
	"2200000000000053 2201382000000013 2202205000012424 2200770212727079 2204120100000005",
};

static const char *const separators[] = { " ", "-", ".", "_", "\t", "\n", "\r\n", "  ", " - ", "...", "\xC2\xA0",
	"\xC2\xA0\xC2\xA0", "\xC2\xAD", "\xE2\x80\x82", "\xE2\x80\x87", "\xE2\x80\x89", "\xE2\x80\x8A", "\xE2\x80\x8B",
	"\xE2\x80\x8D", "\xE2\x80\xAF", "\xE2\x81\x9F", "\xE2\x81\xA0", "\xE2\x80\x90", "\xE2\x80\x91", "\xE2\x80\x92",
	"\xE2\x80\x93", "\xE2\x80\x94", "\xE2\x88\x92", "\xE3\x80\x80", "\xEF\xBB\xBF", "\xEF\xBC\x8D", "\xC2\xB7",
	" \xE2\x80\x93 ", "\xE2\x80\x8B \xE2\x80\x8B", "&nbsp;", "%20", "%C2%A0" };

static const uint32_t zeros[] = { '0', 0x660, 0x6F0, 0x966, 0xE50, 0xFF10, 0x1D7CE };

/* Writes the digits in groups. sizes is "" for one group; the last group takes the rest. */
static void write_number(char *target, const char *digits, const char *sizes, const char *separator, uint32_t zero)
{
	size_t in_group = 0;
	for (; *digits; digits++) {
		if (*sizes && in_group == (size_t)*sizes) {
			target += sprintf(target, "%s", separator);
			sizes++;
			in_group = 0;
		}
		target += cotp_text_encode(zero + (uint32_t)(*digits - '0'), target);
		in_group++;
	}
	*target = '\0';
}

/* Returns the layouts that a card of so many digits may have. */
static size_t layouts_of(size_t length, const char *layouts[3])
{
	layouts[0] = "";
	layouts[1] = length == 14 || length == 15 ? "\4\6" : "\4\4\4\4";
	layouts[2] = "\10";
	return length == 16 ? 3 : 2;
}

static void assert_found(const char *digits, const char *layout, const char *separator, uint32_t zero)
{
	char number[256];
	char text[400];
	write_number(number, digits, layout, separator, zero);
	snprintf(text, sizeof(text), "Card: %s, thank you", number);
	if (!cotp_card_number_is_in(cotp_text_of(number)) || !cotp_card_number_is_in(cotp_text_of(text))) {
		fail_msg("\"%s\" should be found", number);
	}
	cotp_card_number_mask(text);
	assert_false(cotp_card_number_is_in(cotp_text_of(text)));
	assert_null(strstr(text, number));
}

static void assert_found_in_every_layout(const char *digits)
{
	const char *layouts[3];
	size_t count = layouts_of(strlen(digits), layouts);
	for (size_t layout = 0; layout < count; layout++) {
		for (size_t separator = 0; separator < COUNT_OF(separators); separator++) {
			assert_found(digits, layouts[layout], separators[separator], '0');
		}
		for (size_t zero = 1; zero < COUNT_OF(zeros); zero++) {
			assert_found(digits, layouts[layout], "\xE2\x80\x89", zeros[zero]);
		}
	}
}

static void published_test_numbers_are_found_in_every_layout(void **state)
{
	(void)state;
	for (size_t brand = 0; brand < COUNT_OF(published); brand++) {
		for (const char *at = published[brand]; *at; at += strspn(at, " ")) {
			char digits[20];
			size_t length = strspn(at, "0123456789");
			snprintf(digits, sizeof(digits), "%.*s", (int)length, at);
			assert_found_in_every_layout(digits);
			at += length;
		}
	}
}

/* ---- other numbers ---- */

static uint64_t random_state;

/* xorshift64*: the same numbers on each machine */
static uint64_t next_random(uint64_t below)
{
	random_state ^= random_state >> 12;
	random_state ^= random_state << 25;
	random_state ^= random_state >> 27;
	return (random_state * UINT64_C(2685821657736338717) >> 11) % below;
}

static void write_digits(char *target, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		target[i] = (char)('0' + next_random(10));
	}
	target[count] = '\0';
}

typedef void (*maker)(char *text);

static void make_year_first_moment(char *text)
{
	sprintf(text, "20%02d%02d%02d%02d%02d%02d", 20 + (int)next_random(20), 1 + (int)next_random(12),
		1 + (int)next_random(28), (int)next_random(24), (int)next_random(60), (int)next_random(60));
	write_digits(text + 14, (size_t)next_random(6));
}

static void make_day_first_moment(char *text)
{
	sprintf(text, "%02d%02d20%02d%02d%02d%02d", 1 + (int)next_random(31), 1 + (int)next_random(12),
		20 + (int)next_random(20), (int)next_random(24), (int)next_random(60), (int)next_random(60));
}

/* date('ymdHis') and four further digits */
static void make_short_moment(char *text)
{
	sprintf(text, "%02d%02d%02d%02d%02d%02d", 23 + (int)next_random(8), 1 + (int)next_random(12),
		1 + (int)next_random(28), (int)next_random(24), (int)next_random(60), (int)next_random(60));
	write_digits(text + 12, 4);
}

/* Not on the 22nd, whose first months begin like Mir's numbers. */
static void make_long_day_first_moment(char *text)
{
	do {
		make_day_first_moment(text);
		write_digits(text + 14, 2);
	} while (strncmp(text, "22", 2) == 0);
}

static void make_stay(char *text)
{
	static const char *const forms[] = { "Stay 20%02d-%02d-%02d 20%02d-%02d-%02d", "20%02d%02d%02d 20%02d%02d%02d",
		"20%02d.%02d.%02d - 20%02d.%02d.%02d", "20%02d%02d%02d-20%02d%02d%02d" };
	sprintf(text, forms[next_random(COUNT_OF(forms))], 20 + (int)next_random(20), 1 + (int)next_random(12),
		1 + (int)next_random(31), 20 + (int)next_random(20), 1 + (int)next_random(12), 1 + (int)next_random(31));
}

static void make_day_first_stay(char *text)
{
	static const char *const forms[] = { "%02d%02d20%02d %02d%02d20%02d", "%02d-%02d-20%02d %02d-%02d-20%02d",
		"%02d%02d20%02d%02d%02d20%02d" };
	sprintf(text, forms[next_random(COUNT_OF(forms))], 1 + (int)next_random(31), 1 + (int)next_random(12),
		20 + (int)next_random(20), 1 + (int)next_random(31), 1 + (int)next_random(12), 20 + (int)next_random(20));
}

/* Country codes and the number of digits after them; the last ones have the longest numbers. */
static const struct {
	const char *code;
	size_t digits;
} countries[] = { { "1", 10 }, { "34", 9 }, { "39", 10 }, { "39", 12 }, { "44", 10 }, { "49", 11 }, { "49", 13 },
	{ "55", 11 }, { "54", 11 }, { "62", 11 }, { "62", 12 }, { "65", 8 }, { "852", 8 }, { "86", 11 }, { "37", 13 } };

static size_t append_phone(char *text)
{
	static const size_t sizes[][4] = { { 99, 0, 0, 0 }, { 3, 3, 4, 9 }, { 2, 4, 4, 4 }, { 4, 4, 4, 4 },
		{ 2, 5, 4, 9 } };
	static const char *const gaps[] = { " ", "-", ".", "\xC2\xA0" };
	size_t country = next_random(COUNT_OF(countries));
	const size_t *groups = sizes[next_random(COUNT_OF(sizes))];
	const char *gap = gaps[next_random(COUNT_OF(gaps))];
	char digits[16];
	char *end = text + sprintf(text, "+%s", countries[country].code);
	write_digits(digits, countries[country].digits);
	size_t done = 0;
	for (size_t group = 0; digits[done]; group++) {
		size_t size = group < 4 && groups[group] ? groups[group] : 99;
		end += sprintf(end, "%s%.*s", groups[0] == 99 ? "" : gap, (int)size, digits + done);
		done = done + size < strlen(digits) ? done + size : strlen(digits);
	}
	return (size_t)(end - text);
}

static void make_phone(char *text)
{
	append_phone(text);
}

static void make_two_phones(char *text)
{
	char first[64];
	append_phone(first);
	size_t length = (size_t)sprintf(text, "%s%s", first, next_random(2) ? " " : " / ");
	append_phone(text + length);
}

static size_t count_digits(const char *text)
{
	size_t count = 0;
	for (; *text; text++) {
		count += *text >= '0' && *text <= '9';
	}
	return count;
}

/* The same national number again, without the plus sign. With 14 digits or more, its end may be read as a card's. */
static void make_phone_twice(char *text)
{
	do {
		append_phone(text);
	} while (count_digits(text) > 13);
	char *copy = cotp_text_copy(cotp_text_of(text));
	sprintf(text, "%s %s", copy, strchr(copy, ' ') ? strchr(copy, ' ') + 1 : copy + 3);
	cotp_secret_free(copy);
}

static unsigned remainder_of(const char *text)
{
	unsigned remainder = 0;
	for (; *text; text++) {
		bool is_digit = *text >= '0' && *text <= '9';
		remainder = is_digit ? (remainder * 10 + (unsigned)(*text - '0')) % 97
							 : (remainder * 100 + (unsigned)(*text - 'A') + 10) % 97;
	}
	return remainder;
}

static void write_iban(char *iban)
{
	static const struct {
		const char *country;
		const char *bank;
		size_t digits;
	} forms[] = { { "DE", "", 18 }, { "AT", "", 16 }, { "ES", "", 20 }, { "GB", "NWBK", 14 }, { "NL", "ABNA", 10 },
		{ "PL", "", 24 }, { "HU", "", 24 }, { "LT", "", 16 }, { "BE", "", 12 }, { "NO", "", 11 }, { "PT", "", 21 },
		{ "IL", "", 19 } };
	size_t form = next_random(COUNT_OF(forms));
	char account[32];
	char whole[48];
	write_digits(account, forms[form].digits);
	sprintf(whole, "%s%s%s00", forms[form].bank, account, forms[form].country);
	sprintf(iban, "%s%02u%s%s", forms[form].country, 98 - remainder_of(whole), forms[form].bank, account);
}

static void write_grouped_iban(char *text, bool is_mistyped)
{
	static const char *const gaps[] = { "", " ", "\xC2\xA0", "-" };
	char iban[48];
	const char *gap = gaps[next_random(COUNT_OF(gaps))];
	write_iban(iban);
	if (is_mistyped) {
		iban[2] = (char)('0' + next_random(10));
	}
	text += sprintf(text, "IBAN: ");
	for (size_t i = 0; iban[i]; i++) {
		text += sprintf(text, "%s%c", i && i % 4 == 0 ? gap : "", iban[i]);
	}
	sprintf(text, " for the deposit of 2026");
}

static void make_iban(char *text)
{
	write_grouped_iban(text, false);
}

/* Wrong check digits do not make it a card number, except where 16 or 19 digits (rarely 18) follow them. */
static void make_mistyped_iban(char *text)
{
	do {
		write_grouped_iban(text, true);
	} while (strstr("AT LT IL", (char[]){ text[6], text[7], '\0' }));
}

static void write_hex(char *target, size_t count, const char *alphabet)
{
	for (size_t i = 0; i < count; i++) {
		target[i] = alphabet[next_random(16)];
	}
	target[count] = '\0';
}

static void make_uuid(char *text)
{
	static const size_t sizes[] = { 8, 4, 4, 4, 12 };
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		write_hex(text, sizes[i], "0123456789abcdef");
		text += sizes[i];
		*text++ = '-';
	}
	text[-1] = '\0';
}

/* With more digits than letters, so that long runs of digits are not rare. */
static void make_hash(char *text)
{
	static const size_t sizes[] = { 24, 32, 40, 64 };
	write_hex(text, sizes[next_random(COUNT_OF(sizes))], next_random(2) ? "0123456789ABCDEF" : "01234567890123d9");
	text[next_random(20)] = 'c';
}

/* Milliseconds since an epoch and 22 further bits, of the years 2023 to 2026; with the epochs of well-known services.
 */
static void make_snowflake(char *text)
{
	static const int64_t epochs[] = { 0, INT64_C(1288834974657), INT64_C(1420070400000) };
	int64_t now = INT64_C(1672531200000) + (int64_t)next_random(UINT64_C(126230400000));
	int64_t id = (now - epochs[next_random(COUNT_OF(epochs))]) * (1 << 22) + (int64_t)next_random(1 << 22);
	sprintf(text, "%lld", (long long)id);
}

/* Milliseconds and 16 further bits: 18 digits. */
static void make_short_snowflake(char *text)
{
	int64_t now = INT64_C(1672531200000) + (int64_t)next_random(UINT64_C(126230400000));
	now = now * 65536 + (int64_t)next_random(65536);
	sprintf(text, "%" PRId64, now);
}

static void make_unix_time(char *text)
{
	sprintf(text, "%lld", (long long)(INT64_C(1672531200) + (int64_t)next_random(126230400)));
	write_digits(text + 10, 3 * (size_t)next_random(4));
}

static void make_imei(char *text)
{
	static const char *const prefixes[] = { "35", "01", "86", "99", "91" };
	strcpy(text, prefixes[next_random(COUNT_OF(prefixes))]);
	write_digits(text + 2, 13);
}

static void make_random_16(char *text)
{
	write_digits(text, 16);
}

static void make_random_grouped(char *text)
{
	char digits[24];
	write_digits(digits, 16);
	write_number(text, digits, "\4\4\4", " ", '0');
}

static const struct {
	const char *name;
	maker make;
	double limit; /* the share that may be found */
} sets[] = {
	{ "moments that begin with the year", make_year_first_moment, 0 },
	{ "moments that begin with the day", make_day_first_moment, 0 },
	{ "moments that begin with two digits of the year", make_short_moment, 0 },
	{ "moments that begin with the day and have two more digits", make_long_day_first_moment, 0 },
	{ "stays", make_stay, 0 },
	{ "stays that begin with the day", make_day_first_stay, 0 },
	{ "phone numbers", make_phone, 0 },
	{ "two phone numbers", make_two_phones, 0 },
	{ "a phone number twice", make_phone_twice, 0 },
	{ "IBANs", make_iban, 0 },
	{ "mistyped IBANs", make_mistyped_iban, 0.001 },
	{ "UUIDs", make_uuid, 0 },
	{ "hashes", make_hash, 0 },
	{ "snowflake ids", make_snowflake, 0 },
	{ "short snowflake ids", make_short_snowflake, 0 },
	{ "Unix times", make_unix_time, 0 },
	{ "IMEIs", make_imei, 0 },
	{ "random numbers of 16 digits", make_random_16, 0.06 },
	{ "random numbers of 16 digits in groups", make_random_grouped, 0.06 },
};

static void other_numbers_are_not_found(void **state)
{
	(void)state;
	enum { ROUNDS = 20000 };
	for (size_t set = 0; set < COUNT_OF(sets); set++) {
		char text[256] = "";
		char example[256] = "";
		int found = 0;
		random_state = 42;
		for (int i = 0; i < ROUNDS; i++) {
			sets[set].make(text);
			if (cotp_card_number_is_in(cotp_text_of(text))) {
				found++;
				strcpy(example, text);
			}
		}
		if (found > sets[set].limit * ROUNDS) {
			fail_msg("%s: %d of %d were found, such as \"%s\"", sets[set].name, found, ROUNDS, example);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(card_number_is_found_in_its_layouts_only),
		cmocka_unit_test(mask_hides_card_numbers_and_nothing_else),
		cmocka_unit_test(card_number_with_one_digit_changed_is_not_found),
		cmocka_unit_test(published_test_numbers_are_found_in_every_layout),
		cmocka_unit_test(other_numbers_are_not_found),
	};
	return cmocka_run_group_tests_name("card_number", tests, NULL, NULL);
}
