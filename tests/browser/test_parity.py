"""The third caller at the same door: what the page's own worker answers is what CPython answers, byte for byte."""

import json
from itertools import cycle

from calculators import chips, entry, law

from ..publish.generated_forms import requests
from .conftest import PATIENCE

ASK = """async (requests) => {
    const { summon } = await import(new URL("assets/live/summon.js", document.baseURI));
    const { worker } = await summon(new URL("assets/live/worker.js", document.baseURI));
    const answers = [];
    for (const [number, request] of requests.entries()) {
        const answer = new Promise((resolve) => { worker.onmessage = ({ data }) => resolve(data.reply ?? data.message); });
        worker.postMessage({ kind: "ask", number, request });
        answers.push(await answer);
    }
    worker.terminate();
    return answers;
}"""


def forms():
    """Each chip, each instrument's day and each calculator in both languages, what a reader unfolds, and a thousand generated."""
    days = sorted({instrument.effective.isoformat() for instrument in law().instruments.values() if instrument.parts})
    assert len(days) < len(chips())
    for language in ("en", "zh-Hant"):
        plain = {"name": "export_verdict", "language": language, "defaults": {}}
        for chip, day in zip(chips(), cycle(days), strict=False):
            yield {**plain, "form": {"chip": chip, "on": day, "to": "CN"}}
        h20 = {"chip": "nvidia-h20", "on": "2025-06-01", "to": "CN"}
        for more in ({"open": "strip history steps figures"}, {"fp8": "2,400 TFLOPS"}, {"fp8": "<b>"}):
            yield {**plain, "form": {**h20, **more}}
        for name in entry.calculators():
            yield {"name": name, "language": language, "defaults": {}, "form": {}}
    yield from requests(1000)


def test_the_worker_answers_as_cpython_does(page):
    texts = [json.dumps(form, ensure_ascii=False) for form in forms()]
    page.set_default_timeout(PATIENCE)

    for text, answer in zip(texts, page.evaluate(ASK, texts), strict=True):
        assert answer == entry.render_json(text), text
