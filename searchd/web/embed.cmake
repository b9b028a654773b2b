# SPDX-License-Identifier: GPL-2.0-or-later
# embed.cmake - the files that browsers load, as a C table of bytes.
# usage: cmake -D FOLDER=searchd/web -D OUT=assets.c -P embed.cmake
# An asset is a path, its type, and the files of FOLDER that it is made of, one behind the other.
set(rows "")
set(arrays "")
function(asset path type)
    set(whole "")
    foreach(name ${ARGN})
        file(READ ${FOLDER}/${name} hex HEX)
        string(APPEND whole "${hex}")
    endforeach()
    string(SHA256 hash "${whole}")
    string(SUBSTRING ${hash} 0 16 version)
    string(MAKE_C_IDENTIFIER ${path} name)
    string(REGEX REPLACE "(..)" "'\\\\x\\1'," bytes "${whole}")
    string(REPLACE "'\\x0a'," "'\\x0a',\n" bytes "${bytes}") # a line a line
    set(arrays "${arrays}static const char bytes${name}[] = {\n${bytes}};\n" PARENT_SCOPE)
    set(rows "${rows}    {\"${path}\", \"${type}\", \"${version}\", bytes${name}, sizeof bytes${name}},\n" PARENT_SCOPE)
endfunction()
asset(/style.css "text/css; charset=utf-8" style.css chart.css)
asset(/page.js "text/javascript; charset=utf-8" search-box.js chart.js page.js)
asset(/search-box.js "text/javascript; charset=utf-8" search-box.js)
asset(/robots.txt "text/plain; charset=utf-8" robots.txt)
file(WRITE ${OUT} "#include \"searchd/web/assets.h\"\n${arrays}const struct asset assets[] = {\n${rows}    {0},\n};\n")
