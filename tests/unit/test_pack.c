/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_pack.c - tar and zip, what is in them, and those that are damaged or meant to do damage. */
#include "tests/unit/test_gathered.h"

#include <archive.h>
#include <archive_entry.h>
#include <unistd.h>

enum { PACKED_MAX = 8 << 20 };

/* A pack being made in memory. */
struct making {
    struct archive *archive;
    char *bytes;
    size_t len;
};

static struct making begin(int format, int filter, const char *options)
{
    struct making m = {archive_write_new(), malloc(PACKED_MAX), 0};

    assert_non_null(m.bytes);
    assert_int_equal(archive_write_set_format(m.archive, format), ARCHIVE_OK);
    assert_int_equal(archive_write_add_filter(m.archive, filter), ARCHIVE_OK);
    if (options) {
        assert_int_equal(archive_write_set_options(m.archive, options), ARCHIVE_OK);
        archive_write_set_passphrase(m.archive, "secret");
    }
    return m;
}

/* After the options, before the first member. */
static void open_memory(struct making *m)
{
    archive_write_set_bytes_in_last_block(m->archive, 1);
    assert_int_equal(archive_write_open_memory(m->archive, m->bytes, PACKED_MAX, &m->len), ARCHIVE_OK);
}

static void put_kind(struct making *m, const char *name, const void *bytes, size_t len, unsigned kind)
{
    struct archive_entry *entry = archive_entry_new();

    archive_entry_set_pathname(entry, name);
    archive_entry_set_filetype(entry, kind);
    archive_entry_set_perm(entry, 0644);
    if (kind == AE_IFREG)
        archive_entry_set_size(entry, (la_int64_t)len);
    if (kind == AE_IFLNK)
        archive_entry_set_symlink(entry, bytes);
    assert_int_equal(archive_write_header(m->archive, entry), ARCHIVE_OK);
    if (kind == AE_IFREG)
        assert_int_equal(archive_write_data(m->archive, bytes, len), len);
    archive_entry_free(entry);
}

static void put(struct making *m, const char *name, const char *text)
{
    put_kind(m, name, text, strlen(text), AE_IFREG);
}

static void finish(struct making *m)
{
    assert_int_equal(archive_write_close(m->archive), ARCHIVE_OK);
    archive_write_free(m->archive);
    m->archive = NULL;
}

static void open_pack(struct making *m, int format)
{
    *m = begin(format, ARCHIVE_FILTER_NONE, NULL);
    open_memory(m);
}

static void read_made(struct gathered *g, const char *name, struct making *m, size_t len)
{
    struct error err = {0};
    gather(g, name, m->bytes, len, &err);
    free(m->bytes);
}

static void finish_and_read(struct gathered *g, const char *name, struct making *m)
{
    finish(m);
    read_made(g, name, m, m->len);
}

static void put_three(struct making *m)
{
    put(m, "a.txt", "Mayor quits\n\nShe left.\n");
    put(m, "in/b", "{\"title\":\"One\"}\n{\"title\":\"Two\"}\n");
    put(m, "c", "<html><head><title>Page</title></head><body><p>Text of it.</p></body></html>");
}

static void each_member_is_told_by_its_content(void **state)
{
    static const struct {
        int format, filter;
    } kinds[] = {{ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE},   {ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP},
                 {ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_ZSTD},   {ARCHIVE_FORMAT_TAR_GNUTAR, ARCHIVE_FILTER_NONE},
                 {ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, ARCHIVE_FILTER_NONE}, {ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE}};
    struct gathered *g = *state;

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct making m = begin(kinds[i].format, kinds[i].filter, NULL);
        open_memory(&m);
        put_three(&m);
        buffer_clear(&g->articles);
        finish_and_read(g, "pack", &m);
        assert_has(g->articles, "pack!a.txt|Mayor quits|");
        assert_has(g->articles, "pack!in/b:1|One|");
        assert_has(g->articles, "pack!in/b:2|Two|");
        assert_has(g->articles, "pack!c|Page|");
        assert_int_equal(g->count, 4 * (i + 1));
    }
    assert_int_equal(g->problem_count, 0);
}

static void a_pack_in_a_pack_is_read_and_no_deeper(void **state)
{
    struct gathered *g = *state;
    struct making one, two, three;

    open_pack(&one, ARCHIVE_FORMAT_ZIP);
    open_pack(&two, ARCHIVE_FORMAT_TAR_USTAR);
    open_pack(&three, ARCHIVE_FORMAT_ZIP);
    put(&one, "deep.txt", "Deep\n\nText.\n");
    finish(&one);
    put_kind(&two, "one.zip", one.bytes, one.len, AE_IFREG);
    put(&two, "mid.txt", "Mid\n\nText.\n");
    finish(&two);
    put_kind(&three, "two.tar", two.bytes, two.len, AE_IFREG);
    put(&three, "top.txt", "Top\n\nText.\n");
    free(one.bytes);
    free(two.bytes);
    finish_and_read(g, "three.zip", &three);
    assert_has(g->articles, "three.zip!two.tar!mid.txt|Mid|");
    assert_has(g->articles, "three.zip!top.txt|Top|");
    assert_int_equal(g->count, 2);
    assert_has(g->problems, "three.zip!two.tar!one.zip: is a pack in a pack in a pack");
    assert_int_equal(g->problem_count, 1);
}

static void members_that_folders_would_hide_are_passed_over(void **state)
{
    struct gathered *g = *state;
    struct making m;

    open_pack(&m, ARCHIVE_FORMAT_TAR_USTAR);
    put(&m, ".DS_Store", "Hidden\n\nx");
    put(&m, "a/.git/b", "Hidden\n\nx");
    put(&m, "__MACOSX/._a", "Hidden\n\nx");
    put_kind(&m, "folder/", "", 0, AE_IFDIR);
    put_kind(&m, "link", "/etc/passwd", 0, AE_IFLNK);
    put(&m, "./a.txt", "Seen\n\nx");
    finish_and_read(g, "p.tar", &m);
    assert_int_equal(g->count, 1);
    assert_int_equal(g->problem_count, 0);
    assert_has(g->articles, "p.tar!./a.txt|Seen");
}

static void names_that_lead_out_of_a_folder_only_stand_in_messages(void **state)
{
    struct gathered *g = *state;
    struct making m;

    open_pack(&m, ARCHIVE_FORMAT_ZIP);
    put(&m, "../../../tmp/hustings-evil.txt", "Up\n\nx");
    put(&m, "/tmp/hustings-evil.txt", "Root\n\nx");
    finish_and_read(g, "p.zip", &m);
    assert_int_equal(g->count, 2);
    assert_has(g->articles, "p.zip!../../../tmp/hustings-evil.txt|Up");
    assert_int_not_equal(access("/tmp/hustings-evil.txt", F_OK), 0);
}

static void an_encrypted_member_is_refused_by_name(void **state)
{
    struct gathered *g = *state;
    struct making m = begin(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, "zip:encryption=zipcrypt");

    open_memory(&m);
    put(&m, "secret.txt", "Secret\n\nx");
    finish_and_read(g, "p.zip", &m);
    assert_int_equal(g->count, 0);
    assert_has(g->problems, "p.zip!secret.txt: is encrypted: ");
}

static void of_a_pack_that_is_cut_off_the_members_before_are_read(void **state)
{
    struct gathered *g = *state;
    struct making m;
    char *long_text = malloc(100000);

    open_pack(&m, ARCHIVE_FORMAT_TAR_USTAR);
    memset(long_text, 'x', 99999);
    long_text[99999] = '\0';
    put_three(&m);
    put(&m, "long.txt", long_text);
    free(long_text);
    finish(&m);
    read_made(g, "p.tar", &m, m.len - 60000);
    assert_int_equal(g->count, 4);
    assert_has(g->problems, "p.tar!long.txt: cannot be unpacked: ");
    assert_has(g->problems, "p.tar: nothing behind member 4 could be read: ");
}

/* Takes the first member out of a zip's directory, as who deletes it in place does. */
static void forget_first(struct making *m)
{
    char *first = memmem(m->bytes, m->len, "PK\1\2", 4), *end = memmem(m->bytes, m->len, "PK\5\6", 4);
    assert_true(first && end);
    size_t len = 46 + (size_t)(unsigned char)first[28] + (unsigned char)first[30] + (unsigned char)first[32];
    end[8]--;
    end[10]--;
    end[12] = (char)(end[12] - (int)len); /* a directory of under 256 bytes */
    memmove(first, first + len, (size_t)(m->bytes + m->len - first) - len);
    m->len -= len;
}

static void gather_file(struct gathered *g, const void *bytes, size_t len)
{
    struct error err = {0};
    char path[] = "/tmp/test_pack.XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0 && write(fd, bytes, len) == (ssize_t)len);
    close(fd);
    const struct sink sink = {.ctx = g,
                              .article = gather_article,
                              .problem = gather_problem,
                              .warning = gather_warning,
                              .note = gather_note};
    struct input *in = input_open(path, INT64_MAX, -1, &err);
    unlink(path);
    assert_non_null(in);
    assert_int_equal(format_read(in, "p.zip", FORMAT_UNKNOWN, &sink, &err), 0);
    input_close(in);
}

static void of_a_zip_in_a_file_only_what_its_directory_lists_is_read(void **state)
{
    struct gathered *g = *state;
    struct making m;

    open_pack(&m, ARCHIVE_FORMAT_ZIP);
    put(&m, "gone.txt", "Deleted\n\nSome text.\n");
    put(&m, "kept.txt", "Kept\n\nText.\n");
    finish(&m);
    forget_first(&m);
    gather_file(g, m.bytes, m.len);
    assert_int_equal(g->count, 1);
    assert_has(g->articles, "p.zip!kept.txt|Kept|");
    /* A pipe cannot be read so; nor can a file that was cut off. */
    read_made(g, "p.zip", &m, m.len);
    assert_int_equal(g->count, 3);
}

static void a_zip_in_a_file_that_is_cut_off_is_read_as_far_as_it_goes(void **state)
{
    struct gathered *g = *state;
    struct making m;

    open_pack(&m, ARCHIVE_FORMAT_ZIP);
    put(&m, "a.txt", "One\n\nSome text.\n");
    put(&m, "b.txt", "Two\n\nText.\n");
    finish(&m);
    gather_file(g, m.bytes, m.len - 30);
    assert_int_equal(g->count, 2);
    free(m.bytes);
}

static void empty_members_are_named_once_and_counted(void **state)
{
    struct gathered *g = *state;
    struct making m;

    open_pack(&m, ARCHIVE_FORMAT_TAR);
    put(&m, "a.txt", "");
    put(&m, "b.txt", "");
    put(&m, "c.txt", "One\n\nText.\n");
    put(&m, "d.txt", "");
    finish_and_read(g, "p.tar", &m);
    assert_int_equal(g->count, 1);
    assert_has(g->problems, "p.tar!a.txt: has no text");
    assert_lacks(g->problems, "b.txt");
    assert_has(g->problems, "p.tar: 2 more members are empty, too");
}

static void damage_in_a_zip_is_said(void **state)
{
    struct gathered *g = *state;
    struct making m;

    open_pack(&m, ARCHIVE_FORMAT_ZIP);
    put(&m, "a.txt", "Title\n\nSome text.\n");
    put(&m, "b.txt", "Other\n\nText.\n");
    finish(&m);
    char *at = memmem(m.bytes, m.len, "PK\7\10", 4); /* the first member's checksum follows */
    assert_non_null(at);
    at[4] ^= 1;
    read_made(g, "p.zip", &m, m.len);
    assert_int_equal(g->count, 2);
    assert_has(g->warnings, "p.zip!a.txt: may be damaged: ");
    assert_lacks(g->warnings, "b.txt");
}

static void put_blank(struct making *m, const char *name, size_t len)
{
    char *blank = malloc(len);

    memset(blank, '\n', len);
    memcpy(blank, "Title", 5);
    put_kind(m, name, blank, len, AE_IFREG);
    free(blank);
}

static void a_document_too_large_costs_only_itself(void **state)
{
    struct gathered *g = *state;
    struct making m;

    open_pack(&m, ARCHIVE_FORMAT_ZIP);
    put_blank(&m, "large.txt", DOCUMENT_BYTES_MAX + 1);
    put(&m, "b.txt", "Other\n\nText.\n");
    finish_and_read(g, "p.zip", &m);
    assert_int_equal(g->count, 1);
    assert_has(g->problems, "p.zip!large.txt: is over 67108864 bytes, split it");
}

static void a_bomb_is_refused_and_not_read_on(void **state)
{
    struct gathered *g = *state;
    struct making m;

    open_pack(&m, ARCHIVE_FORMAT_ZIP);
    for (int i = 0; i < 8; i++) {
        char name[16];
        snprintf(name, sizeof name, "%d.txt", i);
        put_blank(&m, name, UNPACKED_BYTES_FREE / 5);
    }
    finish_and_read(g, "p.zip", &m);
    assert_int_equal(g->count, 4); /* the packed bytes count, too */
    assert_int_equal(g->problem_count, 1);
    assert_has(g->problems, "p.zip!4.txt: unpacks to over 400 times its size");
}

static void of_a_wacz_only_its_web_archives_are_read(void **state)
{
    static const char page[] = "<html><head><title>Page</title></head><body><p>Text of it.</p></body></html>";
    char warc[512], *names[] = {"a.wacz", "unnamed"};
    struct gathered *g = *state;

    snprintf(warc, sizeof warc,
             "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://e.example/\r\nContent-Length: %zu\r\n\r\n"
             "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n%s\r\n\r\n",
             sizeof page - 1 + 44, page);
    for (int i = 0; i < 2; i++) {
        struct making m;
        open_pack(&m, ARCHIVE_FORMAT_ZIP);
        put(&m, "pages/pages.jsonl", "{\"title\":\"All Pages\"}\n{\"title\":\"Page\",\"url\":\"http://e.example/\"}\n");
        put(&m, "archive/data.warc", warc);
        put(&m, "indexes/index.cdx", "example,e)/ 2020 {}\n");
        put(&m, "fuzzy.json", "{\"title\":\"Fuzzy\"}");
        put(&m, "datapackage.json", "{\"title\":\"Package\"}");
        finish_and_read(g, names[i], &m);
        assert_int_equal(g->count, i + 1);
    }
    assert_int_equal(g->problem_count, 0);
    assert_has(g->articles, "a.wacz!archive/data.warc!http://e.example/|Page|http://e.example/|");
}

static void a_document_of_an_office_is_no_pack(void **state)
{
    struct gathered *g = *state;
    struct making m;

    open_pack(&m, ARCHIVE_FORMAT_ZIP);
    put(&m, "[Content_Types].xml", "<Types/>");
    put(&m, "word/document.xml", "<document>Text</document>");
    finish_and_read(g, "a.docx", &m);
    assert_int_equal(g->count, 0);
    assert_string_equal(g->problems.data, "a.docx: is of no format we read\n");
}

static void a_run_that_is_to_stop_stops_within_a_pack(void **state)
{
    struct gathered *g = *state;
    struct error err = {0};
    struct making inner, m;

    open_pack(&inner, ARCHIVE_FORMAT_TAR_USTAR);
    open_pack(&m, ARCHIVE_FORMAT_TAR_USTAR);
    put_three(&inner);
    finish(&inner);
    put_kind(&m, "inner.tar", inner.bytes, inner.len, AE_IFREG);
    put_three(&m);
    finish(&m);
    g->stop_after = 2;
    assert_int_equal(gather(g, "p.tar", m.bytes, m.len, &err), -1);
    free(inner.bytes);
    free(m.bytes);
    assert_int_equal(err.fault, FAULT_NONE);
    assert_int_equal(g->count, 2);
    assert_int_equal(g->problem_count, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, gathered_setup, gathered_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_member_is_told_by_its_content),
        TEST(a_pack_in_a_pack_is_read_and_no_deeper),
        TEST(members_that_folders_would_hide_are_passed_over),
        TEST(names_that_lead_out_of_a_folder_only_stand_in_messages),
        TEST(an_encrypted_member_is_refused_by_name),
        TEST(of_a_pack_that_is_cut_off_the_members_before_are_read),
        TEST(of_a_zip_in_a_file_only_what_its_directory_lists_is_read),
        TEST(a_zip_in_a_file_that_is_cut_off_is_read_as_far_as_it_goes),
        TEST(empty_members_are_named_once_and_counted),
        TEST(damage_in_a_zip_is_said),
        TEST(a_document_too_large_costs_only_itself),
        TEST(a_bomb_is_refused_and_not_read_on),
        TEST(of_a_wacz_only_its_web_archives_are_read),
        TEST(a_document_of_an_office_is_no_pack),
        TEST(a_run_that_is_to_stop_stops_within_a_pack),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
