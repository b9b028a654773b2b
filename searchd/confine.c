/* SPDX-License-Identifier: GPL-2.0-or-later */
/* confine.c - what the daemon may still do once it serves, in the order in which it is given up. */
#include "searchd/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "searchd/confine_parts.h"

int confine_inherited(struct error *err)
{
    int fd;
    do
        fd = open("/dev/null", O_RDWR | O_CLOEXEC);
    while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd < 0 || dup2(fd, STDIN_FILENO) < 0)
        return error_set(err, FAULT_IO, "cannot open /dev/null: %s", strerror(errno));
    if (syscall(SYS_close_range, STDERR_FILENO + 1, ~0U, 0)) /* a kernel before 5.9 */
        for (int other = STDERR_FILENO + 1; other < (int)sysconf(_SC_OPEN_MAX); other++)
            close(other);
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

/* Root's, all but what is still to be done: a low port, another user; and reading an archive that is not its own, where
 * it stays root. Where they cannot be given up they are not there. */
static void drop_capabilities(void)
{
    const unsigned kept = 1U << CAP_SETUID | 1U << CAP_SETGID | 1U << CAP_NET_BIND_SERVICE | 1U << CAP_DAC_READ_SEARCH;
    struct __user_cap_header_struct self = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct has[_LINUX_CAPABILITY_U32S_3] = {0};
    if (syscall(SYS_capget, &self, has))
        return;
    has[0].permitted &= kept;
    has[0].effective &= kept;
    has[0].inheritable = has[1].permitted = has[1].effective = has[1].inheritable = 0;
    syscall(SYS_capset, &self, has);
}

/* What it holds in memory, keys and searches, is for nobody else. */
static void keep_memory(void)
{
    const struct rlimit none = {.rlim_cur = 0, .rlim_max = 0};
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

int confine_files(const char *archive, const char *user, struct confinement *out, struct error *err)
{
    *out = (struct confinement){.becomes = false};
    if (user && find_user(user, out, err))
        return -1;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
        return error_set(err, FAULT_IO, "cannot give up new privileges: %s", strerror(errno));
    drop_capabilities();
    keep_memory();
    if (confine_to_folder(archive, &out->landlock, err))
        return -1;
    out->files = out->landlock > 0;
    return 0;
}

static int become(const struct confinement *c, struct error *err)
{
    if (setgroups(0, NULL) || setresgid(c->gid, c->gid, c->gid) || setresuid(c->uid, c->uid, c->uid))
        return error_set(err, FAULT_IO, "cannot become the user of --user: %s; start as root, or leave it out",
                         strerror(errno));
    if (setresuid(0, 0, 0) == 0)
        return error_set(err, FAULT_INVALID, "would be root still; name another user for --user, such as nobody");
    return 0;
}

int confine_calls(const struct confinement *c, char told[CONFINE_TOLD], struct error *err)
{
    const struct rlimit none = {.rlim_cur = 0, .rlim_max = 0};
    if (c->becomes && become(c, err))
        return -1;
    setrlimit(RLIMIT_NPROC, &none); /* where the filter does not hold; root has any number */
    bool root = geteuid() == 0;
    int rc = confine_filter();
    if (rc == -ENOMEM || rc == -EFAULT) /* libseccomp's words for that */
        return error_set(err, FAULT_MEMORY, "no memory to confine itself");
    /* A kernel without seccomp, or a container that has none left for us. */
    snprintf(told, CONFINE_TOLD, "confined: files %s, system calls %s%s%s", c->files ? "yes" : "no (no Landlock)",
             rc ? "no: " : "yes", rc ? strerror(-rc) : "", root ? "; but it is root: start it with --user" : "");
    return 0;
}
