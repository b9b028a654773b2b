/* SPDX-License-Identifier: GPL-2.0-or-later */
/* confine_filter.c - which system calls answering takes. seccomp(2). */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "searchd/confine_parts.h"

/* What answering takes, and stopping. Nothing here makes a process, a socket, or a file. */
static const char *const calls[] = {
    /* sockets that are there */
    "accept4", "accept", "recvfrom", "recvmsg", "sendto", "sendmsg", "shutdown", "getsockname", "getpeername",
    "epoll_wait", "epoll_pwait", "epoll_ctl", "poll", "ppoll",
    /* files */
    "read", "readv", "pread64", "write", "writev", "close", "lseek", "fstat", "stat", "newfstatat", "statx",
    "access", "faccessat", "faccessat2", "getdents64", "readlink", "readlinkat", "getcwd", "fadvise64",
    /* memory */
    "munmap", "mremap", "madvise", "brk", "sysinfo",
    /* time and threads */
    "futex", "clock_gettime", "clock_nanosleep", "nanosleep", "gettimeofday", "time", "sched_yield", "getpid",
    "gettid", "rt_sigprocmask", "rt_sigaction", "rt_sigreturn", "rt_sigtimedwait", "sigaltstack",
    "restart_syscall", "set_robust_list", "rseq", "sched_getaffinity", "exit", "exit_group",
    /* who and with what */
    "getrandom", "getuid", "geteuid", "getgid", "getegid", "getrlimit", "uname"};

static int allow_call(scmp_filter_ctx filter, const char *name, unsigned count, const struct scmp_arg_cmp *when)
{
    int number = seccomp_syscall_resolve_name(name);
    if (number == __NR_SCMP_ERROR)
        return 0; /* this machine has none */
    return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, number, count, when);
}

/* By what they are asked to do. */
static int allow_some(scmp_filter_ctx filter)
{
    enum { ANY = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND };
    static const int descriptor[] = {F_GETFD, F_SETFD, F_GETFL, F_SETFL};
    const struct {
        const char *name;
        unsigned count;
        struct scmp_arg_cmp when[2];
    } some[] = { /* the last 0 of SCMP_CMP_EQ means nothing; clang wants the field */
        /* memory that cannot be run */
        {"mmap", 1, {SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)}},
        {"mprotect", 1, {SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)}},
        /* files that cannot be written */
        {"openat", 1, {SCMP_A2(SCMP_CMP_MASKED_EQ, ANY, O_RDONLY)}},
        {"open", 1, {SCMP_A1(SCMP_CMP_MASKED_EQ, ANY, O_RDONLY)}},
        /* what connections take; no filters, no other protocols, no buffers */
        {"setsockopt", 2, {SCMP_A1(SCMP_CMP_EQ, IPPROTO_TCP, 0), SCMP_A2(SCMP_CMP_EQ, TCP_NODELAY, 0)}},
        {"setsockopt", 2, {SCMP_A1(SCMP_CMP_EQ, IPPROTO_TCP, 0), SCMP_A2(SCMP_CMP_EQ, TCP_CORK, 0)}},
        {"setsockopt", 2, {SCMP_A1(SCMP_CMP_EQ, SOL_SOCKET, 0), SCMP_A2(SCMP_CMP_EQ, SO_LINGER, 0)}},
        {"getsockopt", 2, {SCMP_A1(SCMP_CMP_EQ, IPPROTO_TCP, 0), SCMP_A2(SCMP_CMP_EQ, TCP_INFO, 0)}},
        {"getsockopt", 2, {SCMP_A1(SCMP_CMP_EQ, SOL_SOCKET, 0), SCMP_A2(SCMP_CMP_EQ, SO_ERROR, 0)}},
        /* its own threads, for abort(); its own limits, to be read */
        {"tgkill", 1, {SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0)}},
        {"prlimit64", 2, {SCMP_A0(SCMP_CMP_EQ, 0, 0), SCMP_A2(SCMP_CMP_EQ, 0, 0)}},
    };
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < sizeof some / sizeof some[0]; i++)
        rc = allow_call(filter, some[i].name, some[i].count, some[i].when);
    for (size_t i = 0; rc == 0 && i < sizeof descriptor / sizeof descriptor[0]; i++)
        rc = allow_call(filter, "fcntl", 1, &SCMP_A1(SCMP_CMP_EQ, (scmp_datum_t)descriptor[i], 0));
    return rc;
}

/* Calls of other machines (i386, x32) end the process: nothing here makes one. */
static int fill(scmp_filter_ctx filter)
{
    int rc = filter ? seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1) : -ENOMEM;
    rc = rc ? rc : seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    for (size_t i = 0; rc == 0 && i < sizeof calls / sizeof calls[0]; i++)
        rc = allow_call(filter, calls[i], 0, NULL);
    rc = rc ? rc : allow_some(filter);
    return rc ? rc : seccomp_load(filter);
}

int confine_filter(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    int rc = fill(filter);
    seccomp_release(filter);
    return rc;
}
