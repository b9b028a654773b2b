/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_dice.h - draws that a seed repeats. random() is no such thing here: libuuid, of which libxapian has the ids of its
 * databases, seeds it by the clock. */
#ifndef HUSTINGS_TEST_DICE_H
#define HUSTINGS_TEST_DICE_H

#include <stdlib.h>

static unsigned short test_dice[3];

static inline void dice_seed(unsigned seed)
{
    test_dice[0] = 0x330e; /* as srand48 */
    test_dice[1] = (unsigned short)seed;
    test_dice[2] = (unsigned short)(seed >> 16);
}

static inline unsigned pick(unsigned below)
{
    return (unsigned)(nrand48(test_dice) % below);
}

#endif
