// The installed judges and the headless Chromium that drives them: installed(name), launched(executablePath).
const path = require("path");
const { createRequire } = require("module");

const judges = createRequire(path.join(process.env.GOVGEN_JUDGES, "package.json"));
const { chromium } = judges("playwright-core");

exports.installed = (name) => judges.resolve(name);

// With a GPU process Chromium 86 now and then waits forever at its first page (9 of 320 starts on a busy machine, 0 of
// 275 without).
exports.launched = (executablePath) => chromium.launch({ args: ["--no-sandbox", "--disable-gpu"], executablePath });
