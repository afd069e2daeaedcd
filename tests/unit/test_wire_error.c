/* SPDX-License-Identifier: BSD-3-Clause */
/* Error blocks in JSON and XML. */
#include "unit.h"

#include "../../cotp_wire_error.h"

#define MARK "\xEF\xBB\xBF"

typedef struct block_case {
	const char *body;
	int code;
	const char *message;
	const char *more_info;
} block_case;

#define XML(inside) "<ErrorBlock>" inside "</ErrorBlock>"
#define NO_BLOCK(body) \
	{ \
		body, 0, "", "" \
	}

static const block_case json_blocks[] = {
	{ "{\"code\":-112,\"message\":\"Destination is bad\",\"moreInfo\":\"Bad or missing header\"}", -112,
		"Destination is bad", "Bad or missing header" },
	{ MARK " \r\n{\"code\":-125}", -125, "", "" },
	{ "{\"code\":7,\"message\":null,\"moreInfo\":[1],\"new\":{}}", 7, "", "" },
	{ "{\"code\":-125,\"message\":\"card " CARD_NUMBER "\",\"moreInfo\":\"4111 1111 1111 1111\"}", -125,
		"card ****************", "**** **** **** ****" },
	{ "{\"code\":-125,\"message\":\"a\\r\\nb\\u001b[0m\\u009b\"}", -125, "a??b?[0m?", "" },
	{ "{\"code\":2147483647}", 2147483647, "", "" },
	{ "{\"code\":-2147483648}", -2147483647 - 1, "", "" },
	NO_BLOCK("{\"code\":2147483648}"),
	NO_BLOCK("{\"code\":-2147483649}"),
	/* without a code of the vendor */
	{ "{\"code\":0,\"message\":\"m\"}", 0, "m", "" },
	{ "{\"message\":\"m\"}", 0, "m", "" },
	{ "{\"Message\":\"An error has occurred.\"}", 0, "An error has occurred.", "" },
	{ "{\"Message\":\"m\",\"MessageDetail\":\"d\",\"ExceptionMessage\":\"e\"}", 0, "m", "d; e" },
	{ "{\"moreInfo\":\"i\"}", 0, "", "i" },
	{ "\"The phone \\\"x\\\" is bad\"", 0, "The phone \"x\" is bad", "" },
	{ MARK " \"m\"", 0, "m", "" },
	/* in another letter case, and a code that is a string */
	{ "{\"Code\":-112,\"MESSAGE\":\"m\",\"moreinfo\":\"i\"}", -112, "m", "i" },
	{ "{\"Code\":7,\"code\":-112,\"Message\":\"n\",\"message\":\"m\"}", -112, "m", "" },
	{ "{\"code\":\"-112\",\"message\":\"m\"}", -112, "m", "" },
	{ "{\"code\":\" -7 \"}", -7, "", "" },
	/* the code of a gateway is not the vendor's */
	{ "{\"code\":\"404\",\"message\":\"m\"}", 0, "m", "" },
	{ "{\"error\":{\"code\":404,\"message\":\"m\",\"status\":\"NOT_FOUND\"}}", 0, "m", "" },
	{ "{\"error\":{\"code\":\"404\",\"message\":\"m\"}}", 0, "m", "" },
	{ "{\"code\":\"InvalidPhone\"}", 0, "InvalidPhone", "" },
	{ "{\"code\":\"InvalidPhone\",\"message\":\"m\"}", 0, "m", "" },
	/* within another object */
	{ "{\"error\":{\"code\":-160,\"message\":\"m\",\"moreInfo\":\"i\"}}", -160, "m", "i" },
	{ "{\"Error\":{\"Code\":\"-160\",\"Message\":\"m\",\"detail\":\"d\"}}", -160, "m", "d" },
	{ "{\"ErrorBlock\":{\"code\":-160,\"message\":\"m\"}}", -160, "m", "" },
	{ "{\"code\":-1,\"error\":{\"code\":-2,\"message\":\"m\"},\"title\":\"t\"}", -1, "m", "" },
	{ "{\"error\":\"m\"}", 0, "m", "" },
	{ "{\"error\":{\"error\":{\"code\":-160}}}", 0, "", "" },
	/* RFC 9457, and the field errors of ASP.NET */
	{ "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,\"detail\":\"d\",\"traceId\":\"x\"}", 0,
		"Not Found", "d" },
	{ "{\"title\":\"Invalid\",\"status\":400,\"errors\":{\"Phone\":[\"is bad\",\"is long\"],\"$.Amount\":[\"is "
	  "text\"]}}",
		0, "Invalid", "Phone: is bad, is long; $.Amount: is text" },
	{ "{\"title\":\"t\",\"detail\":\"d\",\"errors\":{\"Phone\":\"is bad\",\"a\":[],\"b\":[1,{}],\"c\":null}}", 0, "t",
		"d; Phone: is bad" },
	{ "{\"Message\":\"m\",\"ModelState\":{\"form.Phone\":[\"is bad\"]}}", 0, "m", "form.Phone: is bad" },
	{ "{\"errors\":[\"a\",\"b\",{\"message\":\"c\"},{\"Message\":\"d\"},7]}", 0, "", "a; b; c; d" },
	{ "{\"code\":-125,\"message\":\"m\",\"moreInfo\":\"i\",\"errors\":{\"Phone\":[\"p " CARD_NUMBER "\"]}}", -125, "m",
		"i; Phone: p ****************" },
	{ "{\"errors\":{\"a\\u0000\":[\"x\"],\"\":[\"x\"],\"b\":[\"y\"],\"b\":[\"z\"]}}", 0, "", "b: y" },
	{ "{\"errors\":{\"1\":\"\",\"2\":\"\",\"3\":\"\",\"4\":\"\",\"5\":\"\",\"6\":\"\",\"7\":\"\",\"8\":\"\",\"9\":\"\","
	  "\"10\":\"\","
	  "\"11\":\"\",\"12\":\"\",\"13\":\"\",\"14\":\"\",\"15\":\"\",\"16\":\"kept\",\"17\":\"not kept\"}}",
		0, "", "16: kept" },
	NO_BLOCK("{\"code\":-112,\"Message\":\"m\",\"MESSAGE\":\"m\"}"),
	NO_BLOCK("{\"error\":{\"code\":-112,\"code\":-112}}"),
	NO_BLOCK("{\"message\":\"\",\"errors\":{},\"title\":null,\"detail\":7}"),
	NO_BLOCK("{\"errors\":{\"Phone\":[\"unfinished\"]}"),
	NO_BLOCK("\"unfinished"),
	NO_BLOCK("\"\""),
	NO_BLOCK("{\"code\":-112.0}"),
	NO_BLOCK("{\"code\":null}"),
	NO_BLOCK("{\"code\":-112"),
	NO_BLOCK("{\"code\":-112,\"code\":-112}"),
	NO_BLOCK("[{\"code\":-112}]"),
	NO_BLOCK("-112"),
	NO_BLOCK(""),
	NO_BLOCK(" "),
	NO_BLOCK(MARK),
	NO_BLOCK("Bad Gateway"),
};

static const block_case xml_blocks[] = {
	{ XML("<code>-123456789</code>"), -123456789, "", "" },
	{ MARK
		"<?xml version=\"1.0\" encoding=\"utf-8\"?><ErrorBlock xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
		"xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\"><code>-112</code><message>Destination is bad</message>"
		"<moreInfo>Bad header</moreInfo></ErrorBlock>",
		-112, "Destination is bad", "Bad header" },
	{ " \n<!-- a < b > c -->\n<ErrorBlock\n>\n\t<code>\r\n -179 </code >\n<message/><moreInfo />\n</ErrorBlock>\n",
		-179, "", "" },
	{ XML("<moreInfo>second</moreInfo><message>first</message><code>7</code>"), 7, "first", "second" },
	{ XML("<code>-1</code><message>a &amp; b &lt;c&gt; &quot;d&quot; &apos;e&apos;</message>"), -1,
		"a & b <c> \"d\" 'e'", "" },
	{ XML("<code>-1</code><message>&#65;&#x42;&#xe9;&#x20AC;&#x1F600;&#x10FFFF;</message>"), -1,
		"AB\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\xF4\x8F\xBF\xBF", "" },
	{ XML("<code>-1</code><message>&#0;&#xD800;&#x110000;&#99999999;&#10;</message>"), -1, "?????", "" },
	{ XML("<code>-1</code><message>&unknown; & &; &#; &#x; &#x4g; &amp</message>"), -1,
		"&unknown; & &; &#; &#x; &#x4g; &amp", "" },
	{ XML("<code>-1</code><message>&amp;lt;</message>"), -1, "&lt;", "" },
	{ XML("<code>-1</code><message xsi:nil='true' x=\"a>b\">m</message>"), -1, "m", "" },
	{ XML("<code>-1</code><message>" CARD_NUMBER "</message><moreInfo>&#52;111111111111111</moreInfo>"), -1,
		"****************", "****************" },
	{ XML("<new><code>5</code><message>inner</message></new><code>-1</code><other/>"), -1, "", "" },
	{ XML("<code>-1</code><message>a<b>c</b>d</message>"), -1, "", "" },
	{ XML("<code>-1</code><message><message>c</message>d</message>"), -1, "", "" },
	{ XML("<code>-1</code><message><b/>d</message>"), -1, "", "" },
	{ XML("<code>-1</code>") "trailing", -1, "", "" },
	{ XML("<code>-1</code>") "<junk>", -1, "", "" },
	{ XML("<code>-1</code><message><![CDATA[a < b & c]]> &amp; d</message>"), -1, "a < b & c & d", "" },
	{ XML("<code><![CDATA[ -1 ]]></code><message>a<!-- <b> -->c<?d?>e</message>"), -1, "ace", "" },
	{ XML("<!-- <code>-2</code> --><code>-1</code><![CDATA[<code>-3</code>]]>"), -1, "", "" },
	{ XML("<code>-1</code><message><![CDATA[]]></message><moreInfo><![CDATA[" CARD_NUMBER "]]></moreInfo>"), -1, "",
		"****************" },
	{ XML("<message>m</message>"), 0, "m", "" },
	{ XML("<code>none</code><message>m</message>"), 0, "m", "" },
	{ XML("<Code>-1</Code><MESSAGE>m</MESSAGE>"), -1, "m", "" },
	{ XML("<Code>-1</Code><code>-2</code>"), -2, "", "" },
	{ "<errorblock><code>-1</code></errorblock>", -1, "", "" },
	{ "<e:ErrorBlock xmlns:e='x'><e:code>-1</e:code></e:ErrorBlock>", -1, "", "" },
	{ "<Error><Code>404</Code><Message>m</Message></Error>", 0, "m", "" },
	{ "<Error><Code>-160</Code><Message>m</Message></Error>", -160, "m", "" },
	{ "<Error><Message>m</Message><MessageDetail>d</MessageDetail></Error>", 0, "m", "d" },
	{ "<problem xmlns=\"urn:ietf:rfc:7807\"><title>t</title><status>404</status><detail>d</detail></problem>", 0, "t",
		"d" },
	NO_BLOCK(XML("<Code>-1</Code><CODE>-1</CODE>")),
	NO_BLOCK(XML("<code>-1</code><message>m</message><message>m</message>")),
	NO_BLOCK(XML("<code>-1</code><message><![CDATA[m</message>")),
	NO_BLOCK("<Errors><code>-1</code></Errors>"),
	NO_BLOCK(XML("")),
	NO_BLOCK(XML("<code></code>")),
	NO_BLOCK(XML("<code/>")),
	NO_BLOCK(XML("<code>-</code>")),
	NO_BLOCK(XML("<code>0</code>")),
	NO_BLOCK(XML("<code>+1</code>")),
	NO_BLOCK(XML("<code>--1</code>")),
	NO_BLOCK(XML("<code>1.0</code>")),
	NO_BLOCK(XML("<code>0x10</code>")),
	NO_BLOCK(XML("<code>1 2</code>")),
	NO_BLOCK(XML("<code>1234567890</code>")),
	NO_BLOCK(XML("<code>-1</code><code>-2</code>")),
	NO_BLOCK("<ErrorBlock/>"),
	NO_BLOCK("<Other><ErrorBlock><code>-1</code></ErrorBlock></Other>"),
	NO_BLOCK("</ErrorBlock><code>-1</code>"),
	NO_BLOCK("<ErrorBlock><code>-1</code>"),
	NO_BLOCK("<ErrorBlock><code>-1</code></ErrorBlock"),
	NO_BLOCK("<ErrorBlock><code>-1"),
	NO_BLOCK("<ErrorBlock x=\"><code>-1</code></ErrorBlock>"),
	NO_BLOCK("<ErrorBlock"),
	NO_BLOCK("<"),
	NO_BLOCK("<>"),
	NO_BLOCK("</>"),
	NO_BLOCK("<!--"),
	NO_BLOCK("<?xml"),
	NO_BLOCK("<!DOCTYPE ErrorBlock [<!ENTITY a \"b\">]>" XML("<code>-1</code>")),
	NO_BLOCK("<!DOCTYPE html><html><body>Bad Gateway</body></html>"),
	NO_BLOCK("<html><code>-1</code></html>"),
};

static void assert_blocks(const block_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		cotp_wire_error_block block;
		memset(&block, 0xA5, sizeof(block));
		cotp_text body = exact_copy(cotp_text_of(cases[i].body));
		bool expected = cases[i].code || *cases[i].message || *cases[i].more_info;
		if (cotp_wire_read_error_block(body, &block) != expected || block.code != cases[i].code) {
			fail_msg("%s: code %d", cases[i].body, block.code);
		}
		assert_string_equal(block.message, cases[i].message);
		assert_string_equal(block.more_info, cases[i].more_info);
		free_text(body);
	}
}

static void error_block_in_json(void **state)
{
	(void)state;
	assert_blocks(json_blocks, COUNT_OF(json_blocks));
}

static void error_block_in_xml(void **state)
{
	(void)state;
	assert_blocks(xml_blocks, COUNT_OF(xml_blocks));
}

static void error_block_in_xml_with_nul_is_rejected(void **state)
{
	(void)state;
	cotp_wire_error_block block;
	assert_false(cotp_wire_read_error_block(COTP_TEXT(XML("<code>-1</code><message>a\0b</message>")), &block));
	assert_int_equal(block.code, 0);
}

/* At each length, a card number is across or near the end of the part that is kept. Its last digits must not be shown.
 */
static void error_block_texts_are_cut_without_showing_a_card_number(void **state)
{
	(void)state;
	cotp_wire_error_block block;
	const size_t kept = sizeof(block.message) - 1;
	for (size_t before = kept - 20; before <= 2 * kept + 10; before += before == kept + 20 ? kept - 40 : 1) {
		cotp_text filler = repeated('x', before);
		cotp_buffer body = { .limit = 4 * sizeof(block.message) };
		bool is_xml = before % 2;
		assert_true(cotp_buffer_append_string(
			&body, is_xml ? "<ErrorBlock><code>-1</code><message>" : "{\"code\":-1,\"message\":\""));
		assert_true(cotp_buffer_append(&body, filler.data, filler.length));
		assert_true(cotp_buffer_append_string(&body, " " CARD_NUMBER));
		assert_true(cotp_buffer_append_string(&body, is_xml ? "</message></ErrorBlock>" : "\"}"));
		assert_true(cotp_wire_read_error_block((cotp_text){ body.data, body.length }, &block));
		assert_int_equal(strlen(block.message), before + 17 < kept ? before + 17 : kept);
		assert_null(strstr(block.message, "1111"));
		cotp_buffer_free(&body);
		free_text(filler);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(error_block_in_json),
		cmocka_unit_test(error_block_in_xml),
		cmocka_unit_test(error_block_in_xml_with_nul_is_rejected),
		cmocka_unit_test(error_block_texts_are_cut_without_showing_a_card_number),
	};
	return cmocka_run_group_tests_name("wire error", tests, NULL, NULL);
}
