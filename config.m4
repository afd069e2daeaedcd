dnl SPDX-License-Identifier: BSD-3-Clause
dnl COTP_REQUIRE(variable prefix, module and version, package of Debian, of Alpine, of RHEL)
AC_DEFUN([COTP_REQUIRE], [
  PKG_CHECK_MODULES([$1], [$2],, [AC_MSG_ERROR([cotp requires pkg-config and $2, with its headers. Install $3 (Debian, Ubuntu), $4 (Alpine) or $5 (RHEL, Fedora). $]$1[_PKG_ERRORS])])
])

PHP_ARG_ENABLE([cotp],
  [whether to enable cotp support],
  [AS_HELP_STRING([--enable-cotp], [Enable support for PCI Booking's Card Over The Phone])])

PHP_ARG_ENABLE([cotp-dev],
  [whether to treat compiler warnings in cotp as errors],
  [AS_HELP_STRING([--enable-cotp-dev], [Treat compiler warnings in cotp as errors (for its developers)])],
  [no], [no])

PHP_ARG_ENABLE([cotp-coverage],
  [whether to build cotp with gcov coverage],
  [AS_HELP_STRING([--enable-cotp-coverage], [Build cotp with gcov code coverage (for its developers)])],
  [no], [no])

if test "$PHP_COTP" != "no"; then
  COTP_REQUIRE([CURL], [libcurl >= 7.76], [libcurl4-openssl-dev], [curl-dev], [libcurl-devel])
  COTP_REQUIRE([JANSSON], [jansson >= 2.14], [libjansson-dev], [jansson-dev], [jansson-devel])
  COTP_REQUIRE([OPENSSL], [libssl >= 3.0 libcrypto >= 3.0], [libssl-dev], [openssl-dev], [openssl-devel])

  PHP_EVAL_INCLINE([$CURL_CFLAGS $JANSSON_CFLAGS $OPENSSL_CFLAGS])
  PHP_EVAL_LIBLINE([$CURL_LIBS $JANSSON_LIBS $OPENSSL_LIBS], [COTP_SHARED_LIBADD])
  PHP_SUBST([COTP_SHARED_LIBADD])

  COTP_CFLAGS="-std=gnu11 -fvisibility=hidden -DZEND_ENABLE_STATIC_TSRMLS_CACHE=1"
  if test "$PHP_COTP_DEV" != "no"; then
    COTP_CFLAGS="$COTP_CFLAGS -Wall -Wextra -Wshadow -Wstrict-prototypes -Werror"
  fi

  dnl At the end of a process libcurl leaves a thread behind that waits for a name server. It must find its code as long
  dnl as it runs, so PHP must not unload this extension, and libcurl with it. Without the linker's flag libcurl waits.
  AC_MSG_CHECKING([whether the linker accepts -z nodelete])
  cotp_ldflags=$LDFLAGS
  LDFLAGS="$LDFLAGS -shared -fPIC -Wl,-z,nodelete"
  AC_LINK_IFELSE([AC_LANG_SOURCE([[int cotp;]])],
    [AC_MSG_RESULT([yes])
     COTP_SHARED_LIBADD="$COTP_SHARED_LIBADD -Wl,-z,nodelete"],
    [AC_MSG_RESULT([no])
     COTP_CFLAGS="$COTP_CFLAGS -DCOTP_MAY_BE_UNLOADED"])
  LDFLAGS=$cotp_ldflags

  if test "$PHP_COTP_COVERAGE" != "no"; then
    COTP_CFLAGS="$COTP_CFLAGS -O0 -g --coverage"
    COTP_SHARED_LIBADD="$COTP_SHARED_LIBADD --coverage"
  fi

  PHP_NEW_EXTENSION([cotp],
    [php_cotp.c php_cotp_attempt.c php_cotp_batch.c php_cotp_call.c php_cotp_callback.c php_cotp_exceptions.c \
     php_cotp_exceptions_serialize.c php_cotp_form.c php_cotp_json.c php_cotp_object.c php_cotp_pool.c \
     php_cotp_redact.c php_cotp_request.c php_cotp_retention.c php_cotp_serialize.c php_cotp_state.c php_cotp_wire.c \
     cotp_callback.c cotp_card_number.c cotp_check.c cotp_check_uri.c cotp_client.c cotp_client_batch.c \
     cotp_client_operation.c cotp_clock.c cotp_error.c cotp_form.c cotp_http.c cotp_http_allow.c cotp_http_attempt.c \
     cotp_http_faults.c cotp_http_headers.c cotp_http_history.c cotp_http_info.c cotp_http_location.c \
     cotp_http_options.c cotp_http_outcome.c cotp_http_pool.c cotp_http_reason.c cotp_http_retry.c \
     cotp_http_retry_after.c cotp_json.c cotp_json_read.c cotp_retention.c cotp_status.c cotp_text.c \
     cotp_text_redact.c cotp_text_unicode.c cotp_wire.c cotp_wire_body.c cotp_wire_error.c cotp_wire_response.c],
    [$ext_shared],, [$COTP_CFLAGS])
  PHP_ADD_MAKEFILE_FRAGMENT
fi
