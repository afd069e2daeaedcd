/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The module's entry, for a PHP that has the extension compiled in. No other file of the extension includes it.
 */
#ifndef PHP_COTP_H
#define PHP_COTP_H

#include "php_cotp_zend.h"

#include "cotp_version.h"

#define PHP_COTP_VERSION COTP_VERSION

extern zend_module_entry cotp_module_entry;
#define phpext_cotp_ptr &cotp_module_entry

#endif
