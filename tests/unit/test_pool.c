/* SPDX-License-Identifier: BSD-3-Clause */
/* The check of a kept connection before a request is sent on it, and the opening of the pool. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <arpa/inet.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/evp.h>
#include <openssl/rand.h>

#include "../../cotp_http_pool.h"
#include "unit.h"

static struct sockaddr_in address_of(const char *ip, int port)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
	assert_int_equal(inet_pton(AF_INET, ip, &address.sin_addr), 1);
	return address;
}

static int port_of(int opened)
{
	struct sockaddr_in address;
	socklen_t length = sizeof(address);
	assert_int_equal(getsockname(opened, (struct sockaddr *)&address, &length), 0);
	return ntohs(address.sin_port);
}

static int bound_socket(const char *ip, int port)
{
	struct sockaddr_in address = address_of(ip, port);
	int on = 1;
	int opened = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_not_equal(opened, -1);
	assert_int_equal(setsockopt(opened, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)), 0);
	assert_int_equal(bind(opened, (struct sockaddr *)&address, sizeof(address)), 0);
	return opened;
}

/* A connection with both endpoints in this process. */
typedef struct connection {
	int near;
	int far;
	cotp_endpoints endpoints;
} connection;

static connection connect_to(int listener, const char *remote_ip, int local_port)
{
	struct sockaddr_in remote = address_of(remote_ip, port_of(listener));
	connection made = { .near = bound_socket("127.0.0.1", local_port) };
	assert_int_equal(connect(made.near, (struct sockaddr *)&remote, sizeof(remote)), 0);
	made.far = accept(listener, NULL, NULL);
	assert_int_not_equal(made.far, -1);
	made.endpoints = (cotp_endpoints){ "127.0.0.1", remote_ip, port_of(made.near), port_of(listener), 0 };
	return made;
}

static void disconnect(cotp_pool *pool, const connection *made)
{
	cotp_pool_remove_socket(pool, made->near);
	close(made->near);
	close(made->far);
}

/* The kernel shares local ports when few are free. */
static void pool_distinguishes_connections_that_share_a_local_port(void **state)
{
	(void)state;
	cotp_pool *pool = cotp_pool_new(&(cotp_pool_options){ .size = 2 });
	assert_non_null(pool);
	int listener = bound_socket("0.0.0.0", 0);
	assert_int_equal(listen(listener, 2), 0);
	connection first = connect_to(listener, "127.0.0.1", 0);
	connection second = connect_to(listener, "127.0.0.2", first.endpoints.local_port);
	cotp_pool_place by_address = { .number = 0 };
	assert_true(cotp_pool_add_socket(pool, first.near, by_address));
	assert_true(cotp_pool_add_socket(pool, second.near, by_address));
	cotp_pool_note_exclusive(pool, &first.endpoints);
	cotp_pool_note_exclusive(pool, &second.endpoints);
	assert_true(cotp_pool_is_quiet(pool, &first.endpoints, false));
	assert_true(cotp_pool_is_quiet(pool, &second.endpoints, false));
	assert_false(cotp_pool_is_quiet(pool, &second.endpoints, true));

	assert_int_equal(send(second.far, "x", 1, 0), 1);
	struct pollfd arrival = { .fd = second.near, .events = POLLIN };
	assert_int_equal(poll(&arrival, 1, -1), 1);
	assert_true(cotp_pool_is_quiet(pool, &first.endpoints, false));
	assert_false(cotp_pool_is_quiet(pool, &second.endpoints, false));
	assert_true(cotp_pool_is_connected(pool, &second.endpoints));

	disconnect(pool, &first);
	disconnect(pool, &second);
	close(listener);
	cotp_pool_free(pool);
}

static int port_over_ipv6(int opened)
{
	struct sockaddr_in6 address;
	socklen_t length = sizeof(address);
	assert_int_equal(getsockname(opened, (struct sockaddr *)&address, &length), 0);
	return ntohs(address.sin6_port);
}

static void pool_finds_a_connection_over_ipv6(void **state)
{
	(void)state;
	struct sockaddr_in6 address = { .sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT };
	int listener = socket(AF_INET6, SOCK_STREAM, 0);
	if (listener == -1 || bind(listener, (struct sockaddr *)&address, sizeof(address)) != 0) {
		skip();
	}
	assert_int_equal(listen(listener, 1), 0);
	int near = socket(AF_INET6, SOCK_STREAM, 0);
	address.sin6_port = htons((uint16_t)port_over_ipv6(listener));
	assert_int_equal(connect(near, (struct sockaddr *)&address, sizeof(address)), 0);

	cotp_pool *pool = cotp_pool_new(&(cotp_pool_options){ .size = 1 });
	assert_non_null(pool);
	assert_true(cotp_pool_add_socket(pool, near, (cotp_pool_place){ .number = 0 }));
	cotp_endpoints endpoints = { "::1", "::1", port_over_ipv6(near), port_over_ipv6(listener), 0 };
	assert_true(cotp_pool_is_connected(pool, &endpoints));
	endpoints.remote_ip = "::2";
	assert_false(cotp_pool_is_connected(pool, &endpoints));

	cotp_pool_free(pool);
	close(near);
	close(listener);
}

/* As with HTTP/2, where bytes may arrive at any time. */
static void pool_sees_the_end_of_a_shared_connection(void **state)
{
	(void)state;
	cotp_pool *pool = cotp_pool_new(&(cotp_pool_options){ .size = 2 });
	assert_non_null(pool);
	int listener = bound_socket("0.0.0.0", 0);
	assert_int_equal(listen(listener, 2), 0);
	connection talkative = connect_to(listener, "127.0.0.1", 0);
	connection ended = connect_to(listener, "127.0.0.1", 0);
	assert_true(cotp_pool_add_socket(pool, talkative.near, (cotp_pool_place){ .number = 0 }));
	assert_true(cotp_pool_add_socket(pool, ended.near, (cotp_pool_place){ .number = 0 }));
	assert_true(cotp_pool_is_quiet(pool, &ended.endpoints, false));

	assert_int_equal(send(talkative.far, "x", 1, 0), 1);
	assert_int_equal(shutdown(ended.far, SHUT_WR), 0);
	struct pollfd arrivals[] = { { .fd = talkative.near, .events = POLLIN }, { .fd = ended.near, .events = POLLIN } };
	for (int i = 0; i < 2; i++) {
		assert_int_equal(poll(&arrivals[i], 1, -1), 1);
	}
	assert_true(cotp_pool_is_quiet(pool, &talkative.endpoints, false));
	assert_false(cotp_pool_is_quiet(pool, &ended.endpoints, false));
	assert_false(cotp_pool_is_connected(pool, &ended.endpoints));

	disconnect(pool, &talkative);
	disconnect(pool, &ended);
	close(listener);
	cotp_pool_free(pool);
}

static void expect_reserved(cotp_pool *pool, uint64_t target, bool fresh, int number)
{
	assert_int_equal(cotp_pool_reserve(pool, target, fresh), number);
}

/* Any descriptors do: nothing is read or written. */
static void pool_gives_a_numbered_connection_to_one_attempt(void **state)
{
	(void)state;
	cotp_pool *pool = cotp_pool_new(&(cotp_pool_options){ .size = 2 });
	assert_non_null(pool);
	expect_reserved(pool, 7, false, 1);
	assert_true(cotp_pool_add_socket(pool, 1001, (cotp_pool_place){ .number = 1, .target = 7 }));
	expect_reserved(pool, 7, false, 2); /* the first one is in use */
	assert_true(cotp_pool_add_socket(pool, 1002, (cotp_pool_place){ .number = 2, .target = 7 }));
	cotp_pool_release(pool, 1);
	expect_reserved(pool, 8, false, 3); /* another target */
	expect_reserved(pool, 7, true, 4);
	expect_reserved(pool, 7, false, 1);
	cotp_pool_release(pool, 1);
	cotp_pool_note_unusable(pool, &(cotp_endpoints){ .number = 1 });
	expect_reserved(pool, 7, false, 5);

	/* A new connection takes the number of an old one, whose ids it must not inherit. */
	cotp_http_ids_add(cotp_pool_ids(pool, &(cotp_endpoints){ .number = 2 }), "abc");
	assert_true(cotp_pool_add_socket(pool, 1003, (cotp_pool_place){ .number = 2, .target = 7 }));
	assert_false(cotp_http_ids_contain(cotp_pool_ids(pool, &(cotp_endpoints){ .number = 2 }), "abc"));
	cotp_pool_remove_socket(pool, 1003);
	assert_null(cotp_pool_ids(pool, &(cotp_endpoints){ .number = 2 }));
	assert_false(cotp_pool_is_quiet(pool, &(cotp_endpoints){ .number = 2 }, false));
	cotp_pool_free(pool);
}

static void pool_repairs_a_broken_generator(void **state)
{
	(void)state;
#if OPENSSL_VERSION_NUMBER >= 0x30000000L
	cotp_error error;
	cotp_pool *pool = cotp_pool_new(&(cotp_pool_options){ .size = 2 });
	assert_non_null(pool);
	assert_int_equal(EVP_RAND_uninstantiate(RAND_get0_primary(NULL)), 1);
	assert_int_equal(RAND_status(), 0);
	assert_true(cotp_pool_open(pool, &error));
	assert_int_equal(RAND_status(), 1);
	cotp_pool_free(pool);
#else
	skip(); /* it cannot be broken at will */
#endif
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pool_distinguishes_connections_that_share_a_local_port),
		cmocka_unit_test(pool_finds_a_connection_over_ipv6),
		cmocka_unit_test(pool_sees_the_end_of_a_shared_connection),
		cmocka_unit_test(pool_gives_a_numbered_connection_to_one_attempt),
		cmocka_unit_test(pool_repairs_a_broken_generator),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
