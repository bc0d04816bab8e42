"""Any table of answers as a Polars frame, whoever made it."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from herefor.measure.words import AnswersRefused


def as_frame(answers: Any) -> pl.DataFrame:
    """Polars eager or lazy, a mapping of columns, or anything that speaks Arrow or dataframe.

    That is whatever has `__arrow_c_stream__` (pandas, PyArrow, DuckDB relations, ...) or the older
    `__dataframe__`. Raises `AnswersRefused` for anything else.

    >>> as_frame({"q": [1, 2]}).shape
    (2, 1)
    >>> as_frame(pl.LazyFrame({"q": [1, 2]})).shape
    (2, 1)
    """
    if isinstance(answers, pl.DataFrame):
        return answers
    if isinstance(answers, pl.LazyFrame):
        return answers.collect()
    try:
        if isinstance(answers, Mapping) or hasattr(answers, "__arrow_c_stream__"):
            return pl.DataFrame(answers)
        if hasattr(answers, "__dataframe__"):
            return pl.from_dataframe(answers)
    except Exception as error:  # each library has its own; the sentence tells which
        raise AnswersRefused(
            f"This table of answers could not be read ({error}). Give each column one type: "
            "numbers, or text."
        ) from error
    raise AnswersRefused(
        f"Answers come as a table with one row a respondent; this is {type(answers).__name__}. "
        "Give a frame of Polars, pandas or PyArrow, a DuckDB relation, or columns by name."
    )
