"""A page as a reader has it on the screen, in a real browser."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium")
NEEDS_CHROMIUM = pytest.mark.skipif(CHROMIUM is None, reason="no chromium here; install the package `chromium`")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]

# of every visible text its contrast with the paper, and how it begins
CONTRASTS = """
    () => {
      const channel = c => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
      const luminance = rgb => rgb.match(/[\\d.]+/g).slice(0, 3).map(Number).map(channel)
        .reduce((sum, c, n) => sum + c * [0.2126, 0.7152, 0.0722][n], 0);
      const paper = luminance(getComputedStyle(document.body).backgroundColor);
      return [...document.querySelectorAll('body *')]
        .filter(each => each.checkVisibility() && !each.closest('.skip')
          && [...each.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()))
        .map(each => {
          const style = getComputedStyle(each);
          const ink = luminance(each.closest('svg') ? style.fill : style.color);
          return [(Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05), each.textContent.trim().slice(0, 40)];
        });
    }
"""


class Reader:
    """Opens pages and keeps what they complain about and ask for."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.complaints: list[str] = []
        self.requests: list[str] = []

    def open(self, path: Path, *, width: int = 1280, scheme: Any = "light") -> Page:
        page = self.browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        page.on("request", lambda request: self.requests.append(request.url))
        page.goto(path.as_uri())
        return page
