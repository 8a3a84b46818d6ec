"""Our own Python, read as text and tree, for the tests of the house's shape."""

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path, PurePosixPath
from typing import NamedTuple, TypeVar

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("flows", "tasks", "deployments")
Node = TypeVar("Node", bound=ast.AST)


class Source(NamedTuple):
    """One file. `path` is relative to the root, with slashes."""

    path: str
    text: str
    tree: ast.Module

    @property
    def module(self) -> str:
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def stem(self) -> str:
        return PurePosixPath(self.path).stem

    def nodes(self, kind: type[Node]) -> Iterator[Node]:
        return (node for node in ast.walk(self.tree) if isinstance(node, kind))

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        yield from self.nodes(ast.FunctionDef)
        yield from self.nodes(ast.AsyncFunctionDef)


class Import(NamedTuple):
    """`name` is the module; for `from a import b` it is `a.b` where that is a module of ours, else `a`."""

    source: Source
    line: int
    name: str

    def __str__(self) -> str:
        return f"{self.source.path}:{self.line} imports {self.name}"

    @property
    def top(self) -> str:
        return self.name.partition(".")[0]


@cache
def sources(*folders: str) -> tuple[Source, ...]:
    """Every Python file in `folders`; there is at least one."""
    paths = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    assert paths, f"no Python in {folders}"
    return tuple(_read(path) for path in paths)


@cache
def _read(path: Path) -> Source:
    text = path.read_text(encoding="utf-8")
    return Source(path.relative_to(ROOT).as_posix(), text, ast.parse(text, path))


def imports(*folders: str) -> Iterator[Import]:
    """Every import in `folders`, also inside functions."""
    return (each for source in sources(*folders) for each in imports_of(source, ast.walk(source.tree)))


def imports_of(source: Source, nodes: Iterable[ast.AST]) -> Iterator[Import]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (Import(source, node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            inside = {f"{module}.{alias.name}" for alias in node.names}
            yield from (Import(source, node.lineno, name if _is_ours(name) else module) for name in sorted(inside))


def _is_ours(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return name.startswith(ROOMS) and (path.with_suffix(".py").is_file() or path.is_dir())


def none_of(found: Iterable[object]) -> None:
    """Fails with all offenders at once, one a line."""
    offenders = sorted({str(each) for each in found})
    assert not offenders, "\n" + "\n".join(offenders)
