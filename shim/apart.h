/* SPDX-License-Identifier: GPL-2.0-or-later */
/* apart.h - a library of C++ behind functions of C, which throws when there is no memory. */
#ifndef HUSTINGS_SHIM_APART_H
#define HUSTINGS_SHIM_APART_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Calls body with ctx. False: something was thrown out of it, and what it had taken is lost. Its source is to be compiled
 * with -fexceptions. */
bool apart_call(void (*body)(void *ctx), void *ctx);

#ifdef __cplusplus
}
#endif

#endif
