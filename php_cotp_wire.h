/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The argument $wire.
 */
#ifndef PHP_COTP_WIRE_H
#define PHP_COTP_WIRE_H

#include "php_cotp_zend.h"

#include "cotp_wire.h"

/* Both return NULL and fill error if an entry is invalid or memory runs out. The owner of the table checks it as a
 * whole. overrides may be NULL. */
cotp_wire *php_cotp_wire_from_array(zend_array *overrides, cotp_error *error);

/* Skips the entries that have nothing to do with callbacks. */
cotp_wire *php_cotp_wire_for_callbacks(zend_array *overrides, cotp_error *error);

#endif
