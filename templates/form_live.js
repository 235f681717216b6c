// A live form: each change is sent to the preview, one after the other.

let queue = Promise.resolve();

function stopped() {
  $("#state").textContent = "没有写进文件：预览已经停止，请重新运行 govgen preview --edit";
}

function keepChange(node) {
  queue = queue.then(() => sent(node)).catch(stopped);
}

async function post(where, content) {
  const answer = await fetch(where, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(content) });
  return { status: answer.status, ...(await answer.json()) };
}

async function sent(node) {
  const path = node.dataset.path;
  const [old, text] = [known.get(path), now(path)];
  if (old === text) return;
  const answer = await post("edit", { path, old, new: text });
  if (answer.status === 409) return ask(node, answer);
  if (answer.status !== 200) return refused(node, answer.message);
  reviewed.delete(path);
  written({ ...answer.values, [path]: answer.value }, path);
  record(node, answer.undo, old, answer.value);
}

function refused(node, message) {
  reviewed.set(node.dataset.path, message);
  mark(node, message);
  $("#help").textContent = `没有写进文件：${message}`;
}

// The file says otherwise by now: both are shown, and the user picks.
function ask(node, { message, disk, yours }) {
  const box = element("div", message, "notice");
  box.setAttribute("role", "alertdialog");
  const choices = [[`用文件里的：${disk || "（空白）"}`, disk], [`用我填的：${yours || "（空白）"}`, yours]];
  for (const [words, value] of choices) {
    const button = element("button", words);
    button.type = "button";
    button.addEventListener("click", () => {
      box.remove();
      known.set(node.dataset.path, disk);
      node.value = value;
      node.focus();
      changed(node);
    });
    box.append(button);
  }
  (node.closest(".scroll") || node).after(box);
  $("button", box).focus({ preventScroll: true });
  box.scrollIntoView({ block: "center" });
}

// Values as the file has them now. What the user is changing at this moment is left alone, so that sending it
// shows what else was changed there; only of the value at "posted" is it known that the file has it.
function written(values, posted) {
  for (const [path, value] of Object.entries(values)) {
    const node = fields.get(path);
    if (!node || !known.has(path)) continue;
    const untouched = now(path) === known.get(path) || now(path) === value;
    if (!untouched && path !== posted) continue;
    known.set(path, value);
    if (untouched) node.value = value;
    if (node.tagName === "TEXTAREA") fit(node);
  }
  recount();
}

async function undone(node, number, item) {
  const answer = await post("undo", { number });
  if (answer.status !== 200) return refused(node, answer.message);
  written({ ...answer.values, [answer.path || node.dataset.path]: answer.value });
  item.remove();
}

function record(node, number, old, value) {
  const item = element("li", `${node.getAttribute("aria-label")}：${old || "（空白）"} → ${value || "（空白）"}`);
  const button = element("button", "撤销");
  button.type = "button";
  button.addEventListener("click", () => { queue = queue.then(() => undone(node, number, item)).catch(stopped); });
  item.append(button);
  $(".changes ol").prepend(item);
}

// ---- For the page around a live form.

function go(path) {
  const node = fields.get(path);
  if (!node) return;
  const field = node.tagName === "OUTPUT" ? rowOf(node).find((each) => each.tagName === "INPUT") || node : node;
  field.scrollIntoView({ block: "center" });
  field.focus();
}

function findings(list) {
  reviewed.clear();
  for (const { path, message } of list) if (path) reviewed.set(path, message);
  recount();
  const { dataset } = document.activeElement;
  if (fields.has(dataset.path)) help(document.activeElement);
}

// The file as it is after all that was sent before.
function refresh() {
  queue = queue.then(async () => written(await (await fetch("values")).json())).catch(stopped);
}

$("form").addEventListener("submit", (event) => event.preventDefault());
window.govgenForm = { findings, go, refresh };
start();
