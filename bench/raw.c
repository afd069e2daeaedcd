/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The lower limit: the cost of libcurl and jansson alone. Usage: raw VARIANT BASE CA_FILE. Reads commands from standard
 * input and writes one line for each, as worker.php does.
 *
 * kept: one easy handle whose options are set once. same: every option and a new header list for each call, on a handle
 * that was reset, or on a new one where libcurl's version forbids keeping them, run by a multi handle that is polled,
 * which is the work that cotp does. Batches are the same in both variants.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* SOCK_CLOEXEC, strndup */
#endif
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>

#include <curl/curl.h>
#include <jansson.h>

#define MAX_CONCURRENCY 256
#define MAX_RESPONSE    65536

typedef struct call {
	CURL *easy;
	struct curl_slist *headers;
	char url[256];
	char *body; /* NULL: a retrieve */
	size_t body_length;
	size_t body_read;
	char *response;
	size_t response_length;
	char *location;
	char error_text[CURL_ERROR_SIZE];
	unsigned requests_sent;
} call;

static const char *base;
static const char *ca_file;
static bool is_kept;
static CURLM *multi;
static call calls[MAX_CONCURRENCY];

__attribute__((noreturn)) static void fail(const char *what)
{
	fprintf(stderr, "raw: %s\n", what);
	exit(1);
}

static int64_t now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/* ---- a single call ---- */

static size_t on_body(char *data, size_t size, size_t count, void *context)
{
	call *self = context;
	if (self->response_length + size * count > MAX_RESPONSE) {
		return 0;
	}
	char *longer = realloc(self->response, self->response_length + size * count);
	if (!longer) {
		return 0;
	}
	self->response = longer;
	memcpy(longer + self->response_length, data, size * count);
	self->response_length += size * count;
	return size * count;
}

static size_t on_header(char *line, size_t size, size_t count, void *context)
{
	static const char name[] = "location: ";
	call *self = context;
	size_t length = size * count;
	if (length >= sizeof(name) && strncasecmp(line, name, sizeof(name) - 1) == 0) {
		free(self->location);
		self->location = strndup(line + sizeof(name) - 1, length - sizeof(name) - 1);
	}
	return length;
}

static size_t on_read(char *target, size_t size, size_t count, void *context)
{
	call *self = context;
	size_t length = self->body_length - self->body_read;
	length = length < size * count ? length : size * count;
	memcpy(target, self->body + self->body_read, length);
	self->body_read += length;
	return length;
}

/* NOLINTNEXTLINE(readability-non-const-parameter): libcurl's signature */
static int on_prerequest(void *context, char *remote_ip, char *local_ip, int remote_port, int local_port)
{
	call *self = context;
	(void)remote_ip;
	(void)local_ip;
	(void)remote_port;
	(void)local_port;
	self->requests_sent++;
	return CURL_PREREQFUNC_OK;
}

static curl_socket_t on_open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
	(void)context;
	(void)purpose;
	return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

#define SET(option, value) \
	do { \
		if (curl_easy_setopt(self->easy, (option), (value)) != CURLE_OK) { \
			fail("libcurl rejected an option"); \
		} \
	} while (0)

static void set_options(call *self)
{
	SET(CURLOPT_NOSIGNAL, 1L);
	SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	SET(CURLOPT_SSL_VERIFYPEER, 1L);
	SET(CURLOPT_SSL_VERIFYHOST, 2L);
	SET(CURLOPT_FOLLOWLOCATION, 0L);
	SET(CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	SET(CURLOPT_PATH_AS_IS, 1L);
	SET(CURLOPT_TCP_KEEPALIVE, 1L);
	SET(CURLOPT_OPENSOCKETFUNCTION, on_open_socket);
	SET(CURLOPT_USERAGENT, "raw/1.0.0");
	SET(CURLOPT_TIMEOUT_MS, 10000L);
	SET(CURLOPT_CONNECTTIMEOUT_MS, 3000L);
	SET(CURLOPT_DNS_CACHE_TIMEOUT, 60L);
	SET(CURLOPT_MAXAGE_CONN, 30L);
	SET(CURLOPT_MAXLIFETIME_CONN, 300L);
	SET(CURLOPT_FRESH_CONNECT, 0L);
	SET(CURLOPT_FORBID_REUSE, 0L);
	SET(CURLOPT_CAINFO, ca_file);
	SET(CURLOPT_CAPATH, (char *)NULL);
	SET(CURLOPT_PROTOCOLS_STR, "https");
	SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
	SET(CURLOPT_PIPEWAIT, 1L);
	SET(CURLOPT_PROXY, "");
	SET(CURLOPT_NOPROXY, "");
	SET(CURLOPT_HEADERFUNCTION, on_header);
	SET(CURLOPT_HEADERDATA, self);
	SET(CURLOPT_WRITEFUNCTION, on_body);
	SET(CURLOPT_WRITEDATA, self);
	SET(CURLOPT_PREREQFUNCTION, on_prerequest);
	SET(CURLOPT_PREREQDATA, self);
	SET(CURLOPT_ERRORBUFFER, self->error_text);
	SET(CURLOPT_PRIVATE, self);
}

static void add_header(call *self, const char *line)
{
	struct curl_slist *longer = curl_slist_append(self->headers, line);
	if (!longer) {
		fail("out of memory");
	}
	self->headers = longer;
}

static void set_headers(call *self)
{
	add_header(self, "Authorization: APIKEY 0123456789abcdef0123456789abcdef");
	add_header(self, "Accept: application/json");
	add_header(self, "Accept-Encoding: identity");
	if (self->body) {
		add_header(self, "Content-Type: application/json");
		add_header(self, "Expect:");
	}
	SET(CURLOPT_HTTPHEADER, self->headers);
}

static void set_body(call *self)
{
	json_t *form = json_pack("{s:s,s:s,s:s,s:s,s:s}", "BookerId", "hotel-42", "RecipientEmail", "guest@example.com",
		"DeliveryMethod", "Email", "CallbackUrl", "https://hotel.example/cotp?booking=4711", "Language", "EN");
	self->body = form ? json_dumps(form, JSON_COMPACT) : NULL;
	json_decref(form);
	if (!self->body) {
		fail("out of memory");
	}
	self->body_length = strlen(self->body);
	self->body_read = 0;
	SET(CURLOPT_POST, 1L);
	SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)self->body_length);
	SET(CURLOPT_READFUNCTION, on_read);
	SET(CURLOPT_READDATA, self);
}

static void set_url(call *self, unsigned number)
{
	snprintf(self->url, sizeof(self->url), "%s/cardrequest/%024u", base, number);
	SET(CURLOPT_URL, self->url);
}

/* Sets everything on a reset or new handle. */
static void begin(call *self, unsigned number, bool is_send)
{
	if (!self->easy && !(self->easy = curl_easy_init())) {
		fail("out of memory");
	}
	set_options(self);
	if (is_send) {
		set_body(self);
		snprintf(self->url, sizeof(self->url), "%s/cardrequest", base);
		SET(CURLOPT_URL, self->url);
	} else {
		set_url(self, number);
	}
	set_headers(self);
}

static void check_state(const call *self)
{
	json_error_t error;
	json_t *state = json_loadb(self->response, self->response_length, JSON_REJECT_DUPLICATES, &error);
	const char *status = json_string_value(json_object_get(state, "LastNotifiedStatus"));
	if (!status || strcmp(status, "CardStored") != 0 || !json_string_value(json_object_get(state, "CardUri")) ||
		!json_string_value(json_object_get(state, "RequestID"))) {
		fail("the response is not a stored state");
	}
	json_decref(state);
}

/* Reads the response and prepares for the next call. */
static void end(call *self, CURLcode code)
{
	long status = 0;
	curl_easy_getinfo(self->easy, CURLINFO_RESPONSE_CODE, &status);
	if (code != CURLE_OK || status != (self->body ? 201 : 200) || (self->body && !self->location)) {
		fail(curl_easy_strerror(code));
	}
	if (!self->body) {
		check_state(self);
	}
	free(self->response);
	free(self->location);
	free(self->body);
	self->response = self->location = self->body = NULL;
	self->response_length = 0;
}

/* From libcurl 7.83 until 8.1, a handle that was reset keeps a pointer to a freed header. */
static void reset(call *self)
{
	unsigned version = curl_version_info(CURLVERSION_NOW)->version_num;
	if (version >= 0x075300 && version < 0x080100) {
		curl_easy_cleanup(self->easy);
		self->easy = NULL;
	} else {
		curl_easy_reset(self->easy);
	}
	curl_slist_free_all(self->headers);
	self->headers = NULL;
}

/* ---- many ---- */

static unsigned collect(call **idle)
{
	int rest;
	unsigned ended = 0;
	CURLMsg *message;
	while ((message = curl_multi_info_read(multi, &rest))) {
		char *context = NULL;
		CURLcode code = message->data.result;
		if (curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &context) != CURLE_OK ||
			curl_multi_remove_handle(multi, message->easy_handle) != CURLM_OK) {
			fail("libcurl does not find its handle");
		}
		call *self = (call *)context;
		end(self, code);
		reset(self);
		idle[ended++] = self;
	}
	return ended;
}

static void run_many(unsigned count, unsigned concurrency, bool are_sends)
{
	call *idle[MAX_CONCURRENCY];
	unsigned idle_count = 0;
	unsigned started = 0;
	unsigned ended = 0;
	int running;
	for (; idle_count < concurrency; idle_count++) {
		idle[idle_count] = &calls[idle_count];
	}
	while (ended < count) {
		while (idle_count && started < count) {
			begin(idle[--idle_count], started++, are_sends);
			if (curl_multi_add_handle(multi, idle[idle_count]->easy) != CURLM_OK) {
				fail("curl_multi_add_handle() failed");
			}
		}
		if (curl_multi_perform(multi, &running) != CURLM_OK) {
			fail("curl_multi_perform() failed");
		}
		unsigned more = collect(idle + idle_count);
		idle_count += more;
		ended += more;
		if (!more && curl_multi_poll(multi, NULL, 0, 1000, NULL) != CURLM_OK) {
			fail("curl_multi_poll() failed");
		}
	}
}

/* ---- sequential calls ---- */

static void run_kept(unsigned number)
{
	static call kept;
	if (!kept.easy) {
		begin(&kept, number, false);
	}
	call *self = &kept;
	set_url(self, number);
	end(self, curl_easy_perform(self->easy));
}

static void run_one(unsigned number)
{
	if (is_kept) {
		run_kept(number);
	} else {
		run_many(1, 1, false);
	}
}

/* ---- commands ---- */

static void write_times(unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		int64_t start = now();
		run_one(i);
		printf("%s%.3f", i ? "," : "{\"microseconds\":[", (double)(now() - start) / 1000.0);
	}
	printf("]}\n");
}

static void write_batch(unsigned count, unsigned concurrency, bool are_sends)
{
	int64_t start = now();
	run_many(count, concurrency, are_sends);
	printf("{\"microseconds\":[%.3f]}\n", (double)(now() - start) / 1000.0);
}

/* NOLINTBEGIN(cert-err34-c): bench/lib writes the commands, and only small numbers */
static void obey(const char *line)
{
	unsigned count = 0;
	unsigned concurrency = 0;
	if (sscanf(line, "calls %u", &count) == 1) {
		write_times(count);
	} else if (sscanf(line, "repeat %u", &count) == 1) {
		for (unsigned i = 0; i < count; i++) {
			run_one(i);
		}
		printf("{}\n");
	} else if (sscanf(line, "retrieves %u %u", &count, &concurrency) == 2 && concurrency <= MAX_CONCURRENCY) {
		write_batch(count, concurrency, false);
	} else if (sscanf(line, "sends %u %u", &count, &concurrency) == 2 && concurrency <= MAX_CONCURRENCY) {
		write_batch(count, concurrency, true);
	} else {
		fail("an unknown command");
	}
	fflush(stdout);
}
/* NOLINTEND(cert-err34-c) */

int main(int argc, char **argv)
{
	char line[256];
	if (argc != 4 || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK || !(multi = curl_multi_init())) {
		fail("usage: raw kept|same BASE CA_FILE");
	}
	is_kept = strcmp(argv[1], "kept") == 0;
	base = argv[2];
	ca_file = argv[3];
	while (fgets(line, sizeof(line), stdin)) {
		obey(line);
	}
	return 0;
}
