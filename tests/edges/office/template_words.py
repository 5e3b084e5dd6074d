"""What a template says: the texts it marks for translation, and the words it forgot to mark."""

from __future__ import annotations

import ast
import re
from html.parser import HTMLParser

from django.utils.translation.template import templatize

_MARKED = re.compile(
    r"""\b(?:n?gettext|_)\((u?(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"))""", re.DOTALL
)
_TAG = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", re.DOTALL)
_TRANSLATED = re.compile(
    r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}", re.DOTALL
)
_MARK = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]{2,}")
_NAMES = re.compile(r"\b(?:gozinto|Gozinto|CSV|XLSX|ZIP|PDF|SVG|EPCIS|JSON|GS1|UTC|kB|SHA)\b")
"""What is called so in every language."""

_READ_OUT = frozenset({"aria-label", "title", "placeholder", "alt", "aria-description"})
_WITHOUT_END = frozenset({"input", "br", "img", "hr"})
_NOT_READ = frozenset({"script", "style", "kbd", "code"})


def marked(text: str) -> set[str]:
    """Every text that a template marks, the singular of those that count."""
    return {ast.literal_eval(found) for found in _MARKED.findall(templatize(text))}


def bare(text: str) -> list[str]:
    """The words that everybody would read in English, whatever their language.

    What is marked as a number or a code (class num) stands on labels, and is not translated.
    """
    text = _TRANSLATED.sub(" ", _TAG.sub(" ", text))
    reader = _Reader()
    reader.feed(_MARK.sub(" ", text))
    reader.close()
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "meta" or tag == "link":
            return
        self.found += [
            f"{name}={value}"
            for name, value in named.items()
            if name in _READ_OUT and _WORD.search(_NAMES.sub("", value))
        ]
        is_code = {"num", "logo"} & set(named.get("class", "").split())
        is_silent = self._silent or is_code or tag in _NOT_READ
        if is_silent and tag not in _WITHOUT_END:
            self._silent.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            while self._silent.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self._silent and _WORD.search(_NAMES.sub("", data)):
            self.found.append(" ".join(data.split()))
