/* SPDX-License-Identifier: GPL-2.0-or-later */
/* chance.c - a fuzz target over inputs made by chance, the same each time, without libFuzzer.
 *
 * usage: chance_TARGET COUNT [SEED]. The environment's FUZZ_COUNT and FUZZ_SEED come before these. */
#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>

enum { INPUT_MAX = 96 };

static unsigned long long number(const char *name, const char *argument, unsigned long long standard)
{
    const char *text = getenv(name);
    text = text ? text : argument;
    return text ? strtoull(text, NULL, 10) : standard;
}

int main(int argc, char **argv)
{
    unsigned long long count = number("FUZZ_COUNT", argc > 1 ? argv[1] : NULL, 0);
    unsigned long long seed = number("FUZZ_SEED", argc > 2 ? argv[2] : NULL, 1);
    uint8_t input[INPUT_MAX];

    if (!count) {
        fprintf(stderr, "usage: %s COUNT [SEED]\n", argv[0]);
        return 2;
    }
    for (unsigned long long i = 0; i < count; i++) {
        uint64_t state = (seed * 0x9E3779B97F4A7C15u + i) * 0xD1342543DE82EF95u + 1;
        size_t size = 4 + (size_t)(state >> 33) % (INPUT_MAX - 4);
        for (size_t k = 0; k < size; k++) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            input[k] = (uint8_t)(state >> 33);
        }
        if (i % 500 == 0)
            fprintf(stderr, "%llu of seed %llu\n", i, seed);
        LLVMFuzzerTestOneInput(input, size);
    }
    printf("%llu inputs\n", count);
    return 0;
}
