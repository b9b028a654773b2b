/* SPDX-License-Identifier: GPL-2.0-or-later */
/* segment.h - the articles themselves, in append-only files.
 *
 * A segment is a 16-byte head and then records, each: magic, lengths, SHA-256 of
 * what is stored, the packed bytes (zstd). A reader can walk a segment from its start and rebuild the index
 * from nothing else. An article's record has a link (segment_link.h) to the one it replaced. A record may be packed by
 * a dictionary, which is a record too and stands before it, twice. What a crash leaves at the end is cut off by the
 * next writer: no index names it. */
#ifndef HUSTINGS_SEGMENT_H
#define HUSTINGS_SEGMENT_H

#include "archive/buffer.h"
#include "archive/error.h"
#include "archive/segment_link.h"

enum {
    SEGMENT_HASH = 32,                   /* bytes of SHA-256 */
    SEGMENT_PACK_LEVEL = 3,              /* zstd's default: 3 packs 240 MB of news in about a second */
    SEGMENT_START = 16,                  /* bytes before the first record */
    SEGMENT_RECORD_MAX = 64 * 1024 * 1024 /* an article with its facts, unpacked: beyond it is no article */
};

enum segment_kind {
    SEGMENT_ARTICLE = 1,
    SEGMENT_DELETION = 2,
    SEGMENT_DICTIONARY = 3,
    SEGMENT_RETRACTION = 4,
    SEGMENT_BOILERPLATE = 5 /* what became of a line: boilerplate.h */
};

struct segment_dictionary; /* segment_dictionary.h */

/* One record ready to be appended: any thread may make it, on its own. */
struct segment_packer;
struct segment_packer *segment_packer_new(void);
void segment_packer_free(struct segment_packer *p);
/* SHA-256 of a payload. */
void segment_hash(const char *payload, size_t len, uint8_t hash[SEGMENT_HASH]);
/* Appends to out the record of payload (head_len bytes of facts as JSON, then
 * the text), whose segment_hash is hash; packed by dictionary, of the segment it is appended to (NULL: by none). */
int segment_pack(struct segment_packer *p, enum segment_kind kind, const char *payload, size_t len, size_t head_len,
                 const uint8_t hash[SEGMENT_HASH], const struct segment_dictionary *dictionary, struct buffer *out,
                 struct error *err);

struct segment_writer;
/* Opens path to append, making it when absent. Bytes behind `end` (0: keep all
 * that is whole) are cut off. */
int segment_writer_open(const char *path, uint64_t end, struct segment_writer **out, struct error *err);
int segment_append(struct segment_writer *w, const char *record, size_t len, struct segment_place *place,
                   struct error *err);
/* The same, with link. */
int segment_append_linked(struct segment_writer *w, const char *record, size_t len, const struct segment_link *link,
                          struct segment_place *place, struct error *err);
/* Writes out: a reader sees every record appended so far. */
int segment_flush(struct segment_writer *w, struct error *err);
/* Writes out and syncs: every record appended so far survives a power loss. */
int segment_sync(struct segment_writer *w, struct error *err);
uint64_t segment_end(const struct segment_writer *w);
void segment_writer_close(struct segment_writer *w); /* accepts NULL; unsynced records may be lost */

struct segment;
int segment_open(const char *path, struct segment **out, struct error *err);
void segment_close(struct segment *s); /* accepts NULL */

struct segment_record {
    enum segment_kind kind;
    const char *head; /* facts as JSON, borrowed from the buffer read into */
    size_t head_len;
    const char *text;
    size_t text_len;
    uint8_t hash[SEGMENT_HASH]; /* as stored; segment_read with verify proves it */
    struct segment_link link;   /* of a record without one: version 1, nothing before it */
};
/* Reads the record at place into b; FAULT_DAMAGED when it is not one, or, with
 * verify, when its hash is wrong. A file that has grown since open is seen. */
int segment_read(struct segment *s, struct segment_place place, bool verify, struct buffer *b,
                 struct segment_record *out, struct error *err);
/* Kind, hash and link of the record at place, without its article. */
int segment_peek(struct segment *s, struct segment_place place, struct segment_record *out, struct error *err);
/* Reads the dictionary that stands at offset, or its copy behind it, into b. */
int segment_find_dictionary(struct segment *s, uint64_t offset, struct buffer *b, struct segment_record *out,
                            struct error *err);
/* Walks: place of the first record at or behind `offset` (0 to start). False
 * at the end; *damaged says whether bytes there are no record. */
bool segment_next(struct segment *s, uint64_t offset, struct segment_place *place, bool *damaged);
/* -1: a read of s failed, by the system's word, so that what was found damaged or absent may be there after all:
 * nothing may be cut off or left out for it. */
int segment_failed(const struct segment *s, struct error *err);

#endif
