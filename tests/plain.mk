# SPDX-License-Identifier: BSD-3-Clause
# How the plain-C layers are compiled without PHP: for tests/unit and tests/fuzz, which set OUT and SANITIZE.

ROOT     := ../..
CFLAGS   ?= -std=c11 -g -O1 -Wall -Wextra -Wshadow -Wstrict-prototypes -Werror

PKG_CONFIG ?= pkg-config
PACKAGES   := libcurl jansson libssl libcrypto
CPPFLAGS   += $(shell $(PKG_CONFIG) --cflags $(PACKAGES))
LDLIBS     += $(shell $(PKG_CONFIG) --libs $(PACKAGES)) -lpthread -lm -ldl

LAYERS   := $(patsubst $(ROOT)/%.c,$(OUT)/%.o,$(sort $(wildcard $(ROOT)/cotp_*.c)))
COMPILE   = $(CC) $(CPPFLAGS) $(CFLAGS) $(SANITIZE) -pthread

.PHONY: all clean FORCE
.SECONDARY:

all:

# Objects made with other flags are not reused.
$(OUT)/flags: FORCE
	@mkdir -p $(OUT)
	@echo '$(COMPILE)' | cmp -s - $@ || echo '$(COMPILE)' > $@

$(OUT)/%.o: $(ROOT)/%.c $(OUT)/flags
	$(COMPILE) -MMD -MP -c $< -o $@

$(OUT)/%.o: %.c $(OUT)/flags
	$(COMPILE) -MMD -MP -c $< -o $@

$(OUT)/libcotp.a: $(LAYERS)
	@rm -f $@
	$(AR) rcs $@ $^

clean:
	rm -rf $(OUT)

-include $(wildcard $(OUT)/*.d)
