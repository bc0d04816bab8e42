"""Satisfaction measured honestly: specify, estimate, evaluate, report. No Django, no database."""

from herefor.measure.drivers.gap import Bar, Gap, gap
from herefor.measure.engines.base import Engine, Piece
from herefor.measure.engines.dask import Dask
from herefor.measure.engines.files import ENGINES, moments_of_files
from herefor.measure.engines.serial import Serial
from herefor.measure.estimate.fit import Fit, Index, Link, Number
from herefor.measure.estimate.intervals import INTERVALS, Jackknife
from herefor.measure.estimate.permutation import PermutationTest, permutation_test
from herefor.measure.estimate.pls import PLS
from herefor.measure.estimate.weights import SCHEMES
from herefor.measure.evaluate.effects import effect_sizes
from herefor.measure.gather.answers import Answers, clean_answers
from herefor.measure.gather.draws import DRAWS
from herefor.measure.gather.moments import EXACT_UP_TO, MISSING, Moments
from herefor.measure.gather.permute import permutations
from herefor.measure.gather.tables import as_frame
from herefor.measure.gather.units import GROUPS
from herefor.measure.index.compare import (
    Difference,
    Parts,
    ahead,
    change_parts,
    difference,
    tied_impacts,
)
from herefor.measure.index.shares import Share, wilson
from herefor.measure.report.document import as_document, empty_document
from herefor.measure.specify.model import Construct, Item, Model, Path, construct, items, path
from herefor.measure.specify.modelfile import BUILT_IN, built_in, load_model, parse_model
from herefor.measure.words import AnswersRefused, ModelRefused, Refused, TooFewAnswers

__all__ = [
    "BUILT_IN",
    "DRAWS",
    "ENGINES",
    "EXACT_UP_TO",
    "GROUPS",
    "INTERVALS",
    "MISSING",
    "PLS",
    "SCHEMES",
    "Answers",
    "AnswersRefused",
    "Bar",
    "Construct",
    "Dask",
    "Difference",
    "Engine",
    "Fit",
    "Gap",
    "Index",
    "Item",
    "Jackknife",
    "Link",
    "Model",
    "ModelRefused",
    "Moments",
    "Number",
    "Parts",
    "Path",
    "PermutationTest",
    "Piece",
    "Refused",
    "Serial",
    "Share",
    "TooFewAnswers",
    "ahead",
    "as_document",
    "as_frame",
    "built_in",
    "change_parts",
    "clean_answers",
    "construct",
    "difference",
    "effect_sizes",
    "empty_document",
    "gap",
    "items",
    "load_model",
    "moments_of_files",
    "parse_model",
    "path",
    "permutation_test",
    "permutations",
    "tied_impacts",
    "wilson",
]
