// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Domains that are not built: each reason has an errno and a message, nothing stays
 * mapped or open, and a domain whose kernel was refused has not been written.
 */
#include "libxc-image.h"
#include "libxc-magic.h"
#include "random.h"

#define UNTOUCHED (-1) /* of fake.prot: nothing of the domain was mapped */

static struct kernel_image good(void)
{
	struct kernel_image image = image_make(0x4000, 5000, 9000);

	image_add(&image, 0x8000, 300, 300);
	return image;
}

static void good_kernel(void)
{
	struct kernel_image image = good();

	write_file(kernel_name, image.data, image.size);
	image_free(&image);
}

/* Check that the domain can be built after a failure. */
static void assert_can_be_built(void)
{
	unsigned int builds = fake_build.builds;

	good_kernel();
	CU_ASSERT_EQUAL(build(NULL, ""), 0);
	CU_ASSERT_EQUAL(fake_build.builds, builds + 1);
}

/* A good kernel, changed by the statement in h or p. */
#define ASSERT_KERNEL_REFUSED(statement, text)                   \
	do {                                                     \
		struct kernel_image image = good();              \
		Elf64_Ehdr *h = image.h;                         \
		Elf64_Phdr *p = image.p;                         \
                                                                 \
		(void)h, (void)p;                                \
		statement;                                       \
		write_file(kernel_name, image.data, image.size); \
		fake.prot = UNTOUCHED;                           \
		ASSERT_REFUSED(ENOEXEC, text);                   \
		write_gzip(kernel_name, image.data, image.size); \
		ASSERT_REFUSED(ENOEXEC, text);                   \
		CU_ASSERT_EQUAL(fake.prot, UNTOUCHED);           \
		image_free(&image);                              \
	} while (0)

static void other_machines(void)
{
	ASSERT_KERNEL_REFUSED(h->e_ident[0] = 0, "is no ELF file");
	ASSERT_KERNEL_REFUSED(h->e_ident[3] = 'f', "is no ELF file");
	ASSERT_KERNEL_REFUSED(h->e_ident[EI_DATA] = 0,
			      "is neither little- nor big-endian");
	ASSERT_KERNEL_REFUSED(h->e_machine = EM_X86_64,
			      "is for x86-64, not for 64-bit PowerPC");
	ASSERT_KERNEL_REFUSED((h->e_machine = EM_386, h->e_ident[EI_CLASS] = ELFCLASS32),
			      "is for x86, not for 64-bit PowerPC");
	ASSERT_KERNEL_REFUSED(
		(h->e_machine = EM_S390 << 8, h->e_ident[EI_DATA] = ELFDATA2MSB),
		"is for S/390, not for 64-bit PowerPC");
	ASSERT_KERNEL_REFUSED(h->e_machine = 4711,
			      "is for machine 4711 of ELF's, not for 64-bit PowerPC");
	ASSERT_KERNEL_REFUSED(
		(h->e_machine = EM_PPC64 << 8, h->e_ident[EI_DATA] = ELFDATA2MSB),
		"is big-endian, and has to be little-endian");
	ASSERT_KERNEL_REFUSED(h->e_ident[EI_CLASS] = ELFCLASS32, "is no 64-bit ELF file");
	ASSERT_KERNEL_REFUSED(h->e_ident[EI_VERSION] = 2,
			      "is of an unknown version of ELF");
	ASSERT_KERNEL_REFUSED(h->e_version = 0, "is of an unknown version of ELF");
	ASSERT_KERNEL_REFUSED(h->e_type = ET_REL, "is no executable");
	ASSERT_KERNEL_REFUSED(h->e_type = ET_CORE, "is no executable");
	assert_can_be_built();
}

static void bad_headers(void)
{
	ASSERT_KERNEL_REFUSED(h->e_phentsize = 55,
			      "has program headers of an unknown size");
	ASSERT_KERNEL_REFUSED(h->e_phnum = 65, "has too many program headers");
	ASSERT_KERNEL_REFUSED(h->e_phnum = 0xffff, "has too many program headers");
	ASSERT_KERNEL_REFUSED(h->e_phoff = ~0UL,
			      "is truncated: the program headers lie outside");
	ASSERT_KERNEL_REFUSED(h->e_phnum = 0, "has nothing that is to be loaded");
	ASSERT_KERNEL_REFUSED(p[0].p_type = p[1].p_type = PT_NOTE,
			      "has nothing that is to be loaded");
	ASSERT_KERNEL_REFUSED(h->e_entry++,
			      "has an entry point that is no instruction's");
	ASSERT_KERNEL_REFUSED(h->e_entry = 0,
			      "has an entry point that lies in no segment");
	ASSERT_KERNEL_REFUSED(h->e_entry += 5000,
			      "has an entry point that lies in no segment");
	ASSERT_KERNEL_REFUSED(h->e_entry -= 4,
			      "has an entry point that lies in no segment");
	assert_can_be_built();
}

static void bad_segments(void)
{
	ASSERT_KERNEL_REFUSED(p[0].p_filesz = ~0UL,
			      "is truncated: a segment lies outside");
	ASSERT_KERNEL_REFUSED(p[0].p_offset = 5UL << 30,
			      "is truncated: a segment lies outside");
	ASSERT_KERNEL_REFUSED(p[0].p_memsz = 4999,
			      "has a segment that is larger than its memory");
	ASSERT_KERNEL_REFUSED(p[0].p_paddr = -5000UL, "has a segment that wraps around");
	ASSERT_KERNEL_REFUSED(p[0].p_memsz = ~0UL, "has a segment that wraps around");
	ASSERT_KERNEL_REFUSED(p[1].p_vaddr = ~0UL, "has a segment that wraps around");
	ASSERT_KERNEL_REFUSED(p[1].p_paddr = 0x4000 + 8999, "has segments that overlap");
	ASSERT_KERNEL_REFUSED(p[1].p_paddr = 0x4000 - 299, "has segments that overlap");
	ASSERT_KERNEL_REFUSED(p[1].p_paddr = 0x5000, "has segments that overlap");
	ASSERT_KERNEL_REFUSED((p[1].p_paddr = 0xffe00000, p[1].p_memsz = 0x100000),
			      "ends above 4 GiB");
	ASSERT_KERNEL_REFUSED(p[1].p_paddr = 1UL << 62, "ends above 4 GiB");
	assert_can_be_built();
}

/* The file may end anywhere. A fault found before loading names the file. */
static void truncated_file(void)
{
	struct kernel_image image = good();

	for (size_t size = 0; size < image.size; size += size < 0x10000 ? 41 : 499) {
		const char *text = "is truncated: a segment lies outside";

		write_file(kernel_name, image.data, size);
		if (size < sizeof(*image.h))
			text = "is too short for a kernel";
		else if (size < sizeof(*image.h) + 2 * sizeof(*image.p))
			text = "is truncated: the program headers lie outside";
		fake.prot = UNTOUCHED;
		ASSERT_REFUSED(ENOEXEC, text);
		CU_ASSERT_EQUAL(fake.prot, UNTOUCHED);
	}
	image_free(&image);
	assert_can_be_built();
}

/* Read a compressed file into memory. */
static size_t gzipped(char **data)
{
	struct kernel_image image = good();
	struct stat st;
	FILE *f;

	write_gzip(kernel_name, image.data, image.size);
	image_free(&image);
	CU_ASSERT_EQUAL(stat(kernel_name, &st), 0);
	*data = malloc(st.st_size);
	f = fopen(kernel_name, "r");
	CU_ASSERT_PTR_NOT_NULL_FATAL(f);
	CU_ASSERT_EQUAL(fread(*data, 1, st.st_size, f), (size_t)st.st_size);
	fclose(f);
	return st.st_size;
}

/* A missing last byte of the checksum is noticed; the inflated data may end early. */
static void truncated_gzip(void)
{
	char *data;
	size_t size = gzipped(&data);
	struct kernel_image image = good();

	for (size_t end = 2; end < size; end++) {
		write_file(kernel_name, data, end);
		ASSERT_REFUSED(ENOEXEC, "its compressed data is truncated");
	}
	free(data);
	for (size_t end = 0; end < image.size; end += 991) {
		write_gzip(kernel_name, image.data, end);
		ASSERT_REFUSED(ENOEXEC, "is truncated");
	}
	image_free(&image);
	assert_can_be_built();
}

/* Check that the loaded data is the original. */
static void check_loaded(const struct kernel_image *image)
{
	const char *memory = xen.domain[IMAGE_DOMAIN].inside->memory;

	for (int i = 0; i < image->h->e_phnum; i++)
		CU_ASSERT_EQUAL(memcmp(memory + image->p[i].p_paddr,
				       image->data + image->p[i].p_offset,
				       image->p[i].p_filesz),
				0);
}

/*
 * Damage each bit. Some have no effect: the time in the header, or which of many zeros is
 * repeated.
 */
static void damaged_gzip(void)
{
	struct kernel_image image = good();
	unsigned int refused = 0;
	char *data;
	size_t size = gzipped(&data);

	for (size_t bit = 16; bit < size * 8; bit += bit < 400 ? 1 : 3) {
		data[bit / 8] ^= 1 << bit % 8;
		write_file(kernel_name, data, size);
		if (build(NULL, "") == 0) {
			check_loaded(&image);
			image_unbuild();
		} else {
			CU_ASSERT_EQUAL(errno, ENOEXEC);
			refused++;
		}
		data[bit / 8] ^= 1 << bit % 8;
	}
	CU_ASSERT(refused > size);
	/* Only the checksum. */
	data[size - 6] ^= 1;
	write_file(kernel_name, data, size);
	ASSERT_REFUSED(ENOEXEC, "its compressed data is damaged");
	free(data);
	image_free(&image);
	assert_can_be_built();
}

static void no_files(void)
{
	ASSERT_REFUSED(ENOENT, "No such file or directory");
	CU_ASSERT_EQUAL(mkdir(kernel_name, 0700), 0);
	ASSERT_REFUSED(EISDIR, "is no file");
	CU_ASSERT_EQUAL(rmdir(kernel_name), 0);
	/* A pipe without a writer. */
	CU_ASSERT_EQUAL(mkfifo(kernel_name, 0600), 0);
	ASSERT_REFUSED(EINVAL, "is no file");
	CU_ASSERT_EQUAL(unlink(kernel_name), 0);
	ASSERT_FAILS(xc_ppc_linux_build(handle, IMAGE_DOMAIN, NULL, NULL, "", 1), EFAULT);
	ASSERT_FAULT("no kernel");
	good_kernel();
	ASSERT_FAILS(build(ramdisk_name, ""), ENOENT);
	ASSERT_FAULT("%s: No such file or directory", ramdisk_name);
	ASSERT_FAILS(build("/tmp", ""), EISDIR);
	ASSERT_FAULT("/tmp: is no file");
	assert_can_be_built();
}

/* xc_ppc_linux_build() for another domain, with this many vCPUs. */
static int build_other(u32 domid, unsigned int vcpus)
{
	return xc_ppc_linux_build(handle, domid, kernel_name, NULL, "", vcpus);
}

static void wrong_domains(void)
{
	good_kernel();
	ASSERT_FAILS(build_other(2, 1), ESRCH); /* a domain with a higher number exists */
	ASSERT_FAULT("domain 2: there is none");
	ASSERT_FAILS(build_other(4, 1), ESRCH);
	ASSERT_FAULT("domain 4: there is none");
	ASSERT_FAILS(build_other(65536 + IMAGE_DOMAIN, 1), ESRCH);
	ASSERT_FAULT("domain 65539: there is none");
	ASSERT_FAILS(build_other(IMAGE_DOMAIN, 0), EINVAL);
	ASSERT_FAULT("0 virtual CPUs: a domain can have from 1 to 32");
	ASSERT_FAILS(build_other(IMAGE_DOMAIN, 33), EINVAL);
	ASSERT_FAULT("33 virtual CPUs: a domain can have from 1 to 32");
	/* Its memory must not be overwritten, whether it runs or not. */
	CU_ASSERT_EQUAL(build(NULL, ""), 0);
	fake.prot = UNTOUCHED;
	ASSERT_FAILS(build(NULL, ""), EINVAL);
	ASSERT_FAULT("domain 3: it has been built already");
	xen.domain[IMAGE_DOMAIN].inside->nr_vcpus = 4;
	xen.domain[IMAGE_DOMAIN].inside->vcpu_flags[0] = XEN_PPC_VCPU_STOPPED;
	xen.domain[IMAGE_DOMAIN].inside->vcpu_flags[3] = XEN_PPC_VCPU_INITIALISED;
	ASSERT_FAILS(build(NULL, ""), EINVAL);
	ASSERT_FAULT("domain 3: it has been built already");
	CU_ASSERT_EQUAL(fake.prot, UNTOUCHED);
}

static void memory_that_does_not_do(void)
{
	struct fake_domain *dom = &xen.domain[IMAGE_DOMAIN];

	good_kernel();
	fake_domain(IMAGE_DOMAIN, 4 * MIB / XC_PAGE_SIZE, 0);
	fake_inside(IMAGE_DOMAIN);
	fake.prot = UNTOUCHED;
	ASSERT_FAILS(build(NULL, ""), ENOMEM);
	ASSERT_FAULT("domain 3: too little memory: it has 4 MiB, and needs 18 MiB at "
		     "least");
	image_new_domain();
	dom->p2m[17] = FAKE_HOLE;
	ASSERT_FAILS(build(NULL, ""), ENOMEM);
	ASSERT_FAULT("domain 3: its memory has a hole");
	CU_ASSERT_EQUAL(fake.prot, UNTOUCHED);
	image_new_domain();
	fake.bad_mfn = FAKE_MFN(IMAGE_DOMAIN, 0x4000 / XC_PAGE_SIZE);
	ASSERT_FAILS(build(NULL, ""), EFAULT);
	ASSERT_FAULT("domain 3: cannot map its memory: Bad address");
	fake.bad_mfn = 0;
	fake.fail = FAKE_FOREIGN;
	fake.fail_errno = ENOMEM;
	ASSERT_FAILS(build(NULL, ""), ENOMEM);
	ASSERT_FAULT("domain 3: cannot map its memory: Cannot allocate memory");
	fake.fail = FAKE_FOREIGN_MAP;
	fake.fail_errno = ENOSPC;
	ASSERT_FAILS(build(NULL, ""), ENOSPC);
	ASSERT_FAULT("domain 3: cannot map its memory: No space left on device");
	fake.fail = FAKE_NONE;
	assert_can_be_built();
}

/* If the operation fails with an errno, so does the build, with a message. */
static void assert_op_fails(u32 cmd, int error, const char *text)
{
	xen.fail_cmd = cmd;
	xen.fail_errno = error;
	ASSERT_FAILS(build(NULL, ""), error);
	ASSERT_FAULT("%s", text);
	xen.fail_errno = 0;
}

static void hypervisor_refuses(void)
{
	good_kernel();
	assert_op_fails(DOM0_GETDOMAININFO, EPERM, "domain 3: Operation not permitted");
	assert_op_fails(DOM0_GETDOMAININFO, ESRCH, "domain 3: there is none");
	assert_op_fails(DOM0_PPC_GETDOMAINSTATE, ENOSYS,
			"domain 3: its state: Function not implemented");
	assert_op_fails(DOM0_PPC_GETMEMLIST, EPERM,
			"domain 3: its frames: Operation not permitted");
	assert_op_fails(DOM0_PPC_BUILDDOMAIN, ESRCH, "domain 3: there is none");
	assert_op_fails(DOM0_PPC_BUILDDOMAIN, EINVAL,
			"domain 3: it cannot be built: it has been already, or not with "
			"1 virtual CPUs");
	assert_op_fails(DOM0_PPC_BUILDDOMAIN, ENOSPC,
			"command line: its device tree has no room");
	assert_op_fails(DOM0_PPC_BUILDDOMAIN, ENOMEM,
			"domain 3: the hypervisor has no memory for 1 virtual CPUs");
	assert_op_fails(DOM0_PPC_BUILDDOMAIN, ENOSYS,
			"domain 3: it cannot be built: Function not implemented");
	assert_can_be_built();
}

/* For any headers, the domain is built, or there is a message. */
static void build_anything(unsigned int *built)
{
	const dom0_ppc_builddomain_t *b = &fake_build.built;

	if (build(NULL, "") == 0) {
		CU_ASSERT(b->entry < b->fdt && b->fdt < b->rtas && b->rtas < 1UL << 32);
		CU_ASSERT(b->initrd_end + 16 * MIB <= IMAGE_DOMAIN_FRAMES * XC_PAGE_SIZE);
		image_unbuild();
		++*built;
		return;
	}
	CU_ASSERT(errno == ENOEXEC || errno == ENOMEM);
	CU_ASSERT(strlen(xc_ppc_fault()) > strlen("domain 3: "));
}

static void mutated_headers(void)
{
	static const u64 values[] = { 0,	 1,	    4,	       0xffff,
				      0x10000,	 1UL << 31, 1UL << 32, 1UL << 62,
				      1UL << 63, ~0UL,	    -0x10000UL };
	struct kernel_image image = good();
	size_t headers = sizeof(*image.h) + 2 * sizeof(*image.p);
	char *file = malloc(image.size);
	unsigned int built = 0;

	for (int i = 0; i < 3000; i++) {
		memcpy(file, image.data, image.size);
		for (u64 n = 1 + random_below(3); n; n--) {
			size_t at = 4 + random_below(headers - 4 - 8);

			if (random_below(2))
				file[at] = random_u64();
			else
				memcpy(file + at,
				       &values[random_below(sizeof(values) /
							    sizeof(values[0]))],
				       1UL << random_below(4));
		}
		(i % 8 ? write_file : write_gzip)(kernel_name, file, image.size);
		build_anything(&built);
	}
	CU_ASSERT(built > 100 && built < 2900);
	free(file);
	image_free(&image);
}

CU_TestInfo libxc_refused_tests[] = {
	{ "other machines", other_machines },
	{ "bad headers", bad_headers },
	{ "bad segments", bad_segments },
	{ "a truncated file", truncated_file },
	{ "a truncated compressed file", truncated_gzip },
	{ "a damaged compressed file", damaged_gzip },
	{ "no files", no_files },
	{ "wrong domains", wrong_domains },
	{ "memory that does not do", memory_that_does_not_do },
	{ "the hypervisor refuses", hypervisor_refuses },
	{ "mutated headers", mutated_headers },
	CU_TEST_INFO_NULL,
};
