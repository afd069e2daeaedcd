/* SPDX-License-Identifier: BSD-3-Clause */
/* Every decision about a retry. */
#include "explore.h"

#include "../../cotp_http_retry.h"

#define MOST_ATTEMPTS (1 + EXPLORE_RETRIES + 2 + 1 + 1)
#define DEADLINE      INT64_C(1000000000000)

/* Where the next attempt would start. */
typedef struct node {
	size_t situation;
	int attempts; /* made before */
	int stale;
	bool fresh;
	bool had_foreign;
	bool had_other_store;
} node;

typedef struct walk {
	exploration *e;
	bool visited[EXPLORE_SITUATIONS][MOST_ATTEMPTS + 1][MOST_ATTEMPTS + 1][2][2][2];
	node nodes[EXPLORE_SITUATIONS * MOST_ATTEMPTS * MOST_ATTEMPTS * 8];
	size_t node_count;
	int highest_attempts;
} walk;

static walk walks;

static void walk_to(walk *w, node next)
{
	bool *visited =
		&w->visited[next.situation][next.attempts][next.stale][next.fresh][next.had_foreign][next.had_other_store];
	if (!*visited) {
		*visited = true;
		w->nodes[w->node_count++] = next;
	}
}

static void set_up_decision(exploration *e, const consequence *found, const node *at, bool is_unknown)
{
	e->response.error.domain = found->domain;
	e->response.error.outcome = found->outcome;
	e->response.error.retry_after = found->retry_after;
	e->response.attempts = at->attempts + 1;
	e->attempt.body_bytes_sent = found->body_bytes_sent;
	e->attempt.request_sent = found->request_sent;
	e->attempt.reused = found->reused;
	e->attempt.fresh = found->fresh;
	e->attempt.fit = found->is_foreign ? COTP_HTTP_FOREIGN : COTP_HTTP_FITS;
	e->attempt.issuer_unknown = is_unknown;
	e->attempt.store = at->had_other_store ? COTP_HTTP_STORE_BUNDLE : COTP_HTTP_STORE_DIRECTORY;
	e->attempt.other_store = at->had_other_store ? COTP_HTTP_STORE_NONE : COTP_HTTP_STORE_BUNDLE;
	e->attempt.deadline = DEADLINE;
}

static void decide(walk *w, const consequence *found, const node *at, cotp_http_moment moment, bool is_unknown)
{
	exploration *e = w->e;
	cotp_http_retry retry = {
		.stale_connections = at->stale, .asked_again = at->had_foreign, .changed_store = at->had_other_store
	};
	set_up_decision(e, found, at, is_unknown);
	bool retried = cotp_http_retry_schedule(&e->settings, &e->attempt, &retry, moment);
	model_decision decision = { .retries = e->settings.retries,
		.timeout = (int64_t)(e->settings.timeout * 1e6),
		.attempts = at->attempts + 1,
		.stale = at->stale,
		.had_foreign = at->had_foreign,
		.had_other_store = at->had_other_store,
		.is_unknown = is_unknown,
		.retry_after = found->retry_after,
		.now = moment.now,
		.deadline = DEADLINE,
		.draining = moment.draining,
		.retried = retried,
		.due = retry.due,
		.fresh = e->attempt.fresh,
		.changed_store = !at->had_other_store && e->attempt.store == COTP_HTTP_STORE_BUNDLE &&
						 e->attempt.other_store == COTP_HTTP_STORE_NONE };
	model_history after = e->situations[found->to].history;
	const char *broken =
		model_rule_broken_by_decision(e->operation, &found->example, found->is_stale, after, &decision);
	if (broken) {
		print_error(
			"retries %d, timeout %.1f, attempts %d, stale %d, left %lld, random %.1f, draining %d, retried %d\n",
			e->settings.retries, e->settings.timeout, decision.attempts, at->stale, (long long)(DEADLINE - moment.now),
			moment.random, moment.draining, retried);
		explore_violated(e, e->situations[found->from], &found->example, broken);
	}
	e->decisions++;
	if (retried) {
		node next = { found->to, at->attempts + 1, retry.stale_connections, e->attempt.fresh, retry.asked_again,
			retry.changed_store };
		walk_to(w, next);
		w->highest_attempts = next.attempts + 1 > w->highest_attempts ? next.attempts + 1 : w->highest_attempts;
	}
}

/* What may follow depends on the time that is left and on chance. */
static void explore_moments(walk *w, const consequence *found, const node *at)
{
	static const int64_t left[] = { -1, 0, 1, 1000, 249999, 250000, 250001, 599999, 600000, 600001, 999999, 1000000,
		1000001, 1999999, 2000000, 2000001, 3000000, 4000001, 8000000, 8000001, 10000000, 40000000 };
	static const double randoms[] = { 0.0, 0.5, 1.0 };
	bool may_be_unknown = !found->request_sent && !found->reused && found->domain == COTP_ERROR_TRANSPORT;
	for (size_t i = 0; i < COUNT_OF(left) * COUNT_OF(randoms); i++) {
		cotp_http_moment moment = { .now = DEADLINE - left[i % COUNT_OF(left)], .random = randoms[i / COUNT_OF(left)] };
		for (int is_unknown = 0; is_unknown < (may_be_unknown ? 2 : 1); is_unknown++) {
			moment.draining = false;
			decide(w, found, at, moment, is_unknown);
			moment.draining = true;
			decide(w, found, at, moment, is_unknown);
		}
	}
}

void explore_retries(exploration *e, int retries, double timeout)
{
	walk *w = &walks;
	*w = (walk){ .e = e };
	e->settings.retries = retries;
	e->settings.timeout = timeout;
	walk_to(w, (node){ .situation = 0 });
	for (size_t i = 0; i < w->node_count; i++) {
		node at = w->nodes[i];
		for (size_t j = 0; j < e->consequence_count; j++) {
			const consequence *found = &e->consequences[j];
			if (found->from == at.situation && !(found->reused && at.fresh)) {
				explore_moments(w, found, &at);
			}
		}
	}
	int foreign = e->operation->retry_safe;
	assert_int_equal(w->highest_attempts, 1 + retries + 2 + foreign + 1); /* which is reached, and not passed */
}
