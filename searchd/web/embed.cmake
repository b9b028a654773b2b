# SPDX-License-Identifier: GPL-2.0-or-later
# embed.cmake - the files that browsers load, as a C table of bytes.
# usage: cmake -D FOLDER=searchd/web -D OUT=assets.c -P embed.cmake
# An asset is a path, its type, and the files of FOLDER that it is made of, one behind the other; those between { and }
# have a scope of their own, so that another site's page knows none of their names and may load them twice.
set(box { box_words.js box_speech.js box_nodes.js box_addresses.js box_ask.js box_suggestions.js box_results.js
    box_style.js box.js search-box.js })
string(HEX "(() => {\n'use strict';\n" scope_begin)
string(HEX "})();\n" scope_end)
set(rows "")
set(arrays "")
function(asset path type)
    set(whole "")
    foreach(name ${ARGN})
        if(name STREQUAL "{")
            set(hex ${scope_begin})
        elseif(name STREQUAL "}")
            set(hex ${scope_end})
        else()
            file(READ ${FOLDER}/${name} hex HEX)
        endif()
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
asset(/page.js "text/javascript; charset=utf-8" ${box} chart.js { page_typed.js page.js })
asset(/search-box.js "text/javascript; charset=utf-8" ${box})
asset(/robots.txt "text/plain; charset=utf-8" robots.txt)
file(WRITE ${OUT} "#include \"searchd/web/assets.h\"\n${arrays}const struct asset assets[] = {\n${rows}    {0},\n};\n")
