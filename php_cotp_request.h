/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * CotpRequest.
 */
#ifndef PHP_COTP_REQUEST_H
#define PHP_COTP_REQUEST_H

#include "php_cotp_zend.h"

extern zend_class_entry *cotp_ce_request;

void php_cotp_request_startup(void);

#endif
