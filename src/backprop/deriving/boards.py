def sheet_of(network, seed):
    raise NotImplementedError
