/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ASM_NVRAM_H
#define ASM_NVRAM_H

#include <xen/types.h>

struct domain;

/* Bytes: Linux makes two partitions of 4 KiB each. */
#define NVRAM_SIZE 0x3000

/* 0 or -ENOMEM. destroy also bears a domain without. */
int nvram_create(struct domain *d);
void nvram_destroy(struct domain *d);

#endif /* ASM_NVRAM_H */
