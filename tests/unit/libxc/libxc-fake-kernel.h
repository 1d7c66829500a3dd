/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Functions of the C library that the fake kernel replaces, by the linker's --wrap. */
#ifndef TESTS_UNIT_LIBXC_FAKE_KERNEL_H
#define TESTS_UNIT_LIBXC_FAKE_KERNEL_H

#include <stddef.h>
#include <sys/types.h>

int __real_ioctl(int fd, unsigned long request, ...);
void *__real_mmap(void *addr, size_t len, int prot, int flags, int fd, off_t offset);
int __real_munmap(void *addr, size_t len);
int __real_madvise(void *addr, size_t len, int advice);
int __real_mlock(const void *addr, size_t len);
int __real_munlock(const void *addr, size_t len);
int __real_open(const char *path, int flags, ...);
int __real_close(int fd);
long __real_syscall(long number, ...);
long __real_sysconf(int name);

int __wrap_ioctl(int fd, unsigned long request, ...);
void *__wrap_mmap(void *addr, size_t len, int prot, int flags, int fd, off_t offset);
int __wrap_munmap(void *addr, size_t len);
int __wrap_madvise(void *addr, size_t len, int advice);
int __wrap_mlock(const void *addr, size_t len);
int __wrap_munlock(const void *addr, size_t len);
int __wrap_open(const char *path, int flags, ...);
int __wrap_close(int fd);
long __wrap_syscall(long number, ...);
long __wrap_sysconf(int name);

#endif /* TESTS_UNIT_LIBXC_FAKE_KERNEL_H */
