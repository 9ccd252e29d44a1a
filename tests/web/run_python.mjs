// Run a Python file in the browser's runtime under Node: run_python.mjs SITE FILE OUTPUT [FOLDER…]
// It starts as the page does: from the image, then with the files.
import { copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";

const [site, file, output, ...folders] = process.argv.slice(2);
const own = mkdtempSync(join(tmpdir(), "page-"));
try {
  const runtime = join(own, "runtime/");
  cpSync(join(site, "runtime"), runtime, { recursive: true });
  copyFileSync(join(site, "engine_start.js"), join(own, "engine_start.js"));
  writeFileSync(join(own, "package.json"), '{"type": "module"}');
  writeFileSync(`${runtime}pyodide.asm.wasm`, gunzipSync(readFileSync(`${runtime}pyodide.asm.wasm.packed`)));
  const { fromImage, put } = await import(pathToFileURL(join(own, "engine_start.js")));
  const python = await fromImage(runtime, gunzipSync(readFileSync(`${runtime}start.image`)));
  put(python, new Uint8Array(readFileSync(`${runtime}site-packages.zip`)));
  folders.forEach((folder, at) => {
    python.FS.mkdirTree(`/given/${at}`);
    python.FS.mount(python.FS.filesystems.NODEFS, { root: folder }, `/given/${at}`);
  });
  writeFileSync(output, python.runPython(readFileSync(file, "utf-8")));
} finally {
  rmSync(own, { recursive: true });
}
