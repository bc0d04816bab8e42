"""Satisfaction measured honestly: specify, estimate, evaluate, report. No Django, no database."""

from herefor.measure.drivers.aspects import (
    Aspect,
    BySegment,
    Drivers,
    key_drivers,
    key_drivers_by,
)
from herefor.measure.drivers.gap import Bar, Gap, gap
from herefor.measure.drivers.importance import ImportanceMap, Placed, importance_map
from herefor.measure.drivers.what_if import Action, Plan, WhatIf, best_actions, best_plan, what_if
from herefor.measure.estimate.fit import Fit, Index, Link, Number
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
from herefor.measure.index.comparison import Comparison, Pair, compare
from herefor.measure.index.many import adjusted
from herefor.measure.index.planning import Needed, answers_needed, detectable, power_of, spread_of
from herefor.measure.index.ratings import (
    Rating,
    nps_interval,
    rating,
    rating_difference,
    share_interval,
)
from herefor.measure.index.rollup import (
    Entry,
    Group,
    Rolled,
    RolledChange,
    all_others,
    renewed,
    roll_up,
    rolled_change,
)
from herefor.measure.index.shares import Share, wilson
from herefor.measure.index.small import Small, Steadied, steadied
from herefor.measure.index.trend import MovedBy, Trend, moved_by, trend
from herefor.measure.report.document import as_document, empty_document
from herefor.measure.sample.response import Dispositions
from herefor.measure.sample.weights import (
    Weighted,
    calibrate,
    design_effect,
    effective_n,
    poststratify,
    rake,
    trimmed,
)
from herefor.measure.specify.model import Construct, Item, Model, Path, construct, items, path
from herefor.measure.specify.modelfile import BUILT_IN, built_in, load_model, parse_model
from herefor.measure.words import AnswersRefused, ModelRefused, Refused, TooFewAnswers

__all__ = [
    "BUILT_IN",
    "EXACT_UP_TO",
    "GROUPS",
    "MISSING",
    "PLS",
    "SCHEMES",
    "Action",
    "Answers",
    "AnswersRefused",
    "Aspect",
    "Bar",
    "BySegment",
    "Comparison",
    "Construct",
    "Difference",
    "Dispositions",
    "Drivers",
    "Entry",
    "Fit",
    "Gap",
    "Group",
    "ImportanceMap",
    "Index",
    "Item",
    "Link",
    "Model",
    "ModelRefused",
    "Moments",
    "MovedBy",
    "Needed",
    "Number",
    "Pair",
    "Parts",
    "Path",
    "Placed",
    "Plan",
    "Rating",
    "Refused",
    "Rolled",
    "RolledChange",
    "Share",
    "Small",
    "Steadied",
    "TooFewAnswers",
    "Trend",
    "Weighted",
    "WhatIf",
    "adjusted",
    "ahead",
    "all_others",
    "answers_needed",
    "as_document",
    "best_actions",
    "best_plan",
    "built_in",
    "calibrate",
    "change_parts",
    "clean_answers",
    "compare",
    "construct",
    "design_effect",
    "detectable",
    "difference",
    "effect_sizes",
    "effective_n",
    "empty_document",
    "gap",
    "importance_map",
    "items",
    "key_drivers",
    "key_drivers_by",
    "load_model",
    "moved_by",
    "nps_interval",
    "parse_model",
    "path",
    "poststratify",
    "power_of",
    "rake",
    "rating",
    "rating_difference",
    "renewed",
    "roll_up",
    "rolled_change",
    "share_interval",
    "spread_of",
    "steadied",
    "tied_impacts",
    "trend",
    "trimmed",
    "what_if",
    "wilson",
]
