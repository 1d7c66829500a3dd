/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Numbers that programs can read in /sys/module/privcmd/parameters.
 */
#ifndef PRIVCMD_SHOW_H
#define PRIVCMD_SHOW_H

#include <linux/errno.h>
#include <linux/moduleparam.h>
#include <linux/sysfs.h>

/*
 * Refuses values given when the module is loaded. The function is needed: the kernel
 * would call a NULL pointer then.
 */
static inline int show_set_nothing(const char *value, const struct kernel_param *param)
{
	return -EPERM;
}

/* Show the unsigned long @value to root in the file @name; @text is for modinfo. */
#define SHOW_NUMBER(name, value, text)                                         \
	static int show_##name(char *buffer, const struct kernel_param *param) \
	{                                                                      \
		return sysfs_emit(buffer, "%lu\n", READ_ONCE(value));          \
	}                                                                      \
	static const struct kernel_param_ops show_##name##_ops = {             \
		.get = show_##name,                                            \
		.set = show_set_nothing,                                       \
	};                                                                     \
	module_param_cb(name, &show_##name##_ops, NULL, 0400);                 \
	MODULE_PARM_DESC(name, text)

#endif /* PRIVCMD_SHOW_H */
