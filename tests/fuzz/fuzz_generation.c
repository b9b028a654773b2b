/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_generation.c - a file names databases inside the archive and is whole, or it is refused. */
#include "archive/generation.h"
#include "archive/scoped.h"
#include "archive/text.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static char dir[] = "/tmp/fuzz-generation.XXXXXX", path[sizeof dir + sizeof "/XAPIANDB"];

static void remove_dir(void)
{
    unlink(path);
    rmdir(dir);
}

static void make_dir(void)
{
    if (*path)
        return;
    law(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/XAPIANDB", dir);
    atexit(remove_dir);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct generation g, again; /* padding compared below is zero */
    struct error err = {0};

    make_dir();
    FILE *file = fopen(path, "we");
    law(file && fwrite(data, 1, size, file) == size);
    law(fclose(file) == 0);
    if (generation_read(dir, &g, &err)) {
        law(err.fault == FAULT_DAMAGED || err.fault == FAULT_VERSION);
        law(text_is_clean(err.text, strlen(err.text)));
        return 0;
    }
    law(!memchr(data, '\0', size));
    law(strspn(g.uuid, "0123456789abcdef-") == 36 && g.uuid[36] == '\0');
    law(*g.timezone && text_is_clean(g.timezone, strlen(g.timezone)));
    law(g.database_count <= SCHEMA_DATABASES_MAX);
    for (unsigned i = 0; i < g.database_count; i++) {
        law(*g.databases[i] && *g.databases[i] != '.' && !strchr(g.databases[i], '/'));
        for (unsigned k = 0; k < i; k++)
            law(strcmp(g.databases[i], g.databases[k]) != 0);
    }
    law(generation_write(dir, &g, &err) == 0);
    law(generation_read(dir, &again, &err) == 0);
    law(strcmp(g.uuid, again.uuid) == 0 && g.number == again.number && strcmp(g.timezone, again.timezone) == 0);
    law(g.database_count == again.database_count && memcmp(g.databases, again.databases, sizeof g.databases) == 0);
    return 0;
}
