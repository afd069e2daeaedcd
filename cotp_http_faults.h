/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Known faults of libcurl by version, and our remedies. The version that is loaded decides, not the one that we were
 * built with. Versions are numbers as in LIBCURL_VERSION_NUM. No I/O here.
 */
#ifndef COTP_HTTP_FAULTS_H
#define COTP_HTTP_FAULTS_H

#include <stdbool.h>
#include <stddef.h>

typedef enum cotp_http_remedy {
	COTP_REMEDY_NONE,             /* nothing helps, or the remedy does no harm and is applied with every version */
	COTP_REMEDY_NEW_HANDLES,      /* each attempt gets a new easy handle */
	COTP_REMEDY_NO_PROXY_SHARING, /* connections with proxy credentials are not kept */
	COTP_REMEDY_REFUSE            /* this libcurl is not used */
} cotp_http_remedy;

typedef struct cotp_http_fault {
	unsigned first; /* the first version that has the fault */
	unsigned fixed; /* the first version that does not have it any more */
	cotp_http_remedy remedy;
	const char *fault;     /* in words, for phpinfo() */
	const char *treatment; /* likewise */
} cotp_http_fault;

/* Returns the first known fault of this version after the given one (NULL: from the start), or NULL if there is none.
 */
const cotp_http_fault *cotp_http_fault_after(const cotp_http_fault *fault, unsigned version);

/* Returns the first known fault of this version that requires the remedy, or NULL if there is none. */
const cotp_http_fault *cotp_http_fault_with(cotp_http_remedy remedy, unsigned version);

#endif
