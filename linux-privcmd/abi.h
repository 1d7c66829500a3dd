/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The hypervisor's public headers, as the module includes them.
 *
 * They are reached as <public/...>, never as <xen/...>: the kernel has an
 * <xen/xen.h> of its own, and include order would decide which one is meant.
 * The public headers include nothing; ioctl encoding and fixed-width types
 * come from the kernel, before them.
 */
#ifndef PRIVCMD_ABI_H
#define PRIVCMD_ABI_H

#include <linux/ioctl.h>
#include <linux/types.h>

#include <public/xen.h>
#include <public/version.h>
#include <public/dom0_ops.h>
#include <public/event_channel.h>
#include <public/grant_table.h>
#include <public/linux/evtchn.h>
#include <public/linux/privcmd.h>

#endif /* PRIVCMD_ABI_H */
