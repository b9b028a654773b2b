/* SPDX-License-Identifier: GPL-2.0-or-later */
/* interrupt.c - SIGINT, SIGTERM and SIGHUP as something to look at. */
#include "indexer/interrupt.h"

#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t came;

static void note(int number)
{
    (void)number;
    came = 1;
}

void interrupt_catch(void)
{
    struct sigaction once = {.sa_handler = note, .sa_flags = (int)SA_RESETHAND | SA_RESTART};

    sigemptyset(&once.sa_mask);
    sigaction(SIGINT, &once, NULL);
    sigaction(SIGTERM, &once, NULL);
    sigaction(SIGHUP, &once, NULL);
    signal(SIGPIPE, SIG_IGN);
}

bool interrupt_came(void)
{
    return came != 0;
}
