// Shows mails in Chromium in every way that a client may, and says what does not hold. Called by test_browser.py:
// node browser.mjs JOBS.json, which holds {browser, pages: [{name, file, axe}], pictures}; prints one JSON list.
// Every page is measured at all widths; axe looks at those that ``axe`` names.
//
// light, dark     the scheme that the reader asks for
// inverted        light and dark exchanged in every colour by the client, hues kept, as Gmail on iOS does it
// stripped        every style element removed, as some Gmail apps do
// imageless       pictures not loaded: their alternative text stands
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const require = createRequire(new URL("../node/package.json", import.meta.url));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const job = JSON.parse(readFileSync(process.argv[2], "utf8"));
const WIDTHS = [360, 600, 1200];
// A mail is shown within a page of its client, which has the landmarks; the web copy is a page and keeps these too.
const PAGES_ONLY = { "landmark-one-main": { enabled: false }, region: { enabled: false } };
const WAYS = ["light", "dark", "inverted", "stripped", "imageless"];

// Within the page: the colours of each piece of text and of what lies beneath it, as computed (WCAG 2.2, 1.4.3).
function measure() {
  const numbers = (css) => (css.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const faint = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const words = walker.currentNode.data.trim();
    const own = walker.currentNode.parentElement;
    if (!words || own.closest("style, script") || !own.checkVisibility()) continue;
    let ground = [255, 255, 255];
    for (let at = own; at; at = at.parentElement) {
      const found = numbers(getComputedStyle(at).backgroundColor);
      if (found.length === 3 || found[3] > 0) {
        ground = found.slice(0, 3);
        break;
      }
    }
    const [low, high] = [luminance(numbers(getComputedStyle(own).color).slice(0, 3)), luminance(ground)].sort((a, b) => a - b);
    const ratio = (high + 0.05) / (low + 0.05);
    if (ratio < 4.5) faint.push(`“${words.slice(0, 40)}” ${ratio.toFixed(2)}:1`);
  }
  const root = document.scrollingElement;
  return { overflow: root.scrollWidth - root.clientWidth, faint, words: document.body.innerText.trim().length };
}

// Within the page: every colour with its lightness turned round.
function invert() {
  const turned = (css) => {
    const [r, g, b, a = 1] = css.match(/[\d.]+/g).map(Number);
    const shift = 255 - Math.max(r, g, b) - Math.min(r, g, b);
    return `rgba(${r + shift}, ${g + shift}, ${b + shift}, ${a})`;
  };
  document.documentElement.style.backgroundColor = "#000000";
  const planned = [...document.body.querySelectorAll("*"), document.body].map((element) => {
    const style = getComputedStyle(element);
    const names = ["color", "background-color", "border-top-color", "border-bottom-color", "border-left-color"];
    return [element, names.map((name) => [name, turned(style.getPropertyValue(name))])];
  });
  for (const [element, colours] of planned)
    if (element.tagName !== "IMG")
      for (const [name, value] of colours) element.style.setProperty(name, value, "important");
}

const browser = await chromium.launch({ executablePath: job.browser, args: ["--no-sandbox", "--disable-gpu"] });
const found = [];
for (const { name, file, axe: looked } of job.pages) {
  const html = readFileSync(file, "utf8");
  for (const way of WAYS) {
    const shown = way === "stripped" ? html.replace(/<style[\s\S]*?<\/style>/g, "") : html;
    const scheme = way === "dark" ? "dark" : "light";
    const context = await browser.newContext({ colorScheme: scheme, javaScriptEnabled: true });
    const page = await context.newPage();
    await page.route("**/*", (route) => route.abort());
    const gone = 'https://gone.example/a.png';
    const content = way === "imageless" ? shown.replace(/(<img[^>]*\ssrc=")[^"]*/g, `$1${gone}`) : shown;
    await page.setContent(content, { waitUntil: "domcontentloaded" });
    if (way === "inverted") await page.evaluate(invert);
    await page.evaluate(axe);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      const measured = await page.evaluate(measure);
      const rules = html.includes('role="main"') ? {} : PAGES_ONLY;
      const looks = () => page.evaluate((rules) => window.axe.run(document, { rules }), rules);
      const { violations } = looked.includes(width) ? await looks() : { violations: [] };
      const told = violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 120)}`);
      if (job.pictures)
        await page.screenshot({ path: join(job.pictures, `${name}-${way}-${width}.png`), fullPage: true });
      found.push({ name, way, width, axe: told, ...measured });
    }
    await context.close();
  }
}
await browser.close();
console.log(JSON.stringify(found));
