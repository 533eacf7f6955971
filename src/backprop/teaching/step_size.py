"""The figures of chapter 9: two costs that fall, the chords of a curve, errors against the step, and a kink."""

import numpy as np
from matplotlib import rc_context

from backprop.teaching.figures import BLUE, GREEN, GREY, ORANGE, STYLE, Picture, panels

LARGE = STYLE | {"font.size": 13}
LOOKS = (
    {"color": GREY, "marker": "s"},
    {"color": BLUE, "marker": "o"},
    {"color": ORANGE, "marker": "^"},
    {"color": GREEN, "marker": "D"},
)


def falling(curves):
    """The cost of several trainings, step by step.

    Parameters
    ----------
    curves : dict
        Name -> the costs, in order.
    """
    with rc_context(STYLE):
        figure, (ax,) = panels(5.2, 2.8)
        for (name, costs), color, line in zip(curves.items(), (BLUE, ORANGE), ("-", "--"), strict=True):
            ax.plot(costs, line, color=color, lw=2.2, label=name)
        ax.legend(frameon=False, loc="upper right")
        ax.set(xlabel="step", ylabel="cost $E$", ylim=(0, None))
        told = "; ".join(f"{name} from {costs[0]:.3f} to {costs[-1]:.3f}" for name, costs in curves.items())
        return Picture(figure, f"Two curves of the cost over the steps of a training. Both fall evenly: {told}.")


def chords(curve, at, h, slopes):
    """A curve, its tangent at a point, the chord to the right and the chord from either side.

    Parameters
    ----------
    curve : callable
        Of an array of points.
    at, h : number
        The point, and the step.
    slopes : tuple of numbers
        Of the tangent, of the chord to the right, and of the chord from left to right.
    """
    at, h = float(at), float(h)
    with rc_context(STYLE):
        figure, (ax,) = panels(5.2, 3.4)
        x = np.linspace(at - 1.25 * h, at + 1.25 * h, 200)
        ax.plot(x, curve(x), color=BLUE, lw=2.4)
        near = np.array([at - 0.8 * h, at + 0.8 * h])
        ax.plot(near, curve(at) + float(slopes[0]) * (near - at), color=BLUE, lw=1.4, ls=":")
        for start, color, line in ((at, GREY, "--"), (at - h, ORANGE, "-")):
            ends = np.array([start, at + h])
            ax.plot(ends, curve(ends), color=color, lw=2.0, ls=line, marker="o")
        ax.plot(at, curve(at), "o", color=BLUE, zorder=3)
        named = [("tangent", BLUE), ("to the right", GREY), ("either side", ORANGE)]
        for row, ((name, color), slope) in enumerate(zip(named, slopes, strict=True)):
            words = f"{name}: slope {float(slope):g}"
            ax.text(0.03, 0.92 - 0.11 * row, words, color=color if color != GREY else "#5a5a5a", transform=ax.transAxes)
        ax.set(xticks=[at - h, at, at + h], xticklabels=["$x-h$", "$x$", "$x+h$"], ylabel="$f$")
        told = ", ".join(f"{name} {float(slope):g}" for (name, _), slope in zip(named, slopes, strict=True))
        return Picture(
            figure,
            f"A curve through three points, a step of {h:g} apart. A dotted tangent touches it in the middle; a dashed "
            f"chord leads to the right and is steeper; a chord from left to right is nearly parallel. Slopes: {told}.",
        )


def error_against_step(errors, bounds, best):
    """The error of several quotients against the step, both on logarithmic scales.

    Parameters
    ----------
    errors : dict
        Caption -> (steps, errors); an error of 0 is drawn at the foot.
    bounds : dict
        Caption of an error -> (steps, bound), a dashed line in its colour.
    best : dict
        Caption -> (step, bound) where its bound is smallest.
    """
    floor = 1e-18
    with rc_context(LARGE):
        figure, (ax,) = panels(5.6, 4.5)
        for look, (caption, (steps, error)) in zip(LOOKS, errors.items(), strict=False):
            ax.plot(steps, np.maximum(error, floor), ms=3.5, lw=1.0, label=caption, **look)
        colors = {caption: look["color"] for look, caption in zip(LOOKS, errors, strict=False)}
        for caption, (steps, bound) in bounds.items():
            ax.plot(steps, bound, color=colors[caption], lw=1.4, ls="--")
        for caption, (step, bound) in best.items():
            ax.plot(step, bound, "o", ms=9, mfc="none", mec=colors[caption], mew=1.6)
        ax.set(xscale="log", yscale="log", xlabel="step $h$", ylabel="error of the derivative", ylim=(floor / 3, 3))
        ax.legend(frameon=False, loc=(0.0, 0.12), fontsize=12, labelspacing=0.3, handlelength=1.4)
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
    with rc_context(LARGE):
        figure, (left, right) = panels(5.7, 2.8, columns=2)
        z, at = np.linspace(-2, 2, 201), 0.4
        left.plot(z, np.maximum(z, 0), color=BLUE, lw=2.2)
        ends = np.array([at - 1, at + 1])
        left.plot(ends, np.maximum(ends, 0), color=ORANGE, lw=2.2, ls="--", marker="o")
        left.plot(at, at, "o", color=BLUE)
        left.set(xlabel="pre-activation", ylabel="ReLU", xticks=[*ends, at], xticklabels=["$z-h$", "$z+h$", "$z$"])
        right.step([-2, 0, 2], [0, 0, 1], where="pre", color=BLUE, lw=2.2)
        right.text(-0.15, 0.8, "derivative", color=BLUE, ha="right")
        right.plot(z, quotient(z), color=ORANGE, lw=2.2, ls="--")
        right.text(0.2, 0.12, "central\ndifference", color=ORANGE)
        right.set(xlabel="$z$, in steps", ylabel="slope")
        return Picture(
            figure,
            "Two drawings. Left, ReLU and the chord from one step left to one step right of a point just right of the "
            "kink: the chord is less steep than ReLU there. Right, against the distance from the kink in steps, the "
            "derivative jumps from 0 to 1 at 0, and the central difference rises evenly from 0 at minus 1 to 1 at 1.",
        )
