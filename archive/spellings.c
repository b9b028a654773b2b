/* SPDX-License-Identifier: GPL-2.0-or-later */
/* spellings.c - British spellings to American ones: a table of roots, and rules for -ise and -yse. */
#include "archive/stem.h"
#include "archive/words.h"

#include <string.h>

enum { GROWTH_MAX = 8 }; /* what the contract of spelling_us leaves for a longer spelling */

/* A root is replaced at the start of a word; a whole word only when it is all of it. Longer roots first. */
static const struct spelling {
    const char *uk, *us;
    bool whole;
} spellings[] = {
    {"misbehaviour", "misbehavior", false}, {"unfavourable", "unfavorable", false}, {"neighbour", "neighbor", false},
    {"endeavour", "endeavor", false},   {"behaviour", "behavior", false},   {"dishonour", "dishonor", false},
    {"discolour", "discolor", false},   {"demeanour", "demeanor", false},   {"splendour", "splendor", false},
    {"disfavour", "disfavor", false},   {"belabour", "belabor", false},     {"saviour", "savior", false},
    {"parlour", "parlor", false},       {"rancour", "rancor", false},       {"clamour", "clamor", false},
    {"candour", "candor", false},       {"fervour", "fervor", false},       {"flavour", "flavor", false},
    {"harbour", "harbor", false},       {"succour", "succor", false},       {"armour", "armor", false},
    {"ardour", "ardor", false},         {"colour", "color", false},         {"favour", "favor", false},
    {"honour", "honor", false},         {"humour", "humor", false},         {"labour", "labor", false},
    {"rumour", "rumor", false},         {"savour", "savor", false},         {"tumour", "tumor", false},
    {"valour", "valor", false},         {"vapour", "vapor", false},         {"vigour", "vigor", false},
    {"rigour", "rigor", false},         {"odour", "odor", false},           {"centring", "centering", true},
    {"centred", "centered", true},      {"centre", "center", false},        {"theatre", "theater", false},
    {"kilometre", "kilometer", false},  {"centimetre", "centimeter", false}, {"millimetre", "millimeter", false},
    {"metre", "meter", false},          {"litre", "liter", false},          {"fibre", "fiber", false},
    {"calibre", "caliber", false},      {"sombre", "somber", true},         {"spectre", "specter", false},
    {"meagre", "meager", false},        {"lustre", "luster", true},         {"manoeuvring", "maneuvering", true},
    {"manoeuvred", "maneuvered", true}, {"manoeuvre", "maneuver", false},   {"defence", "defense", false},
    {"offence", "offense", false},      {"licence", "license", false},      {"pretence", "pretense", false},
    {"practis", "practic", false},      {"cheques", "checks", true},        {"cheque", "check", true},
    {"programmes", "programs", true},   {"programme", "program", true},     {"catalogued", "cataloged", true},
    {"catalogues", "catalogs", true},   {"catalogue", "catalog", true},     {"dialogues", "dialogs", true},
    {"dialogue", "dialog", true},       {"analogue", "analog", true},       {"travell", "travel", false},
    {"cancelled", "canceled", true},    {"cancelling", "canceling", true},  {"counsell", "counsel", false},
    {"councillor", "councilor", false}, {"channelled", "channeled", true},  {"channelling", "channeling", true},
    {"modelled", "modeled", true},      {"modelling", "modeling", true},    {"labelled", "labeled", true},
    {"labelling", "labeling", true},    {"signalled", "signaled", true},    {"signalling", "signaling", true},
    {"fuelled", "fueled", true},        {"fuelling", "fueling", true},      {"levelled", "leveled", true},
    {"levelling", "leveling", true},    {"totalled", "totaled", true},      {"totalling", "totaling", true},
    {"quarrelled", "quarreled", true},  {"unravelled", "unraveled", true},  {"libellous", "libelous", true},
    {"enrolment", "enrollment", false}, {"fulfilment", "fulfillment", false}, {"fulfils", "fulfills", true},
    {"fulfil", "fulfill", true},        {"skilful", "skillful", false},     {"wilful", "willful", false},
    {"instalment", "installment", false}, {"anaem", "anem", false},         {"anaesthe", "anesthe", false},
    {"paediatr", "pediatr", false},     {"orthopaed", "orthoped", false},   {"haemo", "hemo", false},
    {"leukaemia", "leukemia", false},   {"foet", "fet", false},             {"oestrogen", "estrogen", false},
    {"diarrhoea", "diarrhea", false},   {"encyclopaed", "encycloped", false}, {"gynaecolog", "gynecolog", false},
    {"mediaeval", "medieval", false},   {"caesarean", "cesarean", false},   {"aluminium", "aluminum", false},
    {"judgement", "judgment", false},   {"acknowledgement", "acknowledgment", false}, {"ageing", "aging", true},
    {"plough", "plow", false},          {"draught", "draft", false},        {"sceptic", "skeptic", false},
    {"smoulder", "smolder", false},     {"mould", "mold", false},           {"pyjama", "pajama", false},
    {"moustache", "mustache", false},   {"sulph", "sulf", false},           {"artefact", "artifact", false},
    {"enquir", "inquir", false},        {"yoghurt", "yogurt", false},       {"woollen", "woolen", false},
};

static const char *const ise_endings[] = {"e", "es", "ed", "ing", "er", "ers", "ation", "ations", "able", "ational"};

/* What stands before -is- in words that are no -ize words, besides those under three letters or ending in a, o, u, w.
 */
static const char *const not_ize[] = {
    "adv",   "advert", "appr", "chast", "circumc", "compr", "comprom", "conc",  "cr",    "dem",     "den",
    "desp",  "dev",    "disenfranch", "enfranch", "el",  "enterpr", "exc", "exerc", "expert", "franch", "highr",
    "improv", "inc",   "merchand", "moonr", "parad", "prec", "prem", "prom",  "repr",  "rev",     "sunr",
    "superv", "surm",  "surpr", "telev", "treat", "upr",
};

static bool ends_with(const char *word, size_t len, const char *end)
{
    size_t n = strlen(end);
    return len >= n && memcmp(word + len - n, end, n) == 0;
}

static bool takes_ize(const char *base, size_t len)
{
    if (len < 3 || strchr("aouw", base[len - 1]))
        return false;
    for (size_t i = 0; i < sizeof not_ize / sizeof *not_ize; i++)
        if (strlen(not_ize[i]) == len && memcmp(not_ize[i], base, len) == 0)
            return false;
    return true;
}

/* Turns the s of -ise, -yse and their inflections into z, in place. */
static void apply_rules(char *word, size_t len)
{
    for (size_t i = 0; i < sizeof ise_endings / sizeof *ise_endings; i++) {
        size_t n = strlen(ise_endings[i]);
        if (len < n + 4 || !ends_with(word, len, ise_endings[i]))
            continue;
        char *s = word + len - n - 1;
        if (*s != 's')
            continue;
        bool ise = s[-1] == 'i' && takes_ize(word, len - n - 2);
        bool yse = s[-1] == 'y' && s[-2] == 'l' && i < 6; /* -lyse takes no -ation */
        if (ise || yse)
            *s = 'z';
        return;
    }
}

size_t spelling_us(const char *word, size_t len, char *out)
{
    if (len > WORD_MAX)
        len = WORD_MAX;
    size_t skip = 0, put = 0;
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        const struct spelling *row = &spellings[i];
        if (row->uk[0] != (len ? word[0] : 0))
            continue;
        size_t n = strlen(row->uk);
        if (len < n || (row->whole && len != n) || memcmp(word, row->uk, n) != 0)
            continue;
        skip = n;
        put = strlen(row->us);
        if (put <= skip + GROWTH_MAX)
            memcpy(out, row->us, put);
        break;
    }
    memcpy(out + put, word + skip, len - skip);
    len = put + len - skip;
    apply_rules(out, len);
    return len;
}
