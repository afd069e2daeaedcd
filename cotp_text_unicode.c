/* SPDX-License-Identifier: BSD-3-Clause */
#include "cotp_text.h"

typedef struct code_points {
	uint32_t first;
	uint32_t last;
} code_points;

/* ---- UTF-8 ---- */

/* The second byte of some characters has a narrower range: no overlong forms, no surrogates, none past U+10FFFF. */
static bool utf8_second_is_valid(unsigned char first, unsigned char second)
{
	switch (first) {
		case 0xE0:
			return second >= 0xA0;
		case 0xED:
			return second <= 0x9F;
		case 0xF0:
			return second >= 0x90;
		case 0xF4:
			return second <= 0x8F;
		default:
			return true;
	}
}

static size_t utf8_length_by_first(unsigned char first)
{
	if (first < 0x80) {
		return 1;
	}
	if (first < 0xC2 || first > 0xF4) {
		return 0;
	}
	return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

size_t cotp_text_utf8_length(const char *text, size_t available)
{
	unsigned char first = (unsigned char)text[0];
	size_t length = utf8_length_by_first(first);
	if (length > available) {
		return 0;
	}
	for (size_t i = 1; i < length; i++) {
		if (((unsigned char)text[i] & 0xC0) != 0x80) {
			return 0;
		}
	}
	return length < 2 || utf8_second_is_valid(first, (unsigned char)text[1]) ? length : 0;
}

size_t cotp_text_decode(const char *text, size_t available, uint32_t *code_point)
{
	static const unsigned char first_bits[] = { 0, 0x7F, 0x1F, 0x0F, 0x07 };
	size_t length = cotp_text_utf8_length(text, available);
	if (!length) {
		*code_point = COTP_NO_CODE_POINT;
		return 1;
	}
	*code_point = (unsigned char)text[0] & first_bits[length];
	for (size_t i = 1; i < length; i++) {
		*code_point = *code_point << 6 | ((unsigned char)text[i] & 0x3F);
	}
	return length;
}

size_t cotp_text_encode(uint32_t code_point, char *utf8)
{
	static const unsigned char first_byte[] = { 0, 0, 0xC0, 0xE0, 0xF0 };
	if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF)) {
		return 0;
	}
	size_t length = code_point < 0x80 ? 1 : code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
	for (size_t i = length; --i > 0; code_point >>= 6) {
		utf8[i] = (char)(0x80 | (code_point & 0x3F));
	}
	utf8[0] = (char)(first_byte[length] | code_point);
	return length;
}

bool cotp_text_is_control(const char *character, size_t length)
{
	unsigned char first = (unsigned char)character[0];
	if (length == 1) {
		return first < 0x20 || first == 0x7F;
	}
	return length == 2 && first == 0xC2 && (unsigned char)character[1] < 0xA0;
}

/* ---- character classes (Unicode 14) ---- */

static bool is_in(uint32_t code_point, const code_points *ranges, size_t count)
{
	for (size_t i = 0; i < count && code_point >= ranges[i].first; i++) {
		if (code_point <= ranges[i].last) {
			return true;
		}
	}
	return false;
}

bool cotp_code_point_is_space(uint32_t code_point)
{
	static const code_points spaces[] = { { 0x09, 0x0D }, { 0x20, 0x20 }, { 0x85, 0x85 }, { 0xA0, 0xA0 },
		{ 0x1680, 0x1680 }, { 0x2000, 0x200A }, { 0x2028, 0x2029 }, { 0x202F, 0x202F }, { 0x205F, 0x205F },
		{ 0x3000, 0x3000 } };
	return is_in(code_point, spaces, sizeof(spaces) / sizeof(spaces[0]));
}

/* The format characters, the default ignorable ones, and the blank ones that count as letters or symbols. */
bool cotp_code_point_is_invisible(uint32_t code_point)
{
	static const code_points invisible[] = { { 0xAD, 0xAD }, { 0x34F, 0x34F }, { 0x600, 0x605 }, { 0x61C, 0x61C },
		{ 0x6DD, 0x6DD }, { 0x70F, 0x70F }, { 0x890, 0x891 }, { 0x8E2, 0x8E2 }, { 0x115F, 0x1160 }, { 0x17B4, 0x17B5 },
		{ 0x180B, 0x180F }, { 0x200B, 0x200F }, { 0x202A, 0x202E }, { 0x2060, 0x206F }, { 0x2800, 0x2800 },
		{ 0x3164, 0x3164 }, { 0xFE00, 0xFE0F }, { 0xFEFF, 0xFEFF }, { 0xFFA0, 0xFFA0 }, { 0xFFF0, 0xFFFB },
		{ 0x110BD, 0x110BD }, { 0x110CD, 0x110CD }, { 0x13430, 0x1343F }, { 0x1BCA0, 0x1BCA3 }, { 0x1D173, 0x1D17A },
		{ 0xE0000, 0xE0FFF } };
	return is_in(code_point, invisible, sizeof(invisible) / sizeof(invisible[0]));
}

/* Each range contains the digits from zero to nine, once or (mathematical digits) several times. */
int cotp_code_point_digit(uint32_t code_point)
{
	static const uint32_t zeros[] = { 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6,
		0xD66, 0xDE6, 0xE50, 0xED0, 0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50,
		0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x104A0, 0x10D30,
		0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x11730, 0x118E0, 0x11950,
		0x11C50, 0x11D50, 0x11DA0, 0x16A60, 0x16AC0, 0x16B50, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140,
		0x1E2F0, 0x1E950, 0x1FBF0 };
	if (code_point < 0x80) {
		return code_point >= '0' && code_point <= '9' ? (int)(code_point - '0') : -1;
	}
	for (size_t i = 0; i < sizeof(zeros) / sizeof(zeros[0]) && code_point >= zeros[i]; i++) {
		if (code_point - zeros[i] <= 9) {
			return (int)(code_point - zeros[i]);
		}
	}
	return -1;
}
