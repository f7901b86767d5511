"""What packs cost in Word, against docxtpl called for each; and what is not made again.

`tools/bench.py` runs these programs, each in a process of its own.  A program prints a line a run:
seconds of CPU, seconds of clock, megabytes at the peak.
"""

OPENED = """
import gc, io, resource, sys, time
from pathlib import Path
from docgen.build.batch.job import BatchTarget
from docgen.build.batch.composer import Composer
from docgen.request import Request
from docgen.referential.referential import Referential
from docgen.workspace import Workspace

root = Path(sys.argv[1])
composer = Composer(BatchTarget(Workspace(root, root / "output"), "commune-pack", Request()))
codes = [one.code for one in Referential(composer.target.workspace).communes.in_departement("81")]
codes = codes[: int(sys.argv[2])]

def measured(work, things):
    cpu, clock = time.process_time(), time.perf_counter()
    results = [work(thing) for thing in things]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    spent = time.process_time() - cpu, time.perf_counter() - clock
    print(*(seconds / len(things) for seconds in spent), peak)
    return results
"""
"""Opens the project and chooses communes; stands before the others."""
COMPOSE = f"""{OPENED}
measured(composer.documents, codes)
"""
WORD = f"""{OPENED}
from docgen.rendering.docx.renderer import render_docx

packs = [one for code in codes for one in composer.documents(code)]
render_docx(packs[0], composer.templates)
measured(lambda pack: render_docx(pack, composer.templates), packs)
"""
"""Packs in Word as docgen makes them, whole: charts, fonts, styles and lists of the parts."""
DOCXTPL = f"""{OPENED}
from docxtpl import DocxTemplate
from lxml import etree
from markupsafe import Markup
from docgen.rendering.docx.filters import read_styles, template_environment
from docgen.ooxml import read_package
from docgen.rendering.html.templates import template_context

def opened(document):
    path = composer.templates.find(document.docx_template)
    styles = read_styles(read_package(path.read_bytes())["word/styles.xml"])
    return DocxTemplate(path), template_environment(styles)

def body(part):
    template, jinja = opened(part)
    template.render(template_context(part), jinja)
    inside = list(template.docx.element.body)
    return Markup("".join(etree.tostring(one, encoding="unicode") for one in inside))

def word(pack):
    bound = {{place: [body(part) for part in parts] for place, parts in pack.parts.items()}}
    template, jinja = opened(pack)
    template.render(template_context(pack, relies=bound), jinja)
    template.save(io.BytesIO())

packs = [one for code in codes for one in composer.documents(code)]
word(packs[0])
measured(word, packs)
"""
"""The same packs by docxtpl, called for each template of each; without charts, fonts and styles."""
WORKER = f"""{OPENED}
from docgen.build.batch.composer import render_set
from docgen.build.batch.job import pack_documents

settings = composer.settings
sets = [pack_documents(composer.documents(code)) for code in codes]
del composer
gc.collect()
for _ in range(int(sys.argv[3])):
    measured(lambda one: render_set(settings, one), sets)
"""
"""What a worker does: packs in both formats, again and again; its memory must not grow."""
FRAMED = f"""{OPENED}
from dataclasses import replace
from docgen.build.batch.composer import render_set
from docgen.build.batch.job import pack_documents

settings, warm = composer.settings, len(codes) * 3 // 4
packs = [composer.documents(code) for code in codes]
sets = [pack_documents([replace(one, framed=True) for one in documents]) for documents in packs]
del composer
for packed in sets[:warm]:
    render_set(settings, packed)
gc.collect()
measured(lambda one: render_set(settings, one), sets[warm:])
"""
"""What a worker does in frames: the last quarter of the communes, after all others."""
DEPARTEMENT = ("commune-pack", "--departement", "81", "--zone", "tout")
