/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef COTP_VERSION_H
#define COTP_VERSION_H

#define COTP_VERSION "0.1.0"

#endif
