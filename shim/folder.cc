/* SPDX-License-Identifier: GPL-2.0-or-later */
/* folder.cc - the names of a database's files. */
#include "folder.h"

#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

#include <xapian.h>

void shim::sync_folder(const std::string &path)
{
    const int fd = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        throw Xapian::DatabaseError("cannot open '" + path + "'", errno);
    const int failed = fsync(fd) ? errno : 0;
    close(fd);
    if (failed)
        throw Xapian::DatabaseError("cannot sync '" + path + "'", failed);
}
