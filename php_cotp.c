/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The module: the order of startup, the INI settings, and phpinfo().
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "php_cotp.h"

#include "php_cotp_attempt.h"
#include "php_cotp_callback.h"
#include "php_cotp_exceptions.h"
#include "php_cotp_form.h"
#include "php_cotp_pool.h"
#include "php_cotp_request.h"
#include "php_cotp_retention.h"
#include "php_cotp_state.h"

#include "ext/spl/spl_exceptions.h"
#include "ext/standard/info.h"
#include "php_ini.h"
#include "zend_attributes.h"
#include "zend_enum.h"

#include <unistd.h>

#include <curl/curlver.h>
#include <jansson.h>
#include <openssl/crypto.h>
#include <openssl/opensslv.h>

#include "cotp_wire_names.h"

#include "cotp_arginfo.h"
#include "cotp_http_faults.h"
#include "cotp_http_library.h"

/* ---- settings ---- */

typedef struct number_range {
	zend_long least;
	zend_long most;
} number_range;

static const number_range range_of_size = { 1, 256 };
static const number_range range_of_seconds = { 1, 86400 };
static const number_range range_of_dns_ttl = { 0, 86400 };

/* Warns of an invalid setting and keeps the default. Without the warning, only a slow site would show that the pool is
 * too small. */
static PHP_INI_MH(on_update_number)
{
	const number_range *range = mh_arg3;
	zend_long number;
	(void)stage;
	if (is_numeric_string(ZSTR_VAL(new_value), ZSTR_LEN(new_value), &number, NULL, false) != IS_LONG ||
		number < range->least || number > range->most) {
		zend_error(E_WARNING, "%s must be an integer between " ZEND_LONG_FMT " and " ZEND_LONG_FMT,
			ZSTR_VAL(entry->name), range->least, range->most);
		return FAILURE;
	}
	*(zend_long *)(void *)ZEND_INI_GET_ADDR() = number;
	return SUCCESS;
}

#ifdef ZTS
#define COTP_GLOBALS_BASE &cotp_globals_id
#else
#define COTP_GLOBALS_BASE &cotp_globals
#endif

#define COTP_INI_NUMBER(member, standard, range) \
	ZEND_INI_ENTRY3("cotp." #member, standard, PHP_INI_SYSTEM, on_update_number, \
		(void *)offsetof(zend_cotp_globals, member), (void *)COTP_GLOBALS_BASE, (void *)&(range))

PHP_INI_BEGIN()
	COTP_INI_NUMBER(pool_size, "8", range_of_size)
	COTP_INI_NUMBER(pool_idle, "30", range_of_seconds)
	COTP_INI_NUMBER(pool_lifetime, "300", range_of_seconds)
	COTP_INI_NUMBER(dns_ttl, "60", range_of_dns_ttl)
	STD_PHP_INI_ENTRY(
		"cotp.http_hosts", "", PHP_INI_SYSTEM, OnUpdateString, http_hosts, zend_cotp_globals, cotp_globals)
PHP_INI_END()

/* ---- phpinfo ---- */

static void show_pool(void)
{
	cotp_pool_figures figures = cotp_pool_read(COTP_G(pool));
	const struct {
		const char *name;
		zend_long number;
	} rows[] = {
		{ "Process ID", (zend_long)getpid() },
		{ "Open connections", (zend_long)figures.connections },
		{ "Requests on a reused connection (hits)", (zend_long)figures.hits },
		{ "Requests on a new connection (misses)", (zend_long)figures.misses },
	};
	php_info_print_table_start();
	php_info_print_table_header(2, "Connection pool", "This process");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char number[MAX_LENGTH_OF_LONG];
		snprintf(number, sizeof(number), ZEND_LONG_FMT, rows[i].number);
		php_info_print_table_row(2, rows[i].name, number);
	}
	php_info_print_table_end();
}

/* Distributions mend faults without a new version, so libcurl may or may not have them. */
static void show_faults(void)
{
	unsigned version = cotp_http_library_number();
	php_info_print_table_start();
	php_info_print_table_header(2, "Known fault of this libcurl", "Remedy");
	for (const cotp_http_fault *fault = NULL; (fault = cotp_http_fault_after(fault, version));) {
		php_info_print_table_row(2, fault->fault, fault->treatment);
	}
	php_info_print_table_end();
}

static void show_trust(void)
{
	char text[2 * MAXPATHLEN];
	cotp_pool_describe_trust(COTP_G(pool), text, sizeof(text));
	php_info_print_table_start();
	php_info_print_table_row(2, "CA certificates without caFile", text);
	php_info_print_table_end();
}

static PHP_MINFO_FUNCTION(cotp)
{
	php_info_print_table_start();
	php_info_print_table_row(2, "PCI Booking Card Over The Phone", "enabled");
	php_info_print_table_row(2, "Version", PHP_COTP_VERSION);
	php_info_print_table_end();

	php_info_print_table_start();
	php_info_print_table_header(3, "Library", "Built with", "Loaded");
	php_info_print_table_row(3, "libcurl", LIBCURL_VERSION, cotp_http_library_version());
	php_info_print_table_row(3, "jansson", JANSSON_VERSION, jansson_version_str());
	php_info_print_table_row(3, "OpenSSL", OPENSSL_VERSION_TEXT, OpenSSL_version(OPENSSL_VERSION));
	php_info_print_table_end();

	show_trust();
	show_faults();
	show_pool();
	DISPLAY_INI_ENTRIES();
}

/* ---- startup and shutdown ---- */

/* The generated header, which only this file includes, registers the classes. Each class file owns its pointers. */
static void register_values(void)
{
	cotp_ce_outcome = register_class_CotpOutcome();
	cotp_ce_status = register_class_CotpStatus();
	cotp_ce_form = register_class_CotpForm();
	cotp_ce_state = register_class_CotpState();
	cotp_ce_destination = register_class_CotpDestination();
	cotp_ce_retention = register_class_CotpRetention();
	cotp_ce_attempt = register_class_CotpAttempt();
	cotp_ce_request = register_class_CotpRequest();
	cotp_ce_callback = register_class_CotpCallback();
	cotp_ce_callback_verifier = register_class_CotpCallbackVerifier();
}

static void register_exceptions(void)
{
	cotp_ce_exception = register_class_CotpException(spl_ce_RuntimeException);

	cotp_ce_transport_exception = register_class_CotpTransportException(cotp_ce_exception);
	cotp_ce_timeout_exception = register_class_CotpTimeoutException(cotp_ce_transport_exception);
	cotp_ce_outcome_unknown_exception = register_class_CotpOutcomeUnknownException(cotp_ce_transport_exception);

	cotp_ce_api_exception = register_class_CotpApiException(cotp_ce_exception);
	cotp_ce_invalid_request_exception = register_class_CotpInvalidRequestException(cotp_ce_api_exception);
	cotp_ce_authentication_exception = register_class_CotpAuthenticationException(cotp_ce_api_exception);
	cotp_ce_not_found_exception = register_class_CotpNotFoundException(cotp_ce_api_exception);
	cotp_ce_conflict_exception = register_class_CotpConflictException(cotp_ce_api_exception);
	cotp_ce_blocked_exception = register_class_CotpBlockedException(cotp_ce_api_exception);
	cotp_ce_rate_limit_exception = register_class_CotpRateLimitException(cotp_ce_api_exception);
	cotp_ce_server_exception = register_class_CotpServerException(cotp_ce_api_exception);

	cotp_ce_protocol_exception = register_class_CotpProtocolException(cotp_ce_exception);
	cotp_ce_callback_exception = register_class_CotpCallbackException(cotp_ce_exception);
}

static PHP_MINIT_FUNCTION(cotp)
{
	REGISTER_INI_ENTRIES();
	register_values();
	register_exceptions();
	php_cotp_exceptions_startup();
	php_cotp_form_startup();
	php_cotp_state_startup();
	php_cotp_retention_startup();
	php_cotp_attempt_startup();
	php_cotp_request_startup();
	php_cotp_callback_startup();
	return SUCCESS;
}

static PHP_MSHUTDOWN_FUNCTION(cotp)
{
	UNREGISTER_INI_ENTRIES();
	return SUCCESS;
}

/* date for CotpRetention, spl for RuntimeException. */
static const zend_module_dep cotp_dependencies[] = { ZEND_MOD_REQUIRED("date") ZEND_MOD_REQUIRED("spl") ZEND_MOD_END };

zend_module_entry cotp_module_entry = {
	STANDARD_MODULE_HEADER_EX,
	NULL,
	cotp_dependencies,
	"cotp",
	NULL,
	PHP_MINIT(cotp),
	PHP_MSHUTDOWN(cotp),
	NULL,
	NULL,
	PHP_MINFO(cotp),
	PHP_COTP_VERSION,
	PHP_MODULE_GLOBALS(cotp),
	php_cotp_globals_start,
	php_cotp_globals_end,
	NULL,
	STANDARD_MODULE_PROPERTIES_EX,
};

#ifdef COMPILE_DL_COTP
ZEND_GET_MODULE(cotp)
#endif
