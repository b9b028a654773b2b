/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cache.h - answers given before, given again while the archive is what it was.
 *
 * The key is the target as it was sent: the answer repeats q as typed and its Link repeats the URL, so that
 * what is not the same target is not the same answer, and a hit takes no parsing. All entries
 * belong to one edition (edition.h); the first answer from a newer one drops them all.
 *
 * How fresh: cache_find looks at the archive's two files each time, so a commit is seen by the first request that
 * comes after its end. These are stats of names that the kernel has at hand, on the I/O thread;
 * an archive on a network file system that hangs would hang it, and is better served with --cache-bytes 0.
 *
 * What is kept is every byte of an answer's own, so took_ms in it is the time of the search that made it.
 *
 * Eviction is SIEVE (Zhang and others, "SIEVE is Simpler than LRU", NSDI 2024): entries stand in the order
 * they came, a hand walks from the oldest and takes the first that was not asked for again since it last passed.
 * A hit sets one bit, and what is asked once, as by a crawler, leaves first. */
#ifndef HUSTINGS_CACHE_H
#define HUSTINGS_CACHE_H

#include "searchd/cached.h"
#include "searchd/edition.h"

enum {
    CACHE_BODY_MAX = 1 << 20, /* larger answers are asked for once, by scripts */
    CACHE_SHARE = 8,          /* and none may take more than this part of the cache */
    CACHE_ANSWER_TYPICAL = 4096 /* bytes; as many buckets as such answers fit */
};

struct cache;

struct cache_stats {
    uint64_t hits, misses;
    uint64_t evicted; /* for want of room */
    uint64_t dropped; /* because the archive changed */
    size_t entries, bytes, bytes_max;
};

/* bytes_max: all the memory that it takes, its own tables and compressed forms too; what replies still hold of an
 * answer that left is theirs. archive must outlive it. Each function below may be called on
 * any thread. NULL: out of memory. */
struct cache *cache_new(const char *archive, size_t bytes_max);
void cache_free(struct cache *c); /* accepts NULL */
/* The answer to key from the archive as it is now, to be released. NULL: there is none. Accepts NULL c, for no cache.
 */
struct cached *cache_find(struct cache *c, const char *key, size_t key_len);
/* To be called before the archive is read for an answer that cache_keep is to take. False: it cannot be kept. */
bool cache_begin(struct cache *c, struct edition *out);
/* Keeps a (borrowed) unless it is too large or the archive has changed since edition was read: then false. */
bool cache_keep(struct cache *c, const struct edition *edition, struct cached *a);
/* Gives a the body in another encoding; NULL bytes: it is no smaller. The first to give it wins. */
void cache_add_form(struct cache *c, struct cached *a, enum encoding encoding, const char *bytes, size_t len);
/* Drops all answers when mends is not that of the last call (0 before the first): those from files that were found
 * damaged later, and mended with no other edition. Cheap else. Accepts NULL c. */
void cache_renew(struct cache *c, unsigned mends);
void cache_stats(struct cache *c, struct cache_stats *out);

#endif
