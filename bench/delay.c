/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A relay on 127.0.0.1 that makes the service as far away as a given round trip: delay ONE_WAY_MICROSECONDS PORT.
 * It prints the port that it listens on, and ends when its standard input does. For each line that it reads there, it
 * prints the bytes that clients and service have sent so far.
 *
 * Every chunk is passed on exactly one way after it came, so throughput is not limited. The kernel finishes the TCP
 * handshake with the relay at once; a distant server's would take a round trip. So nothing that a client writes counts
 * as having come before that round trip has ended.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* accept4, ppoll */
#endif
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MAX_RELAYS 512
#define READ_SIZE  65536
#define MAX_QUEUED (64L * 1024 * 1024) /* of one direction: above any window in this benchmark */

typedef struct chunk {
	struct chunk *next;
	int64_t due;
	size_t length; /* 0: the end */
	size_t written;
	char data[];
} chunk;

typedef struct direction {
	int from;
	int to;
	chunk *first;
	chunk *last;
	size_t queued;
	uint64_t *bytes;  /* of all relays in this direction */
	int64_t earliest; /* nothing counts as having come before */
	bool read_over;
	bool blocked; /* the receiver takes no more for now */
	bool closed;
} direction;

typedef struct relay {
	direction up;
	direction down;
	bool broken;
} relay;

static relay relays[MAX_RELAYS];
static size_t relay_count;
static int64_t one_way; /* nanoseconds */
static uint16_t upstream_port;
static uint64_t bytes_up;
static uint64_t bytes_down;

static int64_t now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

__attribute__((noreturn)) static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static struct sockaddr_in loopback(uint16_t port)
{
	return (struct sockaddr_in){
		.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)
	};
}

static void set_nodelay(int fd)
{
	int on = 1;
	if (setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) != 0) {
		fail("TCP_NODELAY");
	}
}

/* Prints its port. */
static int open_listener(void)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	struct sockaddr_in address = loopback(0);
	socklen_t length = sizeof(address);
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, length) != 0 || listen(fd, MAX_RELAYS) != 0 ||
		getsockname(fd, (struct sockaddr *)&address, &length) != 0) {
		fail("listen");
	}
	printf("%u\n", ntohs(address.sin_port));
	fflush(stdout);
	return fd;
}

static int connect_upstream(void)
{
	struct sockaddr_in address = loopback(upstream_port);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof(address)) != 0) {
		fail("connect");
	}
	set_nodelay(fd);
	return fd;
}

static void accept_all(int listener)
{
	while (relay_count < MAX_RELAYS) {
		int client = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
		if (client < 0) {
			return;
		}
		set_nodelay(client);
		int server = connect_upstream();
		relays[relay_count++] = (relay){
			.up = { .from = client, .to = server, .bytes = &bytes_up, .earliest = now() + 2 * one_way },
			.down = { .from = server, .to = client, .bytes = &bytes_down },
		};
	}
}

static void take_in(direction *way)
{
	static char data[READ_SIZE];
	ssize_t length = recv(way->from, data, sizeof(data), MSG_DONTWAIT);
	if (length < 0 && (errno == EAGAIN || errno == EINTR)) {
		return;
	}
	size_t size = length > 0 ? (size_t)length : 0; /* a reset travels as an end */
	chunk *added = malloc(sizeof(*added) + size);
	if (!added) {
		fail("malloc");
	}
	int64_t came = now();
	*added = (chunk){ .due = (came > way->earliest ? came : way->earliest) + one_way, .length = size };
	memcpy(added->data, data, size);
	way->read_over = size == 0;
	way->queued += size;
	*way->bytes += size;
	if (way->last) {
		way->last->next = added;
	} else {
		way->first = added;
	}
	way->last = added;
}

static void drop_first(direction *way)
{
	chunk *first = way->first;
	way->queued -= first->length;
	way->first = first->next;
	if (!way->first) {
		way->last = NULL;
	}
	free(first);
}

/* False when the receiver is gone. */
static bool pass_on(direction *way)
{
	int64_t time = now();
	while (way->first && way->first->due <= time) {
		chunk *first = way->first;
		if (!first->length) {
			shutdown(way->to, SHUT_WR);
			way->closed = true;
			drop_first(way);
			return true;
		}
		ssize_t written =
			send(way->to, first->data + first->written, first->length - first->written, MSG_DONTWAIT | MSG_NOSIGNAL);
		if (written < 0) {
			way->blocked = errno == EAGAIN || errno == EINTR;
			return way->blocked;
		}
		first->written += (size_t)written;
		if (first->written == first->length) {
			drop_first(way);
		}
	}
	way->blocked = false;
	return true;
}

static void free_relay(relay *ended)
{
	while (ended->up.first) {
		drop_first(&ended->up);
	}
	while (ended->down.first) {
		drop_first(&ended->down);
	}
	close(ended->up.from);
	close(ended->up.to);
}

static void drop_ended(void)
{
	size_t kept = 0;
	for (size_t i = 0; i < relay_count; i++) {
		if (relays[i].broken || (relays[i].up.closed && relays[i].down.closed)) {
			free_relay(&relays[i]);
		} else {
			relays[kept++] = relays[i];
		}
	}
	relay_count = kept;
}

/* What to wait for at the end that one direction reads and the other one writes to. */
static struct pollfd poll_of(const direction *reading, const direction *writing)
{
	short events = 0;
	if (!reading->read_over && reading->queued < MAX_QUEUED) {
		events |= POLLIN;
	}
	if (writing->blocked) {
		events |= POLLOUT;
	}
	/* An end that nothing is expected of would report its hang-up for ever. */
	return (struct pollfd){ .fd = events ? reading->from : -1, .events = events };
}

static void sooner(int64_t *wake, const direction *way)
{
	if (way->first && !way->blocked && way->first->due < *wake) {
		*wake = way->first->due;
	}
}

/* Until something comes, can go out, or is due. */
static void wait_for_work(int listener, struct pollfd *polls)
{
	int64_t wake = INT64_MAX;
	polls[0] = (struct pollfd){ .fd = STDIN_FILENO, .events = POLLIN };
	polls[1] = (struct pollfd){ .fd = relay_count < MAX_RELAYS ? listener : -1, .events = POLLIN };
	for (size_t i = 0; i < relay_count; i++) {
		polls[2 + 2 * i] = poll_of(&relays[i].up, &relays[i].down);
		polls[3 + 2 * i] = poll_of(&relays[i].down, &relays[i].up);
		sooner(&wake, &relays[i].up);
		sooner(&wake, &relays[i].down);
	}
	int64_t wait = wake - now();
	wait = wait > 0 ? wait : 0;
	struct timespec timeout = { .tv_sec = wait / 1000000000, .tv_nsec = wait % 1000000000 };
	if (ppoll(polls, 2 + 2 * relay_count, wake == INT64_MAX ? NULL : &timeout, NULL) < 0 && errno != EINTR) {
		fail("ppoll");
	}
}

/* Returns false at the end of the standard input. */
static bool report_bytes(void)
{
	char line[64];
	if (read(STDIN_FILENO, line, sizeof(line)) <= 0) {
		return false;
	}
	printf("%llu %llu\n", (unsigned long long)bytes_up, (unsigned long long)bytes_down);
	fflush(stdout);
	return true;
}

int main(int argc, char **argv)
{
	static struct pollfd polls[2 + 2 * MAX_RELAYS];
	if (argc != 3) {
		fprintf(stderr, "usage: delay ONE_WAY_MICROSECONDS PORT\n");
		return 1;
	}
	one_way = strtoll(argv[1], NULL, 10) * 1000;
	upstream_port = (uint16_t)strtoul(argv[2], NULL, 10);
	prctl(PR_SET_TIMERSLACK, 1UL); /* else the kernel may wake us 50 microseconds late */
	int listener = open_listener();
	for (;;) {
		wait_for_work(listener, polls);
		if (polls[0].revents && !report_bytes()) {
			return 0;
		}
		for (size_t i = 0; i < relay_count; i++) {
			if (polls[2 + 2 * i].revents & ~POLLOUT) {
				take_in(&relays[i].up);
			}
			if (polls[3 + 2 * i].revents & ~POLLOUT) {
				take_in(&relays[i].down);
			}
			relays[i].broken = !pass_on(&relays[i].up) || !pass_on(&relays[i].down);
		}
		drop_ended();
		if (polls[1].revents) {
			accept_all(listener);
		}
	}
}
