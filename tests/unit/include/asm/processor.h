/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The real header, with special purpose registers that are variables (fakes.h). */
#ifndef UNIT_ASM_PROCESSOR_H
#define UNIT_ASM_PROCESSOR_H

#include "../../../../xen/arch/powerpc/include/asm/processor.h"

#undef mfspr
#undef mfspr_optional
#undef mtspr
#undef mfmsr
#undef random_number
u64 mfspr(unsigned int spr);
u64 mfspr_optional(unsigned int spr);
void mtspr(unsigned int spr, u64 value);
u64 mfmsr(void);
u64 random_number(void);

#endif /* UNIT_ASM_PROCESSOR_H */
