// Fills a form in by keys alone in headless Chromium, pastes a block, saves and prints the results.
// node form_keys.cjs CHROMIUM PAGE EDITS.json PICTURE → JSON: {yaml, errors, pasted, restored, cleared, …}.
const fs = require("fs");
const path = require("path");
const { launched } = require("./browser.cjs");

const [executablePath, page, editsFile, picture] = process.argv.slice(2);
const { fillIn, paste } = require("./form_filling.cjs");
const edits = JSON.parse(fs.readFileSync(editsFile, "utf-8"));

async function main() {
  const browser = await launched(executablePath);
  const tab = await browser.newPage({ viewport: { height: 800, width: 1280 } });
  const errors = [];
  tab.on("pageerror", (error) => errors.push(String(error)));
  tab.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await tab.goto(`file://${path.resolve(page)}`);
  const reached = await fillIn(tab, tab, edits);
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
