/* SPDX-License-Identifier: MIT */
/*
 * Rings of requests and answers between two domains: one shared structure and, for each
 * end, a private one. The front end puts requests in and takes answers out, the back end
 * the reverse. An answer goes into the slot of a request that was taken out, so an end
 * that never has more requests under way than there are slots needs no other flow
 * control; nothing here waits or locks.
 *
 * Whoever pushes has a macro or function wmb(), which orders stores (libxc's xc.h).
 */
#ifndef __XEN_PUBLIC_IO_RING_H__
#define __XEN_PUBLIC_IO_RING_H__

/* Counts on for ever; the slot is its remainder by the number of slots. */
typedef unsigned int RING_IDX;

/* Every bit below the highest one that is set, and that one. */
#define __RING_FILL1(_x)  ((_x) | ((_x) >> 1))
#define __RING_FILL2(_x)  (__RING_FILL1(_x) | (__RING_FILL1(_x) >> 2))
#define __RING_FILL4(_x)  (__RING_FILL2(_x) | (__RING_FILL2(_x) >> 4))
#define __RING_FILL8(_x)  (__RING_FILL4(_x) | (__RING_FILL4(_x) >> 8))
#define __RING_FILL16(_x) (__RING_FILL8(_x) | (__RING_FILL8(_x) >> 16))
/* A number below 2^32, rounded down to a power of two. */
#define __RING_POWER(_x) (__RING_FILL16(_x) - (__RING_FILL16(_x) >> 1))

/*
 * Slots of a ring, given a pointer to its shared structure and the bytes that this may
 * take with its slots: as many as fit, rounded down to a power of two. A constant if
 * _sz is one.
 */
#define __RING_SIZE(_s, _sz) \
	__RING_POWER(((_sz)-2 * sizeof(RING_IDX)) / sizeof((_s)->ring[0]))

/*
 * Makes the types of a ring: NAME_sring_t is shared, NAME_front_ring_t and
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

/* An empty ring: the shared part once, then each end its own. */
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

/* An end joins a ring that is in use. What is in it counts as taken out. */
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

/* Slots of a ring, of either end. */
#define RING_SIZE(_r) ((_r)->nr_ents)

/* Front end: requests that have no answer yet; is there no slot for another? */
#define RING_PENDING_REQUESTS(_r) ((_r)->req_prod_pvt - (_r)->rsp_cons)
#define RING_FULL(_r)		  (RING_PENDING_REQUESTS(_r) == RING_SIZE(_r))

/* Is there something to take out? Then rmb() before it is read. */
#define RING_HAS_UNCONSUMED_RESPONSES(_r) ((_r)->rsp_cons != (_r)->sring->rsp_prod)
#define RING_HAS_UNCONSUMED_REQUESTS(_r)            \
	((_r)->req_cons != (_r)->sring->req_prod && \
	 (_r)->req_cons - (_r)->rsp_prod_pvt != RING_SIZE(_r))

/* Is there something that was put in, but that the other end cannot see yet? */
#define RING_HAS_UNPUSHED_REQUESTS(_r)	((_r)->req_prod_pvt != (_r)->sring->req_prod)
#define RING_HAS_UNPUSHED_RESPONSES(_r) ((_r)->rsp_prod_pvt != (_r)->sring->rsp_prod)

/* Let the other end see what was put in. It is not told: that takes an event. */
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

/* Back end: would taking out request _cons lap the answers? A front end that lies. */
#define RING_REQUEST_CONS_OVERFLOW(_r, _cons) \
	((_cons) - (_r)->rsp_prod_pvt >= RING_SIZE(_r))

#endif /* __XEN_PUBLIC_IO_RING_H__ */
