"""Templates compiled flat: what a macro says is compiled where it is called.

Calling a macro takes longer than most macros take to say what they say, and a name that is known when a template is
compiled (an icon's, say) need not be looked up for every page. So `{{ m.day(x) }}` becomes the body of `day`
with `moment` set to `x`. Only what is an output of its own, and sees nothing but its arguments, is put in;
every other call stays one.

Knows: the syntax trees of Jinja2. Never: changes what a template says.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from jinja2 import Environment, nodes
from jinja2.meta import find_undeclared_variables
from jinja2.visitor import NodeTransformer

LINK = "to"
"""The function of templates that makes a link: called as the filter of that name, it is not looked up each time."""


class FlatEnvironment(Environment):
    """Compiles templates flat."""

    def _generate(self, source: nodes.Template, *args: Any, **options: Any) -> str:
        """Compile a tree: the hook that Jinja2 has for this."""
        generated: str = super()._generate(_flat(self, source), *args, **options)
        return generated


@dataclass(slots=True)
class _Scope:
    """What the names at the top of a template stand for."""

    macros: dict[str, _Macro] = field(default_factory=dict)
    """By the name that they are called by: `day`, or `m.day` when imported as a whole."""
    values: dict[str, nodes.Expr] = field(default_factory=dict)
    """What is written out: `{% set paths = {…} %}`."""


_Macro: TypeAlias = tuple[nodes.Macro, _Scope]
"""A macro, and the scope in which it is written."""


def _flat(environment: Environment, tree: nodes.Template) -> nodes.Template:
    """Put macros in the place of their calls; imports that nothing asks for any more go."""
    if environment.globals.keys() & {*_stored(tree)}:
        return tree  # as below
    flat: nodes.Template = _Flattening(environment, _scope(environment, tree)).visit(tree)
    if next(flat.find_all(nodes.Include), None) is None:
        used = _loaded(flat)
        flat.body = [node for node in flat.body if not isinstance(node, nodes.Import) or node.target in used]
    return flat


def _scope(environment: Environment, tree: nodes.Template) -> _Scope:
    """Find what the names at the top of a template stand for, unless they stand for something else, too."""
    scope = _Scope()
    for node in tree.body:
        match node:
            case nodes.Macro():
                scope.macros[node.name] = (node, scope)
            case nodes.Assign(target=nodes.Name(name=name), node=nodes.Literal() as value):
                scope.values[name] = value
            case nodes.Import(template=nodes.Const(value=str(name)), target=target):
                scope.macros |= {f"{target}.{key}": macro for key, macro in _macros(environment, name).items()}
            case nodes.FromImport(template=nodes.Const(value=str(name)), names=names):
                macros = _macros(environment, name)
                pairs = ((said, said) if isinstance(said, str) else said for said in names)
                scope.macros |= {own: macros[key] for key, own in pairs if key in macros}
    stored = _stored(tree)
    if environment.globals.keys() & {*stored}:
        return _Scope()  # a name of everybody's means something else here
    scope.macros = {key: macro for key, macro in scope.macros.items() if key.partition(".")[0] not in stored}
    scope.values = {name: value for name, value in scope.values.items() if stored.count(name) == 1}
    return scope


def _macros(environment: Environment, name: str) -> Mapping[str, _Macro]:
    """Return the macros of another template, by name."""
    assert environment.loader is not None
    return _scope(environment, environment.parse(environment.loader.get_source(environment, name)[0])).macros


class _Flattening(NodeTransformer):
    """Puts macros where they are called, in a template or in the body of one of them."""

    def __init__(self, environment: Environment, scope: _Scope, within: tuple[int, ...] = ()) -> None:
        self._environment = environment
        self._scope = scope
        self._within = within

    def visit_Output(self, node: nodes.Output) -> list[nodes.Stmt]:  # noqa: N802 - Jinja2 asks for it by the class
        """Cut an output at its calls of macros."""
        statements: list[nodes.Stmt] = []
        for child in node.nodes:
            put_in = self._put_in(child) if isinstance(child, nodes.Call) else None
            last = statements[-1] if statements else None
            if put_in is not None:
                statements.append(put_in)
            elif isinstance(last, nodes.Output):
                last.nodes.append(self.visit(child))
            else:
                statements.append(nodes.Output([self.visit(child)], lineno=node.lineno))
        return statements

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:  # noqa: N802 - as above
        """Call the function for links without looking it up."""
        self.generic_visit(node)
        if _called(node) == LINK and len(node.args) == 1 and not _is_odd(node) and not node.kwargs:
            return nodes.Filter(node.args[0], LINK, [], [], None, None, lineno=node.lineno)
        return node

    def _put_in(self, call: nodes.Call) -> nodes.Stmt | None:
        """Return the body of the macro that is called, with its parameters set; None where it must stay a call."""
        macro, scope = self._scope.macros.get(_called(call), (None, self._scope))
        given = _given(macro, call) if macro is not None and id(macro) not in self._within else None
        if macro is None or given is None:
            return None
        body = nodes.With([], [], _copied(macro.body), lineno=call.lineno)
        _Flattening(self._environment, scope, (*self._within, id(macro))).visit(body)
        stored = _stored(body)
        fixed = {name: value for name, value in given.items() if isinstance(value, nodes.Const) and name not in stored}
        _Fixing(scope.values | fixed).visit(body)
        if not self._free(body) <= {*given, *self._environment.globals}:
            return None
        said = {name: self.visit(value) for name, value in given.items() if name not in fixed}
        body.targets = [nodes.Name(name, "param") for name in said]
        body.values = list(said.values())
        return body

    def _free(self, body: nodes.With) -> set[str]:
        """Return the names that a body takes from outside."""
        tree = nodes.Template([body])
        tree.set_environment(self._environment)
        return find_undeclared_variables(tree)


class _Fixing(NodeTransformer):
    """Writes values that are known in the place of their names."""

    def __init__(self, values: Mapping[str, nodes.Expr]) -> None:
        self._values = values

    def visit_Name(self, node: nodes.Name) -> nodes.Expr:  # noqa: N802 - as above
        """Write what a name stands for."""
        return _copied(self._values[node.name]) if node.ctx == "load" and node.name in self._values else node


def _copied(part: Any) -> Any:
    """Copy a tree, or a list of them; what is no part of a tree stays."""
    if isinstance(part, list):
        return [_copied(one) for one in part]
    if not isinstance(part, nodes.Node):
        return part
    made = copy(part)
    for name, value in part.iter_fields():
        setattr(made, name, _copied(value))
    return made


def _called(call: nodes.Call) -> str:
    """Name what is called: `day`, `m.day`; empty for anything else."""
    match call.node:
        case nodes.Name(name=name):
            return str(name)
        case nodes.Getattr(node=nodes.Name(name=name), attr=attr):
            return f"{name}.{attr}"
    return ""


def _is_odd(call: nodes.Call) -> bool:
    """Say whether arguments are not written out."""
    return call.dyn_args is not None or call.dyn_kwargs is not None


def _given(macro: nodes.Macro, call: nodes.Call) -> dict[str, nodes.Expr] | None:
    """Return the values of a macro's parameters in a call; None when they are not as the macro asks for them."""
    names = [parameter.name for parameter in macro.args]
    defaults = dict(zip(names[len(names) - len(macro.defaults) :], macro.defaults, strict=True))
    said = dict(zip(names, call.args, strict=False)) | {one.key: one.value for one in call.kwargs}
    given = defaults | said
    if _is_odd(call) or len(said) != len(call.args) + len(call.kwargs) or given.keys() != set(names):
        return None
    return given if all(isinstance(value, nodes.Const) for value in defaults.values()) else None


def _stored(tree: nodes.Node) -> list[str]:
    """List the names that are set anywhere in a tree, as often as they are."""
    return [node.name for node in tree.find_all(nodes.Name) if node.ctx != "load"]


def _loaded(tree: nodes.Node) -> set[str]:
    """Return the names that are asked for anywhere in a tree."""
    return {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"}
