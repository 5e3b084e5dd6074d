"""How likely it is to draw so many by chance: the tail of the hypergeometric distribution.

One-sided test of Fisher (The Design of Experiments, 1935, section 12): of N units K are exposed to
something; of n that are drawn without looking at least a are. All in logarithms: with a thousand
complaints a chance may be smaller than any number of 64 bits.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

_SMALL = 16
_LOG_FACTORIALS = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1.0, _SMALL)))])
_NEGLIGIBLE = 1e-18
"""What is added to a sum of 1 and more does not change it."""


def log_factorial(of: ArrayLike) -> Floats:
    """The natural logarithm of x! of each whole number, by Stirling's series from 16 on."""
    count = np.asarray(of, dtype=np.int64)
    x = np.maximum(count, _SMALL).astype(np.float64)
    inverse = 1 / x
    series = inverse / 12 - inverse**3 / 360 + inverse**5 / 1260 - inverse**7 / 1680
    large = x * np.log(x) - x + 0.5 * np.log(2 * np.pi * x) + series
    return np.where(count < _SMALL, _LOG_FACTORIALS[np.minimum(count, _SMALL - 1)], large)


def log_choose(of: ArrayLike, some: ArrayLike) -> Floats:
    """In how many ways `some` can be chosen out of `of`, as a natural logarithm."""
    every, chosen = np.asarray(of, dtype=np.int64), np.asarray(some, dtype=np.int64)
    return log_factorial(every) - log_factorial(chosen) - log_factorial(every - chosen)


def log_tail(
    hits: ArrayLike, *, exposed: ArrayLike, complaints: ArrayLike, population: ArrayLike
) -> Floats:
    """ln P(at least `hits` of `complaints` are exposed), of `population` with `exposed` in it.

    Each may be one number or an array; every hit is a complaint, and is exposed. Check values:
    N=20, K=6, n=5, a=4: 216/15504; N=10000, K=220, n=12, a=9: 2.13202e-13.
    """
    table = np.broadcast_arrays(
        *(np.asarray(one, dtype=np.int64) for one in (hits, exposed, complaints, population))
    )
    a, k, n, total = (one.ravel() for one in table)
    found = np.zeros(len(a))
    is_possible = a > np.maximum(0, n + k - total)
    is_high = is_possible & (a * total > n * k)
    is_low = is_possible & ~is_high
    found[is_high] = _above(a[is_high], k[is_high], n[is_high], total[is_high])
    # below the middle the tail is nearly all: what it leaves out is the smaller sum
    found[is_low] = _all_but_below(a[is_low], k[is_low], n[is_low], total[is_low])
    return np.minimum(found, 0.0).reshape(table[0].shape)


def _above(a: Counts, k: Counts, n: Counts, total: Counts) -> Floats:
    def ratio(x: Counts, k: Counts, n: Counts, total: Counts) -> Floats:
        """How many times as likely x + 1 is as x."""
        return ((k - x) * (n - x)) / ((x + 1.0) * (total - k - n + x + 1))

    return _log_term(a, k, n, total) + np.log(_summed(ratio, 1, a, k, n, total))


def _all_but_below(a: Counts, k: Counts, n: Counts, total: Counts) -> Floats:
    def ratio(x: Counts, k: Counts, n: Counts, total: Counts) -> Floats:
        """How many times as likely x - 1 is as x."""
        return (x * (total - k - n + x)) / ((k - x + 1.0) * (n - x + 1))

    last = a - 1
    below = np.exp(_log_term(last, k, n, total)) * _summed(ratio, -1, last, k, n, total)
    return np.log1p(-np.minimum(below, 1 - 1e-16))


def _log_term(x: Counts, k: Counts, n: Counts, total: Counts) -> Floats:
    return log_choose(k, x) + log_choose(total - k, n - x) - log_choose(total, n)


def _summed(
    ratio: Callable[[Counts, Counts, Counts, Counts], Floats],
    step: int,
    x: Counts,
    *of: Counts,
) -> Floats:
    """Each term and those after it, in parts of that first one; they only become smaller."""
    sums = np.ones(len(x))
    rows, at, columns, terms = np.arange(len(x)), x.copy(), of, np.ones(len(x))
    while len(rows):
        terms = terms * ratio(at, *columns)
        sums[rows] += terms
        at = at + step
        goes_on = terms > _NEGLIGIBLE * sums[rows]
        if not goes_on.all():
            rows, at, terms = rows[goes_on], at[goes_on], terms[goes_on]
            columns = tuple(column[goes_on] for column in columns)
    return sums


def log_false_discovery(log_p: Floats) -> Floats:
    """Of many tests the share of false ones if all down to this one are believed, as logarithms.

    `log_p` ascending. Benjamini and Hochberg, Journal of the Royal Statistical Society B 57 (1995).
    """
    rank = np.arange(1, len(log_p) + 1)
    each = log_p + np.log(len(log_p) / rank) if len(log_p) else log_p
    return np.minimum(np.minimum.accumulate(each[::-1])[::-1], 0.0)


def interval(hits: int, of: int, *, z: float = 1.959964) -> tuple[float, float]:
    """Between which bounds the share of hits lies, 95 of 100 times; Wilson's score interval.

    NIST/SEMATECH e-Handbook of Statistical Methods, section 7.2.4.1.
    """
    share, square = hits / of, z * z
    middle = share + square / (2 * of)
    half = z * (share * (1 - share) / of + square / (4 * of * of)) ** 0.5
    whole = 1 + square / of
    return max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)
