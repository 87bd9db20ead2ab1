PICTURE_WIDTH = 1000
PICTURE_HEIGHT = 430
PICTURE_SCALE = 2.5


def deck(report, pictures):
    raise NotImplementedError
