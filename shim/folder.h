/* SPDX-License-Identifier: GPL-2.0-or-later */
/* folder.h - the files of a database, where libxapian cares too little for them. */
#ifndef HUSTINGS_SHIM_FOLDER_H
#define HUSTINGS_SHIM_FOLDER_H

#include <string>

namespace shim {

/* libxapian syncs what is in its files, and not the names it gives them: made or
 * renamed they survive a power loss only after this. */
void sync_folder(const std::string &path);

/* libxapian takes a table that it cannot open (too many open files, no permission) for one that was never made:
 * phrases and other forms of a word are then not found. Throws DatabaseOpeningError for such a table. */
void require_tables(const std::string &path);

} // namespace shim

#endif
