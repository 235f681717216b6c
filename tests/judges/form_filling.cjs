// Fills a form in by keys alone: "tab" is the browser's page that gets the keys, "frame" the one with the form.
const focused = (frame) => frame.evaluate(() => {
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
async function throughTable(tab, frame, edits, done) {
  let key = "Enter";
  for (let at = await focused(frame), turned = false; ; ) {
    if (!done.has(at.path) && at.path in edits) await typed(tab, edits[at.path]);
    done.add(at.path);
    await tab.keyboard.press(turned ? "ArrowRight" : key);
    const next = await focused(frame);
    if (next.path === at.path && turned) return;
    if (next.path === at.path) turned = true;
    else if (turned) [turned, key] = [false, key === "Enter" ? "Shift+Enter" : "Enter"];
    at = next;
  }
}

async function fillIn(tab, frame, edits) {
  const done = new Set();
  for (let presses = 0; presses < 1000; presses += 1) {
    await tab.keyboard.press("Tab");
    const at = await focused(frame);
    if (at.tagName === "BODY" && done.size) return done.size;
    if (!at.path || done.has(at.path)) continue;
    if (at.inWide) await throughTable(tab, frame, edits, done);
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

module.exports = { fillIn, paste };
