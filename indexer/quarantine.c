/* SPDX-License-Identifier: GPL-2.0-or-later */
/* quarantine.c - records that could not be taken in, kept as they were given. */
#include "indexer/quarantine.h"

#include "archive/scoped.h"
#include "indexer/terminal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>

enum {
    NAME_BYTES = 80, /* of the name of origin that is kept in a record's own */
    NUMBER_MAX = 999999
};

struct quarantine {
    char *dir;
    FILE *reasons;
    unsigned long number; /* of the last record */
};

static int make_folder(const char *path, struct error *err)
{
    return mkdir(path, 0755) < 0 && errno != EEXIST ? error_errno(err, errno, "cannot make folder '%s'", path) : 0;
}

/* The highest number that earlier runs gave. */
static unsigned long last_number(const char *records)
{
    DIR *folder = opendir(records);
    unsigned long last = 0;

    for (struct dirent *e; folder && (e = readdir(folder));) {
        unsigned long n = strtoul(e->d_name, NULL, 10);
        if (n > last && n <= NUMBER_MAX)
            last = n;
    }
    if (folder)
        closedir(folder);
    return last;
}

int quarantine_open(const char *dir, struct quarantine **out, struct error *err)
{
    char path[PATH_MAX];

    if (snprintf(path, sizeof path, "%s/records", dir) + NAME_BYTES >= (int)sizeof path)
        return error_set(err, FAULT_INVALID, "path of the quarantine is too long");
    if (make_folder(dir, err) < 0 || make_folder(path, err) < 0)
        return -1;
    struct quarantine *q = calloc(1, sizeof *q);
    if (!q || !(q->dir = strdup(dir))) {
        quarantine_close(q);
        return error_set(err, FAULT_MEMORY, "no memory for a quarantine");
    }
    q->number = last_number(path);
    snprintf(path, sizeof path, "%s/reasons.tsv", dir);
    q->reasons = fopen(path, "ae");
    if (!q->reasons) {
        error_errno(err, errno, "cannot write '%s'", path);
        quarantine_close(q);
        return -1;
    }
    *out = q;
    return 0;
}

void quarantine_close(struct quarantine *q)
{
    if (!q)
        return;
    scoped_file(&q->reasons);
    free(q->dir);
    free(q);
}

/* "000007-news.jsonl-12" from "from/news.jsonl:12", in letters that mean nothing to a shell. */
static void name_of(const char *where, unsigned long number, char out[NAME_BYTES + 16])
{
    const char *slash = strrchr(where, '/'), *from = slash ? slash + 1 : where;
    int n = snprintf(out, NAME_BYTES + 16, "%06lu-%.*s", number, NAME_BYTES, from);

    for (int i = 0; i < n && out[i]; i++) {
        if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-", out[i]))
            out[i] = '-';
    }
}

static int write_record(struct quarantine *q, const char *where, const char *bytes, size_t len,
                        char name[NAME_BYTES + 16], struct error *err)
{
    char path[PATH_MAX];
    scoped(fd) int fd = -1;

    if (++q->number > NUMBER_MAX)
        return error_set(err, FAULT_IO, "quarantine '%s' is full: empty it", q->dir);
    name_of(where, q->number, name);
    snprintf(path, sizeof path, "%s/records/%s", q->dir, name);
    fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    while (fd >= 0 && len) {
        ssize_t n = write(fd, bytes, len);
        if (n < 0 && errno != EINTR)
            break;
        bytes += n > 0 ? n : 0;
        len -= n > 0 ? (size_t)n : 0;
    }
    return fd < 0 || len ? error_errno(err, errno, "cannot write '%s'", path) : 0;
}

int quarantine_put(struct quarantine *q, const char *where, const char *reason, const char *bytes, size_t len,
                   struct error *err)
{
    char name[NAME_BYTES + 16] = "-";

    if (bytes && write_record(q, where, bytes, len, name, err) < 0)
        return -1;
    fprintf(q->reasons, "%s\t", name);
    print_clean(q->reasons, where, strlen(where));
    fputc('\t', q->reasons);
    print_clean(q->reasons, reason, strlen(reason));
    fputc('\n', q->reasons);
    if (fflush(q->reasons) != 0)
        return error_errno(err, errno, "cannot write '%s/reasons.tsv'", q->dir);
    return 0;
}
