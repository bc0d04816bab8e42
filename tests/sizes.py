"""The size rules of the house, and names of tests: where one would get lost, the check stops."""

import ast
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

FILE, TEST_FILE, FUNCTION, TEMPLATE, ARGUMENTS = 500, 600, 60, 200, 4


def main() -> int:
    listed = subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=True)
    paths = [Path(line) for line in listed.stdout.splitlines() if Path(line).exists()]
    problems = [problem for path in paths for problem in too_large(path)]
    problems += named_twice(path for path in paths if path.match("test_*.py"))
    print("\n".join(problems) or f"Sizes hold in {len(paths)} files.")
    return bool(problems)


def too_large(path: Path) -> Iterator[str]:
    if path.suffix == ".html":
        yield from _longer(path, TEMPLATE)
    if path.suffix != ".py" or "migrations" in path.parts:
        return
    yield from _longer(path, TEST_FILE if path.parts[0] == "tests" else FILE)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _function(path, node)


def named_twice(tests: Iterable[Path]) -> list[str]:
    """Files of tests are modules by their name alone, so each has its own."""
    counted = Counter(path.name for path in tests)
    return [f"tests/**/{name}: {n} files have this name" for name, n in counted.items() if n > 1]


def _longer(path: Path, most: int) -> Iterator[str]:
    lines = path.read_text(encoding="utf-8").count("\n")
    if lines > most:
        yield f"{path}: {lines} lines, at most {most}"


def _function(path: Path, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    if lines > FUNCTION:
        yield f"{path}:{node.lineno} {node.name}: {lines} lines, at most {FUNCTION}"
    positional = [a.arg for a in node.args.posonlyargs + node.args.args if a.arg != "self"]
    # The arguments of a command or a template tag are what its user types.
    typed = {"cli", "templatetags"} & set(path.parts)
    if len(positional) > ARGUMENTS and path.parts[0] == "src" and not typed:
        yield f"{path}:{node.lineno} {node.name}: {len(positional)} positional arguments"


if __name__ == "__main__":
    sys.exit(main())
