// Run a Python file in the browser's runtime under Node: run_python.mjs SITE FILE OUTPUT [FOLDER…]
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [site, file, output, ...folders] = process.argv.slice(2);
const runtime = `${site}/runtime/`;
const { loadPyodide } = await import(pathToFileURL(`${runtime}pyodide.mjs`));
const python = await loadPyodide({ indexURL: runtime });
python.unpackArchive(new Uint8Array(readFileSync(`${runtime}site-packages.zip`)), "zip", {
  extractDir: "/lib/python3.14/site-packages",
});
folders.forEach((folder, at) => {
  python.FS.mkdirTree(`/given/${at}`);
  python.FS.mount(python.FS.filesystems.NODEFS, { root: folder }, `/given/${at}`);
});
writeFileSync(output, python.runPython(readFileSync(file, "utf-8")));
