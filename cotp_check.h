/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Checks of the values that callers pass. A check that fails fills the error with COTP_ERROR_ARGUMENT, the name of the
 * argument and a text that begins with "must" and never repeats the value, because it may be a secret.
 */
#ifndef COTP_CHECK_H
#define COTP_CHECK_H

#include <stdint.h>

#include "cotp_error.h"

/* Accepts 1 to 512 bytes of visible ASCII, because the key becomes a header. */
bool cotp_check_api_key(cotp_text key, cotp_error *error);

/*
 * Accepts https, or http if the host is loopback (127.0.0.0/8, [::1], localhost, written like this) or one of
 * http_hosts (names separated by commas, or NULL). Rejects userinfo, a query or a fragment, even if it is empty, and a
 * percent sign or an empty, "." or ".." segment in the path. Accepts one slash at the end, which the caller leaves out
 * of its URLs.
 */
bool cotp_check_base_uri(cotp_text uri, const char *http_hosts, cotp_error *error);

/* Accepts finite numbers greater than 0 and at most 3600. */
bool cotp_check_seconds(double seconds, const char *argument, cotp_error *error);

/* Accepts up to 86400, for a wait that spans many calls. */
bool cotp_check_long_seconds(double seconds, const char *argument, cotp_error *error);

bool cotp_check_retries(int64_t retries, cotp_error *error);

/* Accepts a regular file that can be opened for reading. */
bool cotp_check_ca_file(cotp_text path, cotp_error *error);

/* Accepts http, https, socks5 or socks5h with a host, optionally with userinfo and a slash at the end. Rejects a path,
 * a query or a fragment. */
bool cotp_check_proxy(cotp_text proxy, cotp_error *error);

/* Accepts name@host.tld without quotes, also in UTF-8, but without spaces or invisible characters. */
bool cotp_check_email(cotp_text email, const char *argument, cotp_error *error);

/* Accepts a number that a message can be sent to: "+" or "00", the country code and the number, 7 to 15 digits,
 * optionally with spaces, dots, hyphens, slashes or parentheses. Rejects national numbers and "(0)". */
bool cotp_check_phone(cotp_text phone, const char *argument, cotp_error *error);

/* Returns the part after the "+" or "00" of a number that cotp_check_phone() accepts. */
cotp_text cotp_phone_after_prefix(cotp_text phone);

/* Accepts a number that is only shown: also a national one, and one that begins with "+" has a country code. */
bool cotp_check_shown_phone(cotp_text phone, const char *argument, cotp_error *error);

#define COTP_LANGUAGE_LENGTH 2

/* Accepts a code of COTP_LANGUAGE_LENGTH letters, or a locale that begins with one. */
bool cotp_check_language(cotp_text language, cotp_error *error);
bool cotp_check_currency(cotp_text currency, cotp_error *error);

/* Accepts a non-negative decimal number such as 120 or 99.50, with at most 12 digits and 4 decimals. */
bool cotp_check_amount(cotp_text amount, cotp_error *error);

/* Accepts an absolute http(s) URL of visible ASCII with a host, of at most 2048 bytes. */
bool cotp_check_url(cotp_text url, const char *argument, cotp_error *error);

/* Accepts 1 to 4096 bytes of UTF-8. Rejects card numbers, and control characters other than tabs and line breaks. */
bool cotp_check_free_text(cotp_text text, const char *argument, cotp_error *error);

/* Accepts 1 to 128 bytes of UTF-8 with a visible character. Rejects card numbers, control characters and line breaks.
 */
bool cotp_check_name(cotp_text name, const char *argument, cotp_error *error);

/* Rejects a text that contains a card number. */
bool cotp_check_no_card_number(cotp_text text, const char *argument, cotp_error *error);

/* Returns whether id matches [A-Za-z0-9_-]{1,128}. */
bool cotp_check_is_id(cotp_text id);

/*
 * Accepts a request id, or a URI with the scheme, host and port of the base whose last segment is a request id. The id
 * is not searched for card numbers, because the service may assign an id of digits. id has room for COTP_ID_LENGTH + 1
 * bytes.
 */
bool cotp_check_request(cotp_text request, const char *base_uri, char *id, cotp_error *error);

/*
 * Accepts the token of a card, or an https URI without userinfo whose last segment is a token. http is accepted only
 * with the scheme, host and port of the base; base_uri is NULL if the client is not known yet, and the URI is then
 * checked again later. Rejects card numbers anywhere in the URI. token has room for COTP_ID_LENGTH + 1 bytes.
 */
bool cotp_check_card_uri(cotp_text uri, const char *base_uri, char *token, cotp_error *error);

/* Accepts a host name or an IPv4 address, without a port. */
bool cotp_check_host(cotp_text host, const char *argument, cotp_error *error);

/*
 * Accepts a segment of a path: 1 to 255 bytes of UTF-8. Rejects "." and "..", control characters, card numbers, and
 * each character that a proxy or server may read as syntax of the path, even if it is percent-encoded.
 */
bool cotp_check_path_part(cotp_text part, const char *argument, cotp_error *error);

/* Accepts the data that a destination may have when the service returns it: 1 to 255 bytes of UTF-8, not "." or "..",
 * without control characters or card numbers. */
bool cotp_check_destination_data(cotp_text data, cotp_error *error);

/* Copies the id in the last path segment of a Location header, whatever its host. Returns false if there is none. */
bool cotp_check_location(const char *location, char *id);

#endif
