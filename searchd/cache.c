/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cache.c - a hash table and SIEVE's queue under one mutex, which is never held over a system call or a free. */
#include "searchd/cache.h"

#include <malloc.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <xxhash.h>

struct cache {
    const char *archive;
    uint64_t seed; /* so that nobody can choose targets that fall into one bucket */
    size_t bucket_count;
    pthread_mutex_t mutex; /* of what stands below it */
    struct edition edition;
    bool has_edition;
    struct cached *newest, *oldest, *hand;
    atomic_uint mends;
    struct cache_stats stats;
    struct cached *buckets[]; /* bucket_count of them, a power of two */
};

struct cache *cache_new(const char *archive, size_t bytes_max)
{
    size_t buckets = 16;
    while (buckets < bytes_max / CACHE_ANSWER_TYPICAL && buckets < (size_t)1 << 20)
        buckets *= 2;
    struct cache *c = calloc(1, sizeof *c + buckets * sizeof c->buckets[0]);
    if (!c)
        return NULL;
    c->archive = archive;
    c->bucket_count = buckets;
    if (getrandom(&c->seed, sizeof c->seed, GRND_NONBLOCK) != (ssize_t)sizeof c->seed)
        c->seed = (uint64_t)(uintptr_t)c;
    c->stats.bytes_max = bytes_max;
    c->stats.bytes = malloc_usable_size(c);
    pthread_mutex_init(&c->mutex, NULL);
    return c;
}

/* ---- under the mutex; what leaves is gathered in *gone, to be released after it -------- */

static struct cached **slot_of(struct cache *c, uint64_t hash, const char *key, size_t key_len)
{
    struct cached **slot = &c->buckets[hash & (c->bucket_count - 1)];
    while (*slot && ((*slot)->hash != hash || (*slot)->key_len != key_len || memcmp((*slot)->key, key, key_len) != 0))
        slot = &(*slot)->chain;
    return slot;
}

static void link_newest(struct cache *c, struct cached *a)
{
    a->older = c->newest;
    if (c->newest)
        c->newest->newer = a;
    else
        c->oldest = a;
    c->newest = a;
    a->linked = true;
    c->stats.entries++;
    c->stats.bytes += a->bytes;
}

static void unlink_one(struct cache *c, struct cached *a, struct cached **gone)
{
    *slot_of(c, a->hash, a->key, a->key_len) = a->chain;
    if (a->newer)
        a->newer->older = a->older;
    else
        c->newest = a->older;
    if (a->older)
        a->older->newer = a->newer;
    else
        c->oldest = a->newer;
    a->linked = false;
    c->stats.entries--;
    c->stats.bytes -= a->bytes;
    a->chain = *gone;
    *gone = a;
}

static void evict_to_fit(struct cache *c, struct cached **gone)
{
    while (c->stats.bytes > c->stats.bytes_max && c->oldest) {
        struct cached *a = c->hand ? c->hand : c->oldest;
        while (a->asked_again) {
            a->asked_again = false;
            a = a->newer ? a->newer : c->oldest;
        }
        c->hand = a->newer;
        unlink_one(c, a, gone);
        c->stats.evicted++;
    }
}

static void drop_all(struct cache *c, struct cached **gone)
{
    c->stats.dropped += c->stats.entries;
    while (c->oldest)
        unlink_one(c, c->oldest, gone);
    c->hand = NULL;
}

static void move_to(struct cache *c, const struct edition *edition, struct cached **gone)
{
    if (c->has_edition && edition_same(&c->edition, edition))
        return;
    drop_all(c, gone);
    c->edition = *edition;
    c->has_edition = true;
}

/* ---- */

static void release_all(struct cached *gone)
{
    while (gone) {
        struct cached *next = gone->chain;
        cached_release(gone);
        gone = next;
    }
}

static uint64_t hash_key(const struct cache *c, const char *key, size_t key_len)
{
    return XXH3_64bits_withSeed(key, key_len, c->seed);
}

struct cached *cache_find(struct cache *c, const char *key, size_t key_len)
{
    if (!c)
        return NULL;
    struct edition edition = {0};
    uint64_t hash = hash_key(c, key, key_len);
    pthread_mutex_lock(&c->mutex);
    struct cached *found = *slot_of(c, hash, key, key_len);
    if (found) {
        cached_hold(found);
        edition = c->edition;
    }
    pthread_mutex_unlock(&c->mutex);
    bool current = found && edition_stands(c->archive, &edition);
    pthread_mutex_lock(&c->mutex);
    if (current) {
        found->asked_again = true;
        c->stats.hits++;
    } else {
        c->stats.misses++;
    }
    pthread_mutex_unlock(&c->mutex);
    if (current)
        return found;
    cached_release(found);
    return NULL;
}

bool cache_begin(struct cache *c, struct edition *out)
{
    if (!c)
        return false;
    pthread_mutex_lock(&c->mutex);
    struct edition last = c->edition;
    pthread_mutex_unlock(&c->mutex);
    return edition_read(c->archive, &last, out);
}

bool cache_keep(struct cache *c, const struct edition *edition, struct cached *a)
{
    if (a->body_len > CACHE_BODY_MAX || a->bytes > c->stats.bytes_max / CACHE_SHARE ||
        !edition_settled(edition) || !edition_stands(c->archive, edition))
        return false;
    struct cached *gone = NULL;
    a->hash = hash_key(c, a->key, a->key_len);
    pthread_mutex_lock(&c->mutex);
    move_to(c, edition, &gone);
    struct cached **slot = slot_of(c, a->hash, a->key, a->key_len);
    if (!*slot) {
        *slot = cached_hold(a);
        link_newest(c, a);
        evict_to_fit(c, &gone);
    }
    bool kept = a->linked;
    pthread_mutex_unlock(&c->mutex);
    release_all(gone);
    return kept;
}

void cache_add_form(struct cache *c, struct cached *a, enum encoding encoding, const char *bytes, size_t len)
{
    struct cached *gone = NULL;
    struct cached_form *form = malloc(sizeof *form + (bytes ? len : 0));
    if (!form)
        return;
    form->len = bytes ? len : 0;
    if (bytes)
        memcpy(form->data, bytes, len);
    pthread_mutex_lock(&c->mutex);
    bool first = !cached_form(a, encoding);
    if (first) {
        size_t size = malloc_usable_size(form);
        a->bytes += size;
        atomic_store_explicit(&a->forms[encoding], form, memory_order_release);
        if (a->linked) {
            c->stats.bytes += size;
            evict_to_fit(c, &gone);
        }
    }
    pthread_mutex_unlock(&c->mutex);
    if (!first)
        free(form);
    release_all(gone);
}

void cache_renew(struct cache *c, unsigned mends)
{
    if (!c || atomic_load_explicit(&c->mends, memory_order_relaxed) == mends)
        return;
    struct cached *gone = NULL;
    pthread_mutex_lock(&c->mutex);
    if (atomic_load(&c->mends) != mends) {
        drop_all(c, &gone);
        atomic_store(&c->mends, mends);
    }
    pthread_mutex_unlock(&c->mutex);
    release_all(gone);
}

void cache_stats(struct cache *c, struct cache_stats *out)
{
    *out = (struct cache_stats){0};
    if (!c)
        return;
    pthread_mutex_lock(&c->mutex);
    *out = c->stats;
    pthread_mutex_unlock(&c->mutex);
}

void cache_free(struct cache *c)
{
    if (!c)
        return;
    struct cached *gone = NULL;
    while (c->oldest)
        unlink_one(c, c->oldest, &gone);
    release_all(gone);
    pthread_mutex_destroy(&c->mutex);
    free(c);
}
