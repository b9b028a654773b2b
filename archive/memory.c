/* SPDX-License-Identifier: GPL-2.0-or-later */
/* memory.c - one flag a thread. */
#include "archive/memory.h"

static _Thread_local bool ended;

void memory_forget(void)
{
    ended = false;
}

void memory_note(void)
{
    ended = true;
}

bool memory_ended(void)
{
    return ended;
}
