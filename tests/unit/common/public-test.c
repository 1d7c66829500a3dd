// SPDX-License-Identifier: GPL-2.0-or-later
/* The macros of the public headers that are no numbers; tests/abi has the numbers. */
#include <string.h>

#include <xen/types.h>
#include <public/xen.h>
#include <public/acm.h>
#include <public/grant_table.h>
#include <public/io/domain_controller.h>

#include "cunit-main.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void check_texts(const char *const *texts, size_t count, const char *const *wanted,
			size_t wanted_count)
{
	CU_ASSERT_EQUAL_FATAL(count, wanted_count);
	for (size_t i = 0; i < count; i++)
		CU_ASSERT_STRING_EQUAL(texts[i], wanted[i]);
}

static void grant_table_messages(void)
{
	static const char *const texts[] = GNTTABOP_error_msgs;
	static const char *const wanted[] = {
		[-GNTST_okay] = "okay",
		[-GNTST_general_error] = "undefined error",
		[-GNTST_bad_domain] = "unrecognised domain id",
		[-GNTST_bad_gntref] = "invalid grant reference",
		[-GNTST_bad_handle] = "invalid mapping handle",
		[-GNTST_bad_virt_addr] = "invalid virtual address",
		[-GNTST_bad_dev_addr] = "invalid device address",
		[-GNTST_no_device_space] = "no spare translation slot in the I/O MMU",
		[-GNTST_permission_denied] = "permission denied",
	};

	check_texts(texts, COUNT(texts), wanted, COUNT(wanted));
}

static void block_device_messages(void)
{
	static const char *const texts[] = BLKIF_BE_STATUS_ERRORS;
	static const char *const wanted[] = {
		[BLKIF_BE_STATUS_OKAY] = "Okay",
		[BLKIF_BE_STATUS_ERROR] = "Non-specific error",
		[BLKIF_BE_STATUS_INTERFACE_EXISTS] = "Interface already exists",
		[BLKIF_BE_STATUS_INTERFACE_NOT_FOUND] = "Interface not found",
		[BLKIF_BE_STATUS_INTERFACE_CONNECTED] = "Interface is still connected",
		[BLKIF_BE_STATUS_VBD_EXISTS] = "VBD already exists",
		[BLKIF_BE_STATUS_VBD_NOT_FOUND] = "VBD not found",
		[BLKIF_BE_STATUS_OUT_OF_MEMORY] = "Out of memory",
		[BLKIF_BE_STATUS_PHYSDEV_NOT_FOUND] = "Extent not found for VBD",
		[BLKIF_BE_STATUS_MAPPING_ERROR] = "Could not map domain memory",
	};

	check_texts(texts, COUNT(texts), wanted, COUNT(wanted));
}

static void network_and_usb_messages(void)
{
	static const char *const network[] = NETIF_BE_STATUS_ERRORS;
	static const char *const usb[] = USBIF_BE_STATUS_ERRORS;
	static const char *const wanted[] = {
		[NETIF_BE_STATUS_OKAY] = "Okay",
		[NETIF_BE_STATUS_ERROR] = "Non-specific error",
		[NETIF_BE_STATUS_INTERFACE_EXISTS] = "Interface already exists",
		[NETIF_BE_STATUS_INTERFACE_NOT_FOUND] = "Interface not found",
		[NETIF_BE_STATUS_INTERFACE_CONNECTED] = "Interface is still connected",
		[NETIF_BE_STATUS_OUT_OF_MEMORY] = "Out of memory",
		[NETIF_BE_STATUS_MAPPING_ERROR] = "Could not map domain memory",
	};

	check_texts(network, COUNT(network), wanted, COUNT(wanted));
	check_texts(usb, COUNT(usb), wanted, COUNT(wanted));
}

static void policy_names(void)
{
	CU_ASSERT_STRING_EQUAL(ACM_POLICY_NAME(ACM_NULL_POLICY), "NULL policy");
	CU_ASSERT_STRING_EQUAL(ACM_POLICY_NAME(ACM_CHINESE_WALL_POLICY),
			       "CHINESE WALL policy");
	CU_ASSERT_STRING_EQUAL(ACM_POLICY_NAME(ACM_SIMPLE_TYPE_ENFORCEMENT_POLICY),
			       "SIMPLE TYPE ENFORCEMENT policy");
	CU_ASSERT_STRING_EQUAL(
		ACM_POLICY_NAME(ACM_CHINESE_WALL_AND_SIMPLE_TYPE_ENFORCEMENT_POLICY),
		"CHINESE WALL AND SIMPLE TYPE ENFORCEMENT policy");
	CU_ASSERT_STRING_EQUAL(ACM_POLICY_NAME(ACM_MAX_POLICY + 1), "UNDEFINED policy");
}

static void control_ring(void)
{
	CU_ASSERT_EQUAL(MASK_CONTROL_IDX(CONTROL_RING_SIZE - 1), CONTROL_RING_SIZE - 1);
	CU_ASSERT_EQUAL(MASK_CONTROL_IDX(CONTROL_RING_SIZE), 0);
	CU_ASSERT_EQUAL(MASK_CONTROL_IDX(UINT32_MAX), CONTROL_RING_SIZE - 1);
	/* The ring fills its room exactly. */
	CU_ASSERT_EQUAL(CONTROL_RING_MEM,
			offsetof(ctrl_sring_t, ring) +
				CONTROL_RING_SIZE * sizeof(control_msg_t));
	CU_ASSERT_EQUAL(sizeof(blkif_vdev_t), 2);
	CU_ASSERT_EQUAL(sizeof(blkif_pdev_t), 4);
}

/* A PAPR call is a small multiple of 4, and no marked number can be taken for one. */
static void hypercall_mark(void)
{
	for (unsigned long nr = 0; nr < 64; nr++) {
		CU_ASSERT_EQUAL(XEN_MARK(nr) & 0xffff, nr);
		CU_ASSERT_EQUAL(XEN_MARK(nr) >> 16, 0xffffffffffffUL);
	}
}

int main(void)
{
	CU_TestInfo tests[] = {
		{ "grant table messages", grant_table_messages },
		{ "block device messages", block_device_messages },
		{ "network and USB messages", network_and_usb_messages },
		{ "policy names", policy_names },
		{ "control ring", control_ring },
		{ "hypercall mark", hypercall_mark },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "public", .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return run_suites("unit-public", suites);
}
