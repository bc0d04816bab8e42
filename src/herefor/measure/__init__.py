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
from herefor.measure.engines.base import Engine, Piece
from herefor.measure.engines.dask import Dask
from herefor.measure.engines.files import ENGINES, moments_of_files
from herefor.measure.engines.serial import Serial
from herefor.measure.estimate.fit import Fit, Index, Link, Number
from herefor.measure.estimate.intervals import INTERVALS, Jackknife
from herefor.measure.estimate.mediation import Mediation, Route, indirect_effects
from herefor.measure.estimate.moderation import Slope, simple_slopes
from herefor.measure.estimate.permutation import PermutationTest, permutation_test
from herefor.measure.estimate.pls import PLS
from herefor.measure.estimate.weights import SCHEMES
from herefor.measure.evaluate.ability import Ability, predictive_ability
from herefor.measure.evaluate.copula import Suspicion, copula_test
from herefor.measure.evaluate.criteria import Preferred, criteria, preferred
from herefor.measure.evaluate.discriminant import Apart, discriminant
from herefor.measure.evaluate.effects import effect_sizes
from herefor.measure.evaluate.groups import GroupDifference, compare_groups
from herefor.measure.evaluate.micom import Invariance, micom
from herefor.measure.evaluate.model_fit import Discrepancy, ModelFit, model_fit
from herefor.measure.evaluate.predict import ItemPrediction, Prediction, predict
from herefor.measure.evaluate.scores import scores
from herefor.measure.evaluate.segments import Segments, segments
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
from herefor.measure.index.comparison import Comparison, Pair, compare, judged_together
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
from herefor.measure.report.charts.forest import forest_chart, loadings_chart
from herefor.measure.report.charts.importance import importance_chart
from herefor.measure.report.charts.keep import save_chart
from herefor.measure.report.charts.trend import trend_chart
from herefor.measure.report.charts.waterfall import waterfall_chart
from herefor.measure.report.describe import describe
from herefor.measure.report.diagram.drawing import Diagram, diagram
from herefor.measure.report.document import as_document, empty_document
from herefor.measure.report.export import export
from herefor.measure.report.tables import as_table, tables
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
    "DRAWS",
    "ENGINES",
    "EXACT_UP_TO",
    "GROUPS",
    "INTERVALS",
    "MISSING",
    "PLS",
    "SCHEMES",
    "Ability",
    "Action",
    "Answers",
    "AnswersRefused",
    "Apart",
    "Aspect",
    "Bar",
    "BySegment",
    "Comparison",
    "Construct",
    "Dask",
    "Diagram",
    "Difference",
    "Discrepancy",
    "Dispositions",
    "Drivers",
    "Engine",
    "Entry",
    "Fit",
    "Gap",
    "Group",
    "GroupDifference",
    "ImportanceMap",
    "Index",
    "Interaction",
    "Invariance",
    "Item",
    "ItemPrediction",
    "Jackknife",
    "Link",
    "Mediation",
    "Model",
    "ModelFit",
    "ModelRefused",
    "Moments",
    "MovedBy",
    "Needed",
    "Number",
    "Pair",
    "Parts",
    "Path",
    "PermutationTest",
    "Piece",
    "Placed",
    "Plan",
    "Prediction",
    "Preferred",
    "Rating",
    "Refused",
    "Rolled",
    "RolledChange",
    "Route",
    "Segments",
    "Serial",
    "Share",
    "Slope",
    "Small",
    "Steadied",
    "Suspicion",
    "TooFewAnswers",
    "Trend",
    "Weighted",
    "WhatIf",
    "adjusted",
    "ahead",
    "all_others",
    "answers_needed",
    "as_document",
    "as_frame",
    "as_table",
    "best_actions",
    "best_plan",
    "built_in",
    "calibrate",
    "change_parts",
    "clean_answers",
    "compare",
    "compare_groups",
    "construct",
    "copula_test",
    "criteria",
    "describe",
    "design_effect",
    "detectable",
    "diagram",
    "difference",
    "discriminant",
    "effect_sizes",
    "effective_n",
    "empty_document",
    "export",
    "forest_chart",
    "gap",
    "higher_order",
    "importance_chart",
    "importance_map",
    "indirect_effects",
    "interaction",
    "items",
    "judged_together",
    "key_drivers",
    "key_drivers_by",
    "load_model",
    "loadings_chart",
    "micom",
    "model_fit",
    "moments_of_files",
    "moved_by",
    "nps_interval",
    "parse_model",
    "path",
    "permutation_test",
    "permutations",
    "poststratify",
    "power_of",
    "predict",
    "predictive_ability",
    "preferred",
    "rake",
    "rating",
    "rating_difference",
    "renewed",
    "roll_up",
    "rolled_change",
    "save_chart",
    "scores",
    "segments",
    "share_interval",
    "simple_slopes",
    "spread_of",
    "steadied",
    "tables",
    "tied_impacts",
    "trend",
    "trend_chart",
    "trimmed",
    "waterfall_chart",
    "what_if",
    "wilson",
]
