/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * CotpCallback, CotpCallbackVerifier and CotpCallbackException.
 */
#ifndef PHP_COTP_CALLBACK_H
#define PHP_COTP_CALLBACK_H

#include "php_cotp_zend.h"

extern zend_class_entry *cotp_ce_callback;
extern zend_class_entry *cotp_ce_callback_verifier;
extern zend_class_entry *cotp_ce_callback_exception;

void php_cotp_callback_startup(void);

#endif
