"""The figures of chapter 9: the error of a difference quotient against its step, and a step across a kink."""

import numpy as np
from matplotlib import rc_context
from matplotlib.figure import Figure

from backprop.teaching.figures import BLUE, GREEN, GREY, ORANGE, STYLE, Picture

LOOKS = (
    {"color": GREY, "marker": "s"},
    {"color": BLUE, "marker": "o"},
    {"color": ORANGE, "marker": "^"},
    {"color": GREEN, "marker": "D"},
)


def error_against_step(errors, bounds, best):
    """The error of several quotients against the step, both on logarithmic scales.

    Parameters
    ----------
    errors : dict
        Caption -> (steps, errors); an error of 0 is drawn at the foot.
    bounds : list of tuples
        (steps, bound), a dashed line each.
    best : list of tuples
        (step, bound) where a bound is smallest.
    """
    floor = 1e-18
    with rc_context(STYLE):
        figure = Figure(figsize=(5.2, 4.6), layout="constrained")
        ax = figure.subplots()
        for look, (caption, (steps, error)) in zip(LOOKS, errors.items(), strict=False):
            ax.plot(steps, np.maximum(error, floor), ms=3.5, lw=1.0, label=caption, **look)
        for steps, bound in bounds:
            ax.plot(steps, bound, color="black", lw=1.2, ls="--")
        for step, bound in best:
            ax.plot(step, bound, "o", ms=9, mfc="none", mec="black", mew=1.4)
        ax.set(xscale="log", yscale="log", xlabel="step $h$", ylabel="error of the derivative", ylim=(floor / 3, 3))
        ax.legend(frameon=False, loc="lower left", bbox_to_anchor=(0.0, 0.12), fontsize=9)
        return Picture(
            figure,
            "Errors against the step on logarithmic scales. Central differences fall with slope 2 to a lowest point and"
            " rise again with slope minus 1, a V, in double precision far lower and further left than in single; the "
            "one-sided difference falls with slope 1; the complex step falls with slope 2 and does not rise again.",
        )


def across_a_kink(quotient):
    """ReLU with one chord across its kink, and the slope of such chords against the distance from the kink.

    Parameters
    ----------
    quotient : callable
        The central difference of ReLU with the step 1, at each of an array of points.
    """
    with rc_context(STYLE):
        figure = Figure(figsize=(4.8, 5.6), layout="constrained")
        above, below = figure.subplots(2, 1)
        z, at = np.linspace(-2, 2, 201), 0.4
        above.plot(z, np.maximum(z, 0), color=BLUE, lw=2.2)
        ends = np.array([at - 1, at + 1])
        above.plot(ends, np.maximum(ends, 0), color=ORANGE, lw=2.2, ls="--", marker="o")
        above.plot(at, at, "o", color=BLUE)
        above.set(xlabel="pre-activation", ylabel="ReLU", xticks=[*ends, at], xticklabels=["$z-h$", "$z+h$", "$z$"])
        below.step([-2, 0, 2], [0, 0, 1], where="pre", color=BLUE, lw=2.2, label="derivative")
        below.plot(z, quotient(z), color=ORANGE, lw=2.2, ls="--", label="central difference")
        below.set(xlabel="$z$, in steps", ylabel="slope")
        below.legend(frameon=False, loc="lower right", fontsize=9, handlelength=1.4)
        return Picture(
            figure,
            "Two drawings. Above, ReLU and the chord from one step left to one step right of a point just right of the "
            "kink: the chord is less steep than ReLU there. Below, against the distance from the kink in steps, the "
            "derivative jumps from 0 to 1 at 0, and the central difference rises evenly from 0 at minus 1 to 1 at 1.",
        )
