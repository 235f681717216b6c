// Runs preview --edit, fills a starter in by keys alone in headless Chromium and prints what was seen.
// node preview_edit.cjs CHROMIUM PYTHON FILE EDITS.json PICTURES [old] → JSON; an old browser is filled in and pasted into.
const fs = require("fs");
const path = require("path");
const { installed, launched } = require("./browser.cjs");
const { started } = require("./previewed.cjs");
const { fillIn, paste } = require("./form_filling.cjs");

const [executablePath, python, file, editsFile, pictures, age] = process.argv.slice(2);
const isOld = age === "old";
const axe = fs.readFileSync(installed("axe-core/axe.min.js"), "utf-8");
const { edits, block, hostile, cell, fact, prose } = JSON.parse(fs.readFileSync(editsFile, "utf-8"));

const field = (name) => `[data-path="${name}"]`;
const text = () => fs.readFileSync(file, "utf-8");

async function until(holds) {
  for (let waited = 0; !holds(); waited += 50) {
    if (waited > 20000) throw new Error(`waited in vain for ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

// The page around and the form, each by itself; the report has no scripts and is judged elsewhere.
async function violations(tab, form) {
  const found = [];
  for (const frame of [tab.mainFrame(), form]) {
    await frame.evaluate(axe);
    const result = await frame.evaluate(() => window.axe.run(document, { iframes: false }));
    found.push(...result.violations.map((each) => `${each.id}: ${each.nodes[0].target}`));
  }
  return found;
}

// An editor may write the file in two steps: what is open in the form stays while the file is empty.
async function emptied(tab) {
  const whole = text();
  const trouble = tab.locator(".trouble");
  fs.writeFileSync(file, "");
  await trouble.waitFor();
  fs.writeFileSync(file, whole);
  await trouble.waitFor({ state: "detached" });
}

async function conflict(tab, frame) {
  await frame.locator(field(fact)).fill("我填的");
  fs.writeFileSync(file, text().replace(edits[fact], "别处改的"));
  await tab.keyboard.press("Tab");
  const box = frame.locator(".notice[role=alertdialog]");
  await box.waitFor();
  await tab.screenshot({ path: path.join(pictures, "conflict.png") });
  const shown = await box.innerText();
  const kept = text().includes("别处改的");
  await emptied(tab);
  await box.getByRole("button").nth(1).focus();
  await tab.keyboard.press("Enter");
  await until(() => text().includes("我填的"));
  return { kept, shown };
}

async function outside(frame) {
  fs.writeFileSync(file, text().replace("我填的", "外面改的"));
  await frame.waitForFunction(([name]) => document.querySelector(name).value === "外面改的", [field(fact)]);
  return true;
}

async function undone(frame) {
  const before = text();
  await frame.locator(field(prose)).fill(hostile);
  await frame.locator(field(prose)).blur();
  await until(() => text() !== before);
  const written = text();
  const latest = frame.locator(".changes li:first-child").filter({ hasText: hostile.slice(-10) });
  await latest.getByRole("button").click();
  await until(() => text() === before);
  await frame.waitForFunction(([name, typed]) => document.querySelector(name).value !== typed, [field(prose), hostile]);
  return written;
}

async function refused(frame) {
  const before = text();
  await frame.locator(field(cell)).fill("12件");
  await frame.locator(field(cell)).blur();
  await frame.locator("#help").filter({ hasText: "没有写进文件" }).waitFor();
  const said = await frame.locator("#help").innerText();
  await frame.locator(field(cell)).fill("999");
  await frame.locator(field(cell)).blur();
  await until(() => text() !== before);
  return said;
}

// The finding about the cell that no longer balances leads to it.
async function led(tab, frame) {
  const finding = tab.locator(".cards a").filter({ hasText: "不平衡" }).first();
  await finding.waitFor();
  await frame.locator(field(fact)).focus();
  await finding.focus();
  await tab.keyboard.press("Enter");
  return frame.evaluate(() => document.activeElement.dataset.path);
}

async function main() {
  const [preview, address] = await started(python, ["--edit", file]);
  const browser = await launched(executablePath);
  const tab = await browser.newPage({ bypassCSP: true, viewport: { height: 800, width: 1280 } });
  const errors = [];
  tab.on("pageerror", (error) => errors.push(String(error)));
  // The browser itself notes each answer that refuses an edit.
  const isError = (message) => message.type() === "error" && !message.text().startsWith("Failed to load resource");
  tab.on("console", (message) => isError(message) && errors.push(message.text()));
  await tab.goto(address);
  await tab.waitForFunction(() => document.querySelector("#form-tab[aria-selected=true]"));
  await until(() => tab.frame({ url: /form$/ }));
  const frame = tab.frame({ url: /form$/ });
  await frame.waitForFunction(() => window.govgenForm);
  await tab.evaluate(() => document.querySelector("#form-tab").focus());
  const reached = await fillIn(tab, frame, edits);
  await tab.waitForFunction(() => document.querySelector(".ready")?.offsetParent, null, { timeout: 60000 });
  const made = text();
  await tab.screenshot({ path: path.join(pictures, "1280.png") });
  await frame.evaluate(paste, block);
  await until(() => text().includes(block[2]));
  const pasted = text();
  if (isOld) {
    // The locators used from here on need a browser of today.
    await browser.close();
    preview.kill("SIGINT");
    process.stdout.write(JSON.stringify({ errors, made, pasted, reached }));
    return;
  }
  const violated = await violations(tab, frame);
  const seen = { conflict: await conflict(tab, frame), outside: await outside(frame), written: await undone(frame) };
  const said = await refused(frame);
  const focus = await led(tab, frame);
  await tab.screenshot({ path: path.join(pictures, "finding.png") });
  await tab.setViewportSize({ height: 844, width: 390 });
  violated.push(...(await violations(tab, frame)));
  const overflow = await frame.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  await tab.screenshot({ path: path.join(pictures, "390.png") });
  await tab.locator("#form-tab").focus();
  await tab.keyboard.press("ArrowRight");
  const shown = await tab.locator("#report").isVisible();
  await browser.close();
  preview.kill("SIGINT");
  process.stdout.write(JSON.stringify({ ...seen, errors, focus, made, overflow, pasted, reached, said, shown, violated }));
}

main().catch((error) => {
  process.stderr.write(String(error.stack));
  process.exit(2);
});
