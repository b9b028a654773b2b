/* SPDX-License-Identifier: GPL-2.0-or-later */
/* delta_sums.c - checksums of the delta's blocks. */
#include "archive/delta_sums.h"

#include "archive/buffer.h"
#include "archive/file_sum.h"
#include "archive/glass_tree.h"
#include "archive/scoped.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <xxhash.h>

enum { BLOCK = GLASS_BLOCK, HEAD_BYTES = 4 /* of a block: its revision */, BYTES_MAX = 64 * 1024 * 1024 };

enum { REVISION_BYTES_MAX = 1 << 20 }; /* its lists of free blocks have no limit; they are short */

static const struct {
    const char *name;
    enum glass_table_id id;
} tables[] = {{"postlist", GLASS_POSTLIST}, {"docdata", GLASS_DOCDATA}, {"termlist", GLASS_TERMLIST},
              {"position", GLASS_POSITION}, {"synonym", GLASS_SYNONYM}, {"spelling", GLASS_SPELLING}};
enum { TABLES = sizeof tables / sizeof *tables };

struct head {
    char magic[8];
    uint64_t revision;
    uint64_t revision_sum; /* of DELTA_REVISION_FILE */
    uint64_t blocks[TABLES];
};
static const char magic[8] = "DELTSUM1";

/* The file: head, a sum for each block of one table after the other, and one of all that. */
struct sums {
    struct head head;
    const uint64_t *of[TABLES]; /* in bytes */
    struct buffer bytes;
};

struct table {
    int fd; /* -1: it is not there */
    uint64_t len;
};

static int table_open(const char *dir, const char *name, struct table *out)
{
    char path[PATH_MAX];
    struct stat st;

    snprintf(path, sizeof path, "%.4000s/%s", dir, name);
    *out = (struct table){.fd = open(path, O_RDONLY | O_CLOEXEC)};
    if (out->fd < 0)
        return errno == ENOENT ? 0 : -1;
    if (fstat(out->fd, &st) < 0 || st.st_size > UINT32_MAX)
        return -1;
    out->len = (uint64_t)st.st_size;
    return 0;
}

static void table_close(struct table *t)
{
    if (t->fd >= 0)
        close(t->fd);
}

/* Not by a map, where a sector that cannot be read is no error but the end of the program. */
static int read_at(const struct table *t, uint64_t at, void *out, size_t len)
{
    for (size_t done = 0; done < len;) {
        ssize_t got = pread(t->fd, (char *)out + done, len - done, (off_t)(at + done));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            errno = got < 0 ? errno : EIO; /* shorter than it was */
            return -1;
        }
        done += (size_t)got;
    }
    return 0;
}

static uint32_t revision_of(const uint8_t *block)
{
    return (uint32_t)block[0] << 24 | (uint32_t)block[1] << 16 | (uint32_t)block[2] << 8 | block[3];
}

/* False: there are none that can be trusted. */
static bool read_sums(const char *dir, struct sums *out)
{
    __attribute__((cleanup(table_close))) struct table file;
    uint64_t sum, count = 0;

    if (table_open(dir, DELTA_SUMS_FILE, &file) < 0 || file.len < sizeof out->head + sizeof sum || file.len > BYTES_MAX)
        return false;
    scoped(char_ptr) char *bytes = malloc(file.len);
    size_t len = (size_t)file.len - sizeof sum;
    if (!bytes || read_at(&file, 0, bytes, (size_t)file.len) < 0)
        return false;
    memcpy(&sum, bytes + len, sizeof sum);
    memcpy(&out->head, bytes, sizeof out->head);
    if (sum != XXH3_64bits(bytes, len) || memcmp(out->head.magic, magic, sizeof magic) != 0)
        return false;
    out->bytes = buffer_make(BYTES_MAX);
    if (!buffer_append(&out->bytes, bytes + sizeof out->head, len - sizeof out->head))
        return false;
    for (size_t t = 0; t < TABLES; t++) {
        if (out->head.blocks[t] > out->bytes.len / sizeof sum - count)
            return false;
        out->of[t] = (const uint64_t *)(const void *)out->bytes.data + count;
        count += out->head.blocks[t];
    }
    return count * sizeof sum == out->bytes.len;
}

static bool sum_table(const char *dir, size_t t, const struct sums *before, struct head *head, struct buffer *out)
{
    __attribute__((cleanup(table_close))) struct table file;
    uint8_t block[BLOCK];
    char name[32];

    snprintf(name, sizeof name, "%s.glass", tables[t].name);
    if (table_open(dir, name, &file) < 0)
        return false;
    head->blocks[t] = file.len / BLOCK;
    for (uint64_t i = 0; i < head->blocks[t]; i++) {
        bool known = i < before->head.blocks[t] && read_at(&file, i * BLOCK, block, HEAD_BYTES) == 0 &&
                     revision_of(block) <= before->head.revision;
        if (!known && read_at(&file, i * BLOCK, block, BLOCK) < 0)
            return false;
        uint64_t sum = known ? before->of[t][i] : XXH3_64bits(block, BLOCK);
        buffer_append(out, &sum, sizeof sum);
    }
    return !out->failed;
}

static bool sum_revision_file(const char *dir, uint64_t *sum)
{
    __attribute__((cleanup(table_close))) struct table file;

    return table_open(dir, DELTA_REVISION_FILE, &file) == 0 && file.fd >= 0 &&
           file_sum(file.fd, 0, NULL, sum, NULL) == 0;
}

static bool make_sums(const char *dir, uint64_t revision, struct buffer *out)
{
    struct sums before = {0};
    struct head head = {.revision = revision};

    if (!read_sums(dir, &before))
        before.head = (struct head){0};
    memcpy(head.magic, magic, sizeof magic);
    bool made = sum_revision_file(dir, &head.revision_sum) && buffer_append(out, &head, sizeof head);
    for (size_t t = 0; made && t < TABLES; t++)
        made = sum_table(dir, t, &before, &head, out);
    buffer_free(&before.bytes);
    if (!made)
        return false;
    memcpy(out->data, &head, sizeof head);
    uint64_t sum = XXH3_64bits(out->data, out->len);
    return buffer_append(out, &sum, sizeof sum);
}

void delta_sums_write(const char *dir, uint64_t revision)
{
    struct buffer bytes = buffer_make(BYTES_MAX);
    char path[PATH_MAX], fresh[PATH_MAX];

    snprintf(path, sizeof path, "%.4000s/" DELTA_SUMS_FILE, dir);
    snprintf(fresh, sizeof fresh, "%.4000s/" DELTA_SUMS_FILE ".new", dir);
    bool made = make_sums(dir, revision, &bytes);
    scoped(fd) int fd = made ? open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644) : -1;
    made = fd >= 0 && write(fd, bytes.data, bytes.len) == (ssize_t)bytes.len && rename(fresh, path) == 0;
    if (!made) {
        unlink(fresh);
        unlink(path);
    }
    buffer_free(&bytes);
}

/* ---- checking -------------------------------------------------------- */

/* A table while it is checked. */
struct checked {
    struct table file;
    const char *name;
    uint64_t blocks;
    bool *other; /* of each block: it is not what it was */
    bool behind; /* the sums are of a commit before: newer blocks are not known */
    uint32_t bad;
};

/* Which blocks are not what they were; *any: there are such. */
static int compare_blocks(struct checked *c, const struct head *head, const uint64_t *sums, bool *any)
{
    uint8_t block[BLOCK];

    *any = false;
    for (uint64_t i = 0; i < c->blocks; i++) {
        if ((i + 1) * BLOCK > c->file.len)
            c->other[i] = true;
        else if (read_at(&c->file, i * BLOCK, block, BLOCK) < 0)
            return -1;
        else if (revision_of(block) > head->revision)
            c->other[i] = !c->behind;
        else
            c->other[i] = XXH3_64bits(block, BLOCK) != sums[i];
        *any = *any || c->other[i];
    }
    return 0;
}

static int visit(void *ctx, uint32_t number, bool leaf, uint8_t block[GLASS_BLOCK])
{
    struct checked *c = ctx;

    c->bad = number;
    if (number < c->blocks ? c->other[number] : !c->behind)
        return 1;
    return leaf ? 0 : read_at(&c->file, (uint64_t)number * BLOCK, block, BLOCK);
}

static int check_table(const char *dir, size_t t, const struct sums *s, const struct glass_revision *revision,
                       struct error *err)
{
    struct checked c = {.name = tables[t].name, .blocks = s->head.blocks[t]};
    scoped(char_ptr) bool *other = calloc(c.blocks + 1, sizeof *other);
    char name[32];
    bool any;

    if (!other)
        return error_set(err, FAULT_MEMORY, "no memory to check the delta");
    c.other = other;
    c.behind = revision->number > s->head.revision;
    snprintf(name, sizeof name, "%s.glass", c.name);
    int rc = table_open(dir, name, &c.file);
    if (rc == 0)
        rc = compare_blocks(&c, &s->head, s->of[t], &any);
    if (rc == 0 && any)
        rc = glass_tree_walk(&revision->tables[tables[t].id], visit, &c);
    if (rc < 0)
        error_errno(err, errno, "cannot read '%.3000s/%s'", dir, name);
    else if (rc > 0)
        rc = error_set(err, FAULT_DAMAGED, "block %u of its table '%s' is not what was written", c.bad, c.name);
    table_close(&c.file);
    return rc;
}

/* What the database is at now, and the sum of the file that says so. */
static int read_revision(const char *dir, struct glass_revision *out, uint64_t *sum, struct error *err)
{
    __attribute__((cleanup(table_close))) struct table file;

    if (table_open(dir, DELTA_REVISION_FILE, &file) < 0)
        return error_errno(err, errno, "cannot read '%.3000s/" DELTA_REVISION_FILE "'", dir);
    if (file.fd < 0 || file.len > REVISION_BYTES_MAX)
        return error_set(err, FAULT_DAMAGED, "its file '" DELTA_REVISION_FILE "' is %s",
                         file.fd < 0 ? "gone" : "too long");
    scoped(char_ptr) char *bytes = malloc(file.len + 1);
    if (!bytes)
        return error_set(err, FAULT_MEMORY, "no memory to check the delta");
    if (read_at(&file, 0, bytes, file.len) < 0)
        return error_errno(err, errno, "cannot read '%.3000s/" DELTA_REVISION_FILE "'", dir);
    *sum = XXH3_64bits(bytes, file.len);
    if (!glass_revision_read(bytes, file.len, out))
        return error_set(err, FAULT_DAMAGED, "its file '" DELTA_REVISION_FILE "' is not what was written");
    return 0;
}

static int no_sums(struct error *err)
{
    return error_set(err, FAULT_NOT_FOUND, "has no checksums of its last commit");
}

int delta_sums_check(const char *dir, struct error *err)
{
    struct sums s = {0};
    struct glass_revision revision = {0}, after = {0};
    uint64_t sum = 0, sum_after = 0;
    int rc = read_sums(dir, &s) ? read_revision(dir, &revision, &sum, err) : no_sums(err);

    bool behind = revision.number > s.head.revision; /* they come after it, or never did */
    if (rc == 0 && sum != s.head.revision_sum && !behind)
        rc = error_set(err, FAULT_DAMAGED, "its file '" DELTA_REVISION_FILE "' is not what was written");
    for (size_t t = 0; rc == 0 && t < TABLES; t++)
        rc = check_table(dir, t, &s, &revision, err);
    if (rc == 0 && behind)
        rc = no_sums(err);
    buffer_free(&s.bytes);
    /* The blocks of a revision are overwritten by the second writer behind it, and not before. */
    bool overtaken = rc < 0 && revision.number && read_revision(dir, &after, &sum_after, NULL) == 0 &&
                     after.number != revision.number;
    return overtaken ? no_sums(err) : rc;
}
