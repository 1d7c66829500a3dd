// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Stands in for secpol_tool: it has types of its own, does not use the library, and
 * passes the hypervisor addresses of its own memory, which are useless on PowerPC.
 */
#include <unistd.h>
#include <stdio.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <sys/stat.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <string.h>
#include <stdint.h>
#include <netinet/in.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int8_t s8;
typedef int16_t s16;
typedef int32_t s32;
typedef int64_t s64;

#include <xen/acm.h>
#include <xen/acm_ops.h>
#include <xen/linux/privcmd.h>

static u8 pull_buffer[8192];

static int do_acm_op(int xc_handle, acm_op_t *op)
{
	privcmd_hypercall_t hypercall;
	int ret;

	op->interface_version = ACM_INTERFACE_VERSION;
	hypercall.op = __HYPERVISOR_acm_op;
	hypercall.arg[0] = (unsigned long)op;
	if (mlock(op, sizeof(*op)) != 0)
		return -1;
	ret = ioctl(xc_handle, IOCTL_PRIVCMD_HYPERCALL, (unsigned long)&hypercall);
	munlock(op, sizeof(*op));
	return ret;
}

int main(void)
{
	const struct acm_policy_buffer *pol = (const void *)pull_buffer;
	int xc_handle = open("/proc/xen/privcmd", O_RDONLY);
	acm_op_t op;

	if (xc_handle < 0) {
		perror("policy: no interface");
		return 2;
	}
	op.cmd = ACM_GETPOLICY;
	op.u.getpolicy.pullcache = pull_buffer;
	op.u.getpolicy.pullcache_size = sizeof(pull_buffer);
	if (do_acm_op(xc_handle, &op) < 0) {
		printf("policy: refused: %s\n", strerror(errno));
		close(xc_handle);
		return 1;
	}
	close(xc_handle);
	printf("policy: %s\n", ACM_POLICY_NAME(ntohl(pol->primary_policy_code)));
	return 0;
}
