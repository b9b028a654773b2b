/* SPDX-License-Identifier: GPL-2.0-or-later */
/* replay.c - a fuzz target over inputs that are kept, without libFuzzer: what was found once stays found.
 *
 * usage: replay_TARGET FILE|FOLDER... */
#include "tests/fuzz/fuzz.h"

#include <errno.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "archive/scoped.h"

enum { SEED_MAX = 1 << 20 };

static bool replay(const char *path, off_t size)
{
    scoped(file) FILE *file = fopen(path, "re");
    if (!file || size < 0 || size > SEED_MAX)
        return false;
    scoped(char_ptr) char *bytes = malloc((size_t)size + 1);
    if (!bytes || fread(bytes, 1, (size_t)size, file) != (size_t)size)
        return false;
    /* Exactly as long as the input, so that a byte behind it is seen to be read. */
    scoped(char_ptr) uint8_t *exact = malloc(size ? (size_t)size : 1);
    if (!exact)
        return false;
    memcpy(exact, bytes, (size_t)size);
    LLVMFuzzerTestOneInput(exact, (size_t)size);
    return true;
}

int main(int argc, char **argv)
{
    size_t count = 0;
    FTS *tree = argc > 1 ? fts_open(argv + 1, FTS_LOGICAL | FTS_NOCHDIR, NULL) : NULL;
    if (!tree) {
        fprintf(stderr, "usage: %s FILE|FOLDER...\n", argv[0]);
        return 2;
    }
    for (FTSENT *entry; (entry = fts_read(tree));) {
        if (entry->fts_info == FTS_D || entry->fts_info == FTS_DP)
            continue;
        /* Said before, so that a crash names its input. */
        printf("%s\n", entry->fts_path);
        fflush(stdout);
        if (entry->fts_info != FTS_F || !replay(entry->fts_path, entry->fts_statp->st_size)) {
            fprintf(stderr, "cannot read %s\n", entry->fts_path);
            return 1;
        }
        count++;
    }
    fts_close(tree);
    printf("%zu inputs\n", count);
    return count ? 0 : 1;
}
