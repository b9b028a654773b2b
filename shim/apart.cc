// SPDX-License-Identifier: GPL-2.0-or-later
// apart.cc - where an exception that crosses C ends.
#include "apart.h"

bool apart_call(void (*body)(void *ctx), void *ctx)
{
    try {
        body(ctx);
        return true;
    } catch (...) {
        return false;
    }
}
