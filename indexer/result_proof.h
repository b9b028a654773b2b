/* SPDX-License-Identifier: GPL-2.0-or-later */
/* result_proof.h - whether an archive still gives a result that was exported of it. */
#ifndef HUSTINGS_RESULT_PROOF_H
#define HUSTINGS_RESULT_PROOF_H

#include "archive/manifest.h"
#include "indexer/result_file.h"

enum proof_verdict {
    PROOF_HOLDS,
    PROOF_FILE,     /* the file does not fit its own manifests */
    PROOF_QUERY,    /* the manifest's query does not fit its parameters */
    PROOF_ARCHIVE,  /* it is of another archive */
    PROOF_SNAPSHOT, /* this archive does not know the snapshot (any more) */
    PROOF_DIFFERS,
    PROOF_VERDICTS
};
enum { PROOF_SHOWN = 20 }; /* ids of either kind that are named */

struct proof {
    enum proof_verdict verdict;
    char text[512]; /* why, as a line */
    struct manifest manifest; /* of the whole file (result_join.h) */
    size_t pieces;            /* that the file is of; 0: a manifest alone */
    uint64_t count; /* that the archive gives */
    uint64_t missing_count, further_count;
    const char *missing[PROOF_SHOWN], *further[PROOF_SHOWN]; /* in the archive's set and not in the file; the reverse */
    size_t missing_shown, further_shown;
};

const char *proof_name(enum proof_verdict verdict); /* "differs" */
/* All of *out lives in arena and in file. -1: it could not be proved either way. */
int result_prove(const char *archive, const struct result_file *file, struct arena *arena, struct proof *out,
                 struct error *err);

#endif
