// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Making dom0 from what the boot loader left (xen/common/build/dom0.c): what it gets,
 * and that whatever is wrong is named before the machine stops.
 */
#include <elf.h>
#include <libfdt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <xen/boot_info.h>
#include <xen/lib.h>
#include <xen/setup.h>
#include <asm/papr/papr.h>
#include <asm/processor.h>

#include "cunit-main.h"
#include "dom0.h"
#include "fakes.h"

#define NR	   32	  /* chunks of the machine */
#define BUNDLE	   MB(32) /* in the hypervisor's chunk */
#define KERNEL_END MB(3)

/* A kernel that is all head and .bss. */
struct kernel {
	Elf64_Ehdr header;
	Elf64_Phdr segment;
	char text[64];
};

static struct kernel kernel;
static size_t bundle_size;

static struct kernel good_kernel(void)
{
	struct kernel k = {
		.header = { .e_ident = { 0x7f, 'E', 'L', 'F', ELFCLASS64, ELFDATA2LSB,
					 1 },
			    .e_type = ET_EXEC,
			    .e_machine = EM_PPC64,
			    .e_version = 1,
			    .e_entry = 0xc000000000000010,
			    .e_phoff = offsetof(struct kernel, segment),
			    .e_phentsize = sizeof(Elf64_Phdr),
			    .e_phnum = 1 },
		.segment = { .p_type = PT_LOAD,
			     .p_offset = offsetof(struct kernel, text),
			     .p_vaddr = 0xc000000000000000,
			     .p_filesz = sizeof(k.text),
			     .p_memsz = KERNEL_END - 100 },
		.text = "instructions of the kernel",
	};

	return k;
}

static void add_member(const char *name, const void *data, size_t size)
{
	char *at = (char *)machine.memory + BUNDLE + bundle_size;
	size_t name_size = strlen(name) + 1;
	/* The header's 110 bytes and the name, padded to a multiple of 4. */
	size_t head = (110 + name_size + 3) & ~(size_t)3;

	memset(at, 0, head + size + 4);
	sprintf(at, "070701%08x%08x%08x%08x%08x%08x%08zx%08x%08x%08x%08x%08zx%08x", 1, 0,
		0, 0, 1, 0, size, 0, 0, 0, 0, name_size, 0);
	memcpy(at + 110, name, name_size);
	memcpy(at + head, data, size);
	bundle_size += (head + size + 3) & ~(size_t)3;
}

static void set_bundle(const char *cmdline, size_t initrd_size)
{
	char *initrd = calloc(1, initrd_size + 1);

	CU_ASSERT_PTR_NOT_NULL_FATAL(initrd);
	for (size_t i = 0; i < initrd_size; i++)
		initrd[i] = (char)(i * 3);
	bundle_size = 0;
	add_member("vmlinux", &kernel, sizeof(kernel));
	add_member("initrd", initrd, initrd_size);
	if (cmdline)
		add_member("cmdline", cmdline, strlen(cmdline));
	add_member("TRAILER!!!", "", 0);
	boot_info.bundle = (struct memory_range){ BUNDLE, BUNDLE + bundle_size };
	free(initrd);
}

static void start(void)
{
	machine_note_free();
	kernel = good_kernel();
	strcpy(boot_info.cmdline, "");
	set_bundle("console=hvc0\n", 5000);
}

/* That dom0 cannot be built, for a reason that is said in these words. */
static void check_refusal(const char *words)
{
	EXPECT_END(dom0_build(&boot_info));
	CU_ASSERT_PTR_NOT_NULL(strstr(machine.panic, words));
	if (!strstr(machine.panic, words))
		printf("\"%s\" does not say \"%s\"\n", machine.panic, words);
	while (domain_list)
		end_domain(domain_list);
}

static u32 cell(const void *fdt, const char *path, const char *name, int index)
{
	int len;
	const fdt32_t *value = fdt_getprop(fdt, fdt_path_offset(fdt, path), name, &len);

	CU_ASSERT_PTR_NOT_NULL_FATAL(value);
	CU_ASSERT_FATAL(len >= 4 * (index + 1));
	return fdt32_to_cpu(value[index]);
}

static void whole(void)
{
	u8 *fdt = malloc(KB(64)), code[PAPR_RTAS_SIZE];
	struct vcpu *v;
	u32 initrd, rtas;

	CU_ASSERT_PTR_NOT_NULL_FATAL(fdt);
	dom0 = dom0_build(&boot_info);
	v = dom0->vcpu[0];
	CU_ASSERT_EQUAL(dom0->id, 0);
	CU_ASSERT_TRUE(dom0->privileged && !domain_is_new(dom0) &&
		       !domain_is_paused(dom0));
	CU_ASSERT_TRUE(vcpu_runnable(v));
	CU_ASSERT_EQUAL(p2m_frames(&dom0->p2m) * FRAME_SIZE, MB(512));
	CU_ASSERT_EQUAL(v->arch.regs.nip, 0x10);
	CU_ASSERT_EQUAL(v->arch.regs.gpr[4], 0);
	CU_ASSERT_EQUAL(v->arch.regs.gpr[5], 0);
	CU_ASSERT_EQUAL(v->arch.regs.msr & (MSR_IR | MSR_DR | MSR_PR | MSR_EE), 0);
	CU_ASSERT_STRING_EQUAL((char *)domain_byte(dom0, 0),
			       "instructions of the kernel");

	dom0_read(v->arch.regs.gpr[3], fdt, KB(64));
	CU_ASSERT_EQUAL_FATAL(fdt_check_full(fdt, KB(64)), 0);
	CU_ASSERT(v->arch.regs.gpr[3] >= KERNEL_END - 100);
	CU_ASSERT_STRING_EQUAL(
		fdt_getprop(fdt, fdt_path_offset(fdt, "/chosen"), "bootargs", NULL),
		"console=hvc0");
	CU_ASSERT_EQUAL(cell(fdt, "/memory@0", "reg", 3), MB(512));
	rtas = cell(fdt, "/rtas", "linux,rtas-entry", 0);
	dom0_read(rtas, code, sizeof(code));
	CU_ASSERT_EQUAL(code[0], 0x7c);
	initrd = cell(fdt, "/chosen", "linux,initrd-start", 1);
	CU_ASSERT_EQUAL(cell(fdt, "/chosen", "linux,initrd-end", 1), initrd + 5000);
	for (u32 i = 0; i < 5000; i++)
		CU_ASSERT_EQUAL(*domain_byte(dom0, initrd + i), (u8)(i * 3));
	/* Nothing lies over something else. */
	CU_ASSERT_EQUAL(rtas, MB(256) - FRAME_SIZE);
	CU_ASSERT_EQUAL(v->arch.regs.gpr[3], rtas - KB(64));
	CU_ASSERT_EQUAL(initrd, KERNEL_END);
	free(fdt);
}

/* The firmware's end with such a kernel and initrd; nothing lies over it. */
static void check_places(const char *cmdline, u64 kernel_end, size_t initrd_size,
			 u64 wanted_end)
{
	u64 fdt_at, start, end;
	u8 *fdt = malloc(KB(64));
	u32 rtas;

	CU_ASSERT_PTR_NOT_NULL_FATAL(fdt);
	strcpy(boot_info.cmdline, cmdline);
	kernel = good_kernel();
	kernel.segment.p_paddr = kernel_end - 1000;
	kernel.segment.p_memsz = 1000;
	set_bundle(NULL, initrd_size);
	dom0 = dom0_build(&boot_info);
	fdt_at = dom0->vcpu[0]->arch.regs.gpr[3];
	dom0_read(fdt_at, fdt, KB(64));
	CU_ASSERT_EQUAL_FATAL(fdt_check_full(fdt, KB(64)), 0);
	rtas = cell(fdt, "/rtas", "linux,rtas-base", 0);
	CU_ASSERT_EQUAL(rtas, fdt_at + KB(64));
	CU_ASSERT_EQUAL(rtas + FRAME_SIZE, wanted_end);
	CU_ASSERT(fdt_at >= kernel_end);
	if (initrd_size) {
		start = cell(fdt, "/chosen", "linux,initrd-start", 1);
		end = cell(fdt, "/chosen", "linux,initrd-end", 1);
		CU_ASSERT_EQUAL(end - start, initrd_size);
		CU_ASSERT(start >= kernel_end && (end <= fdt_at || start >= wanted_end));
		CU_ASSERT_EQUAL(*domain_byte(dom0, end - 1), (u8)((initrd_size - 1) * 3));
	}
	end_domain(dom0);
	free(fdt);
}

static void places(void)
{
	const u64 end = MB(256), place = end - KB(128);

	check_places("dom0_mem=128M", MB(3), 5000, MB(128));
	check_places("dom0_mem=256M", MB(3), 5000, end);
	check_places("dom0_mem=1G", MB(3), 5000, end);
	/* An initrd up to it, and one byte more. */
	check_places("dom0_mem=1G", MB(252), place - MB(252), end);
	check_places("dom0_mem=1G", MB(252), place - MB(252) + 1, end);
	/* A kernel up to it, and beyond. */
	check_places("dom0_mem=1G", place, 5000, end);
	check_places("dom0_mem=1G", place + 1, 5000, end + KB(128));
	check_places("dom0_mem=1G", MB(260) + 1, 5000, MB(261) + KB(128));
	dom0 = dom0_build(&boot_info);
}

static void asked_memory(void)
{
	static const struct {
		const char *cmdline;
		u64 memory;
	} cases[] = {
		{ "dom0_mem=256M", MB(256) },
		{ "foo dom0_mem=1G bar", GB(1) },
		{ "dom0_mem=200M", MB(256) }, /* whole chunks */
		{ "dom0_mem=0x10000000", MB(256) },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		strcpy(boot_info.cmdline, cases[i].cmdline);
		dom0 = dom0_build(&boot_info);
		CU_ASSERT_EQUAL(p2m_frames(&dom0->p2m) * FRAME_SIZE, cases[i].memory);
		end_domain(dom0);
	}
	/* More than there is: as much as can be, with something left for the rest. */
	strcpy(boot_info.cmdline, "dom0_mem=1T");
	dom0 = dom0_build(&boot_info);
	CU_ASSERT(p2m_frames(&dom0->p2m) * FRAME_SIZE >= MB(64) * (NR - 4));
}

static void too_little_memory(void)
{
	strcpy(boot_info.cmdline, "dom0_mem=64M");
	check_refusal("memory too small");
	CU_ASSERT_PTR_NOT_NULL(strstr(machine.panic, "128 MiB"));
	strcpy(boot_info.cmdline, "dom0_mem=0");
	check_refusal("memory too small");
	strcpy(boot_info.cmdline, "dom0_mem=lots");
	check_refusal("memory too small");
	strcpy(boot_info.cmdline, "");
	kernel.segment.p_memsz = GB(3);
	set_bundle(NULL, 10);
	check_refusal("memory too small");
}

static void bad_bundles(void)
{
	boot_info.bundle = (struct memory_range){ 0, 0 };
	check_refusal("no bundle");
	boot_info.bundle = (struct memory_range){ BUNDLE, BUNDLE + 3 };
	check_refusal("bundle:");
	set_bundle(NULL, 100);
	boot_info.bundle.end -= 130;
	check_refusal("bundle:");
	set_bundle(NULL, 100);
	memset(machine.memory + BUNDLE, 0, 110);
	check_refusal("bundle: not a cpio archive");
}

static void bad_kernels(void)
{
	kernel.header.e_machine = EM_X86_64;
	set_bundle(NULL, 0);
	check_refusal("kernel: not for 64-bit PowerPC");
	kernel = good_kernel();
	kernel.segment.p_offset = GB(1);
	set_bundle(NULL, 0);
	check_refusal("kernel: a segment lies outside the file");
	/* So high that a layout behind it would not fit below 4 GiB, or would wrap. */
	kernel = good_kernel();
	kernel.segment.p_paddr = GB(4) - MB(3);
	set_bundle(NULL, 0);
	check_refusal("kernel: it ends above 4 GiB");
	kernel.segment.p_paddr = 0ULL - KERNEL_END;
	set_bundle(NULL, 0);
	check_refusal("kernel: ");
}

static void long_command_line(void)
{
	char *cmdline = malloc(3000);

	CU_ASSERT_PTR_NOT_NULL_FATAL(cmdline);
	memset(cmdline, 'x', 3000);
	cmdline[2047] = '\0';
	set_bundle(cmdline, 10);
	dom0 = dom0_build(&boot_info);
	end_domain(dom0);
	cmdline[2047] = 'x';
	cmdline[2048] = '\0';
	set_bundle(cmdline, 10);
	check_refusal("command line is longer than 2047");
	free(cmdline);
}

/* Neither initrd nor command line is needed. */
static void kernel_alone(void)
{
	bundle_size = 0;
	add_member("vmlinux", &kernel, sizeof(kernel));
	add_member("TRAILER!!!", "", 0);
	boot_info.bundle = (struct memory_range){ BUNDLE, BUNDLE + bundle_size };
	dom0 = dom0_build(&boot_info);
	CU_ASSERT_TRUE(vcpu_runnable(dom0->vcpu[0]));
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "whole", whole },
		{ "places of the firmware", places },
		{ "asked memory", asked_memory },
		{ "too little memory", too_little_memory },
		{ "bad bundles", bad_bundles },
		{ "bad kernels", bad_kernels },
		{ "long command line", long_command_line },
		{ "kernel alone", kernel_alone },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "building dom0",
		  .pSetUpFunc = start,
		  .pTearDownFunc = dom0_stop,
		  .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	machine_start_with_heap(NR);
	return run_suites("unit-dom0-build", suites);
}
