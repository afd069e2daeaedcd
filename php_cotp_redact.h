/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Objects whose listings hide values: dumps, casts, exports, foreach. Reading one property, "==", clone and
 * serialization use the real values.
 */
#ifndef PHP_COTP_REDACT_H
#define PHP_COTP_REDACT_H

#include "php_cotp_zend.h"

/* The text that a listing shows in place of a value. */
#define PHP_COTP_REDACTED "***"

/* The message for an argument that php_cotp_is_redacted(). */
#define PHP_COTP_REDACTED_MESSAGE \
	"must not begin with \"" PHP_COTP_REDACTED "\", which dumps and listings show in place of the real value"

typedef struct php_cotp_redaction {
	zend_object_handlers handlers; /* first, so that the handlers of an object lead to its redaction */
	bool (*is_secret)(uint32_t index);
} php_cotp_redaction;

/* Fills the redaction, and makes it the default of the class. The class has no properties but those that it declares.
 */
void php_cotp_redaction_start(
	php_cotp_redaction *redaction, zend_class_entry *class_entry, bool (*is_secret)(uint32_t index));

/* Must be called before an object gets its values: PHP 8.2 has no default handlers for a class. A create_object
 * function could set them, but PHP lets no library create an object of such a class without calling its constructor. */
void php_cotp_redact(zend_object *object, const php_cotp_redaction *redaction);

/* Returns whether a text looks like one from a listing. NULL does not. */
bool php_cotp_is_redacted(const zend_string *text);

#endif
