/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The module globals, and the connection pool of this process.
 */
#ifndef PHP_COTP_POOL_H
#define PHP_COTP_POOL_H

#include "php_cotp_zend.h"

#include "cotp_http.h"

/* One for the process, or one for each thread in a thread-safe build of PHP. Nothing in it belongs to a request. */
ZEND_BEGIN_MODULE_GLOBALS(cotp)
	cotp_pool *pool; /* created by the first call, freed by GSHUTDOWN */
	zend_long pool_size;
	zend_long pool_idle;
	zend_long pool_lifetime;
	zend_long dns_ttl;
	char *http_hosts;         /* owned by the INI system */
	zend_long digest_process; /* the id of the process that generated digest_key; 0: none */
	unsigned char digest_key[32];
ZEND_END_MODULE_GLOBALS(cotp)

ZEND_EXTERN_MODULE_GLOBALS(cotp)
#define COTP_G(member) ZEND_MODULE_GLOBALS_ACCESSOR(cotp, member)

#if defined(ZTS) && defined(COMPILE_DL_COTP)
ZEND_TSRMLS_CACHE_EXTERN()
#endif

/* GINIT and GSHUTDOWN. */
void php_cotp_globals_start(void *memory);
void php_cotp_globals_end(void *memory);

/* Returns the pool of this process or thread, and creates it if there is none. Returns NULL if memory runs out. */
cotp_pool *php_cotp_pool(void);

#endif
