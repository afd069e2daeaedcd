/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The operations of the API, one row each. The enum, the wire entries "….path" and "….method" and the retry rules come
 * from this table. A new operation is a row here, a function in cotp_client.c and a method in cotp.stub.php.
 *
 * OPERATION(identifier, key, body, retry, absent, method, method_mark, method_source, path, path_mark, path_source,
 *           needed, optional)
 *
 *   identifier     makes COTP_OPERATION_<identifier>, COTP_WIRE_<identifier>_PATH and COTP_WIRE_<identifier>_METHOD
 *   key            the start of the two wire entries
 *   body           WITH_BODY or WITHOUT_BODY: whether the request has a JSON body. A body has no meaning in a GET or
 *                  DELETE (RFC 9110), so an operation with a body cannot be overridden to these methods
 *   retry          RETRY_SAFE or NEVER_RETRIED: whether the operation may be sent again although it may have been
 *                  processed. This belongs to the operation and not to its method, which can be overridden
 *   absent         ABSENT_IS_DONE or ABSENT_IS_ERROR: whether a 404 with an error code means, on a retry, that the
 *                  first attempt did the work
 *   …_mark         DOCUMENTED or INFERRED
 *   …_source       the vendor's page, or the basis of the inference
 *   needed         the placeholders that the path must contain
 *   optional       the placeholders that it may contain
 */
#ifndef COTP_WIRE_OPERATIONS_H
#define COTP_WIRE_OPERATIONS_H

#include "cotp_wire_names.h"

#define COTP_WIRE_WITHOUT_METHOD "the operation is described without its method in "
#define COTP_WIRE_WITHOUT_PATH   "the operation is described without its path in "

/* clang-format off */
#define COTP_OPERATIONS(OPERATION) \
	OPERATION(SEND_CARD_FORM, "send", WITH_BODY, NEVER_RETRIED, ABSENT_IS_ERROR, \
		"POST", INFERRED, COTP_WIRE_WITHOUT_METHOD COTP_WIRE_CARD_FORM_PAGE, \
		"/cardrequest", INFERRED, "derived from the path of Retrieve in " COTP_WIRE_RETRIEVE_PAGE, 0, 0) \
	OPERATION(SEND_SECURITY_CODE_FORM, "securityCode", WITH_BODY, NEVER_RETRIED, ABSENT_IS_ERROR, \
		"POST", INFERRED, COTP_WIRE_WITHOUT_METHOD COTP_WIRE_CODE_FORM_PAGE, \
		"/cardrequest/cvv", INFERRED, "guessed; " COTP_WIRE_WITHOUT_PATH COTP_WIRE_CODE_FORM_PAGE, 0, 0) \
	OPERATION(RETRIEVE, "retrieve", WITHOUT_BODY, RETRY_SAFE, ABSENT_IS_ERROR, \
		"GET", DOCUMENTED, COTP_WIRE_RETRIEVE_PAGE, \
		"/cardrequest/{id}", DOCUMENTED, COTP_WIRE_RETRIEVE_PAGE, PLACEHOLDER_ID, 0) \
	OPERATION(DELETE, "delete", WITHOUT_BODY, RETRY_SAFE, ABSENT_IS_DONE, \
		"DELETE", INFERRED, "guessed; the path is derived from that of Retrieve in " COTP_WIRE_RETRIEVE_PAGE, \
		"/cardrequest/{id}", INFERRED, "derived from the path of Retrieve in " COTP_WIRE_RETRIEVE_PAGE, \
		PLACEHOLDER_ID, 0) \
	OPERATION(SET_RETENTION, "retention.set", WITH_BODY, RETRY_SAFE, ABSENT_IS_ERROR, \
		"PUT", INFERRED, "guessed; " COTP_WIRE_WITHOUT_METHOD COTP_WIRE_SET_PAGE, \
		"/payments/paycard/{token}/cvv/Restriction", INFERRED, \
		"the path for reading the policy in " COTP_WIRE_GET_PAGE, PLACEHOLDER_TOKEN, 0) \
	OPERATION(GET_RETENTION, "retention.get", WITHOUT_BODY, RETRY_SAFE, ABSENT_IS_ERROR, \
		"GET", DOCUMENTED, COTP_WIRE_GET_PAGE, \
		"/payments/paycard/{token}/cvv/Restriction", DOCUMENTED, COTP_WIRE_GET_PAGE, PLACEHOLDER_TOKEN, 0) \
	OPERATION(DELETE_RETENTION, "retention.delete", WITHOUT_BODY, RETRY_SAFE, ABSENT_IS_DONE, \
		"DELETE", INFERRED, "guessed; no page describes the operation, see " COTP_WIRE_GET_PAGE, \
		"/payments/paycard/{token}/cvv/Restriction/{type}/{data}", INFERRED, \
		"derived from the path and parameters for reading the policy in " COTP_WIRE_GET_PAGE, \
		PLACEHOLDER_TOKEN, PLACEHOLDER_TYPE | PLACEHOLDER_DATA) \
	OPERATION(CLEAR_CVV, "cvv.clear", WITHOUT_BODY, RETRY_SAFE, ABSENT_IS_DONE, \
		"DELETE", INFERRED, COTP_WIRE_WITHOUT_METHOD COTP_WIRE_CLEAR_PAGE, \
		"/payments/paycard/{token}/cvv", INFERRED, COTP_WIRE_WITHOUT_PATH COTP_WIRE_CLEAR_PAGE, \
		PLACEHOLDER_TOKEN, 0) \
	OPERATION(DELETE_CARD, "card.delete", WITHOUT_BODY, RETRY_SAFE, ABSENT_IS_DONE, \
		"DELETE", INFERRED, COTP_WIRE_WITHOUT_METHOD COTP_WIRE_CARDS_PAGE, \
		"/payments/paycard/{token}", INFERRED, COTP_WIRE_WITHOUT_PATH COTP_WIRE_CARDS_PAGE, \
		PLACEHOLDER_TOKEN, 0) \
	OPERATION(AUTHENTICATE, "authenticate", WITHOUT_BODY, RETRY_SAFE, ABSENT_IS_ERROR, \
		"POST", DOCUMENTED, COTP_WIRE_REFERENCE_PAGE, \
		"/accounts/authenticate/", DOCUMENTED, COTP_WIRE_REFERENCE_PAGE, 0, 0)
/* clang-format on */

#endif
