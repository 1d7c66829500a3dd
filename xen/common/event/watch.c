// SPDX-License-Identifier: GPL-2.0-or-later
/* Events about what happens to a domain (xen/event/watch.h). */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/lib.h>

static void forget(struct watchers *w, u32 place)
{
	domain_put(w->watcher[place].owner);
	for (; place + 1 < XEN_PPC_WATCHERS; place++)
		w->watcher[place] = w->watcher[place + 1];
	w->watcher[place] = (struct watcher){ 0 };
}

/* The place of that port, or of the first empty one, or XEN_PPC_WATCHERS. */
static u32 find(const struct watchers *w, const struct domain *owner, u32 port)
{
	u32 place = 0;

	while (place < XEN_PPC_WATCHERS && w->watcher[place].port &&
	       (w->watcher[place].owner != owner || w->watcher[place].port != port))
		place++;
	return place;
}

int domain_watch(struct domain *d, struct domain *owner, u32 port, u16 events)
{
	struct watchers *w = &d->watchers;
	u32 place;

	if (!evtchn_is_for(owner, port, d))
		return -EINVAL;
	if (!events) {
		domain_watch_end(d, owner, port);
		return 0;
	}
	place = find(w, owner, port);
	if (place == XEN_PPC_WATCHERS)
		forget(w, 0), place--;
	if (!w->watcher[place].port)
		domain_get(owner);
	w->watcher[place] = (struct watcher){ owner, events, port };
	return 0;
}

void domain_watch_end(struct domain *d, const struct domain *owner, u32 port)
{
	u32 place = find(&d->watchers, owner, port);

	if (place < XEN_PPC_WATCHERS && d->watchers.watcher[place].port)
		forget(&d->watchers, place);
}

void domain_watch_none(struct domain *d)
{
	while (d->watchers.watcher[0].port)
		forget(&d->watchers, 0);
}

void domain_watch_event(struct domain *d, u16 events)
{
	for (u32 place = 0; place < XEN_PPC_WATCHERS; place++) {
		const struct watcher *watcher = &d->watchers.watcher[place];

		/* An empty place has no events. */
		if (watcher->events & events)
			evtchn_raise(watcher->owner, watcher->port);
	}
}
