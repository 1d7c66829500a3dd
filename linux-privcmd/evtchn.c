// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/xen/evtchn: events for programs (include/public/linux/evtchn.h).
 *
 * The hypervisor signals events by one interrupt and returns them port by port. Only
 * this driver knows which file a port is bound to, and whether it is masked.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/fs.h>
#include <linux/interrupt.h>
#include <linux/irqdomain.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/of_irq.h>
#include <linux/poll.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include <asm/io.h>

#include "evtchn.h"
#include "hypercall.h"

/* Capacity of a ring in events: a power of 2, so that positions may wrap. */
#define RING_SIZE 2048

/* An open file. */
struct listener {
	struct mutex reader; /* held while events are taken from the ring or discarded */
	wait_queue_head_t wait;
	struct fasync_struct *fasync;
	bool overflow;
	unsigned int head,
		tail; /* positions written and read; the entries between are valid */
	u16 ring[RING_SIZE];
};

struct port {
	struct listener *listener; /* NULL: not bound */
	bool masked;		   /* delivered, and not written back yet */
	bool pending;		   /* an event came that was not delivered */
};

/* Guards the ports, all rings, and the op. Taken by the interrupt handler. */
static DEFINE_SPINLOCK(lock);
static struct port ports[NR_EVENT_CHANNELS];
static evtchn_op_t *op;
static unsigned int irq;

static bool valid_port(unsigned long port)
{
	return port > 0 && port < NR_EVENT_CHANNELS;
}

/* Ask the hypervisor for the port of the next event; 0 if there is none. */
static unsigned int take_event(void)
{
	const privcmd_hypercall_t call = {
		.op = __HYPERVISOR_event_channel_op,
		.arg = { virt_to_phys(op) },
	};

	op->cmd = EVTCHNOP_ppc_take;
	op->u.ppc_take.port = 0;
	if (xen_hypercall(&call) || !valid_port(op->u.ppc_take.port))
		return 0;
	return op->u.ppc_take.port;
}

static void put_in_ring(struct listener *l, u16 port)
{
	bool first = l->head == l->tail;

	if (l->head - l->tail == RING_SIZE) {
		l->overflow = true;
		wake_up_interruptible(&l->wait);
		return;
	}
	l->ring[l->head++ % RING_SIZE] = port;
	if (!first)
		return;
	wake_up_interruptible(&l->wait);
	kill_fasync(&l->fasync, SIGIO, POLL_IN);
}

/* Deliver a pending event, if the port has a listener and is not masked. */
static void deliver(unsigned int n)
{
	struct port *port = &ports[n];

	if (!port->pending || !port->listener || port->masked)
		return;
	port->pending = false;
	port->masked = true;
	put_in_ring(port->listener, n);
}

/*
 * Take events until there are none, but not for ever: another CPU may send as
 * fast as this one takes. Returns true if there may be more.
 */
static bool take_events(void)
{
	unsigned int n = 0, port;
	unsigned long flags;

	spin_lock_irqsave(&lock, flags);
	while (n++ < NR_EVENT_CHANNELS && (port = take_event())) {
		ports[port].pending = true;
		deliver(port);
	}
	spin_unlock_irqrestore(&lock, flags);
	return n > NR_EVENT_CHANNELS;
}

static void take_more(struct work_struct *work)
{
	if (take_events())
		schedule_work(work);
}
static DECLARE_WORK(more, take_more);

static irqreturn_t evtchn_interrupt(int number, void *data)
{
	if (take_events())
		schedule_work(&more);
	return IRQ_HANDLED;
}

static int evtchn_open(struct inode *inode, struct file *file)
{
	struct listener *l = kzalloc(sizeof(*l), GFP_KERNEL_ACCOUNT);

	if (!l)
		return -ENOMEM;
	mutex_init(&l->reader);
	init_waitqueue_head(&l->wait);
	file->private_data = l;
	return nonseekable_open(inode, file);
}

/* From now on, an event stays pending until the port is bound again. */
static void unbind(struct port *port)
{
	port->listener = NULL;
	port->masked = false;
}

static int evtchn_release(struct inode *inode, struct file *file)
{
	struct listener *l = file->private_data;

	spin_lock_irq(&lock);
	for (unsigned int i = 0; i < NR_EVENT_CHANNELS; i++)
		if (ports[i].listener == l)
			unbind(&ports[i]);
	spin_unlock_irq(&lock);
	mutex_destroy(&l->reader);
	kfree(l);
	return 0;
}

static int bind_port(struct listener *l, unsigned long port)
{
	int err = -EINVAL;

	if (!valid_port(port))
		return err;
	spin_lock_irq(&lock);
	if (!ports[port].listener) {
		ports[port].listener = l;
		deliver(port);
		err = 0;
	}
	spin_unlock_irq(&lock);
	return err;
}

static int unbind_port(struct listener *l, unsigned long port)
{
	int err = -EINVAL;

	if (!valid_port(port))
		return err;
	spin_lock_irq(&lock);
	if (ports[port].listener == l) {
		unbind(&ports[port]);
		err = 0;
	}
	spin_unlock_irq(&lock);
	return err;
}

static int reset(struct listener *l)
{
	if (mutex_lock_interruptible(&l->reader))
		return -ERESTARTSYS;
	spin_lock_irq(&lock);
	l->head = 0;
	l->tail = 0;
	l->overflow = false;
	spin_unlock_irq(&lock);
	mutex_unlock(&l->reader);
	return 0;
}

static long evtchn_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case EVTCHN_RESET:
		return reset(file->private_data);
	case EVTCHN_BIND:
		return bind_port(file->private_data, arg);
	case EVTCHN_UNBIND:
		return unbind_port(file->private_data, arg);
	default:
		return -ENOSYS;
	}
}

/* Number of events in the ring; once they have been read, -EFBIG after an overflow. */
static int waiting(struct listener *l)
{
	int n;

	spin_lock_irq(&lock);
	n = l->head - l->tail;
	if (!n && l->overflow)
		n = -EFBIG;
	spin_unlock_irq(&lock);
	return n;
}

/*
 * Copy @count entries and then take them out of the ring. While the mutex is held,
 * entries are only appended, so that those being copied do not change.
 */
static ssize_t copy_entries(struct listener *l, u16 __user *user, unsigned int count)
{
	unsigned int at = l->tail % RING_SIZE;
	unsigned int before_end = min_t(unsigned int, count, RING_SIZE - at);

	if (copy_to_user(user, l->ring + at, before_end * sizeof(u16)) ||
	    copy_to_user(user + before_end, l->ring, (count - before_end) * sizeof(u16)))
		return -EFAULT;
	spin_lock_irq(&lock);
	l->tail += count;
	spin_unlock_irq(&lock);
	return count * sizeof(u16);
}

/* Returns 0 if there is no event. */
static ssize_t read_now(struct listener *l, u16 __user *user, size_t room)
{
	ssize_t n;

	if (mutex_lock_interruptible(&l->reader))
		return -ERESTARTSYS;
	n = waiting(l);
	if (n > 0)
		n = copy_entries(l, user, min_t(size_t, n, room));
	mutex_unlock(&l->reader);
	return n;
}

static ssize_t evtchn_read(struct file *file, char __user *user, size_t size, loff_t *pos)
{
	struct listener *l = file->private_data;
	ssize_t n;

	if (size < sizeof(u16))
		return -EINVAL;
	while (!(n = read_now(l, (u16 __user *)user, size / sizeof(u16)))) {
		if (file->f_flags & O_NONBLOCK)
			return -EAGAIN;
		if (wait_event_interruptible(l->wait, waiting(l)))
			return -ERESTARTSYS;
	}
	return n;
}

/* Ports of other listeners and invalid numbers are skipped. */
static void unmask(struct listener *l, const u16 *port, unsigned int count)
{
	spin_lock_irq(&lock);
	for (unsigned int i = 0; i < count; i++) {
		if (!valid_port(port[i]) || ports[port[i]].listener != l)
			continue;
		ports[port[i]].masked = false;
		deliver(port[i]);
	}
	spin_unlock_irq(&lock);
}

static ssize_t evtchn_write(struct file *file, const char __user *user, size_t size,
			    loff_t *pos)
{
	u16 port[64];
	size_t n, done = 0;

	if (size < sizeof(u16))
		return -EINVAL;
	size = min_t(size_t, size, RING_SIZE * sizeof(u16)) & ~(sizeof(u16) - 1);
	for (; done < size; done += n) {
		n = min(size - done, sizeof(port));
		if (copy_from_user(port, user + done, n))
			return done ? done : -EFAULT;
		unmask(file->private_data, port, n / sizeof(u16));
	}
	return done;
}

static __poll_t evtchn_poll(struct file *file, poll_table *wait)
{
	struct listener *l = file->private_data;
	__poll_t mask = EPOLLOUT | EPOLLWRNORM;

	poll_wait(file, &l->wait, wait);
	spin_lock_irq(&lock);
	if (l->head != l->tail)
		mask |= EPOLLIN | EPOLLRDNORM;
	if (l->overflow)
		mask = EPOLLERR;
	spin_unlock_irq(&lock);
	return mask;
}

static int evtchn_fasync(int fd, struct file *file, int on)
{
	struct listener *l = file->private_data;

	return fasync_helper(fd, file, on, &l->fasync);
}

static const struct file_operations evtchn_fops = {
	.owner = THIS_MODULE,
	.open = evtchn_open,
	.release = evtchn_release,
	.unlocked_ioctl = evtchn_ioctl,
	.read = evtchn_read,
	.write = evtchn_write,
	.poll = evtchn_poll,
	.fasync = evtchn_fasync,
};

/*
 * The device's number since 2005: programs of that time create the node themselves if
 * they find one with another number.
 */
#define EVTCHN_MINOR 201

static struct miscdevice evtchn_misc = {
	.minor = EVTCHN_MINOR,
	.name = "xen!evtchn",
	.nodename = "xen/evtchn",
	.mode = 0600,
	.fops = &evtchn_fops,
};

/* Events that came before the interrupt had a handler raise none: take them now. */
static int start(void)
{
	int err = request_irq(irq, evtchn_interrupt, 0, "xen-evtchn", &evtchn_misc);

	if (err)
		return err;
	err = misc_register(&evtchn_misc);
	if (err) {
		free_irq(irq, &evtchn_misc);
		return err;
	}
	schedule_work(&more);
	return 0;
}

int evtchn_init(struct device_node *node)
{
	int err;

	irq = irq_of_parse_and_map(node, 0);
	if (!irq)
		return 0;
	op = kmalloc(sizeof(*op), GFP_KERNEL);
	err = op ? start() : -ENOMEM;
	if (!err)
		return 0;
	pr_err("cannot create /dev/xen/evtchn (%d)\n", err);
	kfree(op);
	irq_dispose_mapping(irq);
	return err;
}

void evtchn_exit(void)
{
	if (!irq)
		return;
	misc_deregister(&evtchn_misc);
	free_irq(irq, &evtchn_misc);
	cancel_work_sync(&more);
	kfree(op);
	irq_dispose_mapping(irq);
}
