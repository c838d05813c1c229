"""Fixtures of a browser, which a module starts once."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright
from screen import CHROMIUM, FLAGS, Reader


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def reader(browser: Browser) -> Iterator[Reader]:
    reader = Reader(browser)
    yield reader
    for context in browser.contexts:
        context.close()
    assert reader.complaints == []
