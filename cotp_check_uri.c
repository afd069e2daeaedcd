/* SPDX-License-Identifier: BSD-3-Clause */
#include "cotp_check.h"

#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>
#include <openssl/crypto.h>

#define MAX_URL   2048
#define MAX_HOST  253
#define MAX_LABEL 63
#define MAX_PORT  65535

/* The parts of an absolute URI, borrowed from it. data is NULL if a part is missing. */
typedef struct uri_view {
	cotp_text scheme;
	cotp_text userinfo;
	cotp_text host; /* an IPv6 address includes its brackets */
	int port;
	cotp_text path;
	bool has_query; /* also if it is empty: a lone "?" */
	bool has_fragment;
} uri_view;

typedef struct uri_scheme {
	cotp_text name;
	int port;
	bool is_proxy_only;
} uri_scheme;

static const uri_scheme schemes[] = {
	{ { "https", 5 }, 443, false },
	{ { "http", 4 }, 80, false },
	{ { "socks5", 6 }, 1080, true },
	{ { "socks5h", 7 }, 1080, true },
};

static cotp_text part_of(const char *from, const char *to)
{
	return (cotp_text){ from, (size_t)(to - from) };
}

/* Returns the first byte that is one of stops, or the end. */
static const char *find_any(const char *from, const char *end, const char *stops)
{
	while (from < end && (*from == '\0' || !strchr(stops, *from))) {
		from++;
	}
	return from;
}

static bool equals(cotp_text text, const char *string)
{
	return cotp_text_equals_ignoring_case(text, cotp_text_of(string));
}

/* ---- hosts ---- */

/* Accepts four decimal numbers up to 255 without leading zeros. *first becomes the first number. */
static bool is_dotted_quad(cotp_text host, int *first)
{
	size_t at = 0;
	for (int part = 0; part < 4; part++) {
		int value = 0;
		size_t start = at;
		for (; at < host.length && cotp_char_is_digit(host.data[at]) && at - start < 3; at++) {
			value = value * 10 + (host.data[at] - '0');
		}
		if (at == start || value > 255 || (host.data[start] == '0' && at - start > 1)) {
			return false;
		}
		if (part == 0) {
			*first = value;
		}
		if (part < 3 && (at >= host.length || host.data[at++] != '.')) {
			return false;
		}
	}
	return at == host.length;
}

/* Returns whether a resolver may read the label as (a part of) an address: digits, or 0x and hexadecimal digits. */
static bool label_is_number(const char *label, size_t length)
{
	bool is_hexadecimal = length >= 2 && label[0] == '0' && (label[1] == 'x' || label[1] == 'X');
	for (size_t i = is_hexadecimal ? 2 : 0; i < length; i++) {
		if (is_hexadecimal ? cotp_char_hex_value(label[i]) < 0 : !cotp_char_is_digit(label[i])) {
			return false;
		}
	}
	return length > 0;
}

/*
 * Accepts a name of letters, digits, hyphens and underscores, or a dotted quad. Rejects a name that ends like an
 * address (0x7f.1, 127.1, 2130706433), because resolvers and readers of the code would disagree about its meaning.
 */
static bool host_name_is_valid(cotp_text host)
{
	size_t label = 0;
	int first;
	if (!host.length || host.length > MAX_HOST) {
		return false;
	}
	for (size_t i = 0; i < host.length; i++) {
		char c = host.data[i];
		if (c == '.') {
			if (i == label) {
				return false;
			}
			label = i + 1;
		} else if (!cotp_char_is_digit(c) && !cotp_char_is_letter(c) && c != '-' && c != '_') {
			return false;
		}
	}
	if (label == host.length) { /* ends with a dot: the label before it counts */
		return host_name_is_valid((cotp_text){ host.data, host.length - 1 });
	}
	return !label_is_number(host.data + label, host.length - label) || is_dotted_quad(host, &first);
}

/* Accepts no zone ("%25eth0"): it would mean another host on each machine. libcurl checks the address itself. */
static bool host_is_ipv6(cotp_text host)
{
	if (host.length < 4 || host.data[0] != '[' || host.data[host.length - 1] != ']') {
		return false;
	}
	for (size_t i = 1; i + 1 < host.length; i++) {
		if (cotp_char_hex_value(host.data[i]) < 0 && host.data[i] != ':' && host.data[i] != '.') {
			return false;
		}
	}
	return true;
}

static bool host_is_loopback(cotp_text host)
{
	int first = 0;
	return equals(host, "localhost") || equals(host, "[::1]") || (is_dotted_quad(host, &first) && first == 127);
}

static bool host_is_listed(cotp_text host, const char *list)
{
	const char *end = list ? list + strlen(list) : NULL;
	while (list && list < end) {
		const char *stop = find_any(list, end, ", \t");
		if (stop > list && cotp_text_equals_ignoring_case(host, part_of(list, stop))) {
			return true;
		}
		list = stop + (stop < end);
	}
	return false;
}

static bool labels_are_valid(cotp_text host)
{
	size_t start = 0;
	for (size_t i = 0; i <= host.length; i++) {
		if (i < host.length && host.data[i] != '.') {
			continue;
		}
		if (i - start > MAX_LABEL || host.data[start] == '-' || (i > start && host.data[i - 1] == '-')) {
			return false;
		}
		start = i + (i + 1 < host.length); /* nothing follows a dot at the end */
	}
	return true;
}

bool cotp_check_host(cotp_text host, const char *argument, cotp_error *error)
{
	if (!host_name_is_valid(host) || !labels_are_valid(host)) {
		return cotp_error_argument(error, argument,
			"must be a host name or an IPv4 address, without a scheme, port or path (write other scripts in Punycode)");
	}
	return true;
}

/* ---- splitting ---- */

/* Splits the authority after its userinfo into host and port. Returns the end of a message if it is invalid, else NULL.
 */
static const char *split_host(const char *from, const char *end, uri_view *view)
{
	const char *close = from < end && *from == '[' ? memchr(from, ']', (size_t)(end - from)) : NULL;
	const char *colon = find_any(close ? close : from, end, ":");
	view->host = part_of(from, colon);
	if (!(close ? host_is_ipv6(view->host) : host_name_is_valid(view->host))) {
		return "must have a valid host";
	}
	if (colon == end) {
		return NULL;
	}
	int port = 0;
	for (const char *digit = colon + 1; digit < end; digit++) {
		if (!cotp_char_is_digit(*digit) || port > MAX_PORT) {
			return "must have a valid port";
		}
		port = port * 10 + (*digit - '0');
	}
	if (port < 1 || port > MAX_PORT) {
		return "must have a valid port";
	}
	view->port = port;
	return NULL;
}

static const char *split_authority(cotp_text authority, uri_view *view)
{
	const char *end = authority.data + authority.length;
	const char *at = find_any(authority.data, end, "@");
	if (at == end) {
		return split_host(authority.data, end, view);
	}
	view->userinfo = part_of(authority.data, at);
	if (find_any(at + 1, end, "@") < end) {
		return "must not contain more than one \"@\" before the path";
	}
	return split_host(at + 1, end, view);
}

static const uri_scheme *find_scheme(cotp_text name)
{
	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
		if (cotp_text_equals_ignoring_case(name, schemes[i].name)) {
			return &schemes[i];
		}
	}
	return NULL;
}

/* Allows only what may stand unencoded in a URI, and no backslash, which some parsers read as a slash. */
static const char *character_fault(cotp_text uri)
{
	if (!uri.length) {
		return "must not be empty";
	}
	if (uri.length > MAX_URL) {
		return "must not be longer than 2048 bytes";
	}
	for (size_t i = 0; i < uri.length; i++) {
		char c = uri.data[i];
		if (c <= 0x20 || c >= 0x7F || strchr("\\\"<>", c)) {
			return "must be ASCII without spaces, control characters or any of \\ \" < > (percent-encode other "
				   "characters, write hosts in Punycode)";
		}
		if (c == '%' && (i + 2 >= uri.length || cotp_char_hex_value(uri.data[i + 1]) < 0 ||
							cotp_char_hex_value(uri.data[i + 2]) < 0)) {
			return "must have two hexadecimal digits after each percent sign";
		}
	}
	return NULL;
}

/* Returns the end of a message if the URI is invalid, else NULL. */
static const char *uri_split(cotp_text uri, bool is_proxy, uri_view *view)
{
	memset(view, 0, sizeof(*view));
	const char *fault = character_fault(uri);
	if (fault) {
		return fault;
	}
	const char *end = uri.data + uri.length;
	const char *colon = find_any(uri.data, end, ":/?#");
	const uri_scheme *scheme = find_scheme(part_of(uri.data, colon));
	if (!scheme || (scheme->is_proxy_only && !is_proxy) || end - colon < 3 || memcmp(colon, "://", 3) != 0) {
		return is_proxy ? "must be a URL that begins with http://, https://, socks5:// or socks5h://"
						: "must be an absolute URL that begins with https:// or http://";
	}
	view->scheme = scheme->name;
	view->port = scheme->port;
	const char *authority = colon + 3;
	const char *path = find_any(authority, end, "/?#");
	const char *query = find_any(path, end, "?#");
	const char *fragment = find_any(query, end, "#");
	view->path = part_of(path, query);
	view->has_query = fragment > query;
	view->has_fragment = fragment < end;
	return split_authority(part_of(authority, path), view);
}

/* libcurl will use the URI, so it must find the same host that was checked here. */
static bool libcurl_agrees(cotp_text uri, const uri_view *view, const char *argument, cotp_error *error)
{
	char *host = NULL;
	cotp_memory_begin();
	char *copy = cotp_text_copy(uri);
	CURLU *handle = curl_url();
	CURLUcode code = CURLUE_OUT_OF_MEMORY;
	if (copy && handle) {
		code = curl_url_set(handle, CURLUPART_URL, copy, CURLU_NON_SUPPORT_SCHEME);
	}
	if (code == CURLUE_OK) {
		code = curl_url_get(handle, CURLUPART_HOST, &host, 0);
	}
	/* libcurl may write an IPv6 address differently */
	bool agrees = code == CURLUE_OK && (view->host.data[0] == '[' || equals(view->host, host));
	bool is_short = !agrees && cotp_memory_was_short(); /* libcurl may report another error then */
	curl_free(host);
	curl_url_cleanup(handle);
	cotp_secret_free(copy);
	if (is_short) {
		return cotp_error_memory(error);
	}
	return agrees || cotp_error_argument(error, argument, "must have a valid host");
}

static bool read_uri(cotp_text uri, bool is_proxy, uri_view *view, const char *argument, cotp_error *error)
{
	const char *fault = uri_split(uri, is_proxy, view);
	if (fault) {
		return cotp_error_argument(error, argument, "%s", fault);
	}
	return libcurl_agrees(uri, view, argument, error);
}

static bool has_nothing_but_path(const uri_view *view, const char *argument, cotp_error *error)
{
	if (view->userinfo.data) {
		return cotp_error_argument(error, argument, "must not contain a user name or password");
	}
	if (view->has_query) {
		return cotp_error_argument(error, argument, "must not have a query");
	}
	if (view->has_fragment) {
		return cotp_error_argument(error, argument, "must not have a fragment");
	}
	return true;
}

/* ---- settings ---- */

/* Rejects empty, "." and ".." segments, and percent signs: some parsers, such as libcurl, read "%2e" as a dot. */
static bool base_path_is_plain(cotp_text path)
{
	size_t start = 1;
	for (size_t i = 1; i <= path.length; i++) {
		if (i < path.length && path.data[i] == '%') {
			return false;
		}
		if (i < path.length && path.data[i] != '/') {
			continue;
		}
		cotp_text segment = { path.data + start, i - start };
		if (equals(segment, ".") || equals(segment, "..") || (!segment.length && i < path.length)) {
			return false;
		}
		start = i + 1;
	}
	return true;
}

static bool read_base_uri(cotp_text uri, uri_view *view, cotp_error *error)
{
	return read_uri(uri, false, view, "baseUri", error) && has_nothing_but_path(view, "baseUri", error);
}

static bool check_base_path(cotp_text path, cotp_error *error)
{
	return base_path_is_plain(path) ||
		   cotp_error_argument(
			   error, "baseUri", "must not have a path with empty, \".\" or \"..\" segments or with percent signs");
}

bool cotp_check_base_uri(cotp_text uri, const char *http_hosts, cotp_error *error)
{
	uri_view view;
	if (!read_base_uri(uri, &view, error)) {
		return false;
	}
	if (!equals(view.scheme, "https") && !host_is_loopback(view.host) && !host_is_listed(view.host, http_hosts)) {
		return cotp_error_argument(error, "baseUri",
			"must begin with https:// (http:// is allowed only for loopback addresses and the hosts in "
			"cotp.http_hosts)");
	}
	return check_base_path(view.path, error);
}

bool cotp_check_base_uri_behind_socket(cotp_text uri, cotp_error *error)
{
	uri_view view;
	if (!read_base_uri(uri, &view, error)) {
		return false;
	}
	if (!equals(view.scheme, "http")) {
		return cotp_error_argument(
			error, "baseUri", "must begin with http:// when $socket is given: the proxy behind the socket adds TLS");
	}
	return check_base_path(view.path, error);
}

/* The proxy's header or handshake would contain the decoded control characters. */
static bool has_encoded_control(cotp_text text)
{
	for (size_t i = 0; i + 2 < text.length; i++) {
		char high = text.data[i + 1];
		char low = text.data[i + 2];
		if (text.data[i] == '%' && (high == '0' || high == '1' || (high == '7' && (low == 'f' || low == 'F')))) {
			return true;
		}
	}
	return false;
}

bool cotp_check_proxy(cotp_text proxy, cotp_error *error)
{
	uri_view view;
	if (!read_uri(proxy, true, &view, "proxy", error)) {
		return false;
	}
	if (view.path.length > 1 || view.has_query || view.has_fragment) {
		return cotp_error_argument(error, "proxy", "must not have a path, query or fragment");
	}
	if (has_encoded_control(view.userinfo)) {
		return cotp_error_argument(error, "proxy", "must not contain percent-encoded control characters");
	}
	return true;
}

/* ---- URLs of a form ---- */

bool cotp_check_url(cotp_text url, const char *argument, cotp_error *error)
{
	uri_view view;
	return read_uri(url, false, &view, argument, error);
}

/* ---- ids ---- */

static bool copy_id(cotp_text text, char *id)
{
	if (!cotp_check_is_id(text)) {
		return false;
	}
	memcpy(id, text.data, text.length);
	id[text.length] = '\0';
	return true;
}

/* Copies the last segment of the path. Returns false if it is not an id. */
static bool copy_last_segment(cotp_text path, char *id)
{
	size_t start = path.length;
	while (start > 0 && path.data[start - 1] != '/') {
		start--;
	}
	return copy_id((cotp_text){ path.data + start, path.length - start }, id);
}

static bool has_colon(cotp_text text)
{
	return text.length && memchr(text.data, ':', text.length);
}

static bool has_same_origin(const uri_view *view, const char *base_uri)
{
	uri_view base;
	return !uri_split(cotp_text_of(base_uri), false, &base) &&
		   cotp_text_equals_ignoring_case(view->scheme, base.scheme) &&
		   cotp_text_equals_ignoring_case(view->host, base.host) && view->port == base.port;
}

/* Decodes a URI as the service would read it. decoded has room for MAX_URL bytes. */
static cotp_text decode_uri(cotp_text uri, char *decoded)
{
	size_t length = 0;
	for (size_t i = 0; i < uri.length && length < MAX_URL; i++) {
		char c = uri.data[i];
		if (c == '%' && i + 2 < uri.length) {
			c = (char)(cotp_char_hex_value(uri.data[i + 1]) * 16 + cotp_char_hex_value(uri.data[i + 2]));
			i += 2;
		}
		decoded[length++] = (char)(c == '+' ? ' ' : c);
	}
	return (cotp_text){ decoded, length };
}

/* A card number passed in place of a token would be sent as part of a path. */
static bool has_no_card_number(cotp_text uri, cotp_error *error)
{
	char decoded[MAX_URL];
	if (!cotp_check_no_card_number(uri, "cardUri", error)) {
		return false;
	}
	if (!memchr(uri.data, '%', uri.length) && !memchr(uri.data, '+', uri.length)) {
		return true;
	}
	bool valid = cotp_check_no_card_number(decode_uri(uri, decoded), "cardUri", error);
	OPENSSL_cleanse(decoded, sizeof(decoded));
	return valid;
}

bool cotp_check_request(cotp_text request, const char *base_uri, char *id, cotp_error *error)
{
	uri_view view;
	if (copy_id(request, id)) {
		return true;
	}
	if (!has_colon(request)) {
		return cotp_error_argument(error, "request",
			"must be a request id (1 to %d characters from A-Z, a-z, 0-9, \"-\" and \"_\") or a request URI",
			COTP_ID_LENGTH);
	}
	if (!read_uri(request, false, &view, "request", error) || !has_nothing_but_path(&view, "request", error)) {
		return false;
	}
	if (!has_same_origin(&view, base_uri)) {
		return cotp_error_argument(error, "request", "must have the same scheme, host and port as the base URI");
	}
	return copy_last_segment(view.path, id) || cotp_error_argument(error, "request", "must end with a request id");
}

bool cotp_check_card_uri(cotp_text uri, const char *base_uri, char *token, cotp_error *error)
{
	uri_view view;
	if (copy_id(uri, token)) {
		return has_no_card_number(uri, error);
	}
	if (!has_colon(uri)) {
		return cotp_error_argument(error, "cardUri",
			"must be the URI or the token of a stored card (a token has 1 to %d characters from A-Z, a-z, 0-9, \"-\" "
			"and \"_\")",
			COTP_ID_LENGTH);
	}
	if (!read_uri(uri, false, &view, "cardUri", error)) {
		return false;
	}
	if (view.userinfo.data) {
		return cotp_error_argument(error, "cardUri", "must not contain a user name or password");
	}
	if (!equals(view.scheme, "https") && base_uri && !has_same_origin(&view, base_uri)) {
		return cotp_error_argument(error, "cardUri", "must begin with https://");
	}
	if (!copy_last_segment(view.path, token)) {
		return cotp_error_argument(error, "cardUri", "must end with the token of a stored card");
	}
	return has_no_card_number(uri, error);
}

bool cotp_check_location(const char *location, char *id)
{
	const char *end = location + strcspn(location, "?#");
	const char *colon = find_any(location, end, ":/");
	bool has_scheme = colon < end && *colon == ':';
	const char *path = has_scheme ? colon + 1 : location;
	if (has_scheme && *path != '/') {
		return false;
	}
	/* an authority is not a segment of the path */
	if (end - path >= 2 && path[0] == '/' && path[1] == '/') {
		path = find_any(path + 2, end, "/");
	}
	if (end > path && end[-1] == '/') {
		end--;
	}
	return copy_last_segment(part_of(path, end), id);
}
