"""Satisfaction measured honestly: specify, estimate, evaluate, report. No Django, no database."""

from herefor.measure.drivers.gap import Bar, Gap, gap
from herefor.measure.estimate.fit import Fit, Index, Link, Number
from herefor.measure.estimate.mediation import Mediation, Route, indirect_effects
from herefor.measure.estimate.moderation import Slope, simple_slopes
from herefor.measure.estimate.pls import PLS
from herefor.measure.estimate.weights import SCHEMES
from herefor.measure.evaluate.effects import effect_sizes
from herefor.measure.gather.answers import Answers, clean_answers
from herefor.measure.gather.moments import EXACT_UP_TO, GROUPS, MISSING, Moments
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
from herefor.measure.specify.model import (
    Construct,
    Interaction,
    Item,
    Model,
    Path,
    construct,
    higher_order,
    interaction,
    items,
    path,
)
from herefor.measure.specify.modelfile import BUILT_IN, built_in, load_model, parse_model
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
    "Interaction",
    "Item",
    "Link",
    "Mediation",
    "Model",
    "ModelRefused",
    "Moments",
    "Number",
    "Parts",
    "Path",
    "Refused",
    "Route",
    "Share",
    "Slope",
    "TooFewAnswers",
    "ahead",
    "as_document",
    "built_in",
    "change_parts",
    "clean_answers",
    "construct",
    "difference",
    "effect_sizes",
    "empty_document",
    "gap",
    "higher_order",
    "indirect_effects",
    "interaction",
    "items",
    "load_model",
    "parse_model",
    "path",
    "simple_slopes",
    "tied_impacts",
    "wilson",
]
