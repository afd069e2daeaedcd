/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a value must look like. A check that fails fills the error with COTP_ERROR_ARGUMENT, the argument's name and a
 * text that begins with "must" and never repeats the value, since it may be a secret.
 */
#ifndef COTP_CHECK_H
#define COTP_CHECK_H

#include <stdint.h>

#include "cotp_error.h"

/* Visible ASCII, at most 512 bytes: it becomes a header. */
bool cotp_check_api_key(cotp_text key, cotp_error *error);

/*
 * https, or http where the host is loopback (127.0.0.0/8, [::1], localhost, as spelled here) or one of http_hosts
 * (names separated by commas; NULL: none). No userinfo, query or fragment, not even empty ones; no percent sign and no
 * empty,
 * "." or ".." segment in the path. One slash at the end is let through: who builds URLs from it leaves it out.
 */
bool cotp_check_base_uri(cotp_text uri, const char *http_hosts, cotp_error *error);

/* Finite, above 0, at most 3600. */
bool cotp_check_seconds(double seconds, const char *argument, cotp_error *error);

/* The same, at most 86400: of a wait that spans many calls. */
bool cotp_check_long_seconds(double seconds, const char *argument, cotp_error *error);

bool cotp_check_retries(int64_t retries, cotp_error *error);

/* A readable file. */
bool cotp_check_ca_file(cotp_text path, cotp_error *error);

/* http, https, socks5 or socks5h with a host, userinfo allowed, no path (but a lone slash), query or fragment. */
bool cotp_check_proxy(cotp_text proxy, cotp_error *error);

/* name@host.tld without quotes; UTF-8 is let through. */
bool cotp_check_email(cotp_text email, const char *argument, cotp_error *error);

/* A plausible international number: 7 to 15 digits, a leading +, spaces, dots, dashes, slashes, brackets allowed. */
bool cotp_check_phone(cotp_text phone, const char *argument, cotp_error *error);

bool cotp_check_language(cotp_text language, cotp_error *error);
bool cotp_check_currency(cotp_text currency, cotp_error *error);

/* A plain decimal number, not negative, such as 120 or 99.50: at most 12 digits and 4 decimals. */
bool cotp_check_amount(cotp_text amount, cotp_error *error);

/* An absolute http(s) URL of visible ASCII with a host, at most 2048 bytes. */
bool cotp_check_url(cotp_text url, const char *argument, cotp_error *error);

/* UTF-8 of 1 to 4096 bytes, no controls but tab and line ends, no card number. */
bool cotp_check_free_text(cotp_text text, const char *argument, cotp_error *error);

/* UTF-8 of 1 to 128 bytes without any control: a name or id that is not shown to the guest. No card number either. */
bool cotp_check_name(cotp_text name, const char *argument, cotp_error *error);

/*
 * 13-19 digits that start with 2-6 and pass Luhn: a whole run with single spaces or dashes between, or, within a run,
 * one group or groups as they stand on a card (4-4-4-4 and the like).
 */
bool cotp_check_has_card_number(cotp_text text);

/* Refuses a text with such a run. */
bool cotp_check_no_card_number(cotp_text text, const char *argument, cotp_error *error);

/* Replaces the digits of each such run by asterisks. */
void cotp_check_mask_card_numbers(char *string);

/* [A-Za-z0-9_-]{1,128} */
bool cotp_check_is_id(cotp_text id);

/* An id, or a URI with the base's scheme, host and port whose last segment is one. id holds COTP_ID_LENGTH + 1. */
bool cotp_check_request(cotp_text request, const char *base_uri, char *id, cotp_error *error);

/* A token, or any https URI (http: only with the base's scheme, host and port) without userinfo, whose last segment is
 * one. base_uri may be NULL while no client is known: http is then let through, to be checked again with it. token
 * holds COTP_ID_LENGTH + 1. */
bool cotp_check_card_uri(cotp_text uri, const char *base_uri, char *token, cotp_error *error);

/* What goes percent-encoded into a path: 1 to 255 bytes of UTF-8, not "." or "..", no controls, no card number. */
bool cotp_check_path_part(cotp_text part, const char *argument, cotp_error *error);

/* The id in the last path segment of a Location that a server sent, whatever its host; false when there is none. */
bool cotp_check_location(const char *location, char *id);

#endif
