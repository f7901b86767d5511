"""The programs that `tools/bench.py` times, each run in a process of its own.

    tools/bench_programs.py NAME ARGUMENT…

A program prints a line a run: seconds of CPU, seconds of clock, megabytes at the peak.
"""

import gc
import io
import resource
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from docxtpl import DocxTemplate
from lxml import etree
from markupsafe import Markup
from tests.support.documents import OUR_TEMPLATES, document, pdf
from weasyprint import HTML

from docgen.build.batch.composer import Composer, RenderSettings, render_set, settings_of
from docgen.build.batch.job import BatchTarget, pack_documents
from docgen.build.batch.stages import make_stages
from docgen.build.pipeline import build
from docgen.conformity.gate import check_pdf
from docgen.document import Document
from docgen.format import Format
from docgen.french.territory import CodeInsee
from docgen.kinds.renewal.options import Courrier, RenewalOptions
from docgen.ooxml import read_package
from docgen.referential.communes.zones import Force
from docgen.referential.referential import Referential
from docgen.rendering.docx.filters import read_styles, template_environment
from docgen.rendering.docx.renderer import render_docx
from docgen.rendering.formats import FORMATS
from docgen.rendering.html.templates import template_context
from docgen.rendering.pdf.renderer import TemplateFetcher
from docgen.request import Request
from docgen.workspace import Workspace

DAY: Final = date(2027, 3, 1)


def measure(work: Callable[[], object], share: int = 1) -> None:
    """Do some work once, and print what one of its `share` equal parts took."""
    cpu, clock = time.process_time(), time.perf_counter()
    work()
    spent = time.process_time() - cpu, time.perf_counter() - clock
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(*(seconds / share for seconds in spent), peak, flush=True)


def warm(format: str, name: str, runs: str) -> None:
    """Render a document again and again in a process where everything is loaded."""
    render, what = FORMATS[Format[format.upper()]].load(), document(name)
    render(what, OUR_TEMPLATES)
    for _ in range(int(runs)):
        measure(lambda: render(what, OUR_TEMPLATES))


def plain(name: str, runs: str) -> None:
    """Lay out the pages of a document as WeasyPrint does: no tags, no archive, no checks."""
    what, fetcher = document(name), TemplateFetcher(OUR_TEMPLATES)
    base = fetcher.base_url(what.kind)

    def write() -> None:
        html = OUR_TEMPLATES.fill_html(what)
        HTML(string=html, base_url=base, url_fetcher=fetcher).write_pdf()

    write()
    for _ in range(int(runs)):
        measure(write)


def gate(name: str, count: str) -> None:
    """Send the same finished PDF through the gate a number of times."""
    data = pdf(name)
    check_pdf(data, "one.pdf")

    def check() -> None:
        for _ in range(int(count)):
            assert not check_pdf(data, "one.pdf")

    measure(check)


def compose(root: str, count: str) -> None:
    """Compose packs; say what one took."""
    composer, codes = _open(root, count)
    measure(lambda: [composer.documents(code) for code in codes], len(codes))


def word(root: str, count: str) -> None:
    """Make packs in Word, whole: charts, fonts, styles and lists of the parts."""
    composer, codes = _open(root, count)
    packs = [composer.documents(code)[0] for code in codes]
    render_docx(packs[0], composer.templates)
    measure(lambda: [render_docx(pack, composer.templates) for pack in packs], len(packs))


def docxtpl(root: str, count: str) -> None:
    """Fill packs by docxtpl, called for each template; no charts, fonts and styles of parts."""
    composer, codes = _open(root, count)
    packs = [composer.documents(code)[0] for code in codes]
    _fill_by_docxtpl(packs[0], composer)

    def fill() -> None:
        for pack in packs:
            _fill_by_docxtpl(pack, composer)

    measure(fill, len(packs))


def _fill_by_docxtpl(pack: Document, composer: Composer) -> None:
    bound = {
        place: [_body_by_docxtpl(part, composer) for part in parts]
        for place, parts in pack.parts.items()
    }
    template = _rendered(pack, composer, relies=bound)
    template.save(io.BytesIO())


def _body_by_docxtpl(part: Document, composer: Composer) -> Markup:
    body = _rendered(part, composer).docx.element.body
    return Markup("".join(etree.tostring(one, encoding="unicode") for one in body))


def _rendered(document: Document, composer: Composer, **bound: object) -> DocxTemplate:
    path = composer.templates.find(document.docx_template)
    styles = read_styles(read_package(path.read_bytes())["word/styles.xml"])
    template = DocxTemplate(path)
    template.render(template_context(document, **bound), template_environment(styles))
    return template


def worker(root: str, count: str, runs: str) -> None:
    """Make packs in both formats as a worker does, again and again: its memory must not grow."""
    composer, codes = _open(root, count)
    settings, packs = _settings(composer), _packed(composer, codes)
    del composer
    gc.collect()
    for _ in range(int(runs)):
        measure(lambda: [render_set(settings, pack) for pack in packs], len(packs))


def framed(root: str, count: str) -> None:
    """Make packs in both formats in frames: what one of the last quarter took, after the others."""
    composer, codes = _open(root, count)
    settings, packs = _settings(composer), _packed(composer, codes, framed=True)
    del composer
    last = packs[len(packs) * 3 // 4 :]
    for pack in packs[: -len(last)]:
        render_set(settings, pack)
    gc.collect()
    measure(lambda: [render_set(settings, pack) for pack in last], len(last))


def figures(root: str, runs: str) -> None:
    """Make a page of figures again and again, both formats, in a process that has made one."""
    here = Workspace(Path(root), Path(root, "output"))
    for code in ("81218", *["81219"] * int(runs)):
        request = Request(communes=(CodeInsee(code),))
        measure(partial(build, here, "infographie", (), request))


def circular(root: str, formats: str) -> None:
    """Write the circular to all communes of the Tarn, apart and bound, in one process."""
    here = Workspace(Path(root), Path(root, "output"))
    competence = Referential(here).competence
    assert competence
    codes = sorted(code for force in Force for code in competence.in_zone(force))
    members = "".join(f"  - {code}\n" for code in codes)
    (here.content / "adherents.yaml").write_text(f"adherents:\n{members}", "utf-8")
    chosen = [Format[name.upper()] for name in formats.split()]
    options = RenewalOptions(Courrier(DAY, ("circulaire",)))
    request = Request(tuple(chosen), options=options, no_cache=True)

    def write() -> None:
        outcome = make_stages(BatchTarget(here, "renewal", request), 1, lambda progress: None)
        assert len(outcome.artifacts) == len(chosen) * (len(codes) + 1)

    measure(write)


def _open(root: str, count: str) -> tuple[Composer, Sequence[CodeInsee]]:
    """Return the packs of a project of the Tarn, and the first communes that have one."""
    here = Workspace(Path(root), Path(root, "output"))
    composer = Composer(BatchTarget(here, "commune-pack", Request()))
    communes = Referential(here).communes.in_departement("81")
    return composer, [one.code for one in communes][: int(count)]


def _settings(composer: Composer) -> RenderSettings:
    return settings_of(composer.templates, tuple(Format), None)


def _packed(composer: Composer, codes: Iterable[CodeInsee], framed: bool = False) -> list[bytes]:
    """Return the documents of each commune as a worker gets them."""
    packs = (composer.documents(code) for code in codes)
    return [pack_documents([replace(one, framed=framed) for one in pack]) for pack in packs]


PROGRAMS: Final[dict[str, Callable[..., None]]] = {
    one.__name__: one
    for one in (
        warm, plain, gate, compose, word, docxtpl, worker, framed, figures, circular,
    )
}  # fmt: skip

if __name__ == "__main__":
    PROGRAMS[sys.argv[1]](*sys.argv[2:])
