/* SPDX-License-Identifier: GPL-2.0-or-later */
/* generation.c - which databases make up the archive now: one small file, replaced whole. */
#include "archive/generation.h"

#include "archive/schema.h"
#include "archive/scoped.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <string.h>
#include <sys/random.h>

enum { FILE_MAX = 4096 }; /* ours is under 400 bytes */

static bool name_is_safe(const char *name)
{
    /* A name from a file must not lead out of the archive. */
    return *name && *name != '.' && strlen(name) < GENERATION_NAME_MAX &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(name);
}

/* The rest of line behind key, or NULL. */
static const char *behind(const char *line, const char *key)
{
    size_t len = strlen(key);

    return strncmp(line, key, len) == 0 ? line + len : NULL;
}

static int read_line(const char *line, struct generation *g, unsigned *format)
{
    const char *value;

    if ((value = behind(line, "# hustings archive, format "))) {
        return sscanf(value, "%u", format) == 1 ? 0 : -1;
    } else if ((value = behind(line, "# uuid "))) {
        return strlen(value) == 36 && snprintf(g->uuid, sizeof g->uuid, "%s", value) == 36 ? 0 : -1;
    } else if ((value = behind(line, "# generation "))) {
        return sscanf(value, "%" SCNu64, &g->number) == 1 ? 0 : -1;
    } else if ((value = behind(line, "# timezone "))) {
        return snprintf(g->timezone, sizeof g->timezone, "%s", value) < (int)sizeof g->timezone ? 0 : -1;
    } else if ((value = behind(line, "auto "))) {
        if (g->database_count == SCHEMA_DATABASES_MAX || !name_is_safe(value))
            return -1;
        snprintf(g->databases[g->database_count++], GENERATION_NAME_MAX, "%s", value);
        return 0;
    }
    return *line == '#' || !*line ? 0 : -1;
}

int generation_read(const char *dir, struct generation *out, struct error *err)
{
    char path[PATH_MAX];
    if (snprintf(path, sizeof path, "%s/XAPIANDB", dir) >= (int)sizeof path)
        return error_set(err, FAULT_INVALID, "path of the archive is too long");

    scoped(file) FILE *file = fopen(path, "re");
    if (!file && (errno == ENOENT || errno == ENOTDIR))
        return error_set(err, FAULT_NOT_FOUND, "no archive at '%s'; 'indexer add' makes one", dir);
    if (!file)
        return error_errno(err, errno, "cannot open archive '%s'", dir);

    char text[FILE_MAX + 1];
    size_t len = fread(text, 1, FILE_MAX, file);
    if (ferror(file))
        return error_errno(err, errno, "cannot read archive '%s'", dir);
    text[len] = '\0';

    struct generation g = {0};
    unsigned format = 0;
    for (char *line = text, *next; line; line = next) {
        next = strchr(line, '\n');
        if (next)
            *next++ = '\0';
        if (read_line(line, &g, &format) < 0)
            return error_set(err, FAULT_DAMAGED, "archive '%s' is damaged: its file XAPIANDB has the line '%.60s'", dir, line);
        if (format && format != SCHEMA_FORMAT)
            return error_set(err, FAULT_VERSION,
                             "archive '%s' has format %u and this program knows %d; use the version that wrote it, "
                             "or export it there and add it here", dir, format, SCHEMA_FORMAT);
    }
    if (!format || !*g.uuid || !*g.timezone)
        return error_set(err, FAULT_DAMAGED, "archive '%s' is damaged: its file XAPIANDB is not whole", dir);
    *out = g;
    return 0;
}

static int sync_folder(const char *dir, struct error *err)
{
    scoped(fd) int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd < 0 || fsync(fd) < 0)
        return error_errno(err, errno, "cannot sync archive '%s'", dir);
    return 0;
}

int generation_write(const char *dir, const struct generation *g, struct error *err)
{
    char path[PATH_MAX], fresh[PATH_MAX], text[FILE_MAX];
    if (snprintf(path, sizeof path, "%s/XAPIANDB", dir) >= (int)sizeof path ||
        snprintf(fresh, sizeof fresh, "%s/" GENERATION_FRESH, dir) >= (int)sizeof fresh)
        return error_set(err, FAULT_INVALID, "path of the archive is too long");

    int len = snprintf(text, sizeof text,
                       "# hustings archive, format %d\n# Written by indexer; do not edit.\n"
                       "# uuid %s\n# generation %" PRIu64 "\n# timezone %s\n",
                       SCHEMA_FORMAT, g->uuid, g->number, g->timezone);
    for (unsigned i = 0; i < g->database_count; i++)
        len += snprintf(text + len, sizeof text - (size_t)len, "auto %s\n", g->databases[i]);

    scoped(fd) int fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0)
        return error_errno(err, errno, "cannot write '%s'", fresh);
    ssize_t written = write(fd, text, (size_t)len);
    if (written != len || fsync(fd) < 0)
        return error_errno(err, written >= 0 && written != len ? ENOSPC : errno, "cannot write '%s'", fresh);
    if (rename(fresh, path) < 0)
        return error_errno(err, errno, "cannot switch archive '%s' to its new generation", dir);
    return sync_folder(dir, err);
}

int generation_new(const char *timezone, struct generation *out, struct error *err)
{
    unsigned char r[16];
    struct generation g = {0};

    if (snprintf(g.timezone, sizeof g.timezone, "%s", timezone) >= (int)sizeof g.timezone || strchr(timezone, '\n') ||
        !*timezone)
        return error_set(err, FAULT_INVALID, "'%.60s' is no time zone; use a name such as Europe/London", timezone);
    if (getrandom(r, sizeof r, 0) != (ssize_t)sizeof r)
        return error_errno(err, errno, "cannot make a uuid");
    r[6] = (unsigned char)((r[6] & 0x0f) | 0x40); /* RFC 9562, version 4 */
    r[8] = (unsigned char)((r[8] & 0x3f) | 0x80);
    snprintf(g.uuid, sizeof g.uuid, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", r[0], r[1],
             r[2], r[3], r[4], r[5], r[6], r[7], r[8], r[9], r[10], r[11], r[12], r[13], r[14], r[15]);
    *out = g;
    return 0;
}
