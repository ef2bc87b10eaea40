"""The report as one web page that stands alone: nothing fetched, no script, figures as vectors in it."""

from dataclasses import replace

from workbench.exports.report.blocks import Drawn, Heading, Report, Shown, Words
from workbench.exports.tables.html import fragment, page, words


def to_html(report: Report) -> bytes:
    """The whole report; a list of its chapters comes first."""
    parts = [f"<h1>{words(report.title)}</h1>", f'<p class="about">{words(report.caption)}</p>', _contents(report)]
    chapter = 0
    for block, title in report.numbered():
        if isinstance(block, Heading):
            chapter += block.level == 1
            mark = f' id="part-{chapter}"' if block.level == 1 else ""
            parts.append(f"<h{block.level + 1}{mark}>{words(block.text)}</h{block.level + 1}>")
        elif isinstance(block, Words):
            parts.append(f"<p>{words(block.text)}</p>")
        elif isinstance(block, Shown):
            table = fragment(replace(block.table, title=title), style=False)
            parts.append(f'<div style="overflow-x: auto; margin: 1.6rem 0">{table}</div>')
        elif isinstance(block, Drawn):
            parts.append(_figure(block, title))
    return page(report.title, "\n".join(parts))


def _contents(report: Report) -> str:
    chapters = [block.text for block in report.blocks if isinstance(block, Heading) and block.level == 1]
    links = "".join(f'<li><a href="#part-{n}">{words(text)}</a></li>' for n, text in enumerate(chapters, 1))
    return f'<nav aria-label="Contents"><ol>{links}</ol></nav>'


def _figure(block: Drawn, title: str) -> str:
    svg = block.picture.svg()
    svg = svg[svg.index("<svg") :]
    described = f"<details><summary>In words</summary><p>{words(block.picture.description)}</p></details>"
    return (
        f'<figure style="margin: 1.6rem 0; overflow-x: auto; background: #fff; padding: 6px">{svg}</figure>\n'
        f"<p><strong>{words(title)}</strong></p>\n{described}"
    )
