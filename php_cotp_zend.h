/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The engine's header, for every file of the Zend layer.
 */
#ifndef PHP_COTP_ZEND_H
#define PHP_COTP_ZEND_H

/* PHP 8.5's own header warns, and --enable-cotp-dev makes that an error. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#include "php.h"
#pragma GCC diagnostic pop

#endif
