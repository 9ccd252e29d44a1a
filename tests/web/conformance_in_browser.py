"""Evaluate every conformance case and give the results as JSON; runs inside the browser's runtime.

The last line is what the runtime hands back: case → its whole result in both languages, or the
codes under which it is refused.
"""

import json
import sys

if sys.platform == "emscripten":
    sys.path.insert(0, "/given/0")

from conformance_cases import all_cases

import targetcheck as tc


def answers():
    """Give what the engine that runs here says of every case."""
    found = {}
    for case in all_cases():
        asked = {"as_of": case.as_of, "known_at": case.known_at, "profile": case.profile}
        try:
            result = tc.evaluate(case.ruleset, case.rows, scope=case.scope, **asked)
        except tc.TargetcheckError as error:
            found[case.id] = sorted(d.code for d in error.diagnostics)
            continue
        found[case.id] = [result.to_json(lang) for lang in ("zh", "en")]
    return found


json.dumps(answers()) if sys.platform == "emscripten" else None
