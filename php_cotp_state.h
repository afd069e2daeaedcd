/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * CotpStatus and CotpState.
 */
#ifndef PHP_COTP_STATE_H
#define PHP_COTP_STATE_H

#include "php_cotp_zend.h"

#include "cotp_client.h"

extern zend_class_entry *cotp_ce_status;
extern zend_class_entry *cotp_ce_state;

void php_cotp_state_startup(void);

/* Returns the enum case, borrowed from the class. */
zend_object *php_cotp_status_case(cotp_status status);

void php_cotp_state_to_zval(const cotp_state *state, zval *value);

#endif
