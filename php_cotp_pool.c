/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The module globals, and the connection pool of this process.
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "php_cotp_pool.h"

ZEND_DECLARE_MODULE_GLOBALS(cotp)

#if defined(ZTS) && defined(COMPILE_DL_COTP)
ZEND_TSRMLS_CACHE_DEFINE()
#endif

/* These two replace the macros PHP_GINIT_FUNCTION and PHP_GSHUTDOWN_FUNCTION, whose parameter shadows the globals. */
void php_cotp_globals_start(void *memory)
{
#if defined(ZTS) && defined(COMPILE_DL_COTP)
	ZEND_TSRMLS_CACHE_UPDATE();
#endif
	memset(memory, 0, sizeof(zend_cotp_globals));
}

void php_cotp_globals_end(void *memory)
{
	zend_cotp_globals *globals = memory;
	cotp_pool_free(globals->pool);
	globals->pool = NULL;
}

cotp_pool *php_cotp_pool(void)
{
	if (!COTP_G(pool)) {
		cotp_pool_options options = {
			.size = (long)COTP_G(pool_size),
			.idle = (long)COTP_G(pool_idle),
			.lifetime = (long)COTP_G(pool_lifetime),
			.dns_ttl = (long)COTP_G(dns_ttl),
		};
		COTP_G(pool) = cotp_pool_new(&options);
	}
	return COTP_G(pool);
}
