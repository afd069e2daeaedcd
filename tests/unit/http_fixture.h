/* SPDX-License-Identifier: BSD-3-Clause */
/* The fixture of the HTTP layer's tests: a pool, settings, and one request at a time to a scripted server. */
#ifndef HTTP_FIXTURE_H
#define HTTP_FIXTURE_H

#include <signal.h>

#include "../../cotp_http.h"
#include "scripted_server.h"
#include "unit.h"

#define CREATED "HTTP/1.1 201 Created\r\nLocation: /api/cardrequest/abc\r\nContent-Length: 0\r\n\r\n"
#define OK_BODY "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"

static const server_step created = { SERVER_RESPOND, CREATED };

/* A request and its response. */
typedef struct http_pair {
	cotp_http_request request;
	cotp_http_response response;
} http_pair;

typedef struct http_fixture {
	cotp_pool *pool;
	cotp_http_settings settings;
	char url[64];
	http_pair pair;
} http_fixture;

static inline int set_up(void **state)
{
	static const cotp_pool_options options = { .size = 8, .idle = 30, .lifetime = 300, .dns_ttl = 60 };
	http_fixture *fixture = calloc(1, sizeof(*fixture));
	assert_non_null(fixture);
	signal(SIGPIPE, SIG_IGN);
	fixture->pool = cotp_pool_new(&options);
	assert_non_null(fixture->pool);
	fixture->settings = (cotp_http_settings){ .timeout = 30.0, .connect_timeout = 10.0, .plain_http = true };
	*state = fixture;
	return 0;
}

static inline int tear_down(void **state)
{
	http_fixture *fixture = *state;
	cotp_http_response_free(&fixture->pair.response);
	cotp_pool_free(fixture->pool);
	free(fixture);
	return 0;
}

static inline void run_pair(const http_fixture *fixture, const cotp_http_hooks *hooks, http_pair *pair)
{
	cotp_call call = { .pool = fixture->pool, .hooks = hooks };
	cotp_http_run_one(&call, &fixture->settings, &pair->request, &pair->response);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

#endif
