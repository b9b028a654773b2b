/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sounds.c - which letters and groups of letters stand for the same sound in English. */
#include "archive/sounds.h"

#include <string.h>

/* Spellings of one sound, from English orthography, not from any list of mistakes. */
static const char *const same[] = {
    /* consonants: phone, laugh; kick, choir, account; cheque, match; science, scene, force, castle, psalm; box,
       accident */
    "f ph gh ff",
    "k c ck ch q cc cq",
    "ch c tch",
    "s c sc ss ce se",
    "ss st",
    "s st",
    "s ps",
    "x cs ks gs cc xc cks",
    /* quick, conquer; gem, judge; know, sign; write, rhyme; lamb, autumn, calm; when, who; debt, night; talk, should,
       half */
    "qu kw cw k q",
    "j g dg gg dj",
    "ge dge je",
    "n kn gn",
    "r wr rh",
    "m mb mn lm",
    "w wh",
    "h wh",
    "t bt ght",
    "k lk",
    "d ld",
    "f lf",
    "n ng",
    "g gh gu",
    /* nation, social, pension, machine, sugar, ocean; nature; school; the endings of nation, pension, physician,
       martian */
    "sh ti ci si ss ch sch su c",
    "ti ci si ssi",
    "ch tu tch",
    "sk sch sc",
    "tio sio cia tia shu sho",
    /* endings: doctor, dollar, theatre, colour, nature, earn; table, level, pencil, moral; money, movie, happy; fair,
       fire */
    "a er or ar",
    "er re ur ir our or ear",
    "le el il al ul ol",
    "y ey ie ee i",
    "air are ear",
    "ier ire",
    "ear eer er",
    /* vowels: see, sea, field, seize, people; day, eight, they, great; road, snow, cause, law; moon, new, fruit, beauty
     */
    "e ee ea ie ei ai eo",
    "a ai ay ei ey ea au ua",
    "o oa ow oe au aw ou eau",
    "or au aw",
    "u oo ew ue eu ou ui eau",
    /* night, tie, guide; house, town; coin, boy; parliament; region; gracious; use, persuade; blood */
    "i igh ie ui y",
    "ou ow",
    "oi oy",
    "a ia",
    "o io",
    "ou iou eou u",
    "u yu w",
    "o oo",
};

/* Letters that differ in one feature of their sound, by voice or by place, and the vowels. */
static const char *const alike[] = {"k q s x z c", "d t", "b p f v", "g j", "m n", "v w", "l r", "a e i o u y"};

enum { SAME = sizeof same / sizeof *same, ALIKE = sizeof alike / sizeof *alike };
_Static_assert(SAME <= 56 && ALIKE <= 8, "a bit for each set");

static size_t place(uint32_t letter)
{
    return letter >= 'a' && letter <= 'z' ? letter - 'a' + 1 : 0;
}

static void add(struct sounds *s, const char *set, unsigned bit)
{
    while (*set) {
        size_t len = strcspn(set, " "), at = 0;
        for (size_t i = 0; i < len; i++)
            at = at * 27 + place((unsigned char)set[i]);
        if (!s->at[at])
            s->at[at] = (uint8_t)++s->count;
        s->of[s->at[at]] |= UINT64_C(1) << bit;
        set += len + (set[len] != 0);
    }
}

void sounds_make(struct sounds *s)
{
    *s = (struct sounds){0};
    for (unsigned i = 0; i < SAME; i++)
        add(s, same[i], i);
    for (unsigned i = 0; i < ALIKE; i++)
        add(s, alike[i], 56 + i);
}

void sounds_ending(const struct sounds *s, const uint32_t *letters, size_t end, uint64_t of[SOUNDS_GROUP_MAX])
{
    size_t at = 0, unit = 1;

    of[0] = of[1] = of[2] = 0;
    for (size_t n = 0; n < SOUNDS_GROUP_MAX && n < end; n++, unit *= 27) {
        size_t one = place(letters[end - n - 1]);
        if (!one) /* in no group */
            return;
        at += one * unit;
        of[n] = s->of[s->at[at]];
    }
}
