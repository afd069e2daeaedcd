/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * PHP arrays to JSON.
 */
#ifndef PHP_COTP_JSON_H
#define PHP_COTP_JSON_H

#include "php_cotp_zend.h"

#include "cotp_json.h"

typedef struct php_cotp_json_failure {
	zend_class_entry *class_entry; /* ValueError or TypeError; NULL: out of memory */
	char message[128];
} php_cotp_json_failure;

/* Returns NULL and fills failure if JSON cannot represent the array. Runs no PHP code and throws nothing. The caller
 * frees the result. */
cotp_json *php_cotp_json_from_array(zend_array *array, php_cotp_json_failure *failure);

#endif
