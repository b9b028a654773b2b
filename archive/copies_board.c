/* SPDX-License-Identifier: GPL-2.0-or-later */
/* copies_board.c - the articles that a commit looks at: pending ones, and committed ones as they are come upon. */
#include "archive/copies_board.h"

#include "archive/array_grow.h"
#include "archive/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

static int no_memory(struct error *err)
{
    return error_set(err, FAULT_MEMORY, "no memory to find copies of articles");
}

/* ---- where nodes are found by their committed place ------------------- */

static uint64_t place_code(struct old_place at)
{
    return (uint64_t)(at.database + 1) << 32 | at.docid;
}

static size_t place_slot(const struct board *b, uint64_t code)
{
    size_t at = XXH3_64bits(&code, sizeof code) & (b->place_size - 1);

    while (b->places[at] && b->places[at] != code)
        at = (at + 1) & (b->place_size - 1);
    return at;
}

static bool grow_places(struct board *b)
{
    struct board old = *b;

    b->place_size = old.place_size ? old.place_size * 2 : 256;
    b->places = calloc(b->place_size, sizeof *b->places);
    b->place_nodes = calloc(b->place_size, sizeof *b->place_nodes);
    for (size_t i = 0; b->places && b->place_nodes && i < old.place_size; i++) {
        if (!old.places[i])
            continue;
        size_t at = place_slot(b, old.places[i]);
        b->places[at] = old.places[i];
        b->place_nodes[at] = old.place_nodes[i];
    }
    free(old.places);
    free(old.place_nodes);
    return b->places && b->place_nodes;
}

static bool put_place(struct board *b, struct old_place at, uint32_t node)
{
    if ((b->place_count + 1) * 2 > b->place_size && !grow_places(b))
        return false;
    size_t slot = place_slot(b, place_code(at));
    b->place_count += !b->places[slot];
    b->places[slot] = place_code(at);
    b->place_nodes[slot] = node;
    return true;
}

/* ---- committed articles ---------------------------------------------- */

static int read_record(struct board *b, struct old_place at, struct board_node *node, struct error *err)
{
    const struct writer *w = b->writer;
    bool in_delta = at.database == (int)w->run_count;
    uint32_t docid = in_delta ? at.docid : (at.docid - 1) * (uint32_t)w->run_count + (uint32_t)at.database + 1;
    char term[SCHEMA_TERM_MAX];
    struct record record;
    struct date date = {0};
    xap_bytes data = {0};
    xap_error xerr;

    xap_status s = xap_reader_data(in_delta ? xap_writer_reader(w->delta) : w->runs_read, docid, &data, &xerr);
    if (s != XAP_OK)
        return shim_error(err, s, &xerr);
    bool whole = record_read(data.data, data.len, &record);
    if (whole) {
        schema_id_term(record.id.data, record.id.len, term);
        if (!record.date.data || !date_parse_iso(record.date.data, record.date.len, &date, NULL))
            date = (struct date){0};
        *node = (struct board_node){.order = copies_order(&date), .pending = NOT_PENDING, .old = at,
                                    .segment = record.segment, .place = record.place, .had = record.group,
                                    .now = record.group};
        memcpy(node->id, term, PENDING_ID);
    }
    xap_bytes_free(&data);
    return whole ? 0 : error_set(err, FAULT_DAMAGED, "the record of an article is damaged; 'indexer check' says which");
}

int board_rises(struct board *b, uint32_t x, struct error *err)
{
    if (!array_grow(&b->risen, &b->risen_size, b->risen_count + 1, sizeof *b->risen))
        return no_memory(err);
    b->risen[b->risen_count++] = x;
    return 0;
}

int board_node(struct board *b, struct old_place at, uint32_t *out, struct error *err)
{
    if (b->place_size) {
        size_t slot = place_slot(b, place_code(at));
        if (b->places[slot]) {
            uint32_t node = b->place_nodes[slot];
            *out = node != GONE && b->nodes[node].pending != NOT_PENDING ? GONE : node;
            return 0;
        }
    }
    if (!array_grow(&b->nodes, &b->size, b->count + 1, sizeof *b->nodes) || !put_place(b, at, (uint32_t)b->count))
        return no_memory(err);
    if (read_record(b, at, &b->nodes[b->count], err) < 0)
        return -1;
    *out = (uint32_t)b->count++;
    return 0;
}

int board_group_of(struct board *b, struct old_place at, uint64_t *group, struct error *err)
{
    struct board_node node;

    if (read_record(b, at, &node, err) < 0)
        return -1;
    *group = node.had;
    return 0;
}

/* ---- what is pending -------------------------------------------------- */

static int take_pending(struct board *b, uint32_t i, struct error *err)
{
    const struct pending_entry *entry = &b->writer->pending.entries[i];
    struct board_node node = {0};

    if (entry->old.database >= 0 && read_record(b, entry->old, &node, err) < 0)
        return -1;
    if (!entry->again) {
        uint32_t docid = entry->item.docid; /* that its date asks for */
        node.order = docid < SCHEMA_DOCID_UNDATED ? SCHEMA_DOCID_UNDATED - docid : UINT32_MAX;
    }
    node.pending = i;
    node.old = entry->old;
    node.segment = entry->item.segment;
    node.place = entry->item.place;
    node.now = 0;
    memcpy(node.id, entry->id, PENDING_ID);
    if (!array_grow(&b->nodes, &b->size, b->count + 1, sizeof *b->nodes))
        return no_memory(err);
    b->nodes[b->count++] = node;
    return 0;
}

static bool node_before(const struct board_node *x, const struct board_node *y)
{
    return x->order != y->order ? x->order < y->order : memcmp(x->id, y->id, PENDING_ID) < 0;
}

static int by_order(const void *left, const void *right)
{
    return node_before(left, right) ? -1 : node_before(right, left);
}

static int take_all_pending(struct board *b, struct error *err)
{
    const struct pending *pending = &b->writer->pending;

    for (size_t i = 0; i < pending->count; i++)
        if (!pending->entries[i].deleted && take_pending(b, (uint32_t)i, err) < 0)
            return -1;
    b->pending = b->count;
    if (b->count)
        qsort(b->nodes, b->count, sizeof *b->nodes, by_order);
    for (uint32_t i = 0; i < b->count; i++)
        if (b->nodes[i].old.database >= 0 && !put_place(b, b->nodes[i].old, i))
            return no_memory(err);
    for (size_t i = 0; i < pending->count; i++)
        if (pending->entries[i].deleted && pending->entries[i].old.database >= 0 &&
            !put_place(b, pending->entries[i].old, GONE))
            return no_memory(err);
    return 0;
}

static int rising_keys(const void *left, const void *right)
{
    const uint64_t *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

static int sort_keys(struct board *b, struct error *err)
{
    b->keys = malloc((b->pending * SKETCH_KEYS + 1) * sizeof *b->keys);
    b->skips = malloc((b->pending * SKETCH_KEYS + 1) * sizeof *b->skips);
    b->run_leaders = calloc(RUN_LEADERS, sizeof *b->run_leaders);
    if (!b->keys || !b->skips || !b->run_leaders)
        return no_memory(err);
    for (size_t i = 0; i < b->pending; i++)
        for (uint32_t k = 0; k < b->nodes[i].sketch.count && k < SKETCH_KEYS; k++)
            b->keys[b->key_count++] = (uint64_t)b->nodes[i].sketch.at[k] << 32 | i;
    qsort(b->keys, b->key_count, sizeof *b->keys, rising_keys);
    for (size_t i = 0; i <= b->key_count; i++)
        b->skips[i] = (uint32_t)i;
    return 0;
}

/* ---- opening ---------------------------------------------------------- */

static int open_runs(struct board *b, struct error *err)
{
    const struct writer *w = b->writer;

    for (size_t i = 0; i < w->run_count; i++) {
        char folder[PATH_MAX], path[PATH_MAX];
        writer_path(w, w->generation.databases[i], folder);
        snprintf(path, sizeof path, "%.4000s/" COPIES_FILE, folder);
        if (!(b->runs[i] = sealed_open(&copies_kind, path, false, err)))
            return -1;
    }
    return 0;
}

/* So that a key which none of the delta's articles has, as most are, costs no look into Xapian. */
static int read_delta_keys(struct board *b, struct error *err)
{
    enum { TERMS_A_LOOK = 4096 };
    size_t prefix = strlen(PREFIX_STORY_KEY), got;
    char after[COPIES_KEY_LEN + 1] = "";

    do {
        xap_terms terms = {0};
        xap_error xerr;
        xap_status s = xap_reader_terms(xap_writer_reader(b->writer->delta), (xap_text){PREFIX_STORY_KEY, prefix},
                                        (xap_text){after, strlen(after)}, TERMS_A_LOOK, &terms, &xerr);
        if (s != XAP_OK)
            return shim_error(err, s, &xerr);
        got = terms.count;
        bool fits = array_grow(&b->delta_keys, &b->delta_key_size, b->delta_key_count + got, sizeof *b->delta_keys);
        for (size_t i = 0; fits && i < got; i++) {
            snprintf(after, sizeof after, "%.*s", (int)terms.at[i].term.len, terms.at[i].term.data);
            b->delta_keys[b->delta_key_count++] = (uint32_t)strtoul(after + prefix, NULL, 16);
        }
        xap_terms_free(&terms);
        if (!fits)
            return no_memory(err);
    } while (got == TERMS_A_LOOK);
    return 0;
}

int board_open(struct board *b, struct writer *w, struct error *err)
{
    *b = (struct board){.writer = w, .segments = {.dir = w->dir}, .stored = buffer_make(SEGMENT_RECORD_MAX)};
    if (segment_flush(w->segment, err) < 0 || open_runs(b, err) < 0 || (w->delta && read_delta_keys(b, err) < 0) ||
        take_all_pending(b, err) < 0 || board_sketch(b, err) < 0)
        return -1;
    return sort_keys(b, err);
}

static void free_story(struct board_node *node)
{
    if (node->story)
        story_free(node->story);
    free(node->story);
    node->story = NULL;
}

void board_close(struct board *b)
{
    for (size_t i = 0; i < b->count; i++)
        free_story(&b->nodes[i]);
    for (size_t i = 0; i < SCHEMA_DATABASES_MAX; i++)
        sealed_close(b->runs[i]);
    free(b->nodes);
    free(b->keys);
    free(b->skips);
    free(b->run_leaders);
    free(b->risen);
    free(b->places);
    free(b->place_nodes);
    free(b->delta_keys);
    free(b->found);
    segments_close(&b->segments);
    buffer_free(&b->stored);
    said_free(&b->said);
    *b = (struct board){0};
}

/* ---- what is told of nodes --------------------------------------------- */

bool board_before(const struct board *b, uint32_t x, uint32_t y)
{
    return node_before(&b->nodes[x], &b->nodes[y]);
}

bool board_leads(const struct board *b, uint32_t x)
{
    const struct board_node *node = &b->nodes[x];
    uint64_t group = node->settled ? node->now : node->had;

    return !group || group & COPIES_LEADS;
}

/* A text that is damaged is nobody's copy. */
static int read_story(struct board *b, struct board_node *node, struct error *err)
{
    struct segment *segment;
    struct segment_record stored = {0};
    struct error why = {0};
    const char *text = "";
    size_t len = 0;

    if (node->story)
        return 0;
    if ((segments_get(&b->segments, node->segment, &segment, &why) < 0 ||
         segment_read(segment, node->place, false, &b->stored, &stored, &why) < 0) &&
        why.fault != FAULT_DAMAGED)
        return error_set(err, why.fault, "%s", why.text);
    node->story = calloc(1, sizeof *node->story);
    if (!node->story || (!why.fault && !said_read(&b->said, &b->writer->boilerplate, &stored, &text, &len)) ||
        !story_read(node->story, text, len) || !story_index(node->story))
        return no_memory(err);
    story_trim(node->story);
    b->story_bytes += (node->story->size + node->story->slot_size) * sizeof(uint32_t);
    if (!node->sketched)
        story_sketch(node->story, &node->sketch);
    node->sketched = true;
    return 0;
}

int board_read(struct board *b, uint32_t x, struct error *err)
{
    return read_story(b, &b->nodes[x], err);
}

int board_near(struct board *b, uint32_t x, uint32_t y, bool *near, struct error *err)
{
    struct board_node *one = &b->nodes[x], *other = &b->nodes[y];

    for (size_t i = 0; b->story_bytes > STORIES_BYTES_MAX && i < b->count; i++)
        free_story(&b->nodes[i]);
    if (b->story_bytes > STORIES_BYTES_MAX)
        b->story_bytes = 0;
    *near = false;
    if ((!one->sketched && read_story(b, one, err) < 0) || (!other->sketched && read_story(b, other, err) < 0))
        return -1;
    if (!sketch_may_be_near(&one->sketch, &other->sketch))
        return 0;
    if (read_story(b, one, err) < 0 || read_story(b, other, err) < 0)
        return -1;
    *near = story_near(one->story, other->story);
    return 0;
}
