/* SPDX-License-Identifier: GPL-2.0-or-later */
/* forward.c - a forward file as it is read: mapped, never copied. */
#include "archive/forward.h"

#include "archive/docids.h"
#include "archive/forward_file.h"

#include <stdlib.h>
#include <string.h>

/* Lead bytes of codes by length; bytes from CONT on are never first. */
enum { LEAD1 = FORWARD_WORD_FIRST, LEAD2 = 0x80, LEAD3 = 0xA0, LEAD4 = 0xB0, LEAD5 = 0xBC, CONT = 0xC0, CONT_BITS = 6 };
static const struct {
    uint32_t first; /* number of this length */
    uint8_t lead;
} lengths[FORWARD_CODE_MAX] = {
    {0, LEAD1},
    {LEAD2 - LEAD1, LEAD2},
    {(LEAD2 - LEAD1) + ((LEAD3 - LEAD2) << CONT_BITS), LEAD3},
    {(LEAD2 - LEAD1) + ((LEAD3 - LEAD2) << CONT_BITS) + ((LEAD4 - LEAD3) << 2 * CONT_BITS), LEAD4},
    {(LEAD2 - LEAD1) + ((LEAD3 - LEAD2) << CONT_BITS) + ((LEAD4 - LEAD3) << 2 * CONT_BITS) +
         ((LEAD5 - LEAD4) << 3 * CONT_BITS), LEAD5},
};

struct forward {
    struct sealed file; /* first: sealed_open */
    const struct forward_head *head;
    const uint32_t *docids, *starts, *numbers;
    const uint64_t *ends;
    const char *text;
};

size_t forward_code(uint32_t number, uint8_t code[FORWARD_CODE_MAX])
{
    size_t len = FORWARD_CODE_MAX;

    while (number < lengths[len - 1].first)
        len--;
    number -= lengths[len - 1].first;
    for (size_t i = len - 1; i > 0; i--, number >>= CONT_BITS)
        code[i] = (uint8_t)(CONT | (number & 0x3F));
    code[0] = (uint8_t)(lengths[len - 1].lead + number);
    return len;
}

const uint8_t *forward_next(const uint8_t *at, const uint8_t *end, uint32_t *number)
{
    uint8_t lead = *at++;

    if (lead < LEAD2) {
        *number = lead < LEAD1 ? FORWARD_MARK(lead) : (uint32_t)(lead - LEAD1);
        return at;
    }
    size_t len = lead < LEAD3 ? 2 : lead < LEAD4 ? 3 : lead < LEAD5 ? 4 : 5;
    uint32_t value = (uint32_t)(lead - lengths[len - 1].lead);
    for (; at < end && *at >= CONT; at++)
        value = value << CONT_BITS | (*at & 0x3F);
    *number = value + lengths[len - 1].first;
    return at;
}

/* Codes of one to three bytes, which nearly all are, without a branch that the processor would have to guess. Up to two
 * bytes behind end are looked at: a sealed file goes on for 8. */
size_t forward_decode(const uint8_t *at, const uint8_t *end, uint32_t *numbers)
{
    static const uint32_t less[] = {
        LEAD1, (LEAD2 << CONT_BITS) - (LEAD2 - LEAD1),
        (LEAD3 << 2 * CONT_BITS) - ((LEAD2 - LEAD1) + ((LEAD3 - LEAD2) << CONT_BITS))};
    size_t count = 0;

    while (at < end) {
        uint8_t lead = *at;
        if (lead < LEAD1 || lead >= LEAD4) {
            at = forward_next(at, end, &numbers[count++]);
            continue;
        }
        uint32_t more = (uint32_t)(lead >= LEAD2) + (uint32_t)(lead >= LEAD3);
        uint32_t three = (uint32_t)lead << 2 * CONT_BITS | (uint32_t)(at[1] & 0x3F) << CONT_BITS | (at[2] & 0x3F);
        numbers[count++] = (three >> (2 - more) * CONT_BITS) - less[more];
        at += 1 + more;
    }
    return count;
}

const uint8_t *forward_skip(const uint8_t *at, const uint8_t *end, const bool stops[256], uint32_t *words)
{
    uint32_t passed = 0;

    for (; at < end && !stops[*at]; at++)
        passed += *at < CONT;
    *words += passed;
    return at;
}

/* ---- opening --------------------------------------------------------- */

static bool take_tables(void *object)
{
    struct forward *f = object;
    const struct forward_head *h = f->head = (const void *)f->file.map;

    f->docids = sealed_table(&f->file, h->docids, h->documents, sizeof *f->docids);
    f->ends = h->documents <= UINT32_MAX ? sealed_table(&f->file, h->ends, h->documents * 2, sizeof *f->ends) : NULL;
    f->starts = h->words < UINT32_MAX ? sealed_table(&f->file, h->starts, h->words + 1, sizeof *f->starts) : NULL;
    f->numbers = sealed_table(&f->file, h->numbers, h->words, sizeof *f->numbers);
    f->text = sealed_table(&f->file, h->text, h->word_bytes, 1);
    return h->codes == sizeof *h && h->docids >= h->codes && f->docids && f->ends && f->starts && f->numbers && f->text;
}

const struct sealed_kind forward_kind = {FORWARD_FILE, FORWARD_KIND, sizeof(struct forward_head),
                                         sizeof(struct forward), take_tables};

size_t forward_documents(const struct forward *f)
{
    return f->head->documents;
}

const uint32_t *forward_docids(const struct forward *f)
{
    return f->docids;
}

/* ---- looking up ------------------------------------------------------ */

size_t forward_words(const struct forward *f)
{
    return f->head->words;
}

const char *forward_word(const struct forward *f, size_t i, size_t *len)
{
    uint32_t from = f->starts[i], end = f->starts[i + 1];

    *len = from <= end && end <= f->head->word_bytes ? end - from : 0;
    return *len ? f->text + from : "";
}

uint32_t forward_number_at(const struct forward *f, size_t i)
{
    return f->numbers[i];
}

uint32_t forward_number(const struct forward *f, const char *word, size_t len)
{
    size_t low = 0, high = f->head->words;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        uint32_t from = f->starts[middle], end = f->starts[middle + 1];
        if (from > end || end > f->head->word_bytes)
            return FORWARD_NO_WORD; /* damaged: `check` tells */
        size_t n = end - from < len ? end - from : len;
        int order = n ? memcmp(f->text + from, word, n) : 0;
        if (order == 0)
            order = (end - from > len) - (end - from < len);
        if (order == 0)
            return f->numbers[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return FORWARD_NO_WORD;
}

static bool between(const struct forward *f, uint64_t begin, uint64_t stop, const uint8_t **from, const uint8_t **end)
{
    if (begin > stop || stop > f->head->docids - f->head->codes)
        return false; /* damaged: `check` tells */
    *from = f->file.map + f->head->codes + begin;
    *end = f->file.map + f->head->codes + stop;
    return true;
}

bool forward_at(const struct forward *f, size_t document, const uint8_t **from, const uint8_t **end)
{
    return between(f, f->ends[2 * document], f->ends[2 * document + 1], from, end);
}

bool forward_quoted(const struct forward *f, size_t document, const uint8_t **from, const uint8_t **end)
{
    return between(f, document ? f->ends[2 * document - 1] : 0, f->ends[2 * document], from, end);
}

bool forward_find(const struct forward *f, uint32_t docid, size_t *cursor, const uint8_t **from, const uint8_t **end)
{
    size_t count = f->head->documents;
    size_t start = *cursor < count && f->docids[*cursor] <= docid ? *cursor : 0;
    size_t at = docids_seek(f->docids, count, start, docid);

    *cursor = at;
    return at < count && f->docids[at] == docid && forward_at(f, at, from, end);
}
