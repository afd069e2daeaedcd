/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The exception classes, and the conversion of a cotp_error to an exception.
 */
#ifndef PHP_COTP_EXCEPTIONS_H
#define PHP_COTP_EXCEPTIONS_H

#include "php_cotp_zend.h"

#include "cotp_error.h"

extern zend_class_entry *cotp_ce_outcome;
extern zend_class_entry *cotp_ce_exception;
extern zend_class_entry *cotp_ce_transport_exception;
extern zend_class_entry *cotp_ce_timeout_exception;
extern zend_class_entry *cotp_ce_outcome_unknown_exception;
extern zend_class_entry *cotp_ce_api_exception;
extern zend_class_entry *cotp_ce_invalid_request_exception;
extern zend_class_entry *cotp_ce_authentication_exception;
extern zend_class_entry *cotp_ce_not_found_exception;
extern zend_class_entry *cotp_ce_conflict_exception;
extern zend_class_entry *cotp_ce_blocked_exception;
extern zend_class_entry *cotp_ce_rate_limit_exception;
extern zend_class_entry *cotp_ce_server_exception;
extern zend_class_entry *cotp_ce_protocol_exception;

void php_cotp_exceptions_startup(void);

/* Returns the enum case, borrowed. */
zend_object *php_cotp_outcome_case(cotp_outcome outcome);

/* Returns the class of the exception for an error of this domain and, for COTP_ERROR_API, HTTP status. */
zend_class_entry *php_cotp_exception_class(cotp_error_domain domain, int http_status);

/*
 * Throws the exception for a cotp_error. An argument error is reported for the running function's argument of that
 * name; if there is none, for argument number, whose property it then is. The caller frees all C memory before, because
 * this may bail out.
 */
void php_cotp_throw(const cotp_error *error, uint32_t number);

/* Sets the previous exception of an exception that has none yet. previous may be NULL. */
void php_cotp_exception_set_previous(zend_object *exception, zend_object *previous);

/* Creates the exception for any cotp_error but an argument error, without throwing it. previous gains a reference;
 * NULL: none. */
void php_cotp_exception_to_zval(const cotp_error *error, zend_object *previous, zval *value);

/* Throws as php_cotp_throw() does, for an argument that the Zend layer itself rejects. */
void php_cotp_throw_argument(zend_class_entry *class_entry, const char *argument, const char *message, uint32_t number);
void php_cotp_throw_memory(void);

/* Returns false, with an exception thrown for argument number, if a property of the object has no value or one of
 * another type. */
bool php_cotp_check_properties(zend_object *object, uint32_t number);

#endif
