"""Random instances of the five problems, well posed or not, from a seed: the same on every machine."""

from random import Random

from cnnlib.problems import Convolution, Gradients, Layer, Problem, Recording, Recordings, Sampling


def whole(random: Random, first: int, last: int) -> int:
    """Draw a whole number, both ends included, from random() alone, which no version of Python changes."""
    return first + int(random.random() * (last - first + 1))


def tensor(random: Random, *shape: int) -> list:
    """Draw a tensor of small whole numbers."""
    if not shape:
        return whole(random, -4, 4)
    return [tensor(random, *shape[1:]) for _ in range(shape[0])]


def size(random: Random) -> dict[str, int]:
    """Draw the rows, columns and channels of images."""
    return {"rows": whole(random, 2, 600), "columns": whole(random, 2, 600), "channels": whole(random, 1, 5)}


def time(random: Random) -> dict[str, int]:
    """Draw what is recorded for a while."""
    return {"count": whole(random, 2, 200), "rate": whole(random, 1, 300), "seconds": whole(random, 1, 60)}


def recordings(random: Random) -> Problem:
    """Draw Problem 1."""
    return Recordings(
        [
            Recording("images", {"count": whole(random, 1, 200), **size(random)}),
            Recording("EEG records", {**time(random), "channels": whole(random, 1, 100)}),
            Recording("videos", {**time(random), **size(random)}),
        ]
    )


def convolution(random: Random) -> Problem:
    """Draw Problem 2; drawn anew until Z has a positive, a negative and a zero element."""
    while True:
        rows, columns = whole(random, 1, 4), whole(random, 1, 4)
        image = tensor(random, rows + whole(random, 1, 6), columns + whole(random, 1, 6))
        try:
            return Convolution(image, tensor(random, rows, columns))
        except ValueError:
            continue


def layer(random: Random) -> Problem:
    """Draw Problem 3."""
    rows, columns, inputs, outputs = (whole(random, 1, 9) for _ in range(4))
    return Layer(
        (rows + whole(random, 0, 99), columns + whole(random, 0, 99), inputs), (rows, columns, inputs, outputs)
    )


def gradients(random: Random) -> Problem:
    """Draw Problem 4."""
    samples, rows, columns, inputs, outputs, high, wide = (whole(random, 1, 3) for _ in range(7))
    return Gradients(
        tensor(random, samples, rows + high - 1, columns + wide - 1, inputs),
        tensor(random, rows, columns, inputs, outputs),
        tensor(random, samples, high, wide, outputs),
    )


def sampling(random: Random) -> Problem:
    """Draw Problem 5."""
    x = tensor(random, whole(random, 1, 12))
    return Sampling(x, whole(random, 1, 5), whole(random, 1, 5))


DRAW = {1: recordings, 2: convolution, 3: layer, 4: gradients, 5: sampling}


def draw(number: int, seed: int) -> Problem:
    """Return a random instance of a problem."""
    return DRAW[number](Random(f"{number}:{seed}"))
