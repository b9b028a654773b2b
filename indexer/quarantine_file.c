/* SPDX-License-Identifier: GPL-2.0-or-later */
/* quarantine_file.c - the files of a quarantine: their names, and writing them whole or not at all. */
#include "indexer/quarantine_file.h"

#include "archive/scoped.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

enum { STEM_BYTES = 80, ENDING_BYTES = 8 }; /* of the name of origin that is kept in a record's own */

static void harmless(char *name)
{
    for (; *name; name++) {
        if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-", *name))
            *name = '-';
    }
}

/* Where the ending begins in the len bytes of a name; len: it has none. */
static size_t ending_of(const char *name, size_t len)
{
    size_t at = len;

    while (at && name[at - 1] != '.' && len - at <= ENDING_BYTES)
        at--;
    return at > 1 && name[at - 1] == '.' && at < len && len - at <= ENDING_BYTES ? at - 1 : len;
}

void quarantine_file_name(const char *where, unsigned long number, char out[QUARANTINE_NAME_MAX])
{
    const char *slash = strrchr(where, '/'), *from = slash ? slash + 1 : where, *colon = strrchr(from, ':');
    size_t digits = colon ? strspn(colon + 1, "0123456789") : 0;
    bool line = digits && digits < 12 && !colon[1 + digits];
    size_t len = line ? (size_t)(colon - from) : strlen(from), stem = ending_of(from, len);

    if (stem < len && (strncmp(from + stem, ".gz", 3) == 0 || strncmp(from + stem, ".zst", 4) == 0)) {
        len = stem; /* a record is kept unpacked */
        stem = ending_of(from, len);
    }
    snprintf(out, QUARANTINE_NAME_MAX, "%06lu-%.*s%s%s%.*s", number, (int)(stem < STEM_BYTES ? stem : STEM_BYTES), from,
             line ? "-" : "", line ? colon + 1 : "", (int)(len - stem), from + stem);
    harmless(out);
}

void quarantine_file_reason(const char *where, const char *reason, char *out, size_t size)
{
    snprintf(out, size, "%s", where);
    size_t len = strlen(out);
    snprintf(out + len, size - len, "\t%s", reason);
    for (size_t i = 0; out[i]; i++) {
        if (((unsigned char)out[i] < ' ' || out[i] == 0x7f) && i != len)
            out[i] = '?';
    }
}

static int write_all(int fd, const char *bytes, size_t len)
{
    while (len) {
        ssize_t n = write(fd, bytes, len);
        if (n < 0 && errno != EINTR)
            return -1;
        bytes += n > 0 ? n : 0;
        len -= n > 0 ? (size_t)n : 0;
    }
    return 0;
}

int quarantine_file_make(const char *path, const char *bytes, size_t len, struct error *err)
{
    scoped(fd) int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);

    if (fd < 0)
        return error_errno(err, errno, "cannot write '%s'", path);
    if (write_all(fd, bytes, len) == 0)
        return 0;
    int why = errno;
    unlink(path);
    return error_errno(err, why, "cannot write '%s'", path);
}

int quarantine_file_append_to(const char *path, struct error *err)
{
    int fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    struct stat st;
    char last = '\n';

    if (fd < 0)
        return error_errno(err, errno, "cannot write '%s'", path);
    if (fstat(fd, &st) == 0 && st.st_size && pread(fd, &last, 1, st.st_size - 1) == 1 && last != '\n' &&
        quarantine_file_append(fd, "\n", 1) < 0) {
        int why = errno;
        close(fd);
        return error_errno(err, why, "cannot write '%s'", path);
    }
    return fd;
}

int quarantine_file_append(int fd, const char *bytes, size_t len)
{
    struct stat st;

    if (fstat(fd, &st) < 0)
        return -1;
    if (write_all(fd, bytes, len) == 0)
        return 0;
    int why = errno;
    if (ftruncate(fd, st.st_size) == 0)
        errno = why;
    return -1;
}

bool quarantine_file_holds(const char *path, const char *bytes, size_t len)
{
    scoped(fd) int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    char block[16384];

    if (fd < 0 || fstat(fd, &st) < 0 || (size_t)st.st_size != len)
        return false;
    while (len) {
        ssize_t n = read(fd, block, len < sizeof block ? len : sizeof block);
        if (n <= 0 || memcmp(block, bytes, (size_t)n) != 0)
            return false;
        bytes += n;
        len -= (size_t)n;
    }
    return true;
}
