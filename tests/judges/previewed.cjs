// Starts govgen preview and waits for its address: started(python, parameters) → [process, address].
const { spawn } = require("child_process");

exports.started = (python, parameters) => {
  const preview = spawn(python, ["-u", "-m", "govgen", "preview", ...parameters, "--no-open"], {
    env: { ...process.env, PYTHONIOENCODING: "utf-8" },
  });
  return new Promise((resolve, reject) => {
    preview.stdout.on("data", (text) => {
      const match = String(text).match(/http:\/\/127\.0\.0\.1:\d+\/[\w-]+\//);
      if (match) resolve([preview, match[0]]);
    });
    preview.stderr.on("data", (text) => reject(new Error(String(text))));
  });
};
