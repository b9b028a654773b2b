/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_confine_calls.c - what somebody who runs code of his own in a confined daemon tries, each for itself. */
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "searchd/confine.h"

enum { WELL, FAILED, NOT_HERE }; /* a child's exit code */

static char folder[64], file[80];

static int setup(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/hustings-XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    snprintf(file, sizeof file, "%s/file", folder);
    int fd = open(file, O_CREAT | O_WRONLY, 0644);
    return fd < 0 ? -1 : close(fd);
}

static int teardown(void **state)
{
    (void)state;
    return unlink(file) || rmdir(folder);
}

/* Exits when this machine has no filter. */
static void confine(void)
{
    struct confinement c;
    struct error err = {0};
    char told[CONFINE_TOLD];
    if (confine_inherited(&err) || confine_files(folder, NULL, &c, &err) || confine_calls(&c, told, &err))
        _exit(FAILED);
    if (strstr(told, "system calls no"))
        _exit(NOT_HERE);
}

/* What tries does in a child, so that this process keeps its rights. */
static int run_child(int (*tries)(void))
{
    int status;
    pid_t child = fork();
    if (child == 0)
        _exit(tries());
    assert_int_equal(waitpid(child, &status, 0), child);
    if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_HERE)
        skip();
    return status;
}

static void check_child(int (*tries)(void))
{
    int status = run_child(tries);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), WELL);
}

struct try {
    const char *name;
    long number;
    uintptr_t arguments[6];
};

/* True: each is refused by EPERM; which are not is said. */
static bool all_refused(const struct try *tries, size_t count)
{
    bool ok = true;
    for (size_t i = 0; i < count; i++) {
        const uintptr_t *a = tries[i].arguments;
        errno = 0;
        long got = syscall(tries[i].number, a[0], a[1], a[2], a[3], a[4], a[5]);
        if (got == -1 && errno == EPERM)
            continue;
        fprintf(stderr, "%s: %ld, %s\n", tries[i].name, got, strerror(errno));
        ok = false;
    }
    return ok;
}

#define AT(p) ((uintptr_t)(p))

static int others(void)
{
    const pid_t parent = getppid();
    char here[64]; /* a struct rlimit, too */
    struct iovec span = {.iov_base = here, .iov_len = sizeof here};
    const struct rlimit none = {0, 0};
    int one = 1;
    confine();
    const struct try tries[] = {
        {"kill", SYS_kill, {(uintptr_t)parent, 0}},
        {"kill of a group", SYS_kill, {0, 0}},
        {"tgkill", SYS_tgkill, {(uintptr_t)parent, (uintptr_t)parent, 0}},
        {"tkill", SYS_tkill, {(uintptr_t)parent, 0}},
        {"rt_sigqueueinfo", SYS_rt_sigqueueinfo, {(uintptr_t)parent, 0, AT(here)}},
        {"pidfd_open", SYS_pidfd_open, {(uintptr_t)parent, 0}},
        {"pidfd_send_signal", SYS_pidfd_send_signal, {0, 0, 0, 0}},
        {"pidfd_getfd", SYS_pidfd_getfd, {0, 0, 0}},
        {"fcntl F_SETOWN", SYS_fcntl, {2, F_SETOWN, (uintptr_t)parent}},
        {"fcntl F_SETSIG", SYS_fcntl, {2, 10, SIGKILL}},
        {"ptrace", SYS_ptrace, {16 /* attach */, (uintptr_t)parent, 0, 0}},
        {"process_vm_readv", SYS_process_vm_readv, {(uintptr_t)parent, AT(&span), 1, AT(&span), 1, 0}},
        {"process_vm_writev", SYS_process_vm_writev, {(uintptr_t)parent, AT(&span), 1, AT(&span), 1, 0}},
        {"kcmp", SYS_kcmp, {(uintptr_t)parent, (uintptr_t)parent, 0, 0, 0}},
        {"prlimit of another", SYS_prlimit64, {(uintptr_t)parent, RLIMIT_CORE, 0, AT(here)}},
        {"prlimit that sets", SYS_prlimit64, {0, RLIMIT_CORE, AT(&none), 0}},
        {"setrlimit", SYS_setrlimit, {RLIMIT_CORE, AT(&none)}},
        {"setpriority", SYS_setpriority, {PRIO_PROCESS, (uintptr_t)parent, 19}},
        {"sched_setaffinity", SYS_sched_setaffinity, {(uintptr_t)parent, sizeof one, AT(&one)}},
    };
    return all_refused(tries, sizeof tries / sizeof tries[0]) ? WELL : FAILED;
}

static int programs(void)
{
    char *const none[] = {NULL};
    void *memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    int fd = open(file, O_RDONLY);
    confine();
    const struct try tries[] = {
        {"execve", SYS_execve, {AT("/bin/true"), AT(none), AT(none)}},
        {"execveat", SYS_execveat, {(uintptr_t)AT_FDCWD, AT("/bin/true"), AT(none), AT(none), 0}},
        {"clone of a process", SYS_clone, {SIGCHLD, 0, 0, 0, 0}},
        {"clone3", SYS_clone3, {0, 0}},
#ifdef SYS_fork
        {"fork", SYS_fork, {0}},
        {"vfork", SYS_vfork, {0}},
#endif
        {"mmap to run", SYS_mmap, {0, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, (uintptr_t)-1, 0}},
        {"mmap of a file to run", SYS_mmap, {0, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, (uintptr_t)fd, 0}},
        {"mprotect to run", SYS_mprotect, {AT(memory), 4096, PROT_READ | PROT_EXEC}},
        {"pkey_mprotect", SYS_pkey_mprotect, {AT(memory), 4096, PROT_READ | PROT_EXEC, (uintptr_t)-1}},
        {"personality", SYS_personality, {0x0400000 /* reading is running */}},
        {"memfd_create", SYS_memfd_create, {AT("x"), 0}},
        {"remap_file_pages", SYS_remap_file_pages, {AT(memory), 4096, 0, 0, 0}},
        {"shmget", SYS_shmget, {0, 4096, 0600}},
        {"io_uring_setup", SYS_io_uring_setup, {1, AT(memory)}},
        {"bpf", SYS_bpf, {0, AT(memory), 48}},
        {"perf_event_open", SYS_perf_event_open, {AT(memory), 0, (uintptr_t)-1, (uintptr_t)-1, 0}},
        {"userfaultfd", SYS_userfaultfd, {0}},
        {"keyctl", SYS_keyctl, {0, 0, 0, 0, 0}},
        {"unshare", SYS_unshare, {0x10000000 /* users */}},
        {"setns", SYS_setns, {0, 0}},
        {"mount", SYS_mount, {AT(folder), AT(folder), AT("tmpfs"), 0, 0}},
        {"chroot", SYS_chroot, {AT(folder)}},
        {"init_module", SYS_init_module, {AT(memory), 4096, AT("")}},
        {"seccomp", SYS_seccomp, {0, 0, 0}},
        {"prctl PR_SET_DUMPABLE", SYS_prctl, {PR_SET_DUMPABLE, 1, 0, 0, 0}},
        {"ioctl TIOCSTI", SYS_ioctl, {0, 0x5412, AT("x")}},
        {"setuid", SYS_setuid, {0}},
        {"setresuid", SYS_setresuid, {0, 0, 0}},
        {"setgroups", SYS_setgroups, {0, 0}},
        {"capset", SYS_capset, {AT(memory), AT(memory)}},
    };
    return all_refused(tries, sizeof tries / sizeof tries[0]) ? WELL : FAILED;
}

static int written(void)
{
    char in_place[64] = "";
    int fd = open(file, O_RDONLY);
    confine();
    const struct try tries[] = {
        {"openat to write", SYS_openat, {(uintptr_t)AT_FDCWD, AT(file), O_WRONLY, 0}},
        {"openat to read and write", SYS_openat, {(uintptr_t)AT_FDCWD, AT(file), O_RDWR, 0}},
        {"openat with access 3", SYS_openat, {(uintptr_t)AT_FDCWD, AT(file), O_ACCMODE, 0}},
        {"openat that makes", SYS_openat, {(uintptr_t)AT_FDCWD, AT(file), O_RDONLY | O_CREAT, 0600}},
        {"openat that empties", SYS_openat, {(uintptr_t)AT_FDCWD, AT(file), O_RDONLY | O_TRUNC, 0}},
        {"openat of no name", SYS_openat, {(uintptr_t)AT_FDCWD, AT(folder), O_TMPFILE | O_RDWR, 0600}},
        {"openat2", SYS_openat2, {(uintptr_t)AT_FDCWD, AT(file), AT(in_place), 24}},
        {"open_by_handle_at", SYS_open_by_handle_at, {(uintptr_t)AT_FDCWD, AT(in_place), O_RDONLY}},
#ifdef SYS_open
        {"open to write", SYS_open, {AT(file), O_WRONLY, 0}},
        {"creat", SYS_creat, {AT(file), 0600}},
        {"unlink", SYS_unlink, {AT(file)}},
        {"rename", SYS_rename, {AT(file), AT(file)}},
        {"chmod", SYS_chmod, {AT(file), 0777}},
#endif
        {"unlinkat", SYS_unlinkat, {(uintptr_t)AT_FDCWD, AT(file), 0}},
        {"renameat2", SYS_renameat2, {(uintptr_t)AT_FDCWD, AT(file), (uintptr_t)AT_FDCWD, AT(file), 0}},
        {"linkat", SYS_linkat, {(uintptr_t)AT_FDCWD, AT(file), (uintptr_t)AT_FDCWD, AT("x"), 0}},
        {"symlinkat", SYS_symlinkat, {AT(file), (uintptr_t)AT_FDCWD, AT("x")}},
        {"mkdirat", SYS_mkdirat, {(uintptr_t)AT_FDCWD, AT("x"), 0700}},
        {"mknodat", SYS_mknodat, {(uintptr_t)AT_FDCWD, AT("x"), 0010600, 0}},
        {"truncate", SYS_truncate, {AT(file), 0}},
        {"ftruncate", SYS_ftruncate, {(uintptr_t)fd, 0}},
        {"fallocate", SYS_fallocate, {(uintptr_t)fd, 0, 0, 1}},
        {"fchmod", SYS_fchmod, {(uintptr_t)fd, 0777}},
        {"fchownat", SYS_fchownat, {(uintptr_t)AT_FDCWD, AT(file), 1, 1, 0}},
        {"utimensat", SYS_utimensat, {(uintptr_t)AT_FDCWD, AT(file), 0, 0}},
        {"setxattr", SYS_setxattr, {AT(file), AT("user.x"), AT("y"), 1, 0}},
        {"flock", SYS_flock, {(uintptr_t)fd, 2}},
        {"fcntl F_SETLK", SYS_fcntl, {(uintptr_t)fd, F_SETLK, AT(in_place)}},
        {"fcntl F_SETLEASE", SYS_fcntl, {(uintptr_t)fd, F_SETLEASE, F_RDLCK}},
        {"inotify_init1", SYS_inotify_init1, {0}},
        {"fanotify_init", SYS_fanotify_init, {0, 0}},
    };
    fd = open(file, O_RDONLY);
    return all_refused(tries, sizeof tries / sizeof tries[0]) && fd >= 0 && read(fd, in_place, 1) == 0 ? WELL : FAILED;
}

static int sockets(void)
{
    int ends[2], size = 1 << 20, got;
    socklen_t len = sizeof got;
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(9), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    struct confinement c;
    struct error err = {0};
    char told[CONFINE_TOLD];
    /* Made after what was inherited is closed. */
    if (confine_inherited(&err) || confine_files(folder, NULL, &c, &err))
        return FAILED;
    int tcp = socket(AF_INET, SOCK_STREAM, 0);
    if (tcp < 0 || socketpair(AF_UNIX, SOCK_STREAM, 0, ends) || confine_calls(&c, told, &err))
        return FAILED;
    if (strstr(told, "system calls no"))
        return NOT_HERE;
    const uintptr_t fd = (uintptr_t)tcp;
    const struct try tries[] = {
        {"socket", SYS_socket, {AF_INET, SOCK_STREAM, 0}},
        {"socket of packets", SYS_socket, {AF_PACKET, SOCK_RAW, 0}},
        {"socket of netlink", SYS_socket, {AF_NETLINK, SOCK_RAW, 0}},
        {"socketpair", SYS_socketpair, {AF_UNIX, SOCK_STREAM, 0, AT(ends)}},
        {"connect", SYS_connect, {fd, AT(&to), sizeof to}},
        {"bind", SYS_bind, {fd, AT(&to), sizeof to}},
        {"listen", SYS_listen, {fd, 1}},
        {"sendmmsg", SYS_sendmmsg, {fd, 0, 0, 0}},
        {"setsockopt SO_ATTACH_FILTER", SYS_setsockopt, {fd, SOL_SOCKET, 26, AT(&size), sizeof size}},
        {"setsockopt SO_RCVBUF", SYS_setsockopt, {fd, SOL_SOCKET, SO_RCVBUF, AT(&size), sizeof size}},
        {"setsockopt TCP_ULP", SYS_setsockopt, {fd, IPPROTO_TCP, 31, AT("tls"), 3}},
        {"setsockopt TCP_REPAIR", SYS_setsockopt, {fd, IPPROTO_TCP, 19, AT(&size), sizeof size}},
        {"setsockopt IP_TRANSPARENT", SYS_setsockopt, {fd, IPPROTO_IP, 19, AT(&size), sizeof size}},
        {"pipe2", SYS_pipe2, {AT(ends), 0}},
    };
    bool needed = setsockopt(tcp, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int)) == 0 &&
                  setsockopt(tcp, SOL_SOCKET, SO_LINGER, &(struct linger){1, 0}, sizeof(struct linger)) == 0 &&
                  getsockopt(tcp, SOL_SOCKET, SO_ERROR, &got, &len) == 0;
    return all_refused(tries, sizeof tries / sizeof tries[0]) && needed ? WELL : FAILED;
}

static int connecting(void)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(9), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    struct confinement c;
    struct error err = {0};
    if (confine_files(folder, NULL, &c, &err))
        return FAILED;
    if (c.landlock < 4)
        return NOT_HERE;
    int tcp = socket(AF_INET, SOCK_STREAM, 0);
    /* Also without the filter of system calls; listening it must still do. */
    bool refused = connect(tcp, (struct sockaddr *)&to, sizeof to) < 0 && errno == EACCES;
    bool signal = c.landlock >= 6 && kill(getppid(), 0) == 0;
    to.sin_port = 0;
    bool listens = bind(tcp, (struct sockaddr *)&to, sizeof to) == 0 && listen(tcp, 1) == 0;
    return refused && !signal && listens ? WELL : FAILED;
}

#ifdef __x86_64__
static int old_machine(void)
{
    long got;
    confine();
    __asm__ volatile("int $0x80" : "=a"(got) : "a"(20L /* getpid of i386 */) : "memory");
    return got > 0 ? WELL : FAILED;
}

static int short_pointers(void)
{
    confine();
    return syscall(0x40000000L | SYS_getpid) > 0 ? WELL : FAILED;
}

static void of_other_machines_no_call_can_be_made(void **state)
{
    (void)state;
    int status = run_child(old_machine);
    assert_true(WIFSIGNALED(status) && (WTERMSIG(status) == SIGSYS || WTERMSIG(status) == SIGSEGV));
    status = run_child(short_pointers);
    assert_true(WIFSIGNALED(status) ? WTERMSIG(status) == SIGSYS : WEXITSTATUS(status) == FAILED);
}
#endif

/* What whoever started it had open must not be the stranger's. */
static int inherited(void)
{
    struct error err = {0};
    int spare = open(file, O_RDONLY), far = fcntl(spare, F_DUPFD, 700);
    char byte;
    if (spare < 3 || far < 700 || close(STDIN_FILENO) || close(STDOUT_FILENO) || confine_inherited(&err))
        return FAILED;
    bool closed = fcntl(spare, F_GETFD) < 0 && fcntl(far, F_GETFD) < 0;
    /* A socket that became standard output would have the log. */
    bool filled = read(STDIN_FILENO, &byte, 1) == 0 && fcntl(STDOUT_FILENO, F_GETFD) >= 0;
    return closed && filled && open(file, O_RDONLY) >= 3 ? WELL : FAILED;
}

static int no_core(void)
{
    struct rlimit core;
    struct confinement c;
    struct error err = {0};
    if (confine_files(folder, NULL, &c, &err))
        return FAILED;
    return getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_max == 0 && prctl(PR_GET_DUMPABLE) == 0 ? WELL : FAILED;
}

static int capabilities(void)
{
    struct confinement c;
    struct error err = {0};
    struct __user_cap_header_struct self = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct had[2] = {0}, has[2] = {0};
    if (syscall(SYS_capget, &self, had) || confine_files(folder, NULL, &c, &err) || syscall(SYS_capget, &self, has))
        return FAILED;
    if (!(had[0].permitted & 1U << CAP_SYS_ADMIN))
        return NOT_HERE;
    const unsigned none = 1U << CAP_SYS_ADMIN | 1U << CAP_SYS_PTRACE | 1U << CAP_DAC_OVERRIDE | 1U << CAP_KILL |
                          1U << CAP_SYS_MODULE | 1U << CAP_NET_ADMIN | 1U << CAP_SYS_CHROOT | 1U << CAP_FOWNER;
    return !(has[0].permitted & none) && !(has[0].effective & none) && !has[1].permitted ? WELL : FAILED;
}

static int root_again(void)
{
    struct confinement c;
    struct error err = {0};
    char told[CONFINE_TOLD];
    if (geteuid() != 0)
        return NOT_HERE;
    return confine_files(folder, "root", &c, &err) == 0 && confine_calls(&c, told, &err) == -1 &&
                   strstr(err.text, "--user")
               ? WELL
               : FAILED;
}

#define CHILD_TEST(name, tries)                                                                                     \
    static void name(void **state)                                                                                  \
    {                                                                                                               \
        (void)state;                                                                                                \
        check_child(tries);                                                                                         \
    }
CHILD_TEST(other_processes_are_not_reached, others)
CHILD_TEST(nothing_else_is_run, programs)
CHILD_TEST(nothing_is_written_or_locked, written)
CHILD_TEST(no_socket_is_made_or_turned, sockets)
CHILD_TEST(nothing_is_connected_to_even_without_the_filter, connecting)
CHILD_TEST(what_was_inherited_is_closed, inherited)
CHILD_TEST(memory_is_not_left_in_a_core, no_core)
CHILD_TEST(root_keeps_few_of_its_capabilities, capabilities)
CHILD_TEST(who_stays_root_is_refused, root_again)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(other_processes_are_not_reached),
        cmocka_unit_test(nothing_else_is_run),
        cmocka_unit_test(nothing_is_written_or_locked),
        cmocka_unit_test(no_socket_is_made_or_turned),
        cmocka_unit_test(nothing_is_connected_to_even_without_the_filter),
#ifdef __x86_64__
        cmocka_unit_test(of_other_machines_no_call_can_be_made),
#endif
        cmocka_unit_test(what_was_inherited_is_closed),
        cmocka_unit_test(memory_is_not_left_in_a_core),
        cmocka_unit_test(root_keeps_few_of_its_capabilities),
        cmocka_unit_test(who_stays_root_is_refused),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
