/* SPDX-License-Identifier: BSD-3-Clause */
#include "cotp_http_faults.h"

#include <curl/curlver.h>

#define VERSION(major, minor, patch) ((major) << 16 | (minor) << 8 | (patch))
#define ANY                          0
#define NOT_FIXED                    (~0U)

/* The callback before a request is missing if the libcurl that we were built with does not declare it. */
#if LIBCURL_VERSION_NUM < 0x075000 /* 7.80.0 */
#define PREREQUEST NOT_FIXED
#else
#define PREREQUEST VERSION(7, 80, 0)
#endif

/* Distributions mend faults without a new version, so a row says only that this version may have the fault. */
static const cotp_http_fault faults[] = {
	{ VERSION(8, 11, 1), VERSION(8, 12, 0), COTP_REMEDY_REFUSE,
		"closes a descriptor twice after a name was resolved, which may be another file by then (CVE-2025-0665)",
		"no request is sent" },
	{ VERSION(7, 83, 0), VERSION(8, 1, 0), COTP_REMEDY_NEW_HANDLES,
		"a handle that was reset keeps a pointer to a freed header, which a response that begins with a folded header "
		"uses",
		"each attempt gets a new handle; connections are kept" },
	{ ANY, VERSION(8, 19, 0), COTP_REMEDY_NO_PROXY_SHARING,
		"may give a connection that one user opened through a proxy to another user (CVE-2026-3784)",
		"connections with proxy credentials are not kept" },
	{ ANY, PREREQUEST, COTP_REMEDY_NONE, "has no callback before a request is sent",
		"a send is never sent twice, but a request without a body may be; a kept connection is not checked before "
		"use" },
	{ ANY, VERSION(7, 87, 0), COTP_REMEDY_NONE, "waits for the name server, whatever the time limits",
		"none: a name server that does not respond delays the end of a call" },
	{ VERSION(7, 87, 0), NOT_FIXED, COTP_REMEDY_NONE, "by default waits for the name server, whatever the time limits",
#ifdef COTP_MAY_BE_UNLOADED
		"none, because this extension may be unloaded under libcurl's thread" },
#else
		"it does not wait, and this extension stays loaded until the process ends" },
#endif
	{ VERSION(7, 69, 0), VERSION(8, 4, 0), COTP_REMEDY_NONE,
		"overflows a buffer if a SOCKS5 proxy resolves a host name of more than 255 bytes (CVE-2023-38545)",
		"host names are limited to 253 bytes" },
	{ ANY, VERSION(8, 4, 0), COTP_REMEDY_NONE, "stores headers without a limit (CVE-2023-38039)",
		"an attempt ends after 64 KiB of headers" },
	{ ANY, VERSION(7, 84, 0), COTP_REMEDY_NONE, "cannot be initialized in two threads at once",
		"it is initialized under a lock" },
	{ VERSION(8, 14, 0), VERSION(8, 15, 0), COTP_REMEDY_NONE,
		"a handle that was reset keeps a re-send that was refused", "handles of failed attempts are not kept" },
	{ VERSION(8, 15, 0), NOT_FIXED, COTP_REMEDY_NONE, "lets OpenSSL read beyond a response",
		"such a connection is not used again, if libcurl and this extension use the same OpenSSL" },
	{ ANY, NOT_FIXED, COTP_REMEDY_NONE, "re-sends a request if a kept connection turns out to be closed",
		"a body is read once, and a second sending is refused" },
	{ ANY, NOT_FIXED, COTP_REMEDY_NONE, "keeps an HTTP/2 connection on which an attempt timed out or was aborted",
		"it is closed, or not used for another request" },
	{ ANY, NOT_FIXED, COTP_REMEDY_NONE, "accepts a response that ends within its headers", "it is rejected" },
	{ ANY, NOT_FIXED, COTP_REMEDY_NONE, "may pass on a folded header in pieces", "a folded Location is not used" },
};

const cotp_http_fault *cotp_http_fault_after(const cotp_http_fault *fault, unsigned version)
{
	for (fault = fault ? fault + 1 : faults; fault < faults + sizeof(faults) / sizeof(faults[0]); fault++) {
		if (version >= fault->first && version < fault->fixed) {
			return fault;
		}
	}
	return NULL;
}

const cotp_http_fault *cotp_http_fault_with(cotp_http_remedy remedy, unsigned version)
{
	const cotp_http_fault *fault = NULL;
	while ((fault = cotp_http_fault_after(fault, version)) && fault->remedy != remedy) {
	}
	return fault;
}
