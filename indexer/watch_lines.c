/* SPDX-License-Identifier: GPL-2.0-or-later */
/* watch_lines.c - the file in which a watched folder's state is kept, line by line. */
#include "indexer/watch_lines.h"

#include "archive/scoped.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

static const char head[] = "hustings watched 1\t";

static void put_path(FILE *out, const char *path)
{
    for (; *path; path++) {
        if (*path == '\\' || *path == '\t' || *path == '\n')
            fputc('\\', out);
        fputc(*path == '\t' ? 't' : *path == '\n' ? 'n' : *path, out);
    }
}

void watch_head_write(FILE *out, const char *folder)
{
    fputs(head, out);
    put_path(out, folder);
    fputc('\n', out);
}

void watch_line_write(FILE *out, const char *path, const struct stamp *stamp, bool unreadable)
{
    fprintf(out, "%" PRIu64 "\t%" PRId64 ".%09" PRId64 "\t%" PRIu64 "\t%c\t", stamp->size, stamp->seconds,
            stamp->nanoseconds, stamp->inode, unreadable ? 'u' : 'r');
    put_path(out, path);
    fputc('\n', out);
}

static void unescape(char *path)
{
    char *to = path;

    for (; *path; path++) {
        if (*path == '\\' && path[1])
            *to++ = *++path == 't' ? '\t' : *path == 'n' ? '\n' : *path;
        else
            *to++ = *path;
    }
    *to = '\0';
}

static bool read_line(char *line, struct stamp *stamp, bool *unreadable, char **path)
{
    char kind;
    int at = 0;

    if (sscanf(line, "%" SCNu64 "\t%" SCNd64 ".%9" SCNd64 "\t%" SCNu64 "\t%c%n", &stamp->size, &stamp->seconds,
               &stamp->nanoseconds, &stamp->inode, &kind, &at) != 5 ||
        line[at] != '\t' || !line[at + 1])
        return false;
    *unreadable = kind == 'u';
    *path = line + at + 1;
    unescape(*path);
    return true;
}

int watch_lines_read(const char *path,
                     bool (*each)(void *ctx, const char *path, const struct stamp *stamp, bool unreadable), void *ctx,
                     bool *whole, struct error *err)
{
    scoped(file) FILE *in = fopen(path, "re");
    scoped(char_ptr) char *line = NULL;
    size_t size = 0;
    ssize_t n;

    *whole = false;
    if (!in)
        return errno == ENOENT ? 0 : error_errno(err, errno, "cannot read '%s'", path);
    if ((n = getline(&line, &size, in)) <= 0)
        return 0;
    if (strncmp(line, head, strlen(head)) != 0)
        return line[n - 1] != '\n' ? 0
                                   : error_set(err, FAULT_VERSION,
                                               "'%s' is of another version; remove it, and all is read again", path);
    *whole = line[n - 1] == '\n';
    while ((n = getline(&line, &size, in)) > 0) {
        struct stamp stamp;
        bool unreadable;
        char *name;
        *whole = line[n - 1] == '\n';
        if (!*whole)
            break;
        line[n - 1] = '\0';
        if (read_line(line, &stamp, &unreadable, &name) && !each(ctx, name, &stamp, unreadable))
            return error_set(err, FAULT_MEMORY, "no memory to read '%s'", path);
    }
    return ferror(in) ? error_errno(err, errno, "cannot read '%s'", path) : 0;
}
