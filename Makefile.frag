# SPDX-License-Identifier: BSD-3-Clause
# The generated header is committed. phpize adds a rule that generates it again if the stub is newer, as it can be in an unpacked tarball
# or a checkout. That rule needs the network; this one, which does nothing, takes its place.
$(srcdir)/cotp_arginfo.h cotp_arginfo.h: ;
