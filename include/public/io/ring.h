/* SPDX-License-Identifier: MIT */
/*
 * Rings of requests and answers between two domains: one shared structure and, for each
 * end, a private one. The front end puts requests in and takes answers out; the back end
 * does the reverse. An answer goes into the slot of a request that was taken out, so a
 * front end that never has more requests in flight than slots needs no other flow
 * control. Nothing here waits or locks.
 *
 * The end that pushes needs a macro or function wmb(), which orders stores (libxc's
 * xc.h).
 */
#ifndef __XEN_PUBLIC_IO_RING_H__
#define __XEN_PUBLIC_IO_RING_H__

/* A free-running counter; modulo the number of slots it is the slot. */
typedef unsigned int RING_IDX;

/* Set all bits below the highest one that is set. */
#define __RING_FILL1(_x)  ((_x) | ((_x) >> 1))
#define __RING_FILL2(_x)  (__RING_FILL1(_x) | (__RING_FILL1(_x) >> 2))
#define __RING_FILL4(_x)  (__RING_FILL2(_x) | (__RING_FILL2(_x) >> 4))
#define __RING_FILL8(_x)  (__RING_FILL4(_x) | (__RING_FILL4(_x) >> 8))
#define __RING_FILL16(_x) (__RING_FILL8(_x) | (__RING_FILL8(_x) >> 16))
/* Round a number below 2^32 down to a power of two. */
#define __RING_POWER(_x) (__RING_FILL16(_x) - (__RING_FILL16(_x) >> 1))

/*
 * Number of slots of a ring with the shared structure _s in _sz bytes: as many as fit,
 * rounded down to a power of two. Constant if _sz is.
 */
#define __RING_SIZE(_s, _sz) \
	__RING_POWER(((_sz)-2 * sizeof(RING_IDX)) / sizeof((_s)->ring[0]))

/*
 * Define the types of a ring: NAME_sring_t is shared, NAME_front_ring_t and
 * NAME_back_ring_t are the private parts of its ends.
 */
#define DEFINE_RING_TYPES(__name, __req_t, __rsp_t)                                \
	/* A slot. */                                                              \
	union __name##_sring_entry {                                               \
		__req_t req;                                                       \
		__rsp_t rsp;                                                       \
	};                                                                         \
	struct __name##_sring {                                                    \
		RING_IDX req_prod;		    /* requests ever put in */     \
		RING_IDX rsp_prod;		    /* answers ever put in */      \
		union __name##_sring_entry ring[1]; /* the first of RING_SIZE() */ \
	};                                                                         \
	struct __name##_front_ring {                                               \
		RING_IDX req_prod_pvt; /* requests put in, pushed or not */        \
		RING_IDX rsp_cons;     /* answers taken out */                     \
		unsigned int nr_ents;  /* slots */                                 \
		struct __name##_sring *sring;                                      \
	};                                                                         \
	struct __name##_back_ring {                                                \
		RING_IDX rsp_prod_pvt; /* answers put in, pushed or not */         \
		RING_IDX req_cons;     /* requests taken out */                    \
		unsigned int nr_ents;  /* slots */                                 \
		struct __name##_sring *sring;                                      \
	};                                                                         \
	typedef struct __name##_sring __name##_sring_t;                            \
	typedef struct __name##_front_ring __name##_front_ring_t;                  \
	typedef struct __name##_back_ring __name##_back_ring_t;

/* Make a ring empty: the shared part once, then the private part of each end. */
#define SHARED_RING_INIT(_s)                         \
	do {                                         \
		(_s)->req_prod = (_s)->rsp_prod = 0; \
	} while (0)

#define FRONT_RING_INIT(_r, _s, __size)                  \
	do {                                             \
		(_r)->sring = (_s);                      \
		(_r)->nr_ents = __RING_SIZE(_s, __size); \
		(_r)->req_prod_pvt = (_r)->rsp_cons = 0; \
	} while (0)

#define BACK_RING_INIT(_r, _s, __size)                   \
	do {                                             \
		(_r)->sring = (_s);                      \
		(_r)->nr_ents = __RING_SIZE(_s, __size); \
		(_r)->rsp_prod_pvt = (_r)->req_cons = 0; \
	} while (0)

/* Join a ring that is in use. Its present contents count as taken out. */
#define FRONT_RING_ATTACH(_r, _s, __size)                \
	do {                                             \
		(_r)->sring = (_s);                      \
		(_r)->nr_ents = __RING_SIZE(_s, __size); \
		(_r)->req_prod_pvt = (_s)->req_prod;     \
		(_r)->rsp_cons = (_s)->rsp_prod;         \
	} while (0)

#define BACK_RING_ATTACH(_r, _s, __size)                 \
	do {                                             \
		(_r)->sring = (_s);                      \
		(_r)->nr_ents = __RING_SIZE(_s, __size); \
		(_r)->rsp_prod_pvt = (_s)->rsp_prod;     \
		(_r)->req_cons = (_s)->req_prod;         \
	} while (0)

/* Number of slots, for either end. */
#define RING_SIZE(_r) ((_r)->nr_ents)

/* Front end: number of requests without an answer; whether all slots are in use. */
#define RING_PENDING_REQUESTS(_r) ((_r)->req_prod_pvt - (_r)->rsp_cons)
#define RING_FULL(_r)		  (RING_PENDING_REQUESTS(_r) == RING_SIZE(_r))

/* Whether there is something to take out. Execute rmb() before reading it. */
#define RING_HAS_UNCONSUMED_RESPONSES(_r) ((_r)->rsp_cons != (_r)->sring->rsp_prod)
#define RING_HAS_UNCONSUMED_REQUESTS(_r)            \
	((_r)->req_cons != (_r)->sring->req_prod && \
	 (_r)->req_cons - (_r)->rsp_prod_pvt != RING_SIZE(_r))

/* Whether something was put in that the other end cannot see yet. */
#define RING_HAS_UNPUSHED_REQUESTS(_r)	((_r)->req_prod_pvt != (_r)->sring->req_prod)
#define RING_HAS_UNPUSHED_RESPONSES(_r) ((_r)->rsp_prod_pvt != (_r)->sring->rsp_prod)

/* Make what was put in visible to the other end. This sends no event. */
#define RING_PUSH_REQUESTS(_r)                              \
	do {                                                \
		wmb();                                      \
		(_r)->sring->req_prod = (_r)->req_prod_pvt; \
	} while (0)

#define RING_PUSH_RESPONSES(_r)                             \
	do {                                                \
		wmb();                                      \
		(_r)->sring->rsp_prod = (_r)->rsp_prod_pvt; \
	} while (0)

/* The slot of an index. */
#define RING_GET_REQUEST(_r, _idx)  (&(_r)->sring->ring[(_idx) & (RING_SIZE(_r) - 1)].req)
#define RING_GET_RESPONSE(_r, _idx) (&(_r)->sring->ring[(_idx) & (RING_SIZE(_r) - 1)].rsp)

/* Back end: whether request _cons would overtake the answers: the front end is faulty. */
#define RING_REQUEST_CONS_OVERFLOW(_r, _cons) \
	((_cons) - (_r)->rsp_prod_pvt >= RING_SIZE(_r))

#endif /* __XEN_PUBLIC_IO_RING_H__ */
