/* SPDX-License-Identifier: GPL-2.0-or-later */
/* prove_run.c - a run's files against their checksums. */
#include "archive/prove_run.h"

#include "archive/blocks.h"
#include "archive/columns.h"
#include "archive/copies_run.h"
#include "archive/forward.h"
#include "archive/names.h"
#include "archive/pairs.h"
#include "archive/sums.h"

#include <limits.h>
#include <stdio.h>

int prove_run(const char *path, const struct pace *pace, struct error *err)
{
    static const struct sealed_kind *const kinds[] = {&forward_kind, &blocks_kind, &columns_kind,
                                                      &pairs_kind,   &names_kind,  &copies_kind};
    struct error why = {0};

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        char file[PATH_MAX];
        snprintf(file, sizeof file, "%.4000s/%s", path, kinds[i]->file);
        void *opened = sealed_verify(kinds[i], file, pace, err) == 0 ? sealed_open(kinds[i], file, false, err) : NULL;
        if (!opened)
            return -1;
        sealed_close(opened);
    }
    if (sums_check(path, pace, &why) == 0 || why.fault == FAULT_NOT_FOUND)
        return 0;
    return error_set(err, why.fault, "run '%.300s': %s", path, why.text);
}
