/* SPDX-License-Identifier: GPL-2.0-or-later */
/* interrupt.h - SIGINT, SIGTERM and SIGHUP as something to look at. */
#ifndef HUSTINGS_INTERRUPT_H
#define HUSTINGS_INTERRUPT_H

#include <poll.h>
#include <stdbool.h>

/* From now on the first of them is noted; a second ends the program at once, as by default.
 * SIGPIPE is ignored: who reads what a run prints shall not end the run. */
void interrupt_catch(void);
bool interrupt_came(void);
/* As poll, but it returns at once, with nothing ready, when an interruption came or comes: none slips in before the
 * wait. */
int interrupt_poll(struct pollfd *fds, nfds_t count, int timeout_ms);

#endif
