/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One function per dom0 op, op_NAME for each name of the list (public/op_list.h), in the
 * file of its subject. op is a private copy of the op's IN fields and of nothing else.
 * Pointers in it are addresses in the caller's memory. OUT fields are written to *reply,
 * which may be the caller's own memory and is never read. All return 0 or a negative
 * error (public/dom0_ops.h).
 */
#ifndef XEN_DOM0_OPS_H
#define XEN_DOM0_OPS_H

#include <xen/domain.h>
#include <public/op_list.h>

#define DOM0_PPC_FIRST DOM0_PPC_GETMEMLIST /* first of the PowerPC extensions */

typedef long dom0_op_handler(const struct caller *caller, const dom0_op_t *op,
			     dom0_op_t *reply);

#define DOM0_OP_HANDLER(number, name, ...) dom0_op_handler op_##name;
XEN_DOM0_OPS(DOM0_OP_HANDLER, DOM0_OP_HANDLER, DOM0_OP_HANDLER)
XEN_DOM0_PPC_OPS(DOM0_OP_HANDLER, DOM0_OP_HANDLER, DOM0_OP_HANDLER)

#endif /* XEN_DOM0_OPS_H */
