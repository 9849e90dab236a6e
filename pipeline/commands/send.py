"""``send``: the newsletter to each reader of a list, once. Variables say how: LIST, TEST, DRY, LIMIT, RATE, YES …

The newsletter is built and checked first. Without a relay it is a rehearsal: one file a reader, and nothing leaves the
machine. What was sent to whom is in ``.mail/ledger.sqlite``; typed again, a send goes on where it stopped.
"""

from __future__ import annotations

import argparse
import errno
import os
import shlex
import sys
from pathlib import Path

from pipeline.commands.build import bug, report
from pipeline.commands.essays import find
from pipeline.commands.mailing import BUILD, Asked, asked, needed, newsletter
from pipeline.outputs import Product, Target
from pipeline.private import PrivateError
from pipeline.problems import Place, Problem, Severity, error, failed
from pipeline.sending import state
from pipeline.sending.durable import BusyError
from pipeline.sending.ledger import LedgerError
from pipeline.sending.readers import ListError
from pipeline.sending.suppression import SuppressionError

USAGE = "which essay? make send ESSAY=slug LIST=readers.csv"


def run(arguments: list[str]) -> int:
    """Sends: 0 where nobody is left waiting who should not, 1 for problems, 2 for a call that makes no sense."""
    parser = argparse.ArgumentParser(prog="python -m pipeline send", description=__doc__)
    parser.add_argument("essay", nargs="?", default="", help="a slug; else ESSAY")
    slug = parser.parse_args(arguments).essay or os.environ.get("ESSAY", "")
    if not slug:
        print(USAGE, file=sys.stderr)
        return 2
    wish, problems = asked(os.environ)
    paths, missing = find(slug)
    if missing or failed(problems):
        report((*missing, *problems), sys.stderr)
        return 1
    path = paths[0]
    try:
        return _send(path, wish)
    except (ListError, SuppressionError) as fault:
        report((fault.problem,), sys.stderr)
    except LedgerError as fault:
        report((error(Place(str(state.folder() / state.LEDGER)), "send-ledger", str(fault), fault.hint),), sys.stderr)
    except PrivateError as fault:
        report((error(Place(str(state.folder())), "send-state", str(fault), fault.hint),), sys.stderr)
    except BusyError as fault:
        text = f"another send is running ({fault})"
        report(
            (error(Place(str(state.folder())), "send-busy", text, "wait until it is through, or stop it"),), sys.stderr
        )
    except OSError as fault:
        report((_unusable(fault),), sys.stderr)
    except Exception as fault:  # noqa: BLE001 -- a fault of ours must not reach a person as a traceback
        report((bug(Target(BUILD, slug, Product.NEWSLETTER), path, fault),), sys.stderr)
    return 1


def _send(path: Path, wish: Asked) -> int:
    from pipeline.commands.posting import Post

    made, problems = newsletter(path)
    again = needed(test=wish.test is not None) if made else ()  # what Post.of tells, as what keeps it from leaving
    told = (problem for problem in problems if problem.severity is not Severity.HINT and problem.code not in again)
    report(tuple(told), sys.stderr)
    if made is None:
        print("nothing was sent: see the errors above", file=sys.stderr)
        return 1
    post, problems = Post.of(made, wish, state.opened(state.folder()))
    report(problems, sys.stderr)
    if post is None:
        print("nothing was sent: see the errors above", file=sys.stderr)
        return 1
    return post.run()


def _unusable(fault: OSError) -> Problem:
    where = Place(str(fault.filename or state.folder()))
    full = fault.errno in {errno.ENOSPC, errno.EDQUOT}
    hint = "make room" if full else f"look at it: ls -ld {shlex.quote(where.path)}"
    hint += "; what was sent is known, so then type the same again"
    return error(where, "file-unreadable", f"it cannot be used: {fault.strerror or fault}", hint)
