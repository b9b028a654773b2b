/* SPDX-License-Identifier: GPL-2.0-or-later */
/* query_print.c - the canonical text of a tree. */
#include "archive/query_print.h"

#include "archive/query_lex.h"

#include <string.h>

static void print_value(const char *value, struct buffer *out)
{
    bool plain = *value != '\0';
    /* Another colon could make a field's name of what is before it. */
    bool web = strncmp(value, "http://", 7) == 0 || strncmp(value, "https://", 8) == 0;
    for (const char *c = value; *c; c++)
        plain = plain && ((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') ||
                          (c > value && (strchr("-_./", *c) || (web && *c == ':'))));
    plain = plain && strcmp(value, "AND") != 0 && strcmp(value, "OR") != 0 && strcmp(value, "NOT") != 0;
    if (plain) {
        buffer_puts(out, value);
        return;
    }
    buffer_putc(out, '"');
    for (const char *c = value; *c; c++) {
        if (*c == '"' || *c == '\\')
            buffer_putc(out, '\\');
        buffer_putc(out, *c);
    }
    buffer_putc(out, '"');
}

static void print_range(const struct query_node *node, struct buffer *out)
{
    char from[32] = "", to[32] = "";
    size_t from_len = node->from.precision ? date_format(&node->from, from) : 0;
    size_t to_len = node->to.precision ? date_format(&node->to, to) : 0;
    buffer_append(out, from, from_len);
    if (from_len == to_len && memcmp(from, to, from_len) == 0)
        return;
    buffer_puts(out, "..");
    buffer_append(out, to, to_len);
}

static void print_words(const struct query_node *node, size_t from, const char *between, struct buffer *out)
{
    for (size_t i = from; i < node->word_count; i++) {
        if (i > from)
            buffer_puts(out, between);
        buffer_append(out, node->words[i].term, node->words[i].len);
    }
}

static void print(const struct query_node *node, struct buffer *out);
static void print_part(const struct query_node *part, enum query_kind outer, struct buffer *out);

/* Brackets round AND in OR are not needed by the parser, only by people; they
 * are set only where no deeper bracket follows, so that depth does not grow. */
static bool wants_brackets(const struct query_node *part, enum query_kind outer)
{
    if (part->kind == QUERY_OR)
        return true;
    if (part->kind != QUERY_AND)
        return false;
    if (outer != QUERY_OR)
        return true;
    for (size_t i = 0; i < part->part_count; i++) {
        const struct query_node *inner = part->parts[i];
        if (inner->part_count && (inner->kind != QUERY_NOT || inner->parts[0]->part_count))
            return false;
    }
    return true;
}

static void print_synonym(const struct query_node *node, struct buffer *out)
{
    print_part(node->parts[0], QUERY_SYNONYM, out);
    for (size_t i = 1; i < node->part_count; i++) {
        const struct query_node *name = node->parts[i];
        buffer_puts(out, i == 1 ? "[=" : ", ");
        /* a compound by its parts, as where it stands alone */
        print_words(name, name->kind == QUERY_WORD && name->word_count > 1, name->kind == QUERY_WORD ? "-" : " ", out);
        if (name->from.precision == DATE_NONE && name->to.precision == DATE_NONE)
            continue;
        buffer_puts(out, " (");
        print_range(name, out);
        buffer_putc(out, ')');
    }
    buffer_putc(out, ']');
}

static void print_part(const struct query_node *part, enum query_kind outer, struct buffer *out)
{
    bool brackets = wants_brackets(part, outer);
    if (brackets)
        buffer_putc(out, '(');
    print(part, out);
    if (brackets)
        buffer_putc(out, ')');
}

static void print(const struct query_node *node, struct buffer *out)
{
    if (node->field != FIELD_ANY) {
        buffer_puts(out, field_name((int)node->field));
        buffer_putc(out, ':');
    }
    switch (node->kind) {
    case QUERY_ALL:
        buffer_putc(out, '*');
        break;
    case QUERY_NONE:
        buffer_puts(out, "\"\"");
        break;
    case QUERY_WORD: /* a compound by its parts: they parse to the same joined form */
        print_words(node, node->word_count > 1 ? 1 : 0, "-", out);
        break;
    case QUERY_PREFIX:
        print_words(node, 0, "", out);
        buffer_putc(out, '*');
        break;
    case QUERY_PHRASE:
    case QUERY_NEAR:
        buffer_putc(out, '"');
        print_words(node, 0, " ", out);
        buffer_putc(out, '"');
        if (node->kind == QUERY_NEAR)
            buffer_printf(out, "~%u", node->distance);
        break;
    case QUERY_VALUE:
        print_value(node->value, out);
        break;
    case QUERY_DATE:
        buffer_puts(out, "date:");
        if (node->undated)
            buffer_puts(out, "none");
        else
            print_range(node, out);
        break;
    case QUERY_SYNONYM:
        print_synonym(node, out);
        break;
    case QUERY_NOT:
        buffer_puts(out, "NOT ");
        print_part(node->parts[0], QUERY_NOT, out);
        break;
    case QUERY_AND:
    case QUERY_OR:
        for (size_t i = 0; i < node->part_count; i++) {
            if (i)
                buffer_puts(out, node->kind == QUERY_AND ? " AND " : " OR ");
            print_part(node->parts[i], node->kind, out);
        }
        break;
    }
}

bool query_print(const struct query_node *node, struct buffer *out)
{
    print(node, out);
    return !out->failed;
}
