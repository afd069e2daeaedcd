/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Facts of the vendor that nobody needs to override: hosts, the Authorization scheme, error codes, and the names in
 * retention policies and error blocks. All paths, methods and names that can be overridden are rows of the
 * wire table: those of the operations in cotp_wire_operations.h, those of the form in cotp_form_fields.h, all others in
 * cotp_wire.c.
 *
 * Not here: the statuses (cotp_status.c), because their names are also the cases of CotpStatus, and the limits of a
 * retention policy (cotp_retention.c), because they are rules and not names.
 */
#ifndef COTP_WIRE_NAMES_H
#define COTP_WIRE_NAMES_H

#define COTP_WIRE_PAGES          "https://developers.pcibooking.net/"
#define COTP_WIRE_CALLBACK_PAGE  COTP_WIRE_PAGES "reference/receive-request-status-via-callback"
#define COTP_WIRE_CARD_FORM_PAGE COTP_WIRE_PAGES "reference/request-to-send-card-capture-form-to-recipient"
#define COTP_WIRE_CODE_FORM_PAGE \
	COTP_WIRE_PAGES "reference/request-to-send-card-security-code-capture-form-to-recipient"
#define COTP_WIRE_RETRIEVE_PAGE  COTP_WIRE_PAGES "reference/retrieve-a-card-data-request"
#define COTP_WIRE_SET_PAGE       COTP_WIRE_PAGES "reference/set-cvv-retention-policy"
#define COTP_WIRE_GET_PAGE       COTP_WIRE_PAGES "reference/get-cvv-retention-policy"
#define COTP_WIRE_CLEAR_PAGE     COTP_WIRE_PAGES "reference/clear-cvv"
#define COTP_WIRE_CARDS_PAGE     COTP_WIRE_PAGES "docs/manage-card"
#define COTP_WIRE_REFERENCE_PAGE COTP_WIRE_PAGES "reference"

/* Documented in the vendor's demos. */
#define COTP_PRODUCTION "https://service.pcibooking.net/api"
#define COTP_STAGING    "https://service-pilot.pcibooking.net/api"

/* Documented in https://developers.pcibooking.net/docs/authentication-options; a space and the key follow. */
#define COTP_WIRE_AUTHORIZATION_SCHEME "APIKEY"

/* Documented in https://developers.pcibooking.net/docs/return-codes: the service timed out while it waited for the
 * request, which may be sent again unchanged. */
#define COTP_WIRE_CODE_REQUEST_TIMEOUT (-175)

/* The error block, documented in the same page, in JSON (without the outermost name) and in XML. */
#define COTP_WIRE_ERROR_BLOCK     "ErrorBlock"
#define COTP_WIRE_ERROR_CODE      "code"
#define COTP_WIRE_ERROR_MESSAGE   "message"
#define COTP_WIRE_ERROR_MORE_INFO "moreInfo"

/* Inferred: Retrieve may name the status so, if it does not use the callback's name. Read unless the wire entry
 * "state.status" is overridden. */
#define COTP_WIRE_OTHER_STATUS "Status"

/* The retention policy, documented as XML in COTP_WIRE_SET_PAGE and COTP_WIRE_GET_PAGE. That JSON has the same names is
 * inferred. */
#define COTP_WIRE_RETENTION_UNTIL        "CvvEndRetentionDate"
#define COTP_WIRE_RETENTION_DELETE_CARD  "DeleteCardUponCvvCleanup"
#define COTP_WIRE_RETENTION_DESTINATIONS "CvvRetentionPolicyList"
#define COTP_WIRE_RETENTION_TYPE         "DestinationType"
#define COTP_WIRE_RETENTION_DATA         "DestinationData"
#define COTP_WIRE_RETENTION_QUOTA        "Quota"
#define COTP_WIRE_RETENTION_USAGE        "Usage"
#define COTP_WIRE_RETENTION_OTHER_USAGE  "CvvDestinationUsage"

#endif
