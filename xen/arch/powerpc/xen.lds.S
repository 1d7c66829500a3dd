/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * QEMU's pseries loads a segment at (p_paddr & 0x0fffffff) + 0x400000 and jumps to the
 * load base: linked at 0x400000, to be loaded at 0, with _start first.
 */
#define LINK_BASE 0x400000

OUTPUT_ARCH(powerpc:common64)
ENTRY(_start)

PHDRS
{
	text PT_LOAD FLAGS(5);
	data PT_LOAD FLAGS(6);
}

SECTIONS
{
	. = LINK_BASE;
	.text : AT(ADDR(.text) - LINK_BASE) {
		*(.text.head)
		*(.text.vectors)
		*(.text .text.*)
	} :text
	.rodata : AT(ADDR(.rodata) - LINK_BASE) {
		*(.rodata .rodata.*)
		. = ALIGN(8);
		__start_save_records = .;
		*(save_records)
		__stop_save_records = .;
	} :text
	.eh_frame : AT(ADDR(.eh_frame) - LINK_BASE) { *(.eh_frame) } :text
	. = ALIGN(256);
	.data : AT(ADDR(.data) - LINK_BASE) { *(.data .data.*) } :data
	.got : AT(ADDR(.got) - LINK_BASE) { *(.got .toc .plt .branch_lt) } :data
	. = ALIGN(8);
	__bss_start = .;
	.bss : AT(ADDR(.bss) - LINK_BASE) { *(.sbss .bss .bss.* COMMON) } :data
	. = ALIGN(8);
	__bss_end = .;
	. = ALIGN(0x10000);
	_end = .;
	/DISCARD/ : { *(.comment .note.* .gnu.attributes .glink .iplt .rela.*) }
}
