"""Pictures: what one is, and what an output makes of it.

A file beside the essay is opened here and nowhere else. :func:`pipeline.pictures.seen.seen` tells how large a picture
is as it is looked at, and refuses what is none; :func:`pipeline.pictures.making.made` gives an output what it asks for:
the right side up, in sRGB, no finer than it can show, and bare of all that a camera or a program wrote into it.

Nothing here is imported where an essay has no picture, and Pillow only where one is opened.
"""
