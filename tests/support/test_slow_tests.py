"""Which tests are slow is read from what they and their fixtures use."""

import importlib.util
import subprocess
from functools import cache

import pytest

from tests.support.libreoffice import to_pdf
from tests.support.slow_tests import SLOW, is_slow


@cache
def printed():
    return to_pdf(b"")


class Program:
    def start(self):
        return subprocess.run(["true"], check=True)


@pytest.fixture
def program():
    return Program()


def by_helper():
    assert printed()


def by_fixture(program):
    assert program


def by_process(docgen):
    assert docgen("--help")


def alone(project):
    assert project.files


@pytest.mark.parametrize("name", SLOW)
def test_the_modules_that_make_a_test_slow_exist(name):
    assert importlib.util.find_spec(name)


@pytest.mark.parametrize(
    ("function", "slow"),
    [(by_helper, True), (by_fixture, True), (by_process, True), (alone, False)],
)
def test_a_test_is_slow_by_what_it_uses(function, slow, request):
    item = pytest.Function.from_parent(request.node.parent, name="it", callobj=function)
    assert is_slow(item) == slow


@pytest.mark.parametrize(("function", "slow"), [(by_helper, True), (alone, False)])
def test_a_test_is_slow_by_its_parameters(function, slow, request):
    assert callable(function)
    assert is_slow(request.node) == slow
