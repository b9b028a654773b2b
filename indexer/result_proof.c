/* SPDX-License-Identifier: GPL-2.0-or-later */
/* result_proof.c - whether an archive still gives a result that was exported of it. */
#include "indexer/result_proof.h"

#include "archive/scoped.h"
#include "indexer/result_join.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *proof_name(enum proof_verdict verdict)
{
    static const char *const names[PROOF_VERDICTS] = {"proved", "file_broken", "query_changed", "other_archive",
                                                      "snapshot_unknown", "differs"};
    return names[verdict];
}

struct proving {
    const struct result_file *file;
    struct arena *arena; /* for what the proof tells */
    struct proof *proof;
    struct id_list ids; /* that the archive gives, where file lists its own */
};

static int settle(struct proof *p, enum proof_verdict verdict, const char *text)
{
    p->verdict = verdict;
    snprintf(p->text, sizeof p->text, "%s", text);
    return 0;
}

/* Puts more behind what was settled. */
static void remark(struct proof *p, const char *text)
{
    size_t len = strlen(p->text);

    snprintf(p->text + len, sizeof p->text - len, "; %s", text);
}

/* ---- the file against its manifests ---------------------------------- */

static int read_manifests(struct proving *v, struct manifest **out, struct error *err)
{
    const struct result_file *file = v->file;
    struct manifest *m = arena_alloc(v->arena, file->part_count * sizeof *m);

    if (!m)
        return error_set(err, FAULT_MEMORY, "no memory to read manifests");
    for (size_t i = 0; i < file->part_count; i++)
        if (manifest_read(file->parts[i].manifest, v->arena, &m[i], err) < 0)
            return -1;
    *out = m;
    return 0;
}

/* Sets the proof's manifest; false with its verdict. *err is set where it cannot be told. */
static bool fits_manifests(struct proving *v, struct error *err)
{
    struct proof *p = v->proof;
    struct manifest *of_parts = NULL;
    struct error why = {0};

    if (read_manifests(v, &of_parts, &why) < 0)
        p->verdict = PROOF_QUERY;
    else if (result_join(v->file, of_parts, &p->manifest, &p->pieces, &why) < 0)
        p->verdict = PROOF_FILE;
    else
        return true;
    if (why.fault == FAULT_INVALID)
        settle(p, p->verdict, why.text);
    else
        error_set(err, why.fault, "%s", why.text);
    return false;
}

/* ---- the archive's set ----------------------------------------------- */

static int compare_ids(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static const char **sorted(const struct id_list *l)
{
    const char **at = malloc((l->count + 1) * sizeof *at);

    for (size_t i = 0; at && i < l->count; i++)
        at[i] = id_list_at(l, i);
    if (at)
        qsort(at, l->count, sizeof *at, compare_ids);
    return at;
}

static bool name(struct arena *arena, const char *id, const char **shown, size_t *count, uint64_t *all)
{
    (*all)++;
    if (*count == PROOF_SHOWN)
        return true;
    return (shown[(*count)++] = arena_copy(arena, id, strlen(id))) != NULL;
}

static int compare_lists(struct proving *v, struct error *err)
{
    struct proof *p = v->proof;
    const struct id_list *given = &v->file->ids, *found = &v->ids;
    scoped(char_ptr) const char **left = sorted(given), **right = sorted(found);
    bool ok = left && right;
    size_t i = 0, k = 0;

    while (ok && (i < given->count || k < found->count)) {
        int order = i == given->count ? 1 : k == found->count ? -1 : strcmp(left[i], right[k]);
        if (order < 0)
            ok = name(v->arena, left[i], p->further, &p->further_shown, &p->further_count);
        else if (order > 0)
            ok = name(v->arena, right[k], p->missing, &p->missing_shown, &p->missing_count);
        i += order <= 0;
        k += order >= 0;
    }
    if (!ok)
        return error_set(err, FAULT_MEMORY, "no memory to compare results");
    if (p->missing_count || p->further_count)
        return 0;
    for (i = 0; i < given->count && strcmp(id_list_at(given, i), id_list_at(found, i)) == 0; i++)
        continue;
    snprintf(p->text, sizeof p->text, "the archive gives the same articles in another order, from article %zu on",
             i + 1);
    return 0;
}

static int list_archive(struct reader *r, struct proving *v, struct manifest *is, struct error *err)
{
    const struct manifest *said = &v->proof->manifest;
    struct listing_place place = {0}; /* r shows the snapshot already, with whatever synonyms there are now */
    struct arena set = arena_make(SEARCH_ARENA_MAX);
    struct manifest_ids sum;
    struct record_text id;
    struct listing l;
    int got = 1;

    manifest_ids_begin(&sum);
    id_list_free(&v->ids);
    int rc = said->after ? listing_docid(r, said->after, &place.after, err) : 0;
    if (rc < 0 || listing_begin(r, &said->request, &place, &set, &l, err) < 0) {
        arena_free(&set);
        return -1;
    }
    is->understood_as = arena_copy(v->arena, l.set.understood_as, strlen(l.set.understood_as));
    is->snapshot = l.snapshot;
    while (rc == 0 && !(said->limit && sum.count == said->limit) && (got = listing_next_id(&l, &id, NULL, err)) == 1) {
        manifest_ids_add(&sum, id.data, id.len);
        if (v->file->listed && !id_list_add(&v->ids, id.data, id.len))
            rc = error_set(err, FAULT_MEMORY, "no memory to compare results");
    }
    manifest_ids_end(&sum, is);
    listing_end(&l);
    arena_free(&set);
    return rc < 0 || got < 0 || !is->understood_as ? -1 : 0;
}

static int compare(struct proving *v, const struct manifest *is, struct error *err)
{
    struct proof *p = v->proof;
    const struct manifest *said = &p->manifest;

    p->count = is->count;
    bool same = is->count == said->count && strcmp(is->sha256, said->sha256) == 0;
    bool as_understood = is->snapshot.other_synonyms || strcmp(is->understood_as, said->understood_as) == 0;
    if (same && is->snapshot.articles == said->snapshot.articles && as_understood) {
        settle(p, PROOF_HOLDS, "the archive gives the same articles in the same order");
        if (v->file->citations)
            remark(p, "this is proved of the manifest alone, and the articles of the file were not compared");
        if (p->pieces > 1)
            remark(p, "the file is of several parts, of which each goes on where the one before ends");
        if (is->snapshot.other_synonyms)
            remark(p, "its synonyms have changed since, which does not matter for this result");
        return 0;
    }
    p->verdict = PROOF_DIFFERS;
    if (is->snapshot.articles != said->snapshot.articles)
        snprintf(p->text, sizeof p->text, "the archive had %u articles at that snapshot, not %u",
                 (unsigned)is->snapshot.articles, (unsigned)said->snapshot.articles);
    else if (!as_understood)
        snprintf(p->text, sizeof p->text, "the archive understands the query as '%.200s'", is->understood_as);
    else
        snprintf(p->text, sizeof p->text, "the archive gives %s, %" PRIu64 " and not %" PRIu64,
                 is->count == said->count ? "others" : "another number of articles", is->count, said->count);
    if (v->file->listed && !same && compare_lists(v, err) < 0)
        return -1;
    if (is->snapshot.other_synonyms)
        remark(p, "its synonyms have changed since, which may be why");
    return 0;
}

/* The part of a snapshot's id that is the archive's. */
static size_t archive_part(const char *id)
{
    return strcspn(id, "-");
}

/* The unit of retry. */
static int ask(struct reader *r, void *ctx, struct error *err)
{
    struct proving *v = ctx;
    struct proof *p = v->proof;
    const char *asked = p->manifest.snapshot.id, *ours = reader_snapshot(r)->id;
    struct manifest is = {0};
    struct error why = {0};

    p->missing_count = p->further_count = 0;
    p->missing_shown = p->further_shown = 0;
    if (archive_part(asked) != archive_part(ours) || strncmp(asked, ours, archive_part(ours)) != 0) {
        snprintf(p->text, sizeof p->text, "the result is of another archive: snapshot '%s', and this one is at '%s'",
                 asked, ours);
        p->verdict = PROOF_ARCHIVE;
        return 0;
    }
    if (reader_show(r, asked, strlen(asked), &why) < 0) {
        if (why.fault != FAULT_INVALID && why.fault != FAULT_NOT_FOUND)
            return error_set(err, why.fault, "%s", why.text);
        return settle(p, PROOF_SNAPSHOT, why.text);
    }
    if (list_archive(r, v, &is, &why) == 0)
        return compare(v, &is, err);
    if (why.fault == FAULT_NOT_FOUND) /* the article that it goes on behind */
        return settle(p, PROOF_DIFFERS, why.text);
    return error_set(err, why.fault, "%s", why.text);
}

int result_prove(const char *archive, const struct result_file *file, struct arena *arena, struct proof *out,
                 struct error *err)
{
    struct proof p = {0};
    struct proving v = {.file = file, .arena = arena, .proof = &p};
    struct reader *r = NULL;
    struct error why = {0};
    int rc = 0;

    if (fits_manifests(&v, &why))
        rc = reader_open(archive, &r, err) < 0 ? -1 : reader_ask(r, ask, &v, err);
    else if (why.fault)
        rc = error_set(err, why.fault, "%s", why.text);
    reader_close(r);
    id_list_free(&v.ids);
    if (rc == 0)
        *out = p;
    return rc;
}
