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

const pathOf = ({ path }) => (typeof path === "number" ? cells[path].dataset.path : path);

function pathsOf(part) {
  return [...(part.path === undefined ? [] : [pathOf(part)]), ...(part.parts || []).flatMap(pathsOf)];
}

// A value as the file has it; empty where it says nothing.
function value({ path, was, optional }) {
  const text = now(path).trim();
  if (path.startsWith("fact/")) return text && scalar(text);
  if (!text || text === "—") return data.blank;
  if (text === "0" && optional && was === undefined) return "";
  const node = fields.get(path);
  return node.tagName === "OUTPUT" || patterns[typeOf(node)].test(text) ? text : JSON.stringify(text);
}

function prose({ before, path, empty = "", optional }) {
  const lines = paragraphs(path);
  if (!lines.length && optional) return empty;
  return before + (lines.length ? lines : [data.blank]).map((line) => `  ${line}\n`).join("");
}

// Like PartWriter in value_edits.py; file_parts.py explains the names.
function made(part) {
  if (typeof part === "string") return part;
  const { before = "", parts, after = "", was, empty = "" } = part;
  const paths = pathsOf(part);
  if (was !== undefined && paths.every(isSame)) return was;
  if (part.path !== undefined) {
    const path = pathOf(part);
    if (path.startsWith("prose/")) return prose({ ...part, path });
    const text = value({ ...part, path });
    return text ? before + text + after : empty;
  }
  if (part.new && paths.every((path) => !now(path).trim())) return before.replace(/ \{$/, "") + after.replace(/^\}/, "");
  let inner = "";
  for (const each of parts) {
    const text = made(each);
    if (text) inner += (inner && each.sep || "") + text;
  }
  return /^\s*[^\s#]/m.test(inner) ? before + inner + after : empty + inner;
}

const isSame = (path) => !fields.has(path) || fields.get(path).value === known.get(path);
const unpacked = (part) => (Array.isArray(part) ? { before: part[0], path: part[1], optional: true, sep: ", " }
  : part.parts ? { ...part, parts: part.parts.map(unpacked) } : part);
const yaml = () => data.parts.map(unpacked).map(made).join("");

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
recount();
for (const node of cells) if (node.tagName === "OUTPUT") known.set(node.dataset.path, node.value); // stated totals
restore();
start();
