/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reads the members of a JSON text that we know, and skips all others. The whole text must be valid, exactly as for
 * json_decode(), but the values of members that are not ours do not matter: numbers of any size, NUL in strings and
 * names, duplicate names. No value of such a member is created.
 *
 * jansson's own reader is not used: it rejects such members, and if its buffer cannot grow, it drops bytes and reports
 * success.
 */
#ifndef COTP_JSON_READ_H
#define COTP_JSON_READ_H

#include "cotp_json.h"

typedef enum cotp_json_problem {
	COTP_JSON_VALID,
	COTP_JSON_NO_MEMORY,
	COTP_JSON_EMPTY,
	COTP_JSON_TRUNCATED,
	COTP_JSON_UNEXPECTED, /* a token that JSON does not allow there */
	COTP_JSON_ENCODING,   /* invalid UTF-8, or an escaped half of a surrogate pair */
	COTP_JSON_TOO_DEEP,
	COTP_JSON_DUPLICATE /* two members have one of our names, and none of them or more than one has its exact spelling
						 */
} cotp_json_problem;

typedef struct cotp_json_fault {
	cotp_json_problem problem;
	size_t at;        /* the bytes before it */
	const char *name; /* of COTP_JSON_DUPLICATE, borrowed from the names */
} cotp_json_fault;

#define COTP_JSON_DICTIONARY 16

/*
 * The names that are ours, at most 32 each. All lists end with NULL. A name that is spelled exactly like ours wins
 * over one that differs in ASCII case, which is ours only if it is the only one.
 */
typedef struct cotp_json_names {
	const char *const *members;       /* of the outermost object */
	const char *const *item_members;  /* of the objects in its members; NULL: none */
	const char *const *inner_members; /* of its members that are objects; NULL: none */
	/* Those of the members that are dictionaries: of their own members the first COTP_JSON_DICTIONARY are kept,
	 * whatever their names, and of equal names the first. NULL: none. */
	const char *const *dictionaries;
} cotp_json_names;

/*
 * Reads one value in UTF-8, with or without a byte order mark, that is nested at most max_depth levels deep (a scalar
 * has level 0). Objects contain only members with our names, in our spelling; objects elsewhere are empty. A
 * number that is not an integer of 64 bits is the real 0.0, because none of our members is one. Strings may contain
 * NUL.
 *
 * Returns NULL and fills fault if the text is invalid, if it is unclear which member has one of our names, or if memory
 * runs out. The caller frees the result.
 */
cotp_json *cotp_json_read(cotp_text text, const cotp_json_names *names, size_t max_depth, cotp_json_fault *fault);

/* Returns the text without a UTF-8 byte order mark at its start. */
cotp_text cotp_json_skip_mark(cotp_text text);

#endif
