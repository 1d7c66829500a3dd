# SPDX-License-Identifier: GPL-2.0-or-later
#
# Test the hypervisor's binary: no instruction turns on translation.

STATIC_CHECK := $(O)/host/check-image
STATIC_CHECK_OBJS := $(call objs,host,$(addprefix tests/static/,check-image.c decode.c \
	image.c sites.c value.c))

$(STATIC_CHECK): $(STATIC_CHECK_OBJS)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(HOSTCC) -o $@ $^

.PHONY: test-static
# test-static: the hypervisor's binary never turns on address translation
test-static: $(STATIC_CHECK) $(O)/xen/xen | $(HOST_READY)
	$(Q)CROSS_COMPILE=$(CROSS_COMPILE) tests/static/run $(STATIC_CHECK) $(O)/static \
		$(O)/xen/xen tests/static/sites.tsv

-include $(call deps,$(STATIC_CHECK_OBJS))
