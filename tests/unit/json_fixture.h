/* SPDX-License-Identifier: BSD-3-Clause */
/* JSON values of tests. */
#ifndef JSON_FIXTURE_H
#define JSON_FIXTURE_H

#include <jansson.h>

#include "unit.h"

/* Reads any value with jansson. The caller frees it with cotp_json_free(). */
static inline json_t *any_json(const char *text)
{
	json_t *value = json_loads(text, JSON_DECODE_ANY, NULL);
	assert_non_null(value);
	return value;
}

#endif
