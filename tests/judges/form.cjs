// Opens forms in headless Chromium, fills them in, saves each and prints the results.
// node form.cjs CHROMIUM JOBS.json → JSON: a list of {yaml, totals, messages, invalid, errors, file}, one for each job
// {page, edits: {path: text}, download}.
const fs = require("fs");
const path = require("path");
const { launched } = require("./browser.cjs");

const [executablePath, jobs] = process.argv.slice(2);

function fillIn(edits) {
  for (const [name, text] of Object.entries(edits)) {
    const node = document.querySelector(`[data-path="${name}"]`);
    node.value = text;
    node.dispatchEvent(new Event("input", { bubbles: true }));
  }
  for (const name of Object.keys(edits)) {
    document.querySelector(`[data-path="${name}"]`).dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function told() {
  const outputs = [...document.querySelectorAll("output[data-path]")].map((node) => [node.dataset.path, node.value]);
  const messages = [...document.querySelectorAll("ul.wrong li")].map((node) => node.textContent);
  const invalid = [...document.querySelectorAll("[aria-invalid]")].map((node) => node.dataset.path);
  if (document.querySelector("#needs-script")) messages.push("the notice is still there");
  return { invalid, messages, totals: Object.fromEntries(outputs), yaml: document.getElementById("yaml").value };
}

async function run(browser, job) {
  const tab = await browser.newPage();
  const errors = [];
  tab.on("pageerror", (error) => errors.push(String(error)));
  tab.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await tab.goto(`file://${path.resolve(job.page)}`);
  await tab.evaluate(fillIn, job.edits);
  const saved = job.download ? tab.waitForEvent("download") : tab.waitForFunction(() => document.querySelector("#yaml").value);
  // By script: a mouse click asks an old browser for what it does not have.
  await tab.evaluate(() => document.querySelector("button[type=submit]").click());
  const download = job.download && (await saved);
  await saved;
  const seen = await tab.evaluate(told);
  const file = download ? { name: download.suggestedFilename(), text: fs.readFileSync(await download.path(), "utf-8") } : null;
  await tab.evaluate(() => localStorage.clear());
  await tab.close();
  return { ...seen, errors, file };
}

async function main() {
  const browser = await launched(executablePath);
  const results = [];
  for (const job of JSON.parse(fs.readFileSync(jobs, "utf-8"))) results.push(await run(browser, job));
  await browser.close();
  process.stdout.write(JSON.stringify(results));
}

main().catch((error) => {
  process.stderr.write(String(error.stack));
  process.exit(2);
});
