"""Talk: the essay becomes slides, by the rules of "From essay to talk". Pure: a value and its problems."""

from pipeline.talk.dump import dump_talk
from pipeline.talk.order import talk

__all__ = ["dump_talk", "talk"]
