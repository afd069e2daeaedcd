/* SPDX-License-Identifier: BSD-3-Clause */
/* The history of connections: ids of one connection, and hosts that lost one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "../../cotp_http_history.h"
#include "unit.h"

static const char *id_of(int number)
{
	static char id[32];
	snprintf(id, sizeof(id), "request-%d", number);
	return id;
}

static void connection_knows_its_last_ids(void **state)
{
	cotp_http_ids ids = { .count = 0 };
	(void)state;
	assert_false(cotp_http_ids_contain(&ids, ""));
	for (int i = 0; i < COTP_HISTORY_IDS; i++) {
		assert_false(cotp_http_ids_contain(&ids, id_of(i)));
		cotp_http_ids_add(&ids, id_of(i));
	}
	assert_true(cotp_http_ids_contain(&ids, id_of(0)));
	assert_true(cotp_http_ids_contain(&ids, id_of(COTP_HISTORY_IDS - 1)));
	cotp_http_ids_add(&ids, id_of(COTP_HISTORY_IDS));
	assert_false(cotp_http_ids_contain(&ids, id_of(0)));
	assert_true(cotp_http_ids_contain(&ids, id_of(1)));
}

static void host_counts_until_its_time(void **state)
{
	cotp_http_hosts hosts = { .until = { 0 } };
	(void)state;
	assert_false(cotp_http_hosts_contain(&hosts, "https://a.example/api/cardrequest", 0));
	cotp_http_hosts_add(&hosts, "https://a.example/api/cardrequest", 100);
	assert_true(cotp_http_hosts_contain(&hosts, "https://a.example/", 99));
	assert_true(cotp_http_hosts_contain(&hosts, "https://a.example", 99));
	assert_false(cotp_http_hosts_contain(&hosts, "https://a.example/api", 100));
	assert_false(cotp_http_hosts_contain(&hosts, "https://a.example:8443/api", 99));
	assert_false(cotp_http_hosts_contain(&hosts, "http://a.example/api", 99));
	assert_false(cotp_http_hosts_contain(&hosts, "https://b.example/a.example", 99));
	cotp_http_hosts_add(&hosts, "https://a.example/other", 200);
	assert_true(cotp_http_hosts_contain(&hosts, "https://a.example/api", 199));
}

static void host_that_counts_shortest_makes_room(void **state)
{
	cotp_http_hosts hosts = { .until = { 0 } };
	char url[64];
	(void)state;
	for (int i = 0; i <= COTP_HISTORY_HOSTS; i++) {
		snprintf(url, sizeof(url), "https://host-%d/", i);
		cotp_http_hosts_add(&hosts, url, i == 3 ? 50 : 100 + i);
	}
	assert_false(cotp_http_hosts_contain(&hosts, "https://host-3/", 0));
	assert_true(cotp_http_hosts_contain(&hosts, "https://host-0/", 0));
	assert_true(cotp_http_hosts_contain(&hosts, "https://host-16/", 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(connection_knows_its_last_ids),
		cmocka_unit_test(host_counts_until_its_time),
		cmocka_unit_test(host_that_counts_shortest_makes_room),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
