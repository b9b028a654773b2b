#!/usr/bin/env Rscript
# SPDX-License-Identifier: GPL-2.0-or-later
# timeline.R - each source's share of coverage in time, drawn: timeline.R PARAMETERS FILE.png [URL]
args <- commandArgs(trailingOnly = TRUE)
url <- if (length(args) > 2) args[3] else Sys.getenv("HUSTINGS_URL", "http://127.0.0.1:8080")

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

target <- function(parameters) paste0("/v1/timeline?", parameters, "&by=source&strict=1")
answer <- paste(readLines(ask(target(args[1])), warn = FALSE), collapse = "")
snapshot <- sub('.*"snapshot":\\{"id":"([^"]*)".*', "\\1", answer)
query <- sub('.*"hash":"([^"]*)".*', "\\1", answer)
same <- paste0(sub("snapshot=[^&]*", "", args[1]), "&snapshot=", snapshot)
rows <- read.csv(ask(target(paste0(same, "&format=csv"))), encoding = "UTF-8")
rows$value[rows$value == ""] <- "all"
share <- 100 * tapply(rows$share, list(rows$start, factor(rows$value, unique(rows$value))), identity) # a gap is NA
png(args[2], 900, 500, type = "cairo")
matplot(as.Date(rownames(share)), share, type = "b", pch = 1:20, lty = 1, xaxt = "n", xlab = "", ylab = "% of stories",
        sub = paste0(args[1], ", snapshot ", snapshot, ", query ", query))
axis.Date(1, as.Date(rownames(share)))
legend("top", colnames(share), col = 1:6, pch = 1:20, lty = 1, horiz = TRUE, bty = "n", inset = -0.12, xpd = NA)
invisible(dev.off())
print(round(share, 1))
message("snapshot ", snapshot, ", query ", query)
