"""Pictures of the widget for docs/widget/, from a kilotse that runs: `make screenshots`, to be looked at by people."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent.parent / "docs/widget"
QUESTIONS = {
    "de": "Wo kann ich Deutsch lernen?",
    "en": "Where can I learn German?",
    "tr": "Nerede Almanca öğrenebilirim?",
    "ar": "أين يمكنني أن أتعلم اللغة الألمانية؟",
    "fa": "کجا می‌توانم آلمانی یاد بگیرم؟",
    "uk": "Де я можу вивчати німецьку мову?",
}
PHONE = {"width": 390, "height": 844}


def take(browser: Browser, address: str, language: str, scheme: str) -> None:
    """A greeting and an answer with all that can be done with it, side by side on two phones."""
    page = browser.new_context(viewport=PHONE, locale=language, color_scheme=scheme).new_page()
    page.goto(f"{address}/?lang={language}")
    expect(page.locator("ki-lotse .message.bot").first).to_be_visible()
    page.screenshot(path=FOLDER / f"{language}-{scheme}-greeting.png")
    page.locator("ki-lotse textarea").fill(QUESTIONS[language])
    page.keyboard.press("Enter")
    expect(page.locator("ki-lotse .helped")).to_be_visible(timeout=20_000)
    page.screenshot(path=FOLDER / f"{language}-{scheme}-answer.png")
    page.context.close()


def main() -> None:
    address = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080"
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for language in QUESTIONS:
            for scheme in ("light", "dark"):
                take(browser, address, language, scheme)
                print(f"docs/widget/{language}-{scheme}-*.png")
        browser.close()


if __name__ == "__main__":
    main()
