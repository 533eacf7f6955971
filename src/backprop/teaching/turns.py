"""A function for the reader to write, checked as soon as there is one."""


def _unwritten(): ...


def your_turn(function, check):
    """Print "right" or what is wrong with `function`, and "not answered yet" while its body is three dots.

    Parameters
    ----------
    function : callable
        What the reader is to write.
    check : callable
        Called with the function; raises AssertionError where it is wrong.
    """
    code, nothing = function.__code__, _unwritten.__code__
    if len(code.co_code) == len(nothing.co_code) and {*code.co_consts} <= {function.__doc__, None}:
        print("not answered yet")
        return
    try:
        check(function)
    except AssertionError as error:
        print(error)
    else:
        print("right")
