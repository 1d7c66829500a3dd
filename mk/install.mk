# SPDX-License-Identifier: GPL-2.0-or-later
#
# make install: install what dom0, and programs for it, need. By the GNU conventions, each
# variable may be set on the command line, and DESTDIR is put before every directory. The
# files are for ppc64el. Root is needed only if the directories require it.
# tools/setup/install-tree decides what goes where.

DESTDIR =
prefix = /usr/local
exec_prefix = $(prefix)
bindir = $(exec_prefix)/bin
sbindir = $(exec_prefix)/sbin
# Debian's multiarch directory is for its packages: a packager sets
# libdir=/usr/lib/powerpc64le-linux-gnu.
libdir = $(exec_prefix)/lib
includedir = $(prefix)/include
datarootdir = $(prefix)/share
mandir = $(datarootdir)/man
pkgconfigdir = $(libdir)/pkgconfig
completionsdir = $(datarootdir)/bash-completion/completions
# The hypervisor's image, and the module's sources. DKMS looks for sources in /usr/src and
# finds them with prefix=/usr.
xenbootdir = $(exec_prefix)/lib/xen/boot
modsrcdir = $(prefix)/src
# Directory of the compiled module, such as /lib/modules/RELEASE/updates. By default it is
# not installed, since it fits one kernel only.
kmoddir =

# Quote any text as one word of a shell command.
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

# uninstall: remove what install puts into the same directories
uninstall:
	$(call say,REMOVE,$(DESTDIR)$(prefix))
	$(Q)$(INSTALL_TREE) uninstall
