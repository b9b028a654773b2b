/* SPDX-License-Identifier: GPL-2.0-or-later */
/* delta_sums.c - checksums of the delta's blocks. */
#include "archive/delta_sums.h"

#include "archive/buffer.h"
#include "archive/file_sum.h"
#include "archive/scoped.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <xxhash.h>

enum {
    BLOCK = 8192,
    LEVEL_AT = 4,
    LEVEL_FREE = 254, /* a list of free blocks: added to where it stands, and looked through by libxapian's check */
    BYTES_MAX = 64 * 1024 * 1024
};

#define SUMS_FILE "sums"
#define REVISION_FILE "iamglass"

static const char *const tables[] = {"postlist", "docdata", "termlist", "position", "synonym", "spelling"};
enum { TABLES = sizeof tables / sizeof *tables };

struct head {
    char magic[8];
    uint64_t revision;
    uint64_t revision_sum; /* of REVISION_FILE */
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

    if (table_open(dir, SUMS_FILE, &file) < 0 || file.len < sizeof out->head + sizeof sum || file.len > BYTES_MAX)
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

    snprintf(name, sizeof name, "%s.glass", tables[t]);
    if (table_open(dir, name, &file) < 0)
        return false;
    head->blocks[t] = file.len / BLOCK;
    for (uint64_t i = 0; i < head->blocks[t]; i++) {
        bool known = i < before->head.blocks[t] && read_at(&file, i * BLOCK, block, LEVEL_AT) == 0 &&
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

    return table_open(dir, REVISION_FILE, &file) == 0 && file.fd >= 0 && file_sum(file.fd, 0, NULL, sum, NULL) == 0;
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

    snprintf(path, sizeof path, "%.4000s/" SUMS_FILE, dir);
    snprintf(fresh, sizeof fresh, "%.4000s/" SUMS_FILE ".new", dir);
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

static int check_table(const char *dir, size_t t, const struct sums *s, struct error *err)
{
    __attribute__((cleanup(table_close))) struct table file;
    uint8_t block[BLOCK];
    char name[32];

    snprintf(name, sizeof name, "%s.glass", tables[t]);
    if (table_open(dir, name, &file) < 0)
        return error_errno(err, errno, "cannot read '%.3000s/%s'", dir, name);
    for (uint64_t i = 0; i < s->head.blocks[t]; i++) {
        if ((i + 1) * BLOCK > file.len)
            return error_set(err, FAULT_DAMAGED, "its table '%s' is cut off", tables[t]);
        if (read_at(&file, i * BLOCK, block, BLOCK) < 0)
            return error_errno(err, errno, "cannot read '%.3000s/%s'", dir, name);
        bool never_came = revision_of(block) > s->head.revision, is_free = block[LEVEL_AT] == LEVEL_FREE;
        if (!never_came && !is_free && XXH3_64bits(block, BLOCK) != s->of[t][i])
            return error_set(err, FAULT_DAMAGED, "block %llu of its table '%s' is not what was written",
                             (unsigned long long)i, tables[t]);
    }
    return 0;
}

int delta_sums_check(const char *dir, uint64_t revision, struct error *err)
{
    struct sums s = {0};
    uint64_t sum = 0;
    int rc = read_sums(dir, &s) && s.head.revision == revision
                 ? 0
                 : error_set(err, FAULT_NOT_FOUND, "has no checksums of its last commit");

    if (rc == 0 && (!sum_revision_file(dir, &sum) || sum != s.head.revision_sum))
        rc = error_set(err, FAULT_DAMAGED, "its file '" REVISION_FILE "' is not what was written");
    for (size_t t = 0; rc == 0 && t < TABLES; t++)
        rc = check_table(dir, t, &s, err);
    buffer_free(&s.bytes);
    return rc;
}
