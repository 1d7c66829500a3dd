// SPDX-License-Identifier: GPL-2.0-or-later
/* RTAS of the hypervisor below (rtas.h): QEMU serves it as the hypercall H_RTAS. */
#include <xen/byteorder.h>
#include <xen/lib.h>
#include <asm/hcall_numbers.h>
#include <asm/memory.h>
#include "hcall.h"
#include "rtas.h"

#define RTAS_CELLS 16

s32 rtas_call(u32 token, u32 nargs, const u32 *arg, u32 nret, u32 *ret)
{
	static be32 block[3 + RTAS_CELLS];
	be32 *result = block + 3 + nargs;

	block[0] = cpu_to_be32(token);
	block[1] = cpu_to_be32(nargs);
	block[2] = cpu_to_be32(nret);
	for (u32 i = 0; i < nargs; i++)
		block[3 + i] = cpu_to_be32(arg[i]);
	result[0] = cpu_to_be32((u32)-1);
	hcall_status(H_RTAS, ptr_to_maddr(block), 0, 0, 0);
	for (u32 i = 1; i < nret; i++)
		ret[i - 1] = be32_to_cpu(result[i]);
	return (s32)be32_to_cpu(result[0]);
}
