"""The same plain model in two other programs, run beside ours on the same answers."""

import polars as pl
import seminr
from openpls import Plspm
from openpls.config import MV, Config, Structure
from openpls.mode import Mode
from openpls.scheme import Scheme

from herefor.measure import Model


def in_seminr(model: Model, answers: pl.DataFrame):
    blocks = [
        seminr.composite(one.name, seminr.multi_items("", [item.code for item in one.items]))
        for one in model.constructs
    ]
    return seminr.estimate_pls(
        (answers.columns, answers.to_numpy().astype(float)),
        seminr.constructs(*blocks),
        seminr.relationships(*(seminr.paths(source, target) for source, target in model.edges)),
    )


def in_openpls(model: Model, answers: pl.DataFrame) -> Plspm:
    structure = Structure()
    for source, target in model.edges:
        structure.add_path([source], [target])
    config = Config(structure.path(), scaled=True)
    for one in model.constructs:
        config.add_lv(one.name, Mode.A, *(MV(item.code) for item in one.items))
    return Plspm(answers.to_pandas(), config, Scheme.PATH, iterations=1000, tolerance=1e-10)
