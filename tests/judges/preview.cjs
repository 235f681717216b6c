// Runs the preview, opens it in headless Chromium, saves the file as an editor would and prints what was seen.
// node preview.cjs CHROMIUM PYTHON FILE → JSON.
const fs = require("fs");
const { installed, launched } = require("./browser.cjs");
const { started } = require("./previewed.cjs");

const [executablePath, python, file] = process.argv.slice(2);
const axe = fs.readFileSync(installed("axe-core/axe.min.js"), "utf-8");

const CELL = "#disclosure-table td[headers*=licence]";

function save(text) {
  fs.writeFileSync(`${file}.new`, text);
  fs.renameSync(`${file}.new`, file);
}

async function violations(tab) {
  await tab.evaluate(axe);
  return tab.evaluate(async () => (await window.axe.run(document)).violations.map((found) => found.id));
}

async function main() {
  const [preview, address] = await started(python, [file]);
  const browser = await launched(executablePath);
  const tab = await browser.newPage({ viewport: { height: 800, width: 1280 } });
  const errors = [];
  tab.on("pageerror", (error) => errors.push(String(error)));
  tab.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await tab.goto(address);
  await tab.waitForFunction(() => document.body.dataset.shown === "1");
  const ready = await tab.locator(".ready").textContent();
  const violated = await violations(tab);
  const cell = tab.frameLocator("#report").locator(CELL);
  const shows = (text) => cell.filter({ hasText: new RegExp(`^${text}$`) }).waitFor({ timeout: 10000 });
  const first = await cell.textContent();
  await tab.evaluate(() => document.querySelector("#report").contentWindow.scrollTo(0, 400));

  const text = fs.readFileSync(file, "utf-8");
  const milliseconds = [];
  for (const figure of [301, 302, 303, 125]) {
    const start = Date.now();
    save(text.replace("{本年处理决定数量: 124}", `{本年处理决定数量: ${figure}}`));
    await shows(figure);
    milliseconds.push(Date.now() - start);
  }
  const saved = await cell.textContent();
  await tab.waitForFunction(() => document.querySelector("#report").contentWindow.scrollY > 300);
  const keptScroll = true;

  save(text.replace("规章: {", "规章: {{"));
  await tab.locator(".trouble").waitFor();
  const broken = { cell: await cell.textContent(), trouble: true, errors: (await tab.locator("li.error").count()) > 0 };

  save(text.replace("{本年处理决定数量: 124}", "{本年处理决定数量: 【待填写】}"));
  await shows("〔待核〕");
  await tab.evaluate(() => document.querySelector("#report").contentWindow.scrollTo(0, 0));
  const wrong = await violations(tab);
  await tab.locator(".open a").first().focus();
  await tab.keyboard.press("Enter");
  await tab.waitForFunction((selector) => {
    const frame = document.querySelector("#report");
    const box = frame.contentDocument.querySelector(selector).getBoundingClientRect();
    return box.top > 0 && box.bottom < frame.clientHeight;
  }, CELL);
  const outlined = await tab.evaluate(() => {
    const nodes = [...document.querySelector("#report").contentDocument.querySelectorAll("td")];
    return nodes.filter((node) => node.style.outline).map((node) => node.textContent).join();
  });
  if (process.env.GOVGEN_PREVIEW_PICTURE) await tab.screenshot({ path: process.env.GOVGEN_PREVIEW_PICTURE });
  const before = errors.length;
  preview.kill("SIGINT");
  await tab.waitForFunction(() => document.querySelector(".state").textContent.startsWith("预览已经停止"));
  const stopped = await tab.locator(".state").textContent();
  await browser.close();
  const seen = { errors: errors.slice(0, before), first, saved, milliseconds, kept_scroll: keptScroll, broken, outlined, stopped, ready, violated: [...violated, ...wrong] };
  process.stdout.write(JSON.stringify(seen));
}

main().catch((error) => {
  process.stderr.write(String(error.stack));
  process.exit(2);
});
