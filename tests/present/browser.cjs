// Opens decks in Chromium and tells what it saw, as JSON. Usage: node browser.cjs CHROMIUM PATH…
// The first path is gone through with keys, fingers and axe; of all of them the lines of each text are counted.
"use strict";
const { chromium } = require("../node/node_modules/playwright-core");
const axe = require("../node/node_modules/axe-core").source;
const [executablePath, ...paths] = process.argv.slice(2);

// What is asked for, and what went wrong.
function watched(page, told) {
  page.on("request", (request) => { if (!request.url().startsWith("data:")) told.requests.push(request.url()); });
  page.on("console", (message) => told.said.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (fault) => told.said.push(`error: ${fault.message}`));
}

// In the page: the lines of each paragraph, slide by slide and box by box, and how far a text leaves its box.
function lines() {
  const blocks = "h1, h2, p, pre, li, th, td";
  const count = (block) => {
    const range = document.createRange();
    const size = parseFloat(getComputedStyle(block).fontSize);
    let lines = 0, before = null;
    const walk = (node) => {
      if (node.nodeType === Node.TEXT_NODE) {
        range.selectNodeContents(node);
        for (const box of range.getClientRects()) {
          const middle = (box.top + box.bottom) / 2;
          if (box.width && (before === null || Math.abs(middle - before) > size / 2)) { lines += 1; before = middle; }
        }
      } else if (node === block || !node.matches(`ul, ol, .bullet, .number, ${blocks}`)) node.childNodes.forEach(walk);
    };
    walk(block);
    return lines;
  };
  return [...document.querySelectorAll(".slide")].map((slide) => ({
    id: slide.id,
    boxes: [...slide.querySelectorAll("[data-slot], table")].map((box) => ({
      slot: box.dataset.slot ?? "table",
      lines: [...box.querySelectorAll(blocks)].map(count),
      over: Math.max(0, ...[...box.querySelectorAll(blocks)].map((block) =>
        Math.max(block.getBoundingClientRect().bottom - box.getBoundingClientRect().bottom,
          box.matches("table") ? box.getBoundingClientRect().bottom - slide.getBoundingClientRect().bottom : 0))),
    })),
  }));
}

const state = (page) => page.evaluate(() => ({
  hash: location.hash,
  shown: [...document.querySelectorAll(".slide")].filter((slide) => slide.offsetParent).map((slide) => slide.id),
  says: document.getElementById("says").textContent,
  focus: document.activeElement.id,
  notes: [...document.querySelectorAll(".notes")].filter((notes) => notes.offsetParent).length,
  help: document.getElementById("help").open,
}));

async function faults(page) {
  const found = await page.evaluate(`${axe}; axe.run(document, { resultTypes: ["violations"] })`);
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`);
}

// The names of all headings that a screen reader meets.
async function headings(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  return nodes.filter((node) => !node.ignored && node.role?.value === "heading").map((node) => node.name.value);
}

async function keys(browser, path, told) {
  const page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
  watched(page, told);
  await page.goto(`file://${path}`);
  told.states = { start: await state(page) };
  const steps = {
    right: ["ArrowRight"], space: [" "], down: ["PageDown"], left: ["ArrowLeft"], end: ["End"], past: ["ArrowRight"],
    home: ["Home"], number: ["1", "0", "Enter"], notes: ["n"], silent: ["n"], help: ["?"], closed: ["Escape"],
  };
  for (const [name, pressed] of Object.entries(steps)) {
    for (const key of pressed) await page.keyboard.press(key);
    told.states[name] = await state(page);
    if (name === "number") { told.headings = await headings(page); told.axe = { slide: await faults(page) }; }
    if (name === "notes") told.axe.notes = await faults(page);
    if (name === "help") told.axe.help = await faults(page);
  }
  await page.goBack();
  told.states.back = await state(page);
  await page.mouse.click(500, 300);
  told.states.clicked = await state(page);
  await page.evaluate(() => document.querySelector("a[href^='#']").click());
  await page.waitForTimeout(50);
  told.states.jumped = await state(page);
  told.jump = await page.evaluate(() => document.querySelector("a[href^='#']").hash);
  const popup = page.waitForEvent("popup");
  await page.keyboard.press("s");
  const second = await popup;
  watched(second, told);
  await second.waitForLoadState();
  await second.keyboard.press("ArrowRight");
  await page.waitForTimeout(150);
  told.speaker = { first: (await state(page)).shown, second: (await state(second)).shown, axe: await faults(second) };
  await page.context().close();
}

async function fingers(browser, path, told) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const page = await context.newPage();
  watched(page, told);
  await page.goto(`file://${path}`);
  const session = await context.newCDPSession(page);
  const swipe = async (from, to) => {
    const at = (x) => [{ x, y: 400 }];
    await session.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: at(from) });
    await session.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: at((from + to) / 2) });
    await session.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: at(to) });
    await session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    await page.waitForTimeout(50);
    return (await state(page)).says;
  };
  told.swipes = [await swipe(300, 80), await swipe(300, 80), await swipe(80, 300)];
  told.phone = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth,
    slide: [...document.querySelectorAll(".slide")].find((slide) => slide.offsetParent).getBoundingClientRect().toJSON(),
  }));
  told.axe.phone = await faults(page);
  await context.close();
}

async function unscripted(browser, path, told) {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1400, height: 900 } });
  const page = await context.newPage();
  watched(page, told);
  await page.goto(`file://${path}`);
  const slides = page.locator(".slide");
  told.unscripted = { slides: await slides.count(), seen: 0 };
  for (const slide of await slides.all()) told.unscripted.seen += (await slide.isVisible()) ? 1 : 0;
  told.pages = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString("latin1").match(/\/Type\s*\/Page\b/g).length;
  await context.close();
}

(async () => {
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  const told = { requests: [], said: [], lines: {} };
  await keys(browser, paths[0], told);
  await fingers(browser, paths[0], told);
  await unscripted(browser, paths[0], told);
  for (const path of paths) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    watched(page, told);
    await page.goto(`file://${path}`);
    await page.emulateMedia({ media: "print" }); // every slide at its own size
    await page.evaluate(() => document.fonts.ready);
    told.lines[path] = await page.evaluate(lines);
    await page.evaluate(() => document.querySelectorAll(".sheet").forEach((sheet) => { sheet.hidden = false; }));
    told.axe[path] = await faults(page);
    await page.close();
  }
  await browser.close();
  process.stdout.write(JSON.stringify(told));
})();
