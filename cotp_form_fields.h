/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The fields of a form, one line each. The enum, the names, the checks, the wire entries "form.…", the properties of
 * CotpForm and the parameters of its constructor, the fields that the sandbox accepts, and docs/wire.md come from this
 * table. A new field is a line here and a parameter of CotpForm::__construct() in cotp.stub.php, at the same place in
 * the order.
 *
 * FIELD(identifier, property, rule, is_secret, wire_name, mark, source)
 *
 *   identifier  makes COTP_FORM_<identifier>
 *   property    the PHP property; the wire entry is "form." and this name
 *   rule        what the value must be: a field_rule of cotp_form.c without its prefix
 *   is_secret   whether dumps, logs and messages must not show the value
 *   wire_name   the name in the body that is sent
 *   mark        DOCUMENTED or INFERRED: whether the vendor's pages contain the wire name
 *   source      the page, or the basis of the inference: a SOURCE_… of cotp_wire.c without its prefix
 */
#ifndef COTP_FORM_FIELDS_H
#define COTP_FORM_FIELDS_H

/* clang-format off */
#define COTP_FORM_FIELDS(FIELD) \
	FIELD(BOOKER_ID, "bookerId", REQUIRED_NAME, false, "BookerId", INFERRED, SEND_WITHOUT_NAME) \
	FIELD(EMAIL, "email", EMAIL, true, "RecipientEmail", INFERRED, SEND_WITHOUT_NAME) \
	FIELD(PHONE, "phone", PHONE, true, "RecipientPhone", INFERRED, SEND_WITHOUT_NAME) \
	FIELD(CALLBACK_URL, "callbackUrl", URL, true, "CallbackUrl", INFERRED, SEND_WITHOUT_NAME) \
	FIELD(CARD_URI, "cardUri", CARD_URI, true, "CardUri", INFERRED, CODE_WITHOUT_NAME) \
	FIELD(RECIPIENT_NAME, "recipientName", NAME, true, "RecipientName", INFERRED, SEND_WITHOUT_NAME) \
	FIELD(BOOKER_NAME, "bookerName", NAME, false, "BookerName", INFERRED, SEND_WITHOUT_NAME) \
	FIELD(LANGUAGE, "language", LANGUAGE, false, "Language", INFERRED, SEND_WITHOUT_NAME) \
	FIELD(CSS, "css", NAME, false, "Css", INFERRED, SEND_WITHOUT_NAME) \
	FIELD(AMOUNT, "amount", AMOUNT, false, "Amount", INFERRED, SEND_WITHOUT_NAME) \
	FIELD(CURRENCY, "currency", CURRENCY, false, "Currency", INFERRED, SEND_WITHOUT_NAME) \
	FIELD(SUPPORT_LINK, "supportLink", URL, false, "CustomerSupportLink", DOCUMENTED, SEND) \
	FIELD(SUPPORT_LINK_TEXT, "supportLinkText", NAME, false, "CustomerSupportLinkText", DOCUMENTED, SEND) \
	FIELD(SUPPORT_EMAIL, "supportEmail", EMAIL, false, "CustomerSupportEmail", DOCUMENTED, SEND) \
	FIELD(SUPPORT_PHONE, "supportPhone", SHOWN_PHONE, false, "CustomerSupportPhone", DOCUMENTED, SEND) \
	FIELD(THREE_DS, "threeDs", BOOLEAN, false, "ThreeDs", DOCUMENTED, SEND) \
	FIELD(MERCHANT_NAME, "merchantName", NAME, false, "merchantName", DOCUMENTED, SEND) \
	FIELD(HEADER_TEXT, "headerText", FREE_TEXT, false, "HeaderText", INFERRED, SEND_WITHOUT_NAME) \
	FIELD(FOOTER_TEXT, "footerText", FREE_TEXT, false, "FooterText", INFERRED, SEND_WITHOUT_NAME) \
	FIELD(TEMPLATE, "template", NAME, false, "Template", INFERRED, SEND_WITHOUT_NAME)
/* clang-format on */

#endif
