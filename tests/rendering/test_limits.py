"""A project's own templates are filled and laid out within limits, or end with their name."""

import gc
import mmap
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from docgen.build.render import render_documents
from docgen.errors import ContentError, Problem, TemplateError
from docgen.format import Format
from docgen.rendering import limits
from docgen.rendering.html.templates import Templates
from docgen.rendering.limits import LimitError, within_limits
from tests.build.test_check_is_build import only
from tests.conftest import Project
from tests.support.documents import OUR_TEMPLATES, document, laid_over

OWN = {"convention/document.css": ""}


def process(templates: Templates) -> int:
    return os.getpid()


def spend_time(templates: Templates) -> None:
    templates.on_open("convention/document.docx")
    while True:
        pass


def spend(memory: int, templates: Templates) -> int:
    return len(bytearray(memory))


def share(count: int, templates: Templates) -> int:
    """Return the addresses that small pieces of memory take, one to each of some threads."""
    together, before = Barrier(count), addresses()

    def hold() -> bytearray:
        together.wait()
        held = bytearray(10_000)
        together.wait()
        return held

    with ThreadPoolExecutor(count) as pool:
        for one in [pool.submit(hold) for _ in range(count)]:
            one.result()
        return addresses() - before


def addresses() -> int:
    return int(Path("/proc/self/statm").read_text().split()[0]) * mmap.PAGESIZE


def nest(templates: Templates) -> None:
    nest(templates)


def die(number: int, templates: Templates) -> None:
    os.kill(os.getpid(), number)


def refuse(templates: Templates) -> None:
    raise ContentError([Problem("content/a.yaml", "refusé")])


def refuse_without_memory(templates: Templates) -> None:
    error = ContentError([Problem("content/a.yaml", "refusé")])
    held, size = [], limits.MEMORY
    while size > 32:
        try:
            held.append(bytearray(size))
        except MemoryError:
            size //= 2
    raise error


class OnceMade:
    """An object that is pickled, and that pickle cannot make again."""

    def __reduce__(self) -> tuple[type[int], tuple[str]]:
        return int, ("no number",)


class UnreadableError(Exception):
    """An error that pickle cannot make again, nor tblib, which Dask brings."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.held = OnceMade()


def fail_twice(templates: Templates) -> None:
    raise UnreadableError("two words")


def fail(templates: Templates) -> None:
    raise LookupError("a bug")


def fail_oddly(templates: Templates) -> None:
    raise type("Local", (Exception,), {})


def test_our_templates_are_filled_in_this_process() -> None:
    assert within_limits(OUR_TEMPLATES, process) == os.getpid()


def test_templates_of_a_project_have_one_process(tmp_path: Path) -> None:
    templates = laid_over(tmp_path, OWN)
    first = within_limits(templates, process)
    assert first not in (os.getpid(), within_limits(laid_over(tmp_path, OWN), process))
    assert within_limits(templates, process) == first
    del templates
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)


@pytest.mark.parametrize(
    ("work", "arguments", "message"),
    [
        (spend, (limits.MEMORY,), "plus de 1 Go de mémoire"),
        (nest, (), "imbrique trop d’éléments"),
        (die, (signal.SIGTRAP,), "fait échouer la mise en page"),
        (die, (signal.SIGXCPU,), "secondes de calcul"),
    ],
)
def test_work_beyond_a_limit_ends_and_the_next_is_done(work, arguments, message, tmp_path) -> None:
    templates = laid_over(tmp_path, OWN)
    with pytest.raises(LimitError, match=message) as raised:
        within_limits(templates, work, *arguments)
    assert raised.value.exit_code == 3
    assert within_limits(templates, process) != os.getpid()


def test_memory_that_was_there_before_is_not_counted(tmp_path) -> None:
    templates = laid_over(tmp_path, OWN)
    with mmap.mmap(-1, 2 * limits.MEMORY, prot=mmap.PROT_READ):
        assert within_limits(templates, spend, 500_000_000) == 500_000_000
        with pytest.raises(LimitError, match="de mémoire"):
            within_limits(templates, spend, limits.MEMORY)


def test_addresses_that_threads_reserve_stay_few(tmp_path) -> None:
    assert within_limits(laid_over(tmp_path, OWN), share, 12) < limits.MEMORY_TO_ADD / 2


def test_time_is_limited_and_the_template_is_named(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(limits, "SECONDS", 1)
    with pytest.raises(LimitError) as raised:
        within_limits(laid_over(tmp_path, OWN), spend_time)
    [problem] = raised.value.problems
    assert (problem.file, problem.code) == ("templates/convention/document.docx", "limite")
    assert problem.hint


def test_work_that_waits_for_ever_ends(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(limits, "PATIENCE", 1)
    with pytest.raises(LimitError, match="attend sans calculer"):
        within_limits(laid_over(tmp_path, OWN), pause, 100)


def test_time_during_which_docgen_is_stopped_is_not_counted(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(limits, "PATIENCE", 2)
    pid = os.fork()
    if not pid:
        try:
            within_limits(laid_over(tmp_path, OWN), pause, 2.8)
            os._exit(0)
        finally:
            os._exit(1)
    for seconds, number in ((0.3, signal.SIGSTOP), (2.2, signal.SIGCONT)):
        time.sleep(seconds)
        os.kill(pid, number)
    assert os.waitpid(pid, 0) == (pid, 0)


def pause(seconds: float, templates: Templates) -> None:
    time.sleep(seconds)


def test_process_that_somebody_else_waited_for_is_explained(tmp_path) -> None:
    templates = laid_over(tmp_path, OWN)
    pid = within_limits(templates, process)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    with pytest.raises(LimitError, match="fait échouer"):
        within_limits(templates, process)


def test_process_ends_no_other(tmp_path) -> None:
    other = laid_over(tmp_path, OWN)
    pid = within_limits(other, process)
    within_limits(laid_over(tmp_path, OWN), end_others)
    assert within_limits(other, process) == pid


def end_others(templates: Templates) -> None:
    for one in gc.get_objects():
        if isinstance(one, limits._Child) and hasattr(one, "_end"):
            one._end()


def test_process_does_not_hold_the_end_of_its_parent(tmp_path) -> None:
    templates = laid_over(tmp_path, OWN)
    within_limits(templates, process)
    inode = os.fstat(templates.renderer_state[limits.KEY]._pipe.fileno()).st_ino
    assert inode not in within_limits(templates, sockets)


def sockets(templates: Templates) -> set[int]:
    links = [path.readlink() for path in Path("/proc/self/fd").iterdir() if path.is_symlink()]
    return {int(link.name[8:-1]) for link in links if link.name.startswith("socket:")}


def test_fault_of_the_process_itself_is_a_bug(tmp_path) -> None:
    templates = laid_over(tmp_path, OWN)
    with pytest.raises(RuntimeError, match="processus"):
        within_limits(templates, close_pipes)
    assert within_limits(templates, process) != os.getpid()


def close_pipes(templates: Templates) -> None:
    os.closerange(3, 1000)


@pytest.mark.parametrize("error", [ZeroDivisionError, SyntaxError, OverflowError])
def test_error_of_docgen_is_no_fault_of_a_template(error, tmp_path) -> None:
    with pytest.raises(error):
        within_limits(laid_over(tmp_path, OWN), throw, error)


def throw(error: type[Exception], templates: Templates) -> None:
    raise error("a bug")


def test_memory_of_the_machine_is_no_fault_of_a_template(tmp_path) -> None:
    with pytest.raises(MemoryError):
        within_limits(laid_over(tmp_path, OWN), die, signal.SIGKILL)


def test_errors_come_back_as_they_are(tmp_path) -> None:
    templates = laid_over(tmp_path, OWN)
    with pytest.raises(ContentError, match="refusé"):
        within_limits(templates, refuse)
    with pytest.raises(LookupError) as raised:
        within_limits(templates, fail)
    assert "in fail" in raised.value.__notes__[0]
    for work, name in ((fail_oddly, "Local"), (fail_twice, "two words")):
        with pytest.raises(RuntimeError, match=name):
            within_limits(templates, work)


def test_refusal_comes_back_when_memory_is_used_up(tmp_path) -> None:
    with pytest.raises(ContentError, match="refusé"):
        within_limits(laid_over(tmp_path, OWN), refuse_without_memory)


def test_other_documents_are_not_tried_after_a_limit(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(limits, "SECONDS", 1)
    html = "{% for a in 'xxxxxxxxxxxxxxxxxxxxxxxx' %}" * 8 + "{% endfor %}" * 8
    files = {"convention/document.html.j2": html, "fiche/document.html.j2": "{{ titr }}"}
    templates, act = laid_over(tmp_path, files), document("convention-complete")
    with pytest.raises(TemplateError) as raised:
        render_documents([document("fiche-action-4-1"), act, act], templates, (Format.PDF,))
    names = [problem.file for problem in raised.value.problems]
    assert names == ["templates/fiche/document.html.j2", "templates/convention/document.html.j2"]


def test_command_ends_with_the_template_and_writes_nothing(project: Project, docgen_here) -> None:
    only(project, "fiche", "convention")
    text = "{% set t = 'x' %}" + "{% set t = t ~ t %}" * 40
    project.write("templates/fiche/document.html.j2", text)
    before = project.files
    for command in (("fiche", "action-4-1"), ("check",)):
        answer = docgen_here(*command)
        assert answer.code == 3
        assert answer.err.count("modèle demande plus de 1 Go de mémoire") == 1
        assert "templates/fiche/document.html.j2" in answer.err
        assert "Traceback" not in answer.err
    assert project.files == before
