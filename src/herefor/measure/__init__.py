"""Satisfaction measured honestly: specify, estimate, evaluate, report. No Django, no database."""

from herefor.measure.drivers.gap import Bar, Gap, gap
from herefor.measure.estimate.fit import Fit, Index, Link, Number
from herefor.measure.estimate.mediation import Mediation, Route, indirect_effects
from herefor.measure.estimate.moderation import Slope, simple_slopes
from herefor.measure.estimate.pls import PLS
from herefor.measure.estimate.weights import SCHEMES
from herefor.measure.evaluate.ability import Ability, predictive_ability
from herefor.measure.evaluate.copula import Suspicion, copula_test
from herefor.measure.evaluate.discriminant import Apart, discriminant
from herefor.measure.evaluate.effects import effect_sizes
from herefor.measure.evaluate.groups import GroupDifference, compare_groups
from herefor.measure.evaluate.micom import Invariance, micom
from herefor.measure.evaluate.model_fit import Discrepancy, ModelFit, model_fit
from herefor.measure.evaluate.predict import ItemPrediction, Prediction, predict
from herefor.measure.evaluate.scores import scores
from herefor.measure.evaluate.segments import Segments, segments
from herefor.measure.gather.answers import Answers, clean_answers
from herefor.measure.gather.moments import EXACT_UP_TO, GROUPS, MISSING, Moments
from herefor.measure.gather.permute import permutations
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
    "Ability",
    "Answers",
    "AnswersRefused",
    "Apart",
    "Bar",
    "Construct",
    "Difference",
    "Discrepancy",
    "Fit",
    "Gap",
    "GroupDifference",
    "Index",
    "Interaction",
    "Invariance",
    "Item",
    "ItemPrediction",
    "Link",
    "Mediation",
    "Model",
    "ModelFit",
    "ModelRefused",
    "Moments",
    "Number",
    "Parts",
    "Path",
    "Prediction",
    "Refused",
    "Route",
    "Segments",
    "Share",
    "Slope",
    "Suspicion",
    "TooFewAnswers",
    "ahead",
    "as_document",
    "built_in",
    "change_parts",
    "clean_answers",
    "compare_groups",
    "construct",
    "copula_test",
    "difference",
    "discriminant",
    "effect_sizes",
    "empty_document",
    "gap",
    "higher_order",
    "indirect_effects",
    "interaction",
    "items",
    "load_model",
    "micom",
    "model_fit",
    "parse_model",
    "path",
    "permutations",
    "predict",
    "predictive_ability",
    "scores",
    "segments",
    "simple_slopes",
    "tied_impacts",
    "wilson",
]
