/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * CotpAttempt.
 */
#ifndef PHP_COTP_ATTEMPT_H
#define PHP_COTP_ATTEMPT_H

#include "php_cotp_zend.h"

#include "cotp_http.h"

extern zend_class_entry *cotp_ce_attempt;

void php_cotp_attempt_startup(void);

/* Takes over the reference of key, which is that of the item in a batch, or null. */
void php_cotp_attempt_to_zval(const cotp_http_report *report, zval *key, zval *value);

#endif
