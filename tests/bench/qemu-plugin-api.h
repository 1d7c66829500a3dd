/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The part of QEMU's public TCG plugin interface that the counting plugin uses, and
 * a layer that hides the differences between two versions of it.
 *
 * Debian does not package the interface's header, so its prototypes are here. They
 * describe version 1 of the interface (QEMU 7.2, Debian 12) or version 4 (QEMU 10.0,
 * Debian 12's backports), chosen by QEMU_PLUGIN_API. QEMU refuses a plugin whose
 * qemu_plugin_version it does not support, so another QEMU fails with a message and
 * never by a wrong call. Contract: QEMU's documentation, "QEMU TCG Plugins".
 */
#ifndef TESTS_BENCH_QEMU_PLUGIN_API_H
#define TESTS_BENCH_QEMU_PLUGIN_API_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define QEMU_PLUGIN_VISIBLE __attribute__((visibility("default")))

typedef uint64_t qemu_plugin_id_t;

/* QEMU's description of the machine; valid during qemu_plugin_install() only. */
typedef struct {
	const char *target_name; /* "ppc64" */
	struct {
		int min;
		int cur;
	} version;
	bool system_emulation;
	struct {
		int smp_vcpus;
		int max_vcpus;
	} system;
} qemu_info_t;

struct qemu_plugin_tb;
struct qemu_plugin_insn;

/* Register accesses of a callback. */
enum qemu_plugin_cb_flags {
	QEMU_PLUGIN_CB_NO_REGS = 0,
};

/* Operations done in generated code, without a call. */
enum qemu_plugin_op {
	QEMU_PLUGIN_INLINE_ADD_U64 = 0,
};

typedef void (*qemu_plugin_tb_trans_fn)(qemu_plugin_id_t id, struct qemu_plugin_tb *tb);
typedef void (*qemu_plugin_vcpu_fn)(unsigned int vcpu, void *userdata);
typedef void (*qemu_plugin_exit_fn)(qemu_plugin_id_t id, void *userdata);

/* The plugin defines these: the version it was written for, and its start. */
extern QEMU_PLUGIN_VISIBLE int qemu_plugin_version;
QEMU_PLUGIN_VISIBLE int qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t *info,
					    int argc, char **argv);

/* Called for each block that QEMU translates, before it is executed. */
void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t id,
					   qemu_plugin_tb_trans_fn fn);
void qemu_plugin_register_atexit_cb(qemu_plugin_id_t id, qemu_plugin_exit_fn fn,
				    void *userdata);

/*
 * While a block is being translated: its instructions, and what to do at each, in the
 * order of registration; version 1 does all callbacks before all operations.
 */
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *tb);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *tb,
						 size_t index);
size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *insn);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *insn);
/* The instruction's address in QEMU's own memory; NULL if it is not in RAM. */
void *qemu_plugin_insn_haddr(const struct qemu_plugin_insn *insn);
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *insn,
					    qemu_plugin_vcpu_fn fn,
					    enum qemu_plugin_cb_flags flags,
					    void *userdata);

/*
 * The layer: the first 4 bytes of an instruction, and a block of counters that
 * generated code adds to, each named by its offset.
 *
 *   counters_init()   size in bytes; once, in qemu_plugin_install()
 *   count_insn()      add 1 to a counter each time the instruction is executed
 *   counter_value()   of all CPUs
 */
#if QEMU_PLUGIN_API == 1

const void *qemu_plugin_insn_data(const struct qemu_plugin_insn *insn);
void qemu_plugin_register_vcpu_insn_exec_inline(struct qemu_plugin_insn *insn,
						enum qemu_plugin_op op, void *counter,
						uint64_t immediate);

static char *counters;

static inline bool counters_init(size_t size)
{
	counters = calloc(1, size);
	return counters != NULL;
}

static inline void count_insn(struct qemu_plugin_insn *insn, size_t offset)
{
	qemu_plugin_register_vcpu_insn_exec_inline(insn, QEMU_PLUGIN_INLINE_ADD_U64,
						   counters + offset, 1);
}

static inline uint64_t counter_value(size_t offset)
{
	return *(const uint64_t *)(counters + offset);
}

static inline void insn_bytes(const struct qemu_plugin_insn *insn, uint8_t bytes[4])
{
	memcpy(bytes, qemu_plugin_insn_data(insn), 4);
}

#else

/* A block of memory for each CPU, and a counter in all of them. */
struct qemu_plugin_scoreboard;
typedef struct {
	struct qemu_plugin_scoreboard *score;
	size_t offset;
} qemu_plugin_u64;

struct qemu_plugin_scoreboard *qemu_plugin_scoreboard_new(size_t element_size);
uint64_t qemu_plugin_u64_sum(qemu_plugin_u64 entry);
/* Copies the instruction, or as much of it as LEN allows. */
size_t qemu_plugin_insn_data(const struct qemu_plugin_insn *insn, void *dest, size_t len);
void qemu_plugin_register_vcpu_insn_exec_inline_per_vcpu(struct qemu_plugin_insn *insn,
							 enum qemu_plugin_op op,
							 qemu_plugin_u64 entry,
							 uint64_t immediate);

static struct qemu_plugin_scoreboard *counters;

static inline bool counters_init(size_t size)
{
	counters = qemu_plugin_scoreboard_new(size);
	return counters != NULL;
}

static inline void count_insn(struct qemu_plugin_insn *insn, size_t offset)
{
	qemu_plugin_u64 counter = { counters, offset };

	qemu_plugin_register_vcpu_insn_exec_inline_per_vcpu(
		insn, QEMU_PLUGIN_INLINE_ADD_U64, counter, 1);
}

static inline uint64_t counter_value(size_t offset)
{
	return qemu_plugin_u64_sum((qemu_plugin_u64){ counters, offset });
}

static inline void insn_bytes(const struct qemu_plugin_insn *insn, uint8_t bytes[4])
{
	qemu_plugin_insn_data(insn, bytes, 4);
}

#endif

#endif
