// Opens each page in headless Chromium at every width and colour scheme and asks axe-core about it.
// node axe.cjs CHROMIUM PAGE… → JSON: a list of {page, width, scheme, overflow, violations}.
const path = require("path");
const { createRequire } = require("module");

const [executablePath, ...pages] = process.argv.slice(2);
const from = createRequire(path.join(process.env.GOVGEN_JUDGES, "package.json"));
const { chromium } = from("playwright-core");
const axe = from.resolve("axe-core/axe.min.js");

const WIDTHS = [1280, 1024, 360, 320];
const SCHEMES = ["light", "dark"];
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

async function judge(browser, page, width, scheme) {
  const tab = await browser.newPage({ bypassCSP: true, colorScheme: scheme, viewport: { height: 800, width } });
  await tab.goto(`file://${path.resolve(page)}`);
  await tab.addScriptTag({ path: axe });
  const found = await tab.evaluate((tags) => window.axe.run(document, { runOnly: tags }), TAGS);
  const overflow = await tab.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  await tab.close();
  const violations = found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`);
  const passes = found.passes.length;
  return { overflow, page, passes, scheme, violations, width };
}

async function main() {
  const browser = await chromium.launch({ args: ["--no-sandbox"], executablePath });
  const results = [];
  for (const page of pages)
    for (const width of WIDTHS)
      for (const scheme of SCHEMES) results.push(await judge(browser, page, width, scheme));
  await browser.close();
  process.stdout.write(JSON.stringify(results));
}

main().catch((error) => {
  process.stderr.write(String(error));
  process.exit(2);
});
