/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * URIs and ids. Input: the URI, the base URI, the hosts for which plain HTTP is allowed. libcurl must parse every
 * accepted URI as we do, and the key must go only to the host of the base URI.
 */
#define _DEFAULT_SOURCE /* strcasecmp() */

#include <arpa/inet.h>
#include <strings.h>

#include <curl/curl.h>

#include "../../cotp_check.h"
#include "fuzz.h"

#define DEFAULT_BASE "https://service.example/api"

/* ---- parsing with libcurl ---- */

static CURLU *parse(const char *url)
{
	CURLU *handle = curl_url();
	CHECK(handle && curl_url_set(handle, CURLUPART_URL, url, CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK);
	return handle;
}

/* Returns NULL if the URL does not have the part. The caller frees with curl_free(). */
static char *part(CURLU *handle, CURLUPart which, unsigned flags)
{
	char *value = NULL;
	return curl_url_get(handle, which, &value, flags) == CURLUE_OK ? value : NULL;
}

static bool part_is(CURLU *handle, CURLUPart which, const char *expected)
{
	char *value = part(handle, which, 0);
	bool is_it = value && strcasecmp(value, expected) == 0;
	curl_free(value);
	return is_it;
}

static bool has_part(CURLU *handle, CURLUPart which)
{
	char *value = part(handle, which, 0);
	curl_free(value);
	return value != NULL;
}

static bool have_same_part(CURLU *a, CURLU *b, CURLUPart which)
{
	char *value = part(b, which, CURLU_DEFAULT_PORT);
	char *other = part(a, which, CURLU_DEFAULT_PORT);
	bool same = value && other && strcasecmp(value, other) == 0;
	curl_free(value);
	curl_free(other);
	return same;
}

static bool have_same_origin(CURLU *a, CURLU *b)
{
	return have_same_part(a, b, CURLUPART_SCHEME) && have_same_part(a, b, CURLUPART_HOST) &&
		   have_same_part(a, b, CURLUPART_PORT);
}

static bool is_loopback(const char *host)
{
	struct in_addr four;
	struct in6_addr six;
	char address[64];
	snprintf(address, sizeof(address), "%s", *host == '[' ? host + 1 : host);
	address[strcspn(address, "]")] = '\0';
	return strcasecmp(host, "localhost") == 0 ||
		   (inet_pton(AF_INET, host, &four) == 1 && ntohl(four.s_addr) >> 24 == 127) ||
		   (inet_pton(AF_INET6, address, &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six));
}

static bool is_listed(const char *host, const char *list)
{
	char *copy = strdup(list);
	CHECK(copy);
	bool found = false;
	for (char *name = strtok(copy, ", \t"); name; name = strtok(NULL, ", \t")) {
		found = found || strcasecmp(name, host) == 0;
	}
	free(copy);
	return found;
}

static bool is_visible_ascii(const char *text)
{
	for (; *text; text++) {
		if (*text <= 0x20 || *text >= 0x7F) {
			return false;
		}
	}
	return true;
}

/* ---- settings ---- */

/* Checks that a path appended to the base stays unchanged: no segment is removed, and nothing becomes a query. */
static void check_composed(const char *base, CURLU *parsed)
{
	char url[4096];
	bool has_slash = base[strlen(base) - 1] == '/';
	CHECK(snprintf(url, sizeof(url), "%s%s", base, has_slash ? "x/y" : "/x/y") < (int)sizeof(url));
	CURLU *composed = parse(url);
	char *path = part(composed, CURLUPART_PATH, 0);
	const char *after_scheme = strstr(url, "://");
	CHECK(after_scheme && path && strcmp(path, strchr(after_scheme + 3, '/')) == 0);
	CHECK(have_same_origin(parsed, composed));
	CHECK(!has_part(composed, CURLUPART_QUERY) && !has_part(composed, CURLUPART_FRAGMENT));
	curl_free(path);
	curl_url_cleanup(composed);
}

static bool check_base(cotp_text text, const char *uri, const char *http_hosts)
{
	cotp_error error;
	cotp_error_clear(&error);
	if (!cotp_check_base_uri(text, http_hosts, &error)) {
		check_refusal(&error);
		return false;
	}
	CHECK(!has_nul(text) && is_visible_ascii(uri));
	CURLU *parsed = parse(uri);
	char *host = part(parsed, CURLUPART_HOST, 0);
	CHECK(
		host && (part_is(parsed, CURLUPART_SCHEME, "https") ||
					(part_is(parsed, CURLUPART_SCHEME, "http") && (is_loopback(host) || is_listed(host, http_hosts)))));
	CHECK(!has_part(parsed, CURLUPART_USER) && !has_part(parsed, CURLUPART_PASSWORD));
	CHECK(!strpbrk(uri, "?#%\\"));
	check_composed(uri, parsed);
	curl_free(host);
	curl_url_cleanup(parsed);
	return true;
}

static bool check_proxy(cotp_text text, const char *proxy)
{
	cotp_error error;
	cotp_error_clear(&error);
	if (!cotp_check_proxy(text, &error)) {
		check_refusal(&error);
		return false;
	}
	CHECK(!has_nul(text) && is_visible_ascii(proxy));
	CURLU *parsed = parse(proxy);
	CHECK(part_is(parsed, CURLUPART_SCHEME, "https") || part_is(parsed, CURLUPART_SCHEME, "http") ||
		  part_is(parsed, CURLUPART_SCHEME, "socks5") || part_is(parsed, CURLUPART_SCHEME, "socks5h"));
	CHECK(part_is(parsed, CURLUPART_PATH, "/") && !has_part(parsed, CURLUPART_QUERY));
	CURLUPart secrets[] = { CURLUPART_USER, CURLUPART_PASSWORD };
	for (size_t i = 0; i < COUNT_OF(secrets); i++) {
		char *value = part(parsed, secrets[i], 0);
		char *decoded = part(parsed, secrets[i], CURLU_URLDECODE); /* libcurl rejects control characters */
		CHECK(!value == !decoded && (!decoded || !strpbrk(decoded, "\r\n\x7F")));
		curl_free(value);
		curl_free(decoded);
	}
	curl_url_cleanup(parsed);
	return true;
}

/* ---- URLs and ids ---- */

/* Compares the id with the last segment that libcurl reads. */
static void check_last_segment(CURLU *parsed, const char *id)
{
	char *path = part(parsed, CURLUPART_PATH, 0);
	const char *slash = path ? strrchr(path, '/') : NULL;
	CHECK(slash && strcmp(slash + 1, id) == 0);
	curl_free(path);
}

static void check_id(const char *id)
{
	CHECK(looks_like_id(id));
}

static void check_request(cotp_text text, const char *uri, const char *base)
{
	char id[COTP_ID_LENGTH + 1];
	cotp_error error;
	cotp_error_clear(&error);
	if (!cotp_check_request(text, base, id, &error)) {
		check_refusal(&error);
		CHECK(!looks_like_id(uri) || has_nul(text));
		return;
	}
	check_id(id);
	CHECK(!has_nul(text));
	if (strcmp(id, uri) == 0) {
		return;
	}
	CURLU *parsed = parse(uri);
	CURLU *parsed_base = parse(base);
	CHECK(have_same_origin(parsed, parsed_base));
	CHECK(!has_part(parsed, CURLUPART_USER) && !strpbrk(uri, "?#"));
	check_last_segment(parsed, id);
	curl_url_cleanup(parsed);
	curl_url_cleanup(parsed_base);
}

static void check_card_uri(cotp_text text, const char *uri, const char *base)
{
	char token[COTP_ID_LENGTH + 1];
	cotp_error error;
	cotp_error_clear(&error);
	if (!cotp_check_card_uri(text, base, token, &error)) {
		check_refusal(&error);
		return;
	}
	check_id(token);
	CHECK(!shows_card_number(uri));
	CHECK(!has_nul(text));
	if (strcmp(token, uri) == 0) {
		return;
	}
	CURLU *parsed = parse(uri);
	bool is_https = part_is(parsed, CURLUPART_SCHEME, "https");
	CHECK(is_https || part_is(parsed, CURLUPART_SCHEME, "http"));
	CHECK(!has_part(parsed, CURLUPART_USER));
	check_last_segment(parsed, token);
	if (base && !is_https) {
		CURLU *parsed_base = parse(base);
		CHECK(have_same_origin(parsed, parsed_base));
		curl_url_cleanup(parsed_base);
	}
	curl_url_cleanup(parsed);
}

static bool check_url(cotp_text text, const char *url)
{
	cotp_error error;
	cotp_error_clear(&error);
	if (!cotp_check_url(text, "callbackUrl", &error)) {
		check_refusal(&error);
		CHECK(strcmp(error.argument, "callbackUrl") == 0);
		return false;
	}
	CHECK(!has_nul(text) && is_visible_ascii(url) && text.length <= 2048);
	CURLU *parsed = parse(url);
	CHECK(part_is(parsed, CURLUPART_SCHEME, "https") || part_is(parsed, CURLUPART_SCHEME, "http"));
	CHECK(has_part(parsed, CURLUPART_HOST));
	curl_url_cleanup(parsed);
	return true;
}

/* ---- Location ---- */

/* According to RFC 3986, "https:/id" and "///id" have a path and no host, but libcurl reads the path as the host. */
static bool has_no_host(const char *location)
{
	const char *colon = strpbrk(location, ":/");
	const char *slashes = colon && *colon == ':' ? colon + 1 : location;
	return strncmp(slashes, "//", 2) == 0 ? slashes[2] == '/' : slashes != location;
}

/* Resolves the location against our URL: libcurl must get an equal last segment. */
static void check_location(const char *location)
{
	char id[COTP_ID_LENGTH + 1];
	if (!cotp_check_location(location, id)) {
		CHECK(!looks_like_id(location));
		return;
	}
	CHECK(looks_like_id(id));
	CURLU *handle = parse(DEFAULT_BASE "/cardrequest");
	if (!has_no_host(location) &&
		curl_url_set(handle, CURLUPART_URL, location, CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK) {
		char *path = part(handle, CURLUPART_PATH, 0);
		CHECK(path);
		size_t length = strlen(path);
		if (length > 1 && path[length - 1] == '/') {
			path[length - 1] = '\0';
		}
		const char *slash = strrchr(path, '/');
		CHECK(slash && strcmp(slash + 1, id) == 0);
		curl_free(path);
	}
	curl_url_cleanup(handle);
}

/* Checks that an id is found in each form that a service may use. */
static void check_valid_locations(const char *id)
{
	static const char *const forms[] = { "%s", "/%s", "cardrequest/%s/", "//other.example/%s",
		"https://other.example:8443/a/%s/", "/api/cardrequest/%s?a=/b/c#/d", DEFAULT_BASE "/cardrequest/%s#", "../%s" };
	for (size_t i = 0; i < COUNT_OF(forms); i++) {
		char location[512];
		char found[COTP_ID_LENGTH + 1];
		snprintf(location, sizeof(location), forms[i], id);
		CHECK(cotp_check_location(location, found) && strcmp(found, id) == 0);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cotp_text input = { (const char *)data, size };
	cotp_text fields[] = { take_field(&input), take_field(&input), take_field(&input) };
	char *uri = string_of(fields[0]);
	char *base = string_of(fields[1]);
	char *http_hosts = string_of(fields[2]);
	const char *valid_base = check_base(fields[1], base, http_hosts) ? base : DEFAULT_BASE;
	bool is_base = check_base(fields[0], uri, http_hosts);
	bool is_proxy = check_proxy(fields[0], uri);
	bool is_url = check_url(fields[0], uri);
	CHECK(is_url || !is_base);
	CHECK(is_url || !is_proxy || strncasecmp(uri, "socks", 5) == 0);
	check_request(fields[0], uri, valid_base);
	check_card_uri(fields[0], uri, valid_base);
	check_card_uri(fields[0], uri, NULL);
	check_location(uri);
	if (looks_like_id(uri)) {
		check_valid_locations(uri);
	}
	free(uri);
	free(base);
	free(http_hosts);
	for (size_t i = 0; i < COUNT_OF(fields); i++) {
		free_field(fields[i]);
	}
	return 0;
}
