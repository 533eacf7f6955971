"""What has been judged stays as it was: models, derivations, claims, lines."""

import pytest

from backprop.proving import Claim, Derivation, DerivationError, Index, Model, NotProved, column, scalar, size, total
from backprop.proving import derivation as module
from backprop.proving.reasons import as_written, result

m = size("m")
j = Index("j", m)
t, C = scalar("t"), scalar("C")
v = column("v", m)


def model():
    return Model((t, v), {C: 2 * t})


def test_a_definition_cannot_be_changed_after_use():
    doubled = model()
    Derivation(C, doubled).step(2 * t, as_written())
    with pytest.raises(TypeError):
        doubled.where["C"] = C, 3 * t
    for name in ("where", "given", "ranges", "printed", "mark", "expand", "anything"):
        with pytest.raises(AttributeError, match="a model cannot change"):
            setattr(doubled, name, {})
        with pytest.raises(AttributeError, match="a model cannot change"):
            delattr(doubled, name)
    assert doubled.where["C"] == (C, 2 * t)


def test_what_a_model_was_made_from_may_change():
    given, where = [t, v], {C: 2 * t}
    doubled = Model(given, where)
    given.append(scalar("u"))
    where[C] = 3 * t
    assert list(doubled.given) == ["t", "v"] and doubled.where["C"] == (C, 2 * t)


def test_a_derivation_takes_a_model_and_nothing_like_it():
    mine = type("Model", (Model,), {"expand": lambda self, expr, *_: 0 * expr})((t,), {})
    for strange in (None, 3, {}, mine):
        with pytest.raises(TypeError, match="a derivation takes a Model"):
            Derivation(t, strange)


def test_lines_and_claim_are_what_was_judged():
    proof = Derivation(C, model())
    with pytest.raises(AttributeError):
        proof.lines.append(module.Line(3 * t, as_written()))
    for name in ("lines", "claim", "model", "result", "scope", "equation"):
        with pytest.raises(AttributeError):
            setattr(proof, name, Claim(C, 3 * t, proof.model))
    with pytest.raises(AttributeError):
        proof.lines[0].expr = 3 * t
    with pytest.raises(ValueError, match="only a derivation that concludes a claim"):
        result(proof)


def test_a_claim_of_another_kind_is_not_concluded():
    proof = Derivation(C, model()).step(2 * t, as_written())
    mine = type("Claim", (Claim,), {})
    with pytest.raises(TypeError, match="concludes a Claim"):
        proof.concludes(mine(C, 2 * t, proof.model))
    assert proof.claim is None


def test_a_result_stays_in_its_model():
    doubled, tripled = model(), Model((t, v), {C: 3 * t})
    known = Derivation(C, doubled).step(2 * t, as_written()).concludes(Claim(C, 2 * t, doubled))
    with pytest.raises(DerivationError, match="was concluded in another model"):
        Derivation(C, tripled).step(3 * t, result(known))


def test_an_interrupted_line_says_which_it_was_and_adds_nothing(monkeypatch):
    proof = Derivation(total(v[j], j), model())
    before = proof.lines

    def interrupted(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as planted:
        planted.setattr(module, "referee", interrupted)
        with pytest.raises(
            KeyboardInterrupt, match=r"Step 1 \(as written\) was being judged; nothing was added. Σ_j=1..m v_j"
        ):
            proof.step(total(v[j], j), as_written())
    assert proof.lines is before
    assert len(proof.step(total(v[j], j), as_written()).lines) == 2


def test_a_long_chain_of_definitions_is_not_proved_in_a_sentence():
    links = [scalar(f"c{place}") for place in range(1500)]
    where = {link: (links[place - 1] if place else t) + 1 for place, link in enumerate(links)}
    with pytest.raises(NotProved, match="nested too deep"):
        Derivation(links[-1], Model((t,), where)).step(t + 1500, as_written())


def test_what_has_been_made_is_not_made_again():
    """Python lets anybody call `__init__` once more; an accepted line said 7 after it, and a claim 0 = 1."""
    here = model()
    claim = Claim(C, 2 * t, here)
    proof = Derivation(C, here).step(2 * t, as_written()).concludes(claim)
    for again in (lambda: claim.__init__(0 * t, 1 + 0 * t, here), lambda: proof.__init__(t, here)):
        with pytest.raises(AttributeError, match=r"cannot change|does not begin again"):
            again()
    proof.lines[1].__init__(7)
    assert repr(claim) == "C = 2 t"
    assert [str(line.expr) for line in proof.lines] == ["C", "2*t"]
