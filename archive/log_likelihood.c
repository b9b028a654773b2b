/* SPDX-License-Identifier: GPL-2.0-or-later */
/* log_likelihood.c - Dunning's G2, as the sum over a table of two rows and two columns: 2 * sum(O * ln(O / E)). */
#include "archive/log_likelihood.h"

#include <math.h>

static double cell(double observed, double expected)
{
    return observed > 0 ? observed * log(observed / expected) : 0;
}

double log_likelihood(double ka, double na, double kb, double nb)
{
    if (na <= 0 || nb <= 0)
        return 0;
    double share = (ka + kb) / (na + nb);
    if (share <= 0 || share >= 1)
        return 0;
    double sum = cell(ka, na * share) + cell(na - ka, na * (1 - share)) + cell(kb, nb * share) +
                 cell(nb - kb, nb * (1 - share));
    return sum > 0 ? 2 * sum : 0; /* equal shares may come out a little under it */
}
