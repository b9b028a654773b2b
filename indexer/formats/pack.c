/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pack.c - tar and zip, read front to back, but zips in files by their directory: each member is an input of its own.
 * Nothing is written to disk, so that the names of members, whatever they are, only stand in messages. */
#include "indexer/formats/format.h"
#include "indexer/formats/pack_file.h"
#include "indexer/formats/pack_members.h"

#include <archive.h>
#include <archive_entry.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
    PACK_DEPTH_MAX = 2, /* a pack in a pack */
    TAKE_BYTES = 64 << 10,
    DAMAGED = 1
};

struct pack {
    struct archive *opened;
    struct input *in;
    const char *name;
    enum format format; /* of the members; FORMAT_UNKNOWN: told by content */
    const struct sink *sink;
    struct error why; /* of in, when that failed */
    struct pack_layout layout;
    uint64_t members; /* begun so far */
    uint64_t empty;   /* of them, known to be so before they are read */
    bool doubtful;    /* libarchive gives what it has of a member, but it does not fit */
};

static void refuse(const struct pack *p, const char *where, const char *reason)
{
    p->sink->problem(p->sink->ctx, where, reason, (struct raw){0});
}

static la_ssize_t take_bytes(struct archive *opened, void *ctx, const void **block)
{
    struct pack *p = ctx;
    const char *bytes;
    size_t len;

    (void)opened;
    int more = input_take(p->in, TAKE_BYTES, &bytes, &len, &p->why);
    *block = bytes;
    return more < 0 ? ARCHIVE_FATAL : more ? (la_ssize_t)len : 0;
}

/* The reason of the file itself goes before what libarchive makes of it. */
static int say(const struct pack *p, struct error *err)
{
    if (*p->why.text)
        return error_set(err, p->why.fault, "%s", p->why.text);
    const char *text = archive_error_string(p->opened);
    return error_set(err, FAULT_INVALID, "cannot be unpacked: %s", text ? text : "the data is damaged");
}

/* input_source */
static int take_member(void *ctx, const char **bytes, size_t *len, struct error *err)
{
    struct pack *p = ctx;
    const void *block;
    la_int64_t offset;
    int rc;

    do {
        rc = archive_read_data_block(p->opened, &block, len, &offset);
        p->doubtful = p->doubtful || rc == ARCHIVE_WARN;
    } while ((rc == ARCHIVE_OK || rc == ARCHIVE_WARN) && !*len);
    *bytes = block;
    if (rc == ARCHIVE_EOF)
        return 0;
    return rc == ARCHIVE_OK || rc == ARCHIVE_WARN ? 1 : say(p, err);
}

static int stopped(struct error *err)
{
    return error_set(err, FAULT_NONE, "stopped");
}

static int read_data(struct pack *p, const char *where, struct error *err)
{
    struct error why = {0};

    p->doubtful = false;
    struct input *in = input_within(p->in, take_member, p, &why);
    int rc = in ? format_read(in, where, p->format, p->sink, &why) : -1;
    input_close(in);
    if (rc < 0 && why.fault == FAULT_NONE)
        return stopped(err);
    if (rc < 0)
        refuse(p, where, why.text);
    else if (p->doubtful)
        p->sink->warning(p->sink->ctx, where, "may be damaged: what was read does not fit its checksum or size");
    return 0;
}

static int read_member(struct pack *p, struct archive_entry *entry, struct error *err)
{
    char where[WHERE_MAX];
    const char *name = archive_entry_pathname_utf8(entry);

    if (!name) /* in a charset that this locale does not know */
        name = archive_entry_pathname(entry);
    if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry))
        return 0;
    if (name && !pack_wants(&p->layout, name))
        return 0;
    if (archive_entry_size_is_set(entry) && !archive_entry_size(entry) && p->empty++)
        return 0; /* the first is named as any file without text is */
    if (name)
        snprintf(where, sizeof where, "%s!%s", p->name, name);
    else
        snprintf(where, sizeof where, "%s!%" PRIu64, p->name, p->members);
    if (archive_entry_is_encrypted(entry)) {
        refuse(p, where, "is encrypted: unpack it with its password and add what comes out");
        return 0;
    }
    return read_data(p, where, err);
}

static int read_members(struct pack *p, struct archive_entry *entry, bool by_directory, struct error *err)
{
    struct error why = {0};
    char text[sizeof why.text + 64];

    while (!input_is_bomb(p->in)) {
        int rc = archive_read_next_header2(p->opened, entry);
        if (rc == ARCHIVE_EOF)
            return 0;
        if (rc == ARCHIVE_RETRY)
            continue;
        if (rc != ARCHIVE_OK && rc != ARCHIVE_WARN) {
            if (by_directory && !p->members)
                return DAMAGED;
            say(p, &why);
            if (why.fault == FAULT_NONE)
                return stopped(err);
            if (input_is_bomb(p->in)) /* the member in which that came out has said so */
                return 0;
            snprintf(text, sizeof text, "nothing behind member %" PRIu64 " could be read: %s", p->members, why.text);
            refuse(p, p->name, text);
            return 0;
        }
        p->members++;
        if (read_member(p, entry, err))
            return -1;
    }
    return 0;
}

/* DAMAGED: the file's directory cannot be read, and no member was. */
static int open_and_read(struct pack *p, struct pack_file *file, struct error *err)
{
    p->opened = archive_read_new();
    /* Its own it uses without a look whether it got it. */
    struct archive_entry *entry = p->opened ? archive_entry_new2(p->opened) : NULL;
    int rc;
    if (!entry) {
        archive_read_free(p->opened);
        p->opened = NULL;
        return error_set(err, FAULT_MEMORY, "no memory to unpack it");
    }
    if (file) {
        rc = pack_file_open(file, p->opened);
    } else {
        archive_read_support_format_tar(p->opened);
        archive_read_support_format_zip_streamable(p->opened);
        archive_read_set_read_callback(p->opened, take_bytes);
        rc = archive_read_set_callback_data(p->opened, p); /* archive_read_open does not look whether it could */
        if (rc == ARCHIVE_OK)
            rc = archive_read_open1(p->opened);
    }
    if (rc == ARCHIVE_OK)
        rc = read_members(p, entry, file != NULL, err);
    else
        rc = file ? DAMAGED : say(p, err);
    archive_entry_free(entry);
    archive_read_free(p->opened);
    p->opened = NULL;
    return rc;
}

int pack_read(struct input *in, const char *name, enum format format, const struct sink *sink, struct error *err)
{
    struct pack p = {.in = in, .name = name, .format = format, .sink = sink, .layout = pack_layout_of(name)};

    if (input_depth(in) >= PACK_DEPTH_MAX) {
        refuse(&p, name, "is a pack in a pack in a pack: unpack the outer ones and add what comes out");
        return 0;
    }
    struct pack_file *file = pack_file_of(in);
    int rc = file ? open_and_read(&p, file, err) : DAMAGED;
    pack_file_free(file);
    if (rc == DAMAGED) /* there may be members in front of the damage */
        rc = open_and_read(&p, NULL, err);
    if (!rc && p.empty > 1) {
        char text[64];
        snprintf(text, sizeof text, "%" PRIu64 " more members are empty, too", p.empty - 1);
        refuse(&p, name, text);
    }
    return rc;
}
