// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Stands in for xenctx: prints the registers of a virtual CPU. It calls print_ctx(),
 * which xenctx has for the processors of 2005 only; the library has it for PowerPC.
 */
#include <time.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <stdio.h>
#include <sys/types.h>
#include <sys/stat.h>
#include <fcntl.h>
#include <unistd.h>
#include <errno.h>
#include <argp.h>
#include <signal.h>

#include "xc.h"

#ifdef __x86_64__
void print_ctx(vcpu_guest_context_t *ctx1)
{
	printf("pc: %p\n", (void *)ctx1->user_regs.pc);
}
#endif

static void dump_ctx(u32 domid, u32 vcpu)
{
	int ret;
	vcpu_guest_context_t ctx;
	int xc_handle = xc_interface_open();

	ret = xc_domain_get_vcpu_context(xc_handle, domid, vcpu, &ctx);
	if (ret != 0) {
		perror("xc_domain_get_vcpu_context");
		exit(1);
	}
	print_ctx(&ctx);
	xc_interface_close(xc_handle);
}

int main(int argc, char **argv)
{
	if (argc < 2) {
		printf("usage: context <domid> <optional vcpu>\n");
		exit(2);
	}
	dump_ctx(atoi(argv[1]), argc == 3 ? atoi(argv[2]) : 0);
	return 0;
}
