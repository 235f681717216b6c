// An offline form: what is typed is kept as a draft, and saved as a data file.

const key = `govgen/${data.form}`;

function keepChange() {
  const draft = inputs.filter((node) => node.value !== known.get(node.dataset.path)).map((node) => [node.dataset.path, node.value]);
  try {
    if (draft.length) localStorage.setItem(key, JSON.stringify(draft));
    else localStorage.removeItem(key);
    $("#clear").hidden = !draft.length;
  } catch (error) {
    $("#state").textContent += "这个浏览器不能存草稿，关闭前请先保存。";
  }
}

function restore() {
  let draft = [];
  try {
    draft = JSON.parse(localStorage.getItem(key)) || [];
  } catch (error) {
    return; // keepChange() says so at the first change
  }
  for (const [path, value] of draft) if (known.has(path)) fields.get(path).value = value;
  $("#clear").hidden = !draft.length;
  if (draft.length) $("#help").textContent = "已恢复上次没有填完的草稿；从头填起，按“清除草稿”。";
}

// ---- The data file: its text with the places of changed values written anew.

const plain = new RegExp(`^(?:${data.plain})$`);
const scalar = (text) => (plain.test(text) ? text : JSON.stringify(text));
const paragraphs = (path) => now(path).split("\n").map((line) => line.trim()).filter(Boolean);

const pathOf = (at) => (typeof at === "number" ? cells[at].dataset.path : at);

// A value as the file has it; empty for a fact that is not given.
function value(at, whole) {
  const path = pathOf(at);
  const text = now(path).trim();
  if (path.startsWith("fact/")) return text && scalar(text);
  if (!text) return data.blank;
  if (text === "0" && !whole) return "";
  return patterns[typeOf(fields.get(path))].test(text) ? text : JSON.stringify(text);
}

function pathsOf(part) {
  if (part.parts) return part.parts.flatMap(pathsOf);
  return (part.row ? part.row.map(([, at]) => at) : [part.prose || part.path]).map(pathOf);
}

function made({ before = "", after = "", path, prose, row, parts, optional, whole, empty = "" }) {
  if (parts) {
    const inner = parts.map(made).join("");
    return inner ? before + inner : empty;
  }
  if (prose) {
    const lines = paragraphs(prose);
    if (!lines.length && optional) return "";
    return `${before}: |\n${(lines.length ? lines : [data.blank]).map((line) => `  ${line}\n`).join("")}`;
  }
  if (path !== undefined) {
    const text = value(path, whole || !optional);
    const comment = after.trim() && before.match(/^ */)[0] + after.trimStart();
    return text ? before + text + after : comment;
  }
  const items = row.map(([name, at]) => [name, value(at, whole)]).filter(([, text]) => text);
  return items.length || !optional ? `${before}{${items.map((item) => item.join(": ")).join(", ")}}${after}` : "";
}

const isSame = (path) => !fields.has(path) || fields.get(path).value === known.get(path);
function yaml() {
  const text = (part) => ("was" in part && pathsOf(part).every(isSame) ? part.was : made(part));
  return data.parts.map((part) => (typeof part === "string" ? part : text(part))).join("");
}

function save() {
  const text = yaml();
  const link = $("#download");
  URL.revokeObjectURL(link.href);
  link.href = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
  link.download = data.name;
  $("#yaml").value = text;
  $("#saved").hidden = false;
  link.click();
  link.focus();
}

document.addEventListener("input", keepChange);
document.addEventListener("keydown", (event) => {
  if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  save();
});
$("form").addEventListener("submit", (event) => {
  event.preventDefault();
  save();
});
$("#copy").addEventListener("click", () => {
  $("#yaml").select();
  document.execCommand("copy");
});
$("#clear").addEventListener("click", () => {
  inputs.forEach((node) => { node.value = known.get(node.dataset.path); });
  keepChange();
  recount();
  $$("textarea[data-path]").forEach(fit);
});
window.govgenForm = { yaml };
restore();
start();
