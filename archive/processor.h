/* SPDX-License-Identifier: GPL-2.0-or-later */
/* processor.h - loops that are worth more than the least processor's instructions. */
#ifndef HUSTINGS_PROCESSOR_H
#define HUSTINGS_PROCESSOR_H

/* Compiled for AVX2 too, and chosen when the program starts; not under sanitizers, which are not ready by then. */
#if defined __x86_64__ && !defined __SANITIZE_ADDRESS__ && !defined __SANITIZE_THREAD__ && !defined __clang__
#define FOR_THIS_PROCESSOR __attribute__((target_clones("avx2", "default")))
#else
#define FOR_THIS_PROCESSOR
#endif

#endif
