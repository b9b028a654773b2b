/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_schema.c - the small lists and records of the index and of segments: any bytes are read within them and written
 * again the same, or refused.
 *
 * The first byte says as what the others are read. Others have targets of their own: fuzz_record, fuzz_retired,
 * fuzz_generation, fuzz_segment, fuzz_names (the delta's names), fuzz_tables (a run's files). */
#include "archive/boilerplate.h"
#include "archive/copies.h"
#include "archive/quoted.h"
#include "archive/retractions.h"
#include "archive/scoped.h"
#include "archive/segment_dictionary.h"
#include "archive/segment_link.h"
#include "archive/stored.h"
#include "archive/sums.h"
#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { OUT_MAX = 64 << 20, SPANS = 5 };

/* ---- the delta's metadata -------------------------------------------- */

static void try_retractions(const char *bytes, size_t size)
{
    struct retractions r = {0}, again = {0};
    struct buffer out = buffer_make(OUT_MAX);

    if (!retractions_read(&r, bytes, size)) {
        law(r.count == 0);
        return;
    }
    for (size_t i = 0; i < r.count; i++) {
        law(i == 0 || memcmp(r.at[i - 1].id, r.at[i].id, PENDING_ID) < 0);
        law(retractions_find(&r, r.at[i].id) == &r.at[i]);
    }
    law(retractions_write(&r, &out) && retractions_read(&again, out.data ? out.data : "", out.len));
    law(again.count == r.count);
    for (size_t i = 0; i < r.count; i++)
        law(memcmp(again.at[i].id, r.at[i].id, PENDING_ID) == 0 && again.at[i].place.offset == r.at[i].place.offset &&
            again.at[i].version == r.at[i].version && again.at[i].segment == r.at[i].segment);
    retractions_free(&r);
    retractions_free(&again);
    buffer_free(&out);
}

static void try_boilerplate(const char *bytes, size_t size)
{
    struct boilerplate b = {0}, again = {0};
    struct buffer out = buffer_make(OUT_MAX);

    if (!boilerplate_read(&b, bytes, size)) {
        law(b.count == 0);
        return;
    }
    for (size_t i = 0; i < b.count; i++) {
        law(i == 0 || b.at[i - 1].key < b.at[i].key ||
            (b.at[i - 1].key == b.at[i].key && b.at[i - 1].since < b.at[i].since));
        law(boilerplate_find(&b, b.at[i].key)->key == b.at[i].key && *boilerplate_state_name(b.at[i].state));
    }
    law(boilerplate_write(&b, &out) && boilerplate_read(&again, out.data ? out.data : "", out.len));
    law(again.count == b.count);
    for (size_t i = 0; i < b.count; i++)
        law(again.at[i].key == b.at[i].key && again.at[i].since == b.at[i].since &&
            again.at[i].state == b.at[i].state && again.at[i].place.offset == b.at[i].place.offset);
    boilerplate_free(&b);
    boilerplate_free(&again);
    buffer_free(&out);
}

/* ---- values ---------------------------------------------------------- */

static void try_group(const char *bytes, size_t size)
{
    char value[COPIES_VALUE];
    uint64_t group = copies_get_value(bytes, size);

    law(group == 0 || size == COPIES_VALUE);
    copies_put_value(group, value);
    law(copies_get_value(value, sizeof value) == group && (group == 0 || memcmp(value, bytes, size) == 0));
}

/* By the quick way and the slow one: the same spans. */
static void try_quoted(const char *bytes, size_t size)
{
    struct quoted_walk one, many;
    struct quoted_span span, spans[SPANS];
    const uint8_t *joined;
    size_t joined_len, count, total = 0;
    uint32_t last = 0;

    quoted_start(&one, bytes, size);
    quoted_start(&many, bytes, size);
    while ((count = quoted_take(&many, spans, SPANS))) {
        total += count;
        for (size_t i = 0; i < count; i++) {
            law(quoted_next(&one, &span) && span.from == spans[i].from && span.end == spans[i].end);
            law(span.from >= last && span.end >= span.from);
            last = span.end;
        }
    }
    law(!quoted_next(&one, &span) && total <= size);
    quoted_start_run(&one, (const uint8_t *)bytes, (const uint8_t *)bytes + size, &joined, &joined_len);
    touch(joined, joined_len);
    while (quoted_next(&one, &span))
        ;
}

/* ---- segments -------------------------------------------------------- */

static void try_link(const char *bytes, size_t size)
{
    struct segment_link link, again;
    char written[SEGMENT_LINK_BYTES];

    if (size < sizeof written)
        return;
    if (segment_link_read(bytes, &link)) {
        segment_link_write(&link, written);
        law(segment_link_read(written, &again) && memcmp(bytes, written, sizeof written) == 0);
    } else { /* a forged check gets past it */
        link = (struct segment_link){.version = 1u + (uint8_t)bytes[0], .segment = 1, .stored = bytes[1],
                                     .before = {(uint64_t)bytes[2], (uint32_t)bytes[3]}};
        segment_link_write(&link, written);
        law(segment_link_read(written, &again) && again.version == link.version && again.stored == link.stored);
        written[size % sizeof written] ^= 1;
        law(!segment_link_read(written, &again));
    }
}

/* The article is the same again once it is written. */
static void keep_again(const struct article *a)
{
    struct buffer once = buffer_make(OUT_MAX), twice = buffer_make(OUT_MAX);
    size_t head_len, again_len;
    struct article back;
    struct error err = {0};

    if (stored_write(a, &once, &head_len, NULL) == 0) {
        const struct segment_record r = {.kind = SEGMENT_ARTICLE, .head = once.data, .head_len = head_len,
                                         .text = once.data + head_len, .text_len = once.len - head_len};
        law(stored_read(&r, &back, &err) == 0);
        law(stored_write(&back, &twice, &again_len, NULL) == 0);
        law(again_len == head_len && once.len == twice.len && memcmp(once.data, twice.data, once.len) == 0);
        article_free(&back);
    }
    buffer_free(&once);
    buffer_free(&twice);
}

/* The first line is the facts, what follows the text. */
static void try_stored(const char *bytes, size_t size)
{
    const char *line = memchr(bytes, '\n', size);
    size_t len = line ? (size_t)(line - bytes) : size, behind = line ? len + 1 : size;
    struct segment_record r = {.kind = SEGMENT_ARTICLE, .head = bytes, .head_len = len, .text = bytes + behind,
                               .text_len = size - behind};
    struct article a;
    struct error err = {0};
    enum boilerplate_state state;
    char *one = NULL, *other = NULL;

    if (stored_read(&r, &a, &err) == 0) {
        keep_again(&a);
        article_free(&a);
    } else {
        law(err.fault == FAULT_DAMAGED || err.fault == FAULT_INVALID);
    }
    r.kind = SEGMENT_RETRACTION;
    if (stored_read_retraction(&r, &one, &other, &err) == 0) {
        touch(one, strlen(one));
        touch(other, strlen(other));
        free(one);
        free(other);
    } else {
        law(err.fault == FAULT_DAMAGED);
    }
    r.kind = SEGMENT_BOILERPLATE;
    if (stored_read_boilerplate(&r, &one, &other, &state, &err) == 0) {
        law(*boilerplate_state_name(state));
        touch(one, strlen(one));
        touch(other, strlen(other));
        free(one);
        free(other);
    } else {
        law(err.fault == FAULT_DAMAGED);
    }
}

static void try_dictionary(const char *bytes, size_t size)
{
    struct segment_dictionary *d = NULL;
    struct error err = {0};
    char path[40];
    scoped(fd) int fd = memfd_create("segment", MFD_CLOEXEC);

    law(fd >= 0 && write(fd, bytes, size) == (ssize_t)size);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (segment_dictionary_read(path, size ? (uint8_t)bytes[size - 1] : 0, &d, &err) < 0)
        law(err.fault == FAULT_DAMAGED || err.fault == FAULT_VERSION || err.fault == FAULT_INVALID);
    segment_dictionary_free(d);
}

/* ---- a run's sums ---------------------------------------------------- */

static char dir[] = "/tmp/fuzz-schema.XXXXXX", sums_path[sizeof dir + 8], table_path[sizeof dir + 16];
static char written[4096];
static size_t written_len;

static void remove_dir(void)
{
    unlink(sums_path);
    unlink(table_path);
    rmdir(dir);
}

static void put(const char *path, const char *bytes, size_t size)
{
    scoped(file) FILE *file = fopen(path, "we");
    law(file && fwrite(bytes, 1, size, file) == size && fflush(file) == 0);
}

static void make_dir(void)
{
    law(mkdtemp(dir));
    snprintf(sums_path, sizeof sums_path, "%s/sums", dir);
    snprintf(table_path, sizeof table_path, "%s/postlist.glass", dir);
    atexit(remove_dir);
    put(table_path, "blocks", 6);
    law(sums_write(dir, NULL) == 0);
    scoped(file) FILE *file = fopen(sums_path, "re");
    law(file && (written_len = fread(written, 1, sizeof written, file)) > 0);
}

/* Bytes in place of what was written, or behind a part of it, are never taken for it. (Without its last line it is what an
 * earlier version wrote.) */
static void try_sums(const char *bytes, size_t size)
{
    struct error err = {0};
    char text[sizeof written * 2] = "";
    size_t keep = size ? (uint8_t)bytes[0] % (written_len + 1) : 0, first = 0;

    if (!*sums_path)
        make_dir();
    if (size > sizeof written)
        size = sizeof written;
    memcpy(text, written, keep);
    if (size > 1)
        memcpy(text + keep, bytes + 1, size - 1);
    size_t len = keep + (size > 1 ? size - 1 : 0);
    put(sums_path, text, len);
    while (first < written_len && written[first] != '\n')
        first++;
    bool same = (len == written_len || len == first + 1) && memcmp(text, written, len) == 0;
    int rc = sums_check(dir, NULL, &err);
    law((rc == 0) == same && (rc == 0 || err.fault == FAULT_DAMAGED));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const readings[])(const char *bytes, size_t size) = {
        try_retractions, try_boilerplate, try_group, try_quoted, try_link, try_stored, try_dictionary, try_sums};

    if (size)
        readings[data[0] % (sizeof readings / sizeof *readings)]((const char *)data + 1, size - 1);
    return 0;
}
