/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz.h - what every fuzz target has: an entry that libFuzzer and replay.c call, and laws.
 *
 * A target reads its input as a piece of Hustings would and then states what must hold
 * whatever the bytes were. A law that does not hold ends the program, as a sanitizer would. */
#ifndef HUSTINGS_FUZZ_H
#define HUSTINGS_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
/* libFuzzer calls it first, where a target has it, and does not count its time. */
int LLVMFuzzerInitialize(int *argc, char ***argv);

/* law(x): x holds, or the program says where it did not and aborts. */
#define law(holds) ((holds) ? (void)0 : law_broken(#holds, __FILE__, __LINE__))
_Noreturn void law_broken(const char *text, const char *file, int line);

bool is_utf8(const char *text, size_t len);
/* Reads each byte, so that a sanitizer sees whether all may be; a sum that the compiler cannot leave out. */
void touch(const void *bytes, size_t len);

#endif
