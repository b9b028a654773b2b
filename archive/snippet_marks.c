/* SPDX-License-Identifier: GPL-2.0-or-later */
/* snippet_marks.c - units and their forms: a hash table in an arena. */
#include "archive/snippet_marks.h"

#include <string.h>
#include <xxhash.h>

enum { SLOTS_FIRST = 64 };

struct marks *marks_new(struct arena *arena)
{
    struct marks *m = arena_alloc(arena, sizeof *m);
    if (!m)
        return NULL;
    m->arena = arena;
    m->slot_count = SLOTS_FIRST;
    m->slots = arena_alloc(arena, m->slot_count * sizeof *m->slots);
    return m->slots ? m : NULL;
}

size_t marks_count(const struct marks *m)
{
    return m->unit_count;
}

int marks_unit(struct marks *m, enum mark_kind kind, unsigned where, unsigned distance)
{
    if (m->unit_count == MARK_UNITS_MAX)
        return -1;
    m->units[m->unit_count] = (struct mark_unit){.kind = kind, .where = where, .distance = distance};
    return (int)m->unit_count++;
}

/* The term's slot, or the free one where it would stand. */
static size_t slot_of(const struct marks *m, const char *term, size_t len, uint32_t hash)
{
    size_t at = hash & (m->slot_count - 1);
    for (const struct mark_form *f; (f = m->slots[at]); at = (at + 1) & (m->slot_count - 1))
        if (f->hash == hash && f->len == len && memcmp(f->term, term, len) == 0)
            break;
    return at;
}

const struct mark_target *marks_find(const struct marks *m, const char *term, size_t len)
{
    const struct mark_form *f = m->slots[slot_of(m, term, len, (uint32_t)XXH3_64bits(term, len))];
    return f ? f->targets : NULL;
}

static bool grow(struct marks *m)
{
    struct mark_form **old = m->slots;
    size_t old_count = m->slot_count;
    struct mark_form **slots = arena_alloc(m->arena, old_count * 2 * sizeof *slots);
    if (!slots)
        return false;
    m->slots = slots;
    m->slot_count = old_count * 2;
    for (size_t i = 0; i < old_count; i++)
        if (old[i])
            m->slots[slot_of(m, old[i]->term, old[i]->len, old[i]->hash)] = old[i];
    return true;
}

static struct mark_form *new_form(struct marks *m, const char *term, size_t len, uint32_t hash)
{
    struct mark_form *f = arena_alloc(m->arena, sizeof *f);
    if (!f || !(f->term = arena_copy(m->arena, term, len)))
        return NULL;
    f->len = (uint32_t)len;
    f->hash = hash;
    return f;
}

static struct mark_form *exact_form(struct marks *m, const char *term, size_t len)
{
    if ((m->form_count + 1) * 2 > m->slot_count && !grow(m))
        return NULL;
    uint32_t hash = (uint32_t)XXH3_64bits(term, len);
    size_t at = slot_of(m, term, len, hash);
    if (m->slots[at])
        return m->slots[at];
    struct mark_form *f = new_form(m, term, len, hash);
    if (!f)
        return NULL;
    m->slots[at] = f;
    m->form_count++;
    uint32_t bit = marks_filter_bit(term, len);
    m->filter[bit / 64] |= UINT64_C(1) << bit % 64;
    return f;
}

static struct mark_form *prefix_form(struct marks *m, const char *term, size_t len)
{
    for (struct mark_form *f = m->prefixes; f; f = f->next)
        if (f->len == len && memcmp(f->term, term, len) == 0)
            return f;
    struct mark_form *f = new_form(m, term, len, 0);
    if (!f)
        return NULL;
    f->next = m->prefixes;
    m->prefixes = f;
    unsigned char first = (unsigned char)term[0];
    m->prefix_first[first / 64] |= UINT64_C(1) << first % 64;
    return f;
}

bool marks_form(struct marks *m, int unit, unsigned part, const char *term, size_t len)
{
    if (unit < 0 || (size_t)unit >= m->unit_count || part >= MARK_PARTS_MAX)
        return false;
    if (len == 0 || len > WORD_MAX)
        return true; /* no word of a text can be it */
    struct mark_unit *u = &m->units[unit];
    struct mark_form *f = u->kind == MARK_PREFIX ? prefix_form(m, term, len) : exact_form(m, term, len);
    if (!f)
        return false;
    bool sequence = u->kind == MARK_PHRASE || u->kind == MARK_NEAR;
    part = sequence ? part : 0;
    if (u->parts <= part)
        u->parts = part + 1;
    for (const struct mark_target *t = f->targets; t; t = t->next)
        if (t->unit == unit && t->part == part)
            return true;
    struct mark_target *t = arena_alloc(m->arena, sizeof *t);
    if (!t)
        return false;
    *t = (struct mark_target){.next = f->targets, .unit = (uint16_t)unit, .part = (uint16_t)part};
    f->targets = t;
    return true;
}
