"""Learning to read digits: the seconds until 96 % of the test images are read, with one network and rate for all."""

import time

import numpy as np
from tqdm import tqdm

from backprop.numeric import ACTIVATIONS, network
from backprop.teaching.digits import digits
from benchmarks.machine import THREADS

SIZES, RATE, BATCH, ENOUGH, SEEDS, EPOCHS = (64, 32, 10), 0.5, 32, 0.96, 5, 60
LOSS = network.LOSSES["softmax_cross_entropy"]

EXPLANATION = f"""\
A network {"-".join(map(str, SIZES))} of sigmoids with softmax and cross-entropy, on chapter 8's split of the digits of
scikit-learn, float32: plain gradient descent at the rate {RATE}, in batches of {BATCH}. The time is that of the epochs
until {ENOUGH:.0%} of the test images are read right; reading them is not counted. The smallest of {SEEDS} seeds, and
the median; the seeds take turns."""


def numeric(data, seed):
    """`network.train`, an epoch a call: each call checks its arguments and computes the cost of all examples."""
    f = (ACTIVATIONS["sigmoid"], ACTIVATIONS["identity"])
    state = {"layers": network.initial(SIZES, f, seed=seed, dtype=np.float32)}

    def epoch(number):
        state["layers"] = network.train(
            data.X, state["layers"], data.Y, LOSS, RATE, epochs=1, batch_size=BATCH, seed=100 * seed + number
        ).layers

    return epoch, lambda X: network.forward(X, state["layers"]).A[-1].argmax(axis=1)


def scikit_learn(data, seed):
    """`MLPClassifier.partial_fit`, which is an epoch in batches."""
    from sklearn.neural_network import MLPClassifier

    model = MLPClassifier(
        SIZES[1:-1], "logistic", solver="sgd", alpha=0.0, batch_size=BATCH, learning_rate_init=RATE, momentum=0.0
    )
    model.set_params(nesterovs_momentum=False, random_state=seed)
    classes = data.Y.argmax(axis=1)
    return lambda number: model.partial_fit(data.X, classes, classes=np.arange(SIZES[-1])), model.predict


def pytorch(data, seed):
    """The loop that everyone writes, with `torch.optim.SGD`."""
    import torch

    torch.set_num_threads(THREADS)
    torch.manual_seed(seed)
    model = torch.nn.Sequential(torch.nn.Linear(*SIZES[:2]), torch.nn.Sigmoid(), torch.nn.Linear(*SIZES[1:]))
    optimizer = torch.optim.SGD(model.parameters(), lr=RATE)
    X, classes = torch.from_numpy(data.X), torch.from_numpy(data.Y.argmax(axis=1))

    def epoch(number):
        for rows in torch.randperm(len(X)).split(BATCH):
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(model(X[rows]), classes[rows]).backward()
            optimizer.step()

    def predict(X):
        with torch.no_grad():
            return model(torch.from_numpy(X)).numpy().argmax(axis=1)

    return epoch, predict


LEARNERS = {"`network.train`": numeric, "scikit-learn": scikit_learn, "PyTorch": pytorch}


def table() -> str:
    """Train everyone from every seed, in turn, and write the table in Markdown."""
    data = digits()
    data = data._replace(**{name: part.astype(np.float32) for name, part in data._asdict().items()})
    found = {name: [] for name in LEARNERS}
    for seed in tqdm(range(SEEDS), desc="digits", unit="seed"):
        for name, learner in LEARNERS.items():
            try:
                found[name].append(seconds_and_epochs(*learner(data, seed), data))
            except ImportError:  # not installed
                continue
    rows = [f"| digits, {ENOUGH:.0%} | fastest | median | epochs |", "|:--|--:|--:|--:|"]
    for name, runs in found.items():
        if runs:
            seconds, epochs = np.transpose(runs)
            rows.append(f"| {name} | {min(seconds):.2f} s | {np.median(seconds):.2f} s | {np.median(epochs):.0f} |")
    return "\n".join(rows)


def seconds_and_epochs(epoch, predict, data) -> tuple[float, int]:
    """Return how long it takes until enough is read, and in how many epochs."""
    classes, spent = data.Y_test.argmax(axis=1), 0.0
    for number in range(1, EPOCHS + 1):
        start = time.perf_counter()
        epoch(number)
        spent += time.perf_counter() - start
        if np.mean(predict(data.X_test) == classes) >= ENOUGH:
            return spent, number
    raise AssertionError(f"after {EPOCHS} epochs not {ENOUGH:.0%} of the digits are read")
