/* SPDX-License-Identifier: GPL-2.0-or-later */
/* generation.c - which databases make up the archive now: one small file, replaced whole. */
#include "archive/generation.h"

#include "archive/memory.h"
#include "archive/schema.h"
#include "archive/scoped.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <string.h>
#include <sys/random.h>
#include <xxhash.h>

enum { FILE_MAX = 4096 }; /* ours is under 400 bytes */

#define SUM_LINE "# sum " /* the last: XXH3 of all lines before it, in hex; earlier versions wrote none */

static bool name_is_safe(const char *name)
{
    /* A name from a file must not lead out of the archive. */
    return *name && *name != '.' && strlen(name) < GENERATION_NAME_MAX &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(name);
}

static bool is_uuid(const char *text)
{
    return strlen(text) == 36 && strspn(text, "0123456789abcdef-") == 36;
}

/* Of printable ASCII: it is shown to people and told to clients. */
static bool timezone_is_safe(const char *name)
{
    const char *at = name;

    while (*at > ' ' && *at <= '~')
        at++;
    return at > name && !*at && at - name < (ptrdiff_t)sizeof((struct generation *)0)->timezone;
}

/* strtoull would take a sign and what stands behind the digits. */
static bool read_number(const char *text, uint64_t max, uint64_t *out)
{
    size_t len = strlen(text);

    if (!len || len > 20 || strspn(text, "0123456789") != len)
        return false;
    errno = 0;
    unsigned long long number = strtoull(text, NULL, 10);
    *out = number;
    return errno == 0 && number <= max;
}

static bool names_database(const struct generation *g, const char *name)
{
    for (unsigned i = 0; i < g->database_count; i++)
        if (strcmp(g->databases[i], name) == 0)
            return true;
    return false;
}

/* The rest of line behind key, or NULL. */
static const char *behind(const char *line, const char *key)
{
    size_t len = strlen(key);

    return strncmp(line, key, len) == 0 ? line + len : NULL;
}

static int read_line(const char *line, struct generation *g, uint64_t *format)
{
    const char *value;

    if ((value = behind(line, "# hustings archive, format "))) {
        return read_number(value, UINT32_MAX, format) ? 0 : -1;
    } else if ((value = behind(line, "# uuid "))) {
        return is_uuid(value) && snprintf(g->uuid, sizeof g->uuid, "%s", value) == 36 ? 0 : -1;
    } else if ((value = behind(line, "# generation "))) {
        return read_number(value, UINT64_MAX, &g->number) ? 0 : -1;
    } else if ((value = behind(line, "# timezone "))) {
        return timezone_is_safe(value) && snprintf(g->timezone, sizeof g->timezone, "%s", value) > 0 ? 0 : -1;
    } else if ((value = behind(line, "auto "))) {
        if (g->database_count == SCHEMA_DATABASES_MAX || !name_is_safe(value) || names_database(g, value))
            return -1;
        snprintf(g->databases[g->database_count++], GENERATION_NAME_MAX, "%s", value);
        return 0;
    }
    return *line == '#' || !*line ? 0 : -1;
}

static int sum_line(const char *text, size_t len, char *line, size_t size)
{
    return snprintf(line, size, SUM_LINE "%016llx\n", (unsigned long long)XXH3_64bits(text, len));
}

/* Where there is a sum it is that of the lines before it, and ends the file. */
static bool sum_holds(const char *text)
{
    const char *at = strstr(text, "\n" SUM_LINE);
    char line[32];

    if (!at)
        return true;
    at++;
    sum_line(text, (size_t)(at - text), line, sizeof line);
    return strcmp(at, line) == 0;
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
    /* Cut off, or with zeros where a crash left no data, it would name fewer databases than there are. */
    if (!len || len == FILE_MAX || text[len - 1] != '\n' || strlen(text) != len)
        return error_set(err, FAULT_DAMAGED, "archive '%s' is damaged: its file XAPIANDB is not whole", dir);
    bool as_written = sum_holds(text); /* told last: a file of another version may have another sum */

    struct generation g = {0};
    uint64_t format = 0;
    unsigned number = 1;
    for (char *line = text, *end; (end = strchr(line, '\n')); line = end + 1, number++) {
        *end = '\0';
        if (read_line(line, &g, &format) < 0)
            return error_set(err, FAULT_DAMAGED,
                             "archive '%s' is damaged: line %u of its file XAPIANDB is none of ours", dir, number);
        if (format && format != SCHEMA_FORMAT)
            return error_set(err, FAULT_VERSION,
                             "archive '%s' has format %" PRIu64 " and this program knows %d; use the version that "
                             "wrote it, or export it there and add it here", dir, format, SCHEMA_FORMAT);
    }
    if (!as_written)
        return error_set(err, FAULT_DAMAGED,
                         "archive '%s' is damaged: its file XAPIANDB is not what was written; 'indexer rebuild' makes "
                         "it anew", dir);
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
    if (memory_ended()) /* what it names may be made without what memory lacked for */
        return error_set(err, FAULT_MEMORY, "no memory to make a generation of archive '%s'", dir);
    if (snprintf(path, sizeof path, "%s/XAPIANDB", dir) >= (int)sizeof path ||
        snprintf(fresh, sizeof fresh, "%s/" GENERATION_FRESH, dir) >= (int)sizeof fresh)
        return error_set(err, FAULT_INVALID, "path of the archive is too long");

    int len = snprintf(text, sizeof text,
                       "# hustings archive, format %d\n# Written by indexer; do not edit.\n"
                       "# uuid %s\n# generation %" PRIu64 "\n# timezone %s\n",
                       SCHEMA_FORMAT, g->uuid, g->number, g->timezone);
    for (unsigned i = 0; i < g->database_count; i++)
        len += snprintf(text + len, sizeof text - (size_t)len, "auto %s\n", g->databases[i]);
    len += sum_line(text, (size_t)len, text + len, sizeof text - (size_t)len);

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

    if (!timezone_is_safe(timezone) || snprintf(g.timezone, sizeof g.timezone, "%s", timezone) < 1)
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
