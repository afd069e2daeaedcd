/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Eight threads, each with its own pool, as in PHP with threads. They share the client and the verifier, because calls
 * do not change them. Meant for ThreadSanitizer:
 *
 *   make -C tests/unit run TESTS=threads CC=clang OUT=../../out/unit-tsan SANITIZE=-fsanitize=thread
 */
#define _GNU_SOURCE /* strcasestr */
#include "unit.h"

#include <dirent.h>
#include <pthread.h>
#include <time.h>

#include "../../cotp_callback.h"
#include "../../cotp_client_batch.h"
#include "scripted_server.h"

#define THREADS  8
#define ROUNDS   20 /* pools of a thread, one after the other */
#define ITEMS    4
#define FORMS    (ITEMS + 1) /* the last one is sent on its own: no connection may receive an id twice */
#define REQUESTS (2 + ITEMS) /* in a round */

typedef struct shared_parts {
	const cotp_client *client;
	const cotp_callback_verifier *verifier;
	pthread_barrier_t
		start; /* of each round: all threads open libcurl at the same time, and close it at the same time */
} shared_parts;

typedef struct pool_thread {
	shared_parts *shared;
	int number;
	pthread_t handle;
	cotp_call call;
	char names[FORMS][32];
	cotp_form forms[FORMS];
	size_t given;
	int right; /* results that belong to this thread */
} pool_thread;

static void name_round(pool_thread *thread, int round)
{
	for (int i = 0; i < FORMS; i++) {
		snprintf(thread->names[i], sizeof(thread->names[i]), "t%d-r%d-%d", thread->number, round, i);
		thread->forms[i] = (cotp_form){ 0 };
		thread->forms[i].fields[COTP_FORM_BOOKER_ID] =
			(cotp_value){ .kind = COTP_VALUE_TEXT, .text = cotp_text_of(thread->names[i]) };
		thread->forms[i].fields[COTP_FORM_EMAIL] =
			(cotp_value){ .kind = COTP_VALUE_TEXT, .text = COTP_TEXT("guest@example.com") };
	}
	thread->given = 0;
}

static void call_singly(pool_thread *thread)
{
	char id[COTP_ID_LENGTH + 1];
	cotp_state state;
	cotp_error error;
	if (cotp_client_send(thread->shared->client, &thread->call, &thread->forms[ITEMS], id, &error)) {
		thread->right += strcmp(id, thread->names[ITEMS]) == 0;
	}
	if (cotp_client_retrieve(thread->shared->client, &thread->call, cotp_text_of(thread->names[1]), &state, &error)) {
		thread->right += strcmp(state.request_id, thread->names[1]) == 0;
		cotp_state_free(&state);
	}
}

static bool next_form(void *context, const cotp_form **form, void **item)
{
	pool_thread *thread = context;
	if (thread->given == ITEMS) {
		return false;
	}
	*form = &thread->forms[thread->given];
	*item = thread->names[thread->given++];
	return true;
}

static void take_sent(void *context, void *item, const char *id, const cotp_error *error)
{
	pool_thread *thread = context;
	(void)error;
	thread->right += id && strcmp(id, item) == 0;
}

static void call_many(pool_thread *thread)
{
	cotp_send_batch batch = { .context = thread, .next = next_form, .take = take_sent };
	cotp_error error;
	cotp_client_send_many(thread->shared->client, &thread->call, &batch, 2, &error);
}

static void verify(pool_thread *thread)
{
	static const cotp_text body =
		COTP_TEXT("{\"RequestID\":\"a\",\"LastNotifiedStatus\":\"CardStored\",\"LastNotifiedTime\":\"b\"}");
	cotp_callback_link link = { .base_url = COTP_TEXT("https://example.com/"),
		.reference = cotp_text_of(thread->names[0]),
		.ttl = 60,
		.now = time(NULL) };
	cotp_buffer url = { .limit = COTP_CALLBACK_URL };
	cotp_callback callback;
	cotp_error error;
	if (cotp_callback_url(thread->shared->verifier, &link, &url, &error)) {
		cotp_text token = cotp_text_of(strstr(url.data, "cotp=") + 5);
		thread->right +=
			cotp_callback_verify(thread->shared->verifier, token, body, link.now, &callback) == COTP_CALLBACK_FINE &&
			strcmp(callback.reference, thread->names[0]) == 0;
	}
	cotp_buffer_free(&url);
}

static void *run_thread(void *context)
{
	static const cotp_pool_options options = { .size = 8, .idle = 30, .lifetime = 300, .dns_ttl = 60 };
	pool_thread *thread = context;
	for (int round = 0; round < ROUNDS; round++) {
		name_round(thread, round);
		thread->call.pool = cotp_pool_new(&options);
		pthread_barrier_wait(&thread->shared->start);
		call_singly(thread);
		call_many(thread);
		verify(thread);
		cotp_pool_figures figures = cotp_pool_read(thread->call.pool);
		thread->right += figures.hits + figures.misses == REQUESTS;
		pthread_barrier_wait(&thread->shared->start);
		cotp_pool_free(thread->call.pool);
	}
	return NULL;
}

static int open_files(void)
{
	int count = 0;
	DIR *directory = opendir("/proc/self/fd");
	assert_non_null(directory);
	while (readdir(directory)) {
		count++;
	}
	closedir(directory);
	return count;
}

static void run_threads(shared_parts *shared)
{
	pool_thread threads[THREADS];
	int files = open_files();
	assert_int_equal(pthread_barrier_init(&shared->start, NULL, THREADS), 0);
	for (int i = 0; i < THREADS; i++) {
		threads[i] = (pool_thread){ .shared = shared, .number = i };
		assert_int_equal(pthread_create(&threads[i].handle, NULL, run_thread, &threads[i]), 0);
	}
	for (int i = 0; i < THREADS; i++) {
		assert_int_equal(pthread_join(threads[i].handle, NULL), 0);
	}
	for (int i = 0; i < THREADS; i++) {
		assert_int_equal(threads[i].right, ROUNDS * (REQUESTS + 2));
	}
	pthread_barrier_destroy(&shared->start);
	assert_true(open_files() <= files + THREADS * 2); /* the server may not have seen the last closes yet */
}

static void each_thread_has_its_own_results(void **state)
{
	static const server_step steps[] = { { SERVER_MIRROR, NULL } };
	static const cotp_callback_key key = { COTP_TEXT("k"), COTP_TEXT("0123456789abcdef0123456789abcdef") };
	(void)state;
	scripted_server *server = SERVER_START(steps);
	char base_uri[64];
	cotp_error error;
	snprintf(base_uri, sizeof(base_uri), "http://127.0.0.1:%d/api", server->port);
	cotp_client_settings settings = {
		.api_key = COTP_TEXT("key"), .base_uri = cotp_text_of(base_uri), .timeout = 60.0, .connect_timeout = 60.0
	};
	cotp_client *client = cotp_client_new(&settings, cotp_wire_new(), &error);
	cotp_callback_verifier *verifier = cotp_callback_verifier_new(&key, 1, NULL, &error);
	assert_non_null(client);
	assert_non_null(verifier);
	shared_parts shared = { .client = client, .verifier = verifier };
	run_threads(&shared);
	assert_int_equal(server->processed, THREADS * ROUNDS * REQUESTS);
	cotp_callback_verifier_free(verifier);
	cotp_client_free(client);
	server_stop(server);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_thread_has_its_own_results),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
