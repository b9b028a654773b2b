/* SPDX-License-Identifier: GPL-2.0-or-later */
/* folder.h - the names of a database's files. */
#ifndef HUSTINGS_SHIM_FOLDER_H
#define HUSTINGS_SHIM_FOLDER_H

#include <string>

namespace shim {

/* libxapian syncs what is in its files, and not the names it gives them: made or
 * renamed they survive a power loss only after this. */
void sync_folder(const std::string &path);

} // namespace shim

#endif
