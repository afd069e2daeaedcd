/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * An HTTP/1.1 server in a thread, on a free port, that follows a script: one step for each request in the order of
 * arrival, over all connections. It counts the requests that it has read completely.
 */
#ifndef SCRIPTED_SERVER_H
#define SCRIPTED_SERVER_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "unit.h"

#define SERVER_CONNECTIONS 64

typedef enum server_action {
	SERVER_RESPOND,           /* text, and the connection stays open */
	SERVER_RESPOND_AND_CLOSE, /* text, which may be incomplete or NULL, then FIN */
	SERVER_RESPOND_AND_RESET, /* text, then RST */
	SERVER_STALL,             /* nothing, until the server is stopped */
	SERVER_MIRROR /* a POST gets the booker of its form as its id, a GET a state with the id of its path; as the last
					 step it serves all later requests too */
} server_action;

typedef struct server_step {
	server_action action;
	const char *text;
} server_step;

typedef struct scripted_server {
	int listener;
	int port;
	pthread_t thread;
	atomic_bool stopping;
	atomic_int processed;   /* requests that were read completely */
	atomic_int connections; /* accepted */
	atomic_int awaited;     /* connections to accept before anything is read */
	char last_head[4096];
	char last_body[4096];
	int open[SERVER_CONNECTIONS];
	char input[SERVER_CONNECTIONS][65536];
	size_t length[SERVER_CONNECTIONS];
	size_t step_count;
	server_step steps[]; /* a copy: a test may end while a request is in progress */
} scripted_server;

static inline void server_close(scripted_server *server, int slot, bool reset)
{
	if (reset) {
		struct linger now = { 1, 0 };
		setsockopt(server->open[slot], SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	}
	close(server->open[slot]);
	server->open[slot] = -1;
	server->length[slot] = 0;
}

/* Sends a response that identifies its request. */
static inline void server_mirror(scripted_server *server, int slot)
{
	char id[129] = "", state[256], response[1024];
	const char *booker = strstr(server->last_body, "\"BookerId\":");
	if (booker) {
		sscanf(booker, "\"BookerId\":%*[ \"]%128[^\"]", id);
		snprintf(
			response, sizeof(response), "HTTP/1.1 201 Created\r\nLocation: /r/%s\r\nContent-Length: 0\r\n\r\n", id);
	} else {
		sscanf(server->last_head, "GET /api/cardrequest/%128[^ ]", id);
		int length = snprintf(state, sizeof(state), "{\"RequestID\":\"%s\",\"LastNotifiedStatus\":\"FormViewed\"}", id);
		snprintf(response, sizeof(response), "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", length, state);
	}
	if (send(server->open[slot], response, strlen(response), MSG_NOSIGNAL) < 0) {
		perror("send");
	}
}

static inline void server_act(scripted_server *server, int slot)
{
	int number = atomic_fetch_add(&server->processed, 1);
	static const server_step beyond = { SERVER_RESPOND, "HTTP/1.1 599 Beyond the script\r\nContent-Length: 0\r\n\r\n" };
	const server_step *last = server->step_count ? &server->steps[server->step_count - 1] : &beyond;
	const server_step *after = last->action == SERVER_MIRROR ? last : &beyond;
	const server_step *step = (size_t)number < server->step_count ? &server->steps[number] : after;
	if (step->action == SERVER_STALL) {
		return;
	}
	if (step->action == SERVER_MIRROR) {
		server_mirror(server, slot);
		return;
	}
	if (step->text && send(server->open[slot], step->text, strlen(step->text), MSG_NOSIGNAL) < 0) {
		perror("send");
	}
	if (step->action != SERVER_RESPOND) {
		server_close(server, slot, step->action == SERVER_RESPOND_AND_RESET);
	}
}

/* Returns the length of the first complete request in the input, or 0. */
static inline size_t server_complete_request(const char *input, size_t *head_length)
{
	const char *end = strstr(input, "\r\n\r\n");
	if (!end) {
		return 0;
	}
	*head_length = (size_t)(end + 4 - input);
	const char *length = strcasestr(input, "content-length:");
	size_t body = length && length < end ? strtoul(length + 15, NULL, 10) : 0;
	return strlen(input) >= *head_length + body ? *head_length + body : 0;
}

static inline void server_read(scripted_server *server, int slot)
{
	char *input = server->input[slot];
	ssize_t got = recv(
		server->open[slot], input + server->length[slot], sizeof(server->input[slot]) - 1 - server->length[slot], 0);
	if (got <= 0) {
		server_close(server, slot, false);
		return;
	}
	server->length[slot] += (size_t)got;
	input[server->length[slot]] = '\0';
	size_t head;
	size_t complete = server_complete_request(input, &head);
	if (complete) {
		snprintf(server->last_head, sizeof(server->last_head), "%.*s", (int)head, input);
		snprintf(server->last_body, sizeof(server->last_body), "%.*s", (int)(complete - head), input + head);
		server->length[slot] = 0;
		input[0] = '\0';
		server_act(server, slot);
	}
}

static inline void server_accept(scripted_server *server)
{
	int connection = accept(server->listener, NULL, NULL);
	for (int slot = 0; connection >= 0 && slot < SERVER_CONNECTIONS; slot++) {
		if (server->open[slot] < 0) {
			server->open[slot] = connection;
			server->length[slot] = 0;
			atomic_fetch_add(&server->connections, 1);
			return;
		}
	}
}

static inline void *server_main(void *context)
{
	scripted_server *server = context;
	while (!atomic_load(&server->stopping)) {
		struct pollfd polled[SERVER_CONNECTIONS + 1] = { { server->listener, POLLIN, 0 } };
		bool reads = atomic_load(&server->connections) >= atomic_load(&server->awaited);
		for (int slot = 0; slot < SERVER_CONNECTIONS; slot++) {
			polled[slot + 1] = (struct pollfd){ reads ? server->open[slot] : -1, POLLIN, 0 };
		}
		if (poll(polled, SERVER_CONNECTIONS + 1, 20) <= 0) {
			continue;
		}
		for (int slot = 0; slot < SERVER_CONNECTIONS; slot++) {
			if (polled[slot + 1].revents) {
				server_read(server, slot);
			}
		}
		if (polled[0].revents) {
			server_accept(server);
		}
	}
	return NULL;
}

/* Starts a server; the caller stops it with server_stop(). */
static inline scripted_server *server_start_at(in_addr_t host, int port, const server_step *steps, size_t step_count)
{
	scripted_server *server = calloc(1, sizeof(*server) + step_count * sizeof(*steps));
	struct sockaddr_in address = {
		.sin_family = AF_INET, .sin_addr.s_addr = htonl(host), .sin_port = htons((in_port_t)port)
	};
	socklen_t length = sizeof(address);
	if (!server) {
		abort();
	}
	for (int slot = 0; slot < SERVER_CONNECTIONS; slot++) {
		server->open[slot] = -1;
	}
	for (; server->step_count < step_count; server->step_count++) {
		server->steps[server->step_count] = steps[server->step_count];
	}
	server->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (bind(server->listener, (struct sockaddr *)&address, sizeof(address)) || listen(server->listener, 64) ||
		getsockname(server->listener, (struct sockaddr *)&address, &length) ||
		pthread_create(&server->thread, NULL, server_main, server)) {
		abort();
	}
	server->port = ntohs(address.sin_port);
	return server;
}

static inline scripted_server *server_start(const server_step *steps, size_t step_count)
{
	return server_start_at(INADDR_LOOPBACK, 0, steps, step_count);
}

static inline void server_stop(scripted_server *server)
{
	atomic_store(&server->stopping, true);
	assert_int_equal(pthread_join(server->thread, NULL), 0);
	for (int slot = 0; slot < SERVER_CONNECTIONS; slot++) {
		if (server->open[slot] >= 0) {
			close(server->open[slot]);
		}
	}
	close(server->listener);
	free(server);
}

#define SERVER_START(steps) server_start(steps, sizeof(steps) / sizeof((steps)[0]))

#endif
