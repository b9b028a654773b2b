/* SPDX-License-Identifier: GPL-2.0-or-later */
/* confine.c - what the daemon may still do once it serves. landlock(7), seccomp(2). */
#include "searchd/confine.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <libgen.h>
#include <linux/landlock.h>
#include <pwd.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "archive/scoped.h"

/* Younger than the headers of Debian 12. */
#ifndef LANDLOCK_ACCESS_FS_REFER
#define LANDLOCK_ACCESS_FS_REFER (1ULL << 13)
#endif
#ifndef LANDLOCK_ACCESS_FS_TRUNCATE
#define LANDLOCK_ACCESS_FS_TRUNCATE (1ULL << 14)
#endif

/* All that Landlock of that version can forbid. */
static uint64_t known_rights(int version)
{
    uint64_t rights = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1; /* version 1: from EXECUTE to MAKE_SYM */
    if (version >= 2)
        rights |= LANDLOCK_ACCESS_FS_REFER;
    if (version >= 3)
        rights |= LANDLOCK_ACCESS_FS_TRUNCATE;
    return rights;
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

/* While /etc can still be read. */
static int find_user(const char *user, struct confinement *out, struct error *err)
{
    const struct passwd *who = getpwnam(user);
    if (!who)
        return error_set(err, FAULT_INVALID, "there is no user '%s'; name one for --user, or leave it out", user);
    out->becomes = true;
    out->uid = who->pw_uid;
    out->gid = who->pw_gid;
    return 0;
}

int confine_files(const char *archive, const char *user, struct confinement *out, struct error *err)
{
    *out = (struct confinement){.becomes = false};
    if (user && find_user(user, out, err))
        return -1;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
        return error_set(err, FAULT_IO, "cannot give up new privileges: %s", strerror(errno));
    int version = (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 1)
        return 0; /* this kernel has none */
    const struct landlock_ruleset_attr known = {.handled_access_fs = known_rights(version)};
    scoped(fd) int rules = (int)syscall(SYS_landlock_create_ruleset, &known, sizeof known, 0);
    if (rules < 0 || allow_archive(rules, archive))
        return error_set(err, FAULT_IO, "cannot confine itself to '%s': %s", archive, strerror(errno));
    allow(rules, AT_FDCWD, "/proc/self/statm"); /* its memory, for /metrics: it can do without */
    if (syscall(SYS_landlock_restrict_self, rules, 0))
        return error_set(err, FAULT_IO, "cannot confine itself to '%s': %s", archive, strerror(errno));
    out->files = true;
    return 0;
}

static int become(const struct confinement *c, struct error *err)
{
    if (setgroups(0, NULL) || setresgid(c->gid, c->gid, c->gid) || setresuid(c->uid, c->uid, c->uid))
        return error_set(err, FAULT_IO, "cannot become the user of --user: %s; start as root, or leave it out",
                         strerror(errno));
    return 0;
}

/* What answering takes, and stopping. Nothing here makes a process, a socket, or a file. */
static const char *const calls[] = {
    /* sockets that are there */
    "accept4", "accept", "recvfrom", "recvmsg", "sendto", "sendmsg", "shutdown", "getsockname", "getpeername",
    "getsockopt", "setsockopt", "epoll_wait", "epoll_pwait", "epoll_ctl", "poll", "ppoll",
    /* files */
    "read", "readv", "pread64", "write", "writev", "close", "lseek", "fcntl", "fstat", "stat", "newfstatat", "statx",
    "access", "faccessat", "faccessat2", "getdents64", "readlink", "readlinkat", "getcwd", "fadvise64",
    /* memory */
    "munmap", "mremap", "madvise", "brk", "sysinfo",
    /* time and threads */
    "futex", "clock_gettime", "clock_nanosleep", "nanosleep", "gettimeofday", "time", "sched_yield", "getpid",
    "gettid", "tgkill", "rt_sigprocmask", "rt_sigaction", "rt_sigreturn", "rt_sigtimedwait", "sigaltstack",
    "restart_syscall", "set_robust_list", "rseq", "sched_getaffinity", "exit", "exit_group",
    /* who and with what */
    "getrandom", "getuid", "geteuid", "getgid", "getegid", "getrlimit", "prlimit64", "uname"};

static int allow_call(scmp_filter_ctx filter, const char *name, unsigned count, struct scmp_arg_cmp when)
{
    int number = seccomp_syscall_resolve_name(name);
    if (number == __NR_SCMP_ERROR)
        return 0; /* this machine has none */
    return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, number, count, &when);
}

/* Memory that cannot be run, and files that cannot be written. */
static int allow_some(scmp_filter_ctx filter)
{
    const struct scmp_arg_cmp no_code = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
    const int writing = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND;
    int rc = allow_call(filter, "mmap", 1, no_code);
    rc = rc ? rc : allow_call(filter, "mprotect", 1, no_code);
    rc = rc ? rc : allow_call(filter, "openat", 1, SCMP_A2(SCMP_CMP_MASKED_EQ, writing, O_RDONLY));
    return rc ? rc : allow_call(filter, "open", 1, SCMP_A1(SCMP_CMP_MASKED_EQ, writing, O_RDONLY));
}

static int filter_calls(scmp_filter_ctx filter)
{
    int rc = filter ? seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1) : -ENOMEM;
    for (size_t i = 0; rc == 0 && i < sizeof calls / sizeof calls[0]; i++)
        rc = allow_call(filter, calls[i], 0, (struct scmp_arg_cmp){0});
    rc = rc ? rc : allow_some(filter);
    return rc ? rc : seccomp_load(filter);
}

int confine_calls(const struct confinement *c, char told[CONFINE_TOLD], struct error *err)
{
    if (c->becomes && become(c, err))
        return -1;
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    int rc = filter_calls(filter);
    seccomp_release(filter);
    /* A kernel without seccomp, or a container that has none left for us. */
    snprintf(told, CONFINE_TOLD, "confined: files %s, system calls %s%s", c->files ? "yes" : "no (no Landlock)",
             rc ? "no: " : "yes", rc ? strerror(-rc) : "");
    return 0;
}
