/* SPDX-License-Identifier: GPL-2.0-or-later */
/* confine_folder.c - of all files those of one folder, and nobody to connect to. landlock(7). */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <linux/landlock.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "archive/scoped.h"
#include "searchd/confine_parts.h"

/* struct landlock_ruleset_attr of version 6: that of Debian 12's headers ends behind the first. */
struct ruleset {
    uint64_t files, net, scoped;
};

/* Younger than the headers of Debian 12. */
enum {
    FS_REFER = 1 << 13,
    FS_TRUNCATE = 1 << 14,
    FS_IOCTL_DEV = 1 << 15,
    NET_CONNECT_TCP = 1 << 1, /* binding is still to come, and the filter of system calls forbids it then */
    SCOPE_ABSTRACT_SOCKETS = 1 << 0,
    SCOPE_SIGNALS = 1 << 1
};

/* All that Landlock of that version can forbid; its size. */
static size_t known_rights(int version, struct ruleset *out)
{
    *out = (struct ruleset){.files = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1}; /* version 1: from EXECUTE to MAKE_SYM */
    if (version >= 2)
        out->files |= FS_REFER;
    if (version >= 3)
        out->files |= FS_TRUNCATE;
    if (version >= 4)
        out->net = NET_CONNECT_TCP;
    if (version >= 5)
        out->files |= FS_IOCTL_DEV;
    if (version >= 6)
        out->scoped = SCOPE_ABSTRACT_SOCKETS | SCOPE_SIGNALS;
    return version >= 6 ? sizeof *out : version >= 4 ? offsetof(struct ruleset, scoped) : offsetof(struct ruleset, net);
}

/* Reading of a file, or of a folder and all below it. */
static int allow(int rules, int at, const char *path)
{
    struct stat what;
    scoped(fd) int fd = openat(at, path, O_PATH | O_CLOEXEC);
    struct landlock_path_beneath_attr beneath = {.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE, .parent_fd = fd};
    if (fd < 0 || fstat(fd, &what))
        return -1;
    if (S_ISDIR(what.st_mode))
        beneath.allowed_access |= LANDLOCK_ACCESS_FS_READ_DIR;
    return (int)syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
}

/* What links in it lead to, such as texts on another disk. */
static void allow_links(int rules, const char *archive)
{
    DIR *folder = opendir(archive);
    struct stat what;
    for (struct dirent *entry; folder && (entry = readdir(folder));)
        if (fstatat(dirfd(folder), entry->d_name, &what, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(what.st_mode))
            allow(rules, dirfd(folder), entry->d_name); /* one that leads nowhere is none */
    if (folder)
        closedir(folder);
}

/* The folder that holds it, or the nearest that is there: an archive may come later, and another one be moved into its
 * place. Of what lies at the top that would be everything. */
static int allow_place(int rules, const char *archive)
{
    scoped(char_ptr) char *copy = strdup(archive);
    for (char *place = copy; place; errno = 0) {
        place = dirname(place);
        if (strcmp(place, "/") == 0)
            return 0;
        if (allow(rules, AT_FDCWD, place) == 0)
            return 0;
        if (errno != ENOENT || strcmp(place, ".") == 0)
            return -1;
    }
    return -1;
}

static int allow_archive(int rules, const char *archive)
{
    if (allow_place(rules, archive) || (allow(rules, AT_FDCWD, archive) && errno != ENOENT))
        return -1;
    allow_links(rules, archive);
    return 0;
}

int confine_to_folder(const char *archive, int *version, struct error *err)
{
    struct ruleset known;
    *version = (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (*version < 1) {
        *version = 0; /* this kernel has none */
        return 0;
    }
    size_t size = known_rights(*version, &known);
    scoped(fd) int rules = (int)syscall(SYS_landlock_create_ruleset, &known, size, 0);
    if (rules < 0 || allow_archive(rules, archive))
        return error_set(err, FAULT_IO, "cannot confine itself to '%s': %s", archive, strerror(errno));
    allow(rules, AT_FDCWD, "/proc/self/statm"); /* its memory, for /metrics: it can do without */
    if (syscall(SYS_landlock_restrict_self, rules, 0))
        return error_set(err, FAULT_IO, "cannot confine itself to '%s': %s", archive, strerror(errno));
    return 0;
}
