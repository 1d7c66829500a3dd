// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Computations whose result depends on each of many steps: floating-point arithmetic in
 * all rounding modes, saturating and permuting vector arithmetic, and loads and stores.
 * Known results are checked at once; the others go into the sum.
 */
#include <altivec.h>
#include <fenv.h>
#include <math.h>
#include <string.h>

#include "check.h"

#define FLOAT_STEPS  20000
#define VECTOR_STEPS 20000
#define TABLE_WORDS  8192
#define VSCR_SAT     1U

static u64 bits(double value)
{
	u64 word;

	memcpy(&word, &value, sizeof(word));
	return word;
}

/* Divisions that are never exact: the last bit depends on the rounding mode. */
static void check_rounding(void)
{
	static const struct {
		int mode;
		u64 third, minus_third;
	} modes[] = {
		{ FE_TONEAREST, 0x3fd5555555555555, 0xbfd5555555555555 },
		{ FE_TOWARDZERO, 0x3fd5555555555555, 0xbfd5555555555555 },
		{ FE_UPWARD, 0x3fd5555555555556, 0xbfd5555555555555 },
		{ FE_DOWNWARD, 0x3fd5555555555555, 0xbfd5555555555556 },
	};
	volatile double one = 1, three = 3;

	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		u64 third, minus_third;

		fesetround(modes[i].mode);
		third = bits(one / three);
		minus_third = bits(-one / three);
		if (third != modes[i].third || minus_third != modes[i].minus_third)
			fail("rounding mode %d: 1/3 is %016llx, -1/3 is %016llx",
			     modes[i].mode, (unsigned long long)third,
			     (unsigned long long)minus_third);
		if (fegetround() != modes[i].mode)
			fail("rounding mode %d became %d", modes[i].mode, fegetround());
	}
	fesetround(FE_TONEAREST);
}

/* The sum of 1 to n, and of the cubes, which is its square: both are exact. */
static void check_exact(void)
{
	volatile double sum = 0, cubes = 0;

	for (int i = 1; i <= 2000; i++) {
		sum += i;
		cubes += (double)i * i * i;
	}
	if (sum != 2001000 || cubes != sum * sum)
		fail("exact sums: %.17g, %.17g", sum, cubes);
}

static u64 float_chain(u64 *random)
{
	static const int modes[] = { FE_TONEAREST, FE_TOWARDZERO, FE_UPWARD,
				     FE_DOWNWARD };
	double x = 1.5, y = 0.75;
	u64 result = 0;

	for (int i = 0; i < FLOAT_STEPS; i++) {
		double r = 1 + (double)(random_next(random) >> 12) * 0x1p-52;

		if (i % 64 == 0)
			fesetround(modes[i / 64 % 4]);
		x = x * r + y;
		y = sqrt(y + r) / (x + 1);
		/* Scale it back to between 1 and 2. */
		x = frexp(x, &(int){ 0 }) * 2;
		result = result << 1 ^ result >> 63 ^ bits(x) ^ bits(y);
	}
	fesetround(FE_TONEAREST);
	return result;
}

static u32 saturated(void)
{
	vector unsigned short vscr = vec_mfvscr();
	u32 word[4];

	memcpy(word, &vscr, sizeof(word));
	return word[0] & VSCR_SAT;
}

static void set_vscr(u32 value)
{
	u32 word[4] = { value };
	vector unsigned int vscr;

	memcpy(&vscr, word, sizeof(vscr));
	vec_mtvscr(vscr);
}

static void check_saturation(void)
{
	/* volatile: computed here, not by the compiler. */
	volatile vector signed short most = vec_splats((short)0x7fff);
	volatile vector signed short one = vec_splats((short)1);
	volatile vector signed short sum;

	set_vscr(0);
	sum = vec_adds(one, one);
	if (saturated() || sum[7] != 2)
		fail("vector: 1 + 1 is %d, SAT %u", sum[7], saturated());
	sum = vec_adds(most, one);
	if (!saturated() || sum[0] != 0x7fff)
		fail("vector: 0x7fff + 1 is %#x, SAT %u", sum[0], saturated());
	sum = vec_adds(one, one);
	if (!saturated() || sum[0] != 2)
		fail("vector: SAT does not stay");
	set_vscr(0);
}

static u64 vector_chain(u64 *random)
{
	vector unsigned long long a = { random_next(random), random_next(random) };
	vector unsigned long long b = { random_next(random), random_next(random) };
	vector double f = { 1, 2 };
	u64 result = 0;

	for (int i = 0; i < VECTOR_STEPS; i++) {
		vector signed short s =
			vec_adds((vector signed short)a, (vector signed short)b);
		vector unsigned char p =
			vec_perm((vector unsigned char)a, (vector unsigned char)b,
				 (vector unsigned char)s);

		f = f * 0.5 + (vector double){ 1.25, 0.625 };
		b = vec_rl(b, a) ^ (vector unsigned long long)p;
		a = a + b + (vector unsigned long long)f;
		result += a[0] ^ b[1];
	}
	return result;
}

/* Walk a table in an order that depends on its contents. */
static u64 memory_chain(u64 *random)
{
	static u64 table[TABLE_WORDS];
	u64 at = 0;

	for (size_t i = 0; i < TABLE_WORDS; i++)
		table[i] = random_next(random);
	for (size_t i = 0; i < 4ULL * TABLE_WORDS; i++) {
		u64 next = table[at % TABLE_WORDS] + at;

		table[at % TABLE_WORDS] = next << 7 ^ next >> 57 ^ i;
		at = next;
	}
	return at;
}

u64 compute_unit(u64 seed, u64 n)
{
	u64 random = random_at(seed, n);
	u64 result;

	check_rounding();
	check_exact();
	check_saturation();
	result = float_chain(&random);
	result = random_at(result, vector_chain(&random));
	return random_at(result, memory_chain(&random));
}
