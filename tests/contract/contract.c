// SPDX-License-Identifier: GPL-2.0-or-later
/* The dialect of the contract's cases (contract.h). */
#include <stdio.h>

#include "contract.h"

enum { MARGIN = 64, DOMAINS = 4, CHUNKS = 16 };

static const u16 no_domain[] = { 1,	     1000,
				 NO_DOMAIN,  DOMID_FIRST_RESERVED - 1,
				 DOMID_SELF, DOMID_IO,
				 DOMID_XEN,  0x7fff,
				 0x8000,     0xffff };
static const u16 no_vcpu[] = { 1, MAX_VIRT_CPUS - 1, MAX_VIRT_CPUS, 0x8000, 0xffff };

static unsigned long free_before;
static unsigned int domains_before;

/* What make() made: the frames of each chunk, as dom_mem_op listed them. */
static struct {
	domid_t id;
	unsigned int chunks;
	unsigned long frame[CHUNKS];
} made[DOMAINS];
static unsigned int nr_made;

static void check(bool ok, const struct contract_call *row, const char *text)
{
	CU_assertImplementation(ok, row->line, text, row->file, "", CU_FALSE);
}

static void check_result(long result, const struct contract_call *row)
{
	char text[64];

	snprintf(text, sizeof(text), "the result is %ld, not %ld", result, row->result);
	check(result == row->result, row, text);
}

void caller_write(unsigned long gpa, const void *data, size_t size)
{
	for (size_t i = 0; i < size; i++)
		*driver_byte(gpa + i) = ((const u8 *)data)[i];
}

void caller_read(unsigned long gpa, void *data, size_t size)
{
	for (size_t i = 0; i < size; i++)
		((u8 *)data)[i] = *driver_byte(gpa + i);
}

void caller_fill(unsigned long gpa, u8 byte, size_t size)
{
	for (size_t i = 0; i < size; i++)
		*driver_byte(gpa + i) = byte;
}

bool caller_filled(unsigned long gpa, u8 byte, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (*driver_byte(gpa + i) != byte)
			return false;
	return true;
}

unsigned long caller_word(unsigned long gpa, unsigned long index)
{
	unsigned long value;

	caller_read(gpa + index * sizeof(value), &value, sizeof(value));
	return value;
}

void caller_set_word(unsigned long gpa, unsigned long index, unsigned long value)
{
	caller_write(gpa + index * sizeof(value), &value, sizeof(value));
}

static bool bad_place(unsigned int index, size_t size, unsigned long *place)
{
	const unsigned long bad[] = {
		0,	    END,       END - size + 1, END - 1,
		END + size, TOP,       TOP - size + 1, TOP - size / 2,
		1UL << 63,  1UL << 58, NOWHERE,	       0xc000000000000000UL,
	};

	if (index >= ARRAY_SIZE(bad))
		return false;
	*place = bad[index];
	return true;
}

unsigned long contract_good_place(unsigned int index, size_t size)
{
	const unsigned long good[] = {
		BUFFER,	    BUFFER + 1,		  BUFFER + 5, BORDER - size / 2,
		BORDER - 1, BORDER - 4003 % size, END - size, 0,
	};

	return good[index];
}

long contract_op_at(unsigned long gpa, dom0_op_t *op)
{
	long result;

	caller_write(gpa, op, sizeof(*op));
	result = driver_call(__HYPERVISOR_dom0_op, (const unsigned long[5]){ gpa });
	caller_read(gpa, op, sizeof(*op));
	return result;
}

unsigned long frames_left(void)
{
	dom0_op_t op = { .cmd = DOM0_PHYSINFO,
			 .interface_version = DOM0_INTERFACE_VERSION };

	CU_ASSERT_EQUAL(contract_op_at(PAGE, &op), 0);
	return op.u.physinfo.free_pages;
}

/* The number of the first domain from `from` on; -1: there is none. */
static int next_domain(unsigned int from)
{
	dom0_op_t op = { .cmd = DOM0_GETDOMAININFO,
			 .interface_version = DOM0_INTERFACE_VERSION,
			 .u.getdomaininfo.domain = (domid_t)from };

	return contract_op_at(PAGE, &op) ? -1 : op.u.getdomaininfo.domain;
}

unsigned int domains_alive(void)
{
	unsigned int count = 0;

	for (int id = -1; (id = next_domain((unsigned int)(id + 1))) >= 0;)
		count++;
	return count;
}

/* One call of a dom0 op, with all that holds for any of them. */
static const dom0_op_t *call_op(const struct contract_call *row)
{
	static dom0_op_t op;
	const unsigned long free = row->result < 0 ? frames_left() : 0;
	const unsigned int domains = row->result < 0 ? domains_alive() : 0;
	const bool last = row->each >= EACH_BAD_PLACE && !row->changes;
	const size_t kept = row->result >= 0 ? offsetof(dom0_op_t, u)
			    : row->changes   ? row->changes
					     : sizeof(op);

	op = row->op;
	caller_fill(PAGE, 0xee, MARGIN);
	caller_fill(PAGE + MARGIN + sizeof(op), 0xee, MARGIN);
	if (last)
		caller_fill(END - MARGIN, 0xee, MARGIN);
	check_result(contract_op_at(PAGE + MARGIN, &op), row);
	check(!memcmp(&op, &row->op, kept), row, "what the op must not change");
	check(caller_filled(PAGE, 0xee, MARGIN) &&
		      caller_filled(PAGE + MARGIN + sizeof(op), 0xee, MARGIN),
	      row, "the bytes around the op");
	check(!last || caller_filled(END - MARGIN, 0xee, MARGIN), row,
	      "the last bytes of memory");
	if (row->result < 0)
		check(frames_left() == free && domains_alive() == domains, row,
		      "free memory, and the domains");
	return &op;
}

static void call_once(const struct contract_call *row)
{
	if (row->op.cmd)
		call_op(row);
	else
		check_result(driver_call(row->number, row->arg), row);
}

/* Value number `index` of those that the row is repeated for. */
static bool vary(struct contract_call *row, unsigned int index)
{
	u8 *field = (u8 *)&row->op + row->at;
	unsigned long place;

	switch (row->each) {
	case EACH_NO_DOMAIN:
		if (index >= ARRAY_SIZE(no_domain))
			return false;
		memcpy(field, &no_domain[index], sizeof(u16));
		return true;
	case EACH_NO_VCPU:
		if (index >= ARRAY_SIZE(no_vcpu))
			return false;
		memcpy(field, &no_vcpu[index], sizeof(u16));
		return true;
	case EACH_BAD_PLACE:
	case EACH_BAD_PLACE_BUT_0:
		index += row->each == EACH_BAD_PLACE_BUT_0;
		if (!bad_place(index, row->size, &place))
			return false;
		if (row->op.cmd)
			memcpy(field, &place, sizeof(place));
		else
			row->arg[row->at] = place;
		return true;
	default:
		return index == 0;
	}
}

void contract_expect(const struct contract_call *row, size_t count)
{
	for (; count--; row++) {
		struct contract_call one = *row;

		for (unsigned int i = 0; vary(&one, i); i++)
			call_once(&one);
	}
}

const dom0_op_t *contract_op(const struct contract_call *row)
{
	return call_op(row);
}

const dom0_getdomaininfo_t *info(domid_t id)
{
	return REPLY(0, GETDOMAININFO, getdomaininfo, .domain = id);
}

long increase(unsigned long skip, unsigned long list, unsigned long count,
	      unsigned long order, domid_t id)
{
	return hypercall(dom_mem_op, MEMOP_increase_reservation | skip << 4, list, count,
			 order, id);
}

long decrease(unsigned long skip, unsigned long list, unsigned long count,
	      unsigned long order, domid_t id)
{
	return hypercall(dom_mem_op, MEMOP_decrease_reservation | skip << 4, list, count,
			 order, id);
}

static unsigned int slot_of(domid_t id)
{
	unsigned int slot = 0;

	while (slot < nr_made && made[slot].id != id)
		slot++;
	CU_ASSERT_FATAL(slot < DOMAINS);
	return slot;
}

void give_chunks(domid_t id, unsigned int chunks)
{
	unsigned int slot = slot_of(id);

	CU_ASSERT_FATAL(made[slot].chunks + chunks <= CHUNKS);
	CU_ASSERT_EQUAL_FATAL(increase(0, BUFFER, chunks, CHUNK_ORDER, id), chunks);
	caller_read(BUFFER, &made[slot].frame[made[slot].chunks],
		    chunks * sizeof(unsigned long));
	made[slot].chunks += chunks;
}

void make(domid_t id, unsigned int chunks)
{
	unsigned int slot = slot_of(id);

	made[slot].id = id;
	made[slot].chunks = 0;
	if (slot == nr_made)
		nr_made++;
	CU_ASSERT_EQUAL_FATAL(REPLY(0, CREATEDOMAIN, createdomain, .domain = id)->domain,
			      id);
	give_chunks(id, chunks);
}

unsigned long frame_of(domid_t id, unsigned int chunk)
{
	return made[slot_of(id)].frame[chunk];
}

unsigned long listed_frame(domid_t id, unsigned long index)
{
	DO(0, PPC_GETMEMLIST, ppc_getmemlist, .domain = id, .start_pfn = index,
	   .max_pfns = 1, .buffer = at(BUFFER));
	return caller_word(BUFFER, 0);
}

void take_chunk(domid_t id, unsigned int chunk)
{
	caller_set_word(BUFFER, 0, frame_of(id, chunk));
	CU_ASSERT_EQUAL(decrease(0, BUFFER, 1, CHUNK_ORDER, id), 1);
}

void destroy(domid_t id)
{
	DO(0, DESTROYDOMAIN, destroydomain, .domain = id);
}

void contract_setup(void)
{
	driver_case_start();
	nr_made = 0;
	free_before = frames_left();
	domains_before = domains_alive();
}

void contract_teardown(void)
{
	CU_ASSERT_EQUAL(hypercall(xen_version, XENVER_version), XEN_3_0);
	for (int id = 0; (id = next_domain((unsigned int)(id + 1))) > 0;)
		destroy((domid_t)id);
	CU_ASSERT_EQUAL(domains_alive(), domains_before);
	CU_ASSERT_EQUAL(frames_left(), free_before);
	driver_case_stop();
}
