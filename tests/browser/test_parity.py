"""The third caller at the same door: what the page's own worker answers is what CPython answers, byte for byte."""

import json

from calculators import entry

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


def test_the_worker_answers_as_cpython_does(page):
    chip = {"chip": "nvidia-h20", "on": "2025-06-01", "to": "CN"}
    asked = [
        *(
            {"name": "export_verdict", "language": language, "defaults": {}, "form": {**chip, **more}}
            for language in ("en", "zh-Hant")
            for more in ({}, {"open": "strip history steps figures"}, {"fp8": "2,400 TFLOPS"}, {"on": "2022-10-21"})
        ),
        *requests(120, seed=7),
    ]
    texts = [json.dumps(each, ensure_ascii=False) for each in asked]
    page.set_default_timeout(PATIENCE)

    for text, answer in zip(texts, page.evaluate(ASK, texts), strict=True):
        assert answer == entry.render_json(text), text
