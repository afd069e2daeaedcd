# The generated header is committed. phpize brings a rule that makes it anew where the stub is newer, which an unpacked
# tarball or a checkout can look like, and which needs the network: this rule, doing nothing, stands before it.
$(srcdir)/cotp_arginfo.h cotp_arginfo.h: ;
