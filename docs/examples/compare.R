#!/usr/bin/env Rscript
# SPDX-License-Identifier: GPL-2.0-or-later
# compare.R - the words that set two sources apart: compare.R SOURCE SOURCE [PARAMETERS [URL]]
args <- commandArgs(trailingOnly = TRUE)
url <- if (length(args) > 3) args[4] else Sys.getenv("HUSTINGS_URL", "http://127.0.0.1:8080")

ask <- function(target) { # the file with the answer; else the end, with what the server says is wrong
  file <- tempfile()
  options <- "--fail-with-body --retry 3"
  get <- function() download.file(paste0(url, target), file, "curl", quiet = TRUE, extra = options)
  if (tryCatch(get(), error = function(e) 1, warning = function(w) 1) == 0) return(file)
  said <- if (file.exists(file)) paste(readLines(file, warn = FALSE), collapse = "") else url
  members <- '(?<="title":"|"param":"|"value":"|"detail":"|"hint":")(\\\\.|[^"\\\\])*'
  told <- regmatches(said, gregexpr(members, said, perl = TRUE))[[1]]
  message(paste(if (length(told)) told else said, collapse = " - "))
  quit(status = 1)
}

named <- function(source) URLencode(paste0('source:"', source, '"'), reserved = TRUE)
sets <- paste0("/v1/compare?a=", named(args[1]), "&b=", named(args[2]), "&strict=1&")
parameters <- if (length(args) > 2) args[3] else ""
answer <- paste(readLines(ask(paste0(sets, parameters)), warn = FALSE), collapse = "")
snapshot <- sub('.*"snapshot":\\{"id":"([^"]*)".*', "\\1", answer)
query <- sub('.*"hash":"([^"]*)".*', "\\1", answer)
same <- paste0(sub("snapshot=[^&]*", "", parameters), "&snapshot=", snapshot)
words <- read.csv(ask(paste0(sets, same, "&format=csv&limit=200")), encoding = "UTF-8")
words$more_in <- ifelse(words$set == "a", args[1], args[2])
words$percent_a <- round(100 * words$share_a)
words$percent_b <- round(100 * words$share_b)
shown <- c("word", "more_in", "percent_a", "percent_b", "log_likelihood")
print(head(words[order(-words$log_likelihood), shown], 20), row.names = FALSE)
message("snapshot ", snapshot, ", query ", query)
