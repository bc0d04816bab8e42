"""Satisfaction measured honestly: specify, estimate, evaluate, report. No Django, no database."""

from herefor.measure.answers import Answers, clean_answers
from herefor.measure.compare import (
    Difference,
    Parts,
    ahead,
    change_parts,
    difference,
    tied_impacts,
)
from herefor.measure.document import as_document, empty_document
from herefor.measure.fit import Fit, Index, Link, Number
from herefor.measure.gap import Bar, Gap, gap
from herefor.measure.model import Construct, Item, Model, Path, construct, items, path
from herefor.measure.modelfile import BUILT_IN, built_in, load_model, parse_model
from herefor.measure.moments import EXACT_UP_TO, GROUPS, MISSING, Moments
from herefor.measure.pls import PLS
from herefor.measure.shares import Share, wilson
from herefor.measure.weights import SCHEMES
from herefor.measure.words import AnswersRefused, ModelRefused, Refused, TooFewAnswers

__all__ = [
    "BUILT_IN",
    "EXACT_UP_TO",
    "GROUPS",
    "MISSING",
    "PLS",
    "SCHEMES",
    "Answers",
    "AnswersRefused",
    "Bar",
    "Construct",
    "Difference",
    "Fit",
    "Gap",
    "Index",
    "Item",
    "Link",
    "Model",
    "ModelRefused",
    "Moments",
    "Number",
    "Parts",
    "Path",
    "Refused",
    "Share",
    "TooFewAnswers",
    "ahead",
    "as_document",
    "built_in",
    "change_parts",
    "clean_answers",
    "construct",
    "difference",
    "empty_document",
    "gap",
    "items",
    "load_model",
    "parse_model",
    "path",
    "tied_impacts",
    "wilson",
]
