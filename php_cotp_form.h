/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * CotpForm.
 */
#ifndef PHP_COTP_FORM_H
#define PHP_COTP_FORM_H

#include "php_cotp_zend.h"

#include "cotp_client.h"

extern zend_class_entry *cotp_ce_form;

void php_cotp_form_startup(void);

/* A form for the plain-C layers. It owns the values that it points to, because PHP code that runs during a call may
 * replace the object's own strings if unserialize() left references to them. */
typedef struct php_cotp_form {
	cotp_form form;
	cotp_json *extra;
	zend_string *strings[COTP_FORM_FIELD_COUNT];
} php_cotp_form;

/* Returns false with an exception thrown, and then there is nothing to release. number is the number of the argument
 * that contains the form. */
bool php_cotp_form_from_object(php_cotp_form *form, zend_object *object, uint32_t number);
void php_cotp_form_release(php_cotp_form *form);

#endif
