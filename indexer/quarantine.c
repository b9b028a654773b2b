/* SPDX-License-Identifier: GPL-2.0-or-later */
/* quarantine.c - records that could not be taken in, kept as they were given. */
#include "indexer/quarantine.h"

#include "archive/scoped.h"
#include "indexer/quarantine_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <search.h>
#include <string.h>
#include <sys/stat.h>

enum {
    NUMBER_MAX = 999999,
    LINE_MAX_BYTES = 16 << 10 /* of reasons.tsv: a path, a message */
};

/* A line of reasons.tsv, as its key: where and reason. */
struct reason {
    char *key;
    char name[QUARANTINE_NAME_MAX]; /* of the record; "-": there was none */
};

struct quarantine {
    char *dir;
    int reasons;          /* reasons.tsv, to append to */
    void *known;          /* tsearch of struct reason */
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

/* ---- what is there already --------------------------------------------- */

static int by_key(const void *a, const void *b)
{
    return strcmp(((const struct reason *)a)->key, ((const struct reason *)b)->key);
}

static void free_reason(void *reason)
{
    free(((struct reason *)reason)->key);
    free(reason);
}

/* The newest of one key counts. False: out of memory. */
static bool know(struct quarantine *q, const char *key, const char *name)
{
    struct reason *one = calloc(1, sizeof *one);

    if (!one || !(one->key = strdup(key))) {
        free(one);
        return false;
    }
    snprintf(one->name, sizeof one->name, "%s", name);
    struct reason **found = tsearch(one, &q->known, by_key);
    if (found && *found == one)
        return true;
    if (found)
        memcpy((*found)->name, one->name, sizeof one->name);
    free_reason(one);
    return found != NULL;
}

/* A line that a crash cut off is no reason. */
static bool read_reasons(struct quarantine *q, const char *path)
{
    scoped(file) FILE *in = fopen(path, "re");
    scoped(char_ptr) char *line = NULL;
    size_t size = 0;
    bool room = true;

    for (ssize_t n; in && room && (n = getline(&line, &size, in)) > 0;) {
        char *tab = strchr(line, '\t');
        if (line[n - 1] != '\n' || !tab || tab - line >= QUARANTINE_NAME_MAX)
            continue;
        line[n - 1] = *tab = '\0';
        room = know(q, tab + 1, line);
    }
    return room;
}

static bool is_there(struct quarantine *q, const char *key, const char *bytes, size_t len, char record[PATH_MAX])
{
    const struct reason sought = {.key = (char *)key};
    struct reason *const *found = tfind(&sought, &q->known, by_key);

    if (!found || (bytes != NULL) != (strcmp((*found)->name, "-") != 0))
        return false;
    if (!bytes)
        return true;
    snprintf(record, PATH_MAX, "%s/records/%s", q->dir, (*found)->name);
    if (quarantine_file_holds(record, bytes, len))
        return true;
    *record = '\0';
    return false;
}

/* ---- the quarantine ---------------------------------------------------- */

int quarantine_open(const char *dir, struct quarantine **out, struct error *err)
{
    char path[PATH_MAX];

    if (snprintf(path, sizeof path, "%s/records", dir) + QUARANTINE_NAME_MAX >= (int)sizeof path)
        return error_set(err, FAULT_INVALID, "path of the quarantine is too long");
    if (make_folder(dir, err) < 0 || make_folder(path, err) < 0)
        return -1;
    struct quarantine *q = calloc(1, sizeof *q);
    if (q)
        q->reasons = -1;
    if (!q || !(q->dir = strdup(dir))) {
        quarantine_close(q);
        return error_set(err, FAULT_MEMORY, "no memory for a quarantine");
    }
    q->number = last_number(path);
    snprintf(path, sizeof path, "%s/reasons.tsv", dir);
    int rc = read_reasons(q, path) ? 0 : error_set(err, FAULT_MEMORY, "no memory for a quarantine");
    if (rc == 0)
        rc = q->reasons = quarantine_file_append_to(path, err);
    if (rc < 0) {
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
    scoped_fd(&q->reasons);
    tdestroy(q->known, free_reason);
    free(q->dir);
    free(q);
}

static int keep(struct quarantine *q, const char *where, const char *bytes, size_t len, char name[QUARANTINE_NAME_MAX],
                char record[PATH_MAX], struct error *err)
{
    if (q->number >= NUMBER_MAX)
        return error_set(err, FAULT_IO, "quarantine '%s' is full: empty it", q->dir);
    quarantine_file_name(where, q->number + 1, name);
    snprintf(record, PATH_MAX, "%s/records/%s", q->dir, name);
    if (quarantine_file_make(record, bytes, len, err) < 0)
        return -1;
    q->number++;
    return 0;
}

int quarantine_put(struct quarantine *q, const char *where, const char *reason, const char *bytes, size_t len,
                   char record[PATH_MAX], struct error *err)
{
    char name[QUARANTINE_NAME_MAX] = "-", key[LINE_MAX_BYTES], line[LINE_MAX_BYTES + QUARANTINE_NAME_MAX];

    *record = '\0';
    quarantine_file_reason(where, reason, key, sizeof key);
    if (is_there(q, key, bytes, len, record))
        return 0;
    if (bytes && keep(q, where, bytes, len, name, record, err) < 0)
        return -1;
    int n = snprintf(line, sizeof line, "%s\t%s\n", name, key);
    if (quarantine_file_append(q->reasons, line, (size_t)n) < 0) {
        int why = errno;
        if (bytes) /* a record without its reason helps nobody */
            unlink(record);
        *record = '\0';
        return error_errno(err, why, "cannot write '%s/reasons.tsv'", q->dir);
    }
    return know(q, key, name) ? 0 : error_set(err, FAULT_MEMORY, "no memory for a quarantine");
}
