// Opens a page in headless Chromium at a width and asks it something.
// node measure.cjs CHROMIUM PAGE WIDTH EXPRESSION → the expression's value as JSON.
const path = require("path");
const { launched } = require("./browser.cjs");

const [executablePath, page, width, expression] = process.argv.slice(2);

async function main() {
  const browser = await launched(executablePath);
  const tab = await browser.newPage({ viewport: { height: 800, width: Number(width) } });
  await tab.goto(`file://${path.resolve(page)}`);
  const value = await tab.evaluate(expression);
  await browser.close();
  process.stdout.write(JSON.stringify(value));
}

main().catch((error) => {
  process.stderr.write(String(error));
  process.exit(2);
});
