// The form: figures, marks, keys, prose. The edition's data (types, totals, balances) come from the page; nothing
// here names a row. form_live.js or form_file.js follows it, which has keepChange(). Runs in Chromium 86 and later.
"use strict";
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const data = JSON.parse($("#data").textContent);
const fields = new Map($$("[data-path]").map((node) => [node.dataset.path, node]));
const inputs = [...fields.values()].filter((node) => node.tagName !== "OUTPUT");
const cells = [...fields.values()].filter((node) => node.dataset.path.startsWith("cell/"));
const known = new Map(inputs.map((node) => [node.dataset.path, node.value])); // as in the file

// ---- Figures: whole numbers of millionths, so that sums are exact.

const patterns = {};
for (const [type, [pattern]] of Object.entries(data.types)) patterns[type] = new RegExp(pattern);
const typeOf = (node) => node.dataset.type || "count";

function figure(text, type) {
  if (!patterns[type].test(text)) return null;
  const [whole, part = ""] = text.replace("+", "").split(".");
  return { sum: BigInt(whole + part.padEnd(6, "0")), places: part.length };
}

function printed({ sum, places }) {
  const digits = String(sum < 0n ? -sum : sum).padStart(7, "0");
  const part = digits.slice(-6).slice(0, places);
  return (sum < 0n ? "-" : "") + digits.slice(0, -6) + (part ? `.${part}` : "");
}

function added(figures) {
  if (figures.includes(null)) return null;
  return figures.reduce((all, one) => ({ sum: all.sum + one.sum, places: Math.max(all.places, one.places) }), { sum: 0n, places: 0 });
}

function amount(number) {
  const parts = data.totals[number];
  return parts ? added(parts.map(amount)) : figure(cells[number].value.trim(), typeOf(cells[number]));
}

function side(terms) {
  const figures = terms.map(([, number]) => amount(number));
  const all = added(figures);
  const words = all && terms.map(([word], at) => `${word} ${printed(figures[at])}`).join(" + ");
  return all && { ...all, words: `${words} = ${printed(all)}` };
}

// Says of each balance whether it holds; how many do not.
function balance() {
  const messages = {};
  for (const { place, column, name, table, total, ...sides } of data.balances) {
    const [left, right] = [side(sides.left), side(sides.right)];
    const off = left && right && added([left, { ...right, sum: -right.sum }]);
    const isOff = Boolean(off) && off.sum !== 0n;
    const by = isOff && printed({ ...off, sum: off.sum < 0n ? -off.sum : off.sum });
    const output = $(`[data-balance="${place}"]`);
    output.value = !off ? "" : isOff ? `不平衡，差${by}` : "平衡";
    output.classList.toggle("off", isOff);
    messages[table] = messages[table] || [];
    if (isOff && !total) messages[table].push(`${name}不平衡（${column}）：${left.words}，${right.words}，差 ${by}`);
  }
  for (const [table, lines] of Object.entries(messages)) {
    $(`[data-table="${table}"]`).replaceChildren(...lines.map((line) => element("li", line)));
  }
  return Object.values(messages).flat().length;
}

function recount() {
  for (const number of Object.keys(data.totals)) {
    const sum = amount(number);
    cells[number].value = sum ? printed(sum) : "—";
  }
  const open = inputs.filter((node) => isCell(node) && !node.value.trim()).length;
  const wrong = inputs.filter(complaint).length;
  const off = balance();
  inputs.forEach((node) => mark(node, complaint(node)));
  $("#state").textContent = [
    open ? `还有 ${open} 格没有填。` : "每一格都填了。",
    wrong && `有 ${wrong} 格写法不对。`,
    off && `勾稽有 ${off} 处不平衡。`,
  ].filter(Boolean).join("");
}

// ---- What is said of a field.

function element(name, text, className) {
  const node = document.createElement(name);
  node.textContent = text;
  if (className) node.className = className;
  return node;
}

const isCell = (node) => node.dataset.path.startsWith("cell/");
const reviewed = new Map(); // what the review says, by path

function complaint(node) {
  const text = node.value.trim();
  return isCell(node) && text && !patterns[typeOf(node)].test(text) ? `“${text}”：${data.types[typeOf(node)][1]}` : "";
}

function mark(node, words) {
  if (words || reviewed.has(node.dataset.path)) node.setAttribute("aria-invalid", "true");
  else node.removeAttribute("aria-invalid");
}

function headings(node) {
  const [table, row, column] = node.dataset.path.slice(5).split(".");
  const before = (head) => head.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING;
  const last = (of) => $$(`#${table} [data-of="${of}"]`).filter(before).pop();
  return [last(`r.${row}`), last(`c.${column}`)].filter(Boolean);
}

function help(node) {
  const heads = isCell(node) ? headings(node) : [];
  const last = node.parentNode.querySelector("small");
  const words = [node.getAttribute("aria-label"), ...heads.map((head) => head.title)];
  if (heads.length && last) words.push(`上年 ${last.textContent}`);
  words.push(complaint(node), reviewed.get(node.dataset.path));
  $("#help").textContent = words.filter(Boolean).join("　");
}

for (const node of fields.values()) {
  const row = node.closest("tr");
  if (isCell(node)) node.setAttribute("aria-label", headings(node).map((head) => head.textContent).join(" "));
  else if (row) node.setAttribute("aria-label", $("th", row).textContent);
  if (isCell(node) && node.tagName === "INPUT") node.inputMode = "decimal";
}

// ---- Moving about a table as in a spreadsheet.

const rowOf = (node) => $$("[data-path]", node.closest("tr"));

function neighbour(node, down, right) {
  const rows = $$("tr", node.closest("table")).map((row) => $$("[data-path]", row)).filter((row) => row.length);
  let row = rows.findIndex((each) => each.includes(node));
  let column = rows[row].indexOf(node);
  do {
    row += down;
    column += right;
    if (!rows[row] || column < 0 || column >= rows[row].length) return null;
    const next = rows[row][Math.min(column, rows[row].length - 1)];
    if (next.tagName === "INPUT") return next;
  } while (true);
}

function moves(event) {
  const node = event.target;
  const atStart = node.selectionEnd === 0 || node.selectionEnd - node.selectionStart === node.value.length;
  const atEnd = node.selectionStart === node.value.length || atStart && node.selectionEnd === node.value.length;
  return {
    Enter: [event.shiftKey ? -1 : 1, 0],
    ArrowDown: [1, 0],
    ArrowUp: [-1, 0],
    ArrowLeft: atStart && [0, -1],
    ArrowRight: atEnd && [0, 1],
  }[event.key];
}

function pasted(node, text) {
  const rows = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n").map((line) => line.split("\t"));
  const table = $$("tr", node.closest("table")).map((row) => $$("[data-path]", row)).filter((row) => row.length);
  const top = table.findIndex((row) => row.includes(node));
  const left = table[top].indexOf(node);
  let lost = 0;
  rows.forEach((values, down) => values.forEach((value, right) => {
    const target = (table[top + down] || [])[left + right];
    if (!target) lost += 1;
    else if (target.tagName === "INPUT") target.value = value.trim();
  }));
  rows.forEach((values, down) => values.forEach((_, right) => changed((table[top + down] || [])[left + right])));
  $("#help").textContent = lost ? `有 ${lost} 个数超出了表格，没有粘贴。` : "已粘贴；合计的格不变。";
}

document.addEventListener("keydown", (event) => {
  const node = event.target;
  if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Enter" && node.matches("input:not(.refer)")) event.preventDefault();
  if (!node.matches(".figures input")) return;
  const move = moves(event);
  const next = move && neighbour(node, ...move);
  if (move) event.preventDefault();
  if (next) next.focus();
});
document.addEventListener("paste", (event) => {
  const text = event.clipboardData.getData("text/plain");
  if (!event.target.matches(".figures input") || !/[\t\n]/.test(text.trim())) return;
  event.preventDefault();
  pasted(event.target, text);
});
document.addEventListener("focusin", (event) => {
  const node = event.target;
  if (node.matches(".figures input")) node.select();
  if (node.dataset.path) help(node);
});

// ---- Prose: room for all of it, and references put in where the caret is.

function fit(node) {
  node.style.height = "auto";
  node.style.height = `${node.scrollHeight + 2}px`;
}

for (const node of $$(".refer")) {
  node.addEventListener("change", () => {
    const prose = $("textarea", node.closest("section"));
    if (node.value.trim()) prose.setRangeText(`{{ ${node.value.trim()} }}`, prose.selectionStart, prose.selectionEnd, "end");
    node.value = "";
    prose.focus();
    changed(prose);
  });
}

for (const button of $$(".zeros")) {
  button.addEventListener("click", () => {
    const blanks = $$(".figures input", button.closest("section")).filter((node) => !node.value.trim());
    blanks.forEach((node) => { node.value = "0"; });
    blanks.forEach(changed);
  });
}

// ---- Changes.

function changed(node) {
  if (!node || !known.has(node.dataset.path)) return;
  if (node.tagName === "TEXTAREA") fit(node);
  recount();
  keepChange(node);
}

document.addEventListener("input", (event) => {
  if (event.target.tagName === "TEXTAREA") fit(event.target);
  if (event.target.dataset.path) recount();
});
document.addEventListener("change", (event) => { if (event.target.dataset.path) changed(event.target); });

// Invisible characters, which a data file must not have, are left out; every kind of line end is one.
const unseen = new RegExp(`${data.unseen}|[\ud800-\udfff]`, "gu");
const clean = (text) => text.replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, "\n").replace(unseen, "");
const now = (path) => clean(fields.get(path).value);

function start() {
  recount();
  $$("textarea[data-path]").forEach(fit);
  $("#needs-script").remove();
}
