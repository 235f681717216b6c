// Fills a form in by keys alone in headless Chromium, pastes a block, saves, and tells what came of it.
// node form_keys.cjs CHROMIUM PAGE EDITS.json PICTURE → JSON: {yaml, errors, pasted, restored, cleared, …}.
const fs = require("fs");
const path = require("path");
const { createRequire } = require("module");

const [executablePath, page, editsFile, picture] = process.argv.slice(2);
const { chromium } = createRequire(path.join(process.env.GOVGEN_JUDGES, "package.json"))("playwright-core");
const edits = JSON.parse(fs.readFileSync(editsFile, "utf-8"));

const focused = (tab) => tab.evaluate(() => {
  const { dataset, tagName } = document.activeElement;
  const inWide = Boolean(document.activeElement.closest(".wide"));
  return { inWide, path: dataset.path || "", tagName };
});

async function typed(tab, text, tagName) {
  if (tagName === "SELECT") return;
  await tab.keyboard.press("Control+a");
  for (const [number, line] of text.split("\n").entries()) {
    if (number) await tab.keyboard.press("Enter");
    await tab.keyboard.type(line);
  }
}

// Down a column with Enter, right with an arrow, up the next one with Shift+Enter, and so on.
async function throughTable(tab, done) {
  let key = "Enter";
  for (let at = await focused(tab), turned = false; ; ) {
    if (!done.has(at.path) && at.path in edits) await typed(tab, edits[at.path]);
    done.add(at.path);
    await tab.keyboard.press(turned ? "ArrowRight" : key);
    const next = await focused(tab);
    if (next.path === at.path && turned) return;
    if (next.path === at.path) turned = true;
    else if (turned) [turned, key] = [false, key === "Enter" ? "Shift+Enter" : "Enter"];
    at = next;
  }
}

async function fillIn(tab) {
  const done = new Set();
  for (let presses = 0; presses < 1000; presses += 1) {
    await tab.keyboard.press("Tab");
    const at = await focused(tab);
    if (at.tagName === "BODY" && done.size) return done.size;
    if (!at.path || done.has(at.path)) continue;
    if (at.inWide) await throughTable(tab, done);
    else if (at.path in edits) await typed(tab, edits[at.path], at.tagName);
    done.add(at.path);
  }
  throw new Error("the end of the form was not reached");
}

function paste([name, text]) {
  const node = document.querySelector(`[data-path="${name}"]`);
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  node.focus();
  node.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData }));
  const block = [...document.querySelectorAll(".figures input")];
  return Object.fromEntries(block.map((each) => [each.dataset.path, each.value]));
}

async function main() {
  const browser = await chromium.launch({ args: ["--no-sandbox"], executablePath });
  const tab = await browser.newPage({ viewport: { height: 800, width: 1280 } });
  const errors = [];
  tab.on("pageerror", (error) => errors.push(String(error)));
  tab.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await tab.goto(`file://${path.resolve(page)}`);
  const reached = await fillIn(tab);
  await tab.keyboard.press("Control+s");
  const yaml = await tab.evaluate(() => document.getElementById("yaml").value);
  const state = await tab.evaluate(() => document.getElementById("state").textContent);
  await tab.screenshot({ fullPage: true, path: picture });
  await tab.reload();
  const restored = await tab.evaluate(() => window.govgenForm.yaml());
  const pasted = edits.paste && (await tab.evaluate(paste, edits.paste));
  await tab.evaluate(() => document.getElementById("clear").focus());
  await tab.keyboard.press("Enter");
  const cleared = await tab.evaluate(() => [window.govgenForm.yaml(), localStorage.length]);
  await browser.close();
  process.stdout.write(JSON.stringify({ cleared, errors, pasted, reached, restored, state, yaml }));
}

main().catch((error) => {
  process.stderr.write(String(error.stack));
  process.exit(2);
});
