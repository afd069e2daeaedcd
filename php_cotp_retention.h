/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * CotpRetention and CotpDestination.
 */
#ifndef PHP_COTP_RETENTION_H
#define PHP_COTP_RETENTION_H

#include "php_cotp_zend.h"

#include "cotp_client.h"

extern zend_class_entry *cotp_ce_destination;
extern zend_class_entry *cotp_ce_retention;

void php_cotp_retention_startup(void);

/* A retention policy for the plain-C layers. It owns the values that it points to, for the same reason as a form. */
typedef struct php_cotp_retention {
	cotp_retention retention;
	zend_string **strings; /* two for each destination */
} php_cotp_retention;

/* Returns false with an exception thrown, and then there is nothing to release. number is the number of the argument
 * that contains the policy. */
bool php_cotp_retention_from_object(php_cotp_retention *policy, zend_object *object, uint32_t number);
void php_cotp_retention_release(php_cotp_retention *policy);

void php_cotp_retention_to_zval(const cotp_retention *retention, zval *value);

#endif
