/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sums.c - checksums of a run's database, made once and compared. */
#include "archive/sums.h"

#include "archive/buffer.h"
#include "archive/file_sum.h"
#include "archive/scoped.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <xxhash.h>

enum { SUMS_MAX = 4096, SUM_DIGITS = 16 };

static const char *const files[] = {"iamglass",        "postlist.glass", "docdata.glass", "termlist.glass",
                                    "position.glass", "synonym.glass",  "spelling.glass"};
enum { FILES = sizeof files / sizeof *files };

/* The line of one file; nothing when it is not there. */
static int put_line(const char *dir, const char *name, const struct pace *pace, struct buffer *out, struct error *err)
{
    char path[PATH_MAX];
    uint64_t sum, bytes;

    snprintf(path, sizeof path, "%.4000s/%s", dir, name);
    scoped(fd) int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT)
        return 0;
    if (fd < 0 || file_sum(fd, 0, pace, &sum, &bytes) < 0)
        return error_errno(err, errno, "cannot read '%s'", path);
    return buffer_printf(out, "%016llx %llu %s\n", (unsigned long long)sum, (unsigned long long)bytes, name)
               ? 0
               : error_set(err, FAULT_MEMORY, "no memory for checksums");
}

/* The last line, of those before it. */
static int put_own(const char *lines, size_t len, struct buffer *out, struct error *err)
{
    return buffer_printf(out, "%016llx " SUMS_FILE "\n", (unsigned long long)XXH3_64bits(lines, len))
               ? 0
               : error_set(err, FAULT_MEMORY, "no memory for checksums");
}

int sums_write(const char *dir, struct error *err)
{
    struct buffer text = buffer_make(SUMS_MAX);
    char path[PATH_MAX];
    int rc = 0;

    snprintf(path, sizeof path, "%.4000s/" SUMS_FILE, dir);
    for (size_t i = 0; rc == 0 && i < FILES; i++)
        rc = put_line(dir, files[i], NULL, &text, err);
    if (rc == 0)
        rc = put_own(text.data, text.len, &text, err);
    scoped(fd) int fd = rc == 0 ? open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644) : -1;
    if (rc == 0) {
        errno = 0;
        if (fd < 0 || write(fd, text.data, text.len) != (ssize_t)text.len || fsync(fd) < 0)
            rc = error_errno(err, errno ? errno : ENOSPC, "cannot write '%s'", path);
    }
    buffer_free(&text);
    return rc;
}

/* Reads the sums of dir, a NUL behind them. */
static int read_sums(const char *dir, char text[SUMS_MAX], struct error *err)
{
    char path[PATH_MAX];

    snprintf(path, sizeof path, "%.4000s/" SUMS_FILE, dir);
    scoped(file) FILE *file = fopen(path, "re");
    if (!file && errno == ENOENT)
        return error_set(err, FAULT_NOT_FOUND, "has no checksums: an earlier version made it");
    size_t len = file ? fread(text, 1, SUMS_MAX - 1, file) : 0;
    if (!file || ferror(file))
        return error_errno(err, errno, "cannot read '%s'", path);
    text[len] = '\0';
    if (strlen(text) != len)
        return error_set(err, FAULT_DAMAGED, "its file '" SUMS_FILE "' is not what was written");
    return 0;
}

/* Cuts the last line off, which must be that of those before it; a text that has none is left as it is. */
static int check_own(char *text, struct error *err)
{
    static const char end[] = " " SUMS_FILE "\n";
    struct buffer own = buffer_make(SUMS_MAX);
    size_t len = strlen(text), line = SUM_DIGITS + sizeof end - 1;

    if (len < line || strcmp(text + len - sizeof end + 1, end) != 0)
        return 0;
    int rc = put_own(text, len - line, &own, err);
    if (rc == 0 && strcmp(text + len - line, own.data) != 0)
        rc = error_set(err, FAULT_DAMAGED, "its file '" SUMS_FILE "' is not what was written");
    text[len - line] = '\0';
    buffer_free(&own);
    return rc;
}

/* Each file's line must stand in the text where the one before it ended, and nothing behind the last. */
int sums_check(const char *dir, const struct pace *pace, struct error *err)
{
    struct buffer line = buffer_make(SUMS_MAX);
    char written[SUMS_MAX];
    const char *at = written;
    int rc = read_sums(dir, written, err);

    if (rc == 0)
        rc = check_own(written, err);
    for (size_t i = 0; rc == 0 && i < FILES; i++) {
        buffer_clear(&line);
        rc = put_line(dir, files[i], pace, &line, err);
        if (rc == 0 && line.len && strncmp(at, line.data, line.len) != 0)
            rc = error_set(err, FAULT_DAMAGED, "its file '%s' is not what was written", files[i]);
        at += rc == 0 ? line.len : 0;
    }
    if (rc == 0 && *at)
        rc = error_set(err, FAULT_DAMAGED, "its files are not those that were written");
    buffer_free(&line);
    return rc;
}
