# SPDX-License-Identifier: GPL-2.0-or-later
#
# make install: what dom0 and programs for it need, by the GNU conventions: each
# variable may be given on the command line, DESTDIR comes before all of them. What is
# installed is for ppc64el; no root is needed where the directories do not demand it.
# tools/setup/install-tree says what goes where.

DESTDIR =
prefix = /usr/local
exec_prefix = $(prefix)
bindir = $(exec_prefix)/bin
sbindir = $(exec_prefix)/sbin
# Not Debian's multiarch directory, which is for its packages; a packager gives
# libdir=/usr/lib/powerpc64le-linux-gnu.
libdir = $(exec_prefix)/lib
includedir = $(prefix)/include
datarootdir = $(prefix)/share
mandir = $(datarootdir)/man
pkgconfigdir = $(libdir)/pkgconfig
completionsdir = $(datarootdir)/bash-completion/completions
# The hypervisor's image, and the module's sources: DKMS looks into /usr/src, so with
# prefix=/usr it finds them.
xenbootdir = $(exec_prefix)/lib/xen/boot
modsrcdir = $(prefix)/src
# Where the compiled module goes, say /lib/modules/RELEASE/updates; by default nowhere,
# for it fits one kernel only.
kmoddir =

# As one word of a shell command, whatever is in it.
quoted = '$(subst ','\'',$(1))'
INSTALL_TREE = $(foreach v,DESTDIR prefix exec_prefix bindir sbindir libdir includedir \
	mandir pkgconfigdir completionsdir xenbootdir modsrcdir kmoddir,$(v)=$(call quoted,$($(v)))) \
	O=$(call quoted,$(O)) STRIP=$(call quoted,$(CROSS_STRIP)) SONAME=$(LIBXC_SONAME) \
	HEADERS='$(LIBXC_HEADERS)' PROGRAMS='$(MISC_NAMES)' \
	SBIN_PROGRAMS='$(notdir $(XM))' COMPLETIONS='$(XM_COMPLETION)' MODULE=xen-privcmd-$(PRIVCMD_VERSION) \
	MODULE_FILES='$(notdir $(PRIVCMD_FILES)) dkms.conf' tools/setup/install-tree

.PHONY: install uninstall
# install: DESTDIR= prefix= libdir= ...: library, headers, programs, man pages, hypervisor
install: $(LIBXC_A) $(LIBXC_SO) $(MISC_BINS) $(XM) $(XEN) dkms-source $(if $(kmoddir),$(PRIVCMD_KO))
	$(call say,INSTALL,$(DESTDIR)$(prefix))
	$(Q)$(INSTALL_TREE) install

# uninstall: the same directories: removes what install puts there
uninstall:
	$(call say,REMOVE,$(DESTDIR)$(prefix))
	$(Q)$(INSTALL_TREE) uninstall
