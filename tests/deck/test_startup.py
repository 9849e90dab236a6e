"""The deck's start-up: no HTTP client is loaded, and whoever wants one gets it."""

from __future__ import annotations

import subprocess
import sys


def said(script: str) -> str:
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.strip()


START = "import sys; from pipeline.startup import without_http; without_http(); import pptx; "


def test_python_pptx_comes_without_an_http_client() -> None:
    assert said(f"{START}print({{'ssl', 'http.client'}} & set(sys.modules))") == "set()"


def test_without_it_there_would_be_one() -> None:
    assert said("import sys, pptx; print('http.client' in sys.modules)") == "True"


def test_who_needs_the_module_gets_it() -> None:
    assert said(f"{START}import urllib.request; print(urllib.request.Request('http://a.test/').host)") == "a.test"
    assert said(f"import urllib.request; {START}print(urllib.request.Request('http://a.test/').host)") == "a.test"
