// SPDX-License-Identifier: GPL-2.0-or-later
/* Registers that libxc prints for xenctx: all general registers, and the next
 * instruction. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "xc.h"

#include "libxc-magic.h"

/* The output of print_ctx(), to be freed by the caller. */
static char *printed(vcpu_guest_context_t *context)
{
	FILE *before = stdout;
	char *text = NULL;
	size_t size = 0;
	FILE *memory = open_memstream(&text, &size);

	CU_ASSERT_PTR_NOT_NULL_FATAL(memory);
	stdout = memory;
	print_ctx(context);
	stdout = before;
	fclose(memory);
	return text;
}

static void all_registers(void)
{
	vcpu_guest_context_t context = { 0 };
	char *text, wanted[64];

	for (u64 i = 0; i < 32; i++)
		context.user_regs.gprs[i] = 0xabcd000000000000ULL + i;
	context.user_regs.pc = 0xc000000000001234ULL;
	context.user_regs.msr = 0x8000000000000033ULL;
	context.user_regs.lr = 5;
	context.user_regs.ctr = 6;
	context.user_regs.cr = 0x42000000;
	context.user_regs.dsisr = 0x40000000;
	text = printed(&context);
	for (int i = 0; i < 32; i++) {
		snprintf(wanted, sizeof(wanted), "r%-2d: abcd0000000000%02x", i, i);
		CU_ASSERT_PTR_NOT_NULL(strstr(text, wanted));
	}
	CU_ASSERT_PTR_NOT_NULL(
		strstr(text, "pc:  c000000000001234\tmsr: 8000000000000033\n"));
	CU_ASSERT_PTR_NOT_NULL(
		strstr(text, "lr:  0000000000000005\tctr: 0000000000000006\n"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "cr:  42000000 "));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "\tdsisr: 40000000\n"));
	CU_ASSERT_EQUAL(text[strlen(text) - 1], '\n');
	free(text);
}

CU_TestInfo libxc_print_tests[] = {
	{ "all registers", all_registers },
	CU_TEST_INFO_NULL,
};
