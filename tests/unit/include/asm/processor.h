/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The real header, with special purpose registers that are variables (fakes.h). */
#ifndef UNIT_ASM_PROCESSOR_H
#define UNIT_ASM_PROCESSOR_H

#include "../../../../xen/arch/powerpc/include/asm/processor.h"

#undef mfspr
#undef mtspr
u64 mfspr(unsigned int spr);
void mtspr(unsigned int spr, u64 value);

#endif /* UNIT_ASM_PROCESSOR_H */
