// Opens each page in headless Chromium at every width and colour scheme and asks axe-core about it.
// node axe.cjs CHROMIUM PAGE… → JSON: a list of {page, width, scheme, overflow, violations}.
const path = require("path");
const { installed, launched } = require("./browser.cjs");

const [executablePath, ...pages] = process.argv.slice(2);
const axe = installed("axe-core/axe.min.js");

const WIDTHS = [1280, 1024, 360, 320];
const SCHEMES = ["light", "dark"];
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

async function view(tab, width, scheme) {
  await tab.setViewportSize({ height: 800, width });
  await tab.emulateMedia({ colorScheme: scheme });
  // One example of what passes is enough: a table has hundreds of cells.
  const options = { resultTypes: ["violations"], runOnly: TAGS };
  const found = await tab.evaluate((chosen) => window.axe.run(document, chosen), options);
  const overflow = await tab.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  const violations = found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`);
  return { overflow, passes: found.passes.length, scheme, violations, width };
}

async function main() {
  const browser = await launched(executablePath);
  const results = [];
  for (const page of pages) {
    const tab = await browser.newPage({ bypassCSP: true });
    await tab.goto(`file://${path.resolve(page)}`);
    await tab.addScriptTag({ path: axe });
    for (const width of WIDTHS)
      for (const scheme of SCHEMES) results.push({ page, ...(await view(tab, width, scheme)) });
    await tab.close();
  }
  await browser.close();
  process.stdout.write(JSON.stringify(results));
}

main().catch((error) => {
  process.stderr.write(String(error));
  process.exit(2);
});
