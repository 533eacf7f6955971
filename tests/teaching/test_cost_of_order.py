from backprop.teaching import three_ways


def test_the_picture_says_where_each_way_ends():
    picture = three_ways(range(1, 4), {"a": (1, 10, 1000), "b": (1, 20, 30), "c": (1, 2, 3)})
    assert repr(picture).endswith("At 3 layers: a 1,000, b 30, c 3.")
    assert picture._repr_svg_().startswith("<?xml")
