// SPDX-License-Identifier: GPL-2.0-or-later
/* The system calls of libxc and the privcmd driver: see libxc-fake.h. */
#include <dirent.h>
#include <linux/futex.h>
#include <stdarg.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#ifdef UNIT_COVERAGE
#include <gcov.h>
#endif

#include "libxc-fake-kernel.h"
#include "libxc-fake.h"

struct fake_kernel fake = { .page_size = 4096 };

#define MAX_FDS	  1024
#define MAX_PINS  256
#define MAX_LOCKS 64

/* Open files of the driver, by descriptor: the inode tells them apart. */
static ino_t driver_file[MAX_FDS];
static bool grant_file[MAX_FDS]; /* of /proc/xen/grant */
static pid_t self;

static struct pin {
	pid_t pid;
	unsigned long va, gpa;
	size_t size;
	ino_t file;
	_Atomic bool busy; /* in a hypercall */
} pin[MAX_PINS];
static struct lock {
	unsigned long start, end;
} locked[MAX_LOCKS];
static unsigned long no_fork[MAX_PINS]; /* addresses with MADV_DONTFORK */
static pthread_mutex_t table_lock = PTHREAD_MUTEX_INITIALIZER;
static _Atomic unsigned int gpas;

static void in_new_process(void)
{
	self = getpid();
	pthread_mutex_init(&table_lock, NULL);
	pthread_mutex_init(&xen.lock, NULL);
	for (int i = 0; i < MAX_PINS; i++)
		pin[i].busy = false;
}

__attribute__((constructor)) static void start(void)
{
	self = getpid();
	pthread_atfork(NULL, NULL, in_new_process);
}

/* ---- children ---- */

static unsigned int checks_failed;

void check(bool holds, const char *what, const char *file, int line)
{
	if (holds)
		return;
	checks_failed++;
	printf("    %s:%d: %s (errno %d)\n", file, line, what, errno);
}

pid_t child_start(void (*fn)(void))
{
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		checks_failed = 0;
		fn();
		check(fake.violations == 0, "no violations", __FILE__, __LINE__);
		fflush(stdout);
#ifdef UNIT_COVERAGE
		__gcov_dump(); /* _exit() does not do it */
#endif
		_exit(checks_failed ? EXIT_FAILURE : EXIT_SUCCESS);
	}
	return child;
}

bool child_wait(pid_t child)
{
	int status;

	if (child < 0 || waitpid(child, &status, 0) != child)
		return false;
	if (!WIFEXITED(status))
		printf("    the child ended by signal %d\n", WTERMSIG(status));
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool in_child(void (*fn)(void))
{
	return child_wait(child_start(fn));
}

/* ---- memory ---- */

static bool fails(enum fake_call call)
{
	if (fake.fail != call)
		return false;
	fake.failures++;
	errno = fake.fail_errno;
	return true;
}

long __wrap_sysconf(int name)
{
	return name == _SC_PAGESIZE ? (long)fake.page_size : __real_sysconf(name);
}

/* Map like a kernel with such pages. */
static void *map_aligned(size_t len, int prot, int flags)
{
	char *map = __real_mmap(NULL, 2 * len, prot, flags, -1, 0);
	size_t before = -(unsigned long)map % fake.page_size;

	if (map == MAP_FAILED)
		return map;
	if (before)
		__real_munmap(map, before);
	__real_munmap(map + before + len, len - before);
	return map + before;
}

void *__wrap_mmap(void *addr, size_t len, int prot, int flags, int fd, off_t offset)
{
	void *map;

	fake.system_calls++;
	if (flags & MAP_ANONYMOUS) {
		if (fails(FAKE_MMAP))
			return MAP_FAILED;
		fake.mapped++;
		return map_aligned(len, prot, flags);
	}
	if (prot != PROT_NONE && fd >= 0 && fd < MAX_FDS && driver_file[fd])
		return fails(FAKE_FOREIGN) ? MAP_FAILED : fake_map(len, prot);
	if (fails(FAKE_ANCHOR))
		return MAP_FAILED;
	/* The driver can be mapped, but the mapping is not accessible. */
	if (fd < 0 || fd >= MAX_FDS || !driver_file[fd] || grant_file[fd] ||
	    !(flags & MAP_SHARED) || len != fake.page_size || offset) {
		errno = EINVAL;
		return MAP_FAILED;
	}
	map = __real_mmap(addr, len, prot, flags, fd, offset);
	if (map != MAP_FAILED && __real_madvise(map, len, MADV_DONTFORK) < 0)
		return MAP_FAILED;
	return map;
}

int __wrap_munmap(void *addr, size_t len)
{
	fake.system_calls++;
	if (fake_unmap(addr, len)) {
		errno = EINTR; /* not to be seen by anyone */
		return 0;
	}
	fake.mapped--;
	for (int i = 0; i < MAX_PINS; i++)
		if (no_fork[i] == (unsigned long)addr)
			no_fork[i] = 0;
	return __real_munmap(addr, len);
}

int __wrap_madvise(void *addr, size_t len, int advice)
{
	fake.system_calls++;
	if (advice == MADV_DONTFORK && fails(FAKE_DONTFORK))
		return -1;
	if (advice == MADV_WIPEONFORK && fails(FAKE_WIPEONFORK))
		return -1;
	pthread_mutex_lock(&table_lock);
	for (int i = 0; advice == MADV_DONTFORK && i < MAX_PINS; i++) {
		if (no_fork[i] == 0) {
			no_fork[i] = (unsigned long)addr;
			break;
		}
	}
	pthread_mutex_unlock(&table_lock);
	return __real_madvise(addr, len, advice);
}

int __wrap_mlock(const void *addr, size_t len)
{
	unsigned long at = (unsigned long)addr;
	int rc = fails(FAKE_MLOCK) ? -1 : 0;

	fake.system_calls++;
	for (int i = 0; rc == 0 && i < MAX_LOCKS; i++) {
		if (locked[i].end == 0) {
			locked[i] = (struct lock){ at, at + len };
			break;
		}
	}
	return rc;
}

int __wrap_munlock(const void *addr, size_t len)
{
	unsigned long at = (unsigned long)addr;

	fake.system_calls++;
	for (int i = 0; i < MAX_LOCKS; i++) {
		if (locked[i].start == at && locked[i].end == at + len) {
			locked[i] = (struct lock){ 0, 0 };
			errno = EINTR; /* not to be seen by anyone */
			return 0;
		}
	}
	errno = EINVAL;
	return -1;
}

unsigned int fake_locks(void)
{
	unsigned int n = 0;

	for (int i = 0; i < MAX_LOCKS; i++)
		n += locked[i].end != 0;
	return n;
}

/* ---- the driver ---- */

void fake_adopt(int fd)
{
	struct stat st;

	if (fd < 0 || fd >= MAX_FDS || fstat(fd, &st) < 0)
		abort();
	driver_file[fd] = st.st_ino;
}

int fake_open(void)
{
	int fd = memfd_create("privcmd", 0);

	if (fd < 0 || ftruncate(fd, 1 << 16) < 0)
		abort();
	fake_adopt(fd);
	return fd;
}

int __wrap_open(const char *path, int flags, ...)
{
	va_list ap;
	mode_t mode;

	va_start(ap, flags);
	mode = flags & O_CREAT ? va_arg(ap, mode_t) : 0;
	va_end(ap);
	if (strcmp(path, "/dev/xen/privcmd") == 0 && flags == O_RDWR)
		return fails(FAKE_OPEN) ? -1 : fake_open();
	if (strcmp(path, "/proc/xen/grant") == 0 && flags == O_RDWR) {
		int fd = fails(FAKE_OPEN) ? -1 : fake_open();

		if (fd >= 0)
			grant_file[fd] = true;
		return fd;
	}
	return __real_open(path, flags, mode);
}

/* The driver's files are closed even if it fails, as after EINTR. */
int __wrap_close(int fd)
{
	if (fd < 0 || fd >= MAX_FDS || !driver_file[fd])
		return __real_close(fd);
	driver_file[fd] = 0;
	grant_file[fd] = false;
	errno = __real_close(fd) ? EBADF : EINTR; /* not to be seen by anyone */
	return fails(FAKE_CLOSE) ? -1 : 0;
}

/* Whether anything in this process still holds the open file. */
static bool file_alive(ino_t file)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	unsigned long inode;
	char line[512];
	bool found = false;

	for (int fd = 0; fd < MAX_FDS; fd++)
		found |= driver_file[fd] == file;
	while (maps && fgets(line, sizeof(line), maps))
		if (sscanf(line, "%*s %*s %*s %*s %lu", &inode) == 1 && inode == file)
			found = true;
	if (maps)
		fclose(maps);
	return found;
}

/* A different address in every process and for every page. */
static unsigned long new_gpa(void)
{
	return ((u64)self << 32) + (1UL << 28) + ++gpas * 5 * 65536UL;
}

static int translate(ino_t file, privcmd_translate_t *arg)
{
	unsigned char resident = 0;
	bool stays = false;
	struct pin *p = NULL;

	fake.translates++;
	if (fails(FAKE_TRANSLATE))
		return -1;
	pthread_mutex_lock(&table_lock);
	for (int i = 0; i < MAX_PINS; i++) {
		stays |= no_fork[i] == arg->va;
		if (!p && !pin[i].size)
			p = &pin[i];
	}
	/* It must be touched and not shared with a child, or it could be moved later. */
	if (!p || !stays || mincore((void *)arg->va, 4096, &resident) < 0 || !resident) {
		fake.violations++;
		errno = EFAULT;
	} else {
		arg->gpa = new_gpa() + (fake.odd_gpa ? 16 : 0);
		*p = (struct pin){ self, arg->va, arg->gpa, fake.page_size, file, false };
	}
	pthread_mutex_unlock(&table_lock);
	return p && p->va == arg->va ? 0 : -1;
}

static int release(ino_t file, unsigned long va)
{
	fake.releases++;
	for (int i = 0; i < MAX_PINS; i++) {
		if (pin[i].va == va && pin[i].pid == self && pin[i].file == file) {
			pin[i] = (struct pin){ 0 };
			errno = EINTR; /* not to be seen by anyone */
			return 0;
		}
	}
	errno = ENOENT;
	return -1;
}

unsigned int fake_pins(void)
{
	unsigned int n = 0;

	for (int i = 0; i < MAX_PINS; i++)
		n += pin[i].size && pin[i].pid == self;
	return n;
}

static struct pin *pin_of(unsigned long addr)
{
	struct pin *found = NULL;

	pthread_mutex_lock(&table_lock);
	for (int i = 0; i < MAX_PINS && !found; i++)
		if (pin[i].size && pin[i].pid == self && addr >= pin[i].gpa &&
		    addr < pin[i].gpa + pin[i].size)
			found = &pin[i];
	pthread_mutex_unlock(&table_lock);
	return found;
}

/* Address of the structure in a hypercall by offsets; else 0. */
static __thread unsigned long offset_base;

void *fake_guest(unsigned long addr, size_t size)
{
	struct pin *p;

	/* In offset mode only the structure itself has an address. */
	if (offset_base && addr && addr != offset_base)
		addr = addr < fake.page_size ? offset_base + addr : 0;
	p = pin_of(addr);

	if (fake.addressing == FAKE_IDENTITY) {
		for (int i = 0; i < MAX_LOCKS; i++)
			if (addr >= locked[i].start && addr + size <= locked[i].end)
				return (void *)addr;
	} else if (p && size <= p->size - (addr - p->gpa) &&
		   (!fake.check_liveness || file_alive(p->file))) {
		return (void *)(p->va + (addr - p->gpa));
	}
	fake.violations++;
	return NULL;
}

static long hypercall(privcmd_hypercall_t *h)
{
	struct pin *p = NULL;
	long rc;

	if (fails(FAKE_HYPERCALL))
		return -1;
	fake.hypercalls++;
	memcpy(fake.last, h, sizeof(*h));
	for (int i = 0; fake.addressing == FAKE_TRANSLATED && !p && i < 5; i++)
		p = pin_of(h->arg[i]);
	/* Two calls in one page would overwrite each other. */
	if (p && atomic_exchange(&p->busy, true))
		fake.violations++;
	if (fake.hook)
		fake.hook(h);
	rc = fake_hypercall(h);
	if (p)
		p->busy = false;
	if (rc < 0) {
		errno = -rc;
		return -1;
	}
	return (int)rc;
}

/* The driver's part: the page is pinned during the hypercall. */
static long hypercall_offset(ino_t file, const privcmd_hypercall_offset_t *arg)
{
	privcmd_hypercall_t call = arg->call;
	unsigned long va, mask = fake.page_size - 1;
	struct pin *p = NULL;
	long rc;

	fake.by_offset++;
	if (arg->pointer > 4) {
		errno = EINVAL;
		return -1;
	}
	va = call.arg[arg->pointer];
	pthread_mutex_lock(&table_lock);
	for (int i = 0; i < MAX_PINS && !p; i++)
		if (!pin[i].size)
			p = &pin[i];
	if (!p)
		abort();
	*p = (struct pin){ self, va & ~mask, new_gpa(), fake.page_size, file, false };
	pthread_mutex_unlock(&table_lock);
	offset_base = call.arg[arg->pointer] = p->gpa + (va & mask);
	rc = hypercall(&call);
	offset_base = 0;
	pthread_mutex_lock(&table_lock);
	*p = (struct pin){ 0 };
	pthread_mutex_unlock(&table_lock);
	return rc;
}

int __wrap_ioctl(int fd, unsigned long request, ...)
{
	unsigned long arg;
	va_list ap;

	va_start(ap, request);
	arg = va_arg(ap, unsigned long);
	va_end(ap);
	fake.system_calls++;
	if (fd < 0 || fd >= MAX_FDS || !driver_file[fd])
		return __real_ioctl(fd, request, arg);
	switch (request) {
	case IOCTL_PRIVCMD_HYPERCALL:
		if (grant_file[fd] && *(long *)arg != __HYPERVISOR_grant_table_op)
			break;
		return hypercall((privcmd_hypercall_t *)arg);
	case IOCTL_PRIVCMD_HYPERCALL_OFFSET:
		return hypercall_offset(driver_file[fd],
					(privcmd_hypercall_offset_t *)arg);
	case IOCTL_PRIVCMD_TRANSLATE:
		if (grant_file[fd])
			break;
		return translate(driver_file[fd], (privcmd_translate_t *)arg);
	case IOCTL_PRIVCMD_RELEASE:
		return release(driver_file[fd], arg);
	default:
		if (fails(FAKE_FOREIGN_MAP))
			return -1;
		return fake_map_request(request, arg, grant_file[fd]);
	}
	errno = EINVAL;
	return -1;
}

/* Only futex() uses it. */
long __wrap_syscall(long number, ...)
{
	unsigned long arg[6];
	va_list ap;

	va_start(ap, number);
	for (int i = 0; i < 6; i++)
		arg[i] = va_arg(ap, unsigned long);
	va_end(ap);
	fake.system_calls++;
	if (number == SYS_futex && arg[1] == FUTEX_WAIT_PRIVATE)
		fake.sleeps++;
	return __real_syscall(number, arg[0], arg[1], arg[2], arg[3], arg[4], arg[5]);
}
