"""Charts: a fenced block read into a :class:`pipeline.plots.Plot`, dressed in a theme, drawn and described.

Only essays that hold a chart import this room, and only what draws one imports the library that does.
"""
