"""``python -m pipeline VERB …``: the command line beneath Make."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

VERBS: Mapping[str, str] = {
    "build": "one output of one essay (what make calls)",
    "check": "all problems of content, theme and outputs, built in a temporary folder",
    "outline": "each slide: number, layout, title, seconds, essay line",
    "import": "raw text to content/<slug>/essay.md",
    "new": "a skeleton that builds",
    "dump": "a stage as text",
    "template": "what becomes of a PowerPoint template of your own",
    "pictures": "contact sheets of every slide, page and mail",
    "preview": "live preview in the browser",
    "send": "the newsletter to each reader of a list, once",
    "report": "who got it, who did not and why",
    "schema": "the JSON Schema of the front matter, for editors",
    "unsubscribe-server": "answers those who leave by the link in their mail",
    "bounces": "reads the mail that came back into the suppression file",
    "campaign": "hands a newsletter to a mailing service, as a draft",
    "doctor": "what stands in the DNS and on this machine for sending, and what to mend",
    "dkim-key": "makes a key that signs mail, and prints the record to publish",
    "prune": "removes the outputs of essays that are gone",
    "clean": "removes what was built, but keeps what you edited by hand",
    "bench": "time and memory, next to pandoc and WeasyPrint's own command",
}
HELP = """usage: python -m pipeline VERB …      (python -m pipeline VERB --help tells more)

One essay in; a deck, a handout and a newsletter out. `make help` lists the same as targets of Make.
"""


def main(arguments: list[str]) -> int:
    """Runs a verb: 0, 1 for problems, 2 for a call that makes no sense."""
    verb = arguments[0] if arguments else "help"
    if verb in {"help", "-h", "--help"}:
        print(HELP)
        for name, what in VERBS.items():
            print(f"  {name:<18} {what}")
        return 0
    if verb not in VERBS:
        print(f"there is no verb `{verb}`; there are: {', '.join(VERBS)}", file=sys.stderr)
        return 2
    if verb == "build":
        from pipeline.commands.build import run

        return run(arguments[1:])
    from importlib import import_module

    name = {"import": "importing"}.get(verb, verb.replace("-", "_"))
    return int(import_module(f"pipeline.commands.{name}").run(arguments[1:]))


def _build(arguments: list[str]) -> int:
    """A build in a process of its own: start-up is most of its time, and it makes much and drops little.

    Looking for garbage would take a twentieth of its time, and find nothing that is worth it.
    """
    import gc

    from pipeline import compiled

    gc.disable()
    output = arguments[1] if arguments[1:] else ""
    name = output if output.replace("-", "").isalpha() and output[0] != "-" else "build"
    compiled.recall(name)
    code = main(arguments)
    if code == 0:
        compiled.keep(name)
    return code


def _end() -> None:
    """Ends at once: nothing is left to clean, and taking the libraries down takes a tenth of a build."""
    for stream in (sys.stdout, sys.stderr):
        stream.flush()


if __name__ == "__main__":
    import signal

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # unwinds, so that half-written files go
    try:
        code = (_build if sys.argv[1:2] == ["build"] else main)(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        code = 1
    _end()
    os._exit(code)
