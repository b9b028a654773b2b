/* SPDX-License-Identifier: GPL-2.0-or-later */
/* log_likelihood.h - how surprising it is that a share differs between two samples: Dunning's G2.
 *
 * Dunning: Accurate methods for the statistics of surprise and coincidence, Computational Linguistics 19(1), 1993:
 * minus twice the logarithm of the likelihood ratio of one binomial for both samples against one for each. */
#ifndef HUSTINGS_LOG_LIKELIHOOD_H
#define HUSTINGS_LOG_LIKELIHOOD_H

/* Samples of the same come to it or more once in a thousand times: chi-square, one degree of freedom. */
#define LOG_LIKELIHOOD_P001 10.83

/* Of ka among na, and kb among nb. 0 where a sample is empty. */
double log_likelihood(double ka, double na, double kb, double nb);

#endif
