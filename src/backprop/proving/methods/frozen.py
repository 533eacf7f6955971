"""What has been judged stays as it was: an object whose attributes are set once."""


class Frozen:
    """Its attributes are those that it was made with; `_freeze` is the last that its ``__init__`` calls."""

    def _freeze(self):
        vars(self)["_frozen"] = True

    def __setattr__(self, name, value):
        self._refuse(name)
        super().__setattr__(name, value)

    def __delattr__(self, name):
        self._refuse(name)
        super().__delattr__(name)

    def _refuse(self, name):
        if "_frozen" in vars(self):
            kind = type(self).__name__
            raise AttributeError(f"a {kind} cannot change, since lines have been judged by it; {name} stays as it is")
